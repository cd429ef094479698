"""Money spent against a budget that is stated as 0."""

from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.figures import format_amount, fund_rows

RULE = Rule(
    title="全年预算为 0 而有支出",
    why="支出要有预算。全年预算写 0、又有支出，执行率就没有分母。多半是追加或结转的钱没有计入。",
    mend="把全年预算改成调整后的数（含追加和结转）；报告没有写明的留空，不要写 0。",
    sources=("有的财政部门的绩效系统对预算为 0 的项目给黄色提示（二手资料，不是成文规定）",),
    failing="资金: {单位: 万元, 年初预算: 0, 全年预算: 0, 支出: 12.5, 来源: null}",
    passing="资金: {单位: 万元, 年初预算: 0, 全年预算: 12.5, 到位: 12.5, 支出: 12.5, 来源: null}",
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look at the totals and at each source."""
    for where, of, row in fund_rows(subject.funds):
        if row.annual_budget == 0 and row.spent:
            message = (
                f"{of}全年预算写的是 0，支出却有 {format_amount(row.spent)}。"
                "请把全年预算改成调整后的数（含追加和结转）；没有写明的请留空。"
            )
            yield Finding((*where, "全年预算"), message)
