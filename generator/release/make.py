"""Makes a built site a release: compares it with the last one, then writes what proves it."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.model.problems import JixiaoError, Problem, has_errors
from generator.release import compressed, files, guard, publications, security_policy
from generator.release.compared import DATA_FILE, BuiltReport, FormerRelease, NewRelease
from generator.release.files import COMPRESSED, MANIFEST, SIGNATURE, SUMS, SiteFile
from generator.release.publications import Event, RecordEntry
from generator.release.published_site import Release
from generator.release.signing import sign
from generator.runtime import cached_files
from generator.runtime.atomic_folders import write_file
from generator.runtime.checksums import format_sums
from generator.runtime.git import git
from generator.site import build_info
from generator.site.build_info import BUILD_SUMS

MANIFEST_FORMAT = 1


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
    paths = frozenset([*(one.path for one in work.files), publications.PAGE])
    new = NewRelease(paths, reports, info["retired"], info["departments"])
    former = FormerRelease(options.former, reports.values())
    problems = guard.problems(new, former, options.content.as_posix())
    entries = former.entries
    if not has_errors(problems):
        time = options.time.isoformat(timespec="seconds")
        if entries and time < entries[-1].time:
            raise JixiaoError(
                f"本机时钟是 {time}，早于公开记录最后一条的 {entries[-1].time}。请校准时钟。"
            )
        entries = publications.append(entries, guard.new_entries(new, former), time)
        work.write_record(entries)
        work.write_manifest({"time": time, "versions": info["versions"]}, reports, entries)
    size = sum(one.size for one in work.files)
    new_entries = entries[len(former.entries) :]
    return ReleaseResult(problems, new_entries, len(work.files), size, len(reports))


class _Release:
    """The files of one release, read and written once each."""

    def __init__(self, options: ReleaseOptions, progress: Callable[[str, int], None]) -> None:
        self.options, self.site, self.progress = options, options.site, progress
        self.files: list[SiteFile] = []
        self.script_hashes: set[str] = set()  # of scripts inside pages
        self._compressor = compressed.Compressor(
            options.site, options.cache, with_brotli=options.with_brotli
        )

    def read_site(self) -> list[BuiltReport]:
        """Read all files; returns the reports among them.

        Raises JixiaoError where a file is not what the build made. Builds take what the cache has
        unread; so a file that a disk or a hand changed since is found here, where all are read.
        """
        try:
            made = _sums_of_build(self.site)
        except JixiaoError:
            cached_files.clear(self.options.cache.parent)  # else nothing would be made again
            raise
        for path in (SUMS, SIGNATURE, MANIFEST, publications.FILE):
            for suffix in ("", *files.COMPRESSED):
                (self.site / f"{path}{suffix}").unlink(missing_ok=True)
        plain = compressed.remove(self.site, files.listed_paths(self.site))
        paths = [path for path in plain if path != publications.PAGE]  # it shows checksums
        reports: list[BuiltReport] = []

        def visit(file: SiteFile, data: bytes) -> None:
            if file.path.endswith(".html"):
                self.script_hashes |= security_policy.script_hashes(data)
            elif match := DATA_FILE.fullmatch(file.path):
                reports.append(
                    BuiltReport(match[1], file.sha256, (self.site / file.path).read_bytes)
                )
            self.progress("读取文件", len(paths))

        self._add(paths, visit)
        found = {one.path: one.sha256 for one in self.files}
        found = {path: found[path] for path in paths}  # not the compressed copies
        if publications.PAGE in plain:
            # Listed as the build made it, or as a release of this site has filled it in.
            page = (self.site / publications.PAGE).read_text(encoding="utf-8", errors="replace")
            sums = [
                hashlib.sha256(one.encode()).hexdigest()
                for one in (page, publications.unfilled(page))
            ]
            listed = made.get(publications.PAGE, "")
            found[publications.PAGE] = listed if listed in sums else sums[0]
        if changed := sorted({path for path, _ in found.items() ^ made.items()}):
            cached_files.clear(self.options.cache.parent)
            raise JixiaoError(
                f"网站里有 {len(changed)} 个文件与生成时不一样：{'、'.join(changed[:5])}"
                f"{'…' if changed[5:] else ''}。有人改过、添过、删过，或者磁盘坏了：请查明。"
                "缓存已经清空；请重新运行 jixiao build，再登记这次发布。"
            )
        return reports

    def write_record(self, entries: Sequence[RecordEntry]) -> None:
        """Write the record and the page that shows it."""
        page = self.site / publications.PAGE
        text = page.read_text(encoding="utf-8")
        write_file(page, publications.page(text, entries, signed=bool(self.options.key)))
        write_file(self.site / publications.FILE, publications.text(entries))
        self._add([publications.PAGE, publications.FILE])

    def write_manifest(
        self, made: Mapping[str, Any], addresses: Iterable[str], entries: Sequence[RecordEntry]
    ) -> None:
        """Write the manifest, the checksums of everything, the signature.

        `made` says when and with what, `addresses` are those of the reports.
        """
        former, key = self.options.former, self.options.key
        head = {
            "format": MANIFEST_FORMAT,
            **made,
            "source": _content_commit(self.options.content),
            "policy": security_policy.header(self.script_hashes),
            "former": former.digest if former else "",
            "signed": key is not None,
            "record": {"entries": len(entries), "head": publications.last_digest(entries)},
        }
        last = publications.latest(entries)
        reports = [_manifest_row(last[address]) for address in addresses]
        rows = {"reports": reports, "files": [one._asdict() for one in sorted(self.files)]}
        write_file(self.site / MANIFEST, _manifest(head, rows))
        self._add([MANIFEST])
        sums = format_sums((one.path, one.sha256) for one in self.files)
        if key:
            write_file(self.site / SIGNATURE, sign(sums, key))
        write_file(self.site / SUMS, sums)
        (self.site / BUILD_SUMS).unlink(missing_ok=True)  # the new list says the same, and more

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


def _sums_of_build(site: Path) -> dict[str, str]:
    """Path to SHA-256 of what the build made; of a release, what its list says of these files."""
    is_release = (site / SUMS).exists() and not (site / BUILD_SUMS).exists()
    made = build_info.read_sums(site, SUMS if is_release else BUILD_SUMS)
    copies = {path for path in made if path.endswith(COMPRESSED) and path[:-3] in made}
    own = {MANIFEST, publications.FILE}  # these the release writes
    return {path: made[path] for path in made.keys() - copies - own}


def _manifest(head: Mapping[str, Any], rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> str:
    """The manifest as JSON: its head, then a line for each report and each file."""
    parts = [json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")]
    for name, found in rows.items():
        lines = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in found)
        parts.append(f'  "{name}": [\n{lines}\n  ]')
    return ",\n".join(parts) + "\n}\n"


def _manifest_row(entry: RecordEntry) -> dict[str, Any]:
    return {
        "address": entry.address,
        "version": entry.version,
        "status": "撤回" if entry.event is Event.WITHDRAWN else "公开",
        "published": entry.published,
        "sha256": entry.content,
    }


def _content_commit(content: Path) -> dict[str, Any]:
    """The commit of the content, and whether nothing has changed since."""
    commit = git(content, "rev-parse", "HEAD")
    if commit is None:
        return {}
    return {"commit": commit, "clean": git(content, "status", "--porcelain", "--", ".") == ""}
