"""What a rule of the disclosure gate is, what it reads, and what it finds."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from re import Match
from typing import TYPE_CHECKING, NamedTuple

from generator.model.problems import Level

if TYPE_CHECKING:  # commands that read no report start without the records
    from generator.model.department import Department
    from generator.model.report import GradeBounds, Outline, Report
    from generator.source.tree import FieldPath


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold that `site.yml` may set: its value where nothing is set, and what it means."""

    default: Decimal
    meaning: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What people are told of a rule; its id is the name of its file.

    `failing` and `passing` are YAML that is laid over a clean report; both are run by the tests.
    Empty where the rule looks at what is no report (an attachment, a former release): then
    `example` says in words what fails and what passes. A `fixed` rule cannot be made milder.
    A rule on texts reads what staff write here; one that is `everywhere`, attachments as well.
    """

    level: Level
    title: str
    why: str
    mend: str
    sources: tuple[str, ...] = ()
    failing: str = ""
    passing: str = ""
    example: str = ""
    limits: Mapping[str, Limit] = field(default_factory=dict)
    fixed: bool = False
    everywhere: bool = False


Limits = Mapping[str, Decimal]


class Finding(NamedTuple):
    """One complaint of a rule about a report.

    `where` is the field; `start` and `end` are characters of its text, both 0 for the field as a
    whole.
    """

    where: FieldPath
    message: str
    start: int = 0
    end: int = 0


class Hit(NamedTuple):
    """One complaint of a rule about a text: the characters from `start` to `end`, and what."""

    start: int
    end: int
    message: str


class Passage(NamedTuple):
    """The text under one heading of the narrative, as it stands in the file."""

    where: FieldPath
    text: str
    heading: str  # the lowest that it stands under

    def finding(self, found: Match[str] | tuple[int, int], message: str) -> Finding:
        """A complaint about characters of this text."""
        start, end = found if isinstance(found, tuple) else found.span()
        return Finding(self.where, message, start, end)


@dataclass(frozen=True, slots=True)
class Subject:
    """A report as its rules see it: the record and what it is judged against."""

    report: Report
    department: Department
    outline: Outline | None
    passages: Sequence[Passage]
    departments: Sequence[Department]
    bounds: GradeBounds | None

    @property
    def text(self) -> str:
        """The whole narrative, a line break between two passages."""
        return "\n".join(passage.text for passage in self.passages)


class Mention(NamedTuple):
    """Words of a passage that end as a project's name does; `passage` counts from 0."""

    passage: int
    start: int
    text: str


class Clause(NamedTuple):
    """A run of words between punctuation; `digest` tells clauses of the same words."""

    passage: int
    start: int
    end: int
    digest: int


class Clauses:
    """The clauses of a report in order, in little memory; `digests` at once, for looking up."""

    def __init__(self, numbers: array[int]) -> None:
        self._numbers = numbers  # four of each clause

    @classmethod
    def of(cls, clauses: Iterable[tuple[int, int, int, int]]) -> Clauses:
        """Clauses packed; each as what a `Clause` holds."""
        return cls(array("I", chain.from_iterable(clauses)))

    @property
    def digests(self) -> array[int]:
        """The digest of each."""
        return self._numbers[3::4]

    def __iter__(self) -> Iterator[Clause]:
        return map(Clause._make, self.rows())

    def __len__(self) -> int:
        return len(self._numbers) // 4

    @property
    def length(self) -> int:
        """Characters in all of them."""
        return sum(self._numbers[2::4]) - sum(self._numbers[1::4])

    def rows(self) -> Iterator[tuple[int, int, int, int]]:
        """The same as plain tuples: ten thousand reports have a million clauses."""
        numbers = iter(self._numbers)
        return zip(numbers, numbers, numbers, numbers, strict=True)

    def tobytes(self) -> bytes:
        """As they are kept: four numbers a clause, little-endian, four bytes each."""
        return self._numbers.tobytes()


class Facts(NamedTuple):
    """What the others have to know of a report: small, so that ten thousands fit into memory."""

    path: str
    department: str
    slug: str
    year: int
    name: str
    headings: tuple[FieldPath, ...]
    mentions: tuple[Mention, ...]
    clauses: Clauses

    @property
    def project(self) -> tuple[str, str]:
        """The same for all years of one project."""
        return self.department, self.slug


class Change(NamedTuple):
    """How a catalogue differs from what it was: reports that stayed, went, came."""

    stayed: Sequence[Facts]
    gone: Sequence[Facts]
    come: Sequence[Facts]

    @property
    def before(self) -> Sequence[Facts]:
        """The catalogue as it was."""
        return [*self.stayed, *self.gone]

    @property
    def after(self) -> Sequence[Facts]:
        """The catalogue as it is."""
        return [*self.stayed, *self.come]

    @property
    def changed(self) -> Sequence[Facts]:
        """What is in one of the two."""
        return [*self.gone, *self.come]


# What a file's properties say of people, and what else they say: neither was hidden on purpose.
AUTHORSHIP = ("作者", "最后修改者", "单位", "主管")
PROPERTIES = (*AUTHORSHIP, "文件属性", "域代码", "链接", "图片说明", "公式", "文件内部数据")


class Attached(NamedTuple):
    """A file that rides with a report, taken apart: its parts in order, what hides in it.

    A part is where it stands ("第 3 页", "工作表“表1”") and its text; `hidden` is what a reader of
    the file does not see at first (author, comments, tracked changes, hidden sheets), as pairs of
    what it is and its text; `unreadable` is why nothing could be read, empty where it could.
    """

    name: str
    parts: tuple[tuple[str, str], ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    unreadable: str = ""


CheckReport = Callable[[Subject, Limits], Iterator[Finding]]
CheckText = Callable[[str, Limits], Iterator[Hit]]
CheckFile = Callable[[Attached, Limits], Iterator[str]]
Touched = Callable[[Change, Limits], set[str]]
CheckCatalogue = Callable[
    [Sequence[Facts], Sequence[Facts], Limits], Iterator[tuple[Facts, Finding]]
]
