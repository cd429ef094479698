"""Percentages that are written in words, or whose target has no sign.

The raw cells are looked at: for what is compared, 百分比 is % already (`indicators.py`). A number
that has no unit anywhere is left to `unit-missing`, a rate as a fraction (0.93) is one as a
spreadsheet keeps it. Where the target has the sign, a bare completed value is clear enough.
"""

from collections.abc import Iterator

from generator.check.indicators import parse_quantity
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.text_values import half_width
from generator.model.choices import Direction
from generator.model.indicator import Indicator
from generator.model.problems import Level, quote

_ROW = """\
指标:
  - {一级: 产出指标, 二级: 质量指标, 三级: 工程验收合格率, 性质: ≥, 目标值: 95%s, 完成值: 96%%, 分值: 90, 得分: 86, 偏差原因: 一处复验。}
"""  # noqa: E501  a row of a table
_WORDS = ("百分比", "百分数", "百分率", "百分号")

RULE = Rule(
    level=Level.NOTICE,
    title="百分数没有写百分号",
    why="“≥100百分比”、目标值“95”而完成值“96%”，读者要猜两个数是不是一回事；系统比较时也靠猜。",
    mend="在“单位”里写 %，另两格只写数字；或两格都带百分号。原表如此、要照录的，写进“核实”。",
    sources=("四川省项目支出绩效自评表（2023）：“度量单位”栏",),
    failing=_ROW % "",
    passing=_ROW % "%",
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Words are told once a table, a sign that is missing in each row."""
    in_words = []
    for number, row in enumerate(subject.indicators):
        if field := _field_in_words(row):
            in_words.append((number, field))
        elif _lacks_sign(row):
            message = (
                f"指标{quote(row.name)}的目标值{quote(row.target)}没有单位，"
                f"完成值是{quote(row.actual)}。请补上百分号，或在“单位”里写 %。"
            )
            yield Finding(("指标", number, "目标值"), message)
    if in_words:
        number, field = in_words[0]
        name = quote(subject.indicators[number].name)
        these = f"{name}等 {len(in_words)} 个指标" if len(in_words) > 1 else f"指标{name}"
        message = f'{these}的单位写的是“百分比”之类的字。请写成 %，如 单位: "%"。'
        yield Finding(("指标", number, field), message)


def _field_in_words(row: Indicator) -> str:
    """The field that has the word for the sign: the unit itself, or the end of a number."""
    if "".join((row.unit or "").split()) in _WORDS:
        return "单位"
    for field, cell in (("目标值", row.target), ("完成值", row.actual)):
        if (cell or "").rstrip().endswith(_WORDS) and parse_quantity(cell):
            return field
    return ""


def _lacks_sign(row: Indicator) -> bool:
    """Whether the target is a bare number where the completed value is a percentage."""
    if row.unit or row.direction is Direction.QUALITATIVE:
        return False
    target, actual = parse_quantity(row.target), parse_quantity(row.actual)
    if not target or not actual or target.unit or "%" not in half_width(row.actual or ""):
        return False
    return actual.unit == "%" and target.value > 1  # else a fraction
