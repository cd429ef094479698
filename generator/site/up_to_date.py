"""Whether the site that stands is what a build would make: then there is nothing to build.

Put down after a build are what it was made of, until when that holds, and every file as it was
left. Who touches a file, or deletes one, has the site built again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from generator.pdf import FONT_FOLDER
from generator.runtime import program
from generator.runtime.atomic_folders import write_file

_CUSTOM = re.compile(r"^\s+custom_dir:\s*[\"']?([^\s\"'#]+)", re.MULTILINE)


class Built(NamedTuple):
    """A build that stands: the number of pages, what staff were told of the content in numbers.

    No word of a report is in it: drafts are read as well, and what is kept goes from job to job.
    """

    pages: int
    told: str


class Standing:
    """What is put down of the site at a place, in a file of the cache."""

    def __init__(self, site: Path, file: Path, made_of: str) -> None:
        self._site = site
        self._file = file
        self._made_of = made_of

    def recall(self, today: date) -> Built | None:
        """The last build, where nothing that it was made of changed and its files stand."""
        with suppress(OSError, ValueError, KeyError, TypeError):  # none, or not ours
            found: dict[str, Any] = json.loads(self._file.read_bytes())
            holds = found["built"] <= today.isoformat() < found["due"]
            if holds and found["made_of"] == self._made_of and found["files"] == _files(self._site):
                return Built(int(found["pages"]), str(found["told"]))
        return None

    def note(self, built: Built, today: date, due: date) -> None:
        """Put it down; `due` is the next day on which other reports are public."""
        found = {
            "made_of": self._made_of,
            "files": _files(self._site),
            "built": today.isoformat(),
            "due": due.isoformat(),
            **built._asdict(),
        }
        with suppress(OSError):  # what is put down only saves work
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_file(self._file, json.dumps(found, ensure_ascii=False))


def made_of(fingerprint: str, config_file: Path) -> str:
    """Tells all that a site is made of: content, configuration, theme, program, packages, fonts."""
    digest = hashlib.sha256(f"{fingerprint} {program.fingerprint()}".encode())
    for file in [config_file, *_theme(config_file)]:
        digest.update(f"{file.absolute()}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    packages = sorted(one.name for one in Path(sysconfig.get_path("purelib")).glob("*-info"))
    digest.update(repr((packages, list(_fonts()))).encode())
    return digest.hexdigest()


def _theme(config_file: Path) -> Iterator[Path]:
    """The files of the folder that the configuration names for the theme."""
    named = _CUSTOM.search(config_file.read_text(encoding="utf-8", errors="replace"))
    folder = config_file.parent / (named[1] if named else "overrides")
    yield from (file for file in sorted(folder.rglob("*")) if file.is_file())


def _fonts() -> Iterator[tuple[str, int, int]]:
    """What the PDF files are set in: Debian's, which a package brings."""
    with suppress(OSError):
        for entry in sorted(os.scandir(FONT_FOLDER), key=lambda e: e.name):
            yield entry.name, entry.stat().st_size, entry.stat().st_mtime_ns


def _files(site: Path) -> str:
    """Tells every file of the site: its place, size, time of change, and that it is the same."""
    digest = hashlib.sha256()
    for path, size, changed, number in sorted(_walk(str(site))):
        digest.update(f"{path}\0{size} {changed} {number}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _walk(folder: str) -> Iterator[tuple[str, int, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)
            else:
                found = entry.stat(follow_symlinks=False)
                yield entry.path, found.st_size, found.st_mtime_ns, found.st_ino
