"""The section on problems names none, in the narrative or on the form; once a project."""

import re
from collections.abc import Iterator

from generator.check.problem_sections import names_problem, problem_sections
from generator.check.report_parts import indicator_tables
from generator.check.rule import Finding, Limits, Passage, Rule, Subject
from generator.model.problems import quote

RULE = Rule(
    title="存在的问题没有写出问题",
    why="“存在的问题”写的是“无”或程序规范之类的话，没有一个问题。绩效自评是为了发现问题、改进管理，这样写等于没有自评。",
    mend=(
        "写出执行中实际的问题：进度、成本、质量、管护、资金哪里不够好，原因是什么。原文如此的，写进“核实”。"
        "“其他需要说明的问题”“上年度问题整改情况”之类的固定标题不查，写“详见附件”的也不查。按用词判断，是本系统的约定。"
    ),
    sources=("已公开的报告里，“存在的问题”一节没有问题，是常见的毛病",),
    failing="正文: {评价结论及建议: {存在的问题: 该项目申报、执行均按规定程序执行。}}",
    passing="正文: {评价结论及建议: {存在的问题: 跨河段施工没有避开汛期，工期推迟一个多月。}}",
)

_ELSEWHERE = re.compile("[详参]?见(?:附[件表录]|自评表|上[文述]|第|“|本报告|报告)|附后")
_HINT = re.compile(r"\d字以内")  # of the form: `residue` tells it
_NO_ANSWER = re.compile(
    r"(?:经[^，。\n]{0,10}[，,])?(?:本|该|此|我单位|我局|项目|目前|暂时|截至目前|总体|在|执行|实施|过程|中|[，,])*"
    r"(?:暂?无|没有|/|-+|—+|未发现|不存在|不涉及|不适用|略)[。.]?"
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Take the denials out of the section; what is left must name a problem."""
    for sections in problem_sections(subject):
        passage = next((one for one in sections if _names_none(one.text)), None)
        if passage:
            text = passage.text.strip()
            message = (
                f"“{passage.heading}”没有写出问题，写的是{quote(text)}。"
                f"{_lost_points(subject, passage)}请写明实际的问题和原因。"
            )
            yield passage.finding((0, len(text.split(chr(10))[0])), message)


def _names_none(section: str) -> bool:
    text = section.strip()
    is_reference = len(text) < 30 and _ELSEWHERE.search(text)
    is_answer = names_problem(text) or is_reference or _HINT.search(text)
    return len(section) < 1000 and (_NO_ANSWER.fullmatch(text) is not None or not is_answer)


def _lost_points(subject: Subject, passage: Passage) -> str:
    """What the report itself, or the covered project, shows to be a problem."""
    tables = indicator_tables(subject)
    if passage.where[0] == "包含项目":
        tables = ((where, rows) for where, rows in tables if where[:2] == passage.where[:2])
    rows = [row for _, table in tables for row in table]
    lost = [(row.points_lost, row.name) for row in rows if row.points_lost]
    most = max(lost, key=lambda one: one[0], default=None)
    return f"自评表里“{most[1]}”扣了 {most[0]} 分，" if most else ""
