"""Files of the content as the desk reads and writes them: whole, never over what another wrote.

Each version that the desk replaced is kept until the change was handed in: it can be undone. What
lay unused for so long is kept no longer.
"""

import hashlib
import json
import os
import re
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.content.folder import is_plain_file
from generator.runtime.atomic_folders import write_file
from generator.runtime.cached_files import DAY
from generator.source import tree
from generator.source.edits import Edit, EditError, edited
from generator.source.ordering import KEEP, Order
from generator.source.tree import Source

# The files that have a form, by what leads to them in the content folder.
_EDITABLE = re.compile(
    r"reports/\d{4}/[a-z0-9-]+/[a-z0-9-]+\.yml|(?:site|departments|import)\.yml"
    r"|(?:forms|outlines)/[a-z0-9-]+\.yml"
)
_NOTHING = ""  # in the place of the version before that of a new file
_MOST = 200  # versions of a file that can be undone
_KEPT_DAYS = 90  # since a version was shown or replaced


@dataclass(frozen=True)
class OpenFile:
    """A file as it was read; `digest` is the SHA-256 of its bytes, in hex."""

    name: str  # relative to the content folder
    path: Path
    data: bytes

    @property
    def digest(self) -> str:
        """What tells this version from every other."""
        return digest_of(self.data)

    @property
    def text(self) -> str:
        """Its text as it is written; what is no UTF-8 is shown by signs."""
        return self.data.decode("utf-8", "replace")

    @property
    def is_utf8(self) -> bool:
        """Whether its text, written again, would be the same bytes."""
        return self.text.encode() == self.data

    def read(self) -> Source | None:
        """The tree, with the headings as they are written; None where YAML cannot be read."""
        source, problems = tree.read(self.data, self.path.as_posix())
        is_whole = source and not any(one.rule in _SPOILED for one in problems)
        return source if is_whole else None


# Of these the tree lacks a part, which an edit could not see.
_SPOILED = frozenset(["duplicate-key", "yaml-unsafe", "yaml-syntax", "folded-text"])


class ConflictError(Exception):
    """The file is not as it was read: another wrote it meanwhile."""


class NoFileError(Exception):
    """There is no such file, or it is none that the desk opens."""


def digest_of(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def _remove_older(file: Path, oldest: float) -> None:
    with suppress(OSError):  # held open by another program
        if file.stat().st_mtime < oldest:
            file.unlink()


class DeskFiles:
    """Files of a content folder; `history` is where former versions are kept."""

    def __init__(self, content: Path, history: Path) -> None:
        self.content, self._history = content, history
        self._lock = threading.RLock()

    def open(self, name: str) -> OpenFile:
        """Read a file of the content. Raises NoFileError."""
        path = self.path(name)
        if not is_plain_file(path):
            raise NoFileError(name)
        return OpenFile(name, path, path.read_bytes())

    def path(self, name: str) -> Path:
        """Where a file is, or would be. Raises NoFileError where the desk does not go."""
        if not _EDITABLE.fullmatch(name):
            raise NoFileError(name)
        relative = PurePosixPath(name)
        if any((self.content / one).is_symlink() for one in list(relative.parents)[:-1]):
            raise NoFileError(name)
        return self.content / relative

    def edit(self, file: OpenFile, edits: Sequence[Edit], order: Order = KEEP) -> OpenFile:
        """Change the file that was read, new keys in that order.

        Raises ConflictError, EditError; the file is as it was then.
        """
        if not file.is_utf8:
            raise EditError("这个文件不是 UTF-8。请在编辑器里另存为 UTF-8。")
        text = edited(file.text, edits, order)
        return self.replace(file, text.encode())

    def replace(self, file: OpenFile, data: bytes) -> OpenFile:
        """Write other bytes in the place of those that were read. Raises ConflictError."""
        if data == file.data:
            return file
        with self._lock:
            if not is_plain_file(file.path) or file.path.read_bytes() != file.data:
                raise ConflictError(file.name)
            self._keep(file, digest_of(data))
            write_file(file.path, data)
        return OpenFile(file.name, file.path, data)

    def create(self, name: str, text: str) -> OpenFile:
        """Write a new file; to undo it is to remove it.

        Raises FileExistsError, and NoFileError where the desk does not go.
        """
        path, data = self.path(name), text.encode()
        with self._lock:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, data, overwrite=False)
            self._write_versions(name, [(_NOTHING, digest_of(data))])
        return OpenFile(name, path, data)

    def undo(self, name: str) -> bool:
        """Put back the version before the last change, or remove what was new; whether it could.

        Raises ConflictError where the file was changed since by another program.
        """
        with self._lock:
            current = self.open(name)
            versions = self._carried_out(name, current.digest)
            if not versions:
                return False
            before, after = versions[-1]
            former = self.version(before)
            if former is None and before != _NOTHING:
                return False
            if current.digest != after:
                raise ConflictError(name)
            if former is None:
                self.remember(current)
                current.path.unlink()
            else:
                write_file(current.path, former)
            self._write_versions(name, versions[:-1])
        return True

    def exists(self, name: str) -> bool:
        """Whether there is such a file. Raises NoFileError where the desk does not go."""
        return is_plain_file(self.path(name))

    def can_undo(self, name: str) -> bool:
        """Whether a change of the desk can be undone."""
        return bool(self._carried_out(name, self.open(name).digest))

    def forget(self, name: str) -> None:
        """There is nothing to undo from now on: the change was handed in."""
        self._index(name).unlink(missing_ok=True)

    def version(self, digest: str) -> bytes | None:
        """The bytes of a version that was read or written here; None where it is not kept."""
        if not re.fullmatch("[0-9a-f]{64}", digest):
            return None
        try:
            data = (self._history / "versions" / digest).read_bytes()
        except OSError:
            return None
        return data if digest_of(data) == digest else None  # else spoiled, as by a full disk

    def remember(self, file: OpenFile) -> None:
        """Keep what a browser is shown, to tell later what it changed."""
        kept = self._history / "versions" / file.digest
        if self.version(file.digest) is None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            write_file(kept, file.data)
        else:
            os.utime(kept)

    def remove_old_versions(self) -> None:
        """Remove versions that were last shown, and changes that were made, long ago."""
        oldest = time.time() - _KEPT_DAYS * DAY
        with self._lock:
            for index in (self._history / "undo").glob("*"):
                _remove_older(index, oldest)
            changes = (self._read_versions(one) for one in (self._history / "undo").glob("*"))
            needed = {former for versions in changes for former, _ in versions}
            for file in (self._history / "versions").glob("*"):
                if file.name not in needed:
                    _remove_older(file, oldest)

    def _keep(self, file: OpenFile, after: str) -> None:
        self.remember(file)
        self._write_versions(file.name, [*self._versions(file.name), (file.digest, after)][-_MOST:])

    def _carried_out(self, name: str, digest: str) -> list[tuple[str, str]]:
        """Former versions, without a last change that a killed process only noted, or undid."""
        versions = self._versions(name)
        while versions and versions[-1][0] == digest != versions[-1][1]:
            versions.pop()
        return versions

    def _versions(self, name: str) -> list[tuple[str, str]]:
        """Former versions and what each was replaced by, the last one last."""
        return self._read_versions(self._index(name))

    @staticmethod
    def _read_versions(index: Path) -> list[tuple[str, str]]:
        try:
            return [(one, other) for one, other in json.loads(index.read_text("utf-8"))]
        except (OSError, ValueError):
            return []

    def _write_versions(self, name: str, versions: Sequence[tuple[str, str]]) -> None:
        index = self._index(name)
        index.parent.mkdir(parents=True, exist_ok=True)
        write_file(index, json.dumps(versions))

    def _index(self, name: str) -> Path:
        return self._history / "undo" / f"{digest_of(name.encode())}.json"
