"""A copy of a Word or Excel file without author, comments and tracked changes, as Word makes one.

Insertions stay, deletions go. All else keeps its bytes: elements are cut out of the XML as it is.
Macros, signatures and links are left alone: the check tells of them.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REMOVED = {  # elements that go with all that is in them
    f"{_W} {one}": what
    for what, names in {
        "修订（删去的文字）": ("del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd",
                        "moveToRangeStart", "moveToRangeEnd"),
        "修订（格式）": ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange",
                        "trPrChange", "tblGridChange", "numberingChange", "tblPrExChange"),
        "批注": ("commentRangeStart", "commentRangeEnd", "commentReference"),
    }.items()
    for one in names
}  # fmt: skip
_UNWRAPPED = {f"{_W} {one}": "修订（插入的文字）" for one in ("ins", "moveTo")}
_DELETED = (f"{_W} del", f"{_W} moveFrom")
_SHOWN = ("t", "drawing", "pict", "object", "sym", "tab", "br", "fldSimple")
_PROPERTIES = {  # of docProps/core.xml, app.xml, custom.xml: who made it
    "creator": "作者", "lastModifiedBy": "最后修改者", "Company": "单位", "Manager": "主管",
}  # fmt: skip
_COMMENT_PARTS = re.compile(
    r"(?:word/(?:comments\w*|people)\.xml|xl/(?:comments\d*|threadedComments/[^/]+|persons/[^/]+|"
    r"comments/[^/]+)\.xml|xl/(?:threadedComments|persons)/[^/]+)"
)
_WORD_PART = re.compile(r"word/[^/]+\.xml")
_MOST = 300_000_000  # bytes of all parts together


class _Cut(NamedTuple):
    start: int
    end: int


def cleaned(data: bytes) -> tuple[bytes, str]:
    """The copy, and in words what was taken out; the same bytes where it is no such file."""
    other = "只会清理 .docx、.xlsx，这个文件原样放的；请用它的程序清理后换上"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if (
                "[Content_Types].xml" not in names
                or sum(one.file_size for one in archive.infolist()) > _MOST
            ):
                return data, other
            return _cleaned(archive)
    except (zipfile.BadZipFile, ExpatError, NotImplementedError, RuntimeError, _NotPlainError):
        return data, other


class _NotPlainError(Exception):
    """A part is in UTF-16 or declares entities: nothing that Word or Excel writes."""


def _cleaned(archive: zipfile.ZipFile) -> tuple[bytes, str]:
    taken: dict[str, None] = {}
    target = io.BytesIO()
    gone = {one for one in archive.namelist() if _COMMENT_PARTS.fullmatch(one)}
    if gone:
        taken["批注"] = None
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in archive.infolist():
            if entry.filename in gone:
                continue
            part = archive.read(entry)
            for change in _changes(entry.filename):
                part = change(part, taken)
            if gone and entry.filename.endswith((".rels", "[Content_Types].xml")):
                part = _without_references(part, gone)
            fresh = zipfile.ZipInfo(entry.filename, entry.date_time)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(fresh, part)
    if not taken:
        return target.getvalue(), "没有作者、批注、修订可清理"
    return target.getvalue(), f"清理了{'、'.join(sorted(taken))}"


def _changes(name: str) -> Iterator[Callable[[bytes, dict[str, None]], bytes]]:
    if name in ("docProps/core.xml", "docProps/app.xml"):
        yield _without_people
    elif _WORD_PART.fullmatch(name):
        yield _without_marks


def _without_people(part: bytes, taken: dict[str, None]) -> bytes:
    """Properties without the text of those that name somebody."""
    cuts = []
    for one in _elements(part, lambda name: name.rpartition(" ")[2] in _PROPERTIES):
        inner = _Cut(one.inner_start, one.inner_end)
        if part[inner.start : inner.end].strip():
            taken[_PROPERTIES[one.name.rpartition(" ")[2]]] = None
            cuts.append(inner)
    return _without(part, cuts)


def _without_marks(part: bytes, taken: dict[str, None]) -> bytes:
    """A part of a Word file without comments' marks, its tracked changes accepted."""
    cuts = []
    for one in _elements(part, lambda name: name in _REMOVED or name in _UNWRAPPED):
        taken[_REMOVED.get(one.name) or _UNWRAPPED[one.name]] = None
        if one.name in _REMOVED:
            cuts.append(_Cut(one.start, one.end))
        else:
            cuts += [_Cut(one.start, one.inner_start), _Cut(one.inner_end, one.end)]
    return _without(part, cuts)


class _Element(NamedTuple):
    """An element: its namespace and name, the bytes where it and what is in it begin and end."""

    name: str
    start: int
    inner_start: int
    inner_end: int
    end: int


def _elements(part: bytes, is_wanted: Callable[[str], bool]) -> list[_Element]:
    """The wanted elements of an XML text in UTF-8.

    Raises ExpatError or _NotPlainError where it is none.
    """
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _NotPlainError
    return _Elements(part, is_wanted).found


class _Elements:
    """Finds elements; also rows and paragraphs that a tracked change deletes as a whole."""

    def __init__(self, part: bytes, is_wanted: Callable[[str], bool]) -> None:
        self.found: list[_Element] = []
        self._part, self._is_wanted = part, is_wanted
        self._opened: list[_Opened] = []
        self._parser = ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.Parse(part, True)

    def _start(self, name: str, _attributes: object) -> None:
        self._opened.append(_Opened(name, self._parser.CurrentByteIndex))
        names = [one.name.removeprefix(f"{_W} ") for one in self._opened[-4:]]
        if names[-1] in ("del", "moveFrom") and names[-2:-1] == ["trPr"]:
            self._opened[-3].is_deleted = True
        elif names[-1] in ("del", "moveFrom") and names[-3:-1] == ["pPr", "rPr"]:
            self._opened[-4].is_deleted = self._opened[-5].name != f"{_W} tc"
        elif names[-1] in _SHOWN and not any(one.name in _DELETED for one in self._opened):
            for one in self._opened:
                one.is_empty = False

    def _end(self, name: str) -> None:
        opened, at = self._opened.pop(), self._parser.CurrentByteIndex
        is_gone = opened.is_deleted and (opened.is_empty or name == f"{_W} tr")
        if is_gone or self._is_wanted(name):
            wanted = f"{_W} del" if is_gone else name
            self.found.append(_element(self._part, wanted, opened.start, at))

    def _doctype(self, *_: object) -> None:
        raise _NotPlainError


@dataclass
class _Opened:
    name: str
    start: int
    is_deleted: bool = False
    is_empty: bool = True  # as long as nothing in it is to be seen


def _element(part: bytes, name: str, begin: int, index: int) -> _Element:
    inner_start = _tag_end(part, begin)
    if part[inner_start - 2 : inner_start] == b"/>":  # expat says the end where it began
        return _Element(name, begin, inner_start, inner_start, inner_start)
    return _Element(name, begin, inner_start, index, _tag_end(part, index))


def _tag_end(part: bytes, begin: int) -> int:
    """Behind the tag that begins there; a `>` within quotes ends none."""
    found = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>").match(part, begin)
    return found.end() if found else begin


def _without(part: bytes, cuts: list[_Cut]) -> bytes:
    made, at = [], 0
    for one in sorted(cuts):
        if one.end > at:
            made.append(part[at : max(one.start, at)])
            at = one.end
    return b"".join([*made, part[at:]])


def _without_references(part: bytes, gone: set[str]) -> bytes:
    """Relationships and content types without those of parts that are gone."""

    def kept(found: re.Match[bytes]) -> bytes:
        target = re.search(rb"(?:Target|PartName)=[\"']([^\"']*)", found[0])
        name = target[1].decode("utf-8", "replace").rpartition("/")[2] if target else ""
        return b"" if name in {one.rpartition("/")[2] for one in gone} else found[0]

    return re.sub(rb"<(?:\w+:)?(?:Relationship|Override)\b[^>]*/>", kept, part)
