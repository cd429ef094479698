"""Whether the site that exists is what a build would make: then there is nothing to build.

After a build three things are saved: a digest of all that the site was made from, the day until
which it is right, a digest of every file as the build left it. So a site is built again when
anybody edits or deletes one of its files.
"""

import hashlib
import json
import os
import re
import sysconfig
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from generator.pdf import FONT_FOLDER
from generator.runtime import program
from generator.runtime.atomic_folders import write_file

_CUSTOM_DIR = re.compile(r"^\s+custom_dir:\s*[\"']?([^\s\"'#]+)", re.MULTILINE)


class LastBuild(NamedTuple):
    """The number of pages, and the message on the content's problems, in numbers only.

    No word of a report is in it: drafts are read as well, and the cache goes from job to job.
    """

    pages: int
    message: str


class BuildRecord(NamedTuple):
    """What is saved of the last build of one site, in a file of the cache."""

    site: Path
    file: Path
    fingerprint: str

    def load(self, today: date) -> LastBuild | None:
        """The last build; None where its inputs, its files or what is public today changed."""
        with suppress(OSError, ValueError, KeyError, TypeError):  # missing, or not ours
            found: dict[str, Any] = json.loads(self.file.read_bytes())
            if found.pop("digest") != _record_digest(found):  # a disk or a hand changed it
                return None
            is_same = found["fingerprint"] == self.fingerprint
            holds = is_same and found["built"] <= today.isoformat() < found["until"]
            if holds and found["files"] == _files_digest(self.site):
                return LastBuild(int(found["pages"]), str(found["message"]))
        return None

    def save(self, build: LastBuild, today: date, until: date) -> None:
        """Save a build of today; from the day `until` on the same content makes another site."""
        record = {
            "fingerprint": self.fingerprint,
            "files": _files_digest(self.site),
            "built": today.isoformat(),
            "until": until.isoformat(),
            **build._asdict(),
        }
        with suppress(OSError):  # the record only saves work
            self.file.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(record | {"digest": _record_digest(record)})
            write_file(self.file, text)  # in ASCII: a name may be no UTF-8


def _record_digest(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def fingerprint(content_fingerprint: str, config_file: Path) -> str:
    """Digest of all that a site is made from.

    Content, configuration, theme, program, installed packages, fonts.
    """
    digest = hashlib.sha256(f"{content_fingerprint} {program.fingerprint()}".encode())
    for file in [config_file, *_theme_files(config_file)]:
        digest.update(f"{file.absolute()}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    packages = sorted(one.name for one in Path(sysconfig.get_path("purelib")).glob("*-info"))
    digest.update(repr((packages, list(_fonts()))).encode())
    return digest.hexdigest()


def _theme_files(config_file: Path) -> Iterator[Path]:
    """The files of the folder that the configuration names as `custom_dir`, and of our theme."""
    named = _CUSTOM_DIR.search(config_file.read_text(encoding="utf-8", errors="replace"))
    folder = config_file.parent / (named[1] if named else "overrides")
    for theme in sorted({folder.absolute(), program.shipped("overrides")}):
        yield from (file for file in sorted(theme.rglob("*")) if file.is_file())


def _fonts() -> Iterator[tuple[str, int, int]]:
    """Name, size and time of change of each font that the PDF files are set in."""
    with suppress(OSError):
        for entry in sorted(os.scandir(FONT_FOLDER), key=lambda e: e.name):
            yield entry.name, entry.stat().st_size, entry.stat().st_mtime_ns


def _files_digest(site: Path) -> str:
    """Digest of path, size, time of change and inode number of every file of the site."""
    digest = hashlib.sha256()
    for path, size, changed, inode in sorted(_walk(os.fspath(site))):
        digest.update(f"{path}\0{size} {changed} {inode}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _walk(folder: str) -> Iterator[tuple[str, int, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)
            else:
                found = entry.stat(follow_symlinks=False)
                yield entry.path, found.st_size, found.st_mtime_ns, found.st_ino
