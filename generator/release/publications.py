"""The record of publications: what was made public when, each entry bound to the one before it.

One JSON object a line. `previous` is the SHA-256 of the line before (without its line break), so
no entry can be changed, put in or taken out later without all that follow telling of it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from generator.site.inputs import RELEASE_FOLDER

FILE = f"{RELEASE_FOLDER}/publications.jsonl"

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Event(StrEnum):
    """What happened to a report's address; the value is the word that the public reads."""

    PUBLISHED = "公开"
    CORRECTED = "更正"
    CHANGED = "改动"
    WITHDRAWN = "撤回"
    RESTORED = "恢复公开"
    RETIRED = "停用"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record.

    `time` is ISO 8601 with zone, `version` counts an address's entries from 1, `published` is the
    date that the report states, `content` the SHA-256 of its data file, both empty for an address
    that is no report's.
    """

    number: int
    time: str
    event: Event
    address: str
    title: str
    version: int
    published: str
    content: str
    previous: str

    @property
    def line(self) -> str:
        """The entry as the file has it, without the line break."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(", ", ": "))

    @property
    def digest(self) -> str:
        """What the next entry names as `previous`."""
        return hashlib.sha256(self.line.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class News:
    """What a new entry tells; number, time, version and chain follow."""

    event: Event
    address: str
    title: str
    published: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a record, and in which line (from 1)."""

    line: int
    what: str


def append(entries: Sequence[Entry], news: Iterable[News], time: str) -> list[Entry]:
    """The record with what is new at its end."""
    longer = list(entries)
    versions = latest(entries)
    for one in news:
        before = versions.get(one.address)
        longer.append(
            Entry(
                number=len(longer) + 1,
                time=time,
                event=one.event,
                address=one.address,
                title=one.title,
                version=before.version + 1 if before else 1,
                published=one.published,
                content=one.content,
                previous=longer[-1].digest if longer else "",
            )
        )
    return longer


def latest(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The last entry of each address."""
    return {entry.address: entry for entry in entries}


def text(entries: Iterable[Entry]) -> str:
    """The file's text."""
    return "".join(f"{entry.line}\n" for entry in entries)


def read(text: str) -> tuple[list[Entry], list[Flaw]]:
    """The entries, and every flaw of the chain; entries end at the first line that is none."""
    entries: list[Entry] = []
    flaws: list[Flaw] = []
    for number, line in enumerate(text.split("\n")[:-1], 1):
        entry = _entry(line)
        if entry is None:
            return entries, [*flaws, Flaw(number, "不是一条完整的记录")]
        flaws += [Flaw(number, what) for what in _flaws(entry, number, entries)]
        entries.append(entry)
    if text and not text.endswith("\n"):
        flaws.append(Flaw(len(entries) + 1, "最后一行不完整"))
    return entries, flaws


def _flaws(entry: Entry, number: int, before: Sequence[Entry]) -> Iterator[str]:
    last = before[-1] if before else None
    if entry.number != number:
        yield f"序号应为 {number}，写的是 {entry.number}：有记录被删去或插入"
    if entry.previous != (last.digest if last else ""):
        yield "与前一条的校验值对不上：这一条或前一条被改过"
    if last and entry.time < last.time:
        yield f"时间 {entry.time} 早于前一条"


def _entry(line: str) -> Entry | None:
    """The entry that a line holds, written exactly so; None for anything else."""
    try:
        values: dict[str, Any] = json.loads(line)
        entry = Entry(**{**values, "event": Event(values["event"])})
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    numbers = entry.number, entry.version
    texts = (entry.time, entry.address, entry.title, entry.published, entry.content, entry.previous)
    sound = all(type(one) is int for one in numbers) and all(type(one) is str for one in texts)
    hashes = all(_SHA256.fullmatch(one) for one in texts[-2:] if isinstance(one, str) and one)
    return entry if sound and hashes and entry.line == line else None
