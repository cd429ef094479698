"""XML read as a stream: bounded in elements and depth, without entities or DTD."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from defusedxml.ElementTree import DefusedXMLParser

from generator.check.attachments.contents import BROKEN, TOO_MUCH, Quota, Unreadable

_MAX_DEPTH = 250
# Elements that go on in the same line; all others end one.
_INLINE = frozenset({"t", "r", "rPr", "rPh", "span", "fld", "TextCode", "a", "b", "i", "font"})


@lru_cache(maxsize=4096)
def local_name(name: str) -> str:
    """The name without its namespace: the strict and the usual format differ in nothing else."""
    return name.rpartition("}")[2]


class XmlHandler:
    """Is called with each piece of the XML; `path` has the names of the open elements."""

    def __init__(self, quota: Quota) -> None:
        self.path: list[str] = []
        self._quota = quota

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """For the parser."""
        self._quota.count_element()
        own = local_name(name)
        self.path.append(own)
        if len(self.path) > _MAX_DEPTH:
            raise Unreadable(TOO_MUCH)
        self.on_start(own, {local_name(key): value for key, value in attributes.items()})

    def end(self, _name: str) -> None:
        """For the parser."""
        self.on_end(self.path.pop())

    def data(self, text: str) -> None:
        """For the parser."""
        self.on_text(text)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; it is the last of `path`."""

    def on_end(self, name: str) -> None:
        """An element ended; it is no longer in `path`."""

    def on_text(self, text: str) -> None:
        """A piece of the text of the last of `path`."""


class TextHandler(XmlHandler):
    """All text, or that of `only` some elements, in lines; `attribute` has text as well."""

    def __init__(
        self, quota: Quota, attribute: str = "", only: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(quota)
        self._attribute, self._only = attribute, only
        self._found: list[str] = []

    def on_start(self, _name: str, attributes: Mapping[str, str]) -> None:
        """Take an attribute's text."""
        if value := attributes.get(self._attribute):
            self._found.append(f"{value}\n")

    def on_end(self, name: str) -> None:
        """End the line."""
        inline = name in _INLINE or "rPr" in self.path
        if not inline and self._found and not self._found[-1].endswith("\n"):
            self._found.append("\n")

    def on_text(self, text: str) -> None:
        """Take text, but not the indents of a file that was made to be read."""
        wanted = not self._only or self.path[-1] in self._only
        if wanted and (text.strip() or not text.startswith("\n")):
            self._found.append(text)

    @property
    def text(self) -> str:
        """What was found."""
        return "".join(self._found).strip()


class PropertyHandler(XmlHandler):
    """Properties of a file: `kinds` tells of which kind the text of an element is."""

    def __init__(self, quota: Quota, kinds: Mapping[str, str]) -> None:
        super().__init__(quota)
        self.found: list[tuple[str, str]] = []
        self._kinds = kinds

    def on_text(self, text: str) -> None:
        """Take the text of a property."""
        if text.strip() and self.path[-1] in self._kinds:
            self.found.append((self._kinds[self.path[-1]], text.strip()))


def parse(chunks: Iterable[bytes], handler: XmlHandler) -> None:
    """Hand XML to `handler`; raises Unreadable for what is no XML, or is hostile."""
    parser = DefusedXMLParser(target=handler, forbid_dtd=True)
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(BROKEN) from error
