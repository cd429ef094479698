"""A bracket of a document number that got lost; brackets of a title or a cell that are no pair."""

import re
from collections.abc import Iterator

from generator.check.rule import FIELD_SEPARATOR, Limits, Rule, TextFinding
from generator.check.text_values import half_width
from generator.model.problems import quote

RULE = Rule(
    title="括号缺了一半",
    why=(
        "发文字号缺了括号，年份和序号连成一个数，读者查不到文件；标题、栏目里的括号、书名号、引号只有一半，"
        "多半是粘贴时截断了，后面的字也可能丢了。"
    ),
    mend="对照原件补上缺的一半和截断的字。原文就是这样、要照录的，写进“核实”。",
    sources=("已公开的报告里有“〔20216号”“2020〕189号”",),
    failing="正文: {项目概况: {项目基本情况: 根据《资金通知》（示财行2020〕189号）实施。}}",
    passing="正文: {项目概况: {项目基本情况: 根据《资金通知》（示财行〔2020〕189号）实施。}}",
)
_HAN = r"[\u4e00-\u9fa5]"
_YEAR = r"(?P<year>[12](?:(?<=1)9|(?<=2)0)\d{2})"
_NUMBER = r"第?(?P<number>\d{1,5})\s?号(?![楼井线机路泵站房院])"
_ISSUER_ENDS = "[发办函字财政预行农建教综资绩采监规审]"  # as in 示财行, 示府办函
_HINT = re.compile(r"(?:19|20)\d{2}年?[〕】\]］)） ]?\s?第?\d{1,5}\s?号")
_LOST = tuple(  # each begins with what is rare, and then looks back
    map(
        re.compile,
        (
            rf"{_YEAR}(?<={_HAN}{_HAN}\d{{4}})年?[〕】\]］]\s?{_NUMBER}",
            rf"{_YEAR}(?<={_HAN}{_ISSUER_ENDS}\d{{4}})[)）]?\s?{_NUMBER}",
            rf"[〔【\[［](?<={_HAN}{_HAN}.){_YEAR}年?\s?{_NUMBER}",
            rf"[(（](?<={_HAN}{_ISSUER_ENDS}.){_YEAR}\s?{_NUMBER}",
        ),
    )
)
_PAIRS = {"）": "（", "》": "《", "】": "【", "”": "“", "〕": "〔"}
_CLOSED_BY = {left: right for right, left in _PAIRS.items()}
_SIGN = re.compile("[（）《》【】“”〔〕]")
_ANY_SIGN = re.compile("[（）()《》【】“”〔〕]")
_LONGEST_TITLE = 60  # characters: longer ones are prose, which says more than a title
_LIST_NUMBER = re.compile(
    r"(?:(?<=[：:；;。，,、\s])|\A)(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[a-zA-Z①-⑳])）"
)
_HALF_WIDTH = str.maketrans("()", "（）")
_HEADING_LINE = re.compile(r"^#{1,6} [^\n\x1f]+", re.MULTILINE)


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Document numbers anywhere; pairs in what is one line: titles, headings, cells."""
    folded = half_width(text)
    reported: set[int] = set()
    for pattern in _LOST if _HINT.search(folded) else ():
        for found in pattern.finditer(folded):
            if found.end() not in reported:
                reported.add(found.end())
                message = (
                    f"发文字号{quote(text[slice(*found.span())])}缺了括号，"
                    f"应为“〔{found['year']}〕{found['number']}号”。请对照原件补上。"
                )
                yield TextFinding(*found.span(), message)
    if FIELD_SEPARATOR in text:  # a report: a file of text has lines that were cut anywhere
        for start, title in _titles(text):
            yield from _unpaired(title, start, reported)


def _titles(text: str) -> Iterator[tuple[int, str]]:
    """What is one line and has a sign of a pair: short fields, lines that are headings."""
    end = -1
    for sign in _ANY_SIGN.finditer(text):
        if sign.start() < end:
            continue
        start = text.rfind(FIELD_SEPARATOR, 0, sign.start()) + 1
        end = text.find(FIELD_SEPARATOR, sign.start())
        end = end if end >= 0 else len(text)
        field = text[start:end]
        if len(field) <= _LONGEST_TITLE and "\n" not in field.rstrip():
            yield start, field
        elif "# " in field:
            for found in _HEADING_LINE.finditer(field):
                yield start + found.start(), found[0]


def _unpaired(title: str, start: int, reported: set[int]) -> Iterator[TextFinding]:
    """The first sign without its other half; intervals as [80,90) are none."""
    if "[" in title or "]" in title or any(start <= end <= start + len(title) for end in reported):
        return
    words = title.translate(_HALF_WIDTH)
    words = _LIST_NUMBER.sub(lambda found: " " * len(found[0]), words)
    opened: list[re.Match[str]] = []
    for found in _SIGN.finditer(words):
        if found[0] in _CLOSED_BY:
            opened.append(found)
        elif opened and opened[-1][0] == _PAIRS[found[0]]:
            opened.pop()
        else:
            yield _finding(found, title, start, _PAIRS[found[0]], "前面缺")
            return
    if opened:
        yield _finding(opened[-1], title, start, _CLOSED_BY[opened[-1][0]], "后面缺")


def _finding(found: re.Match[str], title: str, start: int, other: str, missing: str) -> TextFinding:
    span = (start + found.start(), start + found.end())
    sign = title[slice(*found.span())]
    message = (
        f"{quote(title.strip(), 30)}里的{quote(sign)}不成对，{missing}{quote(other)}。"
        "请对照原件补上，看后面的字是不是也截断了。"
    )
    return TextFinding(*span, message)
