"""Words that staff choose from: each enumeration's values are the words on the form."""

from __future__ import annotations

from generator.model.fields import Choice


class EvaluationType(Choice):
    """Kinds of evaluation: 财预〔2020〕10号 and the department's overall self-evaluation."""

    UNIT = "单位自评"
    DEPARTMENT = "部门评价"
    FINANCE = "财政评价"
    OVERALL = "部门整体支出自评"


class Status(Choice):
    """Whether the public sees a report."""

    DRAFT = "草稿"
    PUBLISHED = "公开"
    WITHDRAWN = "撤回"


class Unit(Choice):
    """The unit that a report's amounts are stated in."""

    YUAN = "元"
    WAN = "万元"
    YI = "亿元"


class Grade(Choice):
    """Grades of 财预〔2020〕10号, best first."""

    EXCELLENT = "优"
    GOOD = "良"
    FAIR = "中"
    POOR = "差"


class Direction(Choice):
    """What counts as reaching an indicator's target."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="
    QUALITATIVE = "定性"


class Item(Choice):
    """What a form may ask for; what it does not ask for is not missing in a report."""

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


class Switch(Choice):
    """Whether something is done."""

    YES = "是"
    NO = "否"
