"""An evaluation that evaluates nothing."""

from collections.abc import Iterator

from generator.check.report_parts import parts
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.choices import Item

RULE = Rule(
    title="没有指标、得分和等级",
    why="没有指标表、没有得分也没有等级，读者只看到叙述，看不到评价结果。",
    mend="把自评表填进“指标”，得分和等级填进“自评”；原报告确实没有的，核实后说明原文没有；整套表格都不要求的，在提纲里写“不要求”。",
    sources=(
        "中央部门项目支出绩效自评表：逐个指标列出分值和得分",
        "财预〔2020〕10号：评价结果分优、良、中、差四个等级",
    ),
    failing="""\
指标: []
自评: {得分: null, 等级: null}
""",
    passing="""\
指标: []
自评: {得分: 95.5, 等级: null}
""",
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look for any of the three; a form that asks for none of them has them in no report."""
    not_asked = subject.form.unasked if subject.form else ()
    stated = any(
        part.indicators or part.claimed.score is not None or part.claimed.grade
        for _, part in parts(subject)
    )
    if not stated and not {Item.SCORE, Item.GRADE, Item.INDICATORS} <= set(not_asked):
        message = (
            "报告没有指标、得分和等级，读者看不到评价结果。"
            "请填写自评表；原报告没有的，请在“核实”里说明。"
        )
        yield Finding(("指标",), message)
