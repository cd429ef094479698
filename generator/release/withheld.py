"""What an older release that serves again is served without: reports that were withdrawn since.

The server (`receiver.sh`) leaves files out and changes none, so the release's list and signature
still hold for the rest. Beside them it puts what proves which files are missing, and why:

- `release/withheld/SHA256SUMS`: the lines of the list whose files were left out;
- `release/withheld/newest/`: the record of publications that tells of the withdrawals, with the
  list and the signature of the release that it is of.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from generator.release import publications
from generator.release.files import SUMS
from generator.release.publications import Event, RecordEntry, latest
from generator.release.published_site import SiteReader
from generator.runtime.checksums import parse_sums
from generator.site.build_info import RELEASE_FOLDER

FOLDER = f"{RELEASE_FOLDER}/withheld/"
FILE = f"{FOLDER}SHA256SUMS"
NEWEST = f"{FOLDER}newest/"
RECORD = f"{NEWEST}publications.jsonl"

_ADDRESS = re.compile(r"reports/(\d{4})/([^/]+)/([^/]+)/")


@dataclass(frozen=True, slots=True)
class Withheld:
    """The withheld files, path to SHA-256; the entries that withdrew them; what is wrong."""

    paths: Mapping[str, str]
    entries: Sequence[RecordEntry]
    problems: Sequence[tuple[str, str]]  # path, message


def notes(paths: Iterable[str]) -> set[str]:
    """Paths of all that the server puts beside a release that lacks these files."""
    told = (path for path in paths if not is_feed(path))  # of a feed no folder is gone
    gone = {f"{FOLDER}gone/{folder}" for path in told for folder in _folders_of(path)}
    if not gone:
        return set()
    named = ("publications.jsonl", "SHA256SUMS", "SHA256SUMS.sig")
    return {FILE, f"{FOLDER}410.html", *(f"{NEWEST}{name}" for name in named), *gone}


def is_feed(path: str) -> bool:
    """Whether it is a feed, which tells of many reports, or a packed copy of one."""
    return re.fullmatch(r"(.*/)?feed\.xml(\.gz|\.br)?", path) is not None


def _folders_of(path: str) -> Iterator[str]:
    """The folders that a path lies in."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def parse(listed: bytes | None) -> dict[str, str]:
    """Path to SHA-256 of a list that the server wrote; ValueError where it is broken."""
    return parse_sums((listed or b"").decode("utf-8", errors="replace"))


def withdrawals(older: Sequence[RecordEntry], newer: Sequence[RecordEntry]) -> list[RecordEntry]:
    """Entries of a newer record that withdrew reports of an older one, the last of each report.

    Not of reports that were restored unchanged: those may be shown. The same rule as in
    `receiver.sh`.
    """
    former, later = latest(older), newer[len(older) :]
    withdrawn = latest(one for one in later if one.event is Event.WITHDRAWN)
    restored = {
        (one.address, one.content) for one in later
        if one.address in withdrawn and one.number > withdrawn[one.address].number
    }  # fmt: skip
    return [
        one for address, one in sorted(withdrawn.items())
        if address in former
        and former[address].event not in (Event.WITHDRAWN, Event.RETIRED)
        and (address, former[address].content) not in restored
    ]  # fmt: skip


def read(site: SiteReader, sums: Mapping[str, str], entries: Sequence[RecordEntry]) -> Withheld:
    """What a site is served without, compared with its list and its record."""
    listed = site.read(FILE)
    if listed is None:
        return Withheld({}, (), ())
    try:
        left_out = parse(listed)
    except ValueError as error:
        return Withheld({}, (), [(FILE, f"{error}不是校验值，文件被改过")])
    text = (site.read(RECORD) or b"").decode("utf-8", errors="replace")
    newer, broken = publications.parse(text)
    problems = [(RECORD, f"第 {line} 行：{message}") for line, message in broken]
    if not text.startswith(publications.text(entries)):
        problems.append((RECORD, f"不是接在 {publications.FILE} 后面的"))
    proof: Mapping[str, str] = {}
    with suppress(ValueError):
        proof = parse(site.read(f"{NEWEST}SHA256SUMS"))
    if proof.get(publications.FILE) != hashlib.sha256(text.encode()).hexdigest():
        problems.append((RECORD, "与旁边的 SHA256SUMS 对不上"))
    withdrawn = withdrawals(entries, newer)
    problems += _unexplained(left_out, sums, withdrawn)
    return Withheld(left_out, withdrawn, problems)


def _unexplained(
    left_out: Mapping[str, str], sums: Mapping[str, str], withdrawn: Iterable[RecordEntry]
) -> Iterator[tuple[str, str]]:
    """Files that are left out though no withdrawal says so, or not left out though one does."""
    addresses = tuple(one.address for one in withdrawn)
    # Of the files that hold something of these reports; any file of open data may.
    prefixes = [*addresses, *(("data/", "changes/", "rankings/") if addresses else ())]
    for match in filter(None, map(_ADDRESS.fullmatch, addresses)):
        year, department, slug = match.groups()
        prefixes += [
            f"projects/{department}/{slug}/",
            f"search/data/{year}-",
            "search/data/tables-",
            "search/data/tokens-",  # what tables were called before 2027
        ]
    for path, digest in left_out.items():
        if sums.get(path) != digest:
            yield path, f"{FILE} 有它，{SUMS} 没有"
        elif not path.startswith(tuple(prefixes)) and not (addresses and is_feed(path)):
            yield path, "缺少，没有哪一份撤回的报告说明它"
    for path in sums.keys() - left_out.keys():
        if path.startswith(addresses):
            yield path, "报告已经撤回，这个文件却没有去掉"
