"""A figure of a report, and the places of its narrative that state it."""

from enum import StrEnum
from typing import NamedTuple

from generator.model.narrative import LEAD_TEXT


class Stated(StrEnum):
    """Whether the narrative states a figure of the report."""

    STATED = "stated"
    ONLY_IN_TABLE = "only-in-table"
    CONTRADICTED = "contradicted"


class Agreement(StrEnum):
    """How a figure in the narrative compares with the one in the field."""

    SAME = "same"  # at the coarser precision of the two
    PART = "part"  # an instalment: those of the narrative add up to it
    DIFFERENT = "different"


class Place(NamedTuple):
    """A figure in the narrative: characters `start` to `end` of the text under `where`.

    `where` is the path of headings below 正文; `written` is the figure as it stands there, in
    `sentence`. `anchor` is its id on the report's page.
    """

    where: tuple[str, ...]
    start: int
    end: int
    written: str
    sentence: str
    agreement: Agreement
    anchor: str

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings over it, the uppermost first; none over a text before the first."""
        return tuple(one for one in self.where if one != LEAD_TEXT)


class Statement(NamedTuple):
    """A figure of the report and where its narrative states it, in the order of the text.

    `field` is its path in the format, as `资金.支出`; `value` is as the report states it, `unit`
    empty where there is none, or it stands in the value. `is_computed`: the report states no such
    rate, it follows from two amounts. `anchor` is the id of the figure on the report's page.
    """

    field: str
    label: str
    value: str
    unit: str
    anchor: str
    places: tuple[Place, ...] = ()
    is_computed: bool = False

    @property
    def status(self) -> Stated:
        """A contradiction in one place outweighs what agrees in others."""
        if any(one.agreement is Agreement.DIFFERENT for one in self.places):
            return Stated.CONTRADICTED
        return Stated.STATED if self.places else Stated.ONLY_IN_TABLE
