"""Whether it is clear under which of its names a department issued a report."""

from collections.abc import Iterator

from generator.model.choices import Status
from generator.model.department import Department
from generator.model.issuer import possible_names
from generator.model.problems import Level, Problem, quote
from generator.model.report import Report
from generator.source.tree import Source


def check_department_name(
    source: Source, report: Report, department: Department
) -> Iterator[Problem]:
    """Warn of a public report that may have been issued under several names."""
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
