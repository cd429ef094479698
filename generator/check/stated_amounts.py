"""For which total of a report a sentence gives an amount: what rules, import and site share."""

import re
from collections.abc import Sequence
from decimal import Decimal

from generator.check.sentences import (
    LEAD_IN,
    clause_before,
    is_about_part,
    sentence_before,
    without,
)
from generator.check.text_values import ABOUT, OF_SEVERAL, Amount
from generator.model.amounts import in_wan
from generator.model.funds import Funds

_TAIL = (
    "(?:数|总?额|资金|金额|经费|预算|安排|批复|解决|完成|合计|总计|[共计为是了]|达到?|人民币|[: ])*"
)
_CLAIM = re.compile(
    LEAD_IN + "(?:"
    "(?P<total>项目(?:建设)?总(?:投资|金额|经费|费用|成本|额)"
    "|共计?需要?支付(?:建设|项目)?(?:费用|资金|经费))"
    "|(?P<initial>年初(?:安排)?预算)"
    "|(?P<annual>(?:全年|调整后的?(?:全年)?)预算)"
    "|(?P<budget>(?:年度?|当年|项目|资金|经费|支出)预算)"
    "|(?P<received>到位)"
    "|(?P<spent>(?:支出|支付|(?:预算)?执行(?:数|金额))(?![为占是]?预算))"
    "|(?P<allotted>下达|批复))" + _TAIL
)
_KEY = re.compile("预算|到位|支出|支付|执行|下达|批复|项目|需")
_DOCUMENT = re.compile(r"^.{0,40}号文?件?")
_MONTH = re.compile(r"\d月")
_YEAR_END = re.compile(r"截[至止到].{0,6}12月")
_ITEM = re.compile(r"\s*[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.、．]")
_BEFORE_AMOUNT = re.compile(r"(.*?)[\d.,]+ ?(?:亿元|万元|元)")
_OF_THE_REPORT = re.compile("预算|到位|执行|下达")
_SPENT_IN_YEAR = re.compile(r"(?:支付|支出|使用)(?:资金|经费)?(?:了|共|合计)*$")
_SPENT_END = re.compile(
    r"截[至止到]?.{0,14}(?:支付|支出|执行)(?:资金|经费|完成)?(?:了|共|合计|为)*$|全年支出(?:资金|经费)?(?:为|共)?$"
)
_OF_BUDGET = re.compile(
    r"预算(?:安排|资金|为|共)*[\d.,]+\s?(?:亿元|万元|元)[，,；;](?:全年|年度|当年|实际|已|共|累计)*(?:支出|支付|执行|使用)(?:资金|数|了|为|共)*"
)
_RECEIVED_BEHIND = re.compile(r"[^，。；,;]{0,22}(?:全部|足额|均已|已|按时)到位")
# What follows says that it was for one thing, for one body, or was changed later.
_NOT_THE_WHOLE = re.compile(
    r"\s?(?:用于|的(?:项目|单位|企业|合同|部分))|[，,、](?:后|又|再|另|其后)?(?:追加|追减|调[增减整])"
    r"|(?:(?!其中)[^。；;\n]){0,20}(?:基本支出|(?:合作|协作|其他)单位)"
)
DENIED = re.compile("并非|不是|虚列|[上下]半年|季度")  # not really, or not in the whole year
_MONEY = re.compile(r"(?:项目|专项|财政|补助|下达)*(?:资金|经费)(?:为|共|共计|合计)?")
# The fields that a sentence of each kind may be on, the likeliest first.
FIELDS = {
    "total": ("项目总额",),
    "initial": ("年初预算",),
    "annual": ("全年预算",),
    "budget": ("全年预算", "年初预算", "项目总额"),
    "received": ("到位",),
    "spent": ("支出",),
    "allotted": ("下达文件", "全年预算", "年初预算", "到位", "项目总额"),
}
# What a sentence on all spending of a department states of it as a whole.
OF_THE_DEPARTMENT = ("initial", "annual")


def kind_of(text: str, one: Amount, year: int, names: Sequence[str]) -> str | None:
    """For which total an amount of a text is given: a group of `_CLAIM`; None where for none."""
    clause = clause_before(text, one.start)
    if one.is_unit_price or not _KEY.search(clause) or ABOUT.match(text, one.end):
        return None
    if OF_SEVERAL.match(text, one.end) or _NOT_THE_WHOLE.match(text, one.end):
        return None
    sentence = without(sentence_before(text, one.start), names)
    clause = _DOCUMENT.sub("", without(clause, names)).rstrip(": ").rsplit(":", 1)[-1]
    found = _CLAIM.fullmatch(clause)
    if not found or is_about_part(sentence, year):
        return None
    kind = str(found.lastgroup)
    return None if kind in ("received", "spent") and _may_be_of_another(sentence, clause) else kind


def _may_be_of_another(sentence: str, clause: str) -> bool:
    """Whether what was received or spent may be that of a month, an item, somebody else."""
    if _ITEM.match(sentence) or (_MONTH.search(sentence) and not _YEAR_END.search(sentence)):
        return True
    others = (_BEFORE_AMOUNT.match(other) for other in re.split("[，,、]", sentence)[:-1])
    if any(one and not _CLAIM.fullmatch(_DOCUMENT.sub("", one[1]).rstrip(": ")) for one in others):
        return True
    bare = clause.startswith("支出") or "支付" in clause
    return bare and not _OF_THE_REPORT.search(sentence)


def looser_kind_of(text: str, heading: str, one: Amount, year: int) -> str | None:
    """Likewise in wordings that state a figure, and could state another one as well.

    2021年支付50万元, 资金5万元已全部到位: what was paid in the year, what came in.
    """
    clause = clause_before(text, one.start)
    if one.is_unit_price or is_about_part(clause, year) or DENIED.search(clause):
        return None
    if _MONEY.fullmatch(clause) and _RECEIVED_BEHIND.match(text, one.end):
        return "received"
    is_of_year = str(year) in clause and "月" not in clause and _SPENT_IN_YEAR.search(clause)
    if is_of_year or _SPENT_END.search(clause):
        return "spent"
    return _of_section(text, heading, one, clause)


def _of_section(text: str, heading: str, one: Amount, clause: str) -> str | None:
    """预算58万元，实际支出55.97万元: of all that the section describes."""
    if clause in ("预算", "预算为", "预算安排") and re.search("概况|基本情况|预算|资金", heading):
        return "budget"
    is_on_execution = bool(re.search("执行|使用", heading))
    sentence = sentence_before(text, one.start)
    return "spent" if is_on_execution and _OF_BUDGET.fullmatch(sentence) else None


def is_same(one: Amount, value: Decimal, funds: Funds) -> bool:
    """Whether both are one amount: that of the text cut, or one of both rounded."""
    wan = in_wan(value, funds.unit)
    if wan is None:
        return False
    written = one._replace(value=_last_place(one.value)).wan
    stated = in_wan(_last_place(value), funds.unit) or Decimal(0)
    is_cut = one.value > 0 and 0 <= wan - one.wan < written
    return is_cut or abs(one.wan - wan) * 2 <= max(written, stated)


def _last_place(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))


def are_instalments(found: Sequence[Amount], values: Sequence[Decimal], funds: Funds) -> bool:
    """Whether the narrative states one of the amounts in instalments that add up to it.

    It may state their sum as well.
    """
    different = {one.wan for one in found}
    sums = (in_wan(value, funds.unit) for value in values)
    parts = ((different - {one}, one) for one in sums)
    return any(len(those) > 1 and sum(those) == one for those, one in parts)
