"""A built site to a release: what changed is judged, then written down and, if wished, signed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.model.problems import JixiaoError, Problem, has_errors
from generator.release import (
    compressed,
    files,
    guard,
    manifest,
    publications,
    record_page,
    removed,
    security_policy,
)
from generator.release import previous as before
from generator.release.files import SIGNATURE, SUMS, SiteFile
from generator.release.published_site import Release
from generator.release.signing import sign
from generator.runtime.atomic_folders import write_file
from generator.site import inputs

LATER = (record_page.FILE, publications.FILE, manifest.FILE)  # written when all else is known


Look = Callable[[str, bytes, str], None]


def _unseen(_path: str, _data: bytes, _digest: str) -> None:
    """What looks at a file that nobody has to look at."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a release is to be made; `former` is None for the first one."""

    site: Path
    content: Path
    former: Release | None
    cache: Path
    time: datetime
    key: Path | None = None
    with_brotli: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it; nothing was written where `problems` has errors."""

    problems: Sequence[Problem]
    news: Sequence[publications.Entry]
    files: int
    size: int
    reports: int


def make(wish: Wish, advance: Callable[[str, int], None]) -> Made:
    """Make the built site a release: packed copies, record, manifest, sums, signature.

    The sums come last: a site without them, or with others, is no release, so one that dies on the
    way leaves nothing that could be taken for one. `advance` is told of each file.
    """
    work = _Work(wish, advance)
    build = work.build()
    reports = {one.address: one for one in sorted(work.read_site(), key=lambda one: one.address)}
    paths = frozenset([*(one.path for one in work.files), record_page.FILE])
    new = guard.New(paths, reports, build["retired"], build["departments"])
    former = before.former(wish.former, reports.values())
    problems = guard.problems(new, former, str(wish.content))
    time = wish.time.isoformat(timespec="seconds")
    if has_errors(problems):
        return Made(problems, (), len(work.files), work.size, len(reports))
    _refuse_earlier(time, former.entries)
    entries = publications.append(former.entries, guard.news(new, former), time)
    work.write_record(entries)
    work.write_manifest(_head(wish, build["versions"], work.hashes, time), reports, entries)
    news = entries[len(former.entries) :]
    return Made(problems, news, len(work.files), work.size, len(reports))


class _Work:
    """The files of one release, read and written once each."""

    def __init__(self, wish: Wish, advance: Callable[[str, int], None]) -> None:
        self.wish, self.site, self.advance = wish, wish.site, advance
        self.files: list[SiteFile] = []
        self.hashes: set[str] = set()  # of scripts inside pages
        self._packer = compressed.Packer(wish.site, wish.cache, with_brotli=wish.with_brotli)

    @property
    def size(self) -> int:
        return sum(one.size for one in self.files)

    def build(self) -> dict[str, Any]:
        """What the build put down."""
        file = self.site / inputs.FILE
        if not file.is_file():
            raise JixiaoError(
                f"{self.site} 不是生成好的网站（缺少 {inputs.FILE}）。请先运行 jixiao build。"
            )
        try:
            found: dict[str, Any] = json.loads(file.read_bytes())
            return {
                "versions": found["versions"],
                "retired": dict(found["retired"]),
                "departments": dict(found.get("departments", {})),  # not told by earlier builds
            }
        except (ValueError, KeyError, TypeError):
            raise JixiaoError(f"{file} 坏了。请重新运行 jixiao build。") from None

    def read_site(self) -> list[guard.Report]:
        """Read all files as the build left them; the reports among them."""
        for path in (SUMS, SIGNATURE, manifest.FILE, publications.FILE):
            for suffix in ("", *removed.COMPRESSED):
                (self.site / f"{path}{suffix}").unlink(missing_ok=True)
        plain = compressed.remove(self.site, files.paths(self.site))
        chosen = [path for path in plain if path not in LATER]
        reports: list[guard.Report] = []

        def look(path: str, data: bytes, digest: str) -> None:
            if path.endswith(".html"):
                self.hashes |= security_policy.script_hashes(data)
            elif match := guard.DATA_FILE.fullmatch(path):
                reports.append(guard.Report(match[1], digest, self.site / path))
            self.advance("读取文件", len(chosen))

        self._take(chosen, look)
        return reports

    def write_record(self, entries: Sequence[publications.Entry]) -> None:
        """The record and the page that shows it."""
        file = self.site / record_page.FILE
        filled = record_page.filled(
            file.read_text(encoding="utf-8"), entries, signed=bool(self.wish.key)
        )
        write_file(file, filled)
        write_file(self.site / publications.FILE, publications.text(entries))
        self._take([record_page.FILE, publications.FILE])

    def write_manifest(
        self,
        head: Mapping[str, Any],
        addresses: Iterable[str],
        entries: Sequence[publications.Entry],
    ) -> None:
        """The manifest, the sums of everything, the signature."""
        text = manifest.text(head, addresses, entries, sorted(self.files))
        write_file(self.site / manifest.FILE, text)
        self._take([manifest.FILE])
        sums = files.sums_text(sorted(self.files))
        if self.wish.key:
            write_file(self.site / SIGNATURE, sign(sums, self.wish.key))
        write_file(self.site / SUMS, sums)

    def _take(self, paths: Sequence[str], look: Look = _unseen) -> None:
        """Read files, give them packed copies, list both."""
        packed: list[SiteFile] = []

        def pack(path: str, data: bytes, digest: str) -> None:
            look(path, data, digest)
            packed.extend(self._packer.pack(SiteFile(path, len(data), digest), data))

        self.files += files.read(self.site, paths, pack)
        self.files += packed


def _refuse_earlier(time: str, entries: Sequence[publications.Entry]) -> None:
    if entries and time < entries[-1].time:
        raise JixiaoError(
            f"本机时钟是 {time}，早于公开记录最后一条的 {entries[-1].time}。请校准时钟。"
        )


def _head(wish: Wish, versions: Mapping[str, str], hashes: set[str], time: str) -> dict[str, Any]:
    return {
        "time": time,
        "versions": versions,
        "source": _source(wish.content),
        "policy": security_policy.header(hashes),
        "former": wish.former.digest if wish.former else "",
        "signed": wish.key is not None,
    }


def _source(content: Path) -> dict[str, Any]:
    """The commit that the content was of, and whether it had been changed since."""
    commit = _git(content, "rev-parse", "HEAD")
    if commit is None:
        return {}
    return {"commit": commit, "clean": _git(content, "status", "--porcelain", "--", ".") == ""}


def _git(folder: Path, *arguments: str) -> str | None:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
