"""Files of the content as the desk reads and writes them: whole, never over what another wrote.

Attachments come and go with the change of their report, and by its undoing. Versions that were
replaced are kept (`kept_versions.py`).
"""

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from generator.content.folder import is_plain_file
from generator.desk.kept_versions import NOTHING, Beside, KeptVersions, Step, digest_of
from generator.runtime.atomic_folders import write_file
from generator.runtime.folders import names_in
from generator.source import tree
from generator.source.edits import Edit, EditError, edited
from generator.source.ordering import KEEP, Order
from generator.source.tree import Source

# The files that have a form, by what leads to them in the content folder.
_EDITABLE = re.compile(
    r"reports/\d{4}/[a-z0-9-]+/[a-z0-9-]+\.yml|(?:site|departments|import)\.yml"
    r"|(?:forms|outlines)/[a-z0-9-]+\.yml"
)


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


class DeskFiles:
    """Files of a content folder; `history` is where former versions are kept."""

    def __init__(self, content: Path, history: Path) -> None:
        self.content, self._kept = content, KeptVersions(history)
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

    def edit(
        self,
        file: OpenFile,
        edits: Sequence[Edit],
        order: Order = KEEP,
        beside: Mapping[str, bytes | None] = MappingProxyType({}),
    ) -> OpenFile:
        """Change the file that was read, new keys in that order.

        `beside` are attachments that come with it, by their names, or go: None. Raises
        ConflictError, EditError; all is as it was then.
        """
        if not file.is_utf8:
            raise EditError("这个文件不是 UTF-8。请在编辑器里另存为 UTF-8。")
        text = edited(file.text, edits, order)
        return self.replace(file, text.encode(), beside)

    def replace(
        self,
        file: OpenFile,
        data: bytes,
        beside: Mapping[str, bytes | None] = MappingProxyType({}),
    ) -> OpenFile:
        """Write other bytes in the place of those that were read. Raises ConflictError."""
        if data == file.data:
            return file
        with self._lock:
            self._require_same(file)
            changes = self._beside(file, beside)
            self._keep(file, Step(file.digest, digest_of(data), changes))
            self._put_beside(file.path, changes, is_undone=False)
            write_file(file.path, data)
            self._remove_beside(file.path, changes, is_undone=False)
        return OpenFile(file.name, file.path, data)

    def delete(self, file: OpenFile) -> None:
        """Remove a report that was read, and what lies in its folder. Raises ConflictError."""
        folder = file.path.with_suffix("")
        with self._lock:
            self._require_same(file)
            names = names_in(folder) if folder.is_dir() and not folder.is_symlink() else ()
            changes = self._beside(file, dict.fromkeys(sorted(names)))
            self._keep(file, Step(file.digest, NOTHING, changes, file.name))
            file.path.unlink()
            self._remove_beside(file.path, changes, is_undone=False)

    def deleted(self) -> Iterator[OpenFile]:
        """The files that were deleted here and can be put back."""
        for step in self._kept.deleted():
            data = self.version(step.before)
            if data is not None and not self.exists(step.deleted):
                yield OpenFile(step.deleted, self.path(step.deleted), data)

    def create(self, name: str, text: str) -> OpenFile:
        """Write a new file; to undo it is to remove it.

        Raises FileExistsError, and NoFileError where the desk does not go.
        """
        path, data = self.path(name), text.encode()
        with self._lock:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, data, overwrite=False)
            former = self._kept.steps(name)
            kept = former if former and former[-1].deleted else []  # it can come back afterwards
            self._kept.write(name, [*kept, Step(NOTHING, digest_of(data))])
        return OpenFile(name, path, data)

    def undo(self, name: str) -> bool:
        """Put back the version before the last change, or remove what was new; whether it could.

        Raises ConflictError where a file was changed since by another program.
        """
        with self._lock:
            current = self._current(name)
            versions = self._kept.carried_out(name, current.digest if current else NOTHING)
            if not versions:
                if current is None:
                    raise NoFileError(name)
                return False
            last, path = versions[-1], self.path(name)
            former = self.version(last.before)
            kept = [self.version(before) for _, before, _ in last.beside if before]
            if (former is None and last.before != NOTHING) or None in kept:
                return False
            if (current.digest if current else NOTHING) != last.after:
                raise ConflictError(name)
            self._put_beside(path, last.beside, is_undone=True)
            if former is None:
                assert current is not None  # noqa: S101  a change makes or leaves something
                self.remember(current)
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_file(path, former)
            self._remove_beside(path, last.beside, is_undone=True)
            self._kept.write(name, versions[:-1])
        return True

    def exists(self, name: str) -> bool:
        """Whether there is such a file. Raises NoFileError where the desk does not go."""
        return is_plain_file(self.path(name))

    def can_undo(self, name: str) -> bool:
        """Whether a change of the desk can be undone."""
        current = self._current(name)
        return bool(self._kept.carried_out(name, current.digest if current else NOTHING))

    def forget(self, name: str) -> None:
        """There is nothing to undo from now on: the change was handed in."""
        self._kept.forget(name)

    def version(self, digest: str) -> bytes | None:
        """The bytes of a version that was read or written here; None where it is not kept."""
        return self._kept.version(digest)

    def remember(self, file: OpenFile) -> None:
        """Keep what a browser is shown, to tell later what it changed."""
        self._kept.remember(file.data)

    def remove_old_versions(self) -> None:
        """Keep no versions that were last shown, and changes that were made, long ago."""
        with self._lock:
            self._kept.remove_old()

    def _current(self, name: str) -> OpenFile | None:
        return self.open(name) if self.exists(name) else None

    @staticmethod
    def _require_same(file: OpenFile) -> None:
        if not is_plain_file(file.path) or file.path.read_bytes() != file.data:
            raise ConflictError(file.name)

    def _beside(self, file: OpenFile, wanted: Mapping[str, bytes | None]) -> Beside:
        """Attachments that come or go, with both kept to be written or put back."""
        folder, found = file.path.with_suffix(""), []
        if wanted and folder.is_symlink():
            raise ConflictError(file.name)
        for name, data in wanted.items():
            path = folder / name
            if data is None:
                if is_plain_file(path):
                    found.append((name, self._kept.remember(path.read_bytes()), NOTHING))
            elif path.exists():
                raise ConflictError(f"{file.name.removesuffix('.yml')}/{name}")
            else:
                found.append((name, NOTHING, self._kept.remember(data)))
        return found

    def _put_beside(self, path: Path, changes: Beside, *, is_undone: bool) -> None:
        """Write what is there after the changes; where one was changed since, nothing at all."""
        folder = path.with_suffix("")
        for name, *digests in changes:
            before, after = reversed(digests) if is_undone else digests
            there = folder / name
            now = digest_of(there.read_bytes()) if is_plain_file(there) else NOTHING
            if now not in (before, after):
                raise ConflictError(f"{folder.name}/{name}")
        for name, *digests in changes:
            after = digests[0] if is_undone else digests[1]
            data = self.version(after)
            if data is not None and not (folder / name).exists():
                folder.mkdir(parents=True, exist_ok=True)
                write_file(folder / name, data, overwrite=False)

    @staticmethod
    def _remove_beside(path: Path, changes: Beside, *, is_undone: bool) -> None:
        """Remove what is gone after the changes, once nothing names it any more."""
        folder = path.with_suffix("")
        for name, *digests in changes:
            if (digests[0] if is_undone else digests[1]) == NOTHING:
                (folder / name).unlink(missing_ok=True)
        with suppress(OSError):  # others lie in it
            if changes:
                folder.rmdir()

    def _keep(self, file: OpenFile, step: Step) -> None:
        self.remember(file)
        self._kept.write(file.name, [*self._kept.steps(file.name), step])
