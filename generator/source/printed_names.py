"""Hints for a key that is what the report's own form prints: which key of the format it is."""

import re
import unicodedata
from collections.abc import Container, Iterator

from generator.model.form import Form, Part
from generator.source.tree import FieldPath

_COVERED = "包含项目"  # a project of these is written as a report is
_ROWS = {"资金": "来源"}  # where the rows of a table stand, if not right below it
# A column of the form that is a cell of its own for the total.
_ELSEWHERE = {"资金.执行率": "自评.执行率", "资金.到位率": "自评.到位率"}


def printed_key_hint(name: str, where: FieldPath, known: Container[str], form: Form) -> str:
    """How to mend the key `name` of the record at `where`; empty where the form prints no such.

    `known` are the keys of that record.
    """
    place = ".".join(step for step in where if isinstance(step, str) and step != _COVERED)
    found = [field for printed, field in _printed(form) if _folded(printed) == _folded(name)]
    found = found or [one for printed, one in _printed(form) if _bare(printed) == _bare(name)]
    for field in found:
        above, _, key = field.rpartition(".")
        if key in known and (place == above or place.startswith(f"{above}.")):
            return f"它是表上印的名称，这里{_called(key, name)}。"
    for field in found:
        above, _, key = _ELSEWHERE.get(field, field).rpartition(".")
        if key != name:
            return f"它是表上印的名称，这里{_called(key, name)}，{_moved(above, place)}"
    for part in form.parts:
        if any(_bare(line) == _bare(name) for line in part.lines) and _is_in(part, place):
            return f"它是表上的一行，不是键：{_as_row(part, name)}"
    return ""


def _printed(form: Form) -> Iterator[tuple[str, str]]:
    """Each name that the form prints and the field that it is; fields before columns."""
    for part in form.parts:
        yield from ((one, part.field) for one in (part.printed, *part.synonyms) if one)
    for part in form.parts:
        for column in part.columns:
            field = f"{part.field}.{column.field}"
            yield from ((one, field) for one in (column.printed, *column.synonyms) if one)


def _folded(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def _bare(name: str) -> str:
    """Without what explains it: `其中:` before, `(A)` or a unit behind."""
    return re.sub(r"\(.*", "", _folded(name).removeprefix("其中:").rstrip(":"))


def _called(key: str, printed: str) -> str:
    if key == "开始时间" and "起止" in printed:
        return "分成“开始时间”和“结束时间”"
    return f"叫“{key}”"


def _moved(above: str, place: str) -> str:
    if not above:
        return "写在报告的最外层（行首不空格）。请移过去。"
    return f"属于“{_ROWS[above] if above == place and above in _ROWS else above}”。请移到那里。"


def _is_in(part: Part, place: str) -> bool:
    return place == part.field or place.startswith(f"{part.field}.")


def _as_row(part: Part, name: str) -> str:
    rows = _ROWS.get(part.field)
    below = f"写在“{rows}”下面，" if rows else ""
    names = [one.field for one in part.columns if one.field in ("项目", "名称")] or ["名称"]
    return f"{below}另起一行“- {names[0]}: {name}”，数字写在它下面。"
