"""The register of departments: what each is called, and that no two are called the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import Department
from generator.problems import Problem, quote
from generator.source import Source


def by_every_name(departments: Iterable[Department]) -> dict[str, Department]:
    """Departments by name, former name and slug."""
    return {
        name: department
        for department in departments
        for name in (department.name, department.slug, *department.former_names)
    }


def doubles(source: Source, departments: Iterable[Department | None]) -> Iterator[Problem]:
    """Names that two departments share: a report could not tell which is meant."""
    owners: dict[str, int] = {}
    for number, department in enumerate(departments):
        if department is None:
            continue
        names = {
            "名称": [department.name],
            "标识": [department.slug],
            "曾用名": list(department.former_names),
        }
        for key, values in names.items():
            for value in values:
                first = owners.setdefault(value, number)
                if first != number:
                    line = source.at((first,)).line
                    message = (
                        f"{quote(value)}与第 {line} 行的部门重复。请改正，每个名称只属一个部门。"
                    )
                    yield source.problem((number, key), "duplicate-department", message)
