"""The section on problems names none."""

import re
from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.problems import quote
from generator.model.report import Report

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

# Headings that stand on a form for what else there is, or for what came of former problems: 无 is
# the proper answer there. Those that ask for this report's problems as well do not count.
_STANDING_HEADING = re.compile(
    "其[他它]|需要?(?:予以|特别)?说明|问题的?(?:整改|处理|办理|落实|解决|反馈|答复)"
)
_PROBLEMS_OF_OTHERS = re.compile(
    "(?:上年|上一年|往年|以前年度|历年|审计|巡[视察]|督查|群众|社会|反映).{0,8}问题"
)
_ASKS = re.compile("存在(?:的)?(?:主要|突出)?(?:困难和)?问题(?:[及和与、]|$)")
_ELSEWHERE = re.compile("[详参]?见(?:附[件表录]|自评表|上[文述]|第|“|本报告|报告)|附后")
_DENIAL = re.compile(
    r"(?:(?:无|未发现|没有发现|没发现|不存在|未出现|没有出现|未存在|没有|暂无|并无|未见)"
    r"(?:有|任何|什么|其他|其它|相关|明显|突出|重大|严重|较大|违规|违纪|违法|的|较为|太)*"
    r"(?:问题|不足|困难)"
    r"|(?:未发现|没有发现|不存在|未出现|没有出现|杜绝了?|避免了?)[^，。；\n]{0,30}?(?:问题|现象|情况|行为|风险))"
)
_NO_ANSWER = re.compile(
    r"(?:经[^，。\n]{0,10}[，,])?(?:本|该|此|我单位|我局|项目|目前|暂时|截至目前|总体|在|执行|实施|过程|中|[，,])*"
    r"(?:暂?无|没有|/|-+|—+|未发现|不存在|不涉及|不适用|略)[。.]?"
)
# What any real problem says in some way. None of these words: only praise, or the mere routine.
_PROBLEM_WORDS = re.compile(
    "[不未没缺少慢晚迟弱差低难欠偏漏仍尚亏旧违错误失淡断停堵]|重(?![视要点大])|滞后|有待|有限|仅|只有|只能|垫付|推迟|延|超|紧张|压力|隐患|风险|矛盾"
    "|需要?(?:进一步|加强|提高|提升|完善|改进|加大|加快|优化|细化)|还需|待(?:加强|提高|提升|完善|改进|解决)"
    "|老化|短板|薄弱|困|繁|杂|上升|上涨|损|故障|脱节|断档|流失|流动|闲置|结转|结余|单一|粗|浅|过[高大多长于]"
    "|笼统|模糊|纠纷|争议|抵触|冲突|分散|频繁|变动|耽搁|影响(?!力)|偶|个别|波动|下降|减|问题[:：]|[一二三]是"
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Take the denials out of the section; what is left must name a problem."""
    for passage in subject.passages:
        if _asks_for_problems(passage.heading) and len(passage.text) < 1000:
            text = passage.text.strip()
            rest = _DENIAL.sub("", text)
            is_reference = len(text) < 30 and _ELSEWHERE.search(text)
            if _NO_ANSWER.fullmatch(text) or not (_PROBLEM_WORDS.search(rest) or is_reference):
                message = (
                    f"“{passage.heading}”没有写出问题，写的是{quote(text)}。"
                    f"{_lost_points(subject.report)}请写明实际的问题和原因。"
                )
                yield passage.finding((0, len(text.split(chr(10))[0])), message)


def _asks_for_problems(heading: str) -> bool:
    if "问题" not in heading or _PROBLEMS_OF_OTHERS.search(heading):
        return False
    return bool(_ASKS.search(heading)) or not _STANDING_HEADING.search(heading)


def _lost_points(report: Report) -> str:
    """What the report itself shows to be a problem."""
    lost = [(row.points_lost, row.name) for row in report.indicators if row.points_lost]
    most = max(lost, key=lambda one: one[0], default=None)
    return f"自评表里“{most[1]}”扣了 {most[0]} 分，" if most else ""
