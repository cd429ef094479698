"""A sheet of a workbook, in whatever format it came: its cells, what hides them, what is beside."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.check.attachments.contents import Unreadable

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of a sheet
_MAX_CELLS = 100_000  # with text, of a workbook
_FEW = 5  # cells that a message names
_TOO_MANY = (
    f"有字的单元格超过 {_MAX_CELLS // 10_000} 万个，没有读。请只把要导入的表另存成一个文件，再导入"
)

NO_RESULT = "{}是公式，文件里没有存算出的结果，没有读出来。请用 Excel 或 WPS 打开，保存一次，再导入"
NO_TEXT = "{}的文字不在文件里，没有读出来。请用 Excel 或 WPS 打开看看，另存一份再导入"
TOO_LONG = "{}是 16 位以上的数，表格软件只存前 15 位，后面的成了 0。请对照原件改"
NO_SUCH_FORMAT = "{}的显示格式程序不认识，写的是单元格里存的数。请对照原件看"
DRAWN = "{}处有图表或组合图形，上面的字没有读"


class Position(NamedTuple):
    """Of a cell; both count from 0."""

    row: int
    column: int

    @property
    def name(self) -> str:
        """B7 for row 6, column 1."""
        letters, column = "", self.column + 1
        while column:
            column, letter = divmod(column - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row + 1}"


class Shown(NamedTuple):
    """What a cell shows; `hidden` is its text where its format shows nothing of it."""

    text: str
    is_bold: bool = False
    is_centred: bool = False
    hidden: str = ""


class Range(NamedTuple):
    """A rectangle of cells; all four count from 0, the last ones are in it."""

    top: int
    left: int
    bottom: int
    right: int


class Beside(NamedTuple):
    """What stands beside the cells: 批注, 文本框, 页眉, 页脚."""

    kind: str
    text: str
    position: Position | None = None


@dataclass
class Sheet:
    """What was read of a sheet."""

    name: str
    is_hidden: bool = False
    shows_zeros: bool = True
    cells: dict[Position, Shown] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # first and last
    beside: list[Beside] = field(default_factory=list)
    pictures: list[tuple[str, Position]] = field(default_factory=list)
    remarks: dict[str, list[Position]] = field(default_factory=lambda: defaultdict(list))

    @property
    def part(self) -> str:
        """Its name, for places and messages."""
        return f"工作表“{self.name}”"

    def missing(self) -> Iterator[str]:
        """What was not read or may be wrong, in words for people; what many cells share, once."""
        for template, cells in self.remarks.items():
            names = "、".join(one.name for one in cells[:_FEW])
            more = f" 等 {len(cells)} 个单元格" if len(cells) > _FEW else ""
            yield template.format(f"{self.part} {names}{more} ")


def check_count(cells: int) -> None:
    """Raise Unreadable where so many cells of a workbook hold text that it is no report."""
    if cells > _MAX_CELLS:
        raise Unreadable(_TOO_MANY)
