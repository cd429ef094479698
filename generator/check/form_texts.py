"""Texts of a report's form: its cells of words beside the narrative, each with its field."""

from collections.abc import Iterator

from generator.check.rule import Passage
from generator.model.project_evaluation import Conclusion, ProjectEvaluation
from generator.model.record import field_names
from generator.model.report import Report
from generator.source.tree import FieldPath


def form_passages(report: Report) -> Iterator[Passage]:
    """Texts that are on the report as a whole, as a narrative is.

    Neither expected goals, which stand in the narrative too, nor what is said of one source or of
    one covered project: its amounts are not those of the report.
    """
    for where, text in _cells(report):
        if text:
            yield Passage(where, text)


def _cells(report: Report) -> Iterator[tuple[FieldPath, str | None]]:
    yield ("实施内容",), report.implementation
    if report.funds:
        yield ("资金", "说明"), report.funds.reason
    for number, goal in enumerate(report.annual_goals):
        yield ("年度目标", number, "偏差原因"), goal.reason
    if report.overview:
        yield ("部门整体", "总体运行情况"), report.overview.achievements
    if report.conclusion:
        for key, name in field_names(Conclusion).items():
            yield ("结论", key), getattr(report.conclusion, name)


def partial_explanations(report: Report) -> Iterator[str]:
    """What explains a part: sources, goals, rows of indicators, covered projects."""
    parts: list[ProjectEvaluation] = [report, *report.projects]
    for part in parts:
        for goal in part.annual_goals:
            yield from filter(None, (goal.reached, goal.reason))
        for row in part.indicators:
            yield from filter(None, (row.deviation_reason, row.deduction_reason))
        for source in part.funds.sources if part.funds else ():
            if source.reason:
                yield source.reason
        for item in part.fund_management:
            yield from filter(None, (item.situation, item.problems))
        for spent in part.spending_details:
            if spent.note:
                yield spent.note
    for one in report.projects:
        yield from filter(None, (one.note, one.implementation, one.funds and one.funds.reason))
        for name in Conclusion.model_fields if one.conclusion else ():
            yield from filter(None, (getattr(one.conclusion, name),))
