"""The register of departments: what each is called, and that no two are called the same."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from generator.model.dates import PartialDate
from generator.model.department import Department
from generator.model.entry import Entry
from generator.model.problems import Level, Problem, quote
from generator.model.twins import folded_name
from generator.source.tree import FieldPath, Source

_ADVICE = "请改正，每个部门各用各的。"  # else a report could not tell which of two is meant
_FORMER_ADVICE = (
    "一个名称只属一个部门：改名的，写在标识不变的部门下；合并、分设的，旧部门单独登记一项。"
)


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
    """What is wrong with the names of the register; None is a department that has no record."""
    yield from _taken(source, departments, _names)
    yield from _taken(source, departments, _shown_names)
    for number, department in enumerate(departments):
        if department is None:
            continue
        for row, (name, until) in enumerate(department.former_rows):
            for key, message in _doubts(department, name, until, today):
                where = (number, "曾用名", row, key)
                yield source.problem(where, "former-name", message)._replace(level=Level.WARNING)


def _taken(
    source: Source,
    departments: Sequence[Department | None],
    names: Callable[[Department], Iterable[tuple[FieldPath, str]]],
) -> Iterator[Problem]:
    """Names that are another department's, or pass for one of its names."""
    owners: dict[str, tuple[int, str, str]] = {}
    for number, department in enumerate(departments):
        for where, name in names(department) if department else ():
            own = (number, str(where[0]), name)
            first, kind, taken = owners.setdefault(folded_name("".join(name.split())), own)
            if first == number or (names is _shown_names and kind == where[0] == "名称"):
                continue  # its own, or told among all names
            line = source.position((first,)).line
            message = f"{quote(name)}已是第 {line} 行那个部门的{kind}，不能再用。"
            if name != taken:
                message = (
                    f"{quote(name)}与第 {line} 行那个部门的{kind}{quote(taken)}"
                    "只差大小写、全角半角或空格，看的人分不清。"
                )
            message += _FORMER_ADVICE if "曾用名" in (kind, where[0]) else _ADVICE
            yield source.problem((number, *where), "duplicate-department", message)


def _names(department: Department) -> Iterator[tuple[FieldPath, str]]:
    """Every name by which a report can mean it, and where it stands."""
    yield ("名称",), department.name
    yield ("标识",), department.slug
    for row, (name, _) in enumerate(department.former_rows):
        yield ("曾用名", row, "名称"), name


def _shown_names(department: Department) -> Iterator[tuple[FieldPath, str]]:
    """The names under which lists can show it."""
    yield ("名称",), department.name
    if department.short_name:
        yield ("简称",), department.short_name


def _doubts(
    department: Department, name: str, until: PartialDate | None, today: date
) -> Iterator[tuple[str, str]]:
    """Key and message of what is likely wrong with a former name."""
    if name == department.name and department.has_undated_names:
        message = f"曾用名{quote(name)}就是现在的“名称”。改了名的，“名称”写新名称；没有改名的，"
        yield "名称", f"{message}从“曾用名”里删去；改了又改回来的，给曾用名写上停用日期。"
    if until and until.first > today:
        message = f"曾用名{quote(name)}到 {until.isoformat()} 才停用，现在还是它。到那天再改："
        yield "停用日期", f"{message}在那以前“名称”写它，不写进“曾用名”。日期写错的，请改正。"


def with_former(register: Iterable[Department], entries: Iterable[Entry]) -> tuple[Department, ...]:
    """The register, and the departments of reports that are shown as they were before."""
    every = {one.slug: one for one in register}
    for entry in entries:
        every.setdefault(entry.department.slug, entry.department)
    return tuple(every.values())
