"""What was reached of a goal is the goal again, word for word, or a stock word.

Hints of the form that were left in the cell are told by `residue`.
"""

import re
from collections.abc import Iterator

from generator.check.report_parts import annual_goals
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.sentences import words_only
from generator.model.problems import quote
from generator.model.project_evaluation import AnnualGoal

RULE = Rule(
    title="年度目标的实际完成情况照抄目标，或只写“完成”",
    why="“实际完成情况”要说实际做了什么、做了多少。把预期目标原样抄一遍，或只写“完成”，读者看不出结果，等于没有填。",
    mend="写出实际的数量、质量、时间和没有做完的部分，如“改造两个司法所，九月验收”。原文如此的，写进“核实”。",
    sources=("项目支出绩效自评表（财预〔2020〕10号）：年度总体目标分预期目标和实际完成情况两栏",),
    failing="""
年度目标:
  - 预期: 更换老旧供水管网，让群众用上稳定的自来水。
    实际: 更换老旧供水管网,让群众用上稳定的自来水
""",
    passing="""
年度目标:
  - 预期: 更换老旧供水管网，让群众用上稳定的自来水。
    实际: 更换管网46.8公里，12360人用上自来水。
""",
)
_SHORT = 6  # characters: so few may well be the same without a copy
_NUMBERING = re.compile(r"(?m)^\s*(?:目标\s*\d*|\d+)\s*[:：.、．)）]\s*(?!\d)")
_FIGURE = re.compile(r"[\d〇一二两三四五六七八九十百千万亿]")
_STOCK = re.compile(
    "(?:本年度?|年度|全年|全部|全面|均|都|已经?|基本|按时|按期|圆满|顺利|如期|较好|总体|各项|预期|绩效|年初|的)*"
    "(?:完成|实现|达成|达到|达标)"
    "(?:了|年度|全部|既定|预期|年初|设定|预定|各项|绩效|总体|指标|目标|任务|要求|效果|100%?|的)*"
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """One finding a goal."""
    for where, goal in annual_goals(subject):
        reached = goal.reached or ""
        if _is_copied(goal):
            fault = "与目标一字不差"
        elif _STOCK.fullmatch(_bare(reached)):
            fault = "没有说做了什么"
        else:
            continue
        message = (
            f"实际完成情况写的是{quote(reached)}，{fault}。"
            "请写实际做了什么、数量多少、何时做完，没有做完的写明。"
        )
        yield Finding((*where, "实际"), message)


def _is_copied(goal: AnnualGoal) -> bool:
    reached = _bare(goal.reached or "")
    for aim in (goal.expected, goal.adjusted):
        if not reached or aim is None or _bare(aim) != reached:
            continue
        # A short aim that is a figure is well answered by the same figure.
        if len(reached) > _SHORT or not (_FIGURE.search(reached) or _STOCK.fullmatch(reached)):
            return True
    return False


def _bare(text: str) -> str:
    """Words and digits in one width, without numbering of the goals, punctuation, white space."""
    return words_only(_NUMBERING.sub("", text))
