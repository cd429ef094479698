"""What a line of a document is by its words: a title, a date, a page number, a mark of the file."""

import re
from typing import NamedTuple

from generator.check.text_values import half_width
from generator.model.numerals import numeral_value
from generator.recognition.cells import dates

_LONGEST = 200  # characters of a line that is more than text
_YEAR = r"(?:19|20)\d{2}"
_TITLE = re.compile(
    r"(?=.*(?:绩效|自评|评价))(?!.*(?:指标评分表|指标体系表))[^。；;]*?"
    r"(?:报告(?:书)?(?:及[^（(]{1,10})?|(?:自评|评价|评分|情况|目标|完成|汇总|一览)表|自评总结)"
    r"\s*(?:[（(\[][^。；;]{0,60}|附件)?"
)
_SITUATION_TITLE = re.compile(
    rf".*{_YEAR}年.*绩效(?:自评|评价|自我评价)(?:情况|工作)?(?:说明|情况)?"
)
_NO_TITLE = re.compile(
    r"^\s*(?:[•·●○◆■※*-]|附[:：]|根据|按照|依据|为|现将|关于印发|经|我|本|见|详见|注[:：]|[（(]?[一二三四五六七八九十]{1,3}[）)、.．]"
    r"|\d{1,2}[、.．](?!\d)|第[一二三四五六七八九十]+部分|.*[:：]\s*$|.*略[，,）)]|.*公示$|.*通知$)"
)
_ATTACHMENT = re.compile(
    r"^\s*附\s*[件表]\s*[\d一二三四五六七八九十]*(?:[-—－]\d+)*\s*[:：.、]?\s*"
)
_YEARS = rf"{_YEAR}\s*年?度?\s*(?:[-—－–~～至到]\s*{_YEAR}\s*年?度?\s*)?"
_YEAR_LINE = re.compile(rf"\s*[（(]?\s*{_YEARS}[）)]?\s*")
_SUBTITLE = re.compile(
    r"\s*[（(](?=.*(?:支出|绩效|自评|评价|专项|资金))[^（）()。；;:：]{4,24}[）)]\s*"
)
_GENERIC_HEAD = re.compile(
    r"\s*(?:项目|部门|单位|财政|预算|专项资金|整体|支出)*(?:绩效|自评|评价|自我评价)"
)
_GENERIC = re.compile(
    rf"(?:{_YEAR}年?度?)?(?:项目|部门|单位|预算|支出|财政|专项|资金|整体|绩效|目标|自评|评价|自我|完成|情况|表|报告|书)+"
    rf"(?:[（(]{_YEAR}年?度?[）)])?"
)
_TITLE_START = re.compile(rf"(?:.*{_YEAR}.*|.*(?:支出|项目|资金|经费|补助|年度))")
_DATE = re.compile(
    r"\s*(?:((?:19|20)\d{2})\s*[年.\-/—]\s*(\d{1,2})(?:\s*[月.\-/—]\s*(\d{1,2})\s*日?|\s*月)"
    r"|([二〇○ＯO零一]{1,2}[〇○ＯO零一二三四五六七八九]{2,3})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日)?)\s*"
)
_HAN_DIGITS = {one: at for at, one in enumerate("〇一二三四五六七八九")} | {
    "○": 0,
    "零": 0,
    "O": 0,
    "Ｏ": 0,
}
_PAGE = re.compile(
    r"\s*(?:[-—－–―\s.·]*第?\s*\d{1,4}\s*页(?:\s*[,，/共]*\s*(?:共\s*)?\d{1,4}\s*页?)?[-—－–―\s.·]*"
    r"|[-—－–―]{1,3}\s*\d{1,4}\s*[-—－–―]{1,3}|\d{1,3}\s*/\s*\d{1,3})\s*"
)
_PROPERTIES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_CONTENTS = re.compile(r"\s*目\s*录\s*")
_CONTENTS_LINE = re.compile(
    r".{1,60}?(?:[.…·．。]{3,}|[\t ]{2,}|\t)\s*"
    r"(?:-?\s*[\dIVXivx]{1,4}\s*-?|错误!?！?\s*未定义书签。?)\s*"
)
_ISSUER = re.compile(
    r"[\u4e00-\u9fa5（）()]{2,30}(?:局|委|委员会|办公室|办|人民政府|政府|中心|学校|中学|小学|幼儿园|医院|馆|站|所|院|厅|部|处|会|公司|大队|支队|街道|镇|乡|事务所|事务所[（(].{2,10}[）)])"
)


class Title(NamedTuple):
    """A line that is a title: where its words begin behind 附件1 and the like."""

    text: str
    mark: str  # what stands before them


def title(line: str) -> Title | None:
    """The title that a line is; None where it is none."""
    if len(line) > _LONGEST:
        return None
    mark = found[0] if (found := _ATTACHMENT.match(line)) else ""
    words = line[len(mark) :].strip()
    if not 4 <= len(words) <= 90 or _NO_TITLE.match(words):
        return None
    if _TITLE.fullmatch(words) or _SITUATION_TITLE.fullmatch(words):
        return Title(words, mark)
    return None


def is_generic(words: str) -> bool:
    """Whether a title says neither who nor what: 绩效目标自评表."""
    return bool(_GENERIC.fullmatch(words.replace(" ", "")))


def needs_line_before(words: str) -> bool:
    """Whether a title can be the second half of one."""
    return bool(_GENERIC_HEAD.match(words))


def may_begin_title(line: str) -> bool:
    """Whether a line can be the first half of a title."""
    words = line.strip()
    return (
        3 <= len(words) <= 40
        and date_of(words) is None
        and not re.search("[。；;:：|，,]", words)
        and bool(_TITLE_START.fullmatch(words))
    )


def is_year_line(line: str) -> bool:
    """（2022年度）, （2020-2022年度）, as it stands under a title."""
    return len(line) <= _LONGEST and bool(_YEAR_LINE.fullmatch(line)) and "年" in line


def is_subtitle(line: str) -> bool:
    """（项目支出绩效评价）, as it stands under a title."""
    return bool(_SUBTITLE.fullmatch(line)) and len(line) <= _LONGEST


def is_attachment_mark(line: str) -> bool:
    """附件2-3, alone in its line."""
    return 0 < len(line.strip()) <= _LONGEST and bool(_ATTACHMENT.fullmatch(line))


def date_of(line: str) -> str | None:
    """The date that a line is, as 2022-03-08 or 2022-03; None where it is none."""
    found = _DATE.fullmatch(half_width(line)) if len(line) <= _LONGEST else None
    if not found:
        return None
    if found[1]:
        year, month, day = found[1], int(found[2]), int(found[3] or 0)
    else:
        year = "".join(str(_HAN_DIGITS.get(one, 0)) for one in found[4])
        month, day = numeral_value(found[5]), numeral_value(found[6] or "")
    if len(year) != 4 or not 1 <= month <= 12 or day > 31:
        return None
    return f"{year}-{month:02}" + (f"-{day:02}" if day else "")


def is_page_number(line: str) -> bool:
    """第 21 页, — 3 —: of a page, not of a text."""
    return (
        len(line) <= _LONGEST and bool(_PAGE.fullmatch(line)) and any(one.isdigit() for one in line)
    )


def is_properties(line: str) -> bool:
    """The properties of a file, as converters write them before its text."""
    return len(_PROPERTIES.findall(line)) > 1


def is_contents_head(line: str) -> bool:
    """目录 over a list of headings."""
    return bool(_CONTENTS.fullmatch(line))


def is_contents_line(line: str) -> bool:
    """A heading with its page, as a list of contents has it."""
    return len(line) <= _LONGEST and bool(_CONTENTS_LINE.fullmatch(line))


def is_issuer(line: str) -> bool:
    """Whether a line can be the name of a department, alone."""
    return len(line) <= _LONGEST and bool(_ISSUER.fullmatch(line.strip()))


def partial_date(value: str) -> str | None:
    """A date of which the label alone tells that it is one: 2022-02."""
    found = dates(value)
    return date_of(value) or (found[0].text if len(found) == 1 else None)
