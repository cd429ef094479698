"""Follows the files of folders: what changed together is told together."""

from __future__ import annotations

import logging
import queue
import threading
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

_PAUSE = 0.03  # seconds without news after which a change is over: an editor writes in steps
# Not that a file was read: we read ten thousands of them, and would hear of each.
_CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent,
    DirCreatedEvent, DirMovedEvent, DirDeletedEvent,
]  # fmt: skip


class Watch(FileSystemEventHandler):
    """Hears of changes from now on; they wait until somebody follows them."""

    def __init__(self, folders: Iterable[Path]) -> None:
        # What it tells of itself is nothing that staff could mend.
        logging.getLogger("watchdog").setLevel(logging.CRITICAL)
        warnings.filterwarnings("ignore", module="watchdog")
        self._heard: queue.SimpleQueue[Path] = queue.SimpleQueue()
        there = [str(folder.absolute()) for folder in folders if folder.is_dir()]
        try:
            self._observe(Observer(), there)
        except OSError:  # as many files are followed on this machine as the system allows
            self._observe(PollingObserver(), there)

    def _observe(self, observer: BaseObserver, folders: list[str]) -> None:
        observer.daemon = True
        for folder in folders:
            observer.schedule(self, folder, recursive=True, event_filter=_CHANGES)
        observer.start()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Put down what changed; where a folder holds something else, that is told as well."""
        for path in filter(None, (event.src_path, event.dest_path)):
            self._heard.put(Path(str(path)))

    def follow(self, changed: Callable[[set[Path]], None]) -> None:
        """From now on, `changed` is called with the files that changed, in a thread of its own."""
        threading.Thread(target=self._tell, args=(changed,), daemon=True).start()

    def _tell(self, changed: Callable[[set[Path]], None]) -> None:
        while True:
            files = {self._heard.get()}
            while True:
                try:
                    files.add(self._heard.get(timeout=_PAUSE))
                except queue.Empty:
                    break
            changed(files)
