"""Reports of the same project in earlier years, which a new one can follow."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.check.project_names import core_name
from generator.model.fields import SLUG_PATTERN
from generator.model.problems import JixiaoError
from generator.model.report import Report
from generator.source.headings import read_report
from generator.source.validation import validate

_NAME = re.compile(r"^项目名称\s*[:：][ \t]*[\"']?(.+?)[\"']?[ \t]*(?: #.*)?$", re.MULTILINE)
_HEAD = 2000  # first characters of a file, which name its project


class FormerReport(NamedTuple):
    """The file of a report; the project is the same where the slug is."""

    year: int
    slug: str
    file: Path


def find_former_reports(
    content: Path, department: str, year: int, slug: str, name: str
) -> list[FormerReport]:
    """The reports before `year` with that slug, else with that project name; the latest first.

    `department` is the department's slug.
    """
    former = [one for one in _reports(content, department) if one.year < year]
    same_slug = [one for one in former if one.slug == slug]
    return same_slug or [one for one in former if core_name(_name_in(one.file)) == core_name(name)]


def read_former_report(former: FormerReport) -> Report:
    """The report as a record. Raises JixiaoError where it has errors or cannot be read."""
    try:
        source, _ = read_report(former.file.read_bytes(), str(former.file))
    except OSError:
        source = None
    report = validate(source, Report)[0] if source else None
    if report is None:
        raise JixiaoError(f"{former.file} 有错误，不能照它放。请先改好它，或不照它放。")
    return report


def _reports(content: Path, department: str) -> Iterator[FormerReport]:
    years = (int(one.name) for one in (content / "reports").glob("[12][0-9][0-9][0-9]"))
    for year in sorted(years, reverse=True):
        for file in sorted((content / "reports" / str(year) / department).glob("*.yml")):
            if SLUG_PATTERN.fullmatch(file.stem) and file.is_file() and not file.is_symlink():
                yield FormerReport(year, file.stem, file)


def _name_in(file: Path) -> str:
    """The project's name, found without reading all of the file."""
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as lines:
            found = _NAME.search(lines.read(_HEAD))
    except OSError:
        return ""
    return found[1].strip() if found else ""
