"""A department of the register, and the names that it has had."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Annotated, TypeAlias

from pydantic import Discriminator, Tag

from generator.model.dates import LooseDate, PartialDate
from generator.model.fields import Line, Slug
from generator.model.record import Record, Rows, key, rows
from generator.model.report import Report


class FormerName(Record, title="曾用名"):
    """A former name of a department, and when it was given up."""

    name: Line = key("名称", "以前的全称", required=True)
    until: LooseDate | None = key("停用日期", "改用新名称的日期，知道到年、月或日都可以")


FormerNameRow: TypeAlias = Annotated[
    Annotated[Line, Tag("text")] | Annotated[FormerName, Tag("dated")],
    Discriminator(lambda value: "dated" if isinstance(value, dict | FormerName) else "text"),
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
        """The name for lists: the short name, else the full one."""
        return self.short_name or self.name

    @property
    def all_names(self) -> tuple[str, ...]:
        """The full, the short and the former names."""
        return tuple(filter(None, (self.name, self.short_name, *self.former_names)))

    @property
    def former_rows(self) -> Iterator[tuple[str, PartialDate | None]]:
        """Former name and end of each row of the register, which may state one twice."""
        for one in self.former:
            yield (one.name, one.until) if isinstance(one, FormerName) else (one, None)

    @property
    def former_names(self) -> tuple[str, ...]:
        """Each former name once, in the order of the register."""
        return tuple(dict.fromkeys(name for name, _ in self.former_rows))

    @property
    def former_names_with_dates(self) -> tuple[str, ...]:
        """Each former name, with its end in brackets where the register states it."""
        return tuple(f"{name}（至{until}）" if until else name for name, until in self.former_rows)

    @property
    def has_undated_names(self) -> bool:
        """Whether it is unknown when it had which name: a former one has no date."""
        return any(until is None for _, until in self.former_rows)

    def names_between(self, first: date, last: date) -> tuple[str, ...]:
        """The names that it can have had from one day to another, the newest last.

        All of them where a former one has no date. A name ends where the next begins; several that
        end on the same day were those of departments that were merged, and any is possible.
        """
        if self.has_undated_names:
            return _newest_last([*self.former_names, self.name])
        # By the first and the last day on which a name can have ended.
        former = [((until.first, until.last), name) for name, until in self.former_rows if until]
        by_end = itemgetter(0)
        found: list[str] = []
        begun = date.min
        for (begins, ends), names in groupby(sorted(former, key=by_end), by_end):
            if begun <= last and first < ends:
                found += [name for _, name in names]
            begun = begins
        return _newest_last([*found, self.name] if begun <= last else found)

    def names_for(self, report: Report) -> tuple[str, ...]:
        """The names under which it can have issued a report, the newest last.

        The one that the report states; where that is the slug, those of the register for its date.
        """
        if report.department != self.slug:
            return (report.department,)
        return self.names_between(*report.possible_issue_dates)


def _newest_last(names: Sequence[str]) -> tuple[str, ...]:
    """Each name once, at the last of its places."""
    return tuple(dict.fromkeys(reversed(names)))[::-1]
