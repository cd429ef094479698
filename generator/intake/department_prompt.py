"""The department of a new report, from an option or a question: found by any of its names, by
pinyin, by initials; with help where it is not found.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

import click

from generator.console.prompts import ask
from generator.model.department import Department
from generator.model.problems import JixiaoError, quote

_MAX_LISTED = 30  # departments that are listed without being asked for
_MAX_SIMILAR = 5
_SKIPS = ("-", "－", "—")
_COUNTY = re.compile(r"^[\u4e00-\u9fff]{2,8}?[省市县区州盟旗](?=[\u4e00-\u9fff]{2,})")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


def choose_department(
    content: Path, departments: Sequence[Department], option: str | None
) -> tuple[Department, str]:
    """The department, and the name by which the person called it; asked for without an option.

    Raises JixiaoError where the option names none, or several.
    """
    if not departments:
        raise JixiaoError(
            f"登记表 {content / 'departments.yml'} 里还没有部门。请先登记，如：\n"
            f"{register_lines((), '')}"
        )
    if option is not None:
        return _find(content, departments, option)
    if len(departments) <= _MAX_LISTED:
        _list(departments)
    return ask(
        "部门（名称、简称、标识或拼音首字母；打 ? 列出全部）",
        lambda answer: _from_answer(content, departments, answer),
    )


def choose_or_skip(
    content: Path, departments: Sequence[Department]
) -> tuple[Department, str] | None:
    """The same, asked for; None where the person has none."""
    if len(departments) <= _MAX_LISTED:
        _list(departments)
    return ask(
        "部门（名称、简称、标识或拼音首字母；打 ? 列出全部，- 跳过）",
        lambda answer: (
            None if answer.strip() in _SKIPS else _from_answer(content, departments, answer)
        ),
    )


def _from_answer(
    content: Path, departments: Sequence[Department], answer: str
) -> tuple[Department, str]:
    if answer.strip() in ("?", "？"):
        _list(departments)
        raise JixiaoError("请从上面选一个，打名称、简称或标识。")
    if not answer.strip():
        raise JixiaoError(f"部门不能为空。打 ? 列出全部 {len(departments)} 个。")
    return _find(content, departments, answer)


def _find(content: Path, departments: Sequence[Department], name: str) -> tuple[Department, str]:
    found = _find_exact(departments, name)
    if len(found) == 1:
        return found[0], name.strip()
    if found:
        which = "、".join(f"{one.name}（{one.slug}）" for one in found[:_MAX_SIMILAR])
        raise JixiaoError(f"{quote(name)}有 {len(found)} 个部门：{which}。请写名称或标识。")
    raise JixiaoError(
        f"登记表里没有{quote(name)}。{_hint(departments, name)}\n"
        f"确实没有登记的，在 {content / 'departments.yml'} 末尾加上这几行"
        f"（标识是网址的一部分，公开后不改）：\n{register_lines(departments, name)}"
    )


def _hint(departments: Sequence[Department], name: str) -> str:
    if similar := _find_similar(departments, name)[:_MAX_SIMILAR]:
        return f"是不是{'、'.join(f'“{one.name}”' for one in similar)}？"
    if len(departments) > _MAX_LISTED:
        return f"登记了 {len(departments)} 个部门，运行 jixiao new 后打 ? 列出。"
    return f"登记的有：{'、'.join(one.name for one in departments)}。"


def _list(departments: Sequence[Department]) -> None:
    for one in departments:
        others = "、".join(name for name in (one.short_name, *one.former_names) if name)
        click.echo(f"  {one.slug:<16} {one.name}{f'（{others}）' if others else ''}")


def _find_exact(departments: Sequence[Department], typed: str) -> list[Department]:
    """The departments with that name (with or without the county), slug, pinyin or initials."""
    word = _folded(typed)
    for kind in (_names, _names_without_county, _pinyin_spellings):
        if found := [one for one in departments if word in map(_folded, kind(one, departments))]:
            return found
    return []


def _find_similar(departments: Sequence[Department], typed: str) -> list[Department]:
    """The departments with a name that contains the word or is similar to it, the best first."""
    word, bare = _folded(typed), _folded(_without_county(typed, departments))
    if not word:
        return []

    sound = "".join(_pinyin(bare)) if _HAN.fullmatch(bare) else ""

    def likeness(one: Department) -> float:
        every = (*_names(one), *_names_without_county(one, departments))
        names = [_folded(name) for name in every]
        if any(bare in name or word in name for name in names) or one.slug == sound:
            return 2
        return max(difflib.SequenceMatcher(None, bare, name).ratio() for name in names)

    rated = sorted(((likeness(one), one) for one in departments), key=lambda pair: -pair[0])
    return [one for rate, one in rated if rate >= 0.66]


def register_lines(departments: Sequence[Department], typed: str) -> str:
    """The lines to add to the register for a department that is not in it."""
    name = typed.strip() if _HAN.search(typed) else "部门全称"
    if _HAN.fullmatch(name) and not name.startswith(county := _county(departments)):
        name = f"{county}{name}"
    return f"- 名称: {name}\n  标识: {free_slug(name, departments)}"


def free_slug(name: str, departments: Sequence[Department]) -> str:
    """The name in pinyin without the county; with it or a number where that is taken."""
    bare = _without_county(name, departments)
    slug = "".join(_pinyin(bare)) if _HAN.fullmatch(name) else "gonganju"
    taken = {one.slug for one in departments}
    whole = "".join(_pinyin(name)) if _HAN.fullmatch(name) else slug
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (slug, whole, *numbered) if one not in taken)


def _without_county(name: str, departments: Sequence[Department]) -> str:
    """The name without the county with which it, or every name of the register, begins."""
    return name.removeprefix(_county(departments) or (_COUNTY.match(name) or [""])[0])


def _county(departments: Sequence[Department]) -> str:
    """The county with which all names of the register begin; empty where they do not."""
    names = [one.name for one in departments]
    columns = zip(*names, strict=False) if len(names) > 1 else ()
    common = "".join(letters[0] for letters in takewhile(lambda c: len(set(c)) == 1, columns))
    found = _COUNTY.match(f"{common}局局")
    return found[0] if found else ""


def _names(one: Department, _departments: object = ()) -> tuple[str, ...]:
    return (*one.all_names, one.slug)


def _names_without_county(one: Department, departments: Sequence[Department]) -> Iterator[str]:
    for name in _names(one):
        yield _without_county(name, departments).removeprefix("县").removeprefix("区")


def _pinyin_spellings(one: Department, departments: Sequence[Department]) -> Iterator[str]:
    for name in (*_names(one), *_names_without_county(one, departments)):
        if _HAN.search(name):
            sounds = _pinyin(name)
            yield "".join(sounds)
            yield "".join(sound[:1] for sound in sounds)


def _pinyin(name: str) -> list[str]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415  takes a while to load

    return [str(sound).lower() for sound in lazy_pinyin(name)]


def _folded(name: str) -> str:
    return re.sub(r"\s", "", name).lower()
