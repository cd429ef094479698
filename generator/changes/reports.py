"""What becomes of each report: whether the public sees it, and what it says otherwise now."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from generator.changes.states import Pair, Standing, State
from generator.changes.values import Change, Differences, compare
from generator.data import report_json
from generator.model import figures
from generator.model.choices import Item
from generator.model.entry import Entry
from generator.model.report import Report
from generator.pages import views
from generator.pages.views import Figure, ReportView

# Keys of the data file that say where the report lies, or what its form prints.
_PLACE = ("网址", "部门标识", "印作")
_COMPUTED = "按数据计算"  # a figure that no file states


class Kind(StrEnum):
    """What becomes of a report; the value is the heading under which it is listed."""

    BROKEN = "读不了的报告"
    HIDDEN = "不再公开"
    WITHDRAWN = "撤回"
    NEW = "新公开"
    CHANGED = "公开的内容有改动"
    DUE = "到了日期才公开"
    DRAFT = "草稿（不公开）"


class ReportChange(NamedTuple):
    """A report that is not as it was; `file` is below the content folder, `address` on the site.

    `note` says what came of it in a few words, `day` when it becomes public where that is to come.
    `figures` are the key figures of one that is new; `differences` is what else differs.
    """

    kind: Kind
    file: str
    address: str
    title: str
    department: str
    year: int
    before: Standing
    now: Standing
    note: str
    day: date | None
    figures: tuple[tuple[str, str], ...]
    differences: Differences


def changes(pair: Pair) -> Iterator[ReportChange]:
    """Every report that differs, by what becomes of it; then the newest year first, by file."""
    before, now = pair.before, pair.now
    differing = [
        path
        for path in before.examined | now.examined
        if before.examined.get(path) is not now.examined.get(path)
    ]
    found = filter(None, (_change(before, now, path) for path in sorted(differing)))
    kinds = list(Kind)
    yield from sorted(found, key=lambda one: (kinds.index(one.kind), -one.year))


def _change(before: State, now: State, path: str) -> ReportChange | None:
    standings = before.standing(path), now.standing(path)
    old, new = before.entry(path), now.entry(path)
    kind = _kind(*standings)
    entry = new or old
    if kind is Kind.BROKEN and standings[0] is Standing.UNREADABLE:
        return None
    differences = Differences()
    shown: tuple[tuple[str, str], ...] = ()
    if old and new and kind in (Kind.CHANGED, Kind.DRAFT, Kind.DUE):
        is_same = _says_the_same(old, new)
        differences = (
            _issuers(old, new) if is_same else _differences(before.full(old), now.full(new))
        )
        if not differences and standings[0] is standings[1]:
            return None
    elif new and kind in (Kind.NEW, Kind.DRAFT, Kind.DUE):
        shown = tuple(_key_figures(views.report_view(now.full(new))))
    day = new.report.publication_date if new and standings[1] is Standing.DUE else None
    parts = path.split("/")
    return ReportChange(
        kind, path, f"{path.removesuffix('.yml')}/",
        entry.report.title if entry else parts[-1].removesuffix(".yml"),
        entry.department.short if entry else parts[2],
        entry.year if entry else int(parts[1]),
        *standings, _note(kind, *standings, new), day, shown, differences,
    )  # fmt: skip


def _kind(before: Standing, now: Standing) -> Kind:
    found = Kind.DRAFT
    match now:
        case Standing.UNREADABLE:
            found = Kind.BROKEN
        case Standing.PUBLIC:
            found = Kind.CHANGED if before is Standing.PUBLIC else Kind.NEW
        case Standing.WITHDRAWN:
            found = Kind.CHANGED if before is Standing.WITHDRAWN else Kind.WITHDRAWN
        case _ if before.has_page:
            found = Kind.HIDDEN
        case Standing.DUE:
            found = Kind.DUE
    return found


def _note(kind: Kind, before: Standing, now: Standing, entry: Entry | None) -> str:
    """What came of it, in a few words; as a rule its kind says enough."""
    withdrawal = entry.report.withdrawal if entry else None
    notes = {
        Kind.BROKEN: "文件读不了，网站现在生成不了",
        Kind.HIDDEN: f"公开过，现在{_WORDS.get(now)}；公开过的网址不能收回，不能再公开的请撤回",
        Kind.NEW: "撤回过，又公开" if before is Standing.WITHDRAWN else f"原来{_WORDS.get(before)}",
        Kind.WITHDRAWN: f"理由：{' '.join(withdrawal.reason.split())}" if withdrawal else "",
        Kind.DRAFT: {now: "删去了", before: "新的"}.get(Standing.ABSENT, ""),
    }
    return "" if (kind, before) == (Kind.NEW, Standing.ABSENT) else notes.get(kind, "")


_WORDS: Mapping[Standing, str] = {
    Standing.ABSENT: "没有这个文件", Standing.UNREADABLE: "读不了", Standing.DRAFT: "是草稿",
    Standing.DUE: "还没有到公开日期",
}  # fmt: skip


def _says_the_same(before: Entry, now: Entry) -> bool:
    """Whether both files say the same to the public, and the same files lie beside them."""
    attached = [[one.sha256 for one in entry.attachments] for entry in (before, now)]
    return before.content_digest == now.content_digest and attached[0] == attached[1]


def _issuers(before: Entry, now: Entry) -> Differences:
    """The department's name, which follows from the register, too."""
    if before.issued_by == now.issued_by:
        return Differences()
    return Differences((Change("部门", before.issued_by, now.issued_by),))


def _differences(before: Entry, now: Entry) -> Differences:
    """What differs between two full reports."""
    old, new = (_data(one) for one in (before, now))
    form = now.form or before.form
    found = compare(old, new, Report, form.printed_names if form else None)
    if now.withdrawn:
        return found
    computed = _computed(before), _computed(now)
    moved = (
        Change(f"{key}（{_COMPUTED}）", computed[0].get(key), computed[1].get(key))
        for key in computed[0] | computed[1]
        if computed[0].get(key) != computed[1].get(key)
    )
    return found._replace(values=(*found.values, *moved))


def _data(entry: Entry) -> dict[str, object]:
    found: dict[str, object] = json.loads(report_json.text(entry))
    return {key: value for key, value in found.items() if key not in _PLACE}


def _computed(entry: Entry) -> dict[str, str]:
    """Figures that the page works out, by label."""
    view, funds = views.report_view(entry), entry.report.funds
    found = {
        Item.RECEIVED_RATE: figures.format_percent(figures.received_rate(funds)),
        Item.EXECUTION_RATE: figures.format_percent(figures.execution_rate(funds)),
        "指标分值合计": figures.format_amount(view.weight_total),
        "指标得分合计": figures.format_amount(view.score_total),
    }
    return {key: value for key, value in found.items() if value is not None}


def _key_figures(view: ReportView) -> Iterator[tuple[str, str]]:
    """Label and value of what stands at the top of the page, as far as it is stated."""
    for one in (*view.money, *view.results):
        if one.value is not None:
            yield one.label, _text(one)
    if view.indicators:
        yield "指标", f"{len(view.indicators)} 个"


def _text(one: Figure) -> str:
    """With its unit, and where it comes from, unless what is claimed and computed agree."""
    is_agreed = "，" in one.note and not one.differs
    note = f"（{one.note}）" if one.note and not is_agreed else ""
    return " ".join(filter(None, (one.value, one.unit))) + note
