"""The stream of a document cut into reports: where one ends and the next begins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.documents.document import Document, Paragraph
from generator.recognition import lines
from generator.recognition.row import Item, Row
from generator.recognition.rows import items

_NAME = re.compile(r"\s*项目名称\s*[:：]?\s*")
_NAME_LINE = re.compile(r"\s*项目名称\s*[:：]\s*\S.*")
_FIRST_HEADING = re.compile(r"\s*(?:一\s*[、.．]|第一部分|[（(]一[）)])")
_ANY_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第.部分)"
)
_LABEL = re.compile(
    r"\s*(?:主管部门|实施单位|项目(?:实施)?单位|预算单位|填报单位|部门|单位名称|实施[（(]主管[）)]单位"
    r"|金额单位|项目(?:编码|代码|负责人|属性|类别|类型)|负责人及电话|是否为专项资金)(?:[（(].{0,8}[）)])?\s*[:：]?"
)
_PORTAL = re.compile(
    r"\s*[•·]?\s*(?:发布(?:日期|时间|机构)|索\s*引\s*号|主题|来源|浏览|文\s*号|公开)"
)
_FORM_NUMBER = re.compile(r"\s*(?:报表编号|表号|公开\d+表|监督索引号).*")
_LONG = 60  # characters that no line of a head has
_AHEAD = 6  # items behind a title that tell whether a report begins


def stream(document: Document) -> list[Item]:
    """Paragraphs and rows of a document; what a break ends is a paragraph of its own."""
    return [line for one in items(document) for line in _lines(one)]


def _lines(item: Item) -> Iterator[Item]:
    if isinstance(item, Row):
        if line := _title_row(item):
            yield from _lines(line)
        else:
            yield item
        return
    if "\n" not in item.text:
        yield item
        return
    number = item.number
    for words in item.text.split("\n"):
        if words.strip() or number:
            yield replace(item, text=words, number=number)
            number = ""


def _title_row(row: Row) -> Paragraph | None:
    """The line that a row is which only makes room for a title over a table, as sheets have it."""
    if len(row.filled) != 1 or row.lines or is_of_lines(row):
        return None
    words, place = row.filled[0].text, row.filled[0].place
    is_title = (
        lines.is_attachment_mark(words)
        or lines.is_year_line(words)
        or lines.is_page_number(words)
        or any(lines.title(one) for one in (words, "".join(words.split("\n"))))
        or (_LABEL.match(words) and re.search("[:：]", words) and len(words) <= _LONG)
    )
    return Paragraph(words, place, is_centred=True) if is_title else None


def is_of_lines(item: Item) -> bool:
    """Whether a row was made of lines of text that look like a form without its lines."""
    return (
        isinstance(item, Row)
        and not item.lines
        and all(not one.place.table and not one.place.cell for one in item.cells)
    )


def as_lines(item: Item) -> list[Paragraph]:
    """The lines of which a row was made; what stood in one line stands in one again."""
    if isinstance(item, Paragraph):
        return [item]
    found: list[Paragraph] = []
    for cell in item.filled:
        if found and found[-1].place == cell.place:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {cell.text}")
        else:
            found.append(Paragraph(cell.text, cell.place))
    return found


def split(found: Sequence[Item]) -> list[list[Item]]:
    """The items of each report, in order; covers and titles belong to what follows them."""
    starts, has_body, is_named = [0], False, False
    for at, item in enumerate(found):
        begins = _begins(found, at, is_named=is_named) if has_body else False
        if begins:
            starts.append(_first(found, at, starts[-1]))
            has_body, is_named = False, False
        is_named |= is_name(found, at)
        has_body |= is_body(item)
    return [list(found[start:end]) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def _begins(found: Sequence[Item], at: int, *, is_named: bool) -> bool:
    item = found[at]
    if isinstance(item, Paragraph) and (words := lines.title(item.shown)):
        before = found[at - 1]
        if isinstance(before, Paragraph) and lines.is_contents_line(before.shown):
            return False
        return any(
            _opens(found, one) for one in range(at + 1, min(at + 1 + _AHEAD, len(found)))
        ) or (item.is_centred and bool(re.search(r"\d{4}", words.text)))
    return is_named and is_name(found, at)


def _opens(found: Sequence[Item], at: int) -> bool:
    """Whether it is one of what follows a title."""
    item = found[at]
    if isinstance(item, Row):
        return is_name(found, at) or bool(_LABEL.match(words_of(item)))
    words = item.shown
    return (
        lines.is_year_line(words)
        or bool(_FIRST_HEADING.match(words))
        or bool(_LABEL.match(words) and re.search("[:：]", words))
        or bool(_NAME_LINE.fullmatch(words))
        or words.strip() in ("摘要", "摘 要", "前言", "引言")
    )


def is_name(found: Sequence[Item], at: int) -> bool:
    """Whether the project is named there, and not a column of a table with that head."""
    item = found[at]
    if isinstance(item, Paragraph):
        return bool(_NAME_LINE.fullmatch(item.shown))
    cells = [one.text.strip() for one in item.cells if one.text.strip()]
    if not cells or not _NAME.fullmatch(cells[0]):
        return False
    if len(cells) <= 2 or any(_LABEL.match(one) for one in cells[2:]):
        return len(cells) > 1
    following = found[at + 1] if at + 1 < len(found) else None
    return isinstance(following, Row) and bool(_LABEL.match(words_of(following)))


def is_body(item: Item) -> bool:
    """Whether it is of a report itself: no title, no cover."""
    if isinstance(item, Row):
        filled = [one for one in item.cells if one.text.strip()]
        return len(filled) > 2 and not _PORTAL.match(filled[0].text)
    words = item.shown
    if lines.is_contents_line(words) or lines.is_properties(words) or lines.title(words):
        return False
    return bool(_ANY_HEADING.match(words)) or item.level > 0 or len(words) > _LONG


def words_of(row: Row) -> str:
    """The first cell of a row that has words."""
    return next((one.text.strip() for one in row.cells if one.text.strip()), "")


def _first(found: Sequence[Item], at: int, least: int) -> int:
    """Where the report begins of which this is the title or the name of the project."""
    while at - 1 > least and _belongs_to_next(found[at - 1], found[at]):
        at -= 1
    return at


def _belongs_to_next(before: Item, item: Item) -> bool:
    if isinstance(before, Row):
        return False
    words = before.shown
    if lines.is_attachment_mark(words) or _FORM_NUMBER.fullmatch(words):
        return True
    title = lines.title(item.shown) if isinstance(item, Paragraph) else None
    if title:
        return lines.needs_line_before(title.text) and lines.may_begin_title(words)
    is_heading = bool(_FIRST_HEADING.match(words)) and len(words) < 20
    return is_heading or bool(lines.title(words)) or lines.is_year_line(words)
