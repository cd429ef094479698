"""What was changed in a file of the content, in the words of who hands it in."""

import re
from collections.abc import Sequence

from generator.model.choices import Status
from generator.model.field_changes import FieldChange, field_changes
from generator.source.tree import Value

_FIGURE = re.compile(r"[0-9][0-9,.]*\s?(?:%|％|元|万元|亿元)?")
_PUBLIC = (Status.PUBLISHED, Status.WITHDRAWN)
_TOLD = ("状态", "更正", "公开日期", "撤回")  # keys of which the words before say enough
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
    found = [one for one in field_changes(before, after) if one.where[0] not in _TOLD]
    figures = [one for one in found if _is_figure(one)]
    said += [f"{one.label} {one.before}→{one.now}" for one in figures[:_MOST_FIGURES]]
    if len(figures) > _MOST_FIGURES:
        said.append(f"另 {len(figures) - _MOST_FIGURES} 个数")
    told = {one.where[0] for one in figures}
    rest = list(dict.fromkeys(str(one.where[0]) for one in found if one.where[0] not in told))
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


def message_of(lines: Sequence[tuple[str, str]]) -> str:
    """The message of a commit: a line a report, below a line that sums them up."""
    told = [f"{title}：{what}" for title, what in lines]
    if len(told) == 1:
        return told[0]
    names = "、".join(title for title, _ in lines[:3])
    return f"{names}等 {len(told)} 项\n\n" + "\n".join(told) if told else ""


def _is_figure(one: FieldChange) -> bool:
    """Whether a figure became another one."""
    return all(text and _FIGURE.fullmatch(text) for text in (one.before, one.now))


def _rows(value: Value) -> int:
    return len(value) if isinstance(value, list) else 0
