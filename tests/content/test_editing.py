"""Content read file by file as it changes is what it would be read as a whole."""

import random
import shutil
from pathlib import Path

import pytest

from generator.content.editing import EditedContent
from generator.content.examination_store import Store
from generator.content.loader import ReadOptions
from generator.model.entry import Entry
from generator.runtime.clock import today
from tests.support import releases

pytestmark = pytest.mark.slow("reads a county after each of many edits")

STEPS = 20


def test_after_any_edits_it_is_what_a_first_reading_finds(tmp_path: Path) -> None:
    """Reports are edited, copied, moved, removed, named oddly, at random."""
    content = releases.content(tmp_path, 16)
    options, chance = ReadOptions(today(), Store(tmp_path / "cache")), random.Random(3)
    edited = EditedContent(content, options)
    edited.read_all(lambda _: None)
    told = set()
    for number in range(STEPS):
        files = sorted(content.glob("reports/*/*/*.yml"))
        one, other = chance.sample(files, 2)
        change = CHANGES[number % len(CHANGES)]
        edited.read_changed([file.absolute() for file in change(one, other)])
        edited.check_across_reports()
        fresh = EditedContent(content, options)
        fresh.read_all(lambda _: None)
        assert _state(edited) == _state(fresh), (number, change.__name__, one, other)
        told |= {one.rule for one in edited.problems}
    assert told >= {"path-mismatch", "stray-file"}


def _state(edited: EditedContent) -> object:
    shown = edited.catalogue
    assert shown
    groups = [
        {key: list(map(_said, group)) for key, group in of.items()}
        for of in (
            shown.by_year,
            shown.by_department,
            shown.by_department_and_year,
            shown.by_project,
        )
    ]
    projects = {
        key: [list(map(_said, those)) for those in one[2:]]
        for key, one in shown.project_pages.items()
    }
    near = [[_said(other) for other in shown.neighbours(one, 5)] for one in shown.current]
    public = edited.public()
    return (
        set(edited.problems), edited.summaries, list(map(_said, shown.public)), edited.unpublished,
        groups, projects, near, set(map(_said, shown.by_address.values())),
        list(map(_said, shown.latest)), list(shown.covering_year),
        public and [one.address for one in public.public], set(edited.errors), len(edited),
    )  # fmt: skip


def _said(one: Entry) -> tuple[str, str, object]:
    return one.address, one.content_digest, one.report.publication_date


def _name(one: Path, _: Path) -> list[Path]:
    releases.change(one, "项目名称: ", "项目名称: 另一个")
    return [one]


def _text(one: Path, other: Path) -> list[Path]:
    """What another says, under its own name."""
    kept = next(row for row in one.read_text("utf-8").splitlines() if row.startswith("项目名称"))
    rows = other.read_text("utf-8").splitlines()
    said = [kept if row.startswith("项目名称") else row for row in rows]
    one.write_text("\n".join(said) + "\n", "utf-8")
    return [one]


def _copy(one: Path, _: Path) -> list[Path]:
    """As if the year had been forgotten: two reports of one address."""
    made = one.with_name(f"{one.stem}-2.yml")
    shutil.copy(one, made)
    return [made]


def _later(one: Path, _: Path) -> list[Path]:
    """In a folder that is new."""
    made = one.parents[2] / "2031" / one.parent.name / one.name
    made.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(one, made)
    return [made]


def _move(one: Path, _: Path) -> list[Path]:
    return [one, one.rename(one.with_name(f"a{one.name}"))]


def _odd(one: Path, _: Path) -> list[Path]:
    return [one, one.rename(one.with_name(f"A_{one.name}"))]


def _remove(one: Path, _: Path) -> list[Path]:
    one.unlink()
    return [one]


def _withdraw(one: Path, _: Path) -> list[Path]:
    """Or have it public again."""
    withdrawn = "状态: 撤回\n撤回: {日期: 2026-01-01, 理由: 示例}\n"
    text = one.read_text("utf-8")
    former, now = (
        ("状态: 公开\n", withdrawn) if withdrawn not in text else (withdrawn, "状态: 公开\n")
    )
    one.write_text(text.replace(former, now), "utf-8")
    return [one]


def _leave(one: Path, _: Path) -> list[Path]:
    """The report goes, its attachments stay."""
    _attach(one, one)
    return _remove(one, one)


def _draft(one: Path, _: Path) -> list[Path]:
    text = one.read_text("utf-8")
    swapped = {"状态: 公开": "状态: 草稿", "状态: 草稿": "状态: 公开"}
    former = next((row for row in swapped if row in text), None)
    if former:
        one.write_text(text.replace(former, swapped[former]), "utf-8")
    return [one]


def _attach(one: Path, _: Path) -> list[Path]:
    file = one.with_suffix("") / "fujian.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_text("联系电话 13900001111\n", "utf-8")
    return [file]


CHANGES = (_name, _text, _copy, _later, _move, _odd, _remove, _draft, _leave, _withdraw)
