"""Whether a converted file has the characters of the original, all of them and no others."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from generator.check.attachments.contents import Quota
from generator.check.attachments.xml_handlers import XmlHandler
from generator.check.attachments.xml_package import ZipPackage
from generator.documents.old_text import MARGIN, Line

_PARTS = re.compile(r"word/(?:document|footnotes|endnotes|(header|footer)\d*)\.xml")
_BREAKS = frozenset({"tab", "ptab", "br", "cr"})
_DELETED = frozenset({"del", "moveFrom"})
_OFF = frozenset({"0", "false", "off"})
_SYMBOL = "\ufffc"
_PLACEHOLDER = "("  # what .doc has in the place of a letter of a font of symbols
_NOT_COMPARED = re.compile(r"[\s\x00-\x1f\xad\u200b-\u200f\ufeff]+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MOST_COMPARED = 200  # lines in which the one that is nearest is looked for
_AROUND = 12  # characters before the first difference, and behind it


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    is_deleted: bool
    is_hidden: bool


@dataclass
class _Texts(XmlHandler):
    """The texts between breaks of a part of a .docx, with what was deleted and what is hidden."""

    found: list[list[_Run]] = field(default_factory=list)
    _open: list[list[_Run]] = field(default_factory=lambda: [[]])  # paragraphs, with boxes in them
    _deleted: int = 0
    _fallbacks: int = 0  # the same box once more, for older readers
    _is_hidden: bool = False
    handled = ("t", "delText")

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        above = self.path[-2] if len(self.path) > 1 else ""
        self._deleted += name in _DELETED
        self._fallbacks += name == "Fallback"
        if name == "p":
            self._open.append([])
        elif name == "r":
            self._is_hidden = False
        elif name == "vanish":
            self._is_hidden = attributes.get("val", "") not in _OFF
        elif above == "r" and name in _BREAKS:
            self._end()
        elif above == "r" and name in ("noBreakHyphen", "sym"):
            self.on_text("-" if name == "noBreakHyphen" else _SYMBOL)

    def on_text(self, text: str) -> None:
        if not self._fallbacks:
            self._open[-1].append(_Run(text, bool(self._deleted), self._is_hidden))

    def on_end(self, name: str) -> None:
        self._deleted -= name in _DELETED
        self._fallbacks -= name == "Fallback"
        if name == "p":
            self._end()
            self._open.pop()

    def _end(self) -> None:
        if self._open[-1]:
            self.found.append(list(self._open[-1]))
            self._open[-1].clear()


def difference(lines: Iterable[Line], converted: bytes, quota: Quota) -> str:
    """What the .docx lacks of the original's lines, or has beyond them, in words for people.

    Empty where the characters are the same. Text that was deleted or is hidden counts as there or
    not, as the original's reader has it. Where a paragraph stands is not compared: notes and boxes
    are kept elsewhere. A header that is the same on several pages may be kept once,
    and a page number alone is none of the text.
    """
    lines = list(lines)
    body = Counter(one for line in lines if line.story != MARGIN for one in _pieces(line.text))
    margins = {one for line in lines if line.story == MARGIN for one in _pieces(line.text)}
    seen, more = set[str](), list[str]()
    for ways, shown, is_margin in _converted(converted, quota):
        seen |= ways
        match = next((one for one in ways if body[one] > 0), "")
        if match and not is_margin:
            body[match] -= 1
        elif shown and not match and margins.isdisjoint(ways):
            more.append(shown)
    less = [one for one, count in body.items() for _ in range(count) if one]
    less += sorted(one for one in margins - seen - set(body) if not one.isdecimal())
    if Counter("".join(less)) == Counter("".join(more)):  # divided otherwise
        return ""
    return _told(less, more)


def _pieces(text: str) -> Iterator[str]:
    yield from filter(None, map(_compared, re.split(r"[\t\n]", text)))


def _compared(text: str) -> str:
    return _NOT_COMPARED.sub("", _PRIVATE.sub(_SYMBOL, text)).replace("\u2011", "-")


def _converted(data: bytes, quota: Quota) -> Iterator[tuple[set[str], str, bool]]:
    """Of each piece of text the ways to read it, what people see, whether it is in a margin."""
    package = ZipPackage(data, quota)
    for name in package.members:
        if part := _PARTS.fullmatch(name):
            for runs in package.parse(name, _Texts(quota)).found:
                yield _ways(runs), _read(runs, deleted=False, hidden=False), bool(part[1])


def _ways(runs: Sequence[_Run]) -> set[str]:
    """The text with and without what was deleted and what is hidden."""
    found = {
        _read(runs, deleted=deleted, hidden=hidden)
        for deleted in (True, False)
        for hidden in (True, False)
    }
    return {*found, *(one.replace(_SYMBOL, _PLACEHOLDER) for one in found)} - {""}


def _read(runs: Sequence[_Run], *, deleted: bool, hidden: bool) -> str:
    chosen = (one.text for one in runs if one.is_deleted <= deleted and one.is_hidden <= hidden)
    return _compared("".join(chosen))


def _told(less: Sequence[str], more: Sequence[str]) -> str:
    """The first line that differs, where it differs."""
    if not less:
        return f"转换后多出了“{_cut(more[0], 0)}”"
    first = less[0]
    nearest = max(more[:_MOST_COMPARED], key=lambda one: _likeness(first, one), default="")
    if _likeness(first, nearest) < 0.5:
        return f"原文件里的“{_cut(first, 0)}”，转换后没有了"
    place = next(
        (at for at, pair in enumerate(zip(first, nearest, strict=False)) if pair[0] != pair[1]),
        min(len(first), len(nearest)),
    )
    return f"原文件是“{_cut(first, place)}”，转换后是“{_cut(nearest, place)}”"


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:500], other[:500], autojunk=False).quick_ratio()


def _cut(text: str, place: int) -> str:
    start, end = max(place - _AROUND, 0), place + _AROUND
    before, behind = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{text[start:end].replace(_SYMBOL, '□')}{behind}"
