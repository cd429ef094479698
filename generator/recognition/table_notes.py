"""Notes below a table: a field of some forms; of others they are no part of a report."""

from dataclasses import dataclass, field

from generator.model.form import Form
from generator.recognition import cells
from generator.recognition.ledger import NOTE, Ledger
from generator.recognition.row import Row
from generator.recognition.words import NOTE as BEGINS


@dataclass
class Notes:
    """Rows that are notes, kept until the form is known."""

    rows: list[Row] = field(default_factory=list)

    def take(self, row: Row) -> bool:
        """Keep a row that is a note or goes on with one; False where it is neither."""
        if len(row.filled) != 1:
            return False
        text = row.filled[0].text.strip()
        begins = bool(BEGINS.match(text))
        goes_on = bool(self.rows) and text[:1].isdigit() and not cells.is_figure(text)
        if begins or goes_on:
            self.rows.append(row)
        return begins or goes_on

    def enter(self, form: Form | None, ledger: Ledger) -> None:
        """Enter them in their field, or leave them out."""
        has_field = form is not None and form.part("表注") is not None
        for row in self.rows:
            for cell in row.filled:
                if has_field:
                    ledger.append(("表注",), cell)
                else:
                    ledger.leave_cell(cell, NOTE)
