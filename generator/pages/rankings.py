"""The pages of rankings: lowest scores, least spent, most left, budgets that changed most.

They answer without a script what the explorer answers with one; the rules stand above each table.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from generator.model import figures, totals
from generator.model.amounts import trimmed
from generator.model.catalogue import Catalogue
from generator.model.entry import Entry, current
from generator.model.project_evaluation import SelfEvaluation
from generator.pages import lists
from generator.pages.indexes import IndexPage
from generator.pages.lists import ReportRow
from generator.pages.templating import Page, render_page

ADDRESS = "rankings/"
LONG = 20  # rows of a ranking
LONGEST = 30  # with those that share the last place
FULL_MARKS = Decimal(100)  # where neither the report nor its form tells them


class Place(NamedTuple):
    """A report in a ranking; those of the same value share a place."""

    number: int
    row: ReportRow
    full_marks: Decimal | None = None  # where they are not 100
    before: Decimal | None = None  # the budget of the year before, as shown
    change: str | None = None  # `+12.3（+10.2%）`


class Ranking(NamedTuple):
    """The first of all reports that can be ranked."""

    anchor: str
    title: str
    rule: str
    columns: tuple[str, ...]
    places: Sequence[Place]
    ranked: int  # reports that can be

    tied: int  # that share the last place and are not listed


class _Value(NamedTuple):
    """What a report is ranked by, the least first."""

    entry: Entry
    value: Decimal


def pages(catalogue: Catalogue) -> Iterator[IndexPage]:
    """`/rankings/` of all years, and one page a year; none where nothing is current."""
    if not catalogue.current:
        return
    years = [year for year, entries in catalogue.by_year.items() if current(entries)]
    yield IndexPage(ADDRESS, partial(_page, years=years), catalogue.public, years=years)
    for year in years:
        before = catalogue.by_year.get(year - 1, ())
        render = partial(_page, years=years, year=year, before=before)
        yield IndexPage(f"{ADDRESS}{year}/", render, catalogue.by_year[year], before, years=years)


def _page(
    public: Sequence[Entry],
    years: Sequence[int],
    year: int | None = None,
    before: Sequence[Entry] = (),
) -> Page:
    title = f"{year} 年度排名" if year else "排名"
    return render_page(
        f"{ADDRESS}{year}/" if year else ADDRESS,
        "rankings.md.j2",
        {"title": title, "kind": "index"},
        title=title,
        year=year,
        years=years,
        crumbs=[("排名", ADDRESS)] if year else [],
        rankings=rankings(current(public), current(before)),
    )


def rankings(entries: Sequence[Entry], before: Sequence[Entry] = ()) -> list[Ranking]:
    """The four rankings of current reports; `before` has those of the year before the first."""
    projects = [one for one in entries if not one.is_overall]
    money = totals.each_project_once(projects)
    budgets = _budgets((*entries, *before))
    return [
        _ranking(
            ("scores", "得分最低", "按得分 ÷ 满分从低到高。每份填报了得分的项目报告各算一份。"),
            ("得分", "执行率", "等级"), _scores(projects), _place,
        ),
        _ranking(
            ("rates", "执行率最低", "按支出 ÷ 全年预算从低到高；算不出、只有自报的，用自报的。"),
            ("执行率", "全年预算", "支出"), _rates(money), _place,
        ),
        _ranking(
            ("unspent", "没有花完的钱最多", "按全年预算 − 支出从多到少；超支的、花完的不列。"),
            ("未支出", "全年预算", "支出", "执行率"), _unspent(money), _place,
        ),
        _ranking(
            ("changes", "预算变化最大",
             "同一部门、同一网址标识的项目，全年预算与上一年度之差，从多到少，增减都算。"),
            ("变化", "上年预算", "全年预算"), _changes(money, budgets), partial(_changed, budgets),
        ),
    ]  # fmt: skip


def _scores(entries: Iterable[Entry]) -> Iterator[_Value]:
    for entry in entries:
        claims = entry.report.self_evaluation or SelfEvaluation()
        if claims.score is not None:
            yield _Value(entry, claims.score / full_marks(entry))


def full_marks(entry: Entry) -> Decimal:
    """What a report's score is out of: as it states, as its form has it, else 100."""
    claims = entry.report.self_evaluation
    return (claims and claims.total) or (entry.form and entry.form.total) or FULL_MARKS


def _rates(entries: Iterable[Entry]) -> Iterator[_Value]:
    for entry in entries:
        amounts = entry.amounts
        claims = entry.report.self_evaluation or SelfEvaluation()
        rate = figures.ratio(amounts.spent, amounts.budget)
        if rate is None and claims.execution_rate:
            rate = claims.execution_rate.percent
        if rate is not None:
            yield _Value(entry, rate)


def _unspent(entries: Iterable[Entry]) -> Iterator[_Value]:
    for entry in entries:
        left = unspent(entry)
        if left:
            yield _Value(entry, -left)


def unspent(entry: Entry) -> Decimal | None:
    """Budget minus spending in 万元, exact; None where nothing is left or one is not stated."""
    budget, spent = entry.amounts
    return budget - spent if None not in (budget, spent) and budget > spent else None  # type: ignore[operator]


_Key = tuple[str, str, int]  # department, project, year


def _budgets(entries: Iterable[Entry]) -> Mapping[_Key, Decimal]:
    """The budgets that are stated, in 万元."""
    found = {(one.department.slug, one.slug, one.year): one.amounts for one in entries}
    return {key: one.budget for key, one in found.items() if one.budget is not None}


def _before(entry: Entry, budgets: Mapping[_Key, Decimal]) -> Decimal | None:
    return budgets.get((entry.department.slug, entry.slug, entry.year - 1))


def _changes(entries: Iterable[Entry], budgets: Mapping[_Key, Decimal]) -> Iterator[_Value]:
    for entry in entries:
        budget, before = entry.amounts.budget, _before(entry, budgets)
        if budget is not None and before is not None and budget != before:
            yield _Value(entry, -abs(budget - before))


def _place(number: int, row: ReportRow) -> Place:
    full = full_marks(row.entry)
    return Place(number, row, full if full != FULL_MARKS else None)


def _changed(budgets: Mapping[_Key, Decimal], number: int, row: ReportRow) -> Place:
    """With the change of what is shown: both amounts with the same number of decimals."""
    before, budget = _before(row.entry, budgets), row.budget
    assert before is not None  # noqa: S101  it is ranked by the change
    assert budget is not None  # noqa: S101
    places = max(0, -int(budget.as_tuple().exponent))
    shown = totals.round_half_up(before, places)
    return Place(number, row, None, shown, _change(budget - shown, before))


def _change(difference: Decimal, before: Decimal) -> str:
    share = figures.ratio(abs(difference), before)
    sign = "+" if difference > 0 else "−"
    rest = f"（{sign}{share:,f}%）" if share is not None else ""
    return f"{sign}{trimmed(abs(difference)):,f}{rest}"


def _ranking(
    told: tuple[str, str, str],
    columns: tuple[str, ...],
    values: Iterable[_Value],
    place: Callable[[int, ReportRow], Place],
) -> Ranking:
    """The first `LONG`, and those that share the last place, in the order of the site's lists."""
    ranked = sorted(values, key=lambda one: one.value)
    last = ranked[LONG - 1].value if len(ranked) > LONG else None
    tied = [one for one in ranked[LONG:] if one.value == last]
    listed = ranked[:LONG] + (tied if len(tied) <= LONGEST - LONG else [])
    numbers: list[int] = []
    for position, one in enumerate(listed):
        same = position and listed[position - 1].value == one.value
        numbers.append(numbers[-1] if same else position + 1)
    rows = lists.report_rows(one.entry for one in listed)
    places = [place(number, row) for number, row in zip(numbers, rows, strict=True)]
    return Ranking(
        *told, columns, places, len(ranked), len(ranked[:LONG]) + len(tied) - len(listed)
    )
