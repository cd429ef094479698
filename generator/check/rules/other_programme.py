"""Indicators on another programme of aid than the project's: rows from another project's table."""

import re
from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.problems import quote

_ROWS = """\
项目名称: 临时救助
指标:
  - {一级: 产出指标, 三级: %s, 目标值: 60, 单位: 人次, 完成值: 62, 分值: 90, 得分: 88}
"""

RULE = Rule(
    title="指标写的是别的补助项目",
    why="临时救助的表里有“农村低保发放人数”，多半是照另一个项目的表改的，这一行没有删，它的分也算进了总分。",
    mend="删去不是本项目的行，或改成本项目的指标；项目本来就管这两项的，写进“核实”。",
    sources=("已公开的自评表里，临时救助项目写着农村低保的发放人数和标准",),
    failing=_ROWS % "农村低保发放人数",
    passing=_ROWS % "临时救助人次",
)
_PROGRAMMES = {
    "低保": "低保|最低生活保障",
    "特困供养": "特困|五保",
    "临时救助": "临时救助",
    "医疗救助": "医疗救助",
    "孤儿": "孤儿|事实无人抚养",
    "残疾人补贴": "残疾人",
    "高龄津贴": "高龄|长寿|百岁|老年人",
    "流浪乞讨": "流浪",
    "优抚": "优抚",
    "营养改善": "营养",
    "公租房": "公租房|公共租赁",
    "危房改造": "危房|危旧房",
    "棚户区": "棚户区|棚改",
    "高标准农田": "高标准农田",
    "退耕还林": "退耕还林",
    "耕地地力": "耕地地力|地力保护",
    "农机购置": "农机",
    "基本公共卫生": "公共卫生",
    "基本药物": "基本药物",
    "计划生育": "计划生育|计生",
}
# What is counted of a programme itself: 低保标准; 低保对象救助人次 is of another that helps them.
_ITS_OWN = (
    "(?:金|资金|补助|补贴|津贴|面积|项目|工程)?"
    "(?:发放|标准|人数|户数|覆盖|改造|完成|建设|开工|竣工)"
)
_NAMES = re.compile("|".join(_PROGRAMMES.values()))
_ANY = re.compile(
    "|".join(f"(?P<p{n}>(?:{words}){_ITS_OWN})" for n, words in enumerate(_PROGRAMMES.values()))
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Rows that count what another programme gives, where the project's name names its own."""
    names = (subject.project.name if subject.project else "", subject.report.project_name)
    project = next((one for one in names if _programmes(one)), "")
    own = "|".join(_programmes(project))
    if not own:
        return
    for number, row in enumerate(subject.indicators):
        found = _ANY.search(row.name)
        if found and not re.search(own, row.name):
            message = (
                f"指标{quote(row.name)}说的是“{_named(found)}”，本项目是{quote(project)}，"
                "像是从别的项目的表照抄来的。请核对。"
            )
            yield Finding(("指标", number, "三级"), message)


def _programmes(name: str) -> list[str]:
    """The words of each programme that a name names."""
    if not _NAMES.search(name):
        return []
    return [words for words in _PROGRAMMES.values() if re.search(words, name)]


def _named(found: re.Match[str]) -> str:
    """The programme of a match."""
    number = next(int(key[1:]) for key, text in found.groupdict().items() if text)
    return list(_PROGRAMMES)[number]
