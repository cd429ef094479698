"""Texts of OpenDocument (.odt) without LibreOffice: paragraphs, tables, notes, boxes.

Numbers that the program sets before paragraphs are not read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element, TreeBuilder

from generator.check.attachments.contents import BROKEN, ENCRYPTED, Quota, Unreadable
from generator.check.attachments.xml_package import ZipPackage, parsed
from generator.documents.document import (
    Aside,
    Block,
    Cell,
    Paragraph,
    Picture,
    Place,
    Table,
)

_SKIPPED = frozenset([
    "tracked-changes", "forms", "sequence-decls", "variable-decls", "user-field-decls",
    "dde-connection-decls", "alphabetical-index-auto-mark-file", "event-listeners", "shapes",
    "ruby-text", "title", "desc", "note-citation", "hidden-text", "dependencies",
])  # fmt: skip
MOST_COLUMNS = 2000


def text(data: bytes, quota: Quota) -> tuple[tuple[Block, ...], tuple[Aside, ...]]:
    """Blocks of an .odt, and what stands beside them. Raises Unreadable."""
    package = ZipPackage(data, quota)
    content, styles = tree_of(package, "content.xml"), tree_of(package, "styles.xml")
    body = content.find("body/text")
    if body is None:
        raise Unreadable(BROKEN)
    hidden = frozenset((*_hidden_styles(content), *_hidden_styles(styles)))
    reader = Reader(quota, hidden)
    blocks = reader.blocks(body, Place())
    for page in styles.iterfind("master-styles/master-page"):
        for margin in page:
            kind = {"header": "页眉", "footer": "页脚"}.get(margin.tag[:6])
            if kind and (found := reader.blocks(margin, Place(kind))):
                reader.asides.append(Aside(kind, found, Place(kind)))
    return blocks, tuple(reader.asides)


class _Builder(TreeBuilder):
    """A tree of elements and attributes without namespaces, of no more than may be read."""

    def __init__(self, quota: Quota) -> None:
        super().__init__()
        self._quota = quota

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._quota.count("elements", 3)  # a tree takes more memory than a stream
        own = {key.rpartition("}")[2]: value for key, value in attrs.items()}
        return super().start(tag.rpartition("}")[2], own)

    def end(self, tag: str, /) -> Element:
        return super().end(tag.rpartition("}")[2])


def tree_of(package: ZipPackage, name: str) -> Element:
    """A member's tree; raises Unreadable where it cannot be read."""
    if name not in package.members:
        return Element("none")
    builder = _Builder(package.quota)
    try:
        for _ in parsed([package.read(name)], builder):
            pass
    except SyntaxError as error:
        manifest = (
            package.read("META-INF/manifest.xml")
            if "META-INF/manifest.xml" in package.members
            else b""
        )
        raise Unreadable(ENCRYPTED if b"encryption-data" in manifest else BROKEN) from error
    return builder.close()


def _hidden_styles(tree: Element) -> Iterator[str]:
    for style in tree.iter("style"):
        if any(one.get("display") == "none" for one in style.iter("text-properties")):
            yield style.get("name", "")


@dataclass
class Reader:
    """Blocks of a text; what stands beside it is kept on the way."""

    quota: Quota
    hidden_styles: frozenset[str] = frozenset()
    asides: list[Aside] = field(default_factory=list)
    _tables: int = 0

    def blocks(self, parent: Element, place: Place) -> tuple[Block, ...]:
        """The blocks in an element; `place` is that of the element."""
        found: list[Block] = []
        self._add(parent, place, found)
        return tuple(found)

    def _add(self, parent: Element, place: Place, found: list[Block]) -> None:
        for one in parent:
            if one.tag in ("p", "h"):
                self._add_paragraph(one, place, found)
            elif one.tag == "table":
                found.append(self._table(one, place))
            elif one.tag not in _SKIPPED:
                self._add(one, place, found)

    def _add_paragraph(self, element: Element, place: Place, found: list[Block]) -> None:
        here = replace(place, paragraph=len(found) + 1)
        behind: list[Block] = []
        words = "".join(self._inline(element, here, behind))
        level = element.get("outline-level", "") if element.tag == "h" else ""
        if element.get("style-name") in self.hidden_styles:
            self._add_hidden(words, here)
            words = ""
        if words.strip():
            style = element.get("style-name", "")
            number = int(level) if level.isdecimal() and len(level) < 3 else 0
            found.append(Paragraph(words.strip("\n"), here, level=number, style=style))
        found += behind

    def _add_hidden(self, words: str, place: Place) -> None:
        if words.strip():
            self._add_aside("隐藏文字", (Paragraph(words, place),), place, visible=False)

    def _add_aside(
        self, kind: str, blocks: tuple[Block, ...], place: Place, *, visible: bool = True
    ) -> None:
        self.asides.append(Aside(kind, blocks, place, is_visible=visible))

    def _inline(self, element: Element, place: Place, behind: list[Block]) -> Iterator[str]:
        """The words of an element; boxes that hang on them come `behind` the paragraph."""
        yield element.text or ""
        for one in element:
            yield from self._inner(one, place, behind)
            yield one.tail or ""

    def _inner(self, one: Element, place: Place, behind: list[Block]) -> Iterator[str]:
        if one.tag == "s":
            count = one.get("c", "1")
            yield " " * min(int(count) if count.isdecimal() else 1, 1000)
        elif one.tag in ("tab", "line-break"):
            yield "\t" if one.tag == "tab" else "\n"
        elif one.tag == "note":
            kind = "尾注" if one.get("note-class") == "endnote" else "脚注"
            for body in one.iterfind("note-body"):
                self._add_aside(kind, self.blocks(body, Place(kind)), place)
        elif one.tag == "annotation":
            self._add_aside("批注", self.blocks(one, Place("批注")), place, visible=False)
        elif one.tag == "frame" or one.tag.endswith("shape") or one.tag in ("g", "rect", "a:g"):
            self._add_drawn(one, place, behind)
        elif one.tag == "span" and one.get("style-name") in self.hidden_styles:
            self._add_hidden("".join(self._inline(one, place, behind)), place)
        elif one.tag not in _SKIPPED:
            yield from self._inline(one, place, behind)

    def _add_drawn(self, element: Element, place: Place, behind: list[Block]) -> None:
        self._add(element, place, behind)
        if element.find("image") is not None:
            said = (element.findtext("title", ""), element.findtext("desc", ""))
            behind.append(Picture(" ".join(filter(None, said)), place))

    def _table(self, element: Element, place: Place) -> Table:
        self._tables += 1
        number = place.table or self._tables
        cells = []
        for row, one in enumerate(rows_of(element)):
            for column, cell in cells_of(one):
                here = Place(place.part, table=number, row=row + 1, column=column + 1)
                spans = span_of(cell, "rows"), span_of(cell, "columns")
                cells.append(Cell(row, column, self.blocks(cell, here), here, *spans))
        return Table(tuple(cells), Place(place.part, table=number))


def rows_of(table: Element) -> Iterator[Element]:
    """Its rows, those in groups and in heads too; not those of tables in it."""
    for one in table:
        if one.tag == "table-row":
            yield one
        elif one.tag in ("table-rows", "table-header-rows", "table-row-group"):
            yield from rows_of(one)


def cells_of(row: Element) -> Iterator[tuple[int, Element]]:
    """Each cell that is not covered, a repeated one as often, with its column from 0."""
    column = 0
    for one in row:
        if one.tag not in ("table-cell", "covered-table-cell"):
            continue
        times = times_of(one, "columns", MOST_COLUMNS)
        if one.tag == "table-cell" and (times == 1 or len(one)):
            yield from ((column + number, one) for number in range(times))
        column += times


def times_of(element: Element, what: str, most: int) -> int:
    """How often a cell or row (`what`: columns, rows) stands there, at most `most`."""
    count = element.get(f"number-{what}-repeated", "1")
    return max(1, min(int(count), most)) if count.isdecimal() and len(count) < 10 else 1


def span_of(cell: Element, what: str) -> int:
    """Over how many columns or rows (`what`) a cell goes."""
    count = cell.get(f"number-{what}-spanned", "1")
    return max(1, min(int(count), MOST_COLUMNS)) if count.isdecimal() and len(count) < 10 else 1
