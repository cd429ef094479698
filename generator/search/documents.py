"""What is searched and shown of a report, as plain values."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.model import figures, totals
from generator.model.amounts import in_wan
from generator.model.choices import Unit
from generator.model.department import Department
from generator.model.entry import Entry
from generator.model.funds import Funds
from generator.model.indicator import Indicator
from generator.model.project_evaluation import SelfEvaluation
from generator.model.report import Report
from generator.pages import lists, narrative, views
from generator.pages.blocks import Block
from generator.pages.sections import Section
from generator.search.pinyin import Spellings

FIGURES = "关键数字"


class Passage(NamedTuple):
    """A piece of text that is searched by itself: no phrase is found across two of them."""

    place: str  # its heading, as the reader sees it
    anchor: str  # on the page; "" is its top
    text: str


Row = tuple[str | float | bool | tuple[str, ...] | None, ...]


class Document(NamedTuple):
    """All that the index holds of a report."""

    head: tuple[str, ...]  # titles, names and numbers
    passages: tuple[Passage, ...]
    indicators: tuple[str, ...]  # their names
    row: Row  # what lists of results show


def document(entry: Entry) -> Document:
    """A full report as the index holds it."""
    return Document(
        head(entry),
        tuple(passages(entry)),
        _unique(one.name for one in entry.report.indicators),
        row(entry),
    )


def _unique(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Each text once, in order; without those that are not there."""
    return tuple(dict.fromkeys(text for text in texts if text))


def names(entry: Entry) -> tuple[str, ...]:
    """What is also found by its pinyin: the names of project and department."""
    return entry.report.project_name, *entry.department.all_names


def head(entry: Entry) -> tuple[str, ...]:
    """Titles, department, unit, year, numbers of the report; what `row` has of them ranks first."""
    report, one = entry.report, entry.department
    names = report.title, report.project_name, *one.all_names, report.implementing_unit
    bodies = report.supervising_department, *(project.name for project in report.projects)
    return _unique(
        [*names, *bodies, report.evaluation_type, f"{entry.year}年度", *_numbers(report)]
    )


def _numbers(report: Report) -> tuple[str, ...]:
    """Numbers of the report, codes of its projects, documents that allotted the money."""
    allocations = report.funds.allocations if report.funds else ()
    allotted = (one.document_number for one in allocations)
    own = (report.index_number, report.document_number, report.project_code)
    covered = (project.project_code for project in report.projects)
    return _unique([*own, *covered, *allotted])


def passages(entry: Entry) -> Iterator[Passage]:
    """Everything else that is searched, in the order of the page.

    What all reports share is left out: labels, headings, the names of indicator levels.
    """
    view = views.report_view(entry)
    for text in _figures(entry.report, view):
        yield Passage(FIGURES, "funds", text)
    for indicator in view.indicators:
        yield Passage("绩效指标", "indicators", indicator.name)
        for text in _indicator(indicator):
            yield Passage(f"指标：{indicator.name}", "indicators", text)
    for block in view.blocks:
        yield from _block(block)
    yield from _sections(view.sections)
    for note in entry.report.notes:
        yield Passage("数据说明", "funds", note.replace("\n", " "))
    for correction, changes in view.corrections:
        yield Passage("更正", "corrections", correction.note.replace("\n", " "))
        for field, before, now in changes.rows if changes else ():
            text = f"{field}原为{before}，改为{now}"
            yield Passage("更正", "corrections", text.replace("\n", " "))
    for attached in entry.attachments:
        yield Passage("附件", "attachments", attached.name)


def _block(block: Block) -> Iterator[Passage]:
    """What a part of the form says."""
    place, anchor = block.heading, block.anchor
    for label, value in block.facts:
        yield Passage(f"{place}：{label}", anchor, value)
    for label, value in block.texts:
        for text in narrative.visible_texts(value):
            yield Passage(f"{place}：{label}" if label else place, anchor, text)
    for table in block.tables:
        for row in table.rows:
            for value in row:
                if value not in (figures.UNSTATED, figures.NOT_ASKED):
                    yield Passage(place, anchor, value.replace("\n", " "))
    for below in block.below:
        yield Passage(below.heading, below.anchor, below.heading)
        yield from _block(below)


def _sections(sections: Sequence[Section]) -> Iterator[Passage]:
    for section in sections:
        for text in narrative.visible_texts(section.text or ""):
            yield Passage(section.heading, section.anchor, text)
        yield from _sections(section.subsections)


def _figures(report: Report, view: views.ReportView) -> Iterator[str]:
    funds, claims = report.funds or Funds(), report.self_evaluation or SelfEvaluation()
    unit = funds.unit or ""
    yield from (f"{row.value}{unit}" for row in view.funds if row.value)
    yield from dict.fromkeys(_as_listed(funds))
    for source in funds.sources:
        yield source.name
        amounts = (source.initial_budget, source.annual_budget, source.received, source.spent)
        yield from (f"{value:,f}{unit}" for value in amounts if value is not None)
    for year in funds.by_year:
        amounts = (year.annual_budget, year.received, year.spent, year.balance)
        yield from (f"{value:,f}{unit}" for value in amounts if value is not None)
    for allocation in funds.allocations:
        if allocation.date:
            yield f"{allocation.date}"
        if allocation.amount is not None:
            yield f"{allocation.amount:,f}{unit}"
    rates = (claims.received_rate, claims.execution_rate, claims.satisfaction)
    computed = (figures.received_rate(funds), figures.execution_rate(funds))
    yield from dict.fromkeys(
        [*(f"{rate}" for rate in rates if rate), *(f"{rate}%" for rate in computed if rate)]
    )
    yield from (f"{claims.score:f}分",) if claims.score is not None else ()
    yield from (str(report.report_date),) if report.report_date else ()
    yield from (str(report.publication_date),) if report.publication_date else ()


def _as_listed(funds: Funds) -> Iterator[str]:
    """Amounts in 万元, exact and as lists round them: readers copy them from there."""
    for value in (funds.annual_budget, funds.received, funds.spent):
        exact = in_wan(value, funds.unit)
        if exact is None:
            continue
        if funds.unit is not Unit.WAN:
            yield f"{exact:,f}万元"
        rounded = totals.round_half_up(exact, 2)
        if rounded != exact:
            yield f"{rounded:,f}万元"


def _indicator(indicator: Indicator) -> Iterator[str]:
    unit = indicator.unit or ""
    for value in (indicator.target, indicator.actual):
        if value:
            yield f"{value}{unit}"
    texts = (indicator.explanation, indicator.standard, indicator.deduction_reason)
    for text in (*texts, indicator.deviation_reason):
        if text:
            yield text.replace("\n", " ")


def department_keys(one: Department, spellings: Spellings) -> tuple[str, ...]:
    """What people type instead of Chinese: `gonganju`, `gaj`; of all names, and the slug."""
    return _keys(one.all_names, one.slug, spellings)


def project_keys(entry: Entry, spellings: Spellings) -> tuple[str, ...]:
    """Likewise of a project: `shipinhuiyixitong`, `sphyxt`."""
    return _keys([entry.report.project_name], entry.slug, spellings)


def _keys(names: Sequence[str], slug: str, spellings: Spellings) -> tuple[str, ...]:
    spelled = (key for name in names for key in spellings[name])
    return tuple(dict.fromkeys([*spelled, slug.replace("-", "")]))


# The values of a row, in this order.
FIELDS = (
    "department",  # its slug
    "slug",
    "title",
    "project",
    "unit",  # the implementing unit
    "numbers",
    "type",
    "grade",
    "score",
    "budget",  # 万元
    "spent",  # 万元
    "rate",  # the execution rate as it is shown in lists
    "published",
    "corrected",
    "notAsked",  # of what is None here what the report's form does not ask for
    "issuedBy",  # the department's name of then, where it is called otherwise today
)


def row(entry: Entry) -> Row:
    """What a list of results shows of a report, and by what it is filtered and sorted.

    Values in the order of `FIELDS`; None is what the report does not state.
    """
    report = entry.report
    claims = report.self_evaluation or SelfEvaluation()
    listed = lists.report_rows([entry])[0]
    return (
        entry.department.slug,
        entry.slug,
        report.title,
        report.project_name,
        report.implementing_unit,
        _numbers(report),
        report.evaluation_type,
        claims.grade,
        _number(claims.score),
        _number(listed.budget),
        _number(listed.spent),
        f"{listed.execution_rate}（自报）" if listed.claimed else listed.execution_rate,
        str(report.publication_date),
        bool(report.corrections),
        tuple(listed.not_asked),
        entry.issued_by if entry.department_renamed else None,
    )


def _number(value: Decimal | None) -> float | None:
    """For sorting, and for display: up to 15 digits survive as they are."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
