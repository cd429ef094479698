"""Verifies that a site is as it was released: every byte, the record, the signature."""

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from generator.model.problems import JixiaoError
from generator.release import publications, withheld
from generator.release.compared import data_file
from generator.release.files import EXTRA, MANIFEST, REMEDY, SIGNATURE, SUMS
from generator.release.publications import Event, RecordEntry
from generator.release.published_site import CONNECTIONS, FolderSite, SelfChecking, SiteReader
from generator.release.signing import complaint
from generator.runtime.checksums import every_path, parse_sums

MISSING, STILL_SERVED = "缺少", "撤回的内容还能读到"


class Finding(NamedTuple):
    """Something that is not as it was released: where, and what."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}：{self.message}"

    @property
    def is_missing(self) -> bool:
        """Whether the file does not exist."""
        return self.message == MISSING


class Verification:
    """What was verified of a site, and everything that is wrong (`findings`).

    `signers` is a list of who may sign, `older` an older copy of the record, both from elsewhere.
    """

    def __init__(self, site: SiteReader, signers: Path | None, older: Path | None) -> None:
        self._site, self._signers, self._older = site, signers, older
        self._sums: Mapping[str, str] = {}
        self.entries: Sequence[RecordEntry] = ()
        self.files, self.time, self.signature = 0, "", "没有签名"
        self.left_out = 0  # files of withdrawn reports that an older release is served without
        self.withdrawn: Sequence[RecordEntry] = ()  # the entries that withdrew these reports
        self.findings: list[Finding] = []

    def run(self, progress: Callable[[str, int], None]) -> None:
        """Verify everything that the release lists; `progress` is called for each file.

        In a folder, files that are not listed are found, too; a server's other addresses nobody can
        list. Raises JixiaoError where no release is to be verified.
        """
        site = self._site
        listed = site.read(SUMS)
        if listed is None:
            raise JixiaoError(f"{site.where} 不是正式发布的网站（缺少 {SUMS}）。")
        signed = self._has_good_signature(listed, SIGNATURE, required=self._signers is not None)
        if signed is not None:
            good = "签名有效" if self._signers else "有签名，没有核对是谁签的（--signers）"
            self.signature = good if signed else "签名不对"
        try:
            self._sums = parse_sums(listed.decode("utf-8", errors="replace"))
        except ValueError as error:
            self.findings.append(Finding(SUMS, f"{error}不是校验值，文件被改过"))
            return
        self._check_record()
        left_out = self._check_withheld()
        expected = {path: one for path, one in self._sums.items() if path not in left_out}
        self.files = len(expected)
        if isinstance(site, SelfChecking):
            self.findings += [Finding(*one) for one in site.damaged()]
        else:
            self.findings += check_files(
                site, expected, lambda: progress("核对文件", len(expected))
            )
        if isinstance(site, FolderSite):
            known = {*self._sums, SUMS, SIGNATURE, *withheld.notes(left_out)}
            self.findings += _strangers(site.folder, known)
        self.findings += self._contradictions()
        self.findings = sorted(set(self.findings))

    def _has_good_signature(self, listed: bytes, path: str, *, required: bool) -> bool | None:
        """Whether a list's signature is good; None where there is none."""
        signature = self._site.read(path)
        if signature is None:
            if required:
                self.findings.append(Finding(path, "没有签名"))
            return None
        wrong = complaint(listed, signature, self._signers)
        if wrong:
            self.findings.append(Finding(path, wrong))
        return not wrong

    def _check_record(self) -> None:
        text = (self._site.read(publications.FILE) or b"").decode("utf-8", errors="replace")
        self.entries, problems = publications.parse(text)
        found = [f"第 {line} 行：{message}" for line, message in problems]
        if self._older:
            if not self._older.is_file():
                raise JixiaoError(f"找不到以前的公开记录 {self._older}。请检查 --record。")
            older = self._older.read_text(encoding="utf-8", errors="replace")
            if not text.startswith(older):
                pairs = enumerate(zip(older.split("\n"), text.split("\n"), strict=False), 1)
                line = next((n for n, (one, other) in pairs if one != other), text.count("\n") + 1)
                found.append(f"第 {line} 行起与 {self._older} 不同：以前公开的记录被改动或删去")
        self.findings += [Finding(publications.FILE, one) for one in found]

    def _check_withheld(self) -> Mapping[str, str]:
        """What was withdrawn since, so that the list has it and the site has not."""
        found = withheld.read(self._site, self._sums, self.entries)
        self.left_out, self.withdrawn = len(found.paths), found.entries
        self.findings += [Finding(path, message) for path, message in found.problems]
        if found.paths:
            # The newest record, which tells of withdrawals, is signed where the release is.
            newest = self._site.read(f"{withheld.NEWEST}SHA256SUMS") or b""
            required = self._signers is not None or self._site.read(SIGNATURE) is not None
            self._has_good_signature(newest, f"{withheld.NEWEST}SHA256SUMS.sig", required=required)
            wrong = check_files(self._site, found.paths, lambda: None)
            gone = {one.path for one in wrong if one.is_missing}
            self.findings += [Finding(one, STILL_SERVED) for one in found.paths if one not in gone]
        return found.paths

    def _contradictions(self) -> Iterator[Finding]:
        """Where checksums, manifest and record contradict one another."""
        try:
            found: dict[str, Any] = json.loads(self._site.read(MANIFEST) or b"")
            listed = {one["path"]: str(one["sha256"]) for one in found["files"]}
            reports = {one["address"]: one for one in found["reports"]}
            record, self.time = found["record"], str(found["time"])
        except (ValueError, KeyError, TypeError, RecursionError):
            yield Finding(MANIFEST, "不是完整的发布清单")
            return
        sums = {path: one for path, one in self._sums.items() if not path.startswith(MANIFEST)}
        for path in sorted({path for path, _ in listed.items() ^ sums.items()}):
            yield Finding(SUMS, f"与 {MANIFEST} 说的 {path} 不一致")
        last = publications.last_digest(self.entries)
        if record != {"entries": len(self.entries), "head": last}:
            yield Finding(publications.FILE, f"与 {MANIFEST} 说的条数或最后一条不一致")
        if found.get("signed") and self._site.read(SIGNATURE) is None:
            yield Finding(SIGNATURE, "签名不见了")
        if self.entries and self.time < self.entries[-1].time:
            yield Finding(MANIFEST, f"时间 {self.time} 早于公开记录的最后一条")
        yield from _contradictory_reports(reports, publications.latest(self.entries), listed)


def _strangers(site: Path, known: Collection[str]) -> Iterator[Finding]:
    """Everything in a folder that no list names, hidden or not, whatever it is."""
    for path, is_plain in every_path(site):
        if is_plain and path in known:
            continue
        kind = EXTRA if is_plain else "不是普通文件（链接、管道等）"
        if is_plain and any(part.startswith(".") for part in path.split("/")):
            kind = f"隐藏的{kind}"
        # A name may hold line breaks, or bytes that are no text: it must not pass for another line.
        shown = path if path.isprintable() else ascii(path)
        yield Finding(shown, f"{kind}。{REMEDY}")


def _contradictory_reports(
    reports: Mapping[str, Any], last: Mapping[str, RecordEntry], listed: Mapping[str, str]
) -> Iterator[Finding]:
    in_record = {address for address, one in last.items() if one.event is not Event.RETIRED}
    for address in sorted(in_record ^ set(reports)):
        yield Finding(address, "公开记录与发布清单只有一处有它")
    for address in sorted(in_record & set(reports)):
        report, entry = reports[address], last[address]
        stated = [report.get(key) for key in ("version", "published", "sha256")]
        if (
            stated != [entry.version, entry.published, entry.content]
            or listed.get(data_file(address)) != entry.content
            or (report.get("status") == "撤回") != (entry.event is Event.WITHDRAWN)
        ):
            yield Finding(address, "公开记录、发布清单与数据文件说的不一致")


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
