"""All current reports of a fiscal year in columns, for programs and for the site's own pages.

`data/v1/years.json` names the years, `data/v1/years/2021.json` has one of them. A column has one
value a report, in the order of the lists: departments as in the register, then by slug. Figures are
text with the decimals that they are stated with, amounts are exact, in 元: `"1135585"` is 113.5585
万元. null is what a report does not state, never 0; `not_asked` says of which columns a report
states nothing because its form does not ask. `department`, `kind`, `grade` and `not_asked` are
places in the lists of the same file. `budget_before` is the budget of the same project (department
and slug) in the report of the year before.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from pydantic_core import to_json

from generator.data.files import DataFile
from generator.model import totals
from generator.model.amounts import trimmed
from generator.model.catalogue import Catalogue
from generator.model.choices import Item
from generator.model.entry import Entry, current
from generator.model.project_evaluation import SelfEvaluation
from generator.pages import lists
from generator.pages.record_digests import record_digest

YEARS = "data/v1/years.json"
VERSION = 1
YUAN_IN_WAN = 10_000
# Columns whose values a form may not ask for.
_ITEMS = {
    "budget": Item.ANNUAL_BUDGET,
    "spent": Item.SPENT,
    "rate": Item.EXECUTION_RATE,
    "score": Item.SCORE,
    "grade": Item.GRADE,
    "satisfaction": Item.SATISFACTION,
}


def address(year: int) -> str:
    """Of the file of a year."""
    return f"data/v1/years/{year}.json"


def files(catalogue: Catalogue) -> Iterator[DataFile]:
    """The list of the years, newest first, and the file of each; of withdrawn reports nothing."""
    years = {year: current(entries) for year, entries in catalogue.by_year.items()}
    counts = {year: len(entries) for year, entries in years.items() if entries}
    yield DataFile(YEARS, counts, partial(_years, counts))
    for year in counts:
        before = _before(years[year], years.get(year - 1, ()))
        depends_on = _depends_on(years[year]), _depends_on(before)
        yield DataFile(address(year), depends_on, partial(_year, years[year], before))


def _before(entries: Sequence[Entry], earlier: Sequence[Entry]) -> Sequence[Entry]:
    """Of the earlier year's reports those on the same projects, by department and slug."""
    known = {(one.department.slug, one.slug) for one in entries}
    return [one for one in earlier if (one.department.slug, one.slug) in known]


def _years(counts: Mapping[int, int]) -> bytes:
    listed = [{"year": one, "count": counts[one], "file": address(one)} for one in counts]
    return _json({"version": VERSION, "years": listed})


def _depends_on(entries: Sequence[Entry]) -> object:
    """What lists show of each report, its department, its form, what staff let stand in it."""
    departments = {one.department.slug: one.department for one in entries}
    return [*map(record_digest, departments.values())], [
        (one.address, one.listing_digest, one.form and one.form.listed, len(one.findings))
        for one in entries
    ]


def _year(entries: Sequence[Entry], before: Sequence[Entry]) -> bytes:
    return _json(year_listing(entries, before))


def _json(value: object) -> bytes:
    return to_json(value) + b"\n"


def year_listing(entries: Sequence[Entry], before: Sequence[Entry] = ()) -> dict[str, Any]:
    """The current reports of one year as the file has them; `before` are of the year before."""
    budgets = {(one.department.slug, one.slug): one.amounts.budget for one in before}
    rows = [_row(one, budgets.get((one.department.slug, one.slug))) for one in entries]
    texts = {name: _Places() for name in ("department", "kind", "grade", "not_asked")}
    for row in rows:
        for name, places in texts.items():
            row[name] = places.of(row[name])
    names = {one.department.slug: (one.department.name, one.department.short) for one in entries}
    return {
        "version": VERSION,
        "year": entries[0].year,
        "count": len(rows),
        "departments": [
            {"slug": slug, "name": names[slug][0], "short": names[slug][1]}
            for slug in texts["department"].values
        ],
        "kinds": texts["kind"].values,
        "grades": texts["grade"].values,
        "not_asked": texts["not_asked"].values,
        "columns": {name: [row[name] for row in rows] for name in rows[0]},
        **shared_money(entries),
    }


class _Places:
    """Values that occur often, each once; in a column stands their place."""

    def __init__(self) -> None:
        self._places: dict[Any, int] = {}

    def of(self, value: Any) -> int | None:
        """The place of a value, which is new or not; None of None."""
        return None if value is None else self._places.setdefault(value, len(self._places))

    @property
    def values(self) -> list[Any]:
        """In the order of their places."""
        return list(self._places)


def _row(entry: Entry, budget_before: Decimal | None) -> dict[str, Any]:
    """A report's values, as lists show them; amounts exact."""
    (listed,) = lists.report_rows([entry])
    report, exact = entry.report, entry.amounts
    claims = report.self_evaluation or SelfEvaluation()
    full_marks = claims.total or (entry.form and entry.form.total) or None
    row = {
        "id": entry.address.removeprefix("reports/").rstrip("/"),
        "project": report.project_name,
        "title": report.title,
        "department": entry.department.slug,
        "issued_by": entry.issued_by if entry.department_renamed else None,
        "kind": report.evaluation_type,
        "overall": entry.is_overall,
        "budget": _in_yuan(exact.budget),
        "budget_before": _in_yuan(budget_before),
        "spent": _in_yuan(exact.spent),
        "rate": _text(listed.rate),
        "rate_claimed": listed.claimed,
        "score": _text(listed.score),
        "total": _text(full_marks),
        "grade": listed.grade or claims.other_grade,
        "satisfaction": _text(claims.satisfaction.percent if claims.satisfaction else None),
        "findings": len(entry.findings),
        "published": report.publication_date,
        "amended": max((one.date for one in report.corrections), default=None),
        "decimals": max(map(_decimals, (listed.budget, listed.spent))),
    }
    stated = {**row, "grade": listed.grade}  # sums leave out those of other scales
    not_asked = (
        name for name, item in _ITEMS.items() if stated[name] is None and not entry.asks_for(item)
    )
    return {**row, "not_asked": tuple(not_asked)}


def _in_yuan(amount: Decimal | None) -> str | None:
    return None if amount is None else _text(trimmed(amount * YUAN_IN_WAN))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _decimals(value: Decimal | None) -> int:
    """With how many an amount in 万元 is listed, so that it divides to the rate."""
    return 0 if value is None else max(0, -int(value.as_tuple().exponent))


def shared_money(entries: Sequence[Entry]) -> dict[str, Any]:
    """Which reports are of the same money, by their places: a sum counts it once.

    `same`: reports on one project; of those that are added up only the first of the list counts.
    `covered`: [a report, those on several projects that tell its money]; where one of these is
    added up, it does not count. Reports on a department's overall spending are in neither.
    """
    same = defaultdict(list)
    covering = defaultdict(list)
    projects = [(place, one) for place, one in enumerate(entries) if not one.is_overall]
    for place, entry in sorted(projects, key=lambda one: totals.rank(one[1])):
        same[entry.project_key].append(place)
    for place, entry in projects:
        for key in totals.covered_keys(entry):
            covering[key].append(place)
    covered = [
        [place, sorted({one for key in totals.own_keys(entry) for one in covering.get(key, ())})]
        for place, entry in projects
    ]
    return {
        "same": [places for places in same.values() if len(places) > 1],
        "covered": [one for one in covered if one[1]],
    }
