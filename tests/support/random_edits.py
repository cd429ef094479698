"""Edits at random as the form makes them, and whether they left all else as it was."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from generator.content.editing import EditedContent
from generator.content.loader import ReadOptions
from generator.desk import posted
from generator.desk.desk import Desk
from generator.desk.files import NoFileError, OpenFile
from generator.desk.parts import Cell, every_part
from generator.runtime.clock import today
from generator.source.edits import EditError, edited

VALUES = (
    "示例", "48.60", "是", "~", "null", "0x1F", "2021-06-01", "a: b", "# 一", "- 一", "一 # 二", "'", '"',
    "@示例", "%x", "[1]", "{a}", "*a", "&a", "!x", "|", ">", "?", "一，二：三。", "1_000", "yes", "  前有空格",
    "\\n", "😀", "示例" * 200, "---", "...", "=", "<<", "12:30", "1e3", "",
)  # fmt: skip


class Outcome(NamedTuple):
    """An edit: where, what was typed, and what is wrong with what became of it."""

    name: str
    where: tuple[str | int, ...]
    typed: str
    fault: str  # empty where nothing is
    is_refused: bool  # the file stayed as it was


def opened(content: Path, store: Path) -> Desk:
    """A desk without a server."""
    return Desk(edited_content(content), store)


def edited_content(content: Path) -> EditedContent:
    """A content folder as a desk has read it."""
    found = EditedContent(content, ReadOptions(today()))
    found.read_all(lambda _: None)
    return found


def files(content: Path) -> list[str]:
    """Every file of a content folder that has a form."""
    places = ("reports/*/*/*.yml", "*.yml", "forms/*.yml", "outlines/*.yml")
    found = [one for place in places for one in sorted(content.glob(place)) if one.is_file()]
    return [one.relative_to(content).as_posix() for one in found]


def outcomes(desk: Desk, names: Sequence[str], number: int, seed: int) -> Iterator[Outcome]:
    """So many edits of values at random in files at random."""
    chance, kept = random.Random(seed), {}
    for _ in range(number):
        name = chance.choice(names)
        if name not in kept:
            try:
                kept[name] = _cells(desk, desk.files.open(name))
            except NoFileError:  # a name that the desk does not open
                kept[name] = None, None, [], {}, []
        file, value, parts, order, cells = kept[name]
        if cells:
            cell, typed = chance.choice(cells), chance.choice(VALUES)
            yield _outcome(file, value, parts, order, cell, typed)


def _cells(desk: Desk, file: OpenFile):  # type: ignore[no-untyped-def]
    source = file.read()
    if source is None:
        return file, None, [], {}, []
    parts = desk.parts(file, source.value)
    cells = [one for one in every_part(parts) if isinstance(one, Cell) and one.where]
    return file, source.value, parts, desk.order(file, source.value, parts), cells


def _outcome(file: OpenFile, value, parts, order, cell: Cell, typed: str) -> Outcome:  # type: ignore[no-untyped-def]
    text = file.data.decode()
    sent = posted.values([(posted.path_name(cell.where), typed)])
    changed, _ = posted.changes(sent, value, value)
    try:
        made = edited(text, posted.edits(changed, value, parts), order)
    except EditError:
        return Outcome(file.name, cell.where, typed, "", True)
    return Outcome(file.name, cell.where, typed, _fault(text, made, cell, bool(changed)), False)


def _fault(text: str, made: str, cell: Cell, is_changed: bool) -> str:
    if not is_changed:
        return "" if made == text else "changed without a change"
    span = _span(text, cell.where)
    if span is None:  # a key that is new: every line that was there is there, in its order
        lines = iter(made.splitlines())
        lost = next((one for one in text.splitlines() if one.strip() and one not in lines), None)
        is_kept = lost is None or not cell.value
        return "" if is_kept else f"lost {lost!r}"
    before, after = text[: span[0]].rstrip(), text[span[1] :].strip()
    if not made.startswith(before):
        return f"changed before the value: {before[-40:]!r}"
    return "" if made.rstrip().endswith(after) else f"changed behind the value: {after[:40]!r}"


def _span(text: str, where: tuple[str | int, ...]) -> tuple[int, int] | None:
    """Where a scalar begins and ends; None where there is none."""
    node = yaml.compose(text, yaml.SafeLoader)
    for step in where:
        if isinstance(node, yaml.MappingNode) and isinstance(step, str):
            found = [below for key, below in node.value if key.value == step]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            found = node.value[step : step + 1]
        else:
            return None
        if not found:
            return None
        node = found[0]
    if not isinstance(node, yaml.ScalarNode) or not node.value:
        return None
    return node.start_mark.index, node.end_mark.index
