"""Reports of the same project in other years, which a new one may be laid out after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.check.prose import core
from generator.model.fields import SLUG
from generator.model.problems import JixiaoError
from generator.model.report import Report
from generator.source.headings import read_report
from generator.source.validation import validate

_NAME = re.compile(r"^项目名称\s*[:：][ \t]*[\"']?(.+?)[\"']?[ \t]*(?: #.*)?$", re.MULTILINE)
_HEAD = 2000  # characters of a file in which its project is named


class Former(NamedTuple):
    """A report of another year; it has the same project where the slug is the same."""

    year: int
    slug: str
    file: Path


def of_project(content: Path, department: str, year: int, slug: str, name: str) -> list[Former]:
    """Those of this slug, else of this name, before the year; the latest first."""
    every = [one for one in _reports(content, department) if one.year < year]
    same = [one for one in every if one.slug == slug]
    return same or [one for one in every if core(_name_in(one.file)) == core(name)]


def read(former: Former) -> Report:
    """The report; JixiaoError where it cannot be read."""
    try:
        source, _ = read_report(former.file.read_bytes(), str(former.file))
    except OSError:
        source = None
    report = validate(source, Report)[0] if source else None
    if report is None:
        raise JixiaoError(f"{former.file} 有错误，不能照它放。请先改好它，或不照它放。")
    return report


def _reports(content: Path, department: str) -> Iterator[Former]:
    years = (int(one.name) for one in (content / "reports").glob("[12][0-9][0-9][0-9]"))
    for year in sorted(years, reverse=True):
        for file in sorted((content / "reports" / str(year) / department).glob("*.yml")):
            if SLUG.fullmatch(file.stem) and file.is_file() and not file.is_symlink():
                yield Former(year, file.stem, file)


def _name_in(file: Path) -> str:
    """The project's name, found without reading all of the file."""
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as lines:
            found = _NAME.search(lines.read(_HEAD))
    except OSError:
        return ""
    return found[1].strip() if found else ""
