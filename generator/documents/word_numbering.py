"""Automatic numbers of paragraphs, counted as Word counts (ECMA-376 §17.9)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from generator.documents import word_formats, word_symbols
from generator.documents.word_styles import NumberReference, Styles
from generator.documents.word_xml import Node, integer

LEVELS = 9
_MOST_LINKS = 10
_LONGEST = 255  # characters of a number, those of its levels left out
_PLACEHOLDER = re.compile(r"%([1-9])")
_BULLET = "bullet"
_DECIMAL = ("none", "decimal", "decimalZero")  # stay as they are where all is to be decimal
_PICTURE_BULLET = "•"
_FONTS = ("ascii", "hAnsi", "eastAsia", "cs")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: `text` has %1 to %9 where the numbers of the levels stand."""

    start: int = 0
    kind: str = "decimal"
    example: str = ""  # of a format of its own: 001, 002, 003, ...
    text: str = ""
    restart: int | None = None  # the level, from 1, after which it begins anew; 0 for never
    is_legal: bool = False
    style: str = ""
    is_hidden: bool = False

    def number(self, value: int, *, as_decimal: bool) -> str:
        """The number of this level alone."""
        if as_decimal and self.kind not in _DECIMAL and not self.example:
            return str(value)
        if self.example:
            return word_formats.padded(value, self.example)
        return word_formats.formatted(value, self.kind)


@dataclass(slots=True)
class _List:
    """What `w:num` says: levels with what it overrides, and where it begins anew."""

    key: str  # of the counters: all lists of one abstract definition share them
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of `numbering.xml`, by their identifiers."""

    def __init__(self, root: Node, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {one.get("abstractNumId"): one for one in root.all("w:abstractNum")}
        self._linked = {
            link: key for key, one in self._abstract.items() if (link := one.value("w:styleLink"))
        }
        self._nodes = {one.get("numId"): one for one in root.all("w:num")}
        self._lists: dict[str, _List | None] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self.unknown: set[str] = set()  # formats that are shown as decimals

    def list_of(self, number: str | None) -> _List | None:
        """A list by its identifier; None where there is none, or 0 stands for none."""
        if number is None or number not in self._nodes:
            return None
        if number not in self._lists:
            self._lists[number] = self._read(self._nodes[number])
        return self._lists[number]

    def _read(self, node: Node) -> _List | None:
        key = self._resolved(node.value("w:abstractNumId") or "")
        if key not in self._abstract:
            return None
        if key not in self._levels:
            self._levels[key] = self._read_levels(self._abstract[key].all("w:lvl"))
        found = _List(key, dict(self._levels[key]), {})
        for override in node.all("w:lvlOverride"):
            level = integer(override.get("ilvl"), -1)
            found.levels.update(self._read_levels(override.all("w:lvl"), level))
            start = override.value("w:startOverride")
            if start is not None and level in found.levels:
                found.starts[level] = max(integer(start), 0)
                found.levels[level] = replace(found.levels[level], start=found.starts[level])
        return found

    def _resolved(self, abstract: str) -> str:
        """The definition that one which only names a style of lists stands for."""
        for _ in range(_MOST_LINKS):  # they may go round in a circle
            node = self._abstract.get(abstract)
            link = node.value("w:numStyleLink") if node else None
            target = self._of_style(link) if link else None
            if target is None:
                break
            abstract = target
        return abstract

    def _of_style(self, style: str) -> str | None:
        """The definition that a style of lists has."""
        for one in self._styles.chain(style, "numbering"):
            numbers = one.child("w:pPr").child("w:numPr")
            if node := self._nodes.get(numbers.value("w:numId") or ""):
                return node.value("w:abstractNumId")
        return self._linked.get(style)

    def _read_levels(self, nodes: Iterable[Node], only: int | None = None) -> dict[int, Level]:
        found = {}
        for node in nodes:
            level = integer(node.get("ilvl"), -1) if only is None else only
            if 0 <= level < LEVELS:
                found[level] = _level(node)
                self._note_unknown(found[level])
        return found

    def _note_unknown(self, level: Level) -> None:
        if level.example:
            if not word_formats.is_padding(level.example):
                self.unknown.add(level.example[:_LONGEST])
        elif level.kind != _BULLET and not word_formats.is_known(level.kind):
            self.unknown.add(level.kind)

    def level_of(self, reference: NumberReference, style: str) -> int:
        """The level of a paragraph of this style: that which names the style, else as it says."""
        found = self.list_of(reference.number)
        if reference.level is None and found:
            for one in self._styles.chain(style):
                for level, definition in found.levels.items():
                    if definition.style and definition.style == one.get("styleId"):
                        return level
        return reference.level or 0


def _level(node: Node) -> Level:
    restart = node.value("w:lvlRestart")
    run = node.child("w:rPr")
    kind, example = _format(node)
    return Level(
        start=max(integer(node.value("w:start")), 0),
        kind=kind,
        example=example,
        text=_text(node, run, kind),
        restart=None if restart is None else integer(restart),
        is_legal=bool(node.is_on("w:isLgl")),
        style=node.value("w:pStyle") or "",
        is_hidden=bool(run.is_on("w:vanish")),
    )


def _format(node: Node) -> tuple[str, str]:
    """The name of the format and its example; newer ones stand beside what old programs read."""
    newer = [
        found
        for alternative in node.all("mc:AlternateContent")
        for choice in alternative.children
        for found in choice.all("w:numFmt")
    ]
    found = newer[0] if newer else node.find("w:numFmt")
    if found is None:
        return "decimal", ""
    return found.get("val"), found.get("format") if found.get("val") == "custom" else ""


def _text(node: Node, run: Node, kind: str) -> str:
    said = node.find("w:lvlText")
    text = "" if said is None else said.get("val")[:_LONGEST]
    if kind != _BULLET:
        return text
    if node.find("w:lvlPicBulletId"):
        return _PICTURE_BULLET
    fonts = run.child("w:rFonts")
    names = (fonts.get(one) for one in _FONTS)
    font = next(filter(word_symbols.is_font_of_signs, names), "")
    shown = word_symbols.shown(text, font or "symbol" if _is_private(text) else font)
    return shown.replace(word_symbols.UNKNOWN, _PICTURE_BULLET)


def _is_private(text: str) -> bool:
    return any("\ue000" <= one <= "\uf8ff" for one in text)


@dataclass
class Counters:
    """The numbers of one story: the body, a header, all text boxes."""

    numbering: Numbering
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)  # where a list began anew

    def next(self, number: str | None, level: int) -> str:
        """The number of the next paragraph on a level of a list; empty where it has none."""
        found = self.numbering.list_of(number)
        if found is None or level not in found.levels:
            return ""
        counts = self._counts.setdefault(found.key, {})
        self._count(counts, found, number or "", level)
        return _shown(found.levels, counts, level)

    def _count(self, counts: dict[int, int], found: _List, number: str, level: int) -> None:
        if level in found.starts and (number, level) not in self._started:
            self._started.add((number, level))
            counts[level] = found.starts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = found.levels[level].start
        for higher in range(level):  # one that was left out counts as if it had been there
            if higher in found.levels:
                counts.setdefault(higher, found.levels[higher].start)
        for deeper in [one for one in counts if one > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or level < restart:
                del counts[deeper]


def _shown(levels: Mapping[int, Level], counts: Mapping[int, int], level: int) -> str:
    own = levels[level]
    if own.is_hidden:
        return ""
    if own.kind == _BULLET:
        return own.text.strip()

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        if index > level or index not in levels:
            return ""
        value = counts.get(index, levels[index].start)
        return levels[index].number(value, as_decimal=own.is_legal)

    return _PLACEHOLDER.sub(number, own.text).strip()
