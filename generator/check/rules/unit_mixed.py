"""One amount in 元 in the text and in 万元 in the table: readers cannot compare them at sight."""

from collections.abc import Iterator
from decimal import Decimal

from generator.check.fund_columns import COLUMNS, stated_amounts
from generator.check.report_parts import fund_records
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.text_values import amounts
from generator.model.choices import Unit
from generator.model.figures import fund_rows
from generator.model.problems import Level

_TEXT = """\
资金: {单位: 万元, 年初预算: 186.40}
年度目标: [{预期: 申请预算资金%s，用于村级组织运转。}]
"""

RULE = Rule(
    level=Level.NOTICE,
    title="同一笔钱，文字用元，表里用万元",
    why="目标里写1864000元，表里是186.40万元，读者要数位数才知道是同一笔钱，数错一位就差十倍。",
    mend="文字里也写万元；原文如此、要照录的，写进“核实”。",
    failing=_TEXT % "1864000元",
    passing=_TEXT % "186.40万元",
)
_SMALLEST = Decimal(10_000)  # 元: a smaller amount is easier to read in 元


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """The first place in the texts where an amount of the money stands in 元."""
    in_wan = {
        value
        for _, funds in fund_records(subject)
        if funds.unit is Unit.WAN
        for row in fund_rows(funds)
        for value in stated_amounts(row.amounts, *COLUMNS).values()
    }
    for passage in subject.texts if in_wan else ():
        for one in amounts(passage.text) if "元" in passage.text else ():
            if one.unit is Unit.YUAN and one.value >= _SMALLEST and one.wan in in_wan:
                message = (
                    f"这里写 {one.value:f} 元，“资金”里是 {one.wan:f} 万元，是同一笔钱。"
                    "请用同一个单位，读者才好核对。"
                )
                yield passage.finding((one.start, one.end), message)
                return
