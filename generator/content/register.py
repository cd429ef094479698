"""The register of departments: what each is called, and that no two are called the same."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from generator.model.department import Department, FormerName
from generator.model.problems import Level, Problem, quote
from generator.source.tree import FieldPath, Source


def by_every_name(departments: Iterable[Department]) -> dict[str, Department]:
    """Departments by name, former name and slug."""
    return {
        name: department
        for department in departments
        for name in (department.name, department.slug, *department.former_names)
    }


def check(
    source: Source, departments: Sequence[Department | None], today: date
) -> Iterator[Problem]:
    """What is wrong between the names of the register; None is a department that has none."""
    owners: dict[str, tuple[int, str]] = {}
    for number, department in enumerate(departments):
        for where, name in _names(department) if department else ():
            first, kind = owners.setdefault(name, (number, str(where[0])))
            if first != number:
                kinds = {kind, str(where[0])}
                message = _shared(
                    name, kind, source.position((first,)).line, former="曾用名" in kinds
                )
                yield source.problem((number, *where), "duplicate-department", message)
    for number, department in enumerate(departments):
        if department:
            yield from _own_name(source, number, department)
            yield from _still_in_use(source, number, department, today)


def _names(department: Department) -> Iterator[tuple[FieldPath, str]]:
    """Every name by which a report can mean it, and where it stands."""
    yield ("名称",), department.name
    yield ("标识",), department.slug
    for row, name in enumerate(department.former_name_rows):
        yield ("曾用名", row, "名称"), name


def _shared(name: str, kind: str, line: int, *, former: bool) -> str:
    """A report could not tell which of two departments is meant."""
    advice = (
        "一个名称只属一个部门：改名的，写在标识不变的部门下；合并、分设的，旧部门单独登记一项。"
        if former
        else "请改正，每个部门各用各的。"
    )
    return f"{quote(name)}已是第 {line} 行那个部门的{kind}，不能再用。{advice}"


def _own_name(source: Source, number: int, department: Department) -> Iterator[Problem]:
    """A former name that is today's, and no date tells that it was given up in between."""
    for row, name in enumerate(department.former_name_rows):
        if name == department.name and department.has_undated_names:
            message = (
                f"曾用名{quote(name)}就是现在的“名称”。改了名的，“名称”写新名称；没有改名的，"
                "从“曾用名”里删去；改了又改回来的，给曾用名写上停用日期。"
            )
            where = (number, "曾用名", row, "名称")
            yield source.problem(where, "former-name", message)._replace(level=Level.WARNING)


def _still_in_use(
    source: Source, number: int, department: Department, today: date
) -> Iterator[Problem]:
    """A former name that is given up on a day to come: until then it is today's."""
    for row, former in enumerate(department.former):
        if isinstance(former, FormerName) and former.until and former.until.first > today:
            message = (
                f"曾用名{quote(former.name)}到 {former.until.isoformat()} 才停用，现在还是它。"
                "到那天再改：在那以前“名称”写它，不写进“曾用名”。日期写错的，请改正。"
            )
            where = (number, "曾用名", row, "停用日期")
            yield source.problem(where, "former-name", message)._replace(level=Level.WARNING)
