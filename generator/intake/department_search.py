"""Finds the department that a person means: by any of its names, by pinyin, by initials."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from generator.model.department import Department

_COUNTY = re.compile(r"^[\u4e00-\u9fff]{2,8}?[省市县区州盟旗](?=[\u4e00-\u9fff]{2,})")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


def find_exact(departments: Iterable[Department], typed: str) -> list[Department]:
    """The departments with that name (with or without the county), slug, pinyin or initials."""
    every, word = list(departments), _folded(typed)
    for kind in (_names, _names_without_county, _pinyin_spellings):
        found = [one for one in every if word in map(_folded, kind(one, every))]
        if found:
            return found
    return []


def find_similar(departments: Iterable[Department], typed: str) -> list[Department]:
    """The departments with a name that contains the word or is similar to it, the best first."""
    every, word = list(departments), _folded(typed)
    if not word:
        return []
    bare = _folded(_without_county(typed, every))

    def likeness(one: Department) -> float:
        names = [
            _folded(name) for name in (*_names(one, every), *_names_without_county(one, every))
        ]
        if any(bare in name or word in name for name in names):
            return 2
        return max(difflib.SequenceMatcher(None, bare, name).ratio() for name in names)

    rated = [(likeness(one), one) for one in every]
    similar = [(rate, one) for rate, one in rated if rate >= 0.66]
    return [one for _, one in sorted(similar, key=lambda pair: -pair[0])]


def register_lines(departments: Iterable[Department], typed: str) -> str:
    """The lines to add to the register for a department that is not in it."""
    every = list(departments)
    name = typed.strip() if _HAN.search(typed) else "部门全称"
    slug = "".join(_pinyin(_without_county(name, every))) if _HAN.fullmatch(name) else ""
    if slug and not name.startswith(county := _county(every)):
        name = f"{county}{name}"
    return f"- 名称: {name}\n  标识: {slug or 'gonganju'}"


def _without_county(name: str, every: Sequence[Department]) -> str:
    """The name without the county with which it, or every name of the register, begins."""
    return name.removeprefix(_county(every) or (_COUNTY.match(name) or [""])[0])


def _county(every: Sequence[Department]) -> str:
    """The county with which all names of the register begin; empty where they do not."""
    columns = zip(*(one.name for one in every), strict=False) if len(every) > 1 else ()
    common = "".join(letters[0] for letters in takewhile(lambda c: len(set(c)) == 1, columns))
    found = _COUNTY.match(f"{common}局局")
    return found[0] if found else ""


def _names(one: Department, _every: object = ()) -> Iterator[str]:
    yield from (one.name, one.slug, *one.former_names)
    if one.short_name:
        yield one.short_name


def _names_without_county(one: Department, every: Sequence[Department]) -> Iterator[str]:
    for name in _names(one):
        yield _without_county(name, every).removeprefix("县").removeprefix("区")


def _pinyin_spellings(one: Department, every: Sequence[Department]) -> Iterator[str]:
    for name in (*_names(one), *_names_without_county(one, every)):
        if _HAN.search(name):
            sounds = _pinyin(name)
            yield "".join(sounds)
            yield "".join(sound[:1] for sound in sounds)


def _pinyin(name: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  takes a while to load

    return [str(sound).lower() for sound in lazy_pinyin(name, style=Style.NORMAL)]


def _folded(name: str) -> str:
    return re.sub(r"\s", "", name).lower()
