"""A department of the register, and the names that it has had one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Annotated, TypeAlias

from pydantic import Discriminator, Tag

from generator.model.fields import Line, LooseDate, PartialDate, Slug
from generator.model.record import Record, Rows, key, rows


class FormerName(Record, title="曾用名"):
    """A name that a department has had, and until when."""

    name: Line = key("名称", "以前的全称", required=True)
    until: LooseDate | None = key("停用日期", "改用新名称的日期，知道到年、月或日都可以")


def _kind(value: object) -> str:
    return "dated" if isinstance(value, dict | FormerName) else "text"


FormerNameRow: TypeAlias = Annotated[
    Annotated[Line, Tag("text")] | Annotated[FormerName, Tag("dated")], Discriminator(_kind)
]


class Department(Record, title="部门"):
    """A department of the register."""

    name: Line = key("名称", "部门全称", required=True)
    slug: Slug = key("标识", "网址里的标识，如 gonganju；公开后不改", required=True)
    short_name: Line | None = key("简称", "列表里用的简称")
    category: Line | None = key("类别", "如 政府部门、党委部门、乡镇")
    former: Rows[FormerNameRow] = rows(
        "曾用名", "改名以前的名称，如 - {名称: 示例县文化局, 停用日期: 2024-03}；只写名称也可以"
    )

    @property
    def short(self) -> str:
        """What lists call it: the short name where there is one."""
        return self.short_name or self.name

    @property
    def every_name(self) -> tuple[str, ...]:
        """Full, short and former names: by any of them a text can mean it."""
        short = (self.short_name,) if self.short_name else ()
        return (self.name, *short, *self.former_names)

    @property
    def former_rows(self) -> tuple[str, ...]:
        """What it was called before, without dates, as the register has it row by row."""
        return tuple(name for name, _ in self._former())

    @property
    def former_names(self) -> tuple[str, ...]:
        """What it was called before, each name once."""
        return tuple(dict.fromkeys(self.former_rows))

    @property
    def former_told(self) -> tuple[str, ...]:
        """What it was called before, and until when where the register tells."""
        return tuple(f"{name}（至{until}）" if until else name for name, until in self._former())

    @property
    def has_undated_names(self) -> bool:
        """Whether nobody can tell when it had which name."""
        return any(until is None for _, until in self._former())

    def names_between(self, first: date, last: date) -> tuple[str, ...]:
        """What it can have been called from one day to another: one name where the register tells.

        The newest comes last. A name ends where the next begins; several that end on the same day
        were those of departments that became one, and it can have been any of them.
        """
        if self.has_undated_names:
            return _newest_last([*self.former_names, self.name])
        former = ((until.first, until.last, name) for name, until in self._former() if until)
        found: list[str] = []
        begun = date.min
        for (begins, ends), names in groupby(sorted(former, key=_end), _end):
            if begun <= last and first < ends:
                found += [name for *_, name in names]
            begun = begins
        return _newest_last([*found, self.name] if begun <= last else found)

    def _former(self) -> Iterator[tuple[str, PartialDate | None]]:
        for one in self.former:
            yield (one.name, one.until) if isinstance(one, FormerName) else (one, None)


def _end(one: tuple[date, date, str]) -> tuple[date, date]:
    """The first and the last day on which a name can have come to its end."""
    return one[:2]


def _newest_last(names: Sequence[str]) -> tuple[str, ...]:
    """Each name once, where it comes last."""
    return tuple(dict.fromkeys(reversed(names)))[::-1]
