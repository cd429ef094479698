"""Tables of money below the amounts: sources, years, points for the budget's execution."""

from collections.abc import Iterator, Sequence

from generator.model.form import Column, Form
from generator.model.funds import Funds, FundSource, YearFunds
from generator.model.record import field_names
from generator.pages import tables
from generator.pages.tables import Table

# In most forms only the row of the total has these, and the rate: no source lacks them.
_OF_EXECUTION = {
    "分值": "weight", "得分": "score", "权重占比": "weight_share", "折算得分": "converted_score",
    "说明": "reason",
}  # fmt: skip

_SOURCE_FIELDS, _TOTAL_FIELDS = field_names(FundSource), field_names(Funds)
_NAME = Column.model_validate({"栏": "名称", "印作": "来源"})


def fund_tables(funds: Funds, form: Form | None) -> Iterator[Table]:
    """Sources and years, and what the execution of the budget scored, where a form has that."""
    own = form.part("资金.来源") if form else None
    part = form.part("资金") if form else None
    columns = [one for one in part.columns if one.field in _SOURCE_FIELDS] if part else []
    has_lines = part is not None and bool(part.lines)  # the form's own: each has its cells
    shown = [
        one
        for one in columns
        if _is_stated(funds.sources, one.field)
        or (
            one.field not in (*_OF_EXECUTION, "执行率")
            and (has_lines or _is_open(funds, one.field))
        )
    ]
    if own and own.columns:
        shown = list(own.columns)
    elif shown:
        shown.insert(0, _NAME)
    unit = f"金额单位：{funds.unit}" if funds.unit else ""
    caption = (own and own.printed) or "资金来源"
    if made := tables.table("来源", funds.sources, shown, caption=caption, note=unit):
        yield made
    for year in funds.by_year:
        caption = f"{year.year} 年度资金来源"
        shown = [_NAME, *(one for one in columns if _is_stated(year.sources, one.field))]
        if made := tables.table("来源", year.sources, shown, caption=caption, note=unit):
            yield made
    part = form.part("资金.分年度") if form else None
    of_years, years = part.columns if part else (), _without_sources(funds)
    if made := tables.table("分年度", years, of_years, caption="分年度", note=unit):
        yield made
    score = [
        (
            form.printed("资金", key) if form else key,
            key != "说明",
            tables.cell(funds, name),
        )
        for key, name in _OF_EXECUTION.items()
        if tables.is_stated(funds, name)
    ]
    if score:
        heads = tuple((label, is_number) for label, is_number, _ in score)
        cells = ("预算执行率", *(value for _, _, value in score))
        yield Table("", "", (("得分项", False), *heads), (cells,))


def _is_open(funds: Funds, key: str) -> bool:
    """Whether an amount is not stated of the total either: else only its parts are not told."""
    return key in _TOTAL_FIELDS and not tables.is_stated(funds, _TOTAL_FIELDS[key])


def _is_stated(rows: Sequence[FundSource], key: str) -> bool:
    return any(tables.is_stated(row, _SOURCE_FIELDS[key]) for row in rows)


def _without_sources(funds: Funds) -> list[YearFunds]:
    """The years, without what has a table of its own."""
    return [one.model_copy(update={"sources": ()}) for one in funds.by_year]
