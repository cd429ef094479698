"""A renamed department: its old reports keep the name under which they were published."""

from collections.abc import Mapping, Sequence
from typing import Any

from generator.model.problems import Level, quote


def complaint(
    before: Mapping[str, Any], now: Mapping[str, Any], names: Sequence[str]
) -> tuple[Level, str] | None:
    """What is wrong where a published report names its department differently now; None if nothing.

    `names` are today's name and the former ones; empty where an earlier build did not write them.
    """
    old, new = str(before.get("部门")), str(now.get("部门"))
    if old == new:
        return None
    change = f"公开过的“部门”原为{quote(old)}，现为{quote(new)}"
    today, former = names[:1], names[1:]
    if old in former and [new] == list(today):
        remedy = f"请在报告里写“部门: {old}”；原来就写错的，在“更正”里说明"
        return Level.ERROR, f"{change}。机构改名，旧报告仍用出具时的名称：{remedy}。"
    if [old] == list(today) and new in former:
        return Level.NOTICE, f"{change}，是报告出具时的名称。公开记录会写明一次“改动”。"
    return Level.WARNING, f"{change}，没有写“更正”。公开记录会写明“改动”；请考虑加一条更正。"
