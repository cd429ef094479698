"""The text of older files without LibreOffice: their paragraphs, as far as their bytes tell.

It is what is read where LibreOffice is missing, and what its work is compared with where it is not.
"""

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

import olefile

from generator.check.attachments import legacy_office, rtf
from generator.check.attachments.contents import Contents, Quota
from generator.documents import open_document
from generator.documents.document import Aside, Block, Paragraph, Place, paragraphs
from generator.documents.stored_fields import group_end

_FIELD_MARKS = re.compile("([\x13\x14\x15])")
_PARAGRAPH_ENDS = re.compile("[\r\x07\x0c\x0e]")
_NO_LETTERS = {
    **dict.fromkeys(map(chr, range(32))),
    "\t": "\t",
    "\x0b": "\n",
    "\x1e": "-",
}
_LISTED = re.compile(rb"\{\s*\\(?:listtext|pntext)(?![a-z])")
_SINGLE_BULLET = re.compile(rb"\\'b7(?!\\')")
_UNSEEN_COPY = re.compile(rb"\{\s*(?:\\\*\s*)?\\nonesttables(?![a-z])")
_MARGINS = re.compile(rb"\{\s*\\(?:header|footer)[lrf]?(?![a-z])")
# Words of RTF that stand for a sign.
_SIGNS = {
    b"lquote": 8216, b"rquote": 8217, b"ldblquote": 8220, b"rdblquote": 8221, b"bullet": 8226,
    b"emdash": 8212, b"endash": 8211,
}  # fmt: skip
_SIGN = re.compile(rb"\\(" + b"|".join(_SIGNS) + rb")(?![a-z]) ?")
_OPEN, _CLOSE = 0xE000, 0xE001  # around a number that RTF states
_NUMBERED = re.compile("^[^\ue000\ue001]*\ue000([^\ue001]*)\ue001(.*)$", re.DOTALL)
MARGIN = "页眉"


class Line(NamedTuple):
    """A paragraph: where it stands (正文, 页眉, 脚注, 尾注, 文本框), its number, its words."""

    story: str
    text: str
    number: str = ""


class OldText(NamedTuple):
    """What could be read: blocks, what stands beside them, and lines to compare with."""

    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...]
    lines: tuple[Line, ...]
    has_tables: bool = False
    has_deleted: bool = False  # what was deleted or is hidden is not told apart


def read(ending: str, data: bytes, quota: Quota) -> OldText:
    """The text of a doc, rtf or odt file. Raises Unreadable, or what a broken file raises."""
    if ending == "odt":
        blocks, asides = open_document.text(data, quota)
        return OldText(blocks, asides, tuple(_lines_of(blocks, asides)), has_tables=True)
    lines = tuple(_rtf_lines(data, quota) if ending == "rtf" else _doc_lines(data, quota))
    blocks = tuple(_blocks(lines, "正文"))
    stories = dict.fromkeys(one.story for one in lines if one.story != "正文")
    asides = tuple(Aside(one, tuple(_blocks(lines, one)), Place(one)) for one in stories)
    return OldText(blocks, asides, lines, has_deleted=ending == "doc")


def _blocks(lines: tuple[Line, ...], story: str) -> Iterator[Paragraph]:
    chosen = [one for one in lines if one.story == story]
    for count, line in enumerate(chosen, 1):
        yield Paragraph(line.text, Place(story, paragraph=count), line.number)


def _lines_of(blocks: tuple[Block, ...], asides: tuple[Aside, ...]) -> Iterator[Line]:
    for one in paragraphs(blocks):
        yield Line("正文", one.text)
    for aside in (one for one in asides if one.is_visible):
        story = MARGIN if aside.kind == "页脚" else aside.kind
        for one in paragraphs(aside.blocks):
            yield Line(story, one.text)


def _doc_lines(data: bytes, quota: Quota) -> Iterator[Line]:
    """Deleted and hidden text is not told apart."""
    quota.count("bytes", len(data))
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        for place, stored in legacy_office.word_stories(compound, []):
            if place == "批注":
                continue
            story = MARGIN if place.startswith("页眉") else place
            for line in _PARAGRAPH_ENDS.split(_shown(stored)):
                if text := line.translate(str.maketrans(_NO_LETTERS)).strip():
                    yield Line(story, text)


def _shown(stored: str) -> str:
    """The text with what fields show, without their instructions."""
    pieces, instructions = [], [False]
    for piece in _FIELD_MARKS.split(stored):
        if piece == "\x13":
            instructions.append(True)
        elif piece == "\x14":
            instructions[-1] = False
        elif piece == "\x15":
            instructions = instructions[:-1] or [False]
        elif not any(instructions):
            pieces.append(piece)
    return "".join(pieces)


def _rtf_lines(data: bytes, quota: Quota) -> Iterator[Line]:
    data = _SIGN.sub(_as_letter, _with_marked_numbers(data))
    data, _ = _without(_UNSEEN_COPY, data)
    body, margins = _without(_MARGINS, data)
    for where, part in (("正文", body), (MARGIN, b"{\\rtf1 " + margins + b"}")):
        contents = Contents()
        rtf.read(part, quota, contents)
        for story, text in contents.parts:
            here = where if story == "正文" else story
            for line in text.split("\n"):
                yield from _numbered(here, line)


def _numbered(story: str, line: str) -> Iterator[Line]:
    """A row of cells is a line of each where one of them has a number."""
    for cell in line.split("\t") if "\t" in line and chr(_OPEN) in line else [line]:
        numbered = _NUMBERED.match(cell)
        number, words = numbered.groups() if numbered else ("", cell)
        if words.strip() or number.strip():
            yield Line(story, words.strip(), number.strip())


def _without(groups: re.Pattern[bytes], data: bytes) -> tuple[bytes, bytes]:
    """The file without the groups that begin so, and those, each once."""
    body, last = list[bytes](), 0
    taken: dict[bytes, None] = {}  # of left and right pages mostly the same
    for found in groups.finditer(data):
        if found.start() >= last:
            end = group_end(data, found.start())
            body.append(data[last : found.start()])
            taken[data[found.start() + len(found[0]) : end]] = None
            last = end
    return b"".join((*body, data[last:])), b"\\par ".join(b"{" + one for one in taken)


def _as_letter(found: re.Match[bytes]) -> bytes:
    return b"{\\uc1\\u%d?}" % _SIGNS[found[1]]


def _with_marked_numbers(data: bytes) -> bytes:
    """Programs of RTF write the number of a paragraph as text, for those that cannot count."""
    pieces, last = [], 0
    for found in _LISTED.finditer(data):
        end = group_end(data, found.start()) - 1
        # The blank ends a letter of which, read as Chinese, only the first half is there.
        inner = _SINGLE_BULLET.sub(b"{\\\\uc1\\\\u8226?}", data[found.start() + 1 : end])
        inner = inner.replace(b"\\tab", b"").replace(b"\t", b" ") + b" "
        marks = (b"{\\uc1\\u%d?}" % (mark - 0x10000) for mark in (_OPEN, _CLOSE))
        pieces += [data[last : found.start()], next(marks), b"{", inner, b"}", next(marks)]
        last = end + 1
    return b"".join((*pieces, data[last:]))
