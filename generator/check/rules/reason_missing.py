"""Execution below 90 % without a reason, neither in the table nor in the narrative.

That money is left (结余) is the fact, not its reason. A reason counts only near words on spending,
so that the reason for the project itself ("由于设备老化") does not pass for one.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.check.received_money import is_all_spent, tells_what_did_not_come
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.figures import claimed_execution_rate, execution_rate, format_percent

RULE = Rule(
    title="执行率偏低而没有说明原因",
    why="执行率低于 90% 的，自评表要求说明原因。没有原因，读者分不清是节约了、推迟了，还是没有做。",
    mend="在预算执行率一行的“偏差原因”或正文的资金使用部分写明：少支出多少，为什么，接下来怎么办。",
    sources=("四川省项目支出绩效自评表（2023）：执行率低于 90% 的应说明原因",),
    failing="""
资金: {单位: 万元, 全年预算: 320, 支出: 272}
自评: {执行率: 85%}
指标: null
正文: {项目资金申报及使用情况: {资金计划、到位及使用情况: 支出272万元，结余48万元。}}
""",
    passing="""
资金: {单位: 万元, 全年预算: 320, 支出: 272}
自评: {执行率: 85%}
指标: null
正文:
  项目资金申报及使用情况:
    资金计划、到位及使用情况: 支出272万元，执行率85%，主要原因是招标节约48万元，已由县财政局收回。
""",
    limits={"执行率": Limit(Decimal("90"), "执行率低于百分之几就要有原因，单位 %")},
)
_ROW = re.compile("预算执行|资金执行|支出执行|资金(使用|支付|支出)率|^执行率")
_NONE = re.compile(r"[无没有偏差/\-—、，。\s]*")
_HINT = re.compile(
    "字以内|(?:需要?|应当?|须)(?:单独)?说明(?:原因|理由)"
)  # what the form prints into its cell
_SPENDING = re.compile(
    "支出|支付|执行率|执行进度|预算执行|资金执行|执行数|资金使用率|结余|结转|未使用|未形成"
)
_CAUSE = re.compile(
    # A lookahead for what it may begin with: many times faster.
    "(?=[原由因受导致所尚暂还未待结跨推延滞取进到下招采中审评决尾余质收压调缴上才来无仍财节])(?:"
    r"原因|由于|因为|(?<![基病成内外诱起原])因(?![此素果子公地人而材病])|受[^。；\n]{1,20}影响|导致|致使|所致"
    "|(?:尚未|暂未|还未|未到|未达到?)[^，。；\n]{0,12}(?:验收|结算|决算|审计|完工|竣工|付款|支付|拨付|报账|条件)"
    "|(?<![接招优])待(?!遇)[^，。；\n]{1,20}(?:支付|拨付|付清|结清|报账)"
    "|结转(?:到|至|下|次|以后)|跨年|推迟|延期|滞后|取消|进度较?慢|(?:到位|下达)较?[晚迟]|未到位|才(?:到位|下达)"
    r"|来不及|无法|未能|尚在|仍在|财政[^，。；\n]{0,4}收回|(?:节约|节省)[^，。；\n]{0,10}\d"
    "|招标节约|(?:招标|招投标|采购|中标|审计|评审|结算|决算)[^。；\n]{0,15}(?:节约|节省|结余|核减|审减|下浮)"
    "|未支付|未付|尾款|余款|质保金|质量保证金|质保期|(?:收回|压减|调减|缴回|上缴)[^。；\n]{0,8}(?:资金|预算|指标|财政))"
)
_NEAR = 80  # characters: about two sentences


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Where the rate is low, look for a reason."""
    funds, limit = subject.funds, limits["执行率"]
    claimed = claimed_execution_rate(funds, subject.claimed)  # only where none can be computed
    executed = claimed.percent if claimed else execution_rate(funds)
    if executed is None or executed >= limit or _explained(subject):
        return
    message = (
        f"执行率 {format_percent(executed)}，低于 {limit}%，没有写原因。"
        "请在“资金”的“说明”、预算执行率一行的“偏差原因”或正文的资金使用部分写明少支出的原因。"
    )
    yield Finding(("自评", "执行率") if claimed else ("资金", "支出"), message)


def _explained(subject: Subject) -> bool:
    for row in subject.indicators:
        about_execution = _ROW.search(row.name) or (row.first_level or "").startswith("预算执行")
        if about_execution and not _NONE.fullmatch(row.deviation_reason or ""):
            return True
    if any(_is_reason(text) for text in _cells_for_reasons(subject)):
        return True
    lines = (line for text in subject.explanations for line in text.split("\n"))
    if any(not _HINT.search(line) and _gives_reason(line) for line in lines):
        return True
    return is_all_spent(subject.funds) and tells_what_did_not_come(subject.explanations)


def _cells_for_reasons(subject: Subject) -> Iterator[str | None]:
    """Cells of the form that are for nothing else than the reason."""
    if subject.report.conclusion:
        yield subject.report.conclusion.causes
    yield subject.funds.reason
    yield from (one.reason for one in subject.funds.sources)


def _is_reason(text: str | None) -> bool:
    return bool(text) and not _NONE.fullmatch(text or "") and not _HINT.search(text or "")


def _gives_reason(paragraph: str) -> bool:
    """Whether a cause stands near words on spending."""
    return any(
        _SPENDING.search(paragraph[max(0, cause.start() - _NEAR) : cause.end() + _NEAR])
        for cause in _CAUSE.finditer(paragraph)
    )
