"""The narrative of a report: its text under its headings, word for word."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from generator.documents.document import Paragraph, Piece, Place
from generator.model.narrative import LEAD_TEXT, NARRATIVE
from generator.recognition import cells, sections
from generator.recognition.lines import is_attachment_mark
from generator.recognition.persons import lines_of
from generator.recognition.record import Found, LeftOut, RecognisedReport, Sureness
from generator.recognition.reference import Reference
from generator.recognition.row import Item, Row
from generator.recognition.sections import Node, Outlined
from generator.recognition.splitting import as_lines, is_of_lines
from generator.recognition.titles import years_of

NUMBER, MARK, HINT = "标题序号", "标题后的标点", "填表提示"
_CAPTION = re.compile(
    r"附\s*[件表]\s*\d*\s*[:：]?\s*[^。；]{0,30}|[^。；，]{2,25}(?:表|明细)\s*[:：]?"
)
_ABSTRACT = ("摘要", "前言", "引言", "内容摘要")
_ATTACHED = re.compile(r"附\s*[件表]")
# Takes the rows of a table and whether it is attached; says whether it is no part of the text.
ReadTable = Callable[[Sequence[Row], bool], bool]


@dataclass
class Section:
    """What stands under a heading: the heading as printed, the text, its place."""

    path: tuple[str, ...]
    place: Place
    is_known: bool
    printed: list[Piece] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    has_table: bool = False


def outline(items: Sequence[Item], reference: Reference) -> tuple[list[Item], Outlined]:
    """The items and the headings among them.

    Headings without numbers (评价结论) pass for names of cells; where the lines follow an outline,
    they are lines again.
    """
    found = sections.find(items, reference)
    if _has_numbers(found) or not any(map(is_of_lines, items)):
        return list(items), found
    lines: list[Item] = []
    for one in items:
        lines += as_lines(one) if is_of_lines(one) else [one]
    again = sections.find(lines, reference)
    return (lines, again) if len(again.nodes) > len(found.nodes) else (list(items), found)


def _has_numbers(found: Outlined) -> bool:
    return any(one.candidate.mark for one in found.nodes.values())


def read(
    items: Sequence[Item], found: Outlined, report: RecognisedReport, read_table: ReadTable
) -> None:
    """Write what stands under the headings into 正文; tables that are no form stay in the text.

    `read_table` takes the rows of a table and says whether it understood them.
    """
    parts = list(_sections(items, found, report, read_table))
    _write(_merged(parts), report)


def _sections(
    items: Sequence[Item], found: Outlined, report: RecognisedReport, read_table: ReadTable
) -> Iterator[Section]:
    first = items[0].place if items else Place()
    section = Section((LEAD_TEXT,), first, is_known=False)
    for is_row, run in groupby(enumerate(items), lambda pair: isinstance(pair[1], Row)):
        if is_row:
            _table([one for _, one in run if isinstance(one, Row)], section, report, read_table)
            continue
        for at, line in run:
            if not isinstance(line, Paragraph):
                continue
            if node := found.nodes.get(at):
                yield section
                section = _opened(node, line, report)
            elif line.shown.strip():
                _text(line, section)
    yield section


def _opened(node: Node, line: Paragraph, report: RecognisedReport) -> Section:
    """A heading begins a section; what of its line is no heading is left out or text."""
    one, place = node.candidate, line.place
    for words, reason in ((one.mark, NUMBER), (one.hint, HINT), (one.stop, MARK)):
        if words:
            report.left_out.append(LeftOut(words, place, reason))
    is_known = node.is_known or node.is_counted
    section = Section(node.path, place, is_known, [Piece(one.words, place)])
    if one.rest:
        section.lines.append(one.rest)
        section.printed.append(Piece(one.rest, place))
    return section


def _text(line: Paragraph, section: Section) -> None:
    words = line.shown.strip()
    section.printed.append(Piece(words, line.place))
    is_heading = section.path == (LEAD_TEXT,) and "".join(words.split()) in _ABSTRACT
    section.lines.append(f"# {words}" if is_heading else words)


def _table(
    rows: Sequence[Row], section: Section, report: RecognisedReport, read_table: ReadTable
) -> None:
    is_attached = bool(section.lines) and bool(_ATTACHED.match(section.lines[-1]))
    if read_table(rows, is_attached):
        section.has_table = True
        _leave_caption(section, report)
        return
    if all(map(is_of_lines, rows)):
        for row in rows:
            for line in as_lines(row):
                _text(line, section)
        return
    section.lines += as_markdown(rows)
    for row in rows:
        section.printed += [Piece(" ".join(one.text.split()), one.place) for one in row.filled]
        report.left_out += lines_of(row)


def _leave_caption(section: Section, report: RecognisedReport) -> None:
    """附件1：绩效评价指标评分表, over a table that has its own fields: no text without it."""
    last = section.lines[-1] if section.lines else ""
    if last and last == section.printed[-1].text and _CAPTION.fullmatch(last):
        del section.lines[-1], section.printed[-1]
        unit = cells.unit_in(last)
        if unit and ("资金", "单位") not in report.values:
            found = Found(unit, section.place, "表格的标题", Sureness.SURE, unit)
            report.add(("资金", "单位"), found)
            last = last.replace(unit, "", 1)
        if section.path == (LEAD_TEXT,):
            _tell_year(last, section.place, report)
        report.left_out.append(LeftOut(last, section.place, "表格的标题"))
        if section.lines and is_attachment_mark(section.lines[-1]):
            mark = section.lines.pop()
            section.printed = [one for one in section.printed if one.text != mark]
            report.left_out.append(LeftOut(mark, section.place, "附件标记"))


def _tell_year(caption: str, place: Place, report: RecognisedReport) -> None:
    """示例县2025年度支出自查表, over the first table, where no title tells the year."""
    years = years_of(caption) if "年度" in caption else ()
    if len(years) == 1 and ("年度",) not in report.values:
        found = Found(str(years[0]), place, "表格的标题", Sureness.LIKELY, "")
        report.add(("年度",), found)


def as_markdown(rows: Sequence[Row]) -> list[str]:
    """The rows as a table of the text: a line a row, | between the cells."""
    width = max((_width(row) for row in rows), default=0)
    texts = [_cells(row, width) for row in rows if row.cells]
    lines = ["|" + "".join(f" {cell} |" if cell else " |" for cell in cells) for cells in texts]
    return [*lines[:1], f"|{' --- |' * width}", *lines[1:]] if lines else []


def _width(row: Row) -> int:
    return max((one.column + one.column_span for one in row.cells), default=0)


def _cells(row: Row, width: int) -> list[str]:
    cells = [""] * width
    for one in row.cells:
        cells[one.column] = " ".join(one.text.split()).replace("|", "｜")
    return cells


def _merged(parts: Sequence[Section]) -> list[Section]:
    """Text before the first heading below goes to 前文; what no heading precedes, to the next."""
    found: list[Section] = []
    carried: list[Piece] = []
    again: list[str] = []  # headings that stand a second time
    for at, one in enumerate(parts):
        following = parts[at + 1] if at + 1 < len(parts) else None
        depth = len(one.path)
        has_below = bool(
            following and len(following.path) > depth and following.path[:depth] == one.path
        )
        printed, lines = [*carried, *one.printed], [*again, *one.lines]
        carried, again = [], []
        if not one.lines and (has_below or one.path == (LEAD_TEXT,)):
            is_again = any(other.path[:depth] == one.path for other in found)
            carried, again = printed, [*lines, f"# {one.path[-1]}"] if is_again else lines
            continue
        path = (*one.path, LEAD_TEXT) if has_below else one.path
        known = [other.path for other in found if other.path[:depth] == one.path]
        if known and path not in known:
            lines = [f"# {one.path[-1]}", *lines]
        _add(replace(one, path=path, printed=printed, lines=lines), found)
    if carried and found:
        found[-1].printed += carried
        found[-1].lines += again
    return found


def _add(one: Section, found: list[Section]) -> None:
    """A heading that stands twice is a line of the text under the first."""
    known = next((other for other in found if other.path == one.path), None)
    if known is None:
        found.append(one)
        return
    headings = [heading for heading in one.path if heading != LEAD_TEXT]
    known.lines += [*(f"# {heading}" for heading in headings[-1:]), *one.lines]
    known.printed += one.printed


def _write(found: Sequence[Section], report: RecognisedReport) -> None:
    for one in found:
        text, printed = "\n".join(one.lines), "\n".join(piece.text for piece in one.printed)
        if one.path == (LEAD_TEXT,) and not _is_text(one.lines):
            report.unclassified += one.printed
            continue
        if not text and one.has_table:  # only a table stood there, which has its own fields
            report.left_out.append(LeftOut(printed, one.place, "表格的标题"))
            continue
        sure = Sureness.SURE if one.is_known else Sureness.LIKELY
        report.add((NARRATIVE, *one.path), Found(text, one.place, "标题", sure, printed))


def _is_text(lines: Sequence[str]) -> bool:
    """Whether what stands before the first heading is text, and no remains of a cover."""
    return any(len(one) > 25 or one.endswith(("。", ":", "：")) for one in lines)
