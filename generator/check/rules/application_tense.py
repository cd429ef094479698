"""The tense of an application or a plan in a report on work that is done."""

import re
from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.sentences import sentence_span
from generator.check.text_values import half_width, years
from generator.model.problems import quote

RULE = Rule(
    title="沿用申报材料的语气",
    why="自评报告说的是已经做完的事。正文里“急需、拟、将于、后期实施进度”之类，多半是从申报书或实施方案抄来的，没有写实际做了什么。",
    mend="改成实际情况：什么时候做的、做成了什么。说的是立项时的情况的，写明“立项时”“改造前”。按用词判断，是本系统的约定。",
    sources=("已公开的报告里保留着申报书的“目前…”“急需…”，完工项目还写“后期实施进度”",),
    failing="正文: {项目概况: {项目基本情况: 目前两个镇的供水管网老化严重，亟需进行更换改造。}}",
    passing="正文: {项目概况: {项目基本情况: 立项时两个镇的供水管网老化严重，亟需进行更换改造。}}",
)

# Each begins with a plain character, so that a search leaps from one to the next.
_YEAR = r"(?:19|20)\d{2}年"
_WORDS = re.compile(
    "急需(?=对|进行|实施|改|升|更|新建|建设|修|维|购|添置|加固|解决)"
    "|亟[需待](?!的)|急待|迫切需要(?=对|进行|实施|改|升|更|新建|建设|修|维|购|添置|加固|解决)"
    "|拟(?<![模虚草比]拟)(?=对|于|(?:新建|购置|采购|建设|更换|改造|投入|申请|实施)(?![^,。；]{0,6}的))"
    rf"|计划[于在](?={_YEAR})|将[于在](?={_YEAR})|预计(?:将?[于在])?(?={_YEAR})"
    "|预计[将可]?(?=完成|建成|实现|受益|覆盖|惠及|达到|新增|带动)"
    "|特此申请|恳请|妥否|请予(?=以?(?:解决|安排|批复|支持))"
    "|后期(?:的?实施|建设)进度"
)
_DATED = ("计划", "将", "预计", "拟")
_OTHER_SECTIONS = re.compile("目标|问题|建议|下一?步|打算|展望|改进|整改|措施|申报|立项|依据|计划$")
# What was so before the project, or a plan that is held against what came of it.
_PAST_OR_COMPARED = re.compile(
    "实施前|改造前|建设前|建成前|项目前|立项时|立项前|申报时|此前|之前|以前|当时|原有|原来|原先|过去|曾"
    "|[原按较比照]计划|实际|推迟|延期|提前|已于|已经|下一?步|今后|后续|下一?年|未来"
)
_DONE = re.compile(r"(?<!未)(?:已完工|完工|竣工|建成|投入使用|完成了|全部完成|已完成)")


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look outside the sections that speak of aims, problems and what is to come."""
    for passage in subject.passages:
        if _OTHER_SECTIONS.search(passage.heading):
            continue
        end = 0
        for found in _WORDS.finditer(half_width(passage.text)):
            if found.start() < end:  # once a sentence
                continue
            first, end = sentence_span(passage.text, found.start())
            if _is_of_application(found, passage.text[first:end], subject):
                message = (
                    f"{quote(found[0])}是申报或计划的语气，报告说的应是已经做完的事。"
                    "请改成实际情况；说的是立项时的情况的，请写明。"
                )
                yield passage.finding(found, message)


def _is_of_application(found: re.Match[str], sentence: str, subject: Subject) -> bool:
    if found[0].startswith("后期"):
        return bool(_DONE.search(subject.text))
    is_to_come = any(year > subject.report.fiscal_year for year in years(sentence))
    is_plan = found[0].startswith(_DATED) and is_to_come
    return not is_plan and not _PAST_OR_COMPARED.search(sentence)
