"""One report's file to everything that is to be known of it: record, problems, facts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator import attachments, facts, report_checks, review
from generator.catalogue import AttachedFile, Entry
from generator.model import Department, GradeBounds, Report, Site, Status
from generator.problems import Problem
from generator.report_checks import Place, Surroundings
from generator.review import Acknowledged, Strictness
from generator.rule import Facts, Passage, Subject
from generator.source import FieldPath, Source, Value, read
from generator.validation import validate


@dataclass(frozen=True)
class Frame:
    """What all reports of a content folder are judged against."""

    around: Surroundings
    departments: tuple[Department, ...]
    site: Site | None
    strictness: Strictness

    def bounds(self, year: int) -> GradeBounds | None:
        """The lower bounds of the grades in a year."""
        scale = self.site.grade_scale if self.site else None
        return (scale.by_year or {}).get(year, scale) if scale else None


NEVER = date.max


class Examined(NamedTuple):
    """What is known of a report: no facts if it does not stand, no tree if it is not whole.

    `tree` is what the file says, as JSON: a record is made of it again much sooner than of YAML.
    `since` is the first day on which the public may see it, `NEVER` for a draft, None if not whole.
    """

    path: str
    problems: tuple[Problem, ...]
    facts: Facts | None
    acknowledged: tuple[Acknowledged, ...]
    since: date | None = None
    digest: str = ""  # SHA-256 of the file
    tree: str = ""
    entry: Entry | None = None


def examine(file: Path, place: Place, frame: Frame) -> Examined:
    """Read and judge one report's file."""
    path, data = str(file), file.read_bytes()
    source, problems = read(data, path)
    if source is None:
        return Examined(path, tuple(problems), None, ())
    problems += report_checks.check(source, place, frame.around)
    report, invalid = validate(source, Report)
    problems += invalid
    year = int(place.year)
    problems += review.of_tree(source, year, frame.strictness)
    department = frame.around.departments.get(report.department) if report else None
    entry = found = None
    digest = hashlib.sha256(data).hexdigest()
    if report and department:
        entry = _entry(report, department, place, frame, digest)
        problems += _attached(entry, source, frame.strictness)
        if report.status is Status.PUBLISHED:  # a draft is unfinished, a withdrawn one unread
            subject = _subject(entry, source, frame)
            problems += review.of_report(source, subject, frame.strictness)
            found = facts.facts(subject, path, place.slug)
    rows = tuple(_acknowledged(source, report)) if report else ()
    tree = json.dumps(source.value, ensure_ascii=False) if entry else ""
    return Examined(path, tuple(problems), found, rows, _since(entry), digest, tree)


def revived(examined: Examined, place: Place, frame: Frame) -> Examined:
    """The same with its entry, where the report is whole."""
    if not examined.tree:
        return examined
    report = Report.model_validate(json.loads(examined.tree))
    department = frame.around.departments[report.department]
    entry = _entry(report, department, place, frame, examined.digest)
    return examined._replace(entry=entry, tree="")


def _since(entry: Entry | None) -> date | None:
    if entry is None:
        return None
    draft = entry.report.status is Status.DRAFT
    return NEVER if draft else entry.report.publication_date or NEVER


def _entry(
    report: Report, department: Department, place: Place, frame: Frame, digest: str
) -> Entry:
    outline = frame.around.outlines.get(report.outline) if report.outline else None
    files = tuple(AttachedFile(a.name, place.folder / a.file) for a in report.attachments)
    return Entry(report, department, outline, place.slug, files, digest)


def _subject(entry: Entry, source: Source, frame: Frame) -> Subject:
    assert isinstance(source.value, dict)  # noqa: S101  there is a record
    return Subject(
        entry.report,
        entry.department,
        entry.outline,
        tuple(_passages(("正文",), source.value.get("正文"))),
        frame.departments,
        frame.bounds(entry.year),
    )


def _passages(where: FieldPath, value: Value) -> Iterator[Passage]:
    if isinstance(value, str):
        yield Passage(where, value)
    elif isinstance(value, Mapping):
        for heading, below in value.items():
            yield from _passages((*where, heading), below)


def _attached(entry: Entry, source: Source, strictness: Strictness) -> Iterator[Problem]:
    for number, one in enumerate(entry.attachments):
        if not one.file.is_file() or one.file.is_symlink():
            continue
        if attachments.is_text(one.file):
            text = attachments.text(one.file)
            yield from review.of_text(text, str(one.file), entry.year, strictness)
            continue

        def at(rule: str, message: str, row: int = number) -> Problem:
            return source.problem(("附件", row, "文件"), rule, message)

        yield from review.of_attachment(attachments.read(one.file), entry.year, strictness, at)


def _acknowledged(source: Source, report: Report) -> Iterator[Acknowledged]:
    for number, one in enumerate(report.acknowledgements):
        place = source.at(("核实", number, "规则"))
        yield Acknowledged(one.rule, one.found or "", one.note, *place)
