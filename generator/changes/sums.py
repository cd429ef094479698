"""Sums and counts of the county, of years and of departments, as the site's tables have them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from generator.model import figures
from generator.model.catalogue import Catalogue, group
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


def changes(before: Catalogue, now: Catalogue) -> Iterator[SumChange]:
    """Every figure that moved: the county first, then by year, by department, by both."""
    old, new = (dict(_tables(one)) for one in (before, now))
    for key in dict.fromkeys([*new, *old]):
        had, has = old.get(key, {}), new.get(key, {})
        for label in dict.fromkeys([*has, *had]):
            if had.get(label) != has.get(label):
                yield SumChange(*key, label, had.get(label), has.get(label))
    had_latest, has_latest = _latest(before), _latest(now)
    if had_latest != has_latest:
        yield SumChange("", "首页", "最近公开", had_latest, has_latest)


def _tables(catalogue: Catalogue) -> Iterator[tuple[tuple[str, str], Mapping[str, str]]]:
    """Page and name of each row, with its figures by label."""
    years = [year_group(one, f"years/{one[0].year}/") for one in catalogue.by_year.values()]
    departments = [
        department_group(one, f"departments/{slug}/")
        for slug, one in catalogue.by_department.items()
    ]
    yield from _table("years/", years, COUNTY)
    yield from _table("departments/", departments, None)
    for year, entries in catalogue.by_year.items():
        groups = [
            department_group(members, "")
            for members in group(entries, lambda entry: entry.department.slug).values()
        ]
        yield from _table(f"years/{year}/", groups, None)


def _table(
    address: str, groups: list[Group], total: str | None
) -> Iterator[tuple[tuple[str, str], Mapping[str, str]]]:
    """The rows of a table; the last one, for all, under the name `total` where it is wanted."""
    *rows, last = lists.group_table(groups, total or "")
    for row in [last, *rows] if total and groups else rows:
        yield (address, row.label), dict(_figures(row))


def _figures(row: GroupRow) -> Iterator[tuple[str, str]]:
    """What a row shows, label and text; nothing of what it has not."""
    sums, money = row.totals, row.totals.money
    counts = {
        "项目报告": sums.count, "同一项目的另一份": sums.repeated_count,
        "只填预算的": money.budget_only.count, "只填支出的": money.spent_only.count,
        "两项都没有填的": money.neither_count, "部门整体支出报告": sums.overall_count,
        **{f"等级“{grade}”": number for grade, number in sums.grades.items()},
        "等级未填报": sums.ungraded,
    }  # fmt: skip
    amounts = {
        "全年预算": row.money.budget, "支出": row.money.spent,
        "只填预算的合计": row.budget_only, "只填支出的合计": row.spent_only,
    }  # fmt: skip
    rates = {"执行率": row.money.rate}
    if row.overall:
        amounts |= {"部门整体预算": row.overall.budget, "部门整体支出": row.overall.spent}
        rates["部门整体执行率"] = row.overall.rate
    yield from ((label, f"{count} 份") for label, count in counts.items() if count)
    yield from ((label, _wan(value)) for label, value in amounts.items() if value is not None)
    yield from ((label, f"{value:,f}%") for label, value in rates.items() if value is not None)


def _wan(value: Decimal) -> str:
    return f"{figures.format_amount(value)} 万元"


def _latest(catalogue: Catalogue) -> str | None:
    """What the home page lists as published last."""
    titles = [f"{one.department.short}：{one.report.title}" for one in catalogue.latest[:LATEST]]
    return "；".join(titles) or None
