"""Word files (.docx, newer .wps): text by paragraph however it is cut into runs, and what hides."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from generator.check.attachments.contents import Contents, Hidden, Quota
from generator.check.attachments.xml_handlers import XmlHandler
from generator.check.attachments.xml_package import ZipPackage

_PLACES = {  # by the first element of a part, whatever the part is called
    "document": "正文",
    "hdr": "页眉",
    "ftr": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "glossaryDocument": "构建基块",
}
_OFF = {"0", "false", "off"}
_CHANGES = {"del": "deleted", "moveFrom": "deleted", "ins": "inserted", "moveTo": "inserted"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LINE_ENDS = {"p": "\n", "tc": "\t", "tr": "\n"}
_TEXTS = {"t", "delText"}
_FIELDS = {"instrText", "delInstrText"}
# Marks in a text while it is read; XML has none of these characters. What stands between them is
# lost to the reader (deleted or hidden), was inserted, or stands higher or lower than the line.
_LOST, _INSERTED, _RAISED = "\1\2", "\3\4", "\5\6"
_MARKS = re.compile(r"[\1-\6]")
_RIGHT_TO_LEFT = "\u202e\u202c"
# A number that goes on beyond a mark.
_CUT_NUMBER = re.compile(r"\d[-\u2010-\u2014 ]?[\1\2][-\u2010-\u2014 ]?\d")
_MARKED_NUMBER = re.compile(r"\d[\5\6]\d")


def read(package: ZipPackage, roots: Mapping[str, str], contents: Contents) -> None:
    """Add the texts of a Word file's parts; `roots` has the first element of each, by name."""
    hidden_styles: set[str] = set()
    for name, root in roots.items():
        if root == "styles":
            hidden_styles |= package.parse(name, _HiddenStyles(package.quota)).found
    for name, root in roots.items():
        if place := _PLACES.get(root):
            package.parse(name, _Story(package.quota, hidden_styles)).add_to(contents, place)


@dataclass
class _HiddenStyles(XmlHandler):
    """The styles whose text is hidden."""

    found: set[str] = field(default_factory=set)
    _style: str = ""

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "style":
            self._style = attributes.get("styleId", "")
        elif name == "vanish" and attributes.get("val") not in _OFF:
            self.found.add(self._style)


class _Story(XmlHandler):
    """The text of one part, sorted by whether and how it is seen."""

    handled = _TEXTS | _FIELDS
    handled_attributes = ("instr", "title", "descr")

    def __init__(self, quota: Quota, hidden_styles: Collection[str]) -> None:
        super().__init__(quota)
        self._hidden_styles = hidden_styles
        self._seen: list[list[str]] = [[]]  # the part's text, then that of open text boxes
        self._boxes: dict[str, None] = {}  # each is stored twice, for old and for new readers
        self._runs: list[bool] = []  # whether the open runs are hidden
        self._is_raised = False  # whether the present run is
        self._paragraphs: list[bool] = []  # likewise the open paragraphs, by their style
        self._readings: list[str] = []  # how words are pronounced: they stand above them
        self._comments: list[tuple[str, str]] = []
        self._commenting = ""
        self._changes = {"deleted": 0, "inserted": 0}
        self._aside: dict[str, list[str]] = {
            kind: [] for kind in ("deleted", "inserted", "hidden", "fields", "pictures")
        }

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note where the text now stands; take a character that is an element."""
        above = self.path[-2] if len(self.path) > 1 else ""
        if name == "r":
            self._runs.append(False)
            self._is_raised = False
        elif name == "p":
            self._paragraphs.append(False)
        elif name in _SIGNS and above == "r":
            self._text(_SIGNS[name])
        elif above == "rPr":
            self._format(name, attributes.get("val", ""))
        elif name == "pStyle" and self._paragraphs:
            self._paragraphs[-1] = attributes.get("val", "") in self._hidden_styles
        elif name in ("txbxContent", "rt"):
            self._seen.append([])
        elif name == "bdo" and attributes.get("val") == "rtl":
            self._seen[-1].append(_RIGHT_TO_LEFT[0])
        elif name == "comment":
            self._commenting = attributes.get("author", "")
            self._seen.append([])
        elif name == "sym":
            self._text(_symbol(attributes.get("char", "")))
        self._aside["pictures"] += [
            f"{attributes[key]}\n" for key in ("title", "descr") if attributes.get(key)
        ]
        if "instr" in attributes:
            self._aside["fields"].append(attributes["instr"] + "\n")
        self._change(name, 1)

    def _format(self, name: str, value: str) -> None:
        of_a_run = len(self.path) > 2 and self.path[-3] == "r" and self._runs
        hides = name == "vanish" and value not in _OFF
        if of_a_run and (hides or (name == "rStyle" and value in self._hidden_styles)):
            self._runs[-1] = True
        elif name == "vertAlign":
            self._is_raised = value in ("superscript", "subscript")

    def _change(self, name: str, by: int) -> None:
        if kind := _CHANGES.get(name):
            self._changes[kind] += by

    def on_text(self, text: str) -> None:
        """Take text of a run, or a field's code."""
        if self.path[-1] in _TEXTS:
            self._text(text)
        elif self.path[-1] in _FIELDS:
            self._aside["fields"].append(text)

    def _text(self, text: str) -> None:
        if self._changes["deleted"]:
            self._aside["deleted"].append(text)
            text = text.join(_LOST)
        elif any(self._runs) or any(self._paragraphs):
            self._aside["hidden"].append(text)
            text = text.join(_LOST)
        elif self._changes["inserted"]:
            self._aside["inserted"].append(text)
            text = text.join(_INSERTED)
        elif self._is_raised:
            text = text.join(_RAISED)
        self._seen[-1].append(text)

    def on_end(self, name: str) -> None:
        """End a paragraph, a cell, a box, a comment."""
        self._change(name, -1)
        if name == "r":
            self._runs.pop()
        elif name in _LINE_ENDS:
            if name == "p":
                self._paragraphs.pop()
            self._end_line(_LINE_ENDS[name])
        elif name == "txbxContent":
            self._boxes["".join(self._seen.pop())] = None
        elif name == "rt":
            self._readings.append("".join(self._seen.pop()))
        elif name == "bdo":
            self._seen[-1].append(_RIGHT_TO_LEFT[1])
        elif name == "comment":
            self._comments.append((self._commenting, "".join(self._seen.pop())))

    def _end_line(self, mark: str) -> None:
        seen = self._seen[-1]
        if mark == "\t" and seen and seen[-1] == "\n":
            seen[-1] = "\t"  # the last paragraph of a cell ends no line
        elif mark == "\n" and seen and seen[-1] == "\t":
            seen[-1] = "\n"
        else:
            seen.append(mark)
        for aside in self._aside.values():
            if aside and aside[-1] != "\n":
                aside.append("\n")

    def add_to(self, contents: Contents, place: str) -> None:
        """Add what was found, by where it was."""
        self._add_text(contents, place, "\n".join(("".join(self._seen[0]), *self._readings)))
        for box in self._boxes:
            self._add_text(contents, f"{place}的文本框", box)
        for author, text in self._comments:
            contents.add_hidden(f"批注（{author}）" if author else "批注", _MARKS.sub("", text))
        for what, kind in (
            (f"{place}修订中删去的文字", "deleted"),
            (f"{place}修订中插入的文字", "inserted"),
            (f"{place}的隐藏文字", "hidden"),
            (Hidden.FIELD, "fields"),
            (Hidden.PICTURE, "pictures"),
        ):
            contents.add_hidden(what, "".join(self._aside[kind]))

    def _add_text(self, contents: Contents, place: str, text: str) -> None:
        """Add it as it is seen; lines with a number also as it was, or without its marks."""
        seen = _without(_LOST, text)
        contents.add_part(place, _MARKS.sub("", seen))
        marked = [line for line in seen.split("\n") if _MARKED_NUMBER.search(line)]
        contents.add_part(place, _MARKS.sub(" ", "\n".join(marked)))
        was = _without(_INSERTED, text)
        cut = [line for line in was.split("\n") if _CUT_NUMBER.search(line)]
        what = "修订中删去的文字" if self._aside["deleted"] else "的隐藏文字"
        contents.add_hidden(f"{place}{what}", _MARKS.sub("", "\n".join(cut)))


def _without(marks: str, text: str) -> str:
    return re.sub(f"{marks[0]}[^{marks[1]}]*{marks[1]}|\2\1|\6\5", "", text)


def _symbol(code: str) -> str:
    """A character of a font of symbols; of those that have letters and digits, the letter."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number - 0xF000 if 0xF020 <= number <= 0xF07E else min(number, 0xFFFD))
