"""A word that stands twice in a row: typed or pasted twice."""

import re
from collections.abc import Iterator

from generator.check.rule import Limits, Rule, TextFinding
from generator.model.problems import quote

RULE = Rule(
    title="词语重复",
    why="“食品食品监管”“的的”是录入、粘贴时多出来的字，说明稿子没有校对；在文件名里，读者按它查不到文件。",
    mend="删去多出的一个。原文如此、要照录的，写进“核实”。“一户一户”“研究研究”“常常”这样的叠词不指出。",
    sources=("已公开的报告里有“提前下达食品食品监管补助资金”",),
    failing="正文: {项目概况: {项目基本情况: 提前下达食品食品监管补助资金320万元。}}",
    passing="正文: {项目概况: {项目基本情况: 提前下达食品监管补助资金320万元，资金一户一户核对。}}",
)
_DOUBLED = re.compile("([\u4e00-\u9fa5]{2,6})\\1")
# Doubled for good: done by and by, one by one, 学生每生每天, 点对点对接.
_REDUPLICATED = re.compile(
    "[一逐每各挨很].|.[一每各逐不没对到比和与接连靠把]|[不没对].|(.+)\\1|[〇一二三四五六七八九十百千万亿两]+|研究|讨论|商量|考虑|了解|学习|交流|休息|锻炼|打扫|收拾|琢磨|比较"
    "|沟通|体验|参观|打听|检查|整理|活动|放松|总结|非常|特别|很多|许多|十分|多次|反复|拉萨|好好|哈密|来回|来去"
)
# The last word of a name and the first of what is counted: 技能培训培训人次, 公共服务服务对象.
_COUNTED = re.compile(
    r"率|数|费|型|人|次|标准|对象|单位|办法|经费|资金|规模|量|面积|成本|质量|完成|合格|及时|达标|覆盖|期|班|场|户"
    r"|周期|时间|范围|内容|方式|机构|设施|项目|工作|情况|满意|效果|制度|站|所|中心|员|点|类|款|金|程|后|前|中|时"
)
_NOUN_OF_ACTION = re.compile(
    "服务|培训|补助|补贴|工作|管理|检测|监测|建设|项目|资金|经费|设备|维护|运行|改造|保障|评价|宣传|救助|治理|维修|采购"
    "|供水|就业|教育|养老|医疗|安全|防控|防治|养护|活动|执法|监管|工程|检查|审计|调查|运营|保护|奖励|发展|生产|种植"
)
_PARTICLES = re.compile(
    r"的的(?<!目的的)(?<!标的的)(?<!的的的)(?!确)|了了(?<!为了了)(?![解结却然])|与与(?<!参与与)(?!会)"
    r"|由由(?<!理由由)(?<!自由由)(?<!事由由)|将将(?<!即将将)(?!要|军)|在在(?<![存现正实所]在在)(?!于|编|职|建|校|岗|册|线|场|读|押|逃)"
    r"|被被(?!子)|把把(?!关)"
)


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Words of two characters and more, and particles."""
    for found in (*_words(text), *_PARTICLES.finditer(text)):
        one = found[0][: len(found[0]) // 2]
        message = f"这里的{quote(found[0])}，是不是多了一个{quote(one)}？请对照原件删去多出的字。"
        yield TextFinding(*found.span(), message)


def _words(text: str) -> Iterator[re.Match[str]]:
    for found in _DOUBLED.finditer(text):
        word = found[1]
        is_counted = _NOUN_OF_ACTION.fullmatch(word) and _COUNTED.match(text, found.end())
        if not _REDUPLICATED.fullmatch(word) and not is_counted:
            yield found
