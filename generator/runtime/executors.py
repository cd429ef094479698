"""Work in parallel: processes of this machine, or a Dask cluster; the same for a whole build.

The environment variable JIXIAO_WORKERS sets the number of processes, however little work there is.
"""

import importlib
import importlib.util
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, TypeAlias

from generator.model.problems import JixiaoError

# From the seconds that work takes on one processor to what runs it; None: run it here.
ExecutorFor: TypeAlias = Callable[[float], Executor | None]

# Seconds of work from which on several processes have it done sooner than this one alone.
# One that starts imports the program first, for about a second.
WORTH_STARTING = 1.5
WORTH_SHARING = 0.1  # where they have started already
VARIABLE = "JIXIAO_WORKERS"
MOST = 61 if sys.platform == "win32" else 1024  # more than Windows can wait for fail there


def no_executor(_seconds: float) -> None:
    """No executor, however much work: all of it is done in this process."""


class LazyExecutor(ExitStack):
    """An executor that starts when there is enough work for it, and not before.

    On the Dask cluster of `scheduler` where one is given. `close`, or the end of a `with` block,
    ends the processes, or the connection; work that has not begun is dropped. Raises JixiaoError
    where JIXIAO_WORKERS is no number.
    """

    def __init__(self, scheduler: str | None = None) -> None:
        super().__init__()
        self._scheduler, self._processes = scheduler, _requested_processes()
        self._executor: Executor | None = None

    def __call__(self, seconds: float) -> Executor | None:
        """An executor for so many seconds of work; None where this process alone is as fast.

        A cluster, or a number of processes, that was asked for gets any work.
        """
        if self._executor is None and self._is_worth(seconds, WORTH_STARTING):
            self._executor = self._start()
        return self._executor if self._is_worth(seconds, WORTH_SHARING) else None

    def _is_worth(self, seconds: float, threshold: float) -> bool:
        if self._scheduler:
            return seconds > 0
        if self._processes is not None:
            return seconds > 0 and self._processes > 0
        return seconds > threshold and (os.cpu_count() or 1) > 1

    def _start(self) -> Executor:
        if self._scheduler:
            client = _cluster(self._scheduler)
            self.callback(client.close)
            executor: Executor = client.get_executor(pure=False, retries=3)
            return executor  # work of a worker that dies is done by another
        processes = min(self._processes or os.cpu_count() or 1, MOST)
        # Not forked: a bar on the terminal has a thread, and a lock it holds would stay held.
        pool = ProcessPoolExecutor(processes, mp_context=_Spawned(), initializer=prepare_process)
        self.callback(pool.shutdown, cancel_futures=True)
        return pool


def _requested_processes() -> int | None:
    """The number in the environment; None where there is none."""
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 3:
        raise JixiaoError(
            f"环境变量 {VARIABLE} 应为进程数（如 4；0 表示不另开进程），现为“{text}”。"
        )
    return int(text)


class _Process(SpawnProcess):
    """A process that Ctrl+C does not reach: a terminal sends it to all, the first handles it."""

    def start(self) -> None:
        """Start with the signal blocked, so that it is blocked from the first moment on."""
        if sys.platform == "win32":  # has no masks: `prepare_process` makes it deaf
            super().start()
            return
        former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, former)


class _Spawned(SpawnContext):
    Process = _Process


def prepare_process() -> None:
    """Prepare a new process: it ends with its parent, however that ends.

    Where MkDocs is not installed, ProperDocs is imported under its name.
    """
    if sys.platform == "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if importlib.util.find_spec("mkdocs") is None:
        importlib.import_module("properdocs.replacement")


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _cluster(address: str) -> Any:
    """A client of the Dask cluster whose scheduler is at `address`."""
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise JixiaoError("--scheduler 需要 distributed：pip install 'jixiao[cluster]'。") from None
    try:
        return distributed.Client(address, timeout="10s")
    except (OSError, ValueError, TimeoutError) as error:
        raise JixiaoError(f"连不上调度程序 {address}：{error}") from None
