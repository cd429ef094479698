"""Follows the files of a folder: what changed together is told together."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_PAUSE = 0.03  # seconds without news after which a change is over: an editor writes in steps
_CHANGES = ("created", "modified", "moved", "deleted", "closed")


class _Ear(FileSystemEventHandler):
    def __init__(self, heard: queue.SimpleQueue[Path]) -> None:
        self._heard = heard

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _CHANGES and not (
            event.is_directory and event.event_type == "modified"
        ):
            for path in (event.src_path, getattr(event, "dest_path", "")):
                if path:
                    self._heard.put(Path(str(path)))


def follow(folders: Sequence[Path], changed: Callable[[set[Path]], None]) -> None:
    """From now on, `changed` is called with the files that changed, in a thread of its own."""
    heard: queue.SimpleQueue[Path] = queue.SimpleQueue()
    observer = Observer()
    for folder in folders:
        if folder.is_dir():
            observer.schedule(_Ear(heard), str(folder.absolute()), recursive=True)
    observer.daemon = True
    observer.start()
    threading.Thread(target=_tell, args=(heard, changed), daemon=True).start()


def _tell(heard: queue.SimpleQueue[Path], changed: Callable[[set[Path]], None]) -> None:
    while True:
        files = {heard.get()}
        while True:
            try:
                files.add(heard.get(timeout=_PAUSE))
            except queue.Empty:
                break
        changed(files)
