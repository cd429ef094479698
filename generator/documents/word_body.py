"""The blocks of one story of a Word file: its body, a header, a note."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.check.attachments.contents import Quota
from generator.documents.document import STRUCK, Aside, Block, Paragraph, Picture, Place, Table
from generator.documents.word_line import Line, LineReader, chosen
from generator.documents.word_numbering import Counters, Numbering
from generator.documents.word_parts import Parts
from generator.documents.word_styles import ParagraphFormat, Styles
from generator.documents.word_tables import TableReader
from generator.documents.word_xml import NO_NODE, Node

HIDDEN, READING, BOX = "隐藏文字", "注音", "文本框"
_RUN_ON = Node("", {})  # the properties of a paragraph whose own end was deleted
_DELETED = ("w:del", "w:moveFrom")
# Holds blocks as its parent does; `w:ins` and `w:moveTo` were added and are there.
_CONTAINERS = {
    "w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:body",
    "w:txbxContent",
}  # fmt: skip
_NOTHING = {
    "w:sectPr", "w:sdtPr", "w:sdtEndPr", "w:customXmlPr", "w:smartTagPr", "w:tcPr", "w:tblPr",
    "w:trPr", *_DELETED,
}  # fmt: skip


@dataclass(slots=True)
class Spot:
    """Where blocks are read: the part, the cell of a table, how many paragraphs there were."""

    part: str
    table: int = 0
    row: int = 0
    column: int = 0
    count: int = 0
    is_seen: bool = True  # False in what a merged cell covers, and in hidden rows

    @property
    def place(self) -> Place:
        """That of the last paragraph."""
        return Place(
            self.part, paragraph=self.count, table=self.table, row=self.row, column=self.column
        )


@dataclass
class Story:
    """Reads the blocks of one part; what stands beside them is gathered."""

    styles: Styles
    numbering: Numbering
    quota: Quota
    parts: Parts
    part: str = ""  # its name, for what it refers to; of notes it is not needed
    asides: list[Aside] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # in the order of their marks
    sections: list[Node] = field(default_factory=list)
    chunks: list[str] = field(default_factory=list)  # identifiers of files that stand in the text
    tables: int = 0
    boxes: int = 0
    diagrams: int = 0  # that could not be read

    def __post_init__(self) -> None:
        self.lines = LineReader(self.styles)
        self._counters = Counters(self.numbering)
        self._box_counters = Counters(self.numbering)
        self._tables = TableReader(self)

    def read(self, nodes: Iterable[Node], spot: Spot) -> Iterator[Block]:
        """The blocks in their order; a paragraph whose end was deleted runs on into the next."""
        carried: Line | None = None
        for node in self._flat(nodes):
            if node.name != "w:p":
                if carried is not None:
                    yield from self._blocks(_RUN_ON, carried, spot)
                    carried = None
                yield from self._other(node, spot)
                continue
            properties = node.child("w:pPr")
            line = carried or Line()
            self.lines.read(node, properties.value("w:pStyle") or "", line)
            self.sections += properties.all("w:sectPr")
            mark = properties.child("w:rPr")
            carried = line if any(map(mark.find, _DELETED)) else None
            if carried is None:
                yield from self._blocks(properties, line, spot)
        if carried is not None:
            yield from self._blocks(_RUN_ON, carried, spot)

    def _flat(self, nodes: Iterable[Node]) -> Iterator[Node]:
        """Blocks without what they are wrapped in."""
        for node in nodes:
            if node.name in _CONTAINERS:
                yield from self._flat(node.children)
            elif node.name == "mc:AlternateContent":
                yield from self._flat(chosen(node))
            elif node.name == "w:sectPr":
                self.sections.append(node)
            elif node.name not in _NOTHING:
                yield node

    def _other(self, node: Node, spot: Spot) -> Iterator[Block]:
        """A table, or what should stand in a paragraph and does not."""
        if node.name == "w:tbl":
            yield from self._tables.read(node, spot)
        elif node.name == "w:altChunk":
            self.chunks.append(node.get("id"))
        elif node.children or node.name == "w:t":
            line, wrapped = Line(), Node("w:p", {})
            wrapped.children = [node]
            self.lines.read(wrapped, "", line)
            if line.text or line.hidden or line.struck or line.boxes:
                yield from self._blocks(NO_NODE, line, spot)

    def _blocks(self, properties: Node, line: Line, spot: Spot) -> Iterator[Block]:
        """The paragraph, then what hangs on it; nothing where all of it is hidden or deleted."""
        text, hidden, struck = map("".join, (line.text, line.hidden, line.struck))
        self.quota.count("elements", 2)  # an empty paragraph takes as long as others
        self.quota.count("characters", len(text) + len(hidden) + len(struck))
        if properties is _RUN_ON and not (text or hidden or struck or line.boxes or line.pictures):
            return  # all of it was deleted
        spot.count += 1
        self.notes += line.notes if spot.is_seen else []
        for reading in line.readings:
            self._beside(READING, reading, spot)
        self._beside(HIDDEN, hidden, spot)
        self._beside(STRUCK, struck, spot, is_visible=spot.is_seen)
        format_ = self.styles.paragraph(properties)
        if text or not format_.is_hidden:
            yield self._paragraph(format_, line, text, spot)
        for picture in line.pictures:
            yield Picture(picture, spot.place)
        for box in line.boxes:
            yield from self._box(box, spot)

    def _beside(self, kind: str, text: str, spot: Spot, *, is_visible: bool = False) -> None:
        if text.strip():
            words = Paragraph(text, spot.place)
            self.asides.append(Aside(kind, (words,), spot.place, is_visible))

    def _paragraph(self, format_: ParagraphFormat, line: Line, text: str, spot: Spot) -> Paragraph:
        return Paragraph(
            text,
            spot.place,
            number=self._number(format_, spot),
            level=format_.level,
            style=format_.name,
            is_bold=bool(line.is_bold),
            is_centred=format_.is_centred,
        )

    def _number(self, format_: ParagraphFormat, spot: Spot) -> str:
        reference = format_.number
        if reference.number is None or not spot.is_seen:
            return ""
        counters = self._box_counters if spot.part.startswith(BOX) else self._counters
        level = self.numbering.level_of(reference, format_.style)
        number = counters.next(reference.number, level)
        self.quota.count("characters", len(number))
        return number

    def _box(self, box: Node, spot: Spot) -> Iterator[Block]:
        """What stands in a text box."""
        if box.name in ("w:p", "w:tbl"):  # no box: a block where none should be
            yield from self.read([box], spot)
            return
        self.boxes += 1
        inner = Spot(f"{BOX} {self.boxes}", is_seen=spot.is_seen)
        if box.name == "dgm:relIds":
            box = self._diagram(box)
        elif box.name != "a:txBody":
            yield from self.read(box.children, inner)
            return
        for one in box.descend("a:p"):
            inner.count += 1
            yield Paragraph("".join(text.text for text in one.descend("a:t")), inner.place)

    def _diagram(self, references: Node) -> Node:
        """What is written in a diagram (SmartArt): a part of its own."""
        related = self.parts.relationships(self.part) if self.part else {}
        data = related.get(references.get("dm"))
        found = self.parts.tree(data.target, "示意图（SmartArt）") if data else NO_NODE
        self.diagrams += not found.children
        return found

    def cover(self, nodes: Iterable[Node], spot: Spot) -> None:
        """Read blocks that nobody sees; their words are told aside."""
        spot.is_seen = False
        for block in list(self.read(nodes, spot)):
            if isinstance(block, Table):
                self._cover_cells(block)
            elif isinstance(block, Paragraph) and block.text.strip():
                self.asides.append(Aside(HIDDEN, (block,), block.place, is_visible=False))

    def _cover_cells(self, table: Table) -> None:
        if any(cell.text for cell in table.cells):
            self.asides.append(Aside(HIDDEN, (table,), table.place, is_visible=False))
