"""Reports on several projects, and on several years."""

import random
from decimal import Decimal

from generator.demo.phrases import TOWNS
from generator.demo.report import Draft, Row, share
from generator.demo.tables import place_of

_SECTIONS = ("一标段", "二标段", "三标段", "四标段")


def projects(draft: Draft, values: Row, chance: random.Random) -> list[Row]:
    """The projects in it: the whole county's in some towns, a town's in its sections.

    Those of towns have the address of the town's own project.
    """
    name, slug = draft.project.name, draft.project.slug
    if name[:2] in {town for town, _ in TOWNS}:
        count = chance.randrange(2, len(_SECTIONS) + 1)
        parts = [(f"{name}{one}", f"{slug}-biaoduan-{n}") for n, one in enumerate(_SECTIONS, 1)]
        chosen = parts[:count]
    else:
        towns = chance.sample(TOWNS, chance.randrange(2, 6))
        chosen = [(f"{town}{name}", f"{slug}-{town_slug}") for town, town_slug in towns]
    has_pages, has_funds = chance.random() < 0.8, chance.random() < 0.7
    rows: list[Row] = [
        {"项目名称": one, **({"标识": where} if has_pages else {})} for one, where in chosen
    ]
    funds = values["资金"]
    if has_funds and funds["全年预算"] is not None and funds["支出"] is not None:
        budgets = _split(funds["全年预算"], len(rows), chance)
        for row, budget in zip(rows, budgets, strict=True):
            row["资金"] = _funds(funds, budget)
    return rows


def _split(whole: Decimal, count: int, chance: random.Random) -> list[Decimal]:
    """An amount in so many parts, none of them small."""
    parts = [
        share(whole, chance.uniform(0.7, 1) / count, place_of(whole)) for _ in range(count - 1)
    ]
    return [*parts, whole - sum(parts, Decimal(0))]


def _funds(whole: Row, budget: Decimal) -> Row:
    """A part of the money, spent at the rate of the whole."""
    rate = whole["支出"] / whole["全年预算"] if whole["全年预算"] else Decimal(1)
    spent = share(budget, float(rate), place_of(whole["支出"]))
    row: Row = {"全年预算": budget, "支出": min(spent, budget)}
    if rate < Decimal("0.9"):
        row["说明"] = f"未支出的{budget - row['支出']}{whole['单位']}结转下年使用。"
    return row


def years(draft: Draft, values: Row) -> Row:
    """The year before as well, each with its money; the totals are those of the report's year."""
    funds = values["资金"]
    kept = [key for key in ("全年预算", "到位", "支出") if funds.get(key) is not None]
    before: Row = {key: share(funds[key], 0.8, place_of(funds[key])) for key in kept}
    if {"全年预算", "支出"} <= before.keys():
        before["支出"] = min(before["支出"], before["全年预算"])
    by_year = [
        {"年度": draft.year - 1, **before},
        {"年度": draft.year, **{key: funds[key] for key in kept}},
    ]
    covered = [draft.year - 1, draft.year]
    return {"涵盖年度": covered, "资金": funds | {"分年度": by_year}}
