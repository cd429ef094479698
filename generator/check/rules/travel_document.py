"""The number of a passport or of another document for travellers, beside its name."""

import re
from collections.abc import Iterator

from generator.check.long_numbers import text_after, text_before
from generator.check.plain_form import plain_form
from generator.check.rule import Limits, Rule, TextFinding

RULE = Rule(
    title="护照、通行证号码",
    why=(
        "护照、港澳台通行证、永久居留身份证的号码能指向一个人，泄露了容易被人冒用，"
        "危害人身和财产安全，要按敏感个人信息对待：没有本人单独同意不得公开。"
        "只查写在证件名称旁边的号码。"
    ),
    mend="删去号码；要区分人的，用编号代替，如“受益人01”。不是证件号码的，在“核实”里说明。",
    sources=("《中华人民共和国个人信息保护法》第四条、第二十五条、第二十八条",),
    failing="正文: {项目实施及管理情况: {项目管理情况: 外籍专家一名，护照号码E12345678。}}",
    passing="正文: {项目实施及管理情况: {项目管理情况: 全年受理护照、港澳通行证申请1280件。}}",
    guards_disclosure=True,
)
_QUICK = (
    *("护照", "護照", "行证", "行證", "居留", "乡证", "鄉證", "胞证", "胞證"),
    *("passport", "Passport", "PASSPORT"),
)
_OF_PEOPLE = (
    "[护護]照|(?:港澳|[台臺][湾灣]|[内內]地|大[陆陸]|出入境)[居民往来來\\s]{0,5}通行[证證]|"
    "[台臺]胞[证證]|回[乡鄉][证證]|居留(?:身份)?[证證]|旅行[证證]|passport"
)
_NAME = re.compile(
    rf"(?P<sure>{_OF_PEOPLE})(?!\w{{0,4}}(?:打印|阅读|识读|扫描|识别|制[证证作]|设备|[^打]机))|"
    r"(?<![车辆路区园工时货校出])通行[证證]",
    re.I,
)
_GAP = "[ \n.·-]?"
_LETTERED = (
    rf"(?!G[A-Z] ?\d{{3,6}}(?:\.\d)?-\d{{4}}(?!\d)|[AB]\d )"  # a standard, a size of paper
    rf"(?:[A-Z]{_GAP}\d(?:{_GAP}\d){{6,9}}|[A-Z]{{2}}{_GAP}\d(?:{_GAP}\d){{5,9}}|[A-Z]{{3}}\d{{12}})"
)
_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9])(?<![A-Za-z0-9][-/.])(?:(?P<lettered>{_LETTERED})|"
    rf"(?P<digits>\d(?:[ .·-]?\d){{7,9}}|9\d{{17}}))"
    r"(?![A-Za-z0-9]|-\d)",
    re.I,
)
_DIGIT = re.compile(r"\d")
_OF_TRAVEL_PERMIT = re.compile("[CWLTHM]", re.I)
_LABEL = re.compile(
    r"\W{0,3}(?:(?:证件|證件)?(?:号码?|號碼?|编号|No))?\W{0,4}(?:为|是)?\W{0,2}\Z", re.I
)
_OTHER_LABEL = re.compile(
    r"(?:型号|规格|合同|批次|批号|文号|设备|序列|发票|凭证|项目|采购|公告|标准|档案|单号|流水)\w{0,3}\W{0,3}\Z"
)
_UNIT = re.compile(r" ?(?:[万亿千余]?[元人本份件次张个名户]|[万亿%‰.年])")
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")
_BEFORE, _BEHIND = 14, 60  # characters in which a number may stand


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find the numbers of such documents that stand beside a name of one."""
    if not any(word in text for word in _QUICK):
        return
    plain = plain_form(text)
    known = 0  # what is before has been looked at
    for name in _NAME.finditer(plain):
        known = max(known, name.start() - len(text_before(plain, name.start(), _BEFORE)))
        while found := _next_number(plain, known, name):
            known = found.end()
            message = (
                "这里像是护照、通行证一类证件的号码，属于个人信息，不得随意公开。"
                "请删去，要区分人的用编号代替（如“受益人01”）；不是的，在“核实”里说明。"
            )
            yield TextFinding(*found.span(), message)


def _next_number(plain: str, start: int, name: re.Match[str]) -> re.Match[str] | None:
    """The next number that belongs to a name; the one before extends the reach, as in a list."""
    reached = max(start, name.end())
    end = reached + len(text_after(plain, reached, _BEHIND))
    if not _DIGIT.search(plain, start, end):
        return None
    numbers = _NUMBER.finditer(plain, start, end)
    return next((found for found in numbers if _belongs(plain, found, name)), None)


def _belongs(plain: str, found: re.Match[str], name: re.Match[str]) -> bool:
    between = plain[name.end() : found.start()]
    is_labelled = found.start() >= name.end() and bool(_LABEL.match(between))
    if found["digits"]:
        is_date = _DATE.fullmatch(found[0]) and not re.search("[号號]", between)
        return is_labelled and not is_date and not _UNIT.match(plain, found.end())
    if _OTHER_LABEL.search(text_before(plain, found.start(), 12)):
        return False
    return bool(name["sure"] or (is_labelled and _OF_TRAVEL_PERMIT.match(found[0])))
