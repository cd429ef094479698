"""What a rule of the disclosure gate is, what it reads, and what it finds."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from re import Match
from typing import TYPE_CHECKING, NamedTuple

from generator.model.narrative import LEAD_TEXT, NARRATIVE
from generator.model.problems import Level

if TYPE_CHECKING:  # commands that read no report start without the records
    from generator.model.department import Department
    from generator.model.form import Form
    from generator.model.funds import Funds
    from generator.model.indicator import Indicator
    from generator.model.project_evaluation import SelfEvaluation
    from generator.model.report import CoveredProject, Report
    from generator.model.site import GradeBounds
    from generator.source.tree import FieldPath

# Stands between two fields that a rule on texts reads in one go; no file may hold it.
FIELD_SEPARATOR = "\x1f"


class Limit(NamedTuple):
    """A threshold that `site.yml` may set: its value where nothing is set, and what it means."""

    default: Decimal
    meaning: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words and what may be set of it; its id is the name of its file.

    `failing` and `passing` are YAML that is laid over a clean report; both are run by the tests.
    Both are empty where the rule is not on a single report (on an attachment, on the catalogue):
    then `example` says in words what fails and what passes. `sources` is empty where nothing
    written asks for it. `site.yml` can make a rule milder unless it is `mandatory`. A rule on texts
    reads those of the content folder; one that `guards_disclosure` also those of attachments, and
    each text as people can read it (`visible_text.py`).
    """

    title: str
    why: str
    mend: str
    level: Level = Level.WARNING
    sources: tuple[str, ...] = ()
    failing: str = ""
    passing: str = ""
    example: str = ""
    limits: Mapping[str, Limit] = field(default_factory=dict)
    mandatory: bool = False
    guards_disclosure: bool = False


Limits = Mapping[str, Decimal]


class Finding(NamedTuple):
    """One complaint of a rule about a report: the field, and the characters of its text."""

    where: "FieldPath"
    message: str
    start: int = 0
    end: int = 0  # both 0: the field as a whole


class TextFinding(NamedTuple):
    """One complaint of a rule about a text: the characters from `start` to `end`, and what."""

    start: int
    end: int
    message: str


class Passage(NamedTuple):
    """The text under one heading of the narrative, or in a cell of the form, as in the file."""

    where: "FieldPath"
    text: str

    @property
    def heading(self) -> str:
        """The lowest heading that it stands under, of a cell its key."""
        for one in reversed(self.where):
            if isinstance(one, str) and one != LEAD_TEXT:
                return one
        return NARRATIVE

    @property
    def is_narrative(self) -> bool:
        """Whether it is a part of the narrative, not a cell of the form."""
        return self.where[0] == NARRATIVE

    def finding(self, found: Match[str] | tuple[int, int], message: str) -> Finding:
        """A complaint about characters of this text: a match, or start and end."""
        start, end = found if isinstance(found, tuple) else found.span()
        return Finding(self.where, message, start, end)


@dataclass(frozen=True, slots=True)
class Subject:
    """A report as its rules see it: the record and what it is judged against.

    `funds` and `claimed`, its self-evaluation, are empty records where the report has none.
    Where a part is checked that is a covered project, these and `indicators` are those of
    `project`, and there are no passages: the narrative is on the whole (`report_parts.py`).
    `passages` are the narrative, then the form's cells of words on the report as a whole;
    `partial_explanations` are what it says of parts of it (`form_texts.py`); `texts` are all that
    a page may show of the file, each under its key or its lowest heading.
    """

    report: "Report"
    indicators: "Sequence[Indicator]"
    funds: "Funds"
    claimed: "SelfEvaluation"
    department: "Department"
    form: "Form | None"
    passages: Sequence[Passage]
    departments: "Sequence[Department]"
    grade_bounds: "GradeBounds | None"
    partial_explanations: Sequence[str] = ()
    project: "CoveredProject | None" = None
    texts: Sequence[Passage] = ()

    @property
    def text(self) -> str:
        """All passages, a line break between two."""
        return "\n".join(passage.text for passage in self.passages)

    @property
    def explanations(self) -> Sequence[str]:
        """All texts in which a report explains itself: passages, reasons of parts, notes."""
        passages = [passage.text for passage in self.passages]
        return [*passages, *self.partial_explanations, *self.report.notes]

    @property
    def own_departments(self) -> tuple[str, ...]:
        """The implementing unit and the department by every name."""
        unit = self.report.implementing_unit
        return (*((unit,) if unit else ()), *self.department.all_names)

    @property
    def own_names(self) -> tuple[str, ...]:
        """The project, then its unit and department by every name."""
        return (self.report.project_name, *self.own_departments)


# What a file's properties say of people, and what else they say: neither was hidden on purpose.
AUTHOR_PROPERTIES = ("作者", "最后修改者", "单位", "主管")
FILE_PROPERTIES = (
    *AUTHOR_PROPERTIES, "文件属性", "域代码", "链接", "图片说明", "公式", "文件内部数据",
)  # fmt: skip


class AttachmentText(NamedTuple):
    """The texts of a file that is published with a report.

    A part is where it stands ("第 3 页", "工作表“表1”") and its text; `hidden` is what a reader of
    the file does not see at first (author, comments, tracked changes, hidden sheets), as pairs of
    what it is and its text; `unreadable` is why nothing could be read, empty where it could;
    `disguised` is what the file is where that is not what its ending says.
    """

    name: str
    parts: tuple[tuple[str, str], ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    unreadable: str = ""
    disguised: str = ""


class Mention(NamedTuple):
    """Words of a passage that end as a project's name does; `passage` counts from 0."""

    passage: int
    start: int
    text: str


class Clause(NamedTuple):
    """A run of words between punctuation; clauses of the same words have the same `digest`."""

    passage: int
    start: int
    end: int
    digest: int


class PackedClauses:
    """The clauses of a report in order, sixteen bytes each: four of `numbers` are one `Clause`."""

    def __init__(self, numbers: "array[int]") -> None:
        self.numbers = numbers

    @property
    def digests(self) -> "array[int]":
        """The digest of each."""
        return self.numbers[3::4]

    @property
    def character_count(self) -> int:
        """Characters in all of them."""
        return sum(self.numbers[2::4]) - sum(self.numbers[1::4])

    def rows(self) -> Iterator[tuple[int, int, int, int]]:
        """As plain tuples, which are made faster: ten thousand reports have a million."""
        numbers = iter(self.numbers)
        return zip(numbers, numbers, numbers, numbers, strict=True)


class ReportFacts(NamedTuple):
    """What rules on the whole catalogue know of each report: ten thousands fit into memory.

    `path` is that of its file, `headings` are those of its passages.
    """

    path: str
    department: str
    slug: str
    year: int
    name: str
    headings: "tuple[FieldPath, ...]"
    mentions: tuple[Mention, ...]
    clauses: PackedClauses

    @property
    def project(self) -> tuple[str, str]:
        """The same for all years of one project."""
        return self.department, self.slug

    def equals(self, other: "ReportFacts") -> bool:
        """Whether rules can find nothing in the one that they do not find in the other."""
        return self[:-1] == other[:-1] and self.clauses.numbers == other.clauses.numbers


class CatalogueChange(NamedTuple):
    """How the catalogue differs from what it was; an edited report is removed and added."""

    unchanged: Sequence[ReportFacts]
    removed: Sequence[ReportFacts]
    added: Sequence[ReportFacts]

    @property
    def changed(self) -> Sequence[ReportFacts]:
        """What is in one of the two only."""
        return [*self.removed, *self.added]


CheckReport = Callable[[Subject, Limits], Iterator[Finding]]
CheckPart = CheckReport  # its findings name fields of the part
CheckText = Callable[[str, Limits], Iterator[TextFinding]]
CheckFile = Callable[[AttachmentText, Limits], Iterator[str]]
CheckCatalogue = Callable[
    [Sequence[ReportFacts], Sequence[ReportFacts], Limits], Iterator[tuple[ReportFacts, Finding]]
]
# Paths of the unchanged reports of which a change elsewhere may make a rule say something else.
AffectedPaths = Callable[[CatalogueChange, Limits], set[str]]
