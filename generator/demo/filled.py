"""A made-up report put into a form: the fields that the form asks for, in its order.

What the report is about, its money and its numbers stay those of the draft.
"""

import random
from collections.abc import Mapping
from decimal import Decimal

from generator.demo import form_phrases, overviews, several, tables
from generator.demo.evaluations import evaluated
from generator.demo.forms import BY_FINANCE, WITH_TABLE, Card
from generator.demo.narratives import narrative
from generator.demo.phrases import OVERALL, TOWNS
from generator.demo.report import Draft, Row, grade_of
from generator.model.form import Form
from generator.model.report import Report

_KEYS = tuple(str(field.alias) for field in Report.model_fields.values())  # in the format's order
# What the site needs, and what names a report: any form has them.
_HEAD = ("项目名称", "标题", "部门", "年度", "评价类型", "表单", "提纲", "状态", "公开日期",
         "项目编码", "报告日期", "更正", "撤回")  # fmt: skip
_GRADE_BESIDE_SCORE = 0.2  # forms have no cell for it, some counties print it all the same
_OTHER_GRADES = {"优": "优秀", "良": "良好", "中": "合格", "差": "不合格"}


def filled(draft: Draft, card: Card, forms: Mapping[str, Form], chance: random.Random) -> Row:
    """The YAML values of the report, as the card has it written."""
    values = dict(draft.values)
    if draft.project.name != OVERALL.name:
        by_finance = ("财政评价", "财政评价", "部门评价")
        values["评价类型"] = chance.choice(by_finance) if card.form in BY_FINANCE else "单位自评"
    if card.form:
        values |= {"表单": card.form, "提纲": card.outline or None}
        values = _in_form(draft, values, forms, chance)
    if card.has_projects:
        values["包含项目"] = several.projects(draft, values, chance)
    if card.has_years:
        values |= several.years(draft, values)
    return {key: values[key] for key in _KEYS if key in values}


def _in_form(draft: Draft, base: Row, forms: Mapping[str, Form], chance: random.Random) -> Row:
    form = forms[base["表单"]]
    # Narratives, whatever tables their form has in them, are written without its parts.
    has_parts = bool(form.parts) and base["表单"] not in (*BY_FINANCE, *WITH_TABLE)
    values = _parts(draft, base, form, chance) if has_parts else dict(base)
    if base["表单"] in BY_FINANCE:
        values |= evaluated(draft, chance)
    headed = forms[base["提纲"]] if base["提纲"] else form
    if headed.headings or headed.has_free_headings:
        values["正文"] = narrative(draft, headed, chance)
    if not has_parts and base["表单"] not in WITH_TABLE:
        _leave_out_unasked(values, form)
    return values


def _leave_out_unasked(values: Row, form: Form) -> None:
    for group in ("资金", "自评"):
        values[group] = {key: one for key, one in values[group].items() if key not in form.unasked}
    if "指标" in form.unasked:
        values["指标"] = None


def _parts(draft: Draft, base: Row, form: Form, chance: random.Random) -> Row:
    """The fields of a form of tables, one after another; a table alone is called so."""
    values = {key: base[key] for key in _HEAD if key in base}
    if values["标题"] and not (form.headings or form.has_free_headings or values["提纲"]):
        values["标题"] = values["标题"].removesuffix("报告") + "表"
    values["资金"] = tables.funds(draft, form, chance)
    if "执行率" in tables.columns(form, "资金"):
        values["自评"] = {"执行率": None if draft.rate is None else f"{draft.rate}%"}
    fields = [part.field for part in form.parts if not part.is_optional]
    if any(field.startswith("部门整体.") for field in fields):
        values["部门整体"] = overviews.overview(draft, form, chance)
    if "年度目标" in fields:
        values["年度目标"] = tables.goals(draft, form, chance)
    if "指标" in fields:
        values["指标"] = tables.indicators(draft, form, chance)
    if "资金管理" in fields:
        values["资金管理"] = _fund_management(draft, form, chance)
    score = _score(values, form, chance)
    if fields[-1] == "自评.得分" and chance.random() < _GRADE_BESIDE_SCORE:
        fields.append("自评.等级")
    for field in fields:
        group, _, key = field.partition(".")
        if group == "自评":
            values.setdefault(group, {})[key] = _claim(key, score)
        elif group in ("结论", "评价工作"):
            values.setdefault(group, {})[key] = _text(field, draft, chance)
        elif group not in values and group != "正文":
            values[group] = _text(field, draft, chance)
    return values


def _score(values: Row, form: Form, chance: random.Random) -> Decimal | None:
    """The sum of the table's points; None where one is not stated, any where there are none."""
    scores = [row.get("得分") for row in values.get("指标") or ()]
    if form.execution_weight:
        scores.append(values["资金"]["得分"])
    if not any(scores):
        return Decimal(str(round(chance.triangular(82, 99, 94), 1)))
    return None if None in scores else sum(scores, Decimal(0))


def _claim(key: str, score: Decimal | None) -> Decimal | str | None:
    if key == "总分":
        return Decimal(100)
    if score is None:
        return None
    claims: Row = {
        "得分": score,
        "等级": grade_of(score),
        "其他等级": _OTHER_GRADES[grade_of(score)],
    }
    claim: Decimal | str = claims[key]
    return claim


def _text(field: str, draft: Draft, chance: random.Random) -> str | None:
    """What stands in a cell of words; nothing in those that most counties leave empty."""
    town = draft.project.name[:2]
    is_of_a_town = town in {name for name, _ in TOWNS}
    known: dict[str, str | None] = {
        "中央主管部门": "财政部",
        "主管部门": draft.values["部门"],
        "实施单位": f"示例县{town}人民政府" if is_of_a_town else draft.values["部门"],
        "评价工作.评价方式": "单位自评",
        "评价工作.评价机构": "绩效自评工作小组",
        "结论.其他说明": "无",
    }
    if field in known:
        return known[field]
    choices = form_phrases.CELLS.get(field)
    if choices is None:
        return None
    text = chance.choice(choices).format(**draft.words, done=draft.words["quantity"])
    return text + draft.left if field == "结论.原因分析" else text


def _fund_management(draft: Draft, form: Form, chance: random.Random) -> list[Row]:
    """The rows that the form prints; one of them tells of a problem in some reports."""
    part = form.part("资金管理")
    told = chance.randrange(3 * len(form_phrases.FUND_MANAGEMENT))
    return [
        {
            "项目": name,
            "情况说明": form_phrases.FUND_MANAGEMENT[name].format(**draft.words),
            "问题和改进": form_phrases.MANAGEMENT_PROBLEM if number == told else None,
        }
        for number, name in enumerate(part.lines if part else ())
    ]
