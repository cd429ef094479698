"""Whether what stands somewhere is what was released: every byte, the record, the signature."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.model.problems import JixiaoError
from generator.release import files, guard, manifest, publications, withheld
from generator.release.files import SIGNATURE, SUMS
from generator.release.published_site import CONNECTIONS, Folder, Reader, SelfChecking
from generator.release.signing import complaint

MISSING, LINGERS = "缺少", "撤回的内容还能读到"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that is not as it was released: where, and what."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}：{self.what}"

    @property
    def is_missing(self) -> bool:
        """Whether nothing is there."""
        return self.what == MISSING


@dataclass(slots=True)
class Verified:
    """What was looked at, and everything that is wrong."""

    files: int = 0
    entries: int = 0
    time: str = ""
    signature: str = "没有签名"
    left_out: int = 0  # files that a release that serves again is served without
    withdrawn: Sequence[publications.Entry] = ()  # what withdrew them
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Trust:
    """What the one who verifies knows from elsewhere: who may sign, an older copy of the record."""

    signers: Path | None = None
    record: Path | None = None


def verify(site: Reader, trust: Trust, advance: Callable[[str, int], None]) -> Verified:
    """Check everything that the release lists; `advance` is told of each file.

    In a folder what is not listed is found, too; a server's other addresses nobody can list.
    Raises JixiaoError where nothing is that could be checked.
    """
    result = Verified()
    listed = site.read(SUMS)
    if listed is None:
        raise JixiaoError(f"{site.where} 不是正式发布的网站（缺少 {SUMS}）。")
    result.findings += _signature(site, listed, trust, result)
    try:
        sums = files.read_sums(listed.decode("utf-8", errors="replace"))
    except ValueError as error:
        result.findings.append(Finding(SUMS, f"{error}不是校验值，文件被改过"))
        return result
    entries = _record(site, trust, result)
    there = _without_withheld(site, sums, entries, trust, result)
    result.files = len(there)
    if isinstance(site, SelfChecking):
        result.findings += [Finding(*one) for one in site.damaged()]
    else:
        result.findings += _files(site, there, advance)
    if isinstance(site, Folder):
        extra = set(files.paths(site.folder)) - set(sums)
        noted = {path for path in extra if result.left_out and path.startswith(withheld.NOTES)}
        result.findings += [Finding(path, "多出来的文件，不属于这次发布") for path in extra - noted]
    result.findings += _manifest(site, sums, entries, result)
    result.findings = sorted(set(result.findings))
    return result


def _without_withheld(
    site: Reader,
    sums: Mapping[str, str],
    entries: Sequence[publications.Entry],
    trust: Trust,
    result: Verified,
) -> Mapping[str, str]:
    """What is to be there: all that the list has, but for what was withdrawn since, and is gone."""
    found = withheld.read(site, sums, entries)
    result.left_out, result.withdrawn = len(found.paths), found.entries
    result.findings += [Finding(path, what) for path, what in found.flaws]
    if found.paths:
        result.findings += _proof(site, trust)
        gone = {one.path for one in check_files(site, found.paths, lambda: None) if one.is_missing}
        result.findings += [Finding(path, LINGERS) for path in found.paths if path not in gone]
    return {path: digest for path, digest in sums.items() if path not in found.paths}


def _proof(site: Reader, trust: Trust) -> Iterator[Finding]:
    """The record that tells of withdrawals is signed where the release is."""
    listed, path = site.read(f"{withheld.NEWEST}SHA256SUMS"), f"{withheld.NEWEST}SHA256SUMS.sig"
    signature = site.read(path)
    if signature is None:
        if trust.signers or site.read(SIGNATURE) is not None:
            yield Finding(path, "没有签名")
    elif wrong := complaint(listed or b"", signature, trust.signers):
        yield Finding(path, wrong)


def check_files(
    site: Reader, sums: Mapping[str, str], advance: Callable[[], None]
) -> Iterator[Finding]:
    """Every file of the list that is missing or not what it was."""

    def one(path: str) -> Finding | None:
        data = site.read(path)
        advance()
        if data is None:
            return Finding(path, MISSING)
        digest = hashlib.sha256(data).hexdigest()
        return None if digest == sums[path] else Finding(path, "内容被改动")

    pool = ThreadPoolExecutor(os.cpu_count() if isinstance(site, Folder) else CONNECTIONS)
    try:
        yield from (found for found in pool.map(one, sums) if found)
    finally:  # interrupted, nobody waits for what is left
        pool.shutdown(wait=False, cancel_futures=True)


def _files(
    site: Reader, sums: Mapping[str, str], advance: Callable[[str, int], None]
) -> Iterator[Finding]:
    yield from check_files(site, sums, lambda: advance("核对文件", len(sums)))


def _signature(site: Reader, listed: bytes, trust: Trust, result: Verified) -> Iterator[Finding]:
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


def _record(site: Reader, trust: Trust, result: Verified) -> Sequence[publications.Entry]:
    text = (site.read(publications.FILE) or b"").decode("utf-8", errors="replace")
    entries, flaws = publications.read(text)
    result.entries = len(entries)
    result.findings += [
        Finding(publications.FILE, f"第 {flaw.line} 行：{flaw.what}") for flaw in flaws
    ]
    if trust.record:
        older = _older(trust.record)
        if not text.startswith(older):
            line = _first_difference(older, text)
            what = f"第 {line} 行起与 {trust.record} 不同：以前公开的记录被改动或删去"
            result.findings.append(Finding(publications.FILE, what))
    return entries


def _older(file: Path) -> str:
    if not file.is_file():
        raise JixiaoError(f"找不到以前的公开记录 {file}。请检查 --record。")
    return file.read_text(encoding="utf-8", errors="replace")


def _first_difference(one: str, other: str) -> int:
    pairs = zip(one.split("\n"), other.split("\n"), strict=False)
    return next((n for n, (a, b) in enumerate(pairs, 1) if a != b), other.count("\n") + 1)


def _manifest(
    site: Reader,
    sums: Mapping[str, str],
    entries: Sequence[publications.Entry],
    result: Verified,
) -> Iterator[Finding]:
    """What sums, manifest and record say of one another."""
    try:
        told: dict[str, Any] = json.loads(site.read(manifest.FILE) or b"")
        listed = {one["path"]: str(one["sha256"]) for one in told["files"]}
        reports = {one["address"]: one for one in told["reports"]}
        record, result.time = told["record"], str(told["time"])
    except (ValueError, KeyError, TypeError, RecursionError):
        yield Finding(manifest.FILE, "不是完整的发布清单")
        return
    others = {path: one for path, one in sums.items() if not path.startswith(manifest.FILE)}
    for path in sorted({path for path, _ in listed.items() ^ others.items()}):
        yield Finding(SUMS, f"与 {manifest.FILE} 说的 {path} 不一致")
    if record != {"entries": len(entries), "head": entries[-1].digest if entries else ""}:
        yield Finding(publications.FILE, f"与 {manifest.FILE} 说的条数或最后一条不一致")
    if told.get("signed") and site.read(SIGNATURE) is None:
        yield Finding(SIGNATURE, "签名不见了")
    if entries and result.time < entries[-1].time:
        yield Finding(manifest.FILE, f"时间 {result.time} 早于公开记录的最后一条")
    yield from _reports(reports, entries, listed)


def _reports(
    reports: Mapping[str, Any],
    entries: Iterable[publications.Entry],
    listed: Mapping[str, str],
) -> Iterator[Finding]:
    last = publications.latest(entries)
    standing = {a for a, one in last.items() if one.event is not publications.Event.RETIRED}
    for address in sorted(standing ^ set(reports)):
        yield Finding(address, "公开记录与发布清单只有一处有它")
    for address in sorted(standing & set(reports)):
        report, entry = reports[address], last[address]
        told = [report.get(key) for key in ("version", "published", "sha256")]
        gone = entry.event is publications.Event.WITHDRAWN
        if (
            told != [entry.version, entry.published, entry.content]
            or listed.get(guard.data_file(address)) != entry.content
            or (report.get("status") == "撤回") != gone
        ):
            yield Finding(address, "公开记录、发布清单与数据文件说的不一致")
