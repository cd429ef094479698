"""Who works side by side: processes of this machine, or a cluster; one crew for a whole build.

JIXIAO_WORKERS in the environment says how many processes there are, whatever there is to do.
"""

from __future__ import annotations

import importlib
import importlib.util
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import TypeAlias

from generator.model.problems import JixiaoError

Hire: TypeAlias = Callable[[float], Executor | None]

# Seconds of work on one processor. A process has to import the program first, for about a second.
PAYS = 1.5  # from which on several have started and shared it sooner than one has done it
PAYS_AT_ONCE = 0.1  # the same where they have started already
NUMBER = "JIXIAO_WORKERS"


def nobody(_seconds: float) -> None:
    """Nobody is hired: all work is done here."""


class Workers:
    """Starts them where there is work for more than one, and not before.

    Raises JixiaoError where JIXIAO_WORKERS is no number.
    """

    def __init__(self, scheduler: str | None = None) -> None:
        self._scheduler, self._number = scheduler, _number()
        self._executor: Executor | None = None
        self._dismiss: Callable[[], object] = lambda: None

    def __call__(self, seconds: float) -> Executor | None:
        """An executor for so much work on one processor; None where it is done as soon here.

        A cluster, or a number of processes, that was asked for gets whatever there is to do.
        """
        if self._executor is None and self._worth(seconds, PAYS):
            self._executor, self._dismiss = self._hired()
        return self._executor if self._worth(seconds, PAYS_AT_ONCE) else None

    def _worth(self, seconds: float, pays: float) -> bool:
        if self._scheduler:
            return seconds > 0
        if self._number is not None:
            return seconds > 0 and self._number > 0
        return seconds > pays and (os.cpu_count() or 1) > 1

    def _hired(self) -> tuple[Executor, Callable[[], object]]:
        if self._scheduler:
            return _cluster(self._scheduler)
        number = self._number or os.cpu_count()
        # Not forked: a bar on the terminal has a thread, and a lock it holds would stay held.
        pool = ProcessPoolExecutor(number, mp_context=_Spawned(), initializer=prepare)
        return pool, partial(pool.shutdown, cancel_futures=True)

    def close(self) -> None:
        """Send them away; what they have not begun is left."""
        self._dismiss()


@contextmanager
def hired(scheduler: str | None = None) -> Iterator[Workers]:
    """Workers for as long as the block lasts."""
    workers = Workers(scheduler)
    try:
        yield workers
    finally:
        workers.close()


def _number() -> int | None:
    """How many processes were asked for; None where nobody asked."""
    said = os.environ.get(NUMBER, "").strip()
    if not said:
        return None
    if not said.isdecimal() or len(said) > 3:
        raise JixiaoError(f"环境变量 {NUMBER} 应为进程数（如 4；0 表示不另开进程），现为“{said}”。")
    return int(said)


class _Process(SpawnProcess):
    """A new process that Ctrl+C does not reach: a terminal sends it to all, it is meant for one."""

    def start(self) -> None:
        """Begin, the signal held back from the first moment on."""
        former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, former)


class _Spawned(SpawnContext):
    Process = _Process


def prepare() -> None:
    """In a new process: the site engine that is there answers to MkDocs' name.

    It ends with the process that it works for, however that ends.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if importlib.util.find_spec("mkdocs") is None:
        importlib.import_module("properdocs.replacement")


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _cluster(address: str) -> tuple[Executor, Callable[[], object]]:
    """An executor on the Dask cluster whose scheduler is at `address`; what ends the talk with it.

    Work of a worker that dies is done by another.
    """
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise JixiaoError("--scheduler 需要 distributed：pip install 'jixiao[cluster]'。") from None
    try:
        client = distributed.Client(address, timeout="10s")
    except (OSError, ValueError, TimeoutError) as error:
        raise JixiaoError(f"连不上调度程序 {address}：{error}") from None
    return client.get_executor(pure=False, retries=3), client.close
