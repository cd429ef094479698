"""The record of publications: what was published when, as a chain of hashed entries; its page.

One JSON object a line. `previous` is the SHA-256 of the line before (without its line break), so
no entry can be changed, inserted or removed later without breaking the chain behind it. The page,
`/about/record/`, is built empty and filled in by the release.
"""

import hashlib
import html
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import StringConstraints, TypeAdapter

from generator.pages.templating import EMPTY_RECORD
from generator.release.files import MANIFEST, SIGNATURE, SUMS
from generator.site.build_info import RELEASE_FOLDER

FILE = f"{RELEASE_FOLDER}/publications.jsonl"
PAGE = "about/record/index.html"

Digest: TypeAlias = Annotated[str, StringConstraints(pattern="^([0-9a-f]{64})?$")]  # SHA-256, hex

_MAX_SHOWN = 200  # newest entries on the page; all are in the file
_START, _END = '<div id="record">', '<hr id="record-end">'
_ROOT = "../../"  # from the page's folder
# How to check a signature, for a release that has one; it is inserted before `_LAST`.
_SIGNATURE = (
    "<dt>数字签名</dt>\n<dd><p>向主办单位索取签名人名单，保存为 <code>signers</code>，再运行 "
    "<code>ssh-keygen -Y verify -f signers -I jixiao -n jixiao-release -s SHA256SUMS.sig"
    " &lt; SHA256SUMS</code></p></dd>\n"
)
_LAST = "<dt>以前保存的记录</dt>"


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
    content: Digest
    previous: Digest

    @property
    def line(self) -> str:
        """The entry as it stands in the file, without the line break."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(", ", ": "))

    @property
    def digest(self) -> str:
        """SHA-256 of the line, which the next entry names as `previous`."""
        return hashlib.sha256(self.line.encode()).hexdigest()


_ENTRY = TypeAdapter(RecordEntry)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What a new entry says; `append` adds number, time, version and chain."""

    event: Event
    address: str
    title: str
    published: str = ""
    content: str = ""


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
                **asdict(one),
                number=len(record) + 1,
                time=time,
                version=before.version + 1 if before else 1,
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


def parse(text: str) -> tuple[list[RecordEntry], list[tuple[int, str]]]:
    """The entries, and all that is wrong with the chain; they end at the first broken line.

    Of what is wrong the number of the line, from 1, and a message.
    """
    entries: list[RecordEntry] = []
    problems: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n")[:-1], 1):
        entry = _entry(line)
        if entry is None:
            return entries, [*problems, (number, "不是一条完整的记录")]
        problems += [(number, one) for one in _problems(entry, number, entries)]
        entries.append(entry)
    if text and not text.endswith("\n"):
        problems.append((len(entries) + 1, "最后一行不完整"))
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
        entry = _ENTRY.validate_json(line, strict=True)
    except ValueError:
        return None
    return entry if entry.line == line else None


def page(text: str, entries: Sequence[RecordEntry], *, signed: bool) -> str:
    """The page, filled in before or not, with the newest entries and links to what proves them."""
    before, start, rest = text.partition(_START)
    _, end, after = rest.partition(_END)
    after = after.replace(_SIGNATURE, "")
    if signed:
        after = after.replace(_LAST, _SIGNATURE + _LAST)
    return f"{before}{start}{_record_list(entries, signed=signed)}</div>\n{end}{after}"


def unfilled(text: str) -> str:
    """The page as the build made it."""
    before, start, rest = text.partition(_START)
    _, end, after = rest.partition(_END)
    return f"{before}{start}{EMPTY_RECORD}</div>\n{end}{after.replace(_SIGNATURE, '')}"


def _record_list(entries: Sequence[RecordEntry], *, signed: bool) -> str:
    files = [(FILE, "全部公开记录（JSONL）"), (MANIFEST, "发布清单（JSON）")]
    files += [(SUMS, "校验值（SHA-256）"), *([(SIGNATURE, "数字签名")] if signed else [])]
    links = "".join(f'<li><a href="{_ROOT}{path}">{name}</a></li>' for path, name in files)
    newest = entries[: -_MAX_SHOWN - 1 : -1]
    more = f"，这里列出最近 {_MAX_SHOWN} 条" if len(entries) > _MAX_SHOWN else ""
    return (
        f'<ul class="jx-links">{links}</ul>'
        f"<p>共 {len(entries)} 条{more}。</p>"
        '<div class="jx-scroll" tabindex="0" role="region" aria-label="公开记录">'
        '<table class="jx-table jx-cards">'
        '<caption><span class="jx-hidden">公开记录</span></caption>'
        '<thead><tr><th scope="col">报告</th><th scope="col">发布时间</th><th scope="col">事项</th>'
        '<th scope="col">公开日期</th><th scope="col">校验值</th></tr></thead>'
        f"<tbody>{''.join(map(_row, newest))}</tbody></table></div>"
    )


def _row(entry: RecordEntry) -> str:
    address, title = html.escape(entry.address), html.escape(entry.title)
    retired = entry.event is Event.RETIRED
    name = f"{address}（{title}）" if retired else f'<a href="{_ROOT}{address}">{title}</a>'
    version = f"（第 {entry.version} 版）" if entry.version > 1 else ""
    return (
        f'<tr><th scope="row">{name}</th>'
        f'<td data-label="发布时间">{html.escape(entry.time[:16].replace("T", " "))}</td>'
        f'<td data-label="事项">{entry.event}{version}</td>'
        f'<td data-label="公开日期">{html.escape(entry.published) or "—"}</td>'
        f'<td data-label="校验值"><code>{entry.content[:12] or "—"}</code></td></tr>'
    )
