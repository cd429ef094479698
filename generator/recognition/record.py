"""What was recognised of a report: values by field, each with its place, and what was left out.

Every visible character of a document goes to one of three: a value's `printed`, a `LeftOut`, a
piece that is `unclassified`. `generator/intake/conservation.py` counts them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from generator.documents.document import Piece, Place
from generator.source.tree import FieldPath

IN_CELLS = "表格"  # how a value was found that stands in a table


class Sureness(StrEnum):
    """How sure it is that a value belongs to its field."""

    SURE = "确定"  # under a printed name that says so
    LIKELY = "多半"  # by its position, by words that may mean something else
    GUESS = "猜测"

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return list(Sureness).index(self)

    def at_most(self, other: "Sureness") -> "Sureness":
        """The less sure of the two."""
        return max(self, other, key=lambda one: one.rank)


class Found(NamedTuple):
    """A value as it is to be written, and where it was found.

    `how` is 表格, 句子, 标题 and the like, in words for people. `printed` are the characters of
    the source that became this value, empty where it was only read off what is used elsewhere (the
    year in a title). Characters that were changed on the way (≧ to ≥, 百分比 to %) differ between
    the two.
    """

    text: str
    place: Place
    how: str
    sureness: Sureness
    printed: str


class LeftOut(NamedTuple):
    """Characters of the source that are in no field, and why: 人员姓名, 填表说明, 页码, 表头."""

    text: str
    place: Place
    reason: str


@dataclass
class RecognisedReport:
    """One report of a document: a project and year, or several in one.

    A field path is that of the YAML file: ("资金", "年初预算"), ("指标", 0, "目标值"), ("正文",
    "项目概况", "项目基本情况"), ("包含项目", 0, "项目名称"). Of a field that the document states
    twice, `values` has the first and surest; `others` has the rest, where they contradict it.
    """

    values: dict[FieldPath, Found] = field(default_factory=dict)
    others: dict[FieldPath, list[Found]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    unclassified: list[Piece] = field(default_factory=list)
    form: str = ""  # id of the form that it is written in, empty where none fits
    outline: str = ""

    def add(self, path: FieldPath, found: Found) -> None:
        """Keep a value; of two for one field the surer one is it, the other is kept beside it."""
        known = self.values.setdefault(path, found)
        if known is found:
            return
        surest_first = sorted((known, found), key=lambda one: one.sureness.rank)
        self.values[path] = surest_first[0]
        self.others.setdefault(path, []).append(surest_first[1])

    def copy(self) -> "RecognisedReport":
        """One that can be changed without this one."""
        return replace(
            self,
            values=dict(self.values),
            others={path: list(found) for path, found in self.others.items()},
            left_out=list(self.left_out),
            unclassified=list(self.unclassified),
        )

    def characters(self) -> Iterator[str]:
        """All that it accounts for."""
        for one in (*self.values.values(), *(two for rest in self.others.values() for two in rest)):
            yield one.printed
        for left in self.left_out:
            yield left.text
        for piece in self.unclassified:
            yield piece.text
