"""What one paragraph of a Word file holds: its runs as they are seen, and what hangs on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.documents import word_symbols
from generator.documents.document import raised
from generator.documents.word_fields import OpenField, Shown
from generator.documents.word_styles import Styles
from generator.documents.word_xml import NO_NODE, Node

# Elements that hold nothing to be seen, or what was deleted.
_SKIPPED = {
    "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:rubyPr",
    "w:del", "w:moveFrom", "w:delText", "w:delInstrText", "w:tblPr", "w:tblGrid", "w:sectPr",
    "w:fldData", "m:rPr", "m:ctrlPr",
}  # fmt: skip
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}
_DRAWINGS = {"w:drawing", "w:pict", "w:object"}
_BOXES = {"w:txbxContent", "a:txBody", "dgm:relIds"}
_PICTURES = {"a:blip", "v:imagedata", "c:chart", "dgm:relIds"}
_STRIKES = ("w:strike", "w:dstrike")
_FONTS = ("ascii", "hAnsi", "eastAsia", "cs")
_XML_SPACE = " \t\r\n"


def chosen(alternative: Node) -> list[Node]:
    """Of two ways to store the same the newer one, as programs of today show it."""
    found = alternative.find("mc:Choice") or alternative.find("mc:Fallback")
    return list(found.children) if found else []


@dataclass(slots=True)
class Line:
    """A paragraph while it is read."""

    text: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)  # of words, above them
    boxes: list[Node] = field(default_factory=list)  # text boxes that hang on it
    pictures: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # kind and identifier
    is_bold: bool | None = None  # whether all words are; None while there are none
    words: int = 0  # how many pieces of the text are not blank

    def add(self, text: str, *, is_bold: bool) -> None:
        """Add what is seen."""
        if text:
            self.text.append(text)
            if not text.isspace():
                self.words += 1
                self.is_bold = is_bold and self.is_bold is not False


class LineReader:
    """Reads the runs of the paragraphs of one story; a field may reach over several of them."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[OpenField] = []
        self._style = ""  # of the paragraph
        self._run = NO_NODE  # the properties of the present run
        self.formulas = 0  # fields that Word alone works out
        self.unknown_signs = 0
        self.embedded: list[str] = []  # kinds of files that are embedded
        self.charts = 0  # their words are stored elsewhere

    def read(self, node: Node, style: str, line: Line) -> None:
        """Add what a paragraph of this style holds to a line."""
        outer = self._style, self._run, self._fields
        self._style, self._run = style, NO_NODE
        self._children(node.children, line)
        self._fields = []  # a code that is not ended here is taken for none: nothing gets lost
        self._style, self._run, self._fields = outer

    def _children(self, nodes: Iterable[Node], line: Line) -> None:
        for node in nodes:
            self._node(node, line)

    def _node(self, node: Node, line: Line) -> None:
        name = node.name
        if name == "w:r":
            outer, self._run = self._run, node.child("w:rPr")
            self._children(node.children, line)
            self._run = outer
        elif name in ("w:t", "m:t"):
            self._text(node, line)
        elif name in _SKIPPED:
            return
        elif name in _SIGNS:
            self._add(_SIGNS[name], line)
        elif name in _DRAWINGS:
            self._drawing(node, line)
        elif name == "mc:AlternateContent":
            self._children(chosen(node), line)
        elif name in ("w:p", "w:tbl", "w:txbxContent"):
            line.boxes.append(node)
        elif not self._special(node, line):
            self._children(node.children, line)

    def _special(self, node: Node, line: Line) -> bool:
        """Whether the node was one of the rarer kinds; then it is done."""
        name = node.name
        if name == "w:br":
            self._add("" if node.get("type") in ("page", "column") else "\n", line)
        elif name == "w:sym":
            self._sign(word_symbols.sign(node.get("char"), node.get("font")), line)
        elif name == "w:fldChar":
            self._field(node, line)
        elif name == "w:instrText":
            if self._fields and self._fields[-1].is_code:
                self._fields[-1].code.append(node.text)
        elif name == "w:fldSimple" and not node.children:
            simple = OpenField(0, code=[node.get("instr")])
            self._show(simple.shown(), line)
        elif name == "w:ruby":
            self._ruby(node, line)
        elif name in ("w:footnoteReference", "w:endnoteReference"):
            line.notes.append((name[2:-9], node.get("id")))
        else:
            return False
        return True

    def _text(self, node: Node, line: Line) -> None:
        text = node.text
        if node.get("space") != "preserve":
            text = text.strip(_XML_SPACE)
        text = text.replace("\r\n", " ").translate({9: " ", 10: " ", 13: " "})
        if self._run.value("w:vertAlign") == "superscript":
            text = raised(text)
        font = self._font(text)
        self._sign(word_symbols.shown(text, font) if font else text, line)

    def _font(self, text: str) -> str:
        """The font of signs that shows this text; empty where none does."""
        fonts = self._run.find("w:rFonts")
        if fonts is None or not any(one <= "\xff" or "\uf000" <= one <= "\uf0ff" for one in text):
            return ""
        is_private = any("\uf000" <= one <= "\uf0ff" for one in text)
        names = map(fonts.get, _FONTS if is_private else _FONTS[:1])
        return next(filter(word_symbols.is_font_of_signs, names), "")

    def _sign(self, text: str, line: Line) -> None:
        self.unknown_signs += text.count(word_symbols.UNKNOWN)
        self._add(text, line)

    def _add(self, text: str, line: Line) -> None:
        if self._styles.toggle("w:vanish", self._run, self._style):
            line.hidden.append(text)
        elif text and any(self._styles.toggle(one, self._run, self._style) for one in _STRIKES):
            line.struck.append(text)
        else:
            line.add(text, is_bold=self._styles.toggle("w:b", self._run, self._style))

    def _field(self, node: Node, line: Line) -> None:
        kind = node.get("fldCharType")
        if kind == "begin":
            self._fields.append(OpenField(len(line.text), node.find("w:ffData")))
        elif kind == "separate" and self._fields:
            self._end_code(self._fields[-1], line)
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            has_result = not ended.is_code and line.words > ended.words
            self._end_code(ended, line)
            if not has_result:
                self._show(ended.shown(), line)

    def _end_code(self, one: OpenField, line: Line) -> None:
        """What stood in a code is not seen."""
        if one.is_code:
            del line.text[one.start :]
            one.is_code = False
            one.words = line.words

    def _show(self, shown: Shown | None, line: Line) -> None:
        if shown is not None:
            self.formulas += shown.is_missing
            self._sign(shown.text, line)
            if shown.reading:
                line.readings.append(shown.reading)

    def _ruby(self, node: Node, line: Line) -> None:
        for part in node.children:
            if part.name == "w:rt":
                above = Line()
                self._children(part.children, above)
                line.readings.append("".join(above.text))
            else:
                self._node(part, line)

    def _drawing(self, node: Node, line: Line) -> None:
        """Text boxes, pictures, embedded files and words drawn as pictures (WordArt)."""
        kinds: set[str] = set()
        words: list[str] = []
        for one in _drawn(node.children):
            kinds.add(one.name)
            if one.name in _BOXES:
                line.boxes.append(one)
            elif one.name == "v:textpath":
                words.append(one.get("string"))
            elif one.name in ("wp:docPr", "v:shape"):
                words += [one.get(key) for key in ("title", "descr", "alt") if one.get(key)]
            elif one.name == "o:OLEObject":
                self.embedded.append(one.get("ProgID"))
        self.charts += "c:chart" in kinds
        if not kinds.isdisjoint(_PICTURES) or "v:textpath" in kinds:
            line.pictures.append(" ".join(dict.fromkeys(filter(None, words))))


def _drawn(nodes: Iterable[Node]) -> Iterator[Node]:
    """The elements of a drawing in their order, those of its text boxes left out."""
    for one in nodes:
        if one.name == "mc:AlternateContent":
            yield from _drawn(chosen(one))
        elif one.name not in _SKIPPED:
            yield one
            if one.name not in _BOXES:
                yield from _drawn(one.children)
