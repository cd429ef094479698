"""Conversions of many older files at once, before each is read: LibreOffice starts once for all.

This only saves time: what is not converted beforehand, for whatever reason, who reads the file
converts alone.
"""

import hashlib
import json
import os
import sys
from collections.abc import Generator, Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

from generator.documents import libreoffice
from generator.documents.libreoffice import Conversion
from generator.runtime.atomic_folders import write_file
from generator.runtime.limited_process import Died, LimitedProcess, TooSlow

MAX_MEMORY = 1024**3  # bytes
_COMMAND = (sys.executable, "-P", "-m", "generator.documents.conversion_worker")
_AT_ONCE = 50  # files
_TIMEOUT = 120.0  # seconds for them; the program itself stops earlier
_OLD = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_HEAD = 100  # bytes in which it stands


class Conversions:
    """A folder of what was made of files, by the digests of these."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: bytes, made: Conversion) -> None:
        """Keep what was made of a file, or why nothing was."""
        found, told = self._files(data)
        if made.data:
            write_file(found, made.data)
        else:
            write_file(told, made.problem)

    def get(self, data: bytes) -> Conversion | None:
        """What was made of a file; none where it was not tried."""
        found, told = self._files(data)
        if found.is_file():
            return Conversion(found.read_bytes())
        return Conversion(problem=told.read_text(encoding="utf-8")) if told.is_file() else None

    def prepare(self, files: Iterable[Path]) -> Generator[Path, None, None]:
        """The files, in their order; before some are handed on, those are converted."""
        waiting = iter(files)
        process = LimitedProcess(_COMMAND, MAX_MEMORY)
        try:
            while batch := list(islice(waiting, _AT_ONCE)):
                if libreoffice.find():
                    self._convert(process, [file for file in batch if _is_old(file)])
                yield from batch
        finally:
            process.stop()

    def _convert(self, process: LimitedProcess, files: list[Path]) -> None:
        """Have them converted; large ones take several turns, as long as one more is done."""
        done = -1
        while files and len(files) != done:
            done = len(files)
            request = [os.fspath(one.resolve()) for one in (self.folder, *files)]
            with suppress(Died, TooSlow):  # a file among them did it: each is read alone
                process.ask(json.dumps(request), _TIMEOUT)
            files = [one for one in files if not self._has(one)]

    def _has(self, file: Path) -> bool:
        try:
            return self.get(file.read_bytes()) is not None
        except OSError:
            return True

    def _files(self, data: bytes) -> tuple[Path, Path]:
        name = hashlib.sha256(data).hexdigest()
        return self.folder / f"{name}.docx", self.folder / f"{name}.txt"


# In a process that reads one of many files: what was converted beforehand.
prepared: Conversions | None = None


def _is_old(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError:  # who reads it says so
        return False
    return head.startswith(_OLD) or _OPEN_DOCUMENT in head
