"""Which figures and attachments of a report changed, each with its place in the report."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, TypeAlias

Data: TypeAlias = Mapping[str, Any]
FieldPath: TypeAlias = tuple[str | int, ...]

# The parts of a report that hold figures, and what they are figures of.
FIGURES = ("项目名称", "评价类型", "资金", "自评", "指标")
TEXTS = ("偏差原因",)  # the running text in a row of figures
ATTACHMENTS = "附件"


class Difference(NamedTuple):
    """A value that changed; None where it is not stated."""

    where: FieldPath
    before: str | None
    now: str | None

    @property
    def name(self) -> str:
        """As messages name it: 资金·支出, 指标第 3 行·完成值."""
        return "".join(
            f"第 {step + 1} 行" if isinstance(step, int) else f"{'·' if place else ''}{step}"
            for place, step in enumerate(self.where)
        )

    def __str__(self) -> str:
        return f"“{self.name}”原为 {_shortened(self.before)}，现为 {_shortened(self.now)}"

    @property
    def note(self) -> str:
        """What the note of a correction would say of it."""
        return f"{self.name}由 {_shortened(self.before)} 更正为 {_shortened(self.now)}"


def changed_figures(before: Data, now: Data) -> list[Difference]:
    """Each figure that changed; 50.00 and 50 are the same."""
    old, new = _figures(before), _figures(now)
    found = [Difference(where, old.get(where), new.get(where)) for where in old | new]
    return [one for one in found if _number(one.before) != _number(one.now)]


def changed_attachments(before: Data, now: Data) -> list[Difference]:
    """Each attachment that was added or removed, or has other bytes or another name for readers."""
    old, new = _attached(before), _attached(now)
    rows = list(new)
    return [
        Difference((ATTACHMENTS, rows.index(file)) if file in new else (ATTACHMENTS,),
                   file if file in old else None, file if file in new else None)
        for file in old | new
        if old.get(file) != new.get(file)
    ]  # fmt: skip


def _attached(data: Data) -> dict[str, Any]:
    return {one["文件"]: one for one in data.get(ATTACHMENTS, ())}


def _shortened(value: str | None) -> str:
    return "未填报" if value is None else value if len(value) < 40 else f"{value[:40]}…"


def _figures(data: Data) -> dict[FieldPath, str]:
    """Place and text of every figure."""
    parts = {key: data[key] for key in FIGURES if key in data}
    return {path: text for path, text in leaves(parts) if path[-1] not in TEXTS}


def leaves(value: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """Place and text of every value below `value`, a tree of mappings and lists."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))
    else:
        yield path, str(value)


def _number(text: str | None) -> Decimal | str | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return text
