"""A department's year as a whole: what it does, its staff, income, spending, 三公经费."""

import random
from decimal import Decimal

from generator.demo import form_phrases
from generator.demo.report import Draft, Row, share
from generator.demo.tables import place_of
from generator.model.form import Form

_LINES = {
    "收入": ("收入合计", "财政拨款收入", "其他收入"),
    "支出": ("支出合计", "基本支出", "项目支出"),
    "三公经费": ("三公经费合计", "公务接待费"),
    "资产": (),
}


def overview(draft: Draft, form: Form, chance: random.Random) -> Row:
    """What the form asks for; amounts only where the report states its money."""
    staff = chance.randrange(20, 120)
    texts: Row = {
        "职能职责": form_phrases.DUTIES,
        "年度主要工作": form_phrases.TASKS.format(**draft.words),
        "总体运行情况": form_phrases.ACHIEVEMENTS.format(**draft.words),
        "编制人数": staff,
        "实有人数": staff - chance.randrange(0, 9),
    }
    amounts = _amounts(draft, chance)
    found: Row = {}
    for part in form.parts:
        group, _, key = part.field.partition(".")
        if group == "部门整体" and key in texts:
            found[key] = texts[key]
        elif group == "部门整体" and amounts:
            asked = {one.field for one in part.columns}
            bodies: Row = {"机构": "局机关及二级机构汇总"} if "机构" in asked else {}
            found[key] = [
                {
                    **bodies,
                    "名称": name,
                    **{one: amounts[_kind(name)] for one in ("预算", "决算") if one in asked},
                }
                for name in (part.lines or _LINES[key])
            ]
    return found


def _amounts(draft: Draft, chance: random.Random) -> dict[str, Decimal]:
    """By the kind of line; what was received is the budget, and what is left is the difference."""
    funds = draft.values["资金"]
    if funds["全年预算"] is None or funds["支出"] is None:
        return {}
    budget, spent = funds["全年预算"], funds["支出"]
    place = place_of(min(budget, spent, key=place_of))
    other, carried = share(budget, 0.02, place), share(budget, 0.05, place)
    basic = share(spent, chance.uniform(0.4, 0.8), place)
    staff = share(basic, 0.85, place)
    reception, vehicles = share(basic, 0.004, place), share(basic, 0.01, place)
    return {
        "收入合计": budget, "其他收入": other, "上年结转": carried,
        "财政拨款收入": budget - other, "公共财政拨款": budget - other - carried,
        "支出合计": spent, "基本支出": basic, "项目支出": spent - basic,
        "人员支出": staff, "公用支出": basic - staff,
        "结余": budget - spent, "三公经费合计": reception + vehicles,
        "接待": reception, "用车": vehicles, "无": Decimal(0),
    }  # fmt: skip


def _kind(name: str) -> str:
    """The amount that a line of a form has."""
    name = name.removeprefix("其中：")
    for word in ("结余", "接待", "用车"):
        if word in name:
            return word
    known = ("收入合计", "其他收入", "上年结转", "财政拨款收入", "公共财政拨款", "支出合计",
             "基本支出", "项目支出", "人员支出", "公用支出", "三公经费合计")  # fmt: skip
    return name if name in known else "无"
