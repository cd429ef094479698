"""Levels of indicators that are not those of the form, or not in their place."""

from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.choices import EvaluationType
from generator.model.problems import Level, quote

# First level to the words of its second level: the form of 2020, and 成本 as a level of its own.
_BELOW = {
    "产出": ("产出", "数量", "质量", "时效", "成本"),
    "成本": ("成本", "经济", "社会", "生态"),
    "效益": ("效益", "效果", "影响", "经济", "社会", "生态", "可持续", "满意"),
    "满意": ("满意",),
}
_OTHERS = (
    "执行",
    "决策",
    "过程",
    "投入",
    "管理",
    "效果",
    "完成",
    "成效",
    "效率",
)  # their second levels vary
_SECOND = ("数量", "质量", "时效", "可持续", "社会", "生态", "经济")
_ROW = """\
指标:
  - {一级: %s, 二级: 社会效益指标, 三级: 受益人口, 性质: ≥, 目标值: 12000, 单位: 人, 完成值: 12360, 分值: 90, 得分: 86, 偏差原因: 晚通水。}
"""  # noqa: E501  a row of a table

RULE = Rule(
    level=Level.NOTICE,
    title="指标的一级、二级名称不合常用的分类",
    why="分类不统一，各部门、各年度的指标就不能放在一起比较和汇总。",
    mend="一级写产出、效益、满意度（或成本、预算执行），二级写它下面的类别；系统导出的名称照原样的可以核实。",
    sources=(
        "通行的指标体系：产出（数量、质量、时效、成本），效益（经济、社会、生态、可持续影响），满意度",
        "财预〔2021〕101号：成本单列一级（经济、社会、生态环境成本）",
    ),
    failing=_ROW % "产出指标",
    passing=_ROW % "效益指标",
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look at each pair of levels once; overall evaluations have frameworks of their own."""
    if subject.report.evaluation_type is EvaluationType.OVERALL:
        return
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(subject.indicators):
        first, second = row.first_level or "", row.second_level or ""
        if not first:
            continue
        misnamed = _misnamed(first)
        pair = first, "" if misnamed else second
        if pair in seen:
            continue
        seen.add(pair)
        if misnamed:
            yield Finding(("指标", number, "一级"), misnamed)
        elif misplaced := _misplaced(first, second):
            yield Finding(("指标", number, "二级"), misplaced)


def _misnamed(first: str) -> str:
    if any(word in first for word in _SECOND):
        return f"{quote(first)}是二级指标的名称，写在了“一级”里。请把它移到“二级”。"
    if any(word in first for word in (*_BELOW, *_OTHERS)):
        return ""
    return (
        f"一级指标{quote(first)}不是常用的名称（产出、效益、满意度、成本、预算执行）。请核对名称。"
    )


def _misplaced(first: str, second: str) -> str:
    level = next((word for word in _BELOW if word in first), None)
    if level is None or any(word in second for word in _BELOW[level]):
        return ""
    stray = next((word for word in (*_SECOND, "成本", "满意") if word in second), None)
    if stray is None:
        return ""
    home = "、".join(word for word, below in _BELOW.items() if stray in below)
    return f"二级指标{quote(second)}写在{quote(first)}下面，一般属于{home}。请核对两级名称。"
