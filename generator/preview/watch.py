"""Watches folders for changed files; changes close together are reported together."""

import logging
import queue
import threading
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

_PAUSE = 0.03  # seconds without news after which a change is over: an editor writes in steps
# Not that a file was read: we read ten thousands of them, and each would be an event.
_CHANGES: list[type[FileSystemEvent]] = [
    events.FileCreatedEvent, events.FileModifiedEvent, events.FileClosedEvent,
    events.FileMovedEvent, events.FileDeletedEvent,
    events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent,
]  # fmt: skip


class Watch(FileSystemEventHandler):
    """Collects changes from now on, until `follow` hands them over."""

    def __init__(self, folders: Iterable[Path]) -> None:
        # Its own messages are nothing that staff could act on.
        logging.getLogger("watchdog").setLevel(logging.CRITICAL)
        warnings.filterwarnings("ignore", module="watchdog")
        self._changed_paths: queue.SimpleQueue[Path] = queue.SimpleQueue()
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
        """Collect what changed; a folder that holds something else is an event as well."""
        for path in filter(None, (event.src_path, event.dest_path)):
            self._changed_paths.put(Path(str(path)))

    def follow(self, changed: Callable[[set[Path]], None]) -> None:
        """From now on `changed` is called with the files that changed, in a thread of its own."""
        threading.Thread(target=self._report, args=(changed,), daemon=True).start()

    def _report(self, changed: Callable[[set[Path]], None]) -> None:
        while True:
            files = {self._changed_paths.get()}
            while True:
                try:
                    files.add(self._changed_paths.get(timeout=_PAUSE))
                except queue.Empty:
                    break
            changed(files)
