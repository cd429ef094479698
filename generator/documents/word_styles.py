"""Styles of a Word file: what a paragraph or a run inherits along `basedOn`."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from generator.documents.word_xml import NO_NODE, Node, integer

_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_BODY_LEVEL = 9  # of outlines: none
_DEEPEST = 50  # styles that are based on each other; Word allows fewer
_CENTRED = "center"
Found = TypeVar("Found")


class NumberReference(NamedTuple):
    """Which list a paragraph belongs to, and on which level; both are None where nothing says."""

    number: str | None = None
    level: int | None = None


class ParagraphFormat(NamedTuple):
    """What a paragraph has from its properties and its style."""

    style: str = ""  # its identifier
    name: str = ""
    level: int = 0
    is_centred: bool = False
    is_hidden: bool = False  # its end; an empty one is then not there
    number: NumberReference = NumberReference()


class Styles:
    """The styles of `styles.xml`, by their identifiers."""

    def __init__(self, root: Node) -> None:
        self._styles = {one.get("styleId"): one for one in root.all("w:style")}
        self._defaults = {
            one.get("type"): one.get("styleId")
            for one in root.all("w:style")
            if one.get("default") in ("1", "true", "on")
        }
        defaults = root.child("w:docDefaults")
        run = defaults.child("w:rPrDefault").find("w:rPr")
        self._run_defaults = run or NO_NODE
        self._chains: dict[str, tuple[Node, ...]] = {}
        self._formats: dict[str, ParagraphFormat] = {}
        self._toggles: dict[tuple[str, str], bool | None] = {}

    def chain(self, style: str, kind: str = "paragraph") -> tuple[Node, ...]:
        """The style and those it is based on; of the default style where none is named."""
        style = style if style in self._styles else self._defaults.get(kind, "")
        if style not in self._chains:
            self._chains[style] = tuple(self._walk(style))
        return self._chains[style]

    def _walk(self, style: str) -> Iterator[Node]:
        for _ in range(_DEEPEST):  # a style may be based on itself
            if style not in self._styles:
                break
            yield self._styles[style]
            style = self._styles[style].value("w:basedOn") or ""

    def paragraph(self, properties: Node) -> ParagraphFormat:
        """The format of a paragraph with these properties."""
        style = properties.value("w:pStyle") or ""
        if any(one.name != "w:pStyle" for one in properties.children):
            return self._format(properties, style)
        if style not in self._formats:  # most paragraphs have nothing of their own
            self._formats[style] = self._format(properties, style)
        return self._formats[style]

    def _format(self, properties: Node, style: str) -> ParagraphFormat:
        return ParagraphFormat(
            style,
            self._name(style),
            self._level(properties, style),
            self._first(properties, style, lambda one: one.value("w:jc")) == _CENTRED,
            self.toggle("w:vanish", properties.child("w:rPr"), style),
            self._number(properties, style),
        )

    def _name(self, style: str) -> str:
        """How a paragraph style is called; empty for the default style."""
        if style not in self._styles or style == self._defaults.get("paragraph"):
            return ""
        return self._styles[style].value("w:name") or style

    def _level(self, properties: Node, style: str) -> int:
        """The outline level of a paragraph with these properties, from 1; 0 for body text."""
        said = self._first(properties, style, lambda one: one.value("w:outlineLvl"))
        if said is None:
            names = (one.value("w:name") or "" for one in self.chain(style))
            heading = next(filter(None, map(_HEADING.fullmatch, names)), None)
            return int(heading[1]) if heading else 0
        level = integer(said, _BODY_LEVEL)
        return level + 1 if 0 <= level < _BODY_LEVEL else 0

    def _number(self, properties: Node, style: str) -> NumberReference:
        """The list of a paragraph with these properties."""
        own = properties.find("w:numPr")
        if own is not None and own.value("w:numId") is not None:
            level = own.value("w:ilvl")
            return NumberReference(own.value("w:numId"), integer(level) if level else None)
        found: list[Node] = [] if own is None else [own]
        for one in self.chain(style):
            inner = one.child("w:pPr").find("w:numPr")
            found += [] if inner is None else [inner]
        number = next((one.value("w:numId") for one in found if one.find("w:numId")), None)
        said = next((one.value("w:ilvl") for one in found if one.find("w:ilvl")), None)
        return NumberReference(number, None if said is None else integer(said))

    def toggle(self, name: str, run: Node, paragraph_style: str) -> bool:
        """Whether a property such as `w:vanish` or `w:b` is on for a run (§17.7.3)."""
        direct = run.is_on(name)
        if direct is not None:
            return direct
        if self._run_defaults.is_on(name):
            return True
        own = self._of_chain(name, run.value("w:rStyle") or "", "character")
        return bool(own) != bool(self._of_chain(name, paragraph_style, "paragraph"))

    def _of_chain(self, name: str, style: str, kind: str) -> bool | None:
        key = (name, f"{kind} {style}")
        if key not in self._toggles:
            said = (one.child("w:rPr").is_on(name) for one in self.chain(style, kind))
            self._toggles[key] = next((one for one in said if one is not None), None)
        return self._toggles[key]

    def _first(
        self, properties: Node, style: str, said: Callable[[Node], Found | None]
    ) -> Found | None:
        """What the properties say, else the nearest style that says something."""
        found = said(properties)
        for one in self.chain(style):
            if found is not None:
                break
            found = said(one.child("w:pPr"))
        return found
