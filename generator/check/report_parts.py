"""Parts of a report that rules walk: tables of indicators, goals, money; of covered projects too.

Each comes with its field path: `("指标",)`, or `("包含项目", 0, "指标")`.
"""

from collections.abc import Iterator, Sequence

from generator.check.rule import Subject
from generator.model.funds import Funds
from generator.model.indicator import Indicator
from generator.model.project_evaluation import AnnualGoal, ProjectEvaluation
from generator.source.tree import FieldPath


def _parts(subject: Subject) -> Iterator[tuple[FieldPath, ProjectEvaluation]]:
    yield (), subject.report
    for number, project in enumerate(subject.report.projects):
        yield ("包含项目", number), project


def indicator_tables(subject: Subject) -> Iterator[tuple[FieldPath, Sequence[Indicator]]]:
    """Every table of indicators that has rows, the report's own first."""
    for where, part in _parts(subject):
        if part.indicators:
            yield (*where, "指标"), part.indicators


def annual_goals(subject: Subject) -> Iterator[tuple[FieldPath, AnnualGoal]]:
    """Every goal of the year, with the path of its row."""
    for where, part in _parts(subject):
        for number, goal in enumerate(part.annual_goals):
            yield (*where, "年度目标", number), goal


def fund_records(subject: Subject) -> Iterator[tuple[FieldPath, Funds]]:
    """The money of the report, then that of each covered project that states it."""
    for where, part in _parts(subject):
        if part.funds:
            yield (*where, "资金"), part.funds
