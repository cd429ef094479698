"""All that the PDF of a report shows, as plain JSON values: the template computes nothing.

Text is verbatim. The template takes it as data, so nothing in it can be read as a command. Only
invisible characters are replaced: a tab by a space, as on the page, and controls that reverse the
order of letters by nothing.
"""

import math
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from generator.check.indicators import sign_to_show, with_unit
from generator.model import figures
from generator.model.choices import Item, Status
from generator.model.entry import Entry
from generator.model.figures import UNSTATED
from generator.model.indicator import Indicator
from generator.model.report import Report
from generator.model.site import Site
from generator.pages import narrative, views
from generator.pages.blocks import Block
from generator.pages.citation import citation
from generator.pages.orders import PROJECT_REPORTS
from generator.pages.sections import Section
from generator.pages.tables import Table, cell
from generator.pages.text_markup import Span
from generator.pages.views import Details, Figure, ReportView

# Bidirectional controls: Chinese has no use for them, and one could show 001 where 100 is written.
_REPLACED: dict[int, str | None] = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_REPLACED |= {ord("\t"): " ", ord("\r"): " "}

MAX_KEPT_TOGETHER = 200  # characters of a paragraph that is kept on one page, with what follows
TITLE_WIDTH = 20  # characters of full width on a line of the title
MAX_TITLE_LINES = 6  # a longer title is broken anywhere
_WORD_ENDS = (
    "年度", "局", "办", "委", "部", "院", "中心", "镇", "乡", "县", "项目", "工程", "系统", "建设",
    "改造", "整治", "专项", "工作", "经费", "资金", "补助", "提升", "保障", "的",
    "）", "》", "”", "、", "，",
)  # fmt: skip

_WORDS = ("部门", "部分", "乡镇", "乡村")  # go on after what ends another word

JsonObject = dict[str, Any]


def document(site: Site, entry: Entry) -> JsonObject:
    """The values that `report.typ` shows of a full `entry`: text, lists and objects of them.

    A value that is not stated is `未填报`, a part that is not there is empty.
    """
    report, view = entry.report, views.report_view(entry)
    published = report.publication_date or date.min
    values = {
        "title": report.title,
        "title-lines": _title_lines(report.title),
        "year": f"{entry.year} 年度",
        "department": entry.issued_by,
        "site": site.name,
        "mark": "草稿" if report.status is Status.DRAFT else "",  # such a one is set at the desk
        "organiser": site.organiser,
        "published": [published.year, published.month, published.day],
        "day": _day(published),
        "record": _record(entry, view),
        "corrected": _day(report.corrections[-1].date) if report.corrections else "",
        "figures": [_figure(one) for one in (*view.money, *view.results)],
        "notes": list(report.notes),
        "funds": _funds(report, view),
        "indicators": _indicators(view) | {"asked": entry.asks_for(Item.INDICATORS)},
        "sections": _sections(view),
        "parts": [_part(one) for one in view.blocks if one.field != PROJECT_REPORTS],
        "corrections": [
            {"day": _day(one.date), "note": one.note, "changes": [_table(table)] if table else []}
            for one, table in view.corrections
        ],
        "attachments": [_attached(one.name, one.file.suffix) for one in entry.attachments],
        "citation": citation(site, entry).source,
        "permalink": (site.base_url or "/") + entry.address,
        "linked": site.base_url is not None,
        "unstated": UNSTATED,
    }
    return {key: _readable(value) for key, value in values.items()}


def _title_lines(title: str) -> list[str]:
    """The title in lines of about the same length, broken between words where they are known.

    Lines of an official document's title each make sense (GB/T 9704, 7.3.1).
    """
    count = math.ceil(_width(title) / TITLE_WIDTH)
    if count <= 1 or count > MAX_TITLE_LINES:
        return [title]
    fair = _width(title) / count

    def awkwardness(place: int) -> float:
        at_word = title[:place].endswith(_WORD_ENDS) or title[place] in "（《“"
        at_word = at_word and title[place - 1 : place + 1] not in _WORDS
        width = _width(title[:place])
        return abs(width - fair) + (0 if at_word else 4) + (0 if width <= TITLE_WIDTH else 99)

    place = min(range(1, len(title)), key=awkwardness)
    return [title[:place], *_title_lines(title[place:])]


def _width(text: str) -> float:
    """In characters of full width."""
    return sum(1 if ord(character) > 0x2000 else 0.6 for character in text)


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_REPLACED)
    if isinstance(value, dict):
        return {key: _readable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_readable(one) for one in value]
    return value


def _stated(value: object) -> str:
    if value is None:
        return UNSTATED
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _record(entry: Entry, view: ReportView) -> list[tuple[str, str]]:
    """The lines of the record block; some only where the report states them."""
    report = entry.report
    published = report.publication_date
    allocations = report.funds.allocations if report.funds else ()
    shows_date = report.report_date or entry.asks_for(Item.REPORT_DATE)
    lines = (
        ("部门", entry.issued_by),
        ("项目", report.project_name),
        *view.record,
        (view.implementing_label, view.implementing_unit),
        ("财政年度", str(entry.year)),
        ("评价类型", report.evaluation_type),
        *view.numbers,
        (view.date_label, _stated(report.report_date) if shows_date else None),
        ("公开日期", _stated(published and _day(published))),
        *(("下达文件", one.document_number) for one in allocations),
    )
    return [(label, value) for label, value in lines if value]


def _figure(one: Figure) -> JsonObject:
    return {
        "label": one.label,
        "value": _stated(one.value),
        "unit": one.unit if one.value is not None else "",
        "note": one.note,
        "differs": one.differs,
    }


def _funds(report: Report, view: ReportView) -> JsonObject:
    funds = report.funds
    return {
        "unit": funds.unit if funds and funds.unit else "",
        "rows": [[row.label, _stated(row.value)] for row in view.funds],
        "bars": [float(row.share or 0) for row in view.funds],
        "share": view.share_of_total or "",
        "sources": [_table(one) for one in view.sources],
        "allocations": [
            [one.document_number, _stated(one.date), _stated(one.amount)]
            for one in (funds.allocations if funds else ())
        ],
    }


def _table(one: Table) -> JsonObject:
    return {
        "caption": one.caption,
        "note": one.note,
        "heads": [label for label, _ in one.columns],
        "figures": [is_figure for _, is_figure in one.columns],
        "rows": [list(row) for row in one.rows],
    }


def _part(one: Block) -> JsonObject:
    """A part of the form; of `funds`, `indicators` and `sections` only where they stand."""
    return {
        "field": one.field,
        "heading": one.heading,
        "facts": [list(fact) for fact in one.facts],
        "texts": [{"label": label, "blocks": _blocks(text)} for label, text in one.texts],
        "tables": [_table(table) for table in one.tables],
        "below": [_part(below) for below in one.below],
        "empty": one.is_empty,
    }


def _indicators(view: ReportView) -> JsonObject:
    totals = (view.weight_total, view.score_total)
    stated = [] if totals == (None, None) else [view.total_label, *map(_stated, totals)]
    return {
        "rows": [_indicator(*row) for row in view.indicator_rows],
        "columns": [list(column) for column in view.indicator_columns],
        "totals": [stated, *([list(view.form_total)] if view.form_total else [])] if stated else [],
    }


def _indicator(one: Indicator, levels: str, details: Details) -> JsonObject:
    share = figures.ratio(one.score, one.weight)
    return {
        "name": one.name,
        "level": levels,
        "target": _target(one),
        "actual": _measured(one.actual, one.unit),
        "weight": cell(one, "weight"),
        "score": cell(one, "score"),
        "lost": _stated(one.points_lost) if one.points_lost else "",
        "share": None if share is None else min(float(share), 100.0),  # of the score's bar
        "details": [list(detail) for detail in details],
    }


def _target(one: Indicator) -> str:
    sign = sign_to_show(one) if one.target is not None else None
    target = _measured(one.target, one.unit)
    return f"{sign} {target}" if sign else target


def _measured(value: str | None, unit: str | None) -> str:
    return with_unit(value, unit) if value is not None else _stated(value)


def _sections(view: ReportView) -> list[JsonObject]:
    """The narrative; its last block is kept with what stands at the foot of the last page."""
    sections = [_section(one) for one in view.sections]
    if sections:
        last = sections[-1]
        while last["below"]:
            last = last["below"][-1]
        (*_, block) = last["blocks"]
        length = sum(len(span["text"]) for span in block.get("line", ()))
        block["keep_with_next"] = length < MAX_KEPT_TOGETHER
    return sections


def _section(one: Section) -> JsonObject:
    """A heading with its text's blocks, or with the headings under it."""
    return {
        "heading": one.heading,
        "blocks": _blocks(one.text) if one.text or not one.subsections else [],
        "below": [_section(below) for below in one.subsections],
    }


def _blocks(text: str | None) -> list[JsonObject]:
    found = narrative.blocks(text or "")
    return [{"kind": type(one).__name__.lower()} | asdict(one) for one in found] or [
        {"kind": "paragraph", "line": [asdict(Span(UNSTATED))], "keep_with_next": False}
    ]


def _attached(name: str, suffix: str) -> str:
    return f"{name}（{suffix[1:].upper()}）" if suffix[1:] else name
