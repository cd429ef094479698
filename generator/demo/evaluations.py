"""The finance bureau's evaluations: who evaluated and how, scores by part, why points are lost."""

import random
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.demo.form_phrases import EVALUATED, EVALUATION_WORK, SHORT_OF, Evaluated
from generator.demo.report import Draft, Row, grade_of


def evaluated(draft: Draft, chance: random.Random) -> Row:
    """What such a report has beside its money and its narrative."""
    asked = chance.randrange(60, 400)
    words = draft.words | {
        "after": draft.year + 1, "number": chance.randrange(1, 200), "asked": asked,
        "answered": asked - chance.randrange(2, 20), "sample": chance.randrange(3, 30),
    }  # fmt: skip
    parts: list[Row] = []
    rows: list[Row] = []
    for level, points, indicators in EVALUATED:
        below = list(_indicators(level, points, indicators, words, chance))
        rows += below
        score = sum((row["得分"] for row in below), Decimal(0))
        rate = f"{(score / points * 100).quantize(Decimal('0.01'))}%"
        parts.append({"名称": level, "分值": points, "得分": score, "得分率": rate})
    total = sum((part["得分"] for part in parts), Decimal(0))
    return {
        "评价工作": {key: text.format(**words) for key, text in EVALUATION_WORK.items()},
        "自评": {"得分": total, "等级": grade_of(total), "分项得分": parts},
        "指标": rows,
    }


def _indicators(
    level: str, points: int, indicators: Sequence[Evaluated], words: Row, chance: random.Random
) -> Iterator[Row]:
    """The points are shared; some rows lose a part of theirs."""
    each = points // len(indicators)
    for number, one in enumerate(indicators):
        weight = Decimal(each if number else points - each * (len(indicators) - 1))
        lost = Decimal(chance.choice((0, 0, 5, 10, 20, 30))) / 100
        row: Row = {
            "一级": level,
            "三级": one.name.format(**words),
            "目标值": one.target,
            "完成值": SHORT_OF.format(target=one.target) if lost else one.target,
            "分值": weight,
            "得分": (weight * (1 - lost)).quantize(Decimal("0.1")),
            "评分标准": one.standard,
        }
        yield row | ({"扣分原因": one.deduction.format(**words)} if lost else {})
