"""Which department a person means: by any of its names, by pinyin, by initials."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from generator.model.department import Department

_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,8}?[省市县区州盟旗](?=[\u4e00-\u9fff]{2,})")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


def exact(departments: Iterable[Department], typed: str) -> list[Department]:
    """Those that have this name, with or without the county, slug, pinyin or initials."""
    every, word = list(departments), _folded(typed)
    for kind in (_names, _bare, _spellings):
        found = [one for one in every if word in map(_folded, kind(one, every))]
        if found:
            return found
    return []


def near(departments: Iterable[Department], typed: str) -> list[Department]:
    """Those that may be meant, the likeliest first: their names hold the word, or nearly are it."""
    every, word = list(departments), _folded(typed)
    if not word:
        return []
    bare = _folded(without_place(typed, every))

    def likeness(one: Department) -> float:
        names = [_folded(name) for name in (*_names(one, every), *_bare(one, every))]
        if any(bare in name or word in name for name in names):
            return 2
        return max(difflib.SequenceMatcher(None, bare, name).ratio() for name in names)

    rated = [(likeness(one), one) for one in every]
    good = [(rate, one) for rate, one in rated if rate >= 0.66]
    return [one for _, one in sorted(good, key=lambda pair: -pair[0])]


def lines_to_add(departments: Iterable[Department], typed: str) -> str:
    """The lines of the register for a department that it does not have yet."""
    every = list(departments)
    name = typed.strip() if _HAN.search(typed) else "部门全称"
    bare, place = without_place(name, every), _place(every)
    slug = "".join(_pinyin(bare)) if _HAN.fullmatch(name) else ""
    if slug and not name.startswith(place):
        name = f"{place}{name}"
    return f"- 名称: {name}\n  标识: {slug or 'gonganju'}"


def without_place(name: str, every: Sequence[Department]) -> str:
    """The name without the county that all names of the register begin with."""
    place = _place(every) or (_PLACE.match(name) or [""])[0]
    return name.removeprefix(place)


def _place(every: Sequence[Department]) -> str:
    columns = zip(*(one.name for one in every), strict=False) if len(every) > 1 else ()
    common = "".join(letters[0] for letters in takewhile(lambda c: len(set(c)) == 1, columns))
    found = _PLACE.match(f"{common}局局")
    return found[0] if found else ""


def _names(one: Department, _every: object = ()) -> Iterator[str]:
    yield from (one.name, one.slug, *one.former_names)
    if one.short_name:
        yield one.short_name


def _bare(one: Department, every: Sequence[Department]) -> Iterator[str]:
    for name in _names(one):
        yield without_place(name, every).removeprefix("县").removeprefix("区")


def _spellings(one: Department, every: Sequence[Department]) -> Iterator[str]:
    for name in (*_names(one), *_bare(one, every)):
        if _HAN.search(name):
            sounds = _pinyin(name)
            yield "".join(sounds)
            yield "".join(sound[:1] for sound in sounds)


def _pinyin(name: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  takes a while to load

    return [str(sound).lower() for sound in lazy_pinyin(name, style=Style.NORMAL)]


def _folded(name: str) -> str:
    return re.sub(r"\s", "", name).lower()
