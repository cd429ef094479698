"""Who works side by side: processes of this machine, or a cluster; one crew for a whole build."""

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

from generator.problems import JixiaoError

Hire: TypeAlias = Callable[[int], Executor | None]


def nobody(_batches: int) -> None:
    """Nobody is hired: all work is done here."""


class Workers:
    """Starts them where there is work for more than one, and not before."""

    def __init__(self, scheduler: str | None = None) -> None:
        self._scheduler = scheduler
        self._executor: Executor | None = None
        self._dismiss: Callable[[], object] = lambda: None

    def __call__(self, batches: int) -> Executor | None:
        """An executor for so many batches; None where one process does them as soon."""
        if self._executor is None and self._scheduler:
            self._executor, self._dismiss = _cluster(self._scheduler)
        if self._executor is None and batches > 1 and (os.cpu_count() or 1) > 1:
            # Not forked: a bar on the terminal has a thread, and a lock it holds would stay held.
            pool = ProcessPoolExecutor(os.cpu_count(), mp_context=_Spawned(), initializer=prepare)
            self._executor, self._dismiss = pool, partial(pool.shutdown, cancel_futures=True)
        return self._executor

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
