"""Versions of files that the desk replaced, kept until the change was handed in: it can be undone.

What lay unused for so long is kept no longer.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generator.runtime.atomic_folders import write_file
from generator.runtime.cached_files import DAY

NOTHING = ""  # in the place of the version before that of a new file, after that of a deleted one
_MOST = 200  # versions of a file that can be undone
_KEPT_DAYS = 90  # since a version was shown or replaced

Beside = Sequence[tuple[str, str, str]]  # names of files, their digests before and after


class Step(NamedTuple):
    """A change of a file: the digests before and after it.

    `beside` has the same of attachments that came or went with it, by their names in the report's
    folder. `deleted` is the file's name where the change was to delete it.
    """

    before: str
    after: str
    beside: Beside = ()
    deleted: str = ""


def digest_of(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


class KeptVersions:
    """Versions by their digest, and each file's changes, below `history`."""

    def __init__(self, history: Path) -> None:
        self._history = history

    def version(self, digest: str) -> bytes | None:
        """The bytes of a version that was read or written here; None where it is not kept."""
        if not re.fullmatch("[0-9a-f]{64}", digest):
            return None
        try:
            data = (self._history / "versions" / digest).read_bytes()
        except OSError:
            return None
        return data if digest_of(data) == digest else None  # else spoiled, as by a full disk

    def remember(self, data: bytes) -> str:
        """Keep bytes; their digest."""
        digest = digest_of(data)
        kept = self._history / "versions" / digest
        if self.version(digest) is None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            write_file(kept, data)
        else:
            os.utime(kept)
        return digest

    def steps(self, name: str) -> list[Step]:
        """The changes of a file that can be undone, the last one last."""
        return _read(self._index(name))

    def carried_out(self, name: str, digest: str) -> list[Step]:
        """The same without a last change that a killed process only noted, or undid."""
        steps = self.steps(name)
        while steps and steps[-1].before == digest != steps[-1].after:
            steps.pop()
        return steps

    def write(self, name: str, steps: Sequence[Step]) -> None:
        """Note the changes of a file."""
        index = self._index(name)
        index.parent.mkdir(parents=True, exist_ok=True)
        write_file(index, json.dumps(steps[-_MOST:]))

    def forget(self, name: str) -> None:
        """There is nothing to undo from now on: the change was handed in."""
        self._index(name).unlink(missing_ok=True)

    def deleted(self) -> Iterator[Step]:
        """The last changes of the files that were deleted."""
        for index in (self._history / "undo").glob("*"):
            if (last := _read(index)[-1:]) and last[0].deleted:
                yield last[0]

    def remove_old(self) -> None:
        """Remove versions that were last shown, and changes that were made, long ago."""
        oldest = time.time() - _KEPT_DAYS * DAY
        for index in (self._history / "undo").glob("*"):
            _remove_older(index, oldest)
        changes = (_read(one) for one in (self._history / "undo").glob("*"))
        needed = {one for steps in changes for step in steps for one in _formers(step)}
        for file in (self._history / "versions").glob("*"):
            if file.name not in needed:
                _remove_older(file, oldest)

    def _index(self, name: str) -> Path:
        return self._history / "undo" / f"{digest_of(name.encode())}.json"


def _read(index: Path) -> list[Step]:
    try:
        return [Step(*one) for one in json.loads(index.read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def _remove_older(file: Path, oldest: float) -> None:
    with suppress(OSError):  # held open by another program
        if file.stat().st_mtime < oldest:
            file.unlink()


def _formers(step: Step) -> Iterator[str]:
    yield step.before
    yield from (before for _, before, _ in step.beside)
