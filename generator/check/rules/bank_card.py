"""The number of a bank card, however it is written."""

import re
from collections.abc import Iterator

from generator.check.check_digits import is_identity_number, masked, passes_luhn
from generator.check.long_numbers import NumberCandidate, find_numbers, text_after, text_before
from generator.check.rule import Limits, Rule, TextFinding
from generator.model.problems import Level

RULE = Rule(
    level=Level.ERROR,
    title="银行卡号",
    why=(
        "银行卡号是金融账户信息，属于敏感个人信息，没有本人单独同意不得公开。"
        "62 开头、校验位正确的号码一律查；其他卡种只在旁边有“卡号、账号、开户行”等字样时查。"
        "对公账户多半不合卡号的校验，不在此列。"
    ),
    mend="删去号码，只写开户银行或收款单位。附件里有的，在原文件里删去后重新导出。",
    sources=("《中华人民共和国个人信息保护法》第二十五条、第二十八条",),
    failing="正文: {项目实施及管理情况: {项目管理情况: 补贴打入6222 0000 0000 0002 000。}}",
    passing="正文: {项目实施及管理情况: {项目管理情况: 打入对公账户22909010400012345。}}",
    mandatory=True,
    guards_disclosure=True,
)
_LENGTHS = frozenset(range(15, 20))
_ALWAYS = re.compile(r"62\d{14,17}", re.ASCII)
_WITH_WORD = re.compile(
    r"(?:4|5[1-5])\d{15}|3[47]\d{13}|35\d{14}|(?:60|9558|9559|940|6907)\d{12,17}", re.ASCII
)
_WORD = re.compile(r"卡号|账号|帐号|账户|帐户|开户|银行|工资卡|社保卡|一卡通|(?<![\w])card", re.I)
_CODE_LABEL = re.compile(r"(?:编号|编码|代码|索引号|单号|合同号|凭证号?|流水号)[:：\s为是]{0,3}\Z")
_LETTER = re.compile("[A-Za-z_]")
_DECIMAL = re.compile(r"\d[.．]\Z")
_LIST_ITEM = re.compile(r"(?:^|[\n\r])\s*[1-9]\d?[.．]\Z")
_FIGURES = frozenset({" ", "\n", ".", ","})
_LONG_PART = 10


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find the numbers with a card's beginning, length and check digit."""
    for one in find_numbers(text, _LENGTHS, _as_card_number):
        message = (
            f"这里有银行卡号（{masked(one.digits)}），属于敏感个人信息，不得公开。"
            "请删去号码，只写开户银行或收款单位。"
        )
        yield TextFinding(one.start, one.end, message)


def _as_card_number(text: str, one: NumberCandidate) -> NumberCandidate | None:
    always = bool(_ALWAYS.fullmatch(one.digits))
    if not always and not _WITH_WORD.fullmatch(one.digits):
        return None
    if not passes_luhn(one.digits) or is_identity_number(one.digits):
        return None
    ahead = text_before(text, one.start, 20)
    named = bool(_WORD.search(f"{ahead}\n{text_after(text, one.end, 20)}"))
    if not named and (not always or _is_in_code(text, one, ahead)):
        return None
    return one if one.is_unbroken or _is_grouped_as_card(one, named) else None


def _is_in_code(text: str, one: NumberCandidate, ahead: str) -> bool:
    if _DECIMAL.search(ahead) and not _LIST_ITEM.search(ahead):
        return True
    beside = ahead[-1:] + text_after(text, one.end, 1)
    return bool(_CODE_LABEL.search(ahead) or _LETTER.search(beside))


def _is_grouped_as_card(one: NumberCandidate, named: bool) -> bool:
    """Whether its groups are those of a card rather than figures side by side."""
    if not one.stands_alone:
        return False
    usual = set(one.groups[:4]) in ({4}, {1}) or max(one.groups) >= _LONG_PART
    if one.gaps & {"\t", ","}:  # as figures of a table or a list have them
        return usual and (named or "\t" not in one.gaps or set(one.groups) == {1})
    return named or usual or not one.gaps <= _FIGURES
