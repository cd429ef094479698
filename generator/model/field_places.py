"""What people call the places of a record: 资金·支出, 指标“满意度”·完成值."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, TypeAlias

from pydantic import BaseModel

from generator.model.record import field_names, record_in
from generator.model.report import Report

FieldPath: TypeAlias = tuple[str | int, ...]
# What a form prints, by dotted key: {"资金.支出": "全年执行数"}.
Names: TypeAlias = Mapping[str, str]

_COVERED = "包含项目."  # whose fields a form prints as those of the report


def top(names: Names | None = None) -> "Place":
    """The whole record; `names` are what a report's form prints (`Form.printed_names`)."""
    return Place((), "", "", _own_names(names or {}))


class Place(NamedTuple):
    """Where a value stands: its path, and what people call it: 资金·支出, 指标“满意度”·完成值."""

    where: FieldPath
    label: str
    dotted: str  # the keys alone
    names: Names

    def key(self, key: str) -> "Place":
        """What stands under a key."""
        dotted = f"{self.dotted}.{key}" if self.dotted else key
        name = self.names.get(dotted) or self.names.get(dotted.removeprefix(_COVERED)) or key
        label = f"{self.label}·{name}" if self.label else name
        return self._replace(where=(*self.where, key), label=label, dotted=dotted)

    def row(self, number: int, name: str) -> "Place":
        """A row, by its number from 0 and its name (`row_matching.row_names`)."""
        return self._replace(where=(*self.where, number), label=f"{self.label}{name}")


def _own_names(names: Names) -> Names:
    """The printed names without those that name another field beside it as well."""
    found = {}
    for dotted, printed in names.items():
        above = dotted.rpartition(".")[0]
        alike = [one for one in names if one.rpartition(".")[0] == above and names[one] == printed]
        if len(alike) == 1 and printed not in _keys(above):
            found[dotted] = printed
    return found


@cache
def _keys(dotted: str) -> frozenset[str]:
    """The keys of the record that stands at a dotted key of a report."""
    record: type[BaseModel] | None = Report
    for key in filter(None, dotted.split(".")):
        name = field_names(record).get(key) if record else None
        record = record_in(record.model_fields[name].annotation) if record and name else None
    return frozenset(field_names(record)) if record else frozenset()
