"""A stock phrase in the place of a result, with full marks."""

import re
from collections.abc import Iterator

from generator.check.indicators import parse_quantity
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.sentences import words_only
from generator.model.choices import Direction
from generator.model.indicator import Indicator
from generator.model.problems import quote

# With the number of a percentage taken out: 已完成100%.
_STOCK = re.compile(
    r"(?:已|均已|全部|基本|按期|按时|如期|均)*(?:完成|达成|达到|实现|达标)(?:了|全部)?"
    r"(?:年度|年初|既定|设定|预期|预定|绩效)*(?:目标|指标|要求|任务|效果)?(?:完成)?|好坏|优良中低差"
)
_DEADLINE = re.compile("(?:[年月]|[年月]?[底末]|日)(?:之|以)?前(?:完成|完工|支付)?$")
_RATE = re.compile(r"100(?:\.0+)?%?|百分之百")
_ROW = """\
指标:
  - {一级: 效益指标, 二级: 社会效益指标, 三级: 对村干部积极性的影响, 性质: 定性, 目标值: 效果明显, 完成值: %s, 分值: 90, 得分: 90}
"""  # noqa: E501  a row of a table

RULE = Rule(
    title="完成值是套话，却得满分",
    why="“达成预期指标”“已完成100%”没有说做成了什么，读者看不出凭什么得满分。",
    mend="写明实际的情况：做了什么、有什么变化、怎样知道的（如回访多少人、台账多少笔）；说不出的，如实扣分。",
    sources=("已公开的自评表里，定性指标的完成值多是套话，得分都是满分",),
    failing=_ROW % "达成预期指标",
    passing=_ROW % "回访的38名村干部中，36名表示补贴按月到账，没有人离职",
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Where the target is a figure and the result has none, `actual-blank` speaks."""
    for number, row in enumerate(subject.indicators):
        if _is_stock(row) and _has_full_marks(row):
            full = f"，得了满分 {row.score}" if row.score is not None else ""
            column = "完成值" if row.actual else "完成情况"
            message = (
                f"指标{quote(row.name)}的{column}写的是{quote(_result(row))}{full}。"
                "请写明实际做成了什么、怎样知道的。"
            )
            yield Finding(("指标", number, column), message)


def _result(row: Indicator) -> str:
    """The completed value; some forms ask for the progress alone."""
    return row.actual or row.completion or ""


def _has_full_marks(row: Indicator) -> bool:
    return row.score is None or row.weight is None or row.score >= row.weight


def _is_stock(row: Indicator) -> bool:
    """Whether the result is nothing but such a phrase, and the target asks for something else."""
    result = _result(row)
    words, target = words_only(result), words_only(row.target or "")
    if not words or words == target:
        return words in ("好坏", "优良中低差")
    if _DEADLINE.search(row.target or row.name):
        return False  # that it was done is the answer
    figure = parse_quantity(row.target)
    rate = _RATE.search(result)
    if figure and row.direction is not Direction.QUALITATIVE and not rate:
        return False
    if _STOCK.fullmatch(target) or (figure and figure.unit == "%"):
        return False  # 按期完成 was asked for; 100% of a rate is a result
    return bool(_STOCK.fullmatch(_RATE.sub("", words)))
