"""Rows of two states of a table: which belong together, and what each is called."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from generator.model.form import ROW_NAMES

# What says what a row is of, the likeliest first: rows of reports, then those of settings.
_ROW_NAMES = (*ROW_NAMES, "文号", "栏", "标题", "文件", "规则", "网址", "号码", "日期")
# What tells rows of one name apart, besides it.
_ABOVE_ROW = ("所属目标", "一级", "二级", "机构", "年度", "级次", "日期")


def partners(before: Sequence[Any], now: Sequence[Any]) -> Mapping[int, int]:
    """The former number of each row that there was before, by its number now."""
    found: dict[int, int] = {}
    for alike in (_whole, _full_name, _name):
        free: dict[Hashable, list[int]] = defaultdict(list)
        taken = {*found.values()}
        for number, row in enumerate(before):
            if number not in taken:
                free[alike(row)].append(number)
        for number, row in enumerate(now):
            if number not in found and alike(row) and free[alike(row)]:
                found[number] = free[alike(row)].pop(0)
    taken = {*found.values()}
    for number, row in enumerate(now):  # the name itself changed: a like row in the same place
        last = found.get(number - 1, -1) + 1
        is_free = number not in found and last < len(before) and last not in taken
        if is_free and _is_like(before[last], row):
            found[number] = last
            taken.add(last)
    return found


def _whole(row: Any) -> Hashable:
    return repr(row)


def _full_name(row: Any) -> Hashable:
    if not isinstance(row, Mapping):
        return ""
    return (*(str(row.get(key)) for key in _ABOVE_ROW), _name(row)) if _name(row) else ""


def _name(row: Any) -> str:
    if not isinstance(row, Mapping):
        return ""
    return next((str(row[key]) for key in _ROW_NAMES if row.get(key)), "")


def _is_like(before: Any, now: Any) -> bool:
    """Whether half of what two rows state is the same; texts and rows without names always are."""
    if not (isinstance(before, Mapping) and isinstance(now, Mapping)):
        return True
    if not _name(before) and not _name(now):
        return True
    keys = before.keys() | now.keys()
    return sum(bool(before.get(key) == now.get(key)) for key in keys) * 2 >= len(keys)


def row_names(rows: Sequence[Any]) -> Sequence[str]:
    """What each row is called: a name that comes again by its number, none by its place."""
    found: list[str] = []
    seen: dict[str, int] = defaultdict(int)
    for number, row in enumerate(rows, 1):
        name = _name(row)
        seen[name] += 1
        again = f"（{seen[name]}）" if seen[name] > 1 else ""
        found.append(f"“{name}”{again}" if name else f"第 {number} 行")
    return found


def is_reordered(matched: Mapping[int, int]) -> bool:
    """Whether rows that stayed, as `partners` tells them, stand in another order."""
    order = [matched[number] for number in sorted(matched)]
    return order != sorted(order)
