"""The record of publications: what was published when, as a chain of hashed entries.

One JSON object a line. `previous` is the SHA-256 of the line before (without its line break), so
no entry can be changed, inserted or removed later without breaking the chain behind it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from generator.site.build_info import RELEASE_FOLDER

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
class RecordEntry:
    """One line of the record.

    `time` is ISO 8601 with zone, `version` counts an address's entries from 1, `published` is the
    date that the report states, `content` the SHA-256 of its data file; both are empty for an
    address that is not a report's. The names are the keys of the file.
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
        """The entry as it stands in the file, without the line break."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(", ", ": "))

    @property
    def digest(self) -> str:
        """SHA-256 of the line, which the next entry names as `previous`."""
        return hashlib.sha256(self.line.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What a new entry says; `append` adds number, time, version and chain."""

    event: Event
    address: str
    title: str
    published: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class RecordProblem:
    """What is wrong with a record, and in which line (from 1)."""

    line: int
    message: str


def append(
    entries: Sequence[RecordEntry], new_entries: Iterable[NewEntry], time: str
) -> list[RecordEntry]:
    """The record with the new entries at its end."""
    record = list(entries)
    versions = latest(entries)
    for one in new_entries:
        before = versions.get(one.address)
        record.append(
            RecordEntry(
                number=len(record) + 1,
                time=time,
                event=one.event,
                address=one.address,
                title=one.title,
                version=before.version + 1 if before else 1,
                published=one.published,
                content=one.content,
                previous=last_digest(record),
            )
        )
    return record


def last_digest(entries: Sequence[RecordEntry]) -> str:
    """The digest of the last entry, which stands for the whole record; empty where none is."""
    return entries[-1].digest if entries else ""


def latest(entries: Iterable[RecordEntry]) -> dict[str, RecordEntry]:
    """The last entry of each address."""
    return {entry.address: entry for entry in entries}


def text(entries: Iterable[RecordEntry]) -> str:
    """The file's text."""
    return "".join(f"{entry.line}\n" for entry in entries)


def parse(text: str) -> tuple[list[RecordEntry], list[RecordProblem]]:
    """The entries, and all that is wrong with the chain; they end at the first broken line."""
    entries: list[RecordEntry] = []
    problems: list[RecordProblem] = []
    for number, line in enumerate(text.split("\n")[:-1], 1):
        entry = _entry(line)
        if entry is None:
            return entries, [*problems, RecordProblem(number, "不是一条完整的记录")]
        problems += [RecordProblem(number, one) for one in _problems(entry, number, entries)]
        entries.append(entry)
    if text and not text.endswith("\n"):
        problems.append(RecordProblem(len(entries) + 1, "最后一行不完整"))
    return entries, problems


def _problems(entry: RecordEntry, number: int, before: Sequence[RecordEntry]) -> Iterator[str]:
    last = before[-1] if before else None
    if entry.number != number:
        yield f"序号应为 {number}，写的是 {entry.number}：有记录被删去或插入"
    if entry.previous != last_digest(before):
        yield "与前一条的校验值对不上：这一条或前一条被改过"
    if last and entry.time < last.time:
        yield f"时间 {entry.time} 早于前一条"


def _entry(line: str) -> RecordEntry | None:
    """The entry of a line that `RecordEntry.line` would write exactly so; else None."""
    try:
        values: dict[str, Any] = json.loads(line)
        entry = RecordEntry(**{**values, "event": Event(values["event"])})
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    numbers = entry.number, entry.version
    texts = (entry.time, entry.address, entry.title, entry.published, entry.content, entry.previous)
    sound = all(type(one) is int for one in numbers) and all(type(one) is str for one in texts)
    hashes = all(_SHA256.fullmatch(one) for one in texts[-2:] if isinstance(one, str) and one)
    return entry if sound and hashes and entry.line == line else None
