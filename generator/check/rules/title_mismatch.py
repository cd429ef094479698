"""A title that names another project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.check.prose import core, many_projects, same_project, specific
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.choices import EvaluationType
from generator.model.problems import Level

RULE = Rule(
    level=Level.WARNING,
    title="标题与项目名称不符",
    why="标题是读者和搜索最先看到的，写着别的项目，多半是套用了另一份报告。",
    mend=(
        "核对“标题”、正文第一行和“项目名称”，三处写同一个项目。"
        "怎样算同一个名称（去掉年度、“经费、项目”等词尾后互相包含、是简称或大半相同）是本系统的约定。"
    ),
    failing="标题: 示例县水利局2023年城区排水管网清淤项目支出绩效自评报告",
    passing="标题: 示例县水利局2023年农村饮水安全项目支出绩效自评报告",
)

_TITLE = re.compile(r"[^，。；：！？\n]{6,70}报告")
_ABOUT_REPORTS = re.compile(
    "项目|支出|资金|经费|绩效|自我|自评|评价|总结|情况|报告|关于|开展|单位|部门|整体|专项|预算|财政|年度|的"
)
_YEARS = re.compile(r"(?:19|20)\d{2}\s?(?:[-—－至]\s?(?:19|20)\d{2}\s?)?年?(?:度)?")
_LEAST = 4  # characters: what is shorter names no project
_FIRST_LINES = 2


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare the title, and a title in the first lines of the narrative, with the name."""
    report = subject.report
    if report.evaluation_type is EvaluationType.OVERALL or many_projects(report.project_name):
        return
    if report.printed_title and _another(report.printed_title, subject):
        yield Finding(("标题",), _message("标题", report.printed_title, report.project_name))
    if not subject.passages:
        return
    first = subject.passages[0]
    for line in first.text.splitlines()[:_FIRST_LINES]:
        title = line.strip().strip("#* ")
        if _TITLE.fullmatch(title) and _another(title, subject):
            start = first.text.index(title)
            message = _message("正文开头", title, report.project_name)
            yield first.finding((start, start + len(title)), message)


def _another(title: str, subject: Subject) -> bool:
    """Whether a title, departments and years and the kind of report left out, says another name."""
    if core(subject.report.project_name) in title:
        return False
    said = _YEARS.sub("", title)
    for name in _departments(subject):
        said = said.replace(name, "")
    said = _ABOUT_REPORTS.sub("", said)
    if len(specific(said)) < _LEAST:
        return False
    return not same_project(said, _ABOUT_REPORTS.sub("", subject.report.project_name))


def _departments(subject: Subject) -> Iterable[str]:
    """Names of departments, the longest first."""
    names = {subject.report.implementing_unit or "", subject.department.short}
    for department in (subject.department, *subject.departments):
        names |= {department.name, department.short, *department.former_names}
    return sorted(filter(None, names), key=len, reverse=True)


def _message(where: str, title: str, project: str) -> str:
    return (
        f"{where}写的是“{title}”，看不出是本项目（{project}）。"
        "请核对标题和项目名称，写同一个项目；标题写的是别的项目的，改正标题。"
    )
