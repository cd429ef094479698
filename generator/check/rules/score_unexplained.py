"""A total score below full marks, beside a table none of whose rows has a score.

Where the form has no column of scores, its narrative is to say where the points went; a report on
all spending of a department has a sheet of scores of its own.
"""

import re
from collections.abc import Iterator

from generator.check.indicators import has_column
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.choices import EvaluationType
from generator.model.problems import Level
from generator.model.report import Report

_ROWS = """\
自评: {得分: 98}
指标:
  - {一级: 产出指标, 三级: 监测点数量, 目标值: 36, 单位: 个, 完成值: 36, 分值: %s, 得分: %s}
  - {一级: 效益指标, 三级: 带动就业人数, 目标值: 200, 单位: 人, 完成值: 190, 分值: %s, 得分: %s, 偏差原因: 两家企业停产。}
"""  # noqa: E501  a row of a table

RULE = Rule(
    level=Level.NOTICE,
    title="自评扣了分，指标表没有逐项的得分",
    why="自评得分写了 98，指标表里各行都没有得分，读者看不出扣在哪一项，也无法核对总分。",
    mend="照原来的评分表补上各行的分值和得分；没有评分表的，在正文写明扣了哪几项、各多少分。表格本来没有得分一栏的，在表单的“列”里不写得分。",
    sources=("项目支出绩效自评表（财预〔2020〕10号）：逐个指标列出分值和得分",),
    failing=_ROWS % ("", "", "", ""),
    passing=_ROWS % ("50", "50", "50", "48"),
)


# Points that were taken off, or what each part of the score came to.
_TAKEN_OFF = re.compile(
    r"扣(?:减|除|去|掉|了)?\s?\d|[减失]\s?\d+(?:\.\d+)?\s?分|(?:\d+(?:\.\d+)?\s?分[^。\n]{1,20}){3}\d+(?:\.\d+)?\s?分"
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Only where there is a table: without one, it stands elsewhere."""
    rows, score = subject.indicators, subject.claimed.score
    if score is None or score >= (subject.claimed.total or 100) or not rows:
        return
    if any(row.score is not None for row in rows) or _TAKEN_OFF.search(subject.text):
        return
    if not has_column(rows, "得分", subject.form) and not _tells_scores(subject.report):
        return
    message = (
        f"自评得分是 {score}，{len(rows)} 个指标都没有得分，看不出扣在哪一项。"
        "请补上各行的分值和得分，或在正文写明扣了哪几项。"
    )
    yield Finding(("自评", "得分"), message)


def _tells_scores(report: Report) -> bool:
    return bool(report.narrative) and report.evaluation_type is not EvaluationType.OVERALL
