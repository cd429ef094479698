"""A row of cells, as recognition sees it."""

from typing import NamedTuple, TypeAlias

from generator.documents.document import Paragraph, Place


class RowCell(NamedTuple):
    """A cell of a row; `column` counts from 0.

    `is_continued`: a cell that was merged from above covers it, or it is one of the empty cells
    that begin a row of a table in text. Its words stand in the row where it begins.
    """

    text: str
    place: Place
    column: int = 0
    column_span: int = 1
    is_continued: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing is to be read in it."""
        return not self.text.strip()


class Row(NamedTuple):
    """A row of a table. `lines` are the visible characters between its cells: the strokes.

    `table` is the number of the table in the stream, so that the rows of one have the same.
    `is_guessed`: where its cells end was told by words and figures, nothing parted them.
    """

    cells: tuple[RowCell, ...]
    place: Place
    table: int = 0
    lines: str = ""
    is_guessed: bool = False

    @property
    def filled(self) -> tuple[RowCell, ...]:
        """The cells in which something stands."""
        return tuple(cell for cell in self.cells if not cell.is_blank)

    @property
    def width(self) -> int:
        """How many cells it has, those counted that a sheet does not store between others."""
        covered = sum(cell.column_span for cell in self.cells)
        end = max((cell.column + cell.column_span for cell in self.cells), default=0)
        return len(self.cells) + max(0, end - covered)

    @property
    def characters(self) -> str:
        """All that is visible in it."""
        return "".join(cell.text for cell in self.cells) + self.lines


Item: TypeAlias = Paragraph | Row
