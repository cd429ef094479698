"""Under which name a department issued a report: the name of then, whatever it is called today."""

from __future__ import annotations

from generator.model.department import Department
from generator.model.report import Report


def possible_names(report: Report, department: Department) -> tuple[str, ...]:
    """The names under which it can have been issued, the newest last.

    The one that the report states; where it states the slug, what the register has for its date.
    """
    if report.department != department.slug:
        return (report.department,)
    return department.names_between(*report.issued)


def issued_by(report: Report, department: Department) -> str:
    """The name of then; of several that it can have been, the newest."""
    return possible_names(report, department)[-1]
