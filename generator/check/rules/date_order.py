"""Dates in an order that cannot be, or that wants an explanation."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from generator.check.rule import Finding, Limit, Limits, Passage, Rule, Subject
from generator.check.sentences import LEAD_IN, clause_before, sentence_before, without
from generator.check.text_values import YEAR, half_width
from generator.model.report import Report

RULE = Rule(
    title="日期先后不合常理",
    why=(
        "建成在前、资金下达在后的，读者会问钱从哪里来、是不是补付欠款；"
        "报告日期、公开日期先后颠倒的，多半是填错了年份。"
    ),
    mend=(
        "核对日期，填错的改正。确实先建成、后下达资金的，不是错误，"
        "在正文里说明原因（如先行垫付、支付欠款、先建后补）。"
    ),
    sources=("已公开的报告里有 2 月建成、6 月才下达资金而没有说明的；有的县把公开日期写早了一年",),
    limits={
        "报告最晚月数": Limit(
            Decimal(24), "财政年度结束以后，报告日期最晚到第几个月（本系统的约定）"
        )
    },
    failing="""\
资金:
  下达文件:
    - {文号: 示财农〔2023〕18号, 日期: 2023-06, 金额: 320}
正文: {项目绩效情况: {项目完成情况: 项目于2023年2月建成投入使用。}}
""",
    passing="""\
资金:
  下达文件:
    - {文号: 示财农〔2023〕18号, 日期: 2023-06, 金额: 320}
正文: {项目绩效情况: {项目完成情况: 项目于2023年2月建成投入使用，资金由施工单位垫付，下达后支付。}}
""",
)

_MONTH = rf"(?P<year>{YEAR})年(?P<month>1[0-2]|0?[1-9])月"
_DAY = r"(?:\d{1,2}日|份|底|初|[上中下]旬)?,?"
_BUILT = re.compile(
    _MONTH + _DAY + r"(?P<between>[^,。；、\n\d]{0,14}?)"
    r"(?:建成|投入使用|完工|竣工|交付使用|(?:通过|完成)[^,。；、\n\d]{0,6}验收|验收合格)"
)
_BUILT_AT = re.compile(
    r"(?:建成|完工|竣工|验收)(?:时间|日期)?(?:为|是|于|在|[:：])" + _MONTH + "(?P<between>)"
)
_ALLOTTED = re.compile(_MONTH + r"[^。；\n]{0,40}?下达")
_BEGUN = re.compile(
    _MONTH + _DAY + r"[^,。；\n\d]{0,10}?开工[^。；\n\d]{0,12}?(?P<later>次年|第二年|翌年)?"
    r"(?:(?P<end_year>(?:19|20)\d{2})年)?(?P<end>1[0-2]|0?[1-9])月"
    + _DAY
    + r"[^,。；\n\d]{0,10}?(?:完工|竣工|建成|投入使用)"
)
_OF_THE_PROJECT = re.compile(LEAD_IN + "(?:[此现并且]|系统|设施|建设|[:：])*(?:于|在|截至)?")
_PLANNED = re.compile("计划|预计|拟|将|要求|应(?!急)|原(?![则因])|旧|老|一期|未|合同|确保|前")
_MONEY = "(?:工程|施工|建设|设备|项目|资金|货款|合同|费用)"
_OWED = (
    "(?:垫付|垫资|先建后补|先建后付|以奖代补|后补助|拖欠|欠款|欠付|清偿|尾款|分期(?:支付|付款|拨付)"
    "|分年度?(?:支付|付款|安排)|先行(?:实施|建设|支付|开工))"
)
_EXPLAINED = re.compile(rf"{_MONEY}[^。；\n]{{0,40}}{_OWED}|{_OWED}[^。；\n]{{0,20}}{_MONEY}")
_KEPT_RUNNING = re.compile("运行|运维|运营|维护|养护|管护|租赁|租用")


class _Month(NamedTuple):
    year: int
    month: int  # 0 where only the year is known

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月" if self.month else f"{self.year}年"


def check_report(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Look at the record's own dates, then at those of the narrative."""
    yield from _check_record(subject.report, int(limits["报告最晚月数"]))
    yield from _check_begin_and_end(subject)
    allotted = _allotted(subject)
    if allotted and not _KEPT_RUNNING.search(subject.report.project_name):
        yield from _check_built_before(subject, allotted)


def _check_record(report: Report, max_months: int) -> Iterator[Finding]:
    year = max(report.fiscal_year, *report.covered_years, 0)
    public, dated = report.publication_date, report.report_date
    too_early = f"在 {year} 年度结束之前，那时还不能有全年的自评"
    if public and public <= date(year, 12, 31):
        yield Finding(("公开日期",), f"公开日期 {public} {too_early}。请核对公开日期和年度。")
    if not dated:
        return
    if dated.last < date(year, 12, 31):
        fault = too_early
    elif public and dated.first > public:
        fault = f"晚于公开日期 {public}"
    elif (dated.first.year - year - 1) * 12 + dated.first.month > max_months:
        fault = f"离 {year} 年度结束已超过 {max_months} 个月"
    else:
        return
    message = f"报告日期 {dated} {fault}。请核对报告日期和年度，是不是年份写错。"
    yield Finding(("报告日期",), message)


def _allotted(subject: Subject) -> _Month | None:
    """When the money was first allotted: by the fields, else by the narrative."""
    dated = [one.date for one in subject.funds.allocations if one.date]
    if dated:
        return min(_Month(one.year, one.month or 0) for one in dated)
    texts = [half_width(one.text) for one in subject.passages if "下达" in one.text]
    found = [_month(one) for text in texts for one in _ALLOTTED.finditer(text)]
    return min(found, default=None)


def _month(found: re.Match[str]) -> _Month:
    return _Month(int(found["year"]), int(found["month"]))


def _check_built_before(subject: Subject, allotted: _Month) -> Iterator[Finding]:
    names, year_before = subject.own_names, subject.report.fiscal_year - 1
    for passage in subject.passages:
        for found in _built(passage, names):
            built = _month(found)
            if built.year >= year_before and built < allotted:
                if not _EXPLAINED.search(subject.text):
                    message = (
                        f"这里写 {built} 建成或完工，资金 {allotted} 才下达。请核对日期；"
                        "先建成、后下达资金的，请说明建成时用什么钱、下达的钱付给谁。"
                    )
                    yield passage.finding(found, message)
                return


def _built(passage: Passage, names: Sequence[str]) -> Iterator[re.Match[str]]:
    text = half_width(passage.text)
    for pattern in (_BUILT, _BUILT_AT) if "月" in text else ():
        for found in pattern.finditer(text):
            clause = without(clause_before(text, found.start()), names)
            if _OF_THE_PROJECT.fullmatch(clause) and not _PLANNED.search(found["between"]):
                yield found


def _check_begin_and_end(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        for found in _BEGUN.finditer(half_width(passage.text)) if "开工" in passage.text else ():
            begun = _month(found)
            year = int(found["end_year"] or begun.year + bool(found["later"]))
            done = _Month(year, int(found["end"]))
            sentence = sentence_before(passage.text, found.start()) + found[0]
            if done < begun and "计划" not in sentence and "预计" not in sentence:
                message = f"这里写 {begun} 开工、{done} 完工，完工早于开工。请核对两个日期。"
                yield passage.finding(found, message)
