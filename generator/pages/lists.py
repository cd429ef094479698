"""Lists of reports and of groups of them: rows and columns, ready to print."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.model import figures, totals
from generator.model.amounts import Amounts
from generator.model.choices import Grade, Item
from generator.model.entry import Entry, current
from generator.model.project_evaluation import SelfEvaluation
from generator.model.totals import RoundedAmounts, Subtotal, Totals

# Columns of a list of reports; a list has those that one of its reports needs.
LIST_COLUMNS = (Item.ANNUAL_BUDGET, Item.SPENT, Item.EXECUTION_RATE, Item.SCORE, Item.GRADE)


class ReportRow(NamedTuple):
    """A report in a list; amounts in 万元, the rate in percent."""

    entry: Entry
    budget: Decimal | None
    spent: Decimal | None
    rate: Decimal | None  # computed from the amounts, else the claimed one
    execution_rate: str | None  # the same as text
    claimed: bool  # whether it is the claimed one
    grade: Grade | None
    score: Decimal | None

    @property
    def grade_text(self) -> str:
        """The grade, or what stands in its place."""
        absent = figures.UNSTATED if self.entry.asks_for(Item.GRADE) else figures.NOT_ASKED
        return self.grade or self._other_grade or absent

    @property
    def _other_grade(self) -> str | None:
        """The grade of another scale than 优, 良, 中, 差; sums and filters leave it out."""
        claims = self.entry.report.self_evaluation
        return claims.other_grade if claims else None

    @property
    def not_asked(self) -> list[Item]:
        """The columns in which this report has nothing because its form does not ask for it."""
        grade = self.grade or self._other_grade
        values = (self.budget, self.spent, self.rate, self.score, grade)
        return [
            item
            for item, value in zip(LIST_COLUMNS, values, strict=True)
            if value is None and not self.entry.asks_for(item)
        ]


class ReportList(NamedTuple):
    """A list of reports, with those of `LIST_COLUMNS` that one of them states or should."""

    rows: Sequence[ReportRow]
    columns: frozenset[Item]
    has_gaps: bool  # whether the form of a report does not ask for one of the columns


class Group(NamedTuple):
    """A year or a department with its reports."""

    label: str
    short: str  # the label in a chart
    address: str
    entries: Sequence[Entry]


def year_group(entries: Sequence[Entry], address: str) -> Group:
    """The reports of a year, which lead to `address`."""
    year = entries[0].year
    return Group(f"{year} 年度", str(year), address, entries)


def department_group(entries: Sequence[Entry], address: str) -> Group:
    """The reports of a department, which lead to `address`."""
    one = entries[0].department
    return Group(one.name, one.short, address, entries)


class GroupRow(NamedTuple):
    """A year's or a department's row in an index; amounts in 万元, rates in percent.

    `money` is of the reports that state both amounts, `budget_only` and `spent_only` of those that
    state one. `overall` is of overall reports of one fiscal year, `overall_address` leads to the
    only one of them; both are None else.
    """

    label: str
    short: str
    address: str
    totals: Totals
    money: RoundedAmounts
    budget_only: Decimal | None
    spent_only: Decimal | None
    overall: RoundedAmounts | None
    overall_address: str | None


def report_rows(entries: Iterable[Entry]) -> list[ReportRow]:
    """Reports as rows of a list, all amounts with the same number of decimals."""
    rows = [(entry, entry.amounts) for entry in entries]
    places = totals.decimal_places(amounts for _, amounts in rows)
    return [_report_row(entry, totals.rounded(amounts, places)) for entry, amounts in rows]


def _report_row(entry: Entry, money: RoundedAmounts) -> ReportRow:
    claims = entry.report.self_evaluation or SelfEvaluation()
    claimed = claims.execution_rate if money.rate is None else None
    return ReportRow(
        entry,
        money.budget,
        money.spent,
        claimed.percent if claimed else money.rate,
        str(claimed) if claimed else figures.format_percent(money.rate),
        claimed is not None,
        claims.grade,
        claims.score,
    )


def report_list(entries: Iterable[Entry]) -> ReportList:
    """Reports as a list: its rows, and the columns that at least one of them needs."""
    rows = report_rows(entries)
    not_asked = [frozenset(row.not_asked) for row in rows]
    columns = frozenset(item for item in LIST_COLUMNS if any(item not in one for one in not_asked))
    return ReportList(rows, columns, any(one & columns for one in not_asked))


def group_table(groups: Sequence[Group], total_label: str = "合计") -> list[GroupRow]:
    """Groups as rows of an index, and one last row for all of them.

    No project of a year is in two groups.
    """
    entries = [entry for one in groups for entry in one.entries]
    with_total = [*groups, Group(total_label, "", "", entries)]
    sums = [totals.totals(one.entries) for one in groups]
    sums.append(totals.merged(sums))
    places = totals.decimal_places(
        amounts for one in sums for amounts in (*one.money.all_amounts, *_overall_amounts(one))
    )
    return [_group_row(group, one, places) for group, one in zip(with_total, sums, strict=True)]


def total_row(entries: Sequence[Entry]) -> GroupRow:
    """The row for all of them."""
    return group_table([Group("", "", "", entries)])[-1]


def _overall_amounts(sums: Totals) -> tuple[Amounts, ...]:
    """Those of overall reports, which are added up within one year only."""
    return sums.overall.all_amounts if len(sums.years) == 1 and sums.overall_count else ()


def _group_row(group: Group, sums: Totals, places: int) -> GroupRow:
    def rounded(part: Subtotal) -> Decimal | None:
        return totals.round_half_up(part.total, places) if part.count else None

    shown = [totals.rounded(amounts, places) for amounts in _overall_amounts(sums)]
    overall = [entry for entry in current(group.entries) if entry.is_overall]
    return GroupRow(
        group.label,
        group.short,
        group.address,
        sums,
        totals.rounded(sums.money.amounts, places),
        rounded(sums.money.budget_only),
        rounded(sums.money.spent_only),
        shown[0] if shown else None,
        overall[0].address if len(overall) == 1 else None,
    )
