"""Columns of amounts by their Chinese names: 年初预算, 全年预算 and so on."""

from decimal import Decimal

from generator.model.funds import Funds, FundSource, YearFunds

COLUMNS = {
    "项目总额": "total_cost",
    "年初预算": "initial_budget",
    "全年预算": "annual_budget",
    "到位": "received",
    "支出": "spent",
}


def stated_amounts(row: Funds | FundSource | YearFunds, *columns: str) -> dict[str, Decimal]:
    """The amounts that the totals, a source or a year state in these columns, in this order."""
    found = ((column, getattr(row, COLUMNS[column], None)) for column in columns)
    return {column: value for column, value in found if value is not None}
