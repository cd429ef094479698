"""An identity number that a spreadsheet has rounded: its last three digits are gone."""

import re
from collections.abc import Iterator

from generator.check.check_digits import is_identity_number, masked, names_a_person
from generator.check.rule import Limits, Rule, TextFinding

RULE = Rule(
    title="像是被表格舍入的身份证号码",
    why=(
        "表格软件只记 15 位数字：身份证号码当成数字存，末三位变成 0，或显示成 1.1E+17。"
        "剩下的 15 位仍有地区和出生日期，能指向一个人。"
    ),
    mend="对照原件：是身份证号码的，整列删去后重新导出；不是的，在“核实”里说明是什么编号。",
    sources=("《中华人民共和国个人信息保护法》第四条：与可识别的自然人有关的各种信息",),
    failing="正文: {项目实施及管理情况: {项目监管情况: 监督员证号110101190003071000。}}",
    passing="正文: {项目实施及管理情况: {项目监管情况: 项目代码510422200000012000。}}",
    guards_disclosure=True,
)
_ROUNDED = re.compile(
    r"(?<![\d.])(\d{15})000(?![\d.])|(?<![\d.])(\d)\.(\d{13,16})[eE]\+?17(?!\d)", re.ASCII
)
_ENDS = ("000", "E+17", "e+17", "E17", "e17")  # quickly told: most texts have none


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find what has the area and the date of birth of an identity number, but not its end."""
    if not any(end in text for end in _ENDS):
        return
    for found in _ROUNDED.finditer(text):
        digits = ((found[1] or f"{found[2]}{found[3]}") + "0000")[:18]
        if not names_a_person(digits) or is_identity_number(digits):
            continue
        message = (
            f"“{masked(digits[:15])}…”像是身份证号码，末几位被表格舍入成了 0。"
            "请对照原件：是的，整列删去后重新导出；不是的，在“核实”里说明。"
        )
        yield TextFinding(*found.span(), message)
