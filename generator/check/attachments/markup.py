"""XML read as it comes, no tree kept: bounded in elements and depth, without entities or DTD."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from defusedxml.ElementTree import DefusedXMLParser

from generator.check.attachments.contents import BROKEN, TOO_MUCH, Budget, Unreadable

_DEEPEST = 250
# Elements that go on in the same line; all others end one.
_INLINE = frozenset({"t", "r", "rPr", "rPh", "span", "fld", "TextCode", "a", "b", "i", "font"})


@lru_cache(maxsize=4096)
def local(name: str) -> str:
    """The name without its namespace: the strict and the usual format differ in nothing else."""
    return name.rpartition("}")[2]


class Reader:
    """Called with what stands in the file; `path` has the names of the open elements."""

    def __init__(self, budget: Budget) -> None:
        self.path: list[str] = []
        self._budget = budget

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """For the parser."""
        self._budget.element()
        own = local(name)
        self.path.append(own)
        if len(self.path) > _DEEPEST:
            raise Unreadable(TOO_MUCH)
        self.opened(own, {local(key): value for key, value in attributes.items()})

    def end(self, _name: str) -> None:
        """For the parser."""
        self.closed(self.path.pop())

    def data(self, text: str) -> None:
        """For the parser."""
        self.said(text)

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; it is the last of `path`."""

    def closed(self, name: str) -> None:
        """An element ended; it is no longer in `path`."""

    def said(self, text: str) -> None:
        """A piece of the text of the last of `path`."""


class Words(Reader):
    """All text, or that of `only` some elements, in lines; `attribute` has text as well."""

    def __init__(
        self, budget: Budget, attribute: str = "", only: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(budget)
        self._attribute, self._only = attribute, only
        self._found: list[str] = []

    def opened(self, _name: str, attributes: Mapping[str, str]) -> None:
        """An attribute's text."""
        if value := attributes.get(self._attribute):
            self._found.append(f"{value}\n")

    def closed(self, name: str) -> None:
        """The end of a line."""
        inline = name in _INLINE or "rPr" in self.path
        if not inline and self._found and not self._found[-1].endswith("\n"):
            self._found.append("\n")

    def said(self, text: str) -> None:
        """Text, the indents of a file that was made to be read left out."""
        wanted = not self._only or self.path[-1] in self._only
        if wanted and (text.strip() or not text.startswith("\n")):
            self._found.append(text)

    @property
    def text(self) -> str:
        """What was found."""
        return "".join(self._found).strip()


def walk(chunks: Iterable[bytes], reader: Reader) -> None:
    """Read XML; what is none, or tricks, makes the file unreadable."""
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(BROKEN) from error
