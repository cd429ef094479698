"""What is wrong with 应公开 of `site.yml`: unknown departments, doubled years, early days."""

from collections.abc import Iterable, Iterator

from generator.content.register import by_every_name
from generator.model.department import Department
from generator.model.problems import Problem, did_you_mean, quote
from generator.model.site import EVERY_DEPARTMENT, Owed, Site
from generator.source.tree import Source

_KEY = "应公开"


def check(source: Source, site: Site, register: Iterable[Department]) -> Iterator[Problem]:
    """Problems of each row; `source` is the tree of `site.yml`."""
    known = by_every_name(register)
    first: dict[int, int] = {}  # number of the row by its year
    for number, row in enumerate(site.owed):
        if (other := first.setdefault(row.year, number)) != number:
            line = source.position((_KEY, other)).line
            message = f"{row.year} 年度在第 {line} 行已经写过。请合并为一项，或改正年度。"
            yield source.problem((_KEY, number, "年度"), "owed", message)
        if row.deadline.year <= row.year:
            message = (
                f"期限 {row.deadline} 在 {row.year} 年度结束以前：年度结束才有报告，"
                "照它各部门都会算成逾期。请核对年度和期限。"
            )
            yield source.problem((_KEY, number, "期限"), "owed", message)
        for place, message in _departments(row, known):
            yield source.problem((_KEY, number, "部门", *place), "owed", message)


def _departments(row: Owed, known: dict[str, Department]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Place in the list, and what is wrong there."""
    if not row.departments:
        yield (), f"没有写部门。请逐个写出；登记表里的都算，就只写“{EVERY_DEPARTMENT}”。"
    named: dict[str, int] = {}
    for number, name in enumerate(row.departments):
        if name == EVERY_DEPARTMENT:
            if len(row.departments) > 1:
                message = f"写了“{EVERY_DEPARTMENT}”，又另写部门。请只留一种。"
                yield (number,), message
            continue
        if (found := known.get(name)) is None:
            message = f"登记表里没有部门{quote(name)}。{did_you_mean(name, known)}"
            yield (number,), f"{message}请写 departments.yml 里的名称或标识。"
        elif (other := named.setdefault(found.slug, number)) != number:
            message = f"{quote(name)}写了两次，与第 {other + 1} 个是同一个部门。请删去一个。"
            yield (number,), message
