"""What `site.yml` says of the disclosure gate: how strict its rules are, what was cleared."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.fields import Choice, Line, Number, Year
from generator.model.record import Record, key


class RuleLevel(Choice):
    """How grave it is to break a rule of the disclosure gate."""

    ERROR = "错误"
    WARNING = "警告"
    NOTICE = "提示"
    OFF = "不查"


class RuleSetting(Record, title="检查规则"):
    """How strictly a rule is applied, where it is not as the rule comes."""

    rule: Line = key("规则", "规则名，见 jixiao rules", required=True)
    level: RuleLevel | None = key("级别", "错误、警告、提示，或 不查")
    limits: Mapping[str, Number] | None = key("界限", "界限的名称和数值，见 jixiao rules 规则名")
    first_year: Year | None = key("起始年度", "从这个财政年度的报告起")
    last_year: Year | None = key("截止年度", "到这个财政年度的报告为止")

    def covers(self, year: int) -> bool:
        """Whether it is about reports of that fiscal year.

        0 is what is of no year, a page or the catalogue as a whole: it takes what holds for all.
        """
        if not year:
            return self.first_year is None and self.last_year is None
        return (self.first_year or year) <= year <= (self.last_year or year)


class ClearedNumber(Record, title="可公开号码"):
    """A number that looks private and was cleared for publication by a person."""

    number: Line = key("号码", "如值班手机号", required=True)
    reason: Line = key("理由", "为什么可以公开", required=True)
