"""What an older release that serves again is served without: reports that were withdrawn since.

The server (`receiver.sh`) leaves files out and changes none, so the release's list and signature
still hold for all that is there. Beside them it puts what tells what is missing, and why:

- `release/withheld/SHA256SUMS`: the lines of the list whose files were left out;
- `release/withheld/newest/`: the record of publications that tells of the withdrawals, with the
  list and the signature of the release that it is of.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.release import publications
from generator.release.files import SUMS, read_sums
from generator.release.publications import Entry, Event, latest
from generator.release.published_site import Reader
from generator.site.inputs import RELEASE_FOLDER

NOTES = f"{RELEASE_FOLDER}/withheld/"
FILE = f"{NOTES}SHA256SUMS"
NEWEST = f"{NOTES}newest/"
RECORD = f"{NEWEST}publications.jsonl"


_ADDRESS = re.compile(r"reports/(\d{4})/([^/]+)/([^/]+)/")


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is left out, path to SHA-256; the entries that withdrew it; what is wrong with that."""

    paths: Mapping[str, str]
    entries: Sequence[Entry]
    flaws: Sequence[tuple[str, str]]  # path, what


NOTHING = Withheld({}, (), ())


def paths(listed: bytes | None) -> dict[str, str]:
    """Path to SHA-256 of what is left out by a list that the server wrote; ValueError if broken."""
    return read_sums((listed or b"").decode("utf-8", errors="replace"))


def withdrawals(older: Sequence[Entry], newer: Sequence[Entry]) -> list[Entry]:
    """Entries of a newer record that withdrew what stood by an older one, the last of each report.

    Not of reports that stood again as they were: those may be shown. The same rule as in
    `receiver.sh`.
    """
    stood, later = latest(older), newer[len(older) :]
    gone = latest(one for one in later if one.event is Event.WITHDRAWN)
    again = {
        (one.address, one.content) for one in later
        if one.address in gone and one.number > gone[one.address].number
    }  # fmt: skip
    return [
        one for address, one in sorted(gone.items())
        if address in stood
        and stood[address].event not in (Event.WITHDRAWN, Event.RETIRED)
        and (address, stood[address].content) not in again
    ]  # fmt: skip


def read(site: Reader, sums: Mapping[str, str], entries: Sequence[Entry]) -> Withheld:
    """What a site says that it is served without, held against its list and record."""
    listed = site.read(FILE)
    if listed is None:
        return NOTHING
    try:
        left = paths(listed)
    except ValueError as error:
        return Withheld({}, (), [(FILE, f"{error}不是校验值，文件被改过")])
    text = (site.read(RECORD) or b"").decode("utf-8", errors="replace")
    newer, broken = publications.read(text)
    flaws = [(RECORD, f"第 {one.line} 行：{one.what}") for one in broken]
    if not text.startswith(publications.text(entries)):
        flaws.append((RECORD, f"不是接在 {publications.FILE} 后面的"))
    told = withdrawals(entries, newer)
    flaws += _unproven(site, text)
    flaws += _unexplained(left, sums, told)
    return Withheld(left, told, flaws)


def _unproven(site: Reader, text: str) -> Iterator[tuple[str, str]]:
    """The record is that of the release whose list stands beside it."""
    try:
        proof = paths(site.read(NEWEST + "SHA256SUMS"))
    except ValueError:
        proof = {}
    if proof.get(publications.FILE) != hashlib.sha256(text.encode()).hexdigest():
        yield RECORD, "与旁边的 SHA256SUMS 对不上"


def _unexplained(
    left: Mapping[str, str], sums: Mapping[str, str], told: Iterable[Entry]
) -> Iterator[tuple[str, str]]:
    """Files that are left out though no withdrawal says so, or not left out though one does."""
    addresses = tuple(one.address for one in told)
    beginnings = tuple(beginning for address in addresses for beginning in _places(address))
    for path, digest in left.items():
        if sums.get(path) != digest:
            yield path, f"{FILE} 有它，{SUMS} 没有"
        elif not path.startswith(beginnings):
            yield path, "缺少，没有哪一份撤回的报告说明它"
    for path in sums.keys() - left.keys():
        if path.startswith(addresses):
            yield path, "报告已经撤回，这个文件却没有去掉"


def _places(address: str) -> Iterator[str]:
    """Where a site tells what a report says: how the paths begin."""
    yield address
    if match := _ADDRESS.fullmatch(address):
        year, department, slug = match.groups()
        yield f"projects/{department}/{slug}/"
        yield f"search/data/{year}-"
        yield "search/data/tokens-"
