"""A project's total cost beyond what was spent, and not a word on the rest.

Explained is: a sentence on what is left, on instalments, on other years or on savings, with an
amount or a year in it; the very amount that is missing; a payment of another year.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.check.fund_columns import COLUMNS, stated_amounts
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.check.sentences import sentences
from generator.check.text_values import amounts, years
from generator.model.amounts import in_wan
from generator.model.figures import format_amount, format_percent, ratio

RULE = Rule(
    title="项目总额没有付清而没有说明",
    why="支出比项目总额少，正文没有说其余的钱何时付、由谁付、还要不要付。执行率 100% "
    "只说明当年预算花完了，读者会误以为整个项目已经付清。",
    mend="在正文资金部分写明其余的数额和安排，如“其余63.5585万元2022年支付”；"
    "原文没有、不能改的，写进“数据说明”。",
    sources=("数字之间的核对，不是成文规定",),
    failing="""
资金: {项目总额: 113.5585, 全年预算: 50, 到位: 50, 支出: 50, 来源: null, 下达文件: null}
自评: {执行率: 100%}
指标: null
正文:
  项目资金申报及使用情况:
    资金计划、到位及使用情况: 共计需要支付113.5585万元，2023年支付50万元。
""",
    passing="""
资金: {项目总额: 113.5585, 全年预算: 50, 到位: 50, 支出: 50, 来源: null, 下达文件: null}
自评: {执行率: 100%}
指标: null
正文:
  项目资金申报及使用情况:
    资金计划、到位及使用情况: 2023年支付50万元，其余63.5585万元2024年支付。
""",
    limits={"未付比例": Limit(Decimal("5"), "未付部分达到项目总额的百分之几才提示，单位 %")},
)
_OWED = re.compile(
    # A lookahead for what it may begin with: many times faster.
    "(?=[尾余欠质未尚待分逐其剩建实周为])(?:"
    "尾款|余款|(?<!拖)欠款|质保金|质量保证金|未付|未支付|尚未(?:支付|拨付|结算|付清)"
    r"|(?<![接招优])待(?!遇)[^，。；\n]{1,20}(?:支付|拨付|付清|结清)"
    r"|(?:分年度?|分期|逐年|分[两二三四五]年)[^，。；\n]{0,6}(?:支付|付款|付清|拨付|安排|实施|下达|到位|建设)"
    r"|(?:其余|剩余)[^。；\n]{0,12}[款项金分用费][^。；\n]{0,20}(?:支付|付清|拨付|安排|列入|解决)"
    r"|(?:建设期|实施期|周期|为期)[^，。；\n]{0,4}[两二三四五]年)"
)
_REST = re.compile(
    "(?=[剩其余结以往历跨明次下审核分自缺进预首累招采评决])(?:"
    "剩余|其余|余额|结余|结转|以前年度|往年|历年|跨年|明年|次年|下一?年|以后年度|审减|核减"
    "|分年|分期|分批|自筹|缺口|进度款|预付款|首付|首期|累计[已共]?(?:支付|支出|拨付|付款|到位|完成投资)"
    "|(?:招标|招投标|采购|审计|评审|结算|决算)[^，。；\n]{0,12}(?:节约|节省))"
)
_FIGURE = re.compile(r"\d\s{0,2}[亿万]?元|(?:19|20)\d\d年|\d\s?[%％]")
_PERIOD = re.compile("建设期|实施期|周期|工期|跨年")
_PAID = re.compile("支付|付清|拨付|安排|下达|到位|列入|支出")


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Where the project costs more than was spent, look for words on the rest."""
    funds = subject.funds
    if not funds.total_cost or funds.spent is None:
        return
    gap = funds.total_cost - funds.spent
    if gap <= 0 or gap * 100 < limits["未付比例"] * funds.total_cost:
        return
    if not _explained(subject, gap):
        yield Finding(("资金", "项目总额"), _message(subject, gap))


def _message(subject: Subject, gap: Decimal) -> str:
    funds, claimed = subject.funds, subject.claimed.execution_rate
    full = f"，自评的执行率却是 {claimed}" if claimed and claimed.percent >= 100 else ""
    unit = funds.unit or ""
    return (
        f"项目总额 {format_amount(funds.total_cost)} {unit}，"
        f"支出 {format_amount(funds.spent)} {unit}，"
        f"只占 {format_percent(ratio(funds.spent, funds.total_cost))}{full}；"
        f"其余 {format_amount(gap)} {unit}正文没有说明。"
        "请写明其余的钱何时付、由谁付，或为什么不用付。"
    )


def _explained(subject: Subject, gap: Decimal) -> bool:
    funds, year = subject.funds, subject.report.fiscal_year
    known = {in_wan(value, funds.unit) for value in stated_amounts(funds, *COLUMNS).values()}
    missing = in_wan(gap, funds.unit)
    return any(
        _OWED.search(text)
        or (missing not in known and any(one.wan == missing for one in amounts(text)))
        or any(_explains(sentence, known, year) for sentence in sentences(text))
        for text in subject.explanations
    )


def _explains(sentence: str, known: set[Decimal | None], year: int) -> bool:
    if not _FIGURE.search(sentence):
        return False
    if _REST.search(sentence):
        return True
    lasting = _PERIOD.search(sentence)
    if not lasting and not _PAID.search(sentence):
        return False
    other_years = years(sentence) - {year}
    if lasting or not other_years:
        return bool(other_years)
    found = [one.wan for one in amounts(sentence)]
    return bool(found and max(other_years) > year) or any(wan not in known for wan in found)
