"""Sections on problems (存在的问题): which headings ask for them, and whether a text has one."""

import re
from collections.abc import Iterator, Sequence

from generator.check.rule import Passage, Subject

# Headings that stand on a form for what else there is, or for what came of former problems: 无 is
# the proper answer there. Those that ask for this report's problems as well do not count.
_STANDING_HEADING = re.compile(
    "其[他它]|需要?(?:予以|特别)?说明|问题的?(?:整改|处理|办理|落实|解决|反馈|答复)"
)
_PROBLEMS_OF_OTHERS = re.compile(
    "(?:上年|上一年|往年|以前年度|历年|审计|巡[视察]|督查|群众|社会|反映).{0,8}问题"
)
_ASKS = re.compile("存在(?:的)?(?:主要|突出)?(?:困难和)?问题(?:[及和与、]|$)")
_DENIAL = re.compile(
    r"(?:(?:无|未发现|没有发现|没发现|不存在|未出现|没有出现|未存在|没有|暂无|并无|未见)"
    r"(?:有|任何|什么|其他|其它|相关|明显|突出|重大|严重|较大|违规|违纪|违法|的|较为|太)*"
    r"(?:问题|不足|困难)"
    r"|(?:未发现|没有发现|不存在|未出现|没有出现|杜绝了?|避免了?)[^，。；\n]{0,30}?(?:问题|现象|情况|行为|风险))"
)
# What any real problem says in some way. None of these words: only praise, or the mere routine.
_PROBLEM_WORDS = re.compile(
    "[不未没缺少慢晚迟弱差低难欠偏漏仍尚亏旧违错误失淡断停堵]|重(?![视要点大])|滞后|有待|有限|仅|只有|只能|垫付|推迟|延|超|紧张|压力|隐患|风险|矛盾"
    "|需要?(?:进一步|加强|提高|提升|完善|改进|加大|加快|优化|细化)|还需|待(?:加强|提高|提升|完善|改进|解决)"
    "|老化|短板|薄弱|困|繁|杂|上升|上涨|损|故障|脱节|断档|流失|流动|闲置|结转|结余|单一|粗|浅|过[高大多长于]"
    "|笼统|模糊|纠纷|争议|抵触|冲突|分散|频繁|变动|耽搁|影响(?!力)|偶|个别|波动|下降|减|问题[:：]|[一二三]是"
)


def problem_sections(subject: Subject) -> Iterator[Sequence[Passage]]:
    """What asks for problems: sections and cells of the report, then of each covered project."""
    yield [one for one in subject.passages if asks_for_problems(one.heading)]
    for number, project in enumerate(subject.report.projects):
        if project.conclusion and (text := project.conclusion.problems):
            yield [Passage(("包含项目", number, "结论", "存在问题"), text)]


def asks_for_problems(heading: str) -> bool:
    """Whether a section of that heading, or a cell of that key, is for the report's problems."""
    if "问题" not in heading or _PROBLEMS_OF_OTHERS.search(heading):
        return False
    return bool(_ASKS.search(heading)) or not _STANDING_HEADING.search(heading)


def names_problem(text: str) -> bool:
    """Whether a text names a problem, its denials taken out ("未发现违规问题")."""
    return _PROBLEM_WORDS.search(_DENIAL.sub("", text)) is not None
