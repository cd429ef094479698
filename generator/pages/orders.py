"""Which part of a report comes after which, where its form does not say."""

from generator.model.choices import EvaluationType
from generator.model.entry import Entry
from generator.model.form import Form

FUNDS, INDICATORS, NARRATIVE = "资金", "指标", "正文"
PROJECT_REPORTS = "项目报告"  # the department's other reports of the year: no field of its own
FINDINGS = "问题和建议"  # what 结论 says beside the conclusion, on its own further down

# Anchor and heading of each part, in the order of a self-evaluation of a project.
PARTS = {
    "评价工作": ("evaluation", "评价工作"),
    "年度目标": ("goals", "年度总体目标"),
    "实施内容": ("implementation", "实施内容"),
    FUNDS: ("funds", "资金情况"),
    "资金管理": ("fund-management", "资金管理情况"),
    "支出明细": ("spending", "支出明细"),
    "部门整体": ("overview", "部门整体情况"),
    INDICATORS: ("indicators", "绩效指标"),
    "表注": ("table-notes", "表注"),
    "自评": ("scores", "得分情况"),
    "结论": ("conclusion", "评价结论"),
    FINDINGS: ("findings", "发现的问题和建议"),
    PROJECT_REPORTS: ("project-reports", "本年度的项目报告"),
    "包含项目": ("projects", "包含的项目"),
    NARRATIVE: ("text", ""),
}
# A department: what it is and has, what it got and spent, what it reached, how its projects did.
_OVERALL = (
    "部门整体", FUNDS, "资金管理", "支出明细", "年度目标", "实施内容", PROJECT_REPORTS, "包含项目",
    "评价工作", INDICATORS, "表注", "自评", "结论",
)  # fmt: skip
# An evaluation by others: who evaluated and how, what they found; then of what.
_BY_OTHERS = (
    "评价工作", "结论", "自评", "年度目标", "实施内容", FUNDS, "资金管理", "支出明细", "部门整体",
    INDICATORS, "表注", FINDINGS, "包含项目",
)  # fmt: skip
_ORDERS = {
    EvaluationType.UNIT: tuple(one for one in PARTS if one not in (FINDINGS, PROJECT_REPORTS)),
    EvaluationType.OVERALL: _OVERALL,
    EvaluationType.DEPARTMENT: _BY_OTHERS,
    EvaluationType.FINANCE: _BY_OTHERS,
}


def order(entry: Entry) -> tuple[str, ...]:
    """The parts that a report can have: in its form's order, then in that of its kind.

    The narrative comes last. Where the form says where 结论 stands, all of it stands there.
    """
    asked = asked_fields(entry.form)
    usual = _ORDERS[entry.report.evaluation_type]
    if "结论" in asked:
        usual = tuple(one for one in usual if one != FINDINGS)
    found = (one for one in dict.fromkeys([*asked, *usual]) if one in PARTS)
    return (*(one for one in found if one != NARRATIVE), NARRATIVE)


def asked_fields(form: Form | None) -> tuple[str, ...]:
    """The fields of a report that the form asks for, each once, in its order."""
    parts = form.parts if form else ()
    return tuple(dict.fromkeys(part.field.partition(".")[0] for part in parts))
