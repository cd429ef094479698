"""The number plate of a vehicle."""

import re
from collections.abc import Iterator

from generator.check.long_numbers import text_after, text_before
from generator.check.plain_form import plain_form
from generator.check.rule import Limits, Rule, TextFinding

RULE = Rule(
    title="车牌号码",
    why=(
        "凭车牌号码能查到车主；连着时间和地点，还能看出一个人的行踪，行踪轨迹是敏感个人信息。"
        "公务用车的号牌一般不算个人信息，但绩效报告用不着它，写车型和数量就够了。"
    ),
    mend="删去，或用编号代替（如“车辆01”）。公务用车确需公布的，审查后写进“核实”。",
    sources=("《中华人民共和国个人信息保护法》第四条、第二十五条、第二十八条",),
    failing="正文: {项目实施及管理情况: {项目管理情况: 租用运输车一辆，车牌号川A·12345。}}",
    passing="正文: {项目实施及管理情况: {项目管理情况: 租用川A牌照运输车3辆，验收为A级。}}",
    guards_disclosure=True,
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_BEGINNING = re.compile(rf"[{_PROVINCES}][^\w\n\r\x1f]{{0,3}}[\dA-Za-zＡ-Ｚａ-ｚΑ-ΩА-ЯⒶ-ⓩ]")
_WORD = re.compile(
    r"(?:更|创|最|全|翻|重|高|维|华为|阿里|收|馆|库|海|储|腾讯|政务|移动|私有|公有|专有|上)\Z"
)
_ENDS = (
    "(?:[警挂澳]|应急|学(?![校生期年习院])|港(?![口币元])|领(?![导取])|"
    "使(?!用)|试(?![验点行])|超(?!过))"
)
_SIGNS = (
    r"(?:[A-Z\d]{5,6}|[A-Z\d](?:[ .·][A-Z\d]){4,5}|"
    r"[A-Z\d]{2}[ ·][A-Z\d]{3}|[A-Z\d]{3}[ ·][A-Z\d]{2})"
)
_PLATE = re.compile(
    rf". {{0,2}}[(\[]? ?[A-Z](?P<apart>[^\w\x1f]{{0,3}})"
    rf"(?P<serial>{_SIGNS}(?![A-Za-z0-9])|[A-Z\d]{{4}}(?= ?{_ENDS}))"
    rf"(?: ?{_ENDS})?(?![A-Za-z0-9]|[-/.,]\d)",
    re.I,
)
_TRACTOR = re.compile(r". {0,2}\d\d(?: {0,2}[·.-] {0,2}| {0,2})\d{5}(?![A-Za-z0-9]|[-/.,]\d)")
_NEW_ENERGY = re.compile(r"[A-HJK][A-Z\d]\d{4}|\d{5}[A-HJK]", re.I)
_VEHICLE = re.compile("号牌|车牌|牌照|牌号|车号|拖拉机|收割机|农机|车辆")
_UNIT = re.compile(
    r" ?(?:[万亿千]?[元吨米亩户件个台套册份平页次项条批头只株间]|[万亿千]?人(?!员)|公里|平方|"
    "[万亿%‰]|号[文线点楼井地宗]|标|线|高速|[省国县乡]道)"
)
_LONGEST = 24


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find the sign of a province, a letter and a serial number of the right form."""
    for begin in _BEGINNING.finditer(text):
        window = plain_form(text_after(text, begin.start() + 1, _LONGEST))
        ahead = text_before(text, begin.start(), 20)
        end = _end_of_plate(f"车{window}", ahead)
        if end:
            message = (
                "这里像是车牌号码，能查到车主，属于个人信息。"
                "请删去或用编号代替（如“车辆01”）；公务用车确需公布的，审查后写进“核实”。"
            )
            yield TextFinding(begin.start(), begin.start() + end, message)


def _end_of_plate(window: str, ahead: str) -> int:
    """Where a plate ends that begins the window; 0 where there is none."""
    tractor = _TRACTOR.match(window)
    if tractor:
        return tractor.end() if _VEHICLE.search(ahead) else 0
    found = _PLATE.match(window)
    if not found or _UNIT.match(window, found.end()):
        return 0
    may_be_other = (
        _WORD.search(ahead)
        or re.search(r"\w\w[ ·]", found["serial"])
        or found["apart"].strip(" ·.-)]")
    )
    if may_be_other and not _VEHICLE.search(ahead):
        return 0
    serial = re.sub("[ .·]", "", found["serial"])
    digits = sum(one.isdigit() or one in "OoIl" for one in serial)
    if digits < len(serial) - 2 or not any(map(str.isdigit, serial)):
        return 0
    return found.end() if len(serial) < 6 or _NEW_ENERGY.fullmatch(serial) else 0
