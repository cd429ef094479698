"""Names of projects: what tells one from others, and whether two can be of the same project."""

import re
from functools import lru_cache
from itertools import pairwise

_IN_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_UNLETTERED = re.compile(r"[^\u4e00-\u9fa5A-Za-z0-9]+")
_YEAR_BEFORE = re.compile(r"^(?:关于)?(?:(?:19|20)\d{2}年?(?:度)?)*")
_ENDS_OF_NAMES = re.compile(
    r"(?:第?[一二三四五六七八九十0-9]+[期批次]|经费|项目|工程|资金|专项|补助|补贴|工作|费用|支出)+$"
)
_COMMON_WORDS = re.compile(
    "专项|重点|年度|部门|预算|本级|基本|建设|信息化|日常|办公|公用|业务|工作|运转|运行|维护|政府|采购"
    "|购置|财政|中央|省级|市级|县级|上级|转移支付|绩效|评价|自评|其他|全部|所有|有关|相关|各类|人员"
    "|管理|服务|民生|实事|支出|资金|经费|项目|工程|补助|补贴|实施|财务|单位|改造|升级|设备|系统|提升"
    "|发展|保障|综合|改革|奖补|奖励|培训|会议|宣传|配套|维修|养护|整治|治理"
)
_COMMON_PAIRS = frozenset(["农村", "乡村", "城乡", "乡镇", "城区", "社区", "小型", "全县", "安全"])
_UMBRELLA = re.compile(
    "整体支出|转移支付|(?:补助|奖补|衔接|整合|统筹|发展|专项|债券)资金|专项债|衔接推进|涉农整合|一揽子"
)
_RELATION = re.compile(
    "统筹|衔接|整合|结合|配套|捆绑|打捆|依托|叠加|联动|同步|协同|重复|交叉|冲突|调剂|区别|不同于|分别"
    "|包括|包含|其中|子项目|纳入|列入|并入|前期|一期|同期|原有|此前|上年|往年|借鉴|参照|相邻|接入"
)
# Headings under which all reports of one department may say the same.
_DEPARTMENT_HEADING = re.compile(
    "财务管理|组织架构|组织管理|监管|管理情况|管理制度|制度建设|内部控制"
)


@lru_cache(maxsize=16_384)  # rules on the catalogue ask for the same names again and again
def core_name(name: str) -> str:
    """A name without year, instalment and endings as 经费, 项目: what tells it from others."""
    bare = _YEAR_BEFORE.sub("", _UNLETTERED.sub("", _IN_BRACKETS.sub("", name)))
    return _ENDS_OF_NAMES.sub("", bare)


@lru_cache(maxsize=16_384)
def distinctive_part(name: str) -> str:
    """What is left of a name without the words that stand in the names of many projects."""
    return _COMMON_WORDS.sub("", core_name(name))


def may_be_same_project(one: str, other: str) -> bool:
    """Whether two names can be of one project, or of it and a part of it; so where in doubt."""
    short, long = sorted((core_name(one), core_name(other)), key=len)
    characters = iter(long)
    if short in long or all(character in characters for character in short):
        return True
    letters = set(short)
    if len(letters & set(long)) * 5 >= 3 * len(letters):
        return True
    parts = map(distinctive_part, (one, other))
    pairs, other_pairs = (set(map("".join, pairwise(part))) for part in parts)
    return not pairs.isdisjoint(other_pairs - _COMMON_PAIRS)


def is_umbrella_name(name: str) -> bool:
    """Whether a name is of money that pays many projects, which its report then has to name."""
    return bool(_UMBRELLA.search(name)) or len(distinctive_part(name)) < 2


def relates_projects(sentence: str) -> bool:
    """Whether a sentence compares several projects, or names parts of a whole."""
    return bool(_RELATION.search(sentence))


@lru_cache(maxsize=4096)  # reports of one outline have the same headings
def is_department_section(headings: tuple[str | int, ...]) -> bool:
    """Whether what stands under these headings is of the department rather than of the project."""
    return any(_DEPARTMENT_HEADING.search(str(heading)) for heading in headings)
