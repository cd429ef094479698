"""A table of money on its side: a column for each level, their amounts in the row below."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from generator.recognition import cells, funds
from generator.recognition.ledger import LABEL, Ledger, dotted
from generator.recognition.row import Row, RowCell
from generator.recognition.vocabulary import Vocabulary
from generator.recognition.words import FUND_TOTAL, bare

_LEVEL = re.compile(
    "(?:中央|省|市|州|地|县|区|乡|镇|本)(?:级|、?地|、?州|市|县|区)*(?:财政|补助|配套|资金|预算)*"
    "|(?:其[他它]|自筹|单位)(?:资金)?"
)
_TOTAL, _SOURCE, _RATE = "资金.全年预算", "", "自评.执行率"


class LyingFunds(NamedTuple):
    """The heads by column, each with the field of its amount; none for that of a source."""

    names: Mapping[int, RowCell]
    fields: Mapping[int, str]
    section: RowCell


def heads(row: Row, vocabulary: Vocabulary) -> LyingFunds | None:
    """The heads of such a table; None where the row has none."""
    section, *names = row.filled
    fields = {one.column: _field(one.text, vocabulary) for one in names}
    found = list(fields.values())
    if not vocabulary.is_section(section.text) or None in found:
        return None
    if found.count(_SOURCE) < 2 or _TOTAL not in found:
        return None
    known = {column: field for column, field in fields.items() if field is not None}
    return LyingFunds({one.column: one for one in names}, known, section)


def _field(text: str, vocabulary: Vocabulary) -> str | None:
    word = bare(text)
    if _LEVEL.fullmatch(word):
        return _SOURCE
    label = vocabulary.label(text) or ""
    if label == _RATE or label.removeprefix("资金.") in funds.AMOUNTS:
        return label
    return _TOTAL if FUND_TOTAL.fullmatch(word) else None


def leave_heads(table: LyingFunds, ledger: Ledger) -> None:
    """Enter the unit of the section's name and what the columns are called."""
    funds.unit_or_label(table.section, ledger)
    for column, field in table.fields.items():
        name = table.names[column]
        if field != _SOURCE:
            ledger.words.add(("资金" if field == _TOTAL else "栏", bare(name.text)))
            ledger.leave_cell(name, LABEL)


def read(row: Row, table: LyingFunds, ledger: Ledger) -> bool:
    """The row of amounts; False where it is another."""
    if not row.filled or not all(
        one.column in table.fields and (cells.is_figure(one.text) or cells.rate(one.text))
        for one in row.filled
    ):
        return False
    amounts = {one.column: one for one in row.filled}
    for column, field in table.fields.items():
        cell = amounts.get(column)
        if field == _SOURCE:
            path = funds.source(table.names[column], ledger)
            if cell:
                funds.enter(ledger, (*path, "全年预算"), cell)
        elif cell:
            funds.enter(ledger, dotted(field), cell)
    return True
