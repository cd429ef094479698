"""The elements of a web page as blocks of a document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from generator.check.attachments.contents import Quota
from generator.documents.document import Block, Paragraph, Picture, Place, raised
from generator.documents.web_article import Shown
from generator.documents.web_lists import ListNumbers
from generator.documents.web_nodes import Looks, is_link, walked
from generator.documents.web_setting import BREAK, is_inline, put_together
from generator.documents.web_tables import CellDraft, TableDraft, span, table

_BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_KEEPS_BLANKS = {"pre", "textarea", "listing", "xmp", "plaintext"}
_INVISIBLE = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_STYLE = re.compile(r"\s*([\w-]+)\s*:\s*([^;]{1,200})")
_STRUCK = frozenset(("del", "s", "strike"))
_MAX_STYLE = 2000  # characters of an attribute


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element hands on to those within."""

    is_bold: bool = False
    is_centred: bool = False
    apart: str = ""  # what a part of the page is that is not the article
    is_link: bool = False
    is_hidden: bool = False
    is_number: bool = False  # Word writes the numbers of its lists as text that it marks
    is_ruby: bool = False
    is_struck: bool = False
    is_raised: bool = False
    keeps_blanks: bool = False
    level: int = 0


@dataclass(slots=True)
class _Flow:
    """Paragraphs one after the other: of the page, or of a cell."""

    shown: list[Shown] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    number: str = ""
    letters: int = 0
    linked: int = 0
    bold: int = 0
    context: _Context = field(default_factory=_Context)
    count: int = 0


class Builder:
    """Reads a page from its first element to the last."""

    def __init__(self, looks: Looks, quota: Quota) -> None:
        self.hidden: list[str] = []
        self.ruby: list[str] = []
        self.struck: list[str] = []
        self._looks = looks
        self._quota = quota
        self._flows = [_Flow()]
        self._contexts = [_Context()]
        self._tables: list[TableDraft | None] = []  # None for one that only places things
        self._lists: list[ListNumbers] = []
        self._table_count = 0

    def read(self) -> list[Shown]:
        """The blocks that are seen, in their order."""
        for node, begins in walked(self._looks.root):
            if node.tag == "-text":
                self._add_text(node.text_content or "")
            elif node.is_element_node and begins:
                self._begin(node)
            elif node.is_element_node:
                self._end(node)
        self._end_paragraph()
        return self._flows[0].shown

    def _begin(self, node: LexborNode) -> None:
        attributes = {key: value or "" for key, value in node.attributes.items()}
        attributes["style"] = attributes.get("style", "")[:_MAX_STYLE]
        style = {key.lower(): value.strip().lower()
                 for key, value in _STYLE.findall(attributes.get("style", ""))}  # fmt: skip
        before = self._contexts[-1]
        tag = node.tag or ""
        if not is_inline(tag, style):
            self._end_paragraph()
        context = self._context(node, attributes, style, before)
        self._contexts.append(context)
        if context.is_hidden:
            return
        if tag == "table":
            self._begin_table(node, attributes)
        elif self._tables and self._tables[-1] is not None:
            self._begin_part(tag, attributes, self._tables[-1])
        if tag in {"ol", "ul", "menu", "dir"}:
            self._begin_list(node, attributes, style)
        elif tag == "li" and self._lists:
            self._end_paragraph(closes=True)
            number = self._lists[-1].next(attributes, style.get("list-style-type", ""))
            self._flows[-1].number = number
        elif tag == "br":
            self._break(context)
        else:
            self._add_control(tag, attributes)

    def _context(
        self,
        node: LexborNode,
        attributes: Mapping[str, str],
        style: Mapping[str, str],
        before: _Context,
    ) -> _Context:
        tag = node.tag or ""
        align = style.get("text-align") or attributes.get("align", "").lower()
        is_centred = tag == "center" or (align == "center" if align else before.is_centred)
        weight = style.get("font-weight", "")
        is_bold = weight in {"bold", "bolder", "600", "700", "800", "900"} or (
            (tag in _BOLD or before.is_bold) and weight not in {"normal", "400"}
        )
        return _Context(
            is_bold=is_bold,
            is_centred=is_centred and tag != "table",
            apart=before.apart or self._looks.apart(node, attributes),
            is_link=before.is_link or (tag == "a" and is_link(node)),
            is_hidden=before.is_hidden or self._looks.is_hidden(node, attributes),
            is_number=before.is_number or "ignore" in style.get("mso-list", ""),
            is_ruby=before.is_ruby or tag == "rt",
            is_struck=before.is_struck or tag in _STRUCK
            or "line-through" in style.get("text-decoration", ""),
            is_raised=before.is_raised or tag == "sup" or style.get("vertical-align") == "super",
            keeps_blanks=before.keeps_blanks or tag in _KEEPS_BLANKS
            or style.get("white-space", "").startswith("pre"),
            level=int(tag[1]) if re.fullmatch("h[1-6]", tag) else before.level,
        )  # fmt: skip

    def _end(self, node: LexborNode) -> None:
        tag = node.tag or ""
        style = dict(_STYLE.findall((node.attributes.get("style") or "")[:_MAX_STYLE].lower()))
        if not is_inline(tag, style):
            self._end_paragraph(closes=True)
        context = self._contexts.pop()
        if context.is_hidden:
            return
        if tag in {"ol", "ul", "menu", "dir"}:
            self._lists.pop()
        elif tag == "table":
            self._end_table()
        elif tag in {"td", "th", "caption"} and self._tables and self._tables[-1]:
            self._end_cell(tag, node, self._tables[-1])

    def _begin_list(
        self, node: LexborNode, attributes: Mapping[str, str], style: Mapping[str, str]
    ) -> None:
        count = 0
        child = node.first_child
        while child is not None:
            count += child.tag == "li"
            child = child.next
        kind = style.get("list-style-type", "")
        self._lists.append(ListNumbers(attributes, kind, count, is_ordered=node.tag == "ol"))

    def _begin_table(self, node: LexborNode, attributes: Mapping[str, str]) -> None:
        if self._looks.is_layout(node, attributes):
            self._tables.append(None)
            return
        self._table_count += 1
        self._tables.append(TableDraft(Place(table=self._table_count)))

    def _begin_part(self, tag: str, attributes: Mapping[str, str], draft: TableDraft) -> None:
        if tag == "tr":
            draft.begin_row()
        elif tag == "tfoot":
            draft.is_in_feet = True
        elif tag in {"tbody", "thead"}:
            draft.is_in_feet = False
        elif tag in {"td", "th", "caption"}:
            self._flows.append(_Flow())

    def _end_cell(self, tag: str, node: LexborNode, draft: TableDraft) -> None:
        flow = self._flows.pop()
        blocks: list[Block] = [one.block for one in flow.shown]
        outer = self._flows[-1]
        outer.letters += sum(one.letters for one in flow.shown)
        outer.linked += sum(one.linked for one in flow.shown)
        if tag == "caption":
            draft.captions += blocks
            return
        row_span = span(node.attributes.get("rowspan"), is_row=True)
        column_span = span(node.attributes.get("colspan"), is_row=False)
        draft.last_row().append(CellDraft(blocks, row_span, column_span))

    def _end_table(self) -> None:
        draft = self._tables.pop()
        if draft is None:
            return
        flow = self._flows[-1]
        letters, linked = flow.letters, flow.linked
        flow.letters = flow.linked = 0
        apart = self._contexts[-1].apart
        for one in draft.captions:
            flow.count += 1
            place = replace(one.place, paragraph=flow.count)
            flow.shown.append(Shown(replace(one, place=place), 0, 0, apart))
        made = table(draft, self._quota)
        if made:
            flow.shown.append(Shown(made, letters, linked, apart))

    def _add_control(self, tag: str, attributes: Mapping[str, str]) -> None:
        """What a picture, a box to tick or a field shows."""
        flow = self._flows[-1]
        kind = attributes.get("type", "text").lower()
        if tag == "img" and not self._contexts[-1].is_link:
            flow.pictures.append(attributes.get("alt", "").strip())
        elif tag == "input" and kind in {"checkbox", "radio"}:
            marks = "☑□" if kind == "checkbox" else "◉○"
            self._add_text(marks["checked" not in attributes])
        elif tag == "input" and kind in {"text", "number", "date", "tel", "email"}:
            self._add_text(attributes.get("value", ""))

    def _add_text(self, text: str) -> None:
        context, flow = self._contexts[-1], self._flows[-1]
        text = _INVISIBLE.sub("", text)
        if context.is_hidden or context.is_ruby:
            if text.strip():
                (self.hidden if context.is_hidden else self.ruby).append(text.strip())
            return
        if context.is_struck:
            self.struck += [text.strip()] if text.strip() else []
            return
        text = raised(text) if context.is_raised else text
        if context.is_number:
            flow.number += "".join(text.split())
            return
        if context.keeps_blanks:
            first, *more = text.replace("\r\n", "\n").split("\n")
            self._keep(first, context)
            for line in more:
                self._end_paragraph()
                self._keep(line, context)
            return
        self._keep(text, context)

    def _keep(self, text: str, context: _Context) -> None:
        flow = self._flows[-1]
        letters = len("".join(text.split()))
        if letters and not flow.letters:
            flow.context = context
        flow.parts.append(text)
        flow.letters += letters
        flow.linked += letters if context.is_link else 0
        flow.bold += letters if context.is_bold else 0

    def _break(self, context: _Context) -> None:
        if context.level:
            self._flows[-1].parts.append(BREAK)
        else:
            self._end_paragraph()

    def _end_paragraph(self, *, closes: bool = False) -> None:
        """Keep what was read as a paragraph; one with a number alone where its element closes."""
        flow = self._flows[-1]
        text = put_together("".join(flow.parts), keeps_blanks=flow.context.keeps_blanks)
        context = flow.context
        apart = context.apart or ("" if text else self._contexts[-1].apart)
        if text or (flow.number and closes):
            flow.count += 1
            one = Paragraph(
                text, Place(paragraph=flow.count), flow.number, context.level,
                is_bold=flow.bold == flow.letters, is_centred=context.is_centred,
            )  # fmt: skip
            flow.shown.append(Shown(one, flow.letters, flow.linked, apart))
            flow.number = ""
        for alt in flow.pictures:
            picture = Picture(alt, Place(paragraph=flow.count))
            flow.shown.append(Shown(picture, 0, 0, apart))
        flow.parts, flow.pictures, flow.context = [], [], _Context()
        flow.letters = flow.linked = flow.bold = 0
