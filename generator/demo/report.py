"""One made-up report: consistent figures, text that repeats, gaps as in real reports."""

import random
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from generator.demo import phrases
from generator.demo.phrases import OVERALL, Project

_BOUNDS = (("优", 90), ("良", 80), ("中", 60), ("差", 0))
_PLACES = (Decimal(1), Decimal("0.1"), Decimal("0.01"), Decimal("0.0001"))
Row = dict[str, Any]


class Draft(NamedTuple):
    """A report as the outlines of the county ask for it; `forms` puts it into other forms.

    `words` fill the fields of the sentences, `rate` is the execution of the budget in percent,
    where it can be told; `left` says why money is left, or did not come, or is empty.
    """

    project: Project
    year: int
    values: Row
    words: Row
    rate: Decimal | None
    left: str


def draft(
    project: Project, department: str, year: int, unit: str | None, chance: random.Random
) -> Draft:
    """The YAML values of a report, in the order of the form; `unit` where the form has one."""
    overall = project.name == OVERALL.name
    outline = "overall-report" if overall else "project-report"
    funds = _funds(year, unit, chance)
    rate = percent(funds, "支出")
    words = {
        "department": department,
        "project": project.name,
        "year": year,
        "town": chance.choice(phrases.TOWNS)[0],
        "budget": f"{funds['全年预算'] or '若干'}{funds['单位']}",
        "spent": f"{funds['支出'] or '若干'}{funds['单位']}",
        "quantity": chance.randrange(12, 5000),
        "thing": project.thing,
        "unit": project.unit,
    }
    indicators = _indicators(words, rate, chance) if chance.random() < 0.8 else None
    narrative = _narrative(outline, words, chance)
    left = _add_explanations(narrative, funds, rate, chance)
    evaluation_types = ("单位自评",) * 7 + ("部门评价", "财政评价")
    values: Row = {
        "项目名称": project.name,
        "标题": f"{project.name}绩效自评报告" if chance.random() < 0.5 else None,
        "部门": department,
        "年度": year,
        "评价类型": "部门整体支出自评" if overall else chance.choice(evaluation_types),
        "提纲": outline,
        "状态": "公开",
        "公开日期": None,
        "项目编码": f"ZJ-{year}-{chance.randrange(1, 9999):04}" if chance.random() < 0.4 else None,
        "报告日期": f"{year + 1}-{chance.randrange(1, 5):02}" if chance.random() < 0.6 else None,
        "资金": funds,
        "自评": _self_assessment(funds, indicators, chance),
        "指标": indicators,
        "正文": narrative,
    }
    if overall:
        funds["项目总额"] = None  # its form does not ask for it
    return Draft(project, year, values | _status(year, chance), words, rate, left)


def _status(year: int, chance: random.Random) -> Row:
    """What makes a few reports drafts, corrected or withdrawn ones; else nothing."""
    lot = chance.random()
    if lot < 0.02:
        return {"状态": "草稿"}
    if lot < 0.03:
        reason = "报告与其他年度重复，经核实后撤回。"
        return {"状态": "撤回", "撤回": {"日期": f"{year + 1}-11-10", "理由": reason}}
    if lot < 0.06:
        return {"更正": [{"日期": f"{year + 1}-10-30", "说明": "更正资金到位日期。"}]}
    return {}


def _funds(year: int, printed_unit: str | None, chance: random.Random) -> Row:
    unit = chance.choices(("万元", "元", "亿元"), (88, 11, 1))[0]
    unit = printed_unit or unit
    scale = {"万元": Decimal(1), "元": Decimal(10_000), "亿元": Decimal("0.0001")}[unit]
    place = chance.choice(_PLACES) if unit != "亿元" else Decimal("0.0001")
    place = max(place, Decimal("0.01")) if unit == "元" else place  # nothing is less than a 分
    size = Decimal(str(round(chance.lognormvariate(4.2, 1.3), 4))) + 10
    budget = rounded(size * scale, place)
    rate = 1 if chance.random() < 0.35 else chance.triangular(0.55, 1, 0.97)
    received = budget if chance.random() < 0.8 else share(budget, 0.9, place)
    spent = min(received, share(budget, rate, place))
    sources = [
        {"名称": "财政拨款", "全年预算": budget, "支出": spent},
        {"名称": "上年结转", "全年预算": None, "支出": None},
    ]
    number = f"示财行〔{year}〕{chance.randrange(1, 400)}号"
    allocation = {"文号": number, "日期": f"{year}-{chance.randrange(1, 12):02}"}
    return {
        "单位": unit,
        "项目总额": maybe(0.3, rounded(budget * 2, place), chance),
        "年初预算": maybe(0.6, share(budget, 0.95, place), chance),
        "全年预算": maybe(0.96, budget, chance),
        "到位": maybe(0.9, received, chance),
        "支出": maybe(0.95, spent, chance),
        "来源": maybe(0.5, sources, chance),
        "下达文件": maybe(0.6, [allocation], chance),
    }  # fmt: skip


def percent(funds: Row, key: str) -> Decimal | None:
    """A sum in percent of the budget (执行率, 到位率); None where one of them is not stated."""
    if funds["全年预算"] is None or funds[key] is None:
        return None
    return rounded(funds[key] / funds["全年预算"] * 100, Decimal("0.01"))


def _self_assessment(funds: Row, indicators: list[Row] | None, chance: random.Random) -> Row:
    """The rates, score and grade that the report claims (自评); the score is the table's sum."""
    received, rate = percent(funds, "到位"), percent(funds, "支出")
    score = Decimal(str(round(chance.triangular(58, 100, 94), 1)))
    if indicators:
        score = sum((row["得分"] for row in indicators), Decimal(0))
    grade = grade_of(score)
    return {
        "到位率": maybe(0.5, received and f"{received}%", chance),
        "执行率": maybe(0.7, rate and f"{rate}%", chance),
        "满意度": maybe(0.7, f"{chance.randrange(85, 101)}%", chance),
        "得分": maybe(0.85, score, chance),
        "等级": maybe(0.8, grade, chance),
    }


def _add_explanations(
    narrative: Row, funds: Row, rate: Decimal | None, chance: random.Random
) -> str:
    """Add why money is left, and what becomes of the rest of a longer project, to most reports.

    Returns why money is left, which a table has a cell for in any case.
    """
    sentences, reasons = [], []
    if rate is not None and rate < 90:
        is_told = chance.random() < 0.9
        cause = chance.choice(phrases.UNSPENT) if is_told else phrases.UNSPENT[0]
        left = f"{funds['全年预算'] - funds['支出']}{funds['单位']}"
        reasons.append(f"未支出的{left}主要因为{cause}。")
        sentences += reasons if is_told else []
    received = percent(funds, "到位")
    if received is not None and received < 90:
        missing = f"{funds['全年预算'] - funds['到位']}{funds['单位']}"
        reasons.append(f"其余{missing}年底前没有下达，列入下一年度预算。")
        sentences += reasons[-1:]
    if funds["项目总额"] is not None and chance.random() < 0.9:
        sentences.append("项目分两年实施，其余资金列入以后年度预算。")
    heading: str | None = next(
        (one for one in ("项目资金申报及使用情况", "部门资金收支情况") if one in narrative), None
    )
    if heading and sentences:
        if isinstance(narrative[heading], dict):
            narrative, heading = narrative[heading], "资金计划、到位及使用情况"
        narrative[heading] = (narrative.get(heading) or "") + "".join(sentences) + "\n"
    return "".join(reasons)


def grade_of(score: Decimal) -> str:
    """The grade that `site.yml` gives so many points."""
    return next(grade for grade, bound in _BOUNDS if score >= bound)


def maybe(odds: float, value: Any, chance: random.Random) -> Any:
    """The value, or None as where a cell was left empty."""
    return value if chance.random() < odds else None


def share(whole: Decimal, part: float, place: Decimal) -> Decimal:
    """A part of an amount."""
    return rounded(whole * Decimal(str(round(part, 4))), place)


def rounded(value: Decimal, place: Decimal) -> Decimal:
    """As amounts and rates are rounded."""
    return value.quantize(place, ROUND_HALF_UP)


def _indicators(words: Row, rate: Decimal | None, chance: random.Random) -> list[Row]:
    """The table of indicators: weights add up to 100, budget execution comes first if known."""
    picked = sorted(chance.sample(range(len(phrases.INDICATORS)), chance.randrange(5, 12)))
    whole = 100 if rate is None else 90
    weights = [whole // len(picked)] * len(picked)
    weights[0] += whole - sum(weights)
    rows = [
        indicator(phrases.INDICATORS[i], Decimal(weight), words, chance)
        for i, weight in zip(picked, weights, strict=True)
    ]
    return rows if rate is None else [_execution(rate, chance), *rows]


def _execution(rate: Decimal, chance: random.Random) -> Row:
    score = min(rounded(rate / 10, Decimal("0.1")), Decimal(10))
    row = {"一级": "预算执行", "三级": "预算执行率", "性质": "≥", "目标值": 100, "单位": "%",
           "完成值": rate, "分值": Decimal(10), "得分": score}  # fmt: skip
    return row | ({"偏差原因": chance.choice(phrases.REASONS)} if rate < 100 else {})


def indicator(
    template: tuple[Any, ...],
    weight: Decimal,
    words: Row,
    chance: random.Random,
    miss: float = 0.25,
) -> Row:
    """A row of the table; `miss` is how likely it is that its target was missed."""
    first, second, name, direction, unit, bounds = template
    row = {"一级": first, "二级": second, "三级": name.format(**words), "性质": direction}
    if bounds is None:
        done = chance.choice(phrases.QUALITATIVE)
        return row | {"目标值": done, "完成值": done, "分值": weight, "得分": weight}
    target = chance.randrange(bounds[0], bounds[1] + 1)
    missed = chance.random() < miss
    factor = 0.85 if missed else chance.choice((1, 1, 1.05))
    if direction == "≤":
        factor = 2 - factor  # more than the most that was meant
    actual = min(round(target * factor), 100) if unit == "%" else round(target * factor)
    row |= {"目标值": target, "单位": unit.format(**words), "完成值": actual, "分值": weight}
    reached = Decimal(min(actual, target)) / max(actual, target) if missed else Decimal(1)
    row["得分"] = (weight * reached).quantize(Decimal("0.1"), ROUND_FLOOR)
    return row | ({"偏差原因": chance.choice(phrases.REASONS)} if missed else {})


def _narrative(outline: str, words: Row, chance: random.Random) -> Row:
    length = chance.choice((1, 1, 1, 2, 2, 3))
    return {
        heading: {sub: _passage(sub, length, words, chance) for sub in below}
        if below
        else _passage(heading, length, words, chance)
        for heading, below in phrases.OUTLINES[outline][1]
        if chance.random() > 0.02
    }


def _passage(heading: str, length: int, words: Row, chance: random.Random) -> str | None:
    if chance.random() < 0.03:
        return None
    if heading == "存在的问题":
        return chance.choice(phrases.PROBLEMS) + "\n"
    paragraphs = [
        "".join(
            chance.sample(phrases.SPECIFIC, chance.randrange(1, 3))
            + chance.sample(phrases.BOILERPLATE, chance.randrange(1, 4))
        )
        for _ in range(length)
    ]
    return "\n".join(paragraphs).format(**words) + "\n"
