"""What a title says: the project, the years, who evaluated."""

import re
from typing import NamedTuple

from generator.model.choices import EvaluationType
from generator.model.fields import YEARS

_YEARS = re.compile(
    r"((?:19|20)\d{2})\s*年?度?\s*(?:[-—－–~～至到]\s*((?:19|20)\d{2}))?\s*(?:年度|年|(?=[）)])|(?=绩效|项目|部门|整体))"
)
_SUFFIX = re.compile(
    r"(?:项目)?(?:支出|预算)?(?:资金(?<=[费款]资金))?(?:使用)?(?:情况)?的?(?:财政)?(?:重点)?(?:绩效)?(?:目标)?"
    r"(?:自我)?(?:自评|评价|绩效)(?:自评|评价|情况|工作|结果|完成|目标|的)*(?:报告书?|表|总结|说明|情况)?(?:及[^（(]{1,10})?\s*$"
)
_BRACKETED = re.compile(r"[（(\[]\s*([^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*)[）)\]]?\s*$")
_PREFIX = re.compile(r"^(?:关于|附件\d*[:：]?)*")
_PLACE = re.compile(r"^[\u4e00-\u9fa5]{2,8}?(?:省|市|州|县|区|旗)(?![局委场政级直属])")
_OFFICE_BEFORE_YEAR = re.compile(
    r"^[\u4e00-\u9fa5]{3,24}?(?:局|委员会|委|人民政府|办公室|中心|馆|院|校|中学|小学|站|部|会)(?=(?:19|20)\d{2}\s*年)"
)
_OFFICE = re.compile(
    r"^[\u4e00-\u9fa5]{2,6}?(?:县|市|区|州|旗)[\u4e00-\u9fa5]{1,10}?(?:局|委员会|人民政府|办公室)"
)
_EMPTY_NAME = re.compile(r"(?:项目|部门|单位|预算|专项|资金|支出|财政|本级|年度|转移支付|整体|的)*")
_OVERALL = re.compile("整体支出|部门整体")


class TitleFacts(NamedTuple):
    """What can be read off a title; empty where it does not say."""

    project: str
    years: tuple[int, ...]  # all of them, the last is the fiscal year
    evaluation_type: EvaluationType | None


def facts(title: str, department_names: tuple[str, ...]) -> TitleFacts:
    """The project, the years and the kind of evaluation of a title."""
    return TitleFacts(_project(title, department_names), years_of(title), _kind(title))


def years_of(words: str) -> tuple[int, ...]:
    """The fiscal years that words name: 2022年度, 2020-2022年度."""
    for found in _YEARS.finditer(words):
        first = int(found[1])
        last = int(found[2] or first)
        if first in YEARS and first <= last <= first + 10:
            return tuple(range(first, last + 1))
    return ()


def _kind(title: str) -> EvaluationType | None:
    if _OVERALL.search(title) and "专项" not in _BRACKETED.sub("", title):
        return EvaluationType.OVERALL
    if re.search("财政(?:重点)?(?:绩效)?评价", title):
        return EvaluationType.FINANCE
    if "部门评价" in title:
        return EvaluationType.DEPARTMENT
    if "自评" in title or "自我评价" in title:
        return EvaluationType.UNIT
    return None


def _project(title: str, department_names: tuple[str, ...]) -> str:
    if _kind(title) is EvaluationType.OVERALL:
        return "部门整体支出"
    words = "".join(title.split())
    inner = ""
    if (bracket := _BRACKETED.search(words)) and not years_of_only(bracket[1]):
        inner = bracket[1]
    words = _BRACKETED.sub("", words) if bracket else words
    words = _PREFIX.sub("", words)
    words = _without_head(words, department_names)
    name = _SUFFIX.sub("", words)
    if name == words or _EMPTY_NAME.fullmatch(name):
        return inner if not re.fullmatch(".{0,3}|.*(?:自评|盖章).*", inner) else ""
    return name


def years_of_only(words: str) -> bool:
    """Whether words are a year, or the first and the last of several, and nothing else."""
    year = r"\s*(?:19|20)\d{2}\s*年?度?\s*"
    return bool(re.fullmatch(f"{year}(?:[-—－–~～至到]{year})?", words))


def _without_head(words: str, department_names: tuple[str, ...]) -> str:
    """The words without the department, the place and the year before them, in any order."""
    longest_first = sorted(department_names, key=len, reverse=True)
    while True:
        before = words
        for name in longest_first:
            if len(name) > 1:
                words = words.removeprefix(name)
        found = _YEARS.match(words)
        words = words[found.end() :] if found else words
        if not found:
            place = _PLACE.match(words)
            following = words[place.end() :] if place else ""
            if place and (_YEARS.match(following) or _PLACE.match(following)):
                words = following
            words = _OFFICE_BEFORE_YEAR.sub("", words)
        else:
            words = _OFFICE.sub("", words)
        words = re.sub(r"^(?:关于|的)", "", words)
        if words == before:
            return words
