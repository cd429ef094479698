"""From figure to sentence, as rows: each place of a narrative that states a key figure."""

from collections.abc import Iterator

from generator.check.statements import statements
from generator.model.data_tables import AGREEMENTS, STATUSES
from generator.model.entry import Entry
from generator.model.record_columns import Cell
from generator.model.statement import Place, Statement

_COVERED = "包含项目"


def statement_rows(entry: Entry, page: str) -> Iterator[list[Cell]]:
    """A row for each place of a figure, one without places for a figure that is only in the table.

    Of a full entry; `page` is the address of its page. None where there is no narrative: it goes
    without saying there.
    """
    for one in statements(entry) if entry.report.narrative else ():
        for number, place in enumerate(one.places, 1):
            yield [*_figure(one), number, *_place(place), f"{page}#{place.anchor}"]
        if not one.places:
            yield [*_figure(one), *[None] * 8]


def _figure(one: Statement) -> list[Cell]:
    group, _, rest = one.field.partition(".")
    number, field = None, one.field
    if group == _COVERED:
        place, _, field = rest.partition(".")
        number = int(place) + 1
    source = "本站计算" if one.is_computed else "报告填报"
    return [number, field, one.label, one.value, one.unit or None, source, STATUSES[one.status]]


def _place(place: Place) -> list[Cell]:
    return [
        " › ".join(place.headings) or None,
        place.start,
        place.end,
        place.written,
        place.sentence,
        AGREEMENTS[place.agreement],
    ]
