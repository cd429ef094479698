"""A source that repeats the points of the budget's execution, which the total has already.

A form that gives each source points of its own, or sources that share the points, is no fault.
"""

from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.problems import quote

RULE = Rule(
    title="资金来源重复了执行率的分值和得分",
    why="预算执行率只计一次分，写在年度资金总额一行。“其中”的来源再写一遍，分值合计就多出一份，读者也看不出哪一个计分。",
    mend="把来源一行的分值、得分留空，只留“资金”里的；每个来源各自计分的，写各自的分值。",
    sources=("项目支出绩效自评表（财预〔2020〕10号）：执行率的分值、得分在年度资金总额一行",),
    failing="""
资金:
  分值: 10
  得分: 10
  来源: [{名称: 其中：本年财政拨款, 分值: 10, 得分: 10}, {名称: 其他资金}]
""",
    passing="""
资金:
  分值: 10
  得分: 10
  来源: [{名称: 其中：本年财政拨款}, {名称: 其他资金}]
""",
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare the points of each source with those of the total."""
    part = subject.form.part("资金.来源") if subject.form else None
    if part and any(column.field == "分值" for column in part.columns):
        return
    funds = subject.funds
    others = [one.weight for one in funds.sources if one.weight is not None]
    for number, source in enumerate(funds.sources):
        points = (source.weight, source.score)
        if None in points or points != (funds.weight, funds.score):
            continue
        if len(others) > 1 and sum(others) == funds.weight:
            continue  # shared: the others have 0
        message = (
            f"来源{quote(source.name)}又写了分值 {source.weight}、得分 {source.score}，"
            "与资金总额一行的相同。执行率只计一次分，请把来源这一行的分值、得分留空。"
        )
        yield Finding(("资金", "来源", number, "分值"), message)
