"""Parts of a report that rules walk: the report itself, then each project that it covers.

A rule that looks at one table, one sum of money, one self-evaluation at a time has a `check_part`,
and is given each part as if it were a report. One that compares them with the narrative or with
each other walks them itself: each comes with its field path.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.check.indicators import has_deviation_reason, is_execution_row
from generator.check.rule import Subject
from generator.check.sentences import is_reason
from generator.model.form import Form
from generator.model.funds import Funds
from generator.model.indicator import Indicator
from generator.model.project_evaluation import AnnualGoal, SelfEvaluation
from generator.source.tree import FieldPath

_CAUSE = re.compile("原因|由于|因(?![此而])|导致|受[^。；\n]{1,20}影响")


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


def is_explained(row: Indicator, subject: Subject) -> bool:
    """Whether there is a reason for what is amiss in a row of indicators.

    A form may have one cell for the reasons of all rows: 结论.原因分析, 说明 of a covered project,
    结论.存在问题 where its table has no column of reasons. That of the budget's execution may stand
    with the money.
    """
    project = subject.project
    both = (subject.report.conclusion, project.conclusion if project else None)
    below = [one for one in both if one]
    return bool(
        has_deviation_reason(row)
        or (is_execution_row(row) and is_reason(subject.funds.reason))
        or any(is_reason(one.causes) for one in below)
        or (_lacks_reasons(subject.form) and any(is_reason(one.problems) for one in below))
        or (project and _CAUSE.search(project.note or ""))
    )


def _lacks_reasons(form: Form | None) -> bool:
    """Whether the form's table of indicators has no column of reasons."""
    part = form.part("指标") if form else None
    columns = {column.field for column in part.columns} if part else set()
    return bool(columns) and not columns & {"偏差原因", "扣分原因"}
