"""Enumerations of the format; the values are the words that staff write."""

from contextlib import suppress
from enum import StrEnum
from typing import Any, Self

from pydantic_core import CoreSchema, core_schema

from generator.model.fields import value_error

_SPELLINGS = {
    ">=": "≥", "＞＝": "≥", "⩾": "≥", "≧": "≥",
    "<=": "≤", "＜＝": "≤", "⩽": "≤", "≦": "≤",
    "＝": "=", "═": "=",
}  # fmt: skip


class Choice(StrEnum):
    """Base of enumerations whose values are the words that staff write."""

    @classmethod
    def parse(cls, value: object) -> Self:
        """The member that the word names; common spellings of ≥, ≤ and = are understood."""
        if isinstance(value, str):
            word = value.strip()
            with suppress(ValueError):
                return cls(_SPELLINGS.get(word, word))
        raise value_error(f"{'、'.join(cls)} 之一", value, cls.advice())

    @classmethod
    def advice(cls) -> str:
        """What to do about a word that is none of them."""
        return "请从中选一个。"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: object) -> dict[str, Any]:
        return {"type": "string", "enum": list(cls)}


class EvaluationType(Choice):
    """Who evaluates what: 财预〔2020〕10号, and a department's evaluation of all its spending."""

    UNIT = "单位自评"
    DEPARTMENT = "部门评价"
    FINANCE = "财政评价"
    OVERALL = "部门整体支出自评"


class Status(Choice):
    """Whether a report is public."""

    DRAFT = "草稿"
    PUBLISHED = "公开"
    WITHDRAWN = "撤回"


class Unit(Choice):
    """The unit of a report's amounts."""

    YUAN = "元"
    WAN = "万元"
    YI = "亿元"


class FundLevel(Choice):
    """Whose money a source is: the levels of the budget (预算法, art. 3), and what forms add."""

    CENTRAL = "中央"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    TOWNSHIP = "乡镇"
    OWN = "本级"
    OTHER = "其他"


class Grade(Choice):
    """Grades of 财预〔2020〕10号, best first."""

    EXCELLENT = "优"
    GOOD = "良"
    FAIR = "中"
    POOR = "差"

    @classmethod
    def advice(cls) -> str:
        """A report's own word stays: there is a field for it."""
        return "请照报告写；报告用别的等级（如 优秀）的，写在“其他等级”里，不改成这四等。"


class Direction(Choice):
    """What counts as reaching an indicator's target."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="
    QUALITATIVE = "定性"


class Item(Choice):
    """An item that a form may ask for; one that it does not ask for is not missing in a report."""

    TOTAL_COST = "项目总额"
    INITIAL_BUDGET = "年初预算"
    ANNUAL_BUDGET = "全年预算"
    RECEIVED = "到位"
    SPENT = "支出"
    RECEIVED_RATE = "到位率"
    EXECUTION_RATE = "执行率"
    SCORE = "得分"
    GRADE = "等级"
    SATISFACTION = "满意度"
    INDICATORS = "指标"
    REPORT_DATE = "报告日期"


class RuleLevel(Choice):
    """The level of a rule of the disclosure gate."""

    ERROR = "错误"
    WARNING = "警告"
    NOTICE = "提示"
    OFF = "不查"


class Switch(Choice):
    """Whether something is done."""

    YES = "是"
    NO = "否"


class HandInWay(Choice):
    """Where the desk pushes what is handed in: a branch that is merged by others, or main."""

    BRANCH = "分支"
    DIRECT = "直接"
