"""Which figures and files of a report are not what they were, each with its place in the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, TypeAlias

Data: TypeAlias = Mapping[str, Any]
FieldPath: TypeAlias = tuple[str | int, ...]

# What a report is about, and what it states in figures, with what they are figures of.
FIGURES = ("项目名称", "评价类型", "资金", "自评", "指标")
TEXTS = ("偏差原因",)  # in a row of figures, running text
ATTACHMENTS = "附件"


class Difference(NamedTuple):
    """A value that is not what it was; None where it is not stated."""

    where: FieldPath
    before: str | None
    now: str | None

    @property
    def name(self) -> str:
        """As a message names it: 资金·支出, 指标第 3 行·完成值."""
        return "".join(
            f"第 {step + 1} 行" if isinstance(step, int) else f"{'·' if place else ''}{step}"
            for place, step in enumerate(self.where)
        )

    def __str__(self) -> str:
        return f"“{self.name}”原为 {_short(self.before)}，现为 {_short(self.now)}"

    @property
    def note(self) -> str:
        """What a correction would say of it."""
        return f"{self.name}由 {_short(self.before)} 更正为 {_short(self.now)}"


def figures(before: Data, now: Data) -> list[Difference]:
    """Each figure that is not what it was; 50.00 and 50 are the same."""
    old = {where: value for key in FIGURES for where, value in _flat(before.get(key, {}), (key,))}
    new = {where: value for key in FIGURES for where, value in _flat(now.get(key, {}), (key,))}
    places = [*old, *(where for where in new if where not in old)]
    found = [Difference(where, old.get(where), new.get(where)) for where in places]
    return [one for one in found if _figure(one.before) != _figure(one.now)]


def attachments(before: Data, now: Data) -> list[Difference]:
    """Each attached file that came, went or has other bytes or another name for readers."""
    old, new = _attached(before), _attached(now)
    rows = list(new)
    return [
        Difference((ATTACHMENTS, rows.index(file)) if file in new else (ATTACHMENTS,),
                   file if file in old else None, file if file in new else None)
        for file in [*old, *(file for file in new if file not in old)]
        if old.get(file) != new.get(file)
    ]  # fmt: skip


def _attached(data: Data) -> dict[str, Any]:
    return {one["文件"]: one for one in data.get(ATTACHMENTS, ())}


def _short(value: str | None) -> str:
    return "未填报" if value is None else value if len(value) < 40 else f"{value[:40]}…"


def _flat(value: Any, where: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    """Place and value of every figure in a part of a report."""
    if isinstance(value, list):
        for number, row in enumerate(value):
            yield from _flat(row, (*where, number))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in TEXTS:
                yield from _flat(inner, (*where, key))
    else:
        yield where, str(value)


def _figure(text: str | None) -> Decimal | str | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return text
