"""The same indicator twice."""

from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.sentences import words_only
from generator.model.problems import quote

_ROWS = """\
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 更换供水管网, 性质: ≥, 目标值: 46, 单位: 公里, 完成值: 46, 分值: 50, 得分: 50}
  - {一级: 产出指标, 二级: 数量指标, 三级: %s, 性质: ≥, 目标值: 12, 单位: 套, 完成值: 12, 分值: 50, 得分: 45.5, 偏差原因: 两套晚装。}
"""  # noqa: E501  rows of a table

RULE = Rule(
    title="同一个指标写了两次",
    why="同一指标重复计分，总分就虚高；多半是复制一行以后忘了改名称。",
    mend="核对两行：重复的删去一行并重新分配分值；确是两个指标的，把名称写清楚。",
    sources=("惯例：没有成文的规定",),
    failing=_ROWS % "更换供水 管网。",
    passing=_ROWS % "安装消毒设备",
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare the rows by the words of their levels and names."""
    seen: dict[tuple[str, str, str], int] = {}
    for number, row in enumerate(subject.indicators):
        levels = words_only(row.first_level or ""), words_only(row.second_level or "")
        first = seen.setdefault((*levels, words_only(row.name)), number)
        if first != number:
            message = (
                f"第 {number + 1} 行的指标{quote(row.name)}与第 {first + 1} 行重复。"
                "请删去重复的一行并核对分值；确是两个指标的，请把名称写清楚。"
            )
            yield Finding(("指标", number, "三级"), message)
