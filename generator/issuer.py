"""Under which name a department issued a report: the name of then, whatever it is called today."""

from __future__ import annotations

from collections.abc import Iterator

from generator.choices import Status
from generator.department import Department
from generator.model import Report
from generator.problems import Level, Problem, quote
from generator.source import Source


def possible_names(report: Report, department: Department) -> tuple[str, ...]:
    """The names under which it can have been issued, the newest last.

    The one that the report states; where it states the slug, what the register has for its date.
    """
    if report.department != department.slug:
        return (report.department,)
    return department.names_between(*report.issued)


def issued_by(report: Report, department: Department) -> str:
    """The name of then; of several that it can have been, the newest."""
    return possible_names(report, department)[-1]


def unclear_name(source: Source, report: Report, department: Department) -> Iterator[Problem]:
    """A public report of which nobody can tell under which name it was issued."""
    names = possible_names(report, department)
    if report.status is Status.DRAFT or len(names) == 1:
        return
    lines = " 或 ".join(f"“部门: {name}”" for name in names)
    dates = "，或在登记表里给曾用名写上停用日期" if department.has_undated_names else ""
    message = (
        f"部门写的是标识{quote(department.slug)}，它改过名，看不出出具报告时叫什么，"
        f"网站暂用{quote(names[-1])}。请照报告印的写：{lines}{dates}。"
    )
    yield source.problem(("部门",), "department-name", message)._replace(level=Level.WARNING)
