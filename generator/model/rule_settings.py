"""Settings of the disclosure gate in `site.yml`: levels and limits of rules, cleared numbers."""

from collections.abc import Mapping

from generator.model.choices import Choice
from generator.model.fields import Line, Number, Year
from generator.model.record import Record, key


class RuleLevel(Choice):
    """The level of a rule of the disclosure gate."""

    ERROR = "错误"
    WARNING = "警告"
    NOTICE = "提示"
    OFF = "不查"


class RuleSetting(Record, title="检查规则"):
    """A level or limits of a rule that differ from its own."""

    rule: Line = key("规则", "规则名，见 jixiao rules", required=True)
    level: RuleLevel | None = key("级别", "错误、警告、提示，或 不查")
    limits: Mapping[str, Number] | None = key("界限", "界限的名称和数值，见 jixiao rules 规则名")
    first_year: Year | None = key("起始年度", "从这个财政年度的报告起")
    last_year: Year | None = key("截止年度", "到这个财政年度的报告为止")

    def covers(self, year: int) -> bool:
        """Whether the setting holds for that fiscal year.

        Year 0 stands for a page or the whole catalogue: only a setting for all years covers it.
        """
        if not year:
            return self.first_year is None and self.last_year is None
        return (self.first_year or year) <= year <= (self.last_year or year)


class ClearedNumber(Record, title="可公开号码"):
    """A number that looks like personal data and was cleared for publication by a person."""

    number: Line = key("号码", "如值班手机号", required=True)
    reason: Line = key("理由", "为什么可以公开", required=True)
