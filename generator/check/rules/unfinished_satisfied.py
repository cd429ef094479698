"""Unfinished work with a satisfaction of 100 %; full marks or "not deviated" though one fell short.

Only a sentence that says of the project itself that it is not finished counts: neither a part of
it, nor its audit or acceptance. A shortfall must be told in so many words: planned and done in the
same unit, or an output of the table that missed its target.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.check.indicators import outcomes
from generator.check.report_parts import indicator_tables
from generator.check.rule import Finding, Limits, Passage, Rule, Subject
from generator.check.sentences import sentence_at
from generator.check.text_values import half_width
from generator.model.fields import half_width as folded
from generator.model.problems import quote

RULE = Rule(
    title="没有做完或没有达标，却写满意度100%、得满分或没有偏离目标",
    why="项目还没有做完，受益的人还没有受益，满意度100%无从谈起；产出没有达到计划，就是偏离了目标，也不该得满分。前后矛盾，读者哪一句都不信。",
    mend="核对满意度是向谁、何时问的；产出没有达到计划的，写明差多少、为什么，不写“未偏离”，扣去相应的分。",
    sources=("前后各部分说法不一致，是已公开报告的常见毛病",),
    failing="""
自评: {满意度: 100%}
正文: {项目绩效情况: {项目完成情况: 项目暂未完工。}}
""",
    passing="""
自评: {满意度: 93%}
正文: {项目绩效情况: {项目完成情况: 项目暂未完工。}}
""",
)
_UNFINISHED = re.compile(
    "(?:(?:本|该)?(?:项目|工程)(?:目前|现|尚|仍|还|整体|主体)*|目前|时效指标[:：。]?[^。]{0,6})"
    "(?:正在(?:进行|实施|建设|施工)中?|(?:暂|尚|还|仍)?未(?:完工|完成|建成|竣工|实施完毕))"
)
_OF_PART = re.compile(
    "部分|个别|其中|二期|下一|余下|剩余|附属|配套|审计|结算|决算|验收|质保|招标|采购|评审|手续|绿化|\\d+\\s*[个处户村条座]|上年|立项|实施前|此前"
)
_FULL = re.compile(r"满意(?:度|率)[^。；，,\n\d]{0,8}100(?:\.0+)?\s?%")
_PLANNED_AND_DONE = re.compile(
    r"(?:计划|目标|应)[^\d。；\n]{0,12}(?P<planned>\d+(?:\.\d+)?)\s?(?P<unit>[\u4e00-\u9fa5]{1,3}?)"
    r"[，,；;]\s?(?:全年|本年)?(?:实际|实有|完成)[^\d。；\n]{0,8}(?P<done>\d+(?:\.\d+)?)\s?(?P=unit)"
)
_NOT_DEVIATED = re.compile(
    "(?:未|没有|无|并未)(?:发生|出现|明显)?偏离(?:年度|既定|预期|绩效|项目|设定)*(?:绩效)?目标"
)
_INDICATOR_RATE = re.compile(
    r"(?P<of>.*)(?P<claim>指标完成率[为达到:：]{0,2}\s?(?P<rate>\d+(?:\.\d+)?)\s?%)"
)
_STOP = re.compile("[。；;\n]")
_COST = re.compile("成本|造价|费用|投诉|事故")
_LESS_IS_BETTER = re.compile("成本|造价|费用|支出|经费|投诉|事故|时限|时间|[万亿]?元|天|日")


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """First the satisfaction, then the score and the goals; one finding each."""
    unfinished = _unfinished(subject)
    claim = next(_full_satisfaction(subject), None) if unfinished else None
    if claim:
        where, (start, end) = claim
        message = (
            f"正文说{quote(unfinished)}，满意度却是 100%。没有做完的，请写明是向谁、何时调查的；"
            "没有调查的，不要写满意度。"
        )
        yield Finding(where, message, start, end)
    score = subject.claimed.score
    is_full = score is not None and score == (subject.claimed.total or 100)
    not_deviated = next(filter(None, map(_claim_not_deviated, subject.passages)), None)
    missed = _missed_in_text(subject) if is_full or not_deviated else ""
    if missed and is_full:
        message = f"自评得分是满分 {score}，与正文的{missed}不符。请扣去相应的分，写明原因。"
        yield Finding(("自评", "得分"), message)
    if not_deviated and (missed := missed or _missed_rows(subject)):
        passage, found = not_deviated
        message = f"{quote(found[0])}与{missed}不符。请写明差多少、为什么、怎样补上。"
        yield passage.finding(found, message)


def _claim_not_deviated(passage: Passage) -> tuple[Passage, re.Match[str]] | None:
    found = _NOT_DEVIATED.search(passage.text) if "偏离" in passage.text else None
    return (passage, found) if found else None


def _unfinished(subject: Subject) -> str:
    """What says that the project is not finished; empty where nothing does for sure."""
    for passage in subject.passages:
        may_tell = "未" in passage.text or "正在" in passage.text
        for found in _UNFINISHED.finditer(passage.text) if may_tell else ():
            sentence = sentence_at(passage.text, found.start())
            if not _OF_PART.search(half_width(sentence).replace("月", "")):
                return found[0]
    return ""


def _full_satisfaction(
    subject: Subject,
) -> Iterator[tuple[tuple[str | int, ...], tuple[int, int]]]:
    claimed = subject.claimed.satisfaction
    if claimed and claimed.percent == 100:
        yield ("自评", "满意度"), (0, 0)
    for where, rows in indicator_tables(subject):
        for number, row in enumerate(rows):
            cell = folded(row.actual or "").strip()
            percent = cell.endswith("%") or (row.unit or "").strip() in ("%", "％")
            if "满意" in row.name and percent and re.fullmatch(r"100(?:\.0+)?\s?%?", cell):
                yield (*where, number, "完成值"), (0, 0)
    for passage in subject.passages:
        found = _FULL.search(half_width(passage.text))
        if found and "目标" not in passage.heading:
            yield passage.where, found.span()


def _missed_in_text(subject: Subject) -> str:
    """What falls short, in words of a message; empty where nothing does."""
    for passage in subject.passages:
        text = half_width(passage.text)
        for found in _PLANNED_AND_DONE.finditer(text):
            less = Decimal(found["done"]) < Decimal(found["planned"])
            if less and not _LESS_IS_BETTER.search(found[0]):
                return quote(passage.text[slice(*found.span())])
        for sentence in _STOP.split(text) if "指标完成率" in text else ():
            rate = _INDICATOR_RATE.match(sentence)
            if rate and Decimal(rate["rate"]) < 100 and not _COST.search(rate["of"]):
                return quote(rate["claim"])
    return ""


def _missed_rows(subject: Subject) -> str:
    for _, rows in indicator_tables(subject):
        outputs: Sequence[str] = [
            f"指标{quote(row.name)}（目标值{quote(row.target)}，完成值{quote(row.actual)}）"
            for _, row, found in outcomes(rows)
            if found.missed and "产出" in (row.first_level or "")
        ]
        if outputs:
            return outputs[0]
    return ""
