"""The key figures that a report states: amounts, rates, score, grade, documents that allot money.

Of the report as a whole, then of each project that it covers.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.check.text_values import half_width
from generator.model import figures
from generator.model.entry import Entry
from generator.model.fields import Rate, StatedAmount
from generator.model.funds import Funds
from generator.model.project_evaluation import ProjectEvaluation, SelfEvaluation
from generator.model.statement import Statement

DOCUMENT = "下达文件"
_AMOUNTS = {
    "项目总额": "total_cost",
    "年初预算": "initial_budget",
    "全年预算": "annual_budget",
    "到位": "received",
    "支出": "spent",
    "结余": "balance",
}
_RATES = {"到位率": "received_rate", "执行率": "execution_rate", "满意度": "satisfaction"}
_SCORES = {"得分": "score", "总分": "total"}
_NUMBERS = re.compile(r"\d+")


class KeyFigure(NamedTuple):
    """A figure: its statement, no places in it yet, and its value.

    `key` is the last of its path, of a document's amount `下达文件`; then `document` tells which.
    Amounts are in the unit of `funds`, rates in percent.
    """

    key: str
    statement: Statement
    value: Decimal | str
    funds: Funds
    document: tuple[str, ...] = ()


def key_figures(entry: Entry) -> list[list[KeyFigure]]:
    """Those of the report, then those of each covered project, in the order of the format."""
    parts: Sequence[ProjectEvaluation] = (entry.report, *entry.report.projects)
    return [list(_of_part(one, number)) for number, one in enumerate(parts)]


def document_key(number: str) -> tuple[str, ...]:
    """Year and number of a document, whatever brackets and words it is written with."""
    return tuple(_NUMBERS.findall(half_width(number)))


def _of_part(part: ProjectEvaluation, number: int) -> Iterator[KeyFigure]:
    """Of the report, number 0, or of its so-manyth project: there what stands beside its name."""
    path, anchor = (f"包含项目.{number - 1}.", f"p{number}-") if number else ("", "")
    funds, claims = part.funds or Funds(), part.self_evaluation or SelfEvaluation()
    for one in (*_amounts(funds), *_rates(funds, claims), *_scores(claims)):
        own = one.statement
        if not number or not (one.document or own.is_computed or one.key == "总分"):
            named = own._replace(field=path + own.field, anchor=f"f-{anchor}{own.anchor}")
            yield one._replace(statement=named)


def _amounts(funds: Funds) -> Iterator[KeyFigure]:
    for key, name in _AMOUNTS.items():
        value: Decimal | None = getattr(funds, name)
        if value is not None:
            statement = Statement(f"资金.{key}", key, *_written(value, funds), _anchor(name))
            yield KeyFigure(key, statement, value, funds)
    for number, one in enumerate(funds.allocations):
        if one.amount is not None:
            field, anchor = f"资金.{DOCUMENT}.{number}.金额", f"document-{number + 1}"
            statement = Statement(field, one.document_number, *_written(one.amount, funds), anchor)
            document = document_key(one.document_number)
            yield KeyFigure(DOCUMENT, statement, one.amount, funds, document)


def _written(value: Decimal, funds: Funds) -> tuple[str, str]:
    """An amount as it is stated, and its unit; one that has its own unit in it has none beside."""
    if isinstance(value, StatedAmount):
        return value.stated, ""
    return str(figures.format_amount(value)), str(funds.unit or "")


def _rates(funds: Funds, claims: SelfEvaluation) -> Iterator[KeyFigure]:
    computed = {"到位率": figures.received_rate(funds), "执行率": figures.execution_rate(funds)}
    for key, name in _RATES.items():
        claimed: Rate | None = getattr(claims, name)
        value = claimed.percent if claimed else computed.get(key)
        if value is not None:
            written = str(claimed) if claimed else str(figures.format_percent(value))
            one = Statement(f"自评.{key}", key, written, "", _anchor(name))
            yield KeyFigure(key, one._replace(is_computed=claimed is None), value, funds)


def _scores(claims: SelfEvaluation) -> Iterator[KeyFigure]:
    for key, name in _SCORES.items():
        score: Decimal | None = getattr(claims, name)
        if score is not None and claims.score is not None:  # full marks stand beside the score
            one = Statement(f"自评.{key}", key, f"{score:f}", "分", _anchor(name))
            yield KeyFigure(key, one, score, Funds())
    other = None if claims.grade else claims.other_grade  # of two the page shows the first
    for key, grade in (("等级", claims.grade), ("其他等级", other)):
        if grade is not None:
            one = Statement(f"自评.{key}", "等级", grade, "", "grade")
            yield KeyFigure("等级", one, grade, Funds())


def _anchor(name: str) -> str:
    return name.replace("_", "-")
