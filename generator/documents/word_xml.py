"""XML of Office files as trees with short names (`w:p`, `m:t`), read within bounds."""

import re
import zlib
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import ParseError  # it reads nothing here: defusedxml does
from zipfile import BadZipFile

from defusedxml import DefusedXmlException

from generator.check.attachments.contents import Exhausted, Quota, Unreadable
from generator.check.attachments.xml_package import ZipPackage, parsed

MAX_DEPTH = 200
_TOO_DEEP = f"里面的内容套了超过 {MAX_DEPTH} 层，程序不读"
_NO_ATTRIBUTES: Mapping[str, str] = {}
_OFF = {"0", "false", "off", "none"}
# How namespaces end without their year: the strict kind of the format is like the usual one.
_PREFIXES = {
    "wordprocessingml/main": "w",
    "officeDocument/math": "m",
    "drawingml/main": "a",
    "markup-compatibility": "mc",
    "schemas-microsoft-com:vml": "v",
    "schemas-microsoft-com:office:office": "o",
    "drawingml/picture": "pic",
    "drawingml/wordprocessingDrawing": "wp",
    "drawingml/chart": "c",
    "drawingml/diagram": "dgm",
    "word/wordml": "w14",
}
_TEXTS = {"w:t", "w:instrText", "m:t", "a:t"}
_YEAR = re.compile(r"/20\d\d(?=/|$)")
_INTEGER = re.compile(r"\s*[+-]?\d{1,9}\s*")


class Node:
    """An element; attributes go by their names without namespaces."""

    __slots__ = ("attributes", "children", "name", "texts")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Node] | tuple[()] = ()
        self.texts: list[str] | tuple[()] = ()

    @property
    def text(self) -> str:
        """What it says; only elements of text have any."""
        return "".join(self.texts)

    def find(self, name: str) -> "Node | None":
        """The first child of this name."""
        for one in self.children:
            if one.name == name:
                return one
        return None

    def all(self, name: str) -> "Iterator[Node]":
        """The children of this name."""
        return (one for one in self.children if one.name == name)

    def get(self, attribute: str) -> str:
        """An attribute; empty where there is none."""
        return self.attributes.get(attribute, "")

    def value(self, name: str) -> str | None:
        """What the first child of this name says (`val`); None where there is none."""
        found = self.find(name)
        return None if found is None else found.get("val")

    def child(self, name: str) -> "Node":
        """The first child of this name, or an empty element."""
        return self.find(name) or NO_NODE

    def is_on(self, name: str) -> bool | None:
        """Whether the first child of this name switches on or off; None where there is none."""
        found = self.find(name)
        return None if found is None else found.get("val").lower() not in _OFF

    def descend(self, name: str) -> "Iterator[Node]":
        """All elements of this name below, in their order."""
        open_ = [iter(self.children)]
        while open_:
            child = next(open_[-1], None)
            if child is None:
                open_.pop()
                continue
            if child.name == name:
                yield child
            open_.append(iter(child.children))


NO_NODE = Node("", _NO_ATTRIBUTES)


def integer(text: str | None, default: int = 0) -> int:
    """A whole number of at most nine digits; else the default."""
    return int(text) if text and _INTEGER.fullmatch(text) else default


class _Builder:
    """Builds the tree for the parser; what `body` holds is handed on piece by piece."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._names: dict[str, str] = {}
        self._open: list[Node] = []
        self._bodies = 0  # how many of the open elements are the root or its body
        self.root: Node | None = None
        self.done: list[Node] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._quota.count("elements")
        short = self._names.get(name) or self._short(name)
        by_name = self._by_name(attributes) if attributes else _NO_ATTRIBUTES
        node = Node(short, by_name)
        if self.root is None:
            self.root = node
        if len(self._open) == self._bodies and (not self._open or short == "w:body"):
            self._bodies += 1
        elif len(self._open) > self._bodies:
            above = self._open[-1]
            if above.children:
                above.children.append(node)
            else:
                above.children = [node]
        self._open.append(node)
        if len(self._open) > MAX_DEPTH:
            raise Exhausted(_TOO_DEEP)

    def end(self, _name: str) -> None:
        node = self._open.pop()
        if len(self._open) < self._bodies:
            self._bodies -= 1
        elif len(self._open) == self._bodies:
            self.done.append(node)

    def data(self, text: str) -> None:
        if self._open and (node := self._open[-1]).name in _TEXTS:
            if node.texts:
                node.texts.append(text)
            else:
                node.texts = [text]

    def _short(self, name: str) -> str:
        namespace, _, local = name.lstrip("{").rpartition("}")
        timeless = _YEAR.sub("", namespace)
        prefix = next((short for end, short in _PREFIXES.items() if timeless.endswith(end)), "?")
        found = self._names[name] = f"{prefix}:{local}"
        return found

    def _by_name(self, attributes: Mapping[str, str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value in attributes.items():
            found.setdefault(key.rpartition("}")[2], value)
        return found


def pieces(package: ZipPackage, name: str) -> Iterator[Node]:
    """What stands below the first element of a part, or in its body, one after the other.

    Raises Unreadable, with the part's name, where it is broken.
    """
    builder = _Builder(package.quota)
    steps = parsed(package.chunks(name), builder)
    while True:
        try:
            next(steps)
        except StopIteration:
            break
        except Unreadable:
            raise
        except ParseError as error:
            line, column = error.position
            where = f"第 {line} 行第 {column + 1} 个字符处"
            raise Unreadable(f"里面的 {name} 已损坏（{where}不合 XML 的写法）") from error
        except DefusedXmlException as error:
            raise Unreadable(f"里面的 {name} 带有 DTD 或者实体，可能是恶意文件") from error
        except (BadZipFile, zlib.error, OSError, EOFError, ValueError, LookupError) as error:
            raise Unreadable(f"里面的 {name} 已损坏，解压不出来") from error
        yield from builder.done
        builder.done.clear()
    yield from builder.done


def tree(package: ZipPackage, name: str) -> Node:
    """A part as a whole; its first element has no attributes."""
    root = Node("", _NO_ATTRIBUTES)
    root.children = list(pieces(package, name))
    return root
