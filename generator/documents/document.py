"""A document as its readers hand it on: blocks in their order, each piece with its place.

All text is as a reader of the file sees it: insertions are there, deletions are not, a field shows
what it shows. A number that the program sets (一、, （一）, 1.) stands apart from the words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands; all numbers count from 1, 0 where there is none.

    `part` is 正文, 页眉, 脚注 and the like, of a workbook the sheet; `cell` is the name of a cell
    of a sheet (B7); `paragraph` counts within the part, or within the cell of a table.
    """

    part: str = "正文"
    page: int = 0
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    cell: str = ""

    def __str__(self) -> str:
        page = f"第 {self.page} 页" if self.page else ""
        if self.cell:
            return f"{self.part} {self.cell}"
        if self.table:
            row = f" 第 {self.row} 行" if self.row else ""
            column = f"第 {self.column} 列" if self.column else ""
            return f"{page}{self.part if self.part != '正文' else ''}表 {self.table}{row}{column}"
        paragraph = f"第 {self.paragraph} 段" if self.paragraph else ""
        return f"{page}{self.part}{paragraph}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    r"""A paragraph: its words, \n for a line break in it, \t for a tab.

    `number` is the automatic number as it is shown, without the gap behind it; `level` is the
    outline level of its style (1 for Heading 1), 0 for body text; `style` its name.
    """

    text: str
    place: Place
    number: str = ""
    level: int = 0
    style: str = ""
    is_bold: bool = False
    is_centred: bool = False

    @property
    def shown(self) -> str:
        """Number and words, as they are read."""
        return f"{self.number}{self.text}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; `text` is what stands for it to those who cannot see it."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table with its extent; `row` and `column` count from 0."""

    row: int
    column: int
    blocks: "tuple[Block, ...]"
    place: Place
    row_span: int = 1
    column_span: int = 1

    @property
    def text(self) -> str:
        """The words of all its paragraphs, a line each; of a table in it, a line a cell."""
        return "\n".join(one.shown for one in paragraphs(self.blocks)).strip()


@dataclass(frozen=True)
class Table:
    """A table: each cell once, in the order of rows and columns; merged cells have spans."""

    cells: tuple[Cell, ...]
    place: Place

    @cached_property
    def row_count(self) -> int:
        """How many rows it has."""
        return max((one.row + one.row_span for one in self.cells), default=0)

    @cached_property
    def column_count(self) -> int:
        """How many columns its widest row has."""
        return max((one.column + one.column_span for one in self.cells), default=0)

    @cached_property
    def grid(self) -> tuple[tuple[Cell | None, ...], ...]:
        """Row by row, the cell that covers each column; None where none does."""
        rows: list[list[Cell | None]] = [[None] * self.column_count for _ in range(self.row_count)]
        for one in self.cells:
            for row in range(one.row, one.row + one.row_span):
                for column in range(one.column, one.column + one.column_span):
                    rows[row][column] = rows[row][column] or one
        return tuple(map(tuple, rows))


STRUCK = "删除线划去的文字"  # beside the text: a figure with a digit crossed out is another one
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """The text as it is seen where it is set high: 20 with a note 2 is no 202."""
    return text.translate(_RAISED)


Block: TypeAlias = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside the text: 页眉, 页脚, 脚注, 尾注, 批注, 文本框, 隐藏文字, 隐藏工作表."""

    kind: str
    blocks: tuple[Block, ...]
    place: Place
    is_visible: bool = True


class Piece(NamedTuple):
    """A run of visible characters and its place."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `missing` says, in words for people, what could not be read of it."""

    name: str
    kind: str
    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...] = ()
    missing: tuple[str, ...] = ()

    def pieces(self) -> Iterator[Piece]:
        """Every run of visible characters, also of what stands beside the text."""
        yield from _pieces(self.blocks)
        for aside in self.asides:
            if aside.is_visible:
                yield from _pieces(aside.blocks)


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """The paragraphs of the blocks and of the cells of their tables, in order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for cell in block.cells:
                yield from paragraphs(cell.blocks)


def _pieces(blocks: tuple[Block, ...]) -> Iterator[Piece]:
    for one in paragraphs(blocks):
        if one.number:
            yield Piece(one.number, one.place)
        if one.text:
            yield Piece(one.text, one.place)
