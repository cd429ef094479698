"""Verifies that a site is as it was released: every byte, the record, the signature."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.model.problems import JixiaoError
from generator.release import files, manifest, publications, withheld
from generator.release.compared import data_file
from generator.release.files import SIGNATURE, SUMS
from generator.release.publications import RecordEntry
from generator.release.published_site import CONNECTIONS, FolderSite, SelfChecking, SiteReader
from generator.release.signing import complaint

MISSING, STILL_SERVED = "缺少", "撤回的内容还能读到"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that is not as it was released: where, and what."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}：{self.message}"

    @property
    def is_missing(self) -> bool:
        """Whether the file does not exist."""
        return self.message == MISSING


@dataclass(slots=True)
class Verification:
    """What was verified, and everything that is wrong."""

    files: int = 0
    entries: int = 0
    time: str = ""
    signature: str = "没有签名"
    left_out: int = 0  # files of withdrawn reports that an older release is served without
    withdrawn: Sequence[RecordEntry] = ()  # the entries that withdrew these reports
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Trust:
    """What is known from elsewhere: a list of who may sign, an older copy of the record."""

    signers: Path | None = None
    record: Path | None = None


def verify(site: SiteReader, trust: Trust, progress: Callable[[str, int], None]) -> Verification:
    """Verify everything that the release lists; `progress` is called for each file.

    In a folder, files that are not listed are found, too; a server's other addresses nobody can
    list. Raises JixiaoError where no release is to be verified.
    """
    result = Verification()
    listed = site.read(SUMS)
    if listed is None:
        raise JixiaoError(f"{site.where} 不是正式发布的网站（缺少 {SUMS}）。")
    result.findings += _signature(site, listed, trust, result)
    try:
        sums = files.parse_sums(listed.decode("utf-8", errors="replace"))
    except ValueError as error:
        result.findings.append(Finding(SUMS, f"{error}不是校验值，文件被改过"))
        return result
    entries = _record(site, trust, result)
    expected = _without_withheld(site, sums, entries, trust, result)
    result.files = len(expected)
    if isinstance(site, SelfChecking):
        result.findings += [Finding(*one) for one in site.damaged()]
    else:
        result.findings += check_files(site, expected, lambda: progress("核对文件", len(expected)))
    if isinstance(site, FolderSite):
        extra = set(files.listed_paths(site.folder)) - set(sums)
        noted = {path for path in extra if result.left_out and path.startswith(withheld.FOLDER)}
        result.findings += [Finding(path, "多出来的文件，不属于这次发布") for path in extra - noted]
    result.findings += _manifest(site, sums, entries, result)
    result.findings = sorted(set(result.findings))
    return result


def _without_withheld(
    site: SiteReader,
    sums: Mapping[str, str],
    entries: Sequence[RecordEntry],
    trust: Trust,
    result: Verification,
) -> Mapping[str, str]:
    """The expected files: those of the list, but for what was withdrawn since and is gone."""
    found = withheld.read(site, sums, entries)
    result.left_out, result.withdrawn = len(found.paths), found.entries
    result.findings += [Finding(path, message) for path, message in found.problems]
    if found.paths:
        result.findings += _newest_signature(site, trust)
        gone = {one.path for one in check_files(site, found.paths, lambda: None) if one.is_missing}
        result.findings += [Finding(path, STILL_SERVED) for path in found.paths if path not in gone]
    return {path: digest for path, digest in sums.items() if path not in found.paths}


def _newest_signature(site: SiteReader, trust: Trust) -> Iterator[Finding]:
    """The newest record, which tells of withdrawals, is signed where the release is."""
    listed, path = site.read(f"{withheld.NEWEST}SHA256SUMS"), f"{withheld.NEWEST}SHA256SUMS.sig"
    signature = site.read(path)
    if signature is None:
        if trust.signers or site.read(SIGNATURE) is not None:
            yield Finding(path, "没有签名")
    elif wrong := complaint(listed or b"", signature, trust.signers):
        yield Finding(path, wrong)


def check_files(
    site: SiteReader, sums: Mapping[str, str], progress: Callable[[], None]
) -> Iterator[Finding]:
    """Every file of the list that is missing or was changed; `progress` is called for each file."""

    def check(path: str) -> Finding | None:
        data = site.read(path)
        progress()
        if data is None:
            return Finding(path, MISSING)
        digest = hashlib.sha256(data).hexdigest()
        return None if digest == sums[path] else Finding(path, "内容被改动")

    pool = ThreadPoolExecutor(os.cpu_count() if isinstance(site, FolderSite) else CONNECTIONS)
    try:
        yield from (found for found in pool.map(check, sums) if found)
    finally:  # when interrupted, do not wait for the rest
        pool.shutdown(wait=False, cancel_futures=True)


def _signature(
    site: SiteReader, listed: bytes, trust: Trust, result: Verification
) -> Iterator[Finding]:
    signature = site.read(SIGNATURE)
    if signature is None:
        if trust.signers:
            yield Finding(SIGNATURE, "没有签名")
        return
    wrong = complaint(listed, signature, trust.signers)
    if wrong:
        yield Finding(SIGNATURE, wrong)
        result.signature = "签名不对"
    else:
        result.signature = "签名有效" if trust.signers else "有签名，没有核对是谁签的（--signers）"


def _record(site: SiteReader, trust: Trust, result: Verification) -> Sequence[RecordEntry]:
    text = (site.read(publications.FILE) or b"").decode("utf-8", errors="replace")
    entries, problems = publications.parse(text)
    result.entries = len(entries)
    result.findings += [
        Finding(publications.FILE, f"第 {one.line} 行：{one.message}") for one in problems
    ]
    if trust.record:
        older = _older(trust.record)
        if not text.startswith(older):
            line = _first_difference(older, text)
            message = f"第 {line} 行起与 {trust.record} 不同：以前公开的记录被改动或删去"
            result.findings.append(Finding(publications.FILE, message))
    return entries


def _older(file: Path) -> str:
    if not file.is_file():
        raise JixiaoError(f"找不到以前的公开记录 {file}。请检查 --record。")
    return file.read_text(encoding="utf-8", errors="replace")


def _first_difference(one: str, other: str) -> int:
    pairs = zip(one.split("\n"), other.split("\n"), strict=False)
    return next((n for n, (a, b) in enumerate(pairs, 1) if a != b), other.count("\n") + 1)


def _manifest(
    site: SiteReader,
    sums: Mapping[str, str],
    entries: Sequence[RecordEntry],
    result: Verification,
) -> Iterator[Finding]:
    """Where checksums, manifest and record contradict one another."""
    try:
        found: dict[str, Any] = json.loads(site.read(manifest.FILE) or b"")
        listed = {one["path"]: str(one["sha256"]) for one in found["files"]}
        reports = {one["address"]: one for one in found["reports"]}
        record, result.time = found["record"], str(found["time"])
    except (ValueError, KeyError, TypeError, RecursionError):
        yield Finding(manifest.FILE, "不是完整的发布清单")
        return
    others = {path: one for path, one in sums.items() if not path.startswith(manifest.FILE)}
    for path in sorted({path for path, _ in listed.items() ^ others.items()}):
        yield Finding(SUMS, f"与 {manifest.FILE} 说的 {path} 不一致")
    if record != {"entries": len(entries), "head": publications.last_digest(entries)}:
        yield Finding(publications.FILE, f"与 {manifest.FILE} 说的条数或最后一条不一致")
    if found.get("signed") and site.read(SIGNATURE) is None:
        yield Finding(SIGNATURE, "签名不见了")
    if entries and result.time < entries[-1].time:
        yield Finding(manifest.FILE, f"时间 {result.time} 早于公开记录的最后一条")
    yield from _reports(reports, entries, listed)


def _reports(
    reports: Mapping[str, Any],
    entries: Iterable[RecordEntry],
    listed: Mapping[str, str],
) -> Iterator[Finding]:
    last = publications.latest(entries)
    in_record = {a for a, one in last.items() if one.event is not publications.Event.RETIRED}
    for address in sorted(in_record ^ set(reports)):
        yield Finding(address, "公开记录与发布清单只有一处有它")
    for address in sorted(in_record & set(reports)):
        report, entry = reports[address], last[address]
        stated = [report.get(key) for key in ("version", "published", "sha256")]
        withdrawn = entry.event is publications.Event.WITHDRAWN
        if (
            stated != [entry.version, entry.published, entry.content]
            or listed.get(data_file(address)) != entry.content
            or (report.get("status") == "撤回") != withdrawn
        ):
            yield Finding(address, "公开记录、发布清单与数据文件说的不一致")
