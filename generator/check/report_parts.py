"""Parts of a report that rules walk: the report itself, then each project that it covers.

A rule that looks at one table, one sum of money, one self-evaluation at a time has a `check_part`,
and is given each part as if it were a report. One that compares them with the narrative or with
each other walks them itself: each comes with its field path.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.check.rule import Subject
from generator.model.funds import Funds
from generator.model.indicator import Indicator
from generator.model.project_evaluation import AnnualGoal, SelfEvaluation
from generator.source.tree import FieldPath


def parts(subject: Subject) -> Iterator[tuple[FieldPath, Subject]]:
    """The report, then each covered project as its subject; with their field paths.

    What explains a figure of a project may stand anywhere in the report.
    """
    yield (), subject
    texts = [passage.text for passage in subject.passages]
    for number, project in enumerate(subject.report.projects):
        part = replace(
            subject,
            indicators=project.indicators,
            funds=project.funds or Funds(),
            claimed=project.self_evaluation or SelfEvaluation(),
            passages=(),
            partial_explanations=(*texts, *subject.partial_explanations),
            project=project,
        )
        yield ("包含项目", number), part


def indicator_tables(subject: Subject) -> Iterator[tuple[FieldPath, Sequence[Indicator]]]:
    """Every table of indicators that has rows, the report's own first."""
    for where, part in parts(subject):
        if part.indicators:
            yield (*where, "指标"), part.indicators


def annual_goals(subject: Subject) -> Iterator[tuple[FieldPath, AnnualGoal]]:
    """Every goal of the year, with the path of its row."""
    for where, part in parts(subject):
        goals = (part.project or part.report).annual_goals
        for number, goal in enumerate(goals):
            yield (*where, "年度目标", number), goal


def fund_records(subject: Subject) -> Iterator[tuple[FieldPath, Funds]]:
    """The money of the report and of each covered project; an empty record where it has none."""
    for where, part in parts(subject):
        yield (*where, "资金"), part.funds
