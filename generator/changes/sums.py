"""Sums and counts of the county, of years and of departments, as the site's tables have them."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from generator.model import figures
from generator.model.amounts import Amounts
from generator.model.catalogue import Catalogue, group
from generator.model.totals import RoundedAmounts
from generator.pages import lists
from generator.pages.indexes import LATEST
from generator.pages.lists import Group, GroupRow, department_group, year_group

COUNTY = "全部"


class SumChange(NamedTuple):
    """A figure of a table that moved: the page, the row, what it is of; None where it is absent."""

    address: str  # of the page, relative to the site's root
    row: str
    label: str
    before: str | None
    now: str | None


class _Figure(NamedTuple):
    """A figure of a row: exactly, and as the page shows it."""

    exact: object
    shown: str


class _Row(NamedTuple):
    """A row of a table: its name, which may change, and its figures by label."""

    name: str
    figures: Mapping[str, _Figure]


_ABSENT = _Figure(None, "")
_Place: TypeAlias = tuple[str, str]  # of a row: the page, and the page that the row leads to


def changes(before: Catalogue, now: Catalogue) -> Iterator[SumChange]:
    """Every figure that moved: the county first, then by year, by department, by both.

    One that is shown with more decimals now, because another row of its table needs them, is the
    same figure.
    """
    moved = {
        year
        for year in before.by_year.keys() | now.by_year.keys()
        if before.by_year.get(year) != now.by_year.get(year)
    }
    old, new = (dict(_tables(one, moved)) if moved else {} for one in (before, now))
    for place in dict.fromkeys([*new, *old]):
        name = (new.get(place) or old[place]).name
        had, has = (found[place].figures if place in found else {} for found in (old, new))
        for label in dict.fromkeys([*has, *had]):
            was, is_now = had.get(label, _ABSENT), has.get(label, _ABSENT)
            if was.exact != is_now.exact and was.shown != is_now.shown:
                yield SumChange(place[0], name, label, was.shown or None, is_now.shown or None)
    had_latest, has_latest = _latest(before), _latest(now)
    if had_latest != has_latest:
        yield SumChange("", "首页", "最近公开", had_latest, has_latest)


def _tables(catalogue: Catalogue, moved: Collection[int]) -> Iterator[tuple[_Place, _Row]]:
    """Each row; of the tables of years only those that moved."""
    years = [year_group(one, f"years/{one[0].year}/") for one in catalogue.by_year.values()]
    departments = [
        department_group(one, f"departments/{slug}/")
        for slug, one in catalogue.by_department.items()
    ]
    yield from _table("years/", years, COUNTY)
    yield from _table("departments/", departments, None)
    for year, entries in catalogue.by_year.items():
        if year not in moved:
            continue
        groups = [
            department_group(members, f"departments/{slug}/{year}/")
            for slug, members in group(entries, lambda entry: entry.department.slug).items()
        ]
        yield from _table(f"years/{year}/", groups, None)


def _table(address: str, groups: list[Group], total: str | None) -> Iterator[tuple[_Place, _Row]]:
    """The rows of a table; the last one, for all, under the name `total` where it is wanted."""
    *rows, last = lists.group_table(groups, total or "")
    for row in [last, *rows] if total and groups else rows:
        yield (address, row.address), _Row(row.label, dict(_figures(row)))


def _figures(row: GroupRow) -> Iterator[tuple[str, _Figure]]:
    """What a row shows, by label; nothing of what it has not."""
    sums, money = row.totals, row.totals.money
    counts = {
        "项目报告": sums.count, "同一项目的另一份": sums.repeated_count,
        "只填预算的": money.budget_only.count, "只填支出的": money.spent_only.count,
        "两项都没有填的": money.neither_count, "部门整体支出报告": sums.overall_count,
        **{f"等级“{grade}”": number for grade, number in sums.grades.items()},
        "等级未填报": sums.ungraded,
    }  # fmt: skip
    yield from ((label, _Figure(one, f"{one} 份")) for label, one in counts.items() if one)
    yield from _amounts("", money.amounts, row.money)
    for label, part, shown in (
        ("只填预算的合计", money.budget_only, row.budget_only),
        ("只填支出的合计", money.spent_only, row.spent_only),
    ):
        if shown is not None:
            yield label, _Figure(part.total, _wan(shown))
    if row.overall:
        yield from _amounts("部门整体", sums.overall.amounts, row.overall)


def _amounts(of: str, exact: Amounts, shown: RoundedAmounts) -> Iterator[tuple[str, _Figure]]:
    if shown.budget is not None:
        yield f"{of or '全年'}预算", _Figure(exact.budget, _wan(shown.budget))
    if shown.spent is not None:
        yield f"{of}支出", _Figure(exact.spent, _wan(shown.spent))
    if shown.rate is not None:
        yield f"{of}执行率", _Figure(shown.rate, f"{shown.rate:,f}%")


def _wan(value: Decimal) -> str:
    return f"{figures.format_amount(value)} 万元"


def _latest(catalogue: Catalogue) -> str | None:
    """What the home page lists as published last."""
    titles = [f"{one.department.short}：{one.report.title}" for one in catalogue.latest[:LATEST]]
    return "；".join(titles) or None
