"""Makes a built site a release: compares it with the last one, then writes what proves it."""

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
    security_policy,
)
from generator.release.compared import DATA_FILE, BuiltReport, FormerRelease, NewRelease
from generator.release.files import SIGNATURE, SUMS, SiteFile
from generator.release.git import git
from generator.release.publications import RecordEntry
from generator.release.published_site import Release
from generator.release.signing import sign
from generator.runtime.atomic_folders import write_file
from generator.site import build_info

# These hold checksums of the others, so they are written and read last.
WRITTEN_LAST = (record_page.FILE, publications.FILE, manifest.FILE)


@dataclass(frozen=True, slots=True)
class ReleaseOptions:
    """What to release and how; `former` is None for the first release.

    `key` is an SSH private key; without one the release is not signed.
    """

    site: Path
    content: Path
    former: Release | None
    cache: Path
    time: datetime
    key: Path | None = None
    with_brotli: bool = False


@dataclass(frozen=True, slots=True)
class ReleaseResult:
    """What was released: new entries of the record, numbers of files, bytes and reports.

    Nothing was written where `problems` has errors.
    """

    problems: Sequence[Problem]
    new_entries: Sequence[RecordEntry]
    files: int
    size: int
    reports: int


def make(options: ReleaseOptions, progress: Callable[[str, int], None]) -> ReleaseResult:
    """Make the built site a release: compressed copies, record, manifest, checksums, signature.

    The checksums come last: a site without them, or with wrong ones, is no release, so an
    interrupted run leaves nothing that could be taken for one. `progress` is called for each file.
    Raises JixiaoError where the site, the former release or the key cannot be used.
    """
    work = _Release(options, progress)
    info = build_info.read(options.site)
    reports = {one.address: one for one in sorted(work.read_site(), key=lambda one: one.address)}
    paths = frozenset([*(one.path for one in work.files), record_page.FILE])
    new = NewRelease(paths, reports, info["retired"], info["departments"])
    former = FormerRelease.of(options.former, reports.values())
    problems = guard.problems(new, former, str(options.content))
    time = options.time.isoformat(timespec="seconds")
    if has_errors(problems):
        return ReleaseResult(problems, (), len(work.files), work.size, len(reports))
    _require_later(time, former.entries)
    entries = publications.append(former.entries, guard.new_entries(new, former), time)
    work.write_record(entries)
    head = _manifest_head(options, info["versions"], work.script_hashes, time)
    work.write_manifest(head, reports, entries)
    new_entries = entries[len(former.entries) :]
    return ReleaseResult(problems, new_entries, len(work.files), work.size, len(reports))


class _Release:
    """The files of one release, read and written once each."""

    def __init__(self, options: ReleaseOptions, progress: Callable[[str, int], None]) -> None:
        self.options, self.site, self.progress = options, options.site, progress
        self.files: list[SiteFile] = []
        self.script_hashes: set[str] = set()  # of scripts inside pages
        self._compressor = compressed.Compressor(
            options.site, options.cache, with_brotli=options.with_brotli
        )

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(one.size for one in self.files)

    def read_site(self) -> list[BuiltReport]:
        """Read all files as the build left them; returns the reports among them."""
        for path in (SUMS, SIGNATURE, manifest.FILE, publications.FILE):
            for suffix in ("", *files.COMPRESSED):
                (self.site / f"{path}{suffix}").unlink(missing_ok=True)
        plain = compressed.remove(self.site, files.listed_paths(self.site))
        paths = [path for path in plain if path not in WRITTEN_LAST]
        reports: list[BuiltReport] = []

        def visit(file: SiteFile, data: bytes) -> None:
            if file.path.endswith(".html"):
                self.script_hashes |= security_policy.script_hashes(data)
            elif match := DATA_FILE.fullmatch(file.path):
                reports.append(BuiltReport(match[1], file.sha256, self.site / file.path))
            self.progress("读取文件", len(paths))

        self._add(paths, visit)
        return reports

    def write_record(self, entries: Sequence[RecordEntry]) -> None:
        """Write the record and the page that shows it."""
        page = self.site / record_page.FILE
        text = page.read_text(encoding="utf-8")
        write_file(page, record_page.filled(text, entries, signed=bool(self.options.key)))
        write_file(self.site / publications.FILE, publications.text(entries))
        self._add([record_page.FILE, publications.FILE])

    def write_manifest(
        self, head: Mapping[str, Any], addresses: Iterable[str], entries: Sequence[RecordEntry]
    ) -> None:
        """Write the manifest, the checksums of everything, the signature."""
        text = manifest.text(head, addresses, entries, sorted(self.files))
        write_file(self.site / manifest.FILE, text)
        self._add([manifest.FILE])
        sums = files.format_sums(sorted(self.files))
        if self.options.key:
            write_file(self.site / SIGNATURE, sign(sums, self.options.key))
        write_file(self.site / SUMS, sums)

    def _add(
        self, paths: Sequence[str], visit: Callable[[SiteFile, bytes], None] | None = None
    ) -> None:
        """Read files, compress them, list both."""
        copies: list[SiteFile] = []

        def compress(file: SiteFile, data: bytes) -> None:
            if visit:
                visit(file, data)
            copies.extend(self._compressor.compress(file, data))

        self.files += files.read(self.site, paths, compress)
        self.files += copies


def _require_later(time: str, entries: Sequence[RecordEntry]) -> None:
    if entries and time < entries[-1].time:
        raise JixiaoError(
            f"本机时钟是 {time}，早于公开记录最后一条的 {entries[-1].time}。请校准时钟。"
        )


def _manifest_head(
    options: ReleaseOptions, versions: Mapping[str, str], script_hashes: set[str], time: str
) -> dict[str, Any]:
    return {
        "time": time,
        "versions": versions,
        "source": _content_commit(options.content),
        "policy": security_policy.header(script_hashes),
        "former": options.former.digest if options.former else "",
        "signed": options.key is not None,
    }


def _content_commit(content: Path) -> dict[str, Any]:
    """The commit of the content, and whether nothing has changed since."""
    commit = git(content, "rev-parse", "HEAD")
    if commit is None:
        return {}
    return {"commit": commit, "clean": git(content, "status", "--porcelain", "--", ".") == ""}
