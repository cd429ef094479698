"""One report's file to everything that is to be known of it: record, problems, facts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.check import attachments, facts, gate, report_checks
from generator.check.gate import Acknowledged, Strictness
from generator.check.issuer import unclear_name
from generator.check.report_checks import Place, Surroundings
from generator.check.rule import Facts, Passage, Subject
from generator.model.catalogue import AttachedFile, Entry, Origin
from generator.model.choices import Status
from generator.model.department import Department
from generator.model.problems import Problem
from generator.model.report import GradeBounds, Report, Site
from generator.source.headings import read_report
from generator.source.tree import FieldPath, Source, Value
from generator.source.validation import validate


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


# What lists show nothing of, and what nobody sees.
_UNLISTED = frozenset({"正文", "指标", "数据说明"})
_INTERNAL = frozenset({"核实"})
# All that the page of a withdrawn report still says, and what tells its department's name of then;
# the rest is on no page, and kept nowhere.
_OF_WITHDRAWN = frozenset(
    ("项目名称", "标题", "部门", "年度", "评价类型", "状态", "公开日期", "报告日期", "更正", "撤回")
)


class Examined(NamedTuple):
    """What is known of a report: no facts if it does not stand, no text if it is not whole.

    `text` is all that the file says for the public, `head` what lists show of it, both as JSON: a
    record is made of it again much sooner than of YAML. `said` and `listed` are their SHA-256,
    `files` sizes and SHA-256 of the attachments.
    `since` is the first day on which the public may see it, `NEVER` for a draft, None if not whole.
    """

    path: str
    problems: tuple[Problem, ...]
    facts: Facts | None
    acknowledged: tuple[Acknowledged, ...]
    since: date | None = None
    files: tuple[tuple[int, str], ...] = ()
    said: str = ""
    listed: str = ""
    head: str = ""
    text: str = ""
    entry: Entry | None = None
    key: bytes = b""  # under which it is kept
    kept: bool = False  # whether it may be, and is


def examine(file: Path, place: Place, frame: Frame) -> Examined:
    """Read and judge one report's file."""
    path, data = str(file), file.read_bytes()
    source, problems = read_report(data, path)
    if source is None:
        return Examined(path, tuple(problems), None, ())
    problems += report_checks.check(source, place, frame.around)
    report, invalid = validate(source, Report)
    problems += invalid
    year = int(place.year)
    problems += gate.of_tree(source, year, frame.strictness)
    department = frame.around.departments.get(report.department) if report else None
    entry = found = None
    if report and department:
        entry = _entry(report, place, frame)
        problems += unclear_name(source, report, department)
        problems += _attached(entry, source, frame.strictness)
        if report.status is Status.PUBLISHED:  # a draft is unfinished, a withdrawn one unread
            subject = _subject(entry, source, frame)
            problems += gate.of_report(source, subject, frame.strictness)
            found = facts.facts(subject, path, place.slug)
    rows = tuple(_acknowledged(source, report)) if report else ()
    known = Examined(path, tuple(problems), found, rows, _since(entry))
    if entry is None:
        return known
    text, head = spoken(source), spoken(source, _UNLISTED)
    files = tuple((one.size, one.sha256) for one in entry.attachments if not entry.withdrawn)
    return known._replace(files=files, said=sha256(text), listed=sha256(head), head=head, text=text)


def spoken(source: Source, left_out: frozenset[str] = frozenset()) -> str:
    """What a report's file says for the public, as JSON, some keys left out."""
    assert isinstance(source.value, dict)  # noqa: S101  there is a record
    said, unsaid = source.value, _INTERNAL | left_out
    if str(said.get("状态")).strip() == Status.WITHDRAWN:
        unsaid |= said.keys() - _OF_WITHDRAWN
    told = {key: value for key, value in said.items() if key not in unsaid}
    return json.dumps(told, ensure_ascii=False)


def sha256(text: str) -> str:
    """In hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def revived(examined: Examined, place: Place, frame: Frame, origin: Origin) -> Examined:
    """The same with its entry, where the report is whole; the entry holds what lists show."""
    if not examined.head:
        return examined
    report = Report.model_validate(json.loads(examined.head))
    entry = _entry(report, place, frame, examined, origin)
    return examined._replace(entry=entry, head="")


def _since(entry: Entry | None) -> date | None:
    if entry is None:
        return None
    draft = entry.report.status is Status.DRAFT
    return NEVER if draft else entry.report.publication_date or NEVER


def _entry(
    report: Report,
    place: Place,
    frame: Frame,
    kept: Examined | None = None,
    origin: Origin | None = None,
) -> Entry:
    """The report in its place; what is kept of it tells its files, and where the rest is."""
    outline = frame.around.outlines.get(report.outline) if report.outline else None
    places = [place.folder / one.file for one in report.attachments]
    known = kept.files if kept else map(_measured, places)
    attached = tuple(
        AttachedFile(one.name, file, *size_and_digest)
        for one, file, size_and_digest in zip(report.attachments, places, known, strict=True)
    )
    department = frame.around.departments[report.department]
    said, listed = (kept.said, kept.listed) if kept else ("", "")
    return Entry(report, department, outline, place.slug, attached, said, listed, origin)


def _measured(file: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file that rides along; nothing of one that cannot."""
    if not file.is_file() or file.is_symlink():
        return 0, ""
    data = file.read_bytes()
    return len(data), hashlib.sha256(data).hexdigest()


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
        yield Passage(where, value, str(where[-1]))
    elif isinstance(value, Mapping):
        for heading, below in value.items():
            yield from _passages((*where, heading), below)


def _attached(entry: Entry, source: Source, strictness: Strictness) -> Iterator[Problem]:
    for number, one in enumerate(entry.attachments):
        if not one.file.is_file() or one.file.is_symlink():
            continue
        if attachments.is_text(one.file):
            text = attachments.text(one.file)
            yield from gate.of_text(text, str(one.file), entry.year, strictness)
            continue

        def at(rule: str, message: str, row: int = number) -> Problem:
            return source.problem(("附件", row, "文件"), rule, message)

        yield from gate.of_attachment(attachments.read(one.file), entry.year, strictness, at)


def _acknowledged(source: Source, report: Report) -> Iterator[Acknowledged]:
    for number, one in enumerate(report.acknowledgements):
        place = source.at(("核实", number, "规则"))
        yield Acknowledged(one.rule, one.found or "", one.note, *place)
