"""Word files (.docx, and .wps of the same make): the whole document as its reader sees it."""

from collections.abc import Iterator

from generator.check.attachments.contents import WORD, Quota
from generator.documents import word_formats
from generator.documents.document import Aside, Block, Document, Paragraph, Place, Table
from generator.documents.word_body import Spot, Story
from generator.documents.word_numbering import Numbering
from generator.documents.word_parts import Parts
from generator.documents.word_styles import Styles
from generator.documents.word_xml import Node, integer, pieces

_BODY, _COMMENT = "正文", "批注"
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}
_EDGES = {"header": "页眉", "footer": "页脚"}
_NOTES = {"footnote": ("脚注", "decimal"), "endnote": ("尾注", "lowerRoman")}


def read(data: bytes, name: str, quota: Quota) -> Document:
    """Read a Word file; raises Unreadable, with a Chinese phrase, where its body is broken."""
    return _Reader(data, quota).document(name)


class _Reader:
    def __init__(self, data: bytes, quota: Quota) -> None:
        self._quota = quota
        self._parts = Parts(data, quota)
        self._styles = Styles(self._tree("styles", "样式（styles.xml）"))
        self._settings = self._tree("settings", "设置（settings.xml）")
        lists = self._tree("numbering", "编号定义（numbering.xml），自动编号全都缺；它")
        self._numbering = Numbering(lists, self._styles)
        self._body = self._story(self._parts.main)
        self._stories = [self._body]

    def _tree(self, kind: str, what: str) -> Node:
        root = Node("", {})
        names = self._parts.of_kind(kind)
        root.children = [one for name in names for one in self._parts.tree(name, what).children]
        return root

    def _story(self, part: str) -> Story:
        return Story(self._styles, self._numbering, self._quota, self._parts, part)

    def document(self, name: str) -> Document:
        package, main = self._parts.package, self._parts.main
        blocks = tuple(self._body.read(pieces(package, main), Spot(_BODY)))
        asides = [*self._edges(), *self._notes(), *self._comments()]
        hidden = [aside for story in self._stories for aside in story.asides]
        missing = tuple(dict.fromkeys((*self._parts.missing, *self._unread())))
        return Document(name, WORD, blocks, (*asides, *hidden), missing)

    def _edges(self) -> Iterator[Aside]:
        """Headers and footers, each once; those that no page shows are not visible."""
        shown = set(self._shown_edges())
        for kind, aside in _EDGES.items():
            for part in self._parts.of_kind(kind):
                blocks = self._blocks(self._parts.pieces(part, aside), aside, part)
                if _has_text(blocks):
                    yield Aside(aside, blocks, Place(aside), is_visible=part in shown)

    def _shown_edges(self) -> Iterator[str]:
        related = self._parts.relationships(self._parts.main)
        kinds = {"default", ""}
        if self._settings.is_on("w:evenAndOddHeaders"):
            kinds.add("even")
        if any(one.is_on("w:titlePg") for one in self._body.sections):
            kinds.add("first")
        for section in self._body.sections:
            for node in section.children:
                is_edge = node.name in ("w:headerReference", "w:footerReference")
                if is_edge and node.get("type") in kinds and node.get("id") in related:
                    yield related[node.get("id")].target

    def _blocks(self, nodes: Iterator[Node], place: str, part: str = "") -> tuple[Block, ...]:
        story = self._story(part)
        self._stories.append(story)
        return tuple(story.read(nodes, Spot(place)))

    def _notes(self) -> Iterator[Aside]:
        """Footnotes and endnotes in the order of their marks; the mark is the number."""
        for kind, (aside, usual) in _NOTES.items():
            settings = self._settings.child(f"w:{kind}Pr")
            format_ = settings.value("w:numFmt") or usual
            number = integer(settings.value("w:numStart"), 1)
            found = self._found_notes(kind, aside)
            for identifier in [one for of, one in self._body.notes if of == kind]:
                node = found.pop(identifier, None)
                if node is None:
                    continue
                mark = word_formats.formatted(number, format_)
                blocks = _marked(self._blocks(iter(node.children), aside), mark)
                yield Aside(aside, blocks, Place(aside, paragraph=number))
                number += 1
            for node in found.values():  # no mark refers to them
                blocks = self._blocks(iter(node.children), aside)
                if _has_text(blocks):
                    yield Aside(aside, blocks, Place(aside), is_visible=False)

    def _found_notes(self, kind: str, aside: str) -> dict[str, Node]:
        nodes = (
            node
            for part in self._parts.of_kind(f"{kind}s")
            for node in self._parts.pieces(part, aside)
        )
        return {
            one.get("id"): one
            for one in nodes
            if one.name == f"w:{kind}" and one.get("type") not in _SEPARATORS
        }

    def _comments(self) -> Iterator[Aside]:
        count = 0
        for part in self._parts.of_kind("comments"):
            for node in self._parts.pieces(part, _COMMENT):
                count += 1
                blocks = self._blocks(iter(node.children), _COMMENT)
                if _has_text(blocks):
                    yield Aside(
                        _COMMENT, blocks, Place(_COMMENT, paragraph=count), is_visible=False
                    )

    def _unread(self) -> Iterator[str]:
        """What could not be read, in words for people."""
        lines = [one.lines for one in self._stories]
        related = self._parts.relationships(self._parts.main)
        for chunk in self._body.chunks:
            target = related[chunk].target if chunk in related else chunk
            yield f"正文中插入了另一个文件（{target}），它的内容没有读，请打开原文件核对"
        for kind in [kind for one in lines for kind in one.embedded]:
            yield f"里面嵌入了一个文件（{kind or '种类不明'}），它的内容没有读，请打开原文件核对"
        if charts := sum(one.charts for one in lines):
            yield f"{charts} 个图表里的文字没有读，请打开原文件核对"
        if diagrams := sum(one.diagrams for one in self._stories):
            yield f"{diagrams} 个示意图（SmartArt）里的文字没有读，请打开原文件核对"
        if formulas := sum(one.formulas for one in lines):
            yield f"{formulas} 处由 Word 当场计算的域（如 AUTONUM）没有读出，请打开原文件核对"
        if signs := sum(one.unknown_signs for one in lines):
            yield f"{signs} 个 Wingdings 之类的符号没有对应的字，写作 �，请打开原文件核对"
        if unknown := sorted(self._numbering.unknown):
            formats = "、".join(unknown)
            yield f"自动编号的格式 {formats} 程序不认得，写作 1、2、3，请打开原文件核对"


def _marked(blocks: tuple[Block, ...], mark: str) -> tuple[Block, ...]:
    """A note with its mark before its first paragraph."""
    first, *others = blocks or (Paragraph("", Place()),)
    if isinstance(first, Paragraph) and not first.number:
        return (Paragraph(first.text.lstrip(), first.place, mark, style=first.style), *others)
    return blocks


def _has_text(blocks: tuple[Block, ...]) -> bool:
    return any(
        one.shown.strip()
        if isinstance(one, Paragraph)
        else isinstance(one, Table) or bool(one.text)
        for one in blocks
    )
