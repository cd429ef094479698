"""The tables of a form: its money, its goals, its indicators, in the columns that it prints."""

import random
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from generator.demo import form_phrases, phrases
from generator.demo.report import Draft, Row, indicator, rounded, share
from generator.model.form import Form

_AMOUNTS = ("年初预算", "全年预算", "到位", "支出")
_HUNDREDTH = Decimal("0.01")
# Under each first level of a form, those of the made-up indicators.
_OUTPUTS = tuple(one for one in phrases.INDICATORS if one[0] in ("产出指标", "成本指标"))
_BENEFITS = tuple(one for one in phrases.INDICATORS if one[0] == "效益指标")
_SATISFACTION = tuple(one for one in phrases.INDICATORS if one[0] == "满意度指标")
_LEVELS = (
    ("产出", _OUTPUTS, (3, 7)),
    ("效", _BENEFITS, (2, 4)),
    ("满意", _SATISFACTION, (1, 3)),
)
_SHARES = ((50, 30, 10), (50, 30, 10), (45, 35, 10), (55, 25, 10))  # of 90, where a unit may choose
_USUAL_LEVELS = ("产出指标", "效益指标", "满意度指标")


def columns(form: Form, field: str) -> set[str]:
    """The columns of a table of the form; none where it does not ask for the table."""
    part = form.part(field)
    return {one.field for one in part.columns} if part else set()


def place_of(amount: Decimal) -> Decimal:
    """The last place that an amount is written to."""
    return Decimal(1).scaleb(int(amount.as_tuple().exponent))


def funds(draft: Draft, form: Form, chance: random.Random) -> Row:
    """The money: the total, the points of its execution, a row for each of the form's sources."""
    asked, stated, part = columns(form, "资金"), draft.values["资金"], form.part("资金")
    if part is None:
        return {key: stated[key] for key in ("单位", "全年预算", "支出")}
    row = {"单位": stated["单位"], **{key: stated[key] for key in _AMOUNTS if key in asked}}
    if form.execution_weight:
        row |= _execution(form.execution_weight, draft.rate, form)
    if "说明" in asked:
        row["说明"] = draft.left or None
    if part.lines and chance.random() < 0.85:
        row["来源"] = _sources(row, part.lines, chance)
    return row


def _execution(weight: Decimal, rate: Decimal | None, form: Form) -> Row:
    """The points of the budget's execution, as the form prints them."""
    score = None
    if rate is not None:
        score = rounded(weight * min(rate, Decimal(100)) / 100, _HUNDREDTH)
    if not form.part("资金.权重占比"):
        return {"分值": weight, "得分": score}
    converted = None if score is None else rounded(score * weight / 100, _HUNDREDTH)
    return {"得分": score, "权重占比": weight, "折算得分": converted}


def _sources(total: Row, names: tuple[str, ...], chance: random.Random) -> list[Row]:
    """The first source has the money but for what others have of it; some cells are struck out."""
    main, *others = names
    kept = [key for key in _AMOUNTS if total.get(key) is not None]
    rest: dict[str, Any] = {key: total[key] for key in kept}
    struck = "/" if chance.random() < 0.15 else None
    rows: list[Row] = []
    for name in others:
        row: Row = {
            "名称": name,
            **dict.fromkeys((key for key in _AMOUNTS if key in total), struck),
        }
        has_some = "结转" in name or "地方" in name
        if has_some and {"全年预算", "支出"} <= rest.keys() and chance.random() < 0.4:
            part = share(rest["支出"], chance.uniform(0.05, 0.2), place_of(total["支出"]))
            row |= {"全年预算": part, "支出": part}
            rest |= {key: rest[key] - part for key in ("全年预算", "支出")}
        rows.append(row)
    return [{"名称": main, **{key: rest.get(key) for key in _AMOUNTS if key in total}}, *rows]


def goals(draft: Draft, form: Form, chance: random.Random) -> list[Row]:
    """The goal of the year and what was reached; a second one in some reports."""
    asked = columns(form, "年度目标")
    quantity = draft.words["quantity"]
    done = quantity if chance.random() < 0.7 else quantity * 95 // 100
    words = draft.words | {"done": done}
    pairs = [chance.choice(form_phrases.GOALS)]
    if chance.random() < 0.25:
        pairs.append(form_phrases.SECOND_GOAL)
    rows = []
    for number, (expected, reached) in enumerate(pairs):
        row = {"预期": expected.format(**words), "实际": reached.format(**words)}
        if number == 0 and draft.left:
            row["实际"] += draft.left
        if "完成率" in asked:
            share_done = Decimal(done) / quantity * 100 if number == 0 else Decimal(100)
            row["完成率"] = f"{share_done.quantize(Decimal('0.01'), ROUND_HALF_UP)}%"
        rows.append(row)
    return rows


def indicators(draft: Draft, form: Form, chance: random.Random) -> list[Row]:
    """A row for each indicator, under the first levels of the form; points as it gives them."""
    part = form.part("指标")
    asked = [one.field for one in part.columns] if part else []
    return [_in_columns(row, asked) for row in _rows(draft, form, chance)]


def _rows(draft: Draft, form: Form, chance: random.Random) -> list[Row]:
    levels = [one.name for one in form.first_levels] or list(_USUAL_LEVELS)
    given = [one.weight for one in form.first_levels]
    whole = (form.total or Decimal(100)) - (form.execution_weight or 0)
    parts = chance.choice(_SHARES)
    points = [
        int(weight if weight is not None else share_ * whole / 90)
        for weight, share_ in zip(given or [None] * len(levels), parts, strict=False)
    ]
    points[0] += int(whole) - sum(points) if None in given or not given else 0
    # Where much of the money is left, much of the work is.
    is_behind = draft.rate is not None and draft.rate < 96
    has_room = "偏差原因" in columns(form, "指标")
    rows: list[Row] = []
    for level, level_points in zip(levels, points, strict=False):
        known, (least, most) = next((own, span) for word, own, span in _LEVELS if word in level)
        picked = sorted(chance.sample(range(len(known)), chance.randrange(least, most)))
        weights = [level_points // len(picked)] * len(picked)
        weights[0] += level_points - sum(weights)
        short = chance.randrange(len(picked)) if level == levels[0] else None
        for number, (index, weight) in enumerate(zip(picked, weights, strict=True)):
            miss = 0.9 if number == short else 0.6 if is_behind else 0.1
            row = indicator(known[index], Decimal(weight), draft.words, chance, miss * has_room)
            rows.append(row | {"一级": level})
    return rows


def _in_columns(row: Row, asked: Sequence[str]) -> Row:
    """What the form has columns for; without one for the sign and the unit, they stand with it."""
    found = dict(row)
    if "完成情况" in asked:
        found["完成情况"] = "未完成" if "偏差原因" in row else "完成"
    if "所属目标" in asked:
        found["所属目标"] = "年度绩效目标1"
    if "解释" in asked:
        found["解释"] = form_phrases.EXPLANATION
    if "权重占比" in asked:
        found["权重占比"] = row["分值"]
        found["折算得分"] = rounded(row["得分"] * row["分值"] / 100, _HUNDREDTH)
    if "性质" not in asked and row["性质"] != "定性":
        found["目标值"] = f"{row['性质']}{row['目标值']}{row['单位']}"
        found["完成值"] = f"{row['完成值']}{row['单位']}"
    return {key: found[key] for key in asked if key in found}
