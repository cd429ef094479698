"""What rules on the whole catalogue know of each report: ten thousands fit into memory."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from generator.source.tree import FieldPath


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
    """The clauses of a report in order, sixteen bytes each."""

    def __init__(self, numbers: "array[int]") -> None:
        self._numbers = numbers  # four of each clause

    @classmethod
    def pack(cls, clauses: Iterable[tuple[int, int, int, int]]) -> "PackedClauses":
        """Pack clauses, each a tuple of what a `Clause` holds."""
        return cls(array("I", chain.from_iterable(clauses)))

    @property
    def digests(self) -> "array[int]":
        """The digest of each."""
        return self._numbers[3::4]

    def __iter__(self) -> Iterator[Clause]:
        return map(Clause._make, self.rows())

    @property
    def character_count(self) -> int:
        """Characters in all of them."""
        return sum(self._numbers[2::4]) - sum(self._numbers[1::4])

    def rows(self) -> Iterator[tuple[int, int, int, int]]:
        """The same as plain tuples, which are made faster: ten thousand reports have a million."""
        numbers = iter(self._numbers)
        return zip(numbers, numbers, numbers, numbers, strict=True)

    def tobytes(self) -> bytes:
        """As they are stored: four numbers a clause, little-endian, four bytes each."""
        return self._numbers.tobytes()


class ReportFacts(NamedTuple):
    """The facts of one report; `path` is that of its file, `headings` those of its passages."""

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


class CatalogueChange(NamedTuple):
    """How the catalogue differs from what it was; an edited report is removed and added."""

    unchanged: Sequence[ReportFacts]
    removed: Sequence[ReportFacts]
    added: Sequence[ReportFacts]

    @property
    def before(self) -> Sequence[ReportFacts]:
        """The catalogue as it was."""
        return [*self.unchanged, *self.removed]

    @property
    def after(self) -> Sequence[ReportFacts]:
        """The catalogue as it is."""
        return [*self.unchanged, *self.added]

    @property
    def changed(self) -> Sequence[ReportFacts]:
        """What is in one of the two only."""
        return [*self.removed, *self.added]
