"""`/coverage/`: which departments published reports of which years, and who owes one."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.model.catalogue import Catalogue
from generator.model.coverage import DepartmentYear, State, YearCoverage
from generator.model.department import Department
from generator.pages.templating import Page, render_page

ADDRESS = "coverage/"
_ONE_BY_ONE = 8  # years that are told by number; of more, how many there are


class _Row(NamedTuple):
    """A department with its years, as many as there are columns."""

    department: Department
    years: Sequence[DepartmentYear]


def coverage(catalogue: Catalogue) -> Page:
    """The page, also where nobody stated who owes a report: then it tells what is published."""
    years = tuple(catalogue.coverage.values())
    rows = [
        _Row(department, [year.departments[number] for year in years])
        for number, department in enumerate(catalogue.departments)
    ]
    return render_page(
        ADDRESS,
        "coverage.md.j2",
        {"title": "公开情况", "kind": "coverage"},
        years=years,
        rows=rows if years else [],
        missing=[(year, found) for year in years if (found := year.of_state(State.MISSING))],
        stated=[year for year in years if year.owed],
        states=State,
        year_pages=catalogue.by_year.keys(),
        department_pages=catalogue.by_department.keys(),
    )


def summary(year: YearCoverage) -> str | None:
    """`应公开 42 个部门，已公开 40 个，缺 2 个`; None where nobody stated what is owed."""
    if year.owed is None:
        return None
    counts = year.counts
    late = f"（其中逾期 {counts[State.LATE]} 个）" if counts[State.LATE] else ""
    parts = [f"应公开 {year.owing} 个部门", f"已公开 {year.published} 个{late}"]
    for state, words in (
        (State.MISSING, "缺 %d 个"), (State.WITHDRAWN, "%d 个已撤回"),
        (State.PENDING, "%d 个未到期限"),
    ):  # fmt: skip
        if counts[state]:
            parts.append(words % counts[state])
    return "，".join(parts)


def newest_summary(coverages: Mapping[int, YearCoverage]) -> str | None:
    """That of the newest year of which somebody is late or was in time, with what others lack."""
    stated = [one for one in coverages.values() if one.owed]
    if not stated:
        return None
    judged = [one for one in stated if not one.counts[State.PENDING]]
    shown = (judged or stated)[0]
    lacking = sum(one.counts[State.MISSING] for one in stated if one is not shown)
    others = f"；其他年度缺 {lacking} 个" if lacking else ""
    return f"{shown.year} 年度{summary(shown)}{others}"


def summaries_of_departments(coverages: Mapping[int, YearCoverage]) -> Mapping[str, str]:
    """By slug, what each department that owes reports has published of them."""
    owed: dict[str, list[DepartmentYear]] = {}
    for year in coverages.values():
        for one in year.departments:
            if one.is_owed:
                owed.setdefault(one.department.slug, []).append(one)
    return {slug: _of_department(years) for slug, years in owed.items()}


def _of_department(years: Sequence[DepartmentYear]) -> str:
    published = sum(one.has_published for one in years)
    parts = [f"应公开 {len(years)} 个年度，已公开 {published} 个"]
    for state in (State.MISSING, State.LATE, State.WITHDRAWN, State.PENDING):
        if those := [one.year for one in years if one.state is state]:
            told = "、".join(map(str, those))
            what = f"{told} 年度" if len(those) <= _ONE_BY_ONE else f"{len(those)} 个年度"
            parts.append(f"{what}{state}")
    return "；".join(parts)
