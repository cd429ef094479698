"""A title that names another project."""

import re
from collections.abc import Iterator

from generator.check.project_names import (
    core_name,
    distinctive_part,
    is_umbrella_name,
    may_be_same_project,
)
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.sentences import without
from generator.model.choices import EvaluationType

RULE = Rule(
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
    "|目标|完成|转移支付|区域|表(?=[（(]|$)"  # the name of a table of the form
)
_YEARS = re.compile(r"(?:19|20)\d{2}\s?(?:[-—－至]\s?(?:19|20)\d{2}\s?)?年?(?:度)?")
_MIN_NAME = 4  # characters: what is shorter names no project
_FIRST_LINES = 2


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare the title, and a title in the first lines of the narrative, with the name."""
    report = subject.report
    if report.evaluation_type is EvaluationType.OVERALL or is_umbrella_name(report.project_name):
        return
    if report.printed_title and _names_another(report.printed_title, subject):
        yield Finding(("标题",), _message("标题", report.printed_title, report.project_name))
    first = next((one for one in subject.passages if one.is_narrative), None)
    if first is None:
        return
    for line in first.text.splitlines()[:_FIRST_LINES]:
        title = line.strip().strip("#* ")
        if _TITLE.fullmatch(title) and _names_another(title, subject):
            start = first.text.index(title)
            message = _message("正文开头", title, report.project_name)
            yield first.finding((start, start + len(title)), message)


def _names_another(title: str, subject: Subject) -> bool:
    """Whether a title, departments and years and the kind of report left out, says another name."""
    if core_name(subject.report.project_name) in title:
        return False
    others = (name for one in subject.departments for name in one.all_names)
    longest_first = sorted({*subject.own_departments, *others}, key=len, reverse=True)
    bare = _ABOUT_REPORTS.sub("", without(_YEARS.sub("", title), longest_first))
    if len(distinctive_part(bare)) < _MIN_NAME:
        return False
    return not may_be_same_project(bare, _ABOUT_REPORTS.sub("", subject.report.project_name))


def _message(where: str, title: str, project: str) -> str:
    return (
        f"{where}写的是“{title}”，看不出是本项目（{project}）。"
        "请核对标题和项目名称，写同一个项目；标题写的是别的项目的，改正标题。"
    )
