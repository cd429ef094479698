"""What differs, line by line: for the terminal and for Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import groupby
from typing import NamedTuple

from generator.changes.compare import Changes
from generator.changes.reports import Kind, ReportChange
from generator.changes.sums import SumChange
from generator.changes.texts import GONE, NEW, SAME, Piece, excerpt, pieces
from generator.changes.values import Change, Differences, RowChange
from generator.check.reporters.summary import level_counts
from generator.model.field_changes import SUM
from generator.model.figures import UNSTATED

ARROW = " → "
LONG = 20  # characters from which on a value is compared as a text
_DIGEST = 12  # characters
_MOST_ONE_SIDED = 60  # characters shown of a text that stands on one side only


class Role(Enum):
    """What a line is: the sentence at the top, a heading, a report or its like, what differs."""

    LEAD = auto()
    HEADING = auto()
    ITEM = auto()
    DETAIL = auto()


class Line(NamedTuple):
    """A line of pieces, some of which went or came; `is_text` where they are within a text."""

    role: Role
    pieces: tuple[Piece, ...]
    is_text: bool = False


def lines(changes: Changes) -> Iterator[Line]:
    """All that differs, what the public will notice first."""
    yield from (_line(Role.LEAD, one) for one in lead(changes))
    for kind in Kind:
        if found := changes.of(kind):
            yield _line(Role.HEADING, f"{kind}：{len(found)} 份")
            for one in by_day(found):
                yield _line(Role.ITEM, title(one))
                yield from details(one)
    if changes.sums:
        yield _line(Role.HEADING, f"合计和份数：{len(changes.sums)} 处")
        yield from _sums(changes.sums)
    if changes.settings:
        yield _line(Role.HEADING, f"网站、部门、表单和说明页：{len(changes.settings)} 处")
    for setting in changes.settings:
        reach = f"，关系到 {setting.reach} 份公开的报告" if setting.reach else ""
        note = f"，{setting.note}" if setting.note else ""
        yield _line(Role.ITEM, f"{setting.name}（{setting.file}{note}{reach}）")
        yield from _differences(setting.differences)
    for heading, problems in findings(changes):
        yield _line(Role.HEADING, heading)
        yield from (_line(Role.DETAIL, f"{one}") for one in problems)


def lead(changes: Changes) -> Iterator[str]:
    """How many of each kind, and what keeps the site from being built."""
    counts = [f"{kind} {len(found)} 份" for kind in Kind if (found := changes.of(kind))]
    counts += [f"合计和份数 {len(changes.sums)} 处"] if changes.sums else []
    counts += [f"设置和说明页 {len(changes.settings)} 处"] if changes.settings else []
    told = "，".join(counts) or ("公开的内容没有改动" if changes else "没有改动")
    yield f"{compared(changes)}：{told}。"
    yield from warnings(changes)


def compared(changes: Changes) -> str:
    """What was compared with what."""
    now = f"{changes.now}" if changes.now else "现在的样子"
    return f"{now}，与{changes.before}比"


def warnings(changes: Changes) -> Iterator[str]:
    """What keeps the site from being built; what becomes public later, without a change."""
    if changes.errors:
        yield f"现在有 {changes.errors} 个错误，网站生成不了，改好才能公开：jixiao check"
    number, day = changes.due
    if number and day:
        yield f"另有 {number} 份没有改动的报告等到日期公开，最早的是 {day}。"


def title(one: ReportChange) -> str:
    """What a report is, where it lies, what came of it."""
    day = f"，{one.day} 公开" if one.day else ""
    note = f"，{one.note}" if one.note else ""
    return f"{one.department} {one.year} 年度 {one.title}（{one.file}{day}{note}）"


def by_day(found: Sequence[ReportChange]) -> Sequence[ReportChange]:
    """Those with a day first, in the order of their days."""
    return sorted(found, key=lambda one: (one.day is None, one.day and one.day.isoformat()))


def findings(changes: Changes) -> Iterator[tuple[str, Sequence[object]]]:
    """What the check finds now and did not, and the other way round, each with a heading."""
    new, gone = changes.findings
    if new:
        yield f"检查新发现的问题：{level_counts(new)}", new
    if gone:
        yield f"不再有的问题：{level_counts(gone)}", gone


def details(one: ReportChange) -> Iterator[Line]:
    """What differs in a report; of a new one its key figures."""
    if one.figures:
        yield _line(Role.DETAIL, "；".join(f"{label} {text}" for label, text in one.figures))
    yield from _differences(one.differences)


def _differences(found: Differences) -> Iterator[Line]:
    yield from map(_value, readable(found.values))
    for row in found.rows:
        kind = NEW if row.is_new else GONE
        word = "新的一行" if row.is_new else "删去一行"
        said = Piece(kind, row_text(row))
        yield Line(Role.DETAIL, (Piece(SAME, f"{word} "), said))


def readable(found: Iterable[Change]) -> Iterator[Change]:
    """The same values; of the digest of a file enough to tell that it is another one."""
    for one in found:
        if one.label.endswith(f"·{SUM}"):
            sides = (side and side[:_DIGEST] for side in (one.before, one.now))
            yield Change(one.label, *sides)
        else:
            yield one


def _value(value: Change) -> Line:
    shown = Piece(SAME, f"{value.label}："), *value_pieces(value)
    return Line(Role.DETAIL, shown, is_text(value))


def row_text(row: RowChange) -> str:
    """A row as a sentence: its name, then cell by cell."""
    cells = "，".join(f"{label} {_brief(text)}" for label, text in row.cells)
    return f"{row.label}（{cells}）" if cells else row.label


def value_pieces(value: Change) -> tuple[Piece, ...]:
    """A value before and now; of a text what changed, with some characters around."""
    if value.before is None or value.now is None:  # on one side only
        return (
            Piece(GONE, UNSTATED if value.before is None else _brief(value.before)),
            Piece(SAME, ARROW),
            Piece(NEW, UNSTATED if value.now is None else _brief(value.now)),
        )
    if is_text(value):
        return tuple(excerpt(pieces(value.before, value.now)))
    return (Piece(GONE, value.before), Piece(SAME, ARROW), Piece(NEW, value.now))


def is_text(value: Change) -> bool:
    """Whether it is read as a text in which something changed, not as a value and another."""
    sides = value.before, value.now
    return None not in sides and any(len(one or "") > LONG for one in sides)


def _brief(text: str) -> str:
    flat = " ".join(text.split())
    if len(flat) <= _MOST_ONE_SIDED:
        return flat
    return f"{flat[:_MOST_ONE_SIDED]}…（共 {len(text)} 字）"


def _sums(found: Sequence[SumChange]) -> Iterator[Line]:
    for (address, row), group in groupby(found, lambda one: (one.address, one.row)):
        yield _line(Role.ITEM, f"{row}（/{address}）")
        for one in group:
            yield _value(Change(one.label, one.before or "没有", one.now or "没有"))


def _line(role: Role, text: str) -> Line:
    return Line(role, (Piece(SAME, text),))
