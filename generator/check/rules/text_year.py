"""Years that the narrative gives for the report's, and that are not its fiscal year."""

import re
from collections.abc import Iterator

from generator.check.report_parts import annual_goals
from generator.check.rule import Finding, Limits, Passage, Rule, Subject
from generator.check.sentences import sentence_span
from generator.check.text_values import YEAR, half_width

RULE = Rule(
    title="正文的年份与年度不符",
    why="正文把别的年份写成本年的报告、自评、绩效目标或预算，多半是沿用了往年的稿子，其中的数字也可能是往年的。",
    mend="核对这一段是不是本年度的内容，改正年份和数字。说的确是往年情况的，写明“上年”或与本年对照。",
    failing="正文: {评价结论及建议: {评价结论: 2021年度项目绩效自评得分95.5分，等级为优。}}",
    passing="正文: {评价结论及建议: {评价结论: 2023年度项目绩效自评得分95.5分，等级为优。}}",
)

_YEAR = re.compile(rf"({YEAR})年")
_OF_THE_REPORT = re.compile(
    r"(?P<whole>度)?(?P<between>[\u4e00-\u9fa5“”]{0,30}?)"
    "(?:年度绩效目标|绩效目标|绩效自评|自评报告|绩效评价报告|绩效报告|自评得分|绩效评价得分)"
)
_OTHER_ACTION = re.compile(
    "[年对及和与至在按将已]|组织|开展|进行|完成|下达|实施|启动|安排|根据|编[制写]|印发|要求|制定"
)
_THE_YEAR = re.compile(r"(?:本年度?|(?:评价|报告)(?:年度|期间|时段))[(为是:]{1,2}\s?$")
_CITED = re.compile("(?:按照?|依据|根据|针对|参照|对照|结合|借鉴)$")
_UP_TO = re.compile(r"截[至止到]\s?$")
_YEAR_END = re.compile(r"(?:12月(?:31日)?)?[底末]?(?!\d)")
_THIS_YEAR = re.compile("执行率|全年预算|(?<!本)年度绩效目标|全年支出")
_BUDGET = re.compile("度?(?:全年|年初|调整后)预算")
_COMPARED = re.compile(
    "整改|复核|抽查|复评|再评价|发现|显示|指出|结果|问题|上年|上一年|去年|往年|以前|历年|同期|同比|相比|对比|比较|较|次年|下年|明年|下一年|[《〈]"
)
_SECTIONS_ON_FUTURE = re.compile("问题|建议|下一?步|打算|改进|整改|措施|展望|计划$|立项|申报")


# What is no text of the evaluation: the name, what was changed, what readers are told of the data.
_OTHER_KEYS = ("标题", "项目名称", "更正", "撤回", "数据说明", "附件")
# A fund is named by the year in which it was allotted, which may be the one before.
_OF_A_FUND = re.compile(
    r"度?[\u4e00-\u9fa5]{0,4}?(?:第[一二三四五六]批|提前|中央|省级?|市级?|州级?|县级?|上级|财政)"
    r"[^,。；\n]{0,20}?(?:资金|补助|专项)"
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look for the years that are bound to the report itself."""
    report = subject.report
    years = {report.fiscal_year, *report.covered_years}
    names = "".join([report.project_name, *(one.name for one in report.projects)])
    of_goals = {where: goal.year for where, goal in annual_goals(subject) if goal.year}
    yield from _in_title(subject, years)
    for passage in subject.texts:
        if "年" not in passage.text or passage.where[0] in _OTHER_KEYS:
            continue
        heading = passage.heading
        if heading != "项目名称" and not _SECTIONS_ON_FUTURE.search(heading):
            of_goal = of_goals.get(passage.where[:-1])
            yield from _in_passage(passage, years | {of_goal} if of_goal else years, names)


def _in_title(subject: Subject, years: set[int]) -> Iterator[Finding]:
    title = subject.report.printed_title
    if not title or "年" not in title:
        return
    bare = half_width(title).replace(half_width(subject.report.project_name), "")
    found = list(_YEAR.finditer(bare))
    others = [one for one in found if not _is_of_a_fund(one, bare, max(years))]
    if others and not any(int(one[1]) in years for one in found):
        message = (
            f"标题写的是 {others[0][1]} 年，“年度”是 {subject.report.fiscal_year} 年。"
            "请核对，改正其中一个。"
        )
        yield Finding(("标题",), message)


def _is_of_a_fund(found: re.Match[str], text: str, year: int) -> bool:
    return int(found[1]) < year and bool(_OF_A_FUND.match(text, found.end()))


def _in_passage(passage: Passage, years: set[int], names: str) -> Iterator[Finding]:
    text, end, year = half_width(passage.text), 0, max(years)
    for found in _YEAR.finditer(text):
        if int(found[1]) in years or found[1] in names or _is_of_a_fund(found, text, year):
            continue
        if found.start() >= end:  # the first one of its sentence
            first, end = sentence_span(text, found.start())
            sentence = text[first:end]
            has_own = any(f"{one}年" in sentence for one in years)
            is_compared = has_own or bool(_COMPARED.search(sentence))
        if sentence and not is_compared and _is_own_year(found, text, sentence, year):
            message = (
                f"这里写的是 {found[1]} 年，“年度”是 {year} 年。"
                "请核对是不是沿用了别的年度的文字，改正年份和有关数字。"
            )
            yield passage.finding(found, message)


def _is_own_year(found: re.Match[str], text: str, sentence: str, year: int) -> bool:
    """Whether the text gives the year for the report's own."""
    other, before = int(found[1]), text[max(0, found.start() - 8) : found.start()]
    report = _OF_THE_REPORT.match(text, found.end())
    if report and not _CITED.search(before) and not _OTHER_ACTION.search(report["between"]):
        # "2024年绩效自评" is when the report on 2023 was made.
        return other <= year or bool(report["whole"])
    if _THE_YEAR.search(before):
        return True
    if _UP_TO.search(before) and _YEAR_END.match(text, found.end()):
        return other < year and bool(_THIS_YEAR.search(sentence))
    if _BUDGET.match(text, found.end()):
        return other < year and f"{year}年" not in text
    return False
