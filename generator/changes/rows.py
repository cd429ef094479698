"""Rows of a table before and now: which belong together."""

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]
Match: TypeAlias = tuple[int | None, int | None]  # places of a row before and now

# What says what a row is of, the likeliest first; and what tells those of one name apart.
_NAMES = (
    "项目名称",
    "文号",
    "文件",
    "三级",
    "规则",
    "网址",
    "号码",
    "名称",
    "项目",
    "年度",
    "日期",
)
_GROUPS = ("所属目标", "一级", "二级", "机构", "级次", "年度")
_ALIKE = 0.6  # names as alike as this are one that was mended


def name_of(row: Row, place: int) -> str:
    """What a row is called: by its name, else by its place."""
    found = next((row[key] for key in _NAMES if row.get(key)), None)
    return f"第 {place + 1} 行" if found is None else str(found)


def matched(before: Sequence[Row], now: Sequence[Row]) -> list[Match]:
    """Rows of now in their order, each with the one before; then those that are gone.

    First by name and group, then by name alone, then by names that are much alike, then what
    has no name by its place.
    """
    found: dict[int, int] = {}  # place before, by place now
    for key in (_full_name, lambda row: (name_of(row, 0),)):
        waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, row in enumerate(before):
            if place not in found.values():
                waiting[key(row)].append(place)
        for place, row in enumerate(now):
            if place not in found and waiting[key(row)]:
                found[place] = waiting[key(row)].pop(0)
    for place in range(len(now)):
        if place not in found:
            left = {i: name_of(before[i], i) for i in range(len(before)) if i not in found.values()}
            near = difflib.get_close_matches(
                name_of(now[place], place), left.values(), n=1, cutoff=_ALIKE
            )
            if near:
                found[place] = next(i for i, name in left.items() if name == near[0])
    taken = set(found.values())
    gone: list[Match] = [(place, None) for place in range(len(before)) if place not in taken]
    return [(found.get(place), place) for place in range(len(now))] + gone


def is_reordered(matches: Sequence[Match]) -> bool:
    """Whether rows that stayed stand in another order."""
    stayed = [before for before, now in matches if before is not None and now is not None]
    return stayed != sorted(stayed)


def _full_name(row: Row) -> tuple[str, ...]:
    return (name_of(row, 0), *_groups(row))


def _groups(row: Row) -> Iterator[str]:
    for key in _GROUPS:
        yield str(row.get(key) or "")
