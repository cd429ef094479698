"""The number of a bank card, however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.long_numbers import (
    Written,
    after,
    before,
    is_identity,
    masked,
    numbers,
    passes_luhn,
)
from generator.check.rule import Hit, Limits, Rule
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
    fixed=True,
    everywhere=True,
)
_LENGTHS = frozenset(range(15, 20))
_ALWAYS = re.compile(r"62\d{14,17}", re.ASCII)
_WITH_WORD = re.compile(
    r"(?:4|5[1-5])\d{15}|3[47]\d{13}|35\d{14}|(?:60|9558|9559|940|6907)\d{12,17}", re.ASCII
)
_WORD = re.compile(r"卡号|账号|帐号|账户|帐户|开户|银行|工资卡|社保卡|一卡通|(?<![\w])card", re.I)
_OF_A_CODE = re.compile(r"(?:编号|编码|代码|索引号|单号|合同号|凭证号?|流水号)[:：\s为是]{0,3}\Z")
_DECIMAL = re.compile(r"\d[.．]\Z")
_LIST_ITEM = re.compile(r"(?:^|[\n\r])\s*[1-9]\d?[.．]\Z")
_FIGURES = frozenset({" ", "\n", "."})
_LONG_PART = 10


def check_text(text: str, _limits: Limits) -> Iterator[Hit]:
    """Find the numbers with a card's beginning, length and check digit."""
    for one in numbers(text, _LENGTHS, _card):
        message = (
            f"这里有银行卡号（{masked(one.digits)}），属于敏感个人信息，不得公开。"
            "请删去号码，只写开户银行或收款单位。"
        )
        yield Hit(one.start, one.end, message)


def _card(text: str, one: Written) -> Written | None:
    always = bool(_ALWAYS.fullmatch(one.digits))
    if not always and not _WITH_WORD.fullmatch(one.digits):
        return None
    if not passes_luhn(one.digits) or is_identity(one.digits):
        return None
    ahead = before(text, one.start, 20)
    named = bool(_WORD.search(f"{ahead}\n{after(text, one.end, 20)}"))
    if not named and (not always or _in_a_code(text, one, ahead)):
        return None
    return one if one.solid or _one_number(one, named) else None


def _in_a_code(text: str, one: Written, ahead: str) -> bool:
    if _DECIMAL.search(ahead) and not _LIST_ITEM.search(ahead):
        return True
    letters = (*ahead[-1:], *after(text, one.end, 1))
    return bool(_OF_A_CODE.search(ahead)) or any(map(_is_letter, letters))


def _is_letter(character: str) -> bool:
    return character.isascii() and (character.isalpha() or character == "_")


def _one_number(one: Written, named: bool) -> bool:
    """Whether its groups are those of a card rather than figures side by side."""
    if not one.alone:
        return False
    usual = set(one.groups[:4]) in ({4}, {1}) or max(one.groups) >= _LONG_PART
    return named or usual or not one.joints <= _FIGURES
