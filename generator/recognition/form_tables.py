"""The tables of a form, row by row: what they state goes into the report, cell by cell.

What a row is follows from words, never from positions: heads of columns, names of cells.
"""

from collections.abc import Sequence

from generator.documents.document import Paragraph
from generator.recognition import (
    cells,
    covered,
    funds,
    goals,
    indicator_rows,
    lying_funds,
    other_tables,
    totals,
    yearly,
)
from generator.recognition.cells import Part
from generator.recognition.form_choice import fitting_form
from generator.recognition.indicator_rows import Table
from generator.recognition.labels import Labels
from generator.recognition.ledger import HEAD, LABEL, LINES, Ledger
from generator.recognition.lying_funds import LyingFunds
from generator.recognition.other_tables import Lying
from generator.recognition.record import RecognisedReport, Sureness
from generator.recognition.reference import Reference
from generator.recognition.row import Item, Row, RowCell
from generator.recognition.rows import row_of
from generator.recognition.table_notes import Notes
from generator.recognition.vocabulary import OF_PROJECTS, Header, Vocabulary
from generator.recognition.words import ATTACHED, TOTALS, Kind, bare


def read_rows(rows: Sequence[Item], report: RecognisedReport, reference: Reference) -> None:
    """Fill the report from the rows of one project's tables; every cell is accounted for.

    Paragraphs between the rows (二、预算执行情况, 注：, 表号) may be among them. Called again for
    the same report, it adds to it. `report.form` becomes the form that fits best, where one does.
    """
    if not rows:
        return
    shown = [row_of(one) if isinstance(one, Paragraph) else one for one in rows]
    own, parts = covered.cut(yearly.upright(shown), frozenset(OF_PROJECTS))
    _read_own(own, report, reference)
    for part in parts:
        one = RecognisedReport()
        _read_own(part, one, reference)
        covered.add(one, report)


def _read_own(rows: Sequence[Row], report: RecognisedReport, reference: Reference) -> None:
    """Fill the report from rows that are of no project among several."""
    texts = [cell.text for row in rows for cell in row.filled]
    cover = {("封面", bare(one.text)) for one in report.left_out if one.reason == LABEL}
    ledger = Ledger(report)
    reader = _Reader(ledger, Vocabulary(reference, frozenset(map(bare, texts))), reference)
    for row in rows:
        reader.read(row)
    reader.finish()
    report.form = fitting_form(ledger.words | cover, texts, reference.forms) or report.form
    reader.notes.enter(reference.forms.get(report.form), ledger)
    if rows:
        ledger.balance((row.characters for row in rows), rows[0].place)


_READERS = {
    Kind.FUNDS: funds.read_row,
    Kind.GOALS: goals.read_row,
    Kind.PROJECTS: covered.read_row,
}


class _Reader:
    """Reads row after row; `table` is that under whose heads it is."""

    def __init__(self, ledger: Ledger, vocabulary: Vocabulary, reference: Reference) -> None:
        self.ledger = ledger
        self.vocabulary = vocabulary
        self.labels = Labels(self.vocabulary, reference, ledger)
        self.header: Header | None = None
        self.table: Table | None = None
        self.lying: Lying | None = None
        self.funds: LyingFunds | None = None
        self.section = ""
        self.is_new = False  # only heads were read of the table
        self.notes = Notes()

    def read(self, row: Row) -> None:
        """Read a row as what it is, in the order in which that is tried."""
        self.ledger.leave(row.lines, row.place, LINES)
        self.ledger.surest = Sureness.LIKELY if row.is_guessed else Sureness.SURE
        row = self.labels.split(row)
        if not row.filled:
            return
        for read in (
            self._unit,
            self._pending,
            self.notes.take,
            self._execution,
            self._lying_funds,
            self._second_heads,
            self._lying_heads,
            self._heads,
            self._before_names,
            self._total,
            self._labels,
            self._section,
            self._pairs,
            self._row,
        ):
            if read(row):
                return
        for cell in row.filled:
            self.ledger.unknown(cell.text, cell.place)

    def finish(self) -> None:
        """End the table."""
        if self.table:
            indicator_rows.finish(self.table, self.ledger)
        if self.lying and self.lying.corner:
            for cell in (*self.lying.corner, *self.lying.names.values()):
                self.ledger.unknown(cell.text, cell.place)
        if self.header and self.header.kind is Kind.FUNDS:
            funds.single_source(self.ledger)
        self.header = self.table = self.lying = None
        self.labels.pairs = []
        self.is_new = False

    def _unit(self, row: Row) -> bool:
        cell = row.filled[0]
        if len(row.filled) != 1 or len(cell.text) > 16 or "单位" not in cell.text:
            return False
        unit = cells.unit_in(cell.text)
        if unit:
            self.ledger.value(("资金", "单位"), cell, Part(unit, unit))
        return unit is not None

    def _execution(self, row: Row) -> bool:
        """The execution of the budget among the indicators, its cells not under their heads."""
        header = self.table.header if self.table else None
        if not header or row.width >= header.width - 1 or totals.is_under_heads(row, header):
            return False
        return totals.read_execution(row, self.ledger)

    def _pending(self, row: Row) -> bool:
        if self.labels.pending is None:
            return False
        if self.vocabulary.header(row, self.section) or self.labels.begins(row):
            self.labels.pending = None
            return False
        return self.labels.answer(row)

    def _second_heads(self, row: Row) -> bool:
        if not (self.header and self.is_new):
            return False
        header = self.vocabulary.second(row, self.header)
        if header is None:
            return False
        self._leave_heads(row, header)
        self._set(header)
        return True

    def _lying_funds(self, row: Row) -> bool:
        if self.funds and lying_funds.read(row, self.funds, self.ledger):
            self.funds = None
            return True
        found = lying_funds.heads(row, self.vocabulary)
        if found:
            self.finish()
            self.funds = found
            lying_funds.leave_heads(found, self.ledger)
        return found is not None

    def _lying_heads(self, row: Row) -> bool:
        found = other_tables.lying(row, self.vocabulary)
        if found is None:
            return False
        self.finish()
        self.lying = found
        for cell in list(found.corner):
            if unit := cells.unit_in(cell.text):
                self.ledger.value(("资金", "单位"), cell, Part(unit, unit))
                found.corner.remove(cell)
        return True

    def _heads(self, row: Row) -> bool:
        header = self.vocabulary.header(row, self.section)
        if header is None:
            return False
        if not (
            self.header and self.header.kind is header.kind and self.header.keys == header.keys
        ):
            self.finish()
        self._leave_heads(row, header)
        self._set(header)
        return True

    def _set(self, header: Header) -> None:
        self.header = header
        self.is_new = True
        if header.kind is Kind.INDICATORS:
            self.table = Table(header, self.table.levels if self.table else {})
            group = header.section
            if group and _is_group(group, header):
                self.table.levels["所属目标"] = indicator_rows.Level(group)

    def _leave_heads(self, row: Row, header: Header) -> None:
        for cell in row.filled:
            key = header.key(cell) if cell != header.section else None
            if key and header.kind is not Kind.PROJECTS:
                self.ledger.words.add((header.kind, bare(cell.text)))
            if header.kind is Kind.FUNDS and (unit := cells.unit_in(cell.text)):
                self.ledger.value(("资金", "单位"), cell, Part(unit, unit), rest=HEAD)
            elif cell != header.section or not _is_group(cell, header):
                self.ledger.leave_cell(cell, HEAD)

    def _total(self, row: Row) -> bool:
        header = self.header if self.header and self.header.kind is Kind.INDICATORS else None
        if header is None and not totals.is_own(row, self.header):
            return False
        if not totals.read_total(row, header, self.ledger):
            return False
        self.ledger.words.add(("栏", bare(row.filled[0].text)))
        return True

    def _before_names(self, row: Row) -> bool:
        """Scores by part, the total of a list: before 得分, 合计 are taken for names of cells."""
        is_parts = self.lying is not None and self.lying.field == Kind.PARTS
        is_list = self.header is not None and self.header.kind is Kind.PROJECTS
        is_total = is_list and bare(row.filled[0].text) in TOTALS
        return (is_parts or is_total) and self._row(row)

    def _labels(self, row: Row) -> bool:
        if self.table and self._is_indicator(row):
            return False
        if self.header and self.header.kind is Kind.PERSONS and self._is_of_persons(row):
            return False
        is_pairs = bool(self.header and self.header.kind is Kind.FUNDS)
        self.labels.header = self.header if is_pairs else None
        if is_pairs and self.header and self._is_under_heads(row, self.header):
            return False
        if not self.labels.read(row):
            return False
        if self.header and not is_pairs and self.header.kind is not Kind.GOALS:
            self.finish()
        return True

    def _is_indicator(self, row: Row) -> bool:
        """Whether a name of a cell is that of an indicator here: it stands under its head."""
        first, *others = row.filled
        if others and others[0].column == first.column:
            return False  # a line of names and values
        key = self.header.key(first) if self.header else None
        if first.is_continued or key not in ("一级", "二级", "三级"):
            return False
        return key != "一级" or len(row.filled) > 3 or totals.is_execution(row)

    def _is_of_persons(self, row: Row) -> bool:
        """Whether it is a row on a person (组长 | … | …), not the next name of a cell."""
        return len(row.filled) > 2 or self.vocabulary.label(row.filled[0].text) is None

    def _is_under_heads(self, row: Row, header: Header) -> bool:
        """Whether the row is a total, named as an amount is: `预算数 | 7 | 7`."""
        figures = [cell for cell in row.filled[1:] if cells.is_figure(cell.text)]
        return len(figures) == len(row.filled) - 1 and len(figures) > 1

    def _pairs(self, row: Row) -> bool:
        if not self.labels.pairs:
            return False
        if self.header and self.header.kind is not Kind.FUNDS:
            return False
        return funds.read_pairs(row, self.labels.pairs, self.header, self.ledger)

    def _section(self, row: Row) -> bool:
        cell = row.filled[0]
        is_name = self.vocabulary.is_section(cell.text) or ATTACHED.fullmatch(cell.text.strip())
        if len(row.filled) != 1 or not is_name:
            return False
        self.section = bare(cell.text)
        funds.unit_or_label(cell, self.ledger)
        self.finish()
        return True

    def _row(self, row: Row) -> bool:
        self.is_new = False
        if self.lying:
            return other_tables.read_lying(row, self.lying, self.ledger)
        if self.header is None or (len(row.cells) == 1 and self.header.width > 1):
            return other_tables.read_filler(row, self.ledger)  # a line of text between tables
        if self.table:
            return indicator_rows.read_row(row, self.table, self.ledger)
        read = _READERS.get(self.header.kind, other_tables.read_row)
        return read(row, self.header, self.ledger)


def _is_group(cell: RowCell, header: Header) -> bool:
    """Whether the name of the table is that of a goal by which the indicators are grouped."""
    return header.kind is Kind.INDICATORS and any(one.isdigit() for one in bare(cell.text))
