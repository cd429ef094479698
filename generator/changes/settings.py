"""What else changes public pages: the site's settings, the register, forms, written pages."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.changes.states import State
from generator.changes.values import Change, Differences, compare
from generator.model.department import Department
from generator.model.form import Form
from generator.model.record import Record
from generator.model.site import Site

_FOR_STAFF = ("检查规则", "可公开号码", "格式版本")  # keys of `site.yml` that no page shows


class SettingChange(NamedTuple):
    """A file that is no report, or a part of one, and what differs in it.

    `reach` is how many public reports are shown by it.
    """

    file: str
    name: str
    note: str  # 新的, 删去了, or nothing
    differences: Differences
    reach: int = 0


def changes(before: State, now: State) -> Iterator[SettingChange]:
    """What differs, file by file."""
    yield from _site(before, now)
    yield from _departments(before, now)
    yield from _forms(before, now)
    yield from _pages(before, now)


def _site(before: State, now: State) -> Iterator[SettingChange]:
    old, new = (_dump(one.context.site) for one in (before, now))
    found = _compared({**old}, {**new}, Site)
    if old and found:
        yield SettingChange("site.yml", "网站", "", found)


def _departments(before: State, now: State) -> Iterator[SettingChange]:
    old, new = ({one.slug: one for one in state.context.departments} for state in (before, now))
    for slug in dict.fromkeys([*new, *old]):
        had, has = old.get(slug), new.get(slug)
        name = (has or had or next(iter(new.values()))).name
        found = _compared(_dump(had), _dump(has), Department)
        if found:
            reach = _reach(now, lambda entry, slug=slug: entry.department.slug == slug)
            note = _note(had, has)
            yield SettingChange("departments.yml", name, note, found, reach)
    stayed = [[one for one in found if one in old and one in new] for found in (old, new)]
    if stayed[0] != stayed[1]:
        orders = ("、".join(new[slug].short for slug in found) for found in stayed)
        order = Differences((Change("部门的次序", *orders),))
        yield SettingChange("departments.yml", "部门登记表", "", order)


def _forms(before: State, now: State) -> Iterator[SettingChange]:
    old, new = (state.context.reference_data.forms for state in (before, now))
    for name in dict.fromkeys([*new, *old]):
        had, has = old.get(name), new.get(name)
        found = _compared(_dump(had), _dump(has), Form)
        if found:
            reach = _reach(
                now, lambda entry, name=name: name in (entry.report.form, entry.report.outline)
            )
            note = _note(had, has)
            yield SettingChange(_form_file(before, now, name), name, note, found, reach)


def _form_file(before: State, now: State, name: str) -> str:
    places = [f"{folder}/{name}.yml" for folder in ("forms", "outlines")]
    return next(
        (one for one in places for state in (now, before) if (state.folder / one).is_file()),
        places[0],
    )


def _pages(before: State, now: State) -> Iterator[SettingChange]:
    old, new = ({one.slug: one for one in state.pages} for state in (before, now))
    for slug in dict.fromkeys([*new, *old]):
        had, has = old.get(slug), new.get(slug)
        if had != has:
            texts = [one.text if one else None for one in (had, has)]
            found = Differences((Change("正文", *texts),))
            title = (has or had or next(iter(new.values()))).title
            yield SettingChange(f"pages/{slug}.md", title, _note(had, has), found)
    pictures, others = (
        {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in state.page_files}
        for state in (before, now)
    )
    for name in dict.fromkeys([*others, *pictures]):
        if pictures.get(name) != others.get(name):
            digests = Change("图片", pictures.get(name), others.get(name))
            note = _note(pictures.get(name), others.get(name))
            yield SettingChange(f"pages/{name}", name, note, Differences((digests,)))


def _note(before: object, now: object) -> str:
    return "新的" if before is None else "删去了" if now is None else ""


def _reach(state: State, uses: Any) -> int:
    entries = (one.entry for one in state.examined.values())
    return sum(uses(one) for one in entries if one and one.is_public(state.today))


def _dump(record: Record | None) -> Mapping[str, Any]:
    if record is None:
        return {}
    found: dict[str, Any] = record.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {key: value for key, value in found.items() if key not in _FOR_STAFF}


def _compared(before: Mapping[str, Any], now: Mapping[str, Any], kind: type[Record]) -> Differences:
    return compare(before, now, kind)
