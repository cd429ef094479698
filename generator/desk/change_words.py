"""What was changed in a file of the content, in the words of who hands it in."""

import re
import sys
from collections.abc import Iterator, Sequence

from generator.desk.posted import written
from generator.model.choices import Status
from generator.source.merging import edits_between
from generator.source.tree import FieldPath, Value, field_name

_FIGURE = re.compile(r"[0-9][0-9,.]*\s?(?:%|％|元|万元|亿元)?")
_PUBLIC = (Status.PUBLISHED, Status.WITHDRAWN)
_MOST_FIGURES, _MOST_KEYS, _LONGEST = 3, 4, 300


def change_words(before: Value, after: Value) -> str:
    """In short: new, withdrawn, corrected; the figures that moved; which parts else."""
    if before is None:
        return "新的"
    if not isinstance(before, dict) or not isinstance(after, dict):
        return "改动"
    said = []
    status = after.get("状态")
    if before.get("状态") != status:
        said.append(str(status) if status in _PUBLIC else "改回草稿")
    if _rows(after.get("更正")) > _rows(before.get("更正")):
        said.append("更正")
    places = [one.where for one in edits_between(before, after)]
    figures = [words for where in places if (words := _figure(before, after, where))]
    said += figures[:_MOST_FIGURES]
    if len(figures) > _MOST_FIGURES:
        said.append(f"另 {len(figures) - _MOST_FIGURES} 个数")
    told = {"状态", "更正", "公开日期", "撤回"}
    told |= {str(where[0]) for where in places if _figure(before, after, where)}
    rest = list(dict.fromkeys(str(one[0]) for one in places if one and one[0] not in told))
    said += rest[:_MOST_KEYS]
    return "、".join(said) + ("等" if len(rest) > _MOST_KEYS else "") or "改动"


def shown(value: Value, longest: int = _LONGEST) -> str:
    """A value on a page, whatever it is; cut where it is longer."""
    if isinstance(value, dict):
        text = "，".join(f"{key}：{shown(one, longest)}" for key, one in value.items() if one)
    elif isinstance(value, list):
        text = f"{len(value)} 行：" + "；".join(shown(one, longest) for one in value)
    else:
        text = value or "（没有）"
    return text if len(text) <= longest else f"{text[:longest]}…"


def every_change(before: Value, after: Value) -> list[tuple[str, str, str]]:
    """Each value that differs, whole: its name, what it was, what it is; a row is one value."""
    former, now = dict(_units(before, ())), dict(_units(after, ()))
    return [
        (field_name(where), former.get(where, ""), now.get(where, ""))
        for where in {**now, **former} if former.get(where) != now.get(where)
    ]  # fmt: skip


def message_of(lines: Sequence[tuple[str, str]]) -> str:
    """The message of a commit: a line a report, below a line that sums them up."""
    told = [f"{title}：{what}" for title, what in lines]
    if len(told) == 1:
        return told[0]
    names = "、".join(title for title, _ in lines[:3])
    return f"{names}等 {len(told)} 项\n\n" + "\n".join(told) if told else ""


def _figure(before: Value, after: Value, where: FieldPath) -> str:
    """A figure that moved; empty where something else changed there."""
    former, now = written(before, where), written(after, where)
    if _FIGURE.fullmatch(former) and _FIGURE.fullmatch(now):
        return f"{field_name(where)} {former}→{now}"
    return ""


def _units(value: Value, where: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    is_row = where and isinstance(where[-1], int) and isinstance(value, dict)
    if isinstance(value, dict) and not is_row:
        for key, one in value.items():
            yield from _units(one, (*where, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _units(one, (*where, number))
    elif value:
        yield where, shown(value, sys.maxsize).strip("\n")


def _rows(value: Value) -> int:
    return len(value) if isinstance(value, list) else 0
