"""The name under which a department issued a report, whatever its name is today."""

from generator.model.department import Department
from generator.model.report import Report


def possible_names(report: Report, department: Department) -> tuple[str, ...]:
    """The names under which it can have been issued, the newest last.

    The name that the report states; where it states the slug, those of the register for its date.
    """
    if report.department != department.slug:
        return (report.department,)
    return department.names_between(*report.possible_issue_dates)


def issued_by(report: Report, department: Department) -> str:
    """The name under which it was issued; of several possible ones the newest."""
    return possible_names(report, department)[-1]
