"""Examines one report's file: its record, its problems, and the facts that cross checks need."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.check import attachments, gate, report_checks
from generator.check.fact_extraction import extract_facts
from generator.check.form_texts import form_passages, partial_explanations
from generator.check.report_checks import ReferenceData, ReportPath, check_department_name
from generator.check.rule import Passage, ReportFacts, Subject
from generator.check.rule_settings import LocatedAcknowledgement, RuleSettings
from generator.content.folder import is_plain_file
from generator.content.summaries import Summary
from generator.model.choices import Status
from generator.model.department import Department
from generator.model.entry import AttachedFile, Entry, Origin
from generator.model.funds import Funds
from generator.model.problems import Problem
from generator.model.project_evaluation import SelfEvaluation
from generator.model.report import FOR_STAFF, Report
from generator.model.site import GradeBounds, Site
from generator.source.headings import read_report
from generator.source.tree import Source, Value
from generator.source.validation import validate


@dataclass(frozen=True)
class CheckContext:
    """What all reports of a content folder are checked against."""

    reference_data: ReferenceData
    departments: tuple[Department, ...]
    site: Site | None
    rule_settings: RuleSettings

    def grade_bounds(self, year: int) -> GradeBounds | None:
        """The lower bounds of the grades in a year; None where no scale is set."""
        scale = self.site.grade_scale if self.site else None
        return (scale.by_year or {}).get(year, scale) if scale else None


NEVER = date.max  # of drafts: the day on which they become public

_NOT_IN_LISTS = frozenset(
    (
        "正文",
        "指标",
        "数据说明",
        "年度目标",
        "评价工作",
        "实施内容",
        "资金管理",
        "支出明细",
        "部门整体",
        "结论",
    )
)
_OF_COVERED_PROJECT = frozenset(("项目名称", "标识"))  # what lists and its own page need of one
# All that the page of a withdrawn report still shows, and what its department's name of then
# follows from; the rest is on no page, and cached nowhere.
_SHOWN_OF_WITHDRAWN = frozenset(
    (
        "项目名称",
        "标题",
        "部门",
        "年度",
        "评价类型",
        "状态",
        "公开日期",
        "报告日期",
        "更正",
        "撤回",
        "包含项目",
    )
)


class ExaminedReport(NamedTuple):
    """What is known of a report; without facts where it is not published or has no record.

    `public_text` is all that the file says to the public, `listing_text` what lists show of it,
    both as JSON: a record is read from JSON much sooner than from YAML. `content_digest` and
    `listing_digest` are their SHA-256. All four are empty where there is no record.
    """

    path: str
    problems: tuple[Problem, ...]
    facts: ReportFacts | None
    acknowledged: tuple[LocatedAcknowledgement, ...]
    public_from: date | None = None  # `NEVER` for a draft, None without a record
    attachments: tuple[tuple[int, str], ...] = ()  # size in bytes and SHA-256 of each
    content_digest: str = ""
    listing_digest: str = ""
    listing_text: str = ""
    public_text: str = ""
    summary: Summary | None = None  # where it was examined, not restored
    entry: Entry | None = None
    key: bytes = b""  # its key in the cache
    is_cached: bool = False


def examine(
    file: Path, report_path: ReportPath, context: CheckContext, data: bytes | None = None
) -> ExaminedReport:
    """Read and check one report's file; with `data`, as if it had these bytes."""
    path, data = file.as_posix(), file.read_bytes() if data is None else data
    source, problems = read_report(data, path)
    if source is None:
        return ExaminedReport(path, tuple(problems), None, ())
    problems += report_checks.check(source, report_path, context.reference_data)
    report, invalid = validate(source, Report, form=context.reference_data.form_named_in(source))
    problems += invalid
    year = int(report_path.year)
    texts = gate.shown_texts(source)
    problems += gate.check_tree(source, texts, year, context.rule_settings)
    department = context.reference_data.departments.get(report.department) if report else None
    entry = facts = None
    if report and department:
        entry = _entry(report, report_path, context)
        problems += check_department_name(source, report, department)
        problems += _attachment_problems(entry, source, context.rule_settings)
        if report.status is Status.PUBLISHED:  # a draft is unfinished, a withdrawn one unread
            subject = _subject(entry, texts, context)
            problems += gate.check_report(source, subject, context.rule_settings)
            facts = extract_facts(subject, path, report_path.slug)
    rows = tuple(_acknowledged(source, report)) if report else ()
    examined = ExaminedReport(path, tuple(problems), facts, rows)
    if entry is None:
        return examined
    full, listing = public_text(source), public_text(source, _NOT_IN_LISTS)
    attached = () if entry.withdrawn else entry.attachments
    is_draft = entry.report.status is Status.DRAFT
    return examined._replace(
        public_from=NEVER if is_draft else entry.report.publication_date or NEVER,
        attachments=tuple((one.size, one.sha256) for one in attached),
        content_digest=sha256(full),
        listing_digest=sha256(listing),
        listing_text=listing,
        public_text=full,
        summary=Summary.of(entry.report, problems),
    )


def public_text(source: Source, left_out: frozenset[str] = frozenset()) -> str:
    """What a report's file says to the public, as JSON, some keys left out."""
    report = source.value
    assert isinstance(report, dict)  # noqa: S101  there is a record
    is_brief = left_out >= _NOT_IN_LISTS
    left_out |= FOR_STAFF
    is_withdrawn = str(report.get("状态")).strip() == Status.WITHDRAWN
    if is_withdrawn:
        is_brief = True
        left_out |= report.keys() - _SHOWN_OF_WITHDRAWN
    shown = {key: value for key, value in report.items() if key not in left_out}
    covered = shown.get("包含项目")
    if is_brief and isinstance(covered, list):
        shown["包含项目"] = [
            {key: value for key, value in one.items() if key in _OF_COVERED_PROJECT}
            for one in covered
            if isinstance(one, dict)
        ]
    corrections = shown.get("更正")
    if is_brief and isinstance(corrections, list):
        shown["更正"] = [_brief_correction(one, withdrawn=is_withdrawn) for one in corrections]
    return json.dumps(shown, ensure_ascii=False)


def _brief_correction(correction: Value, *, withdrawn: bool) -> Value:
    """A correction with the names of the fields that it changed; of a withdrawn report without."""
    changes = correction.get("改动") if isinstance(correction, dict) else None
    if not isinstance(correction, dict) or not isinstance(changes, list):
        return correction
    names: list[Value] = [{"栏目": one["栏目"]} for one in changes if isinstance(one, dict)]
    return {**correction, "改动": [] if withdrawn else names}


def sha256(text: str) -> str:
    """SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def restored(
    examined: ExaminedReport, report_path: ReportPath, context: CheckContext, origin: Origin
) -> ExaminedReport:
    """The same with its entry, where there is a record; the entry holds what lists show."""
    if not examined.listing_text:
        return examined
    report = Report.model_validate(json.loads(examined.listing_text))
    entry = _entry(report, report_path, context, examined, origin)
    return examined._replace(entry=entry, listing_text="")


def _entry(
    report: Report,
    report_path: ReportPath,
    context: CheckContext,
    examined: ExaminedReport | None = None,
    origin: Origin | None = None,
) -> Entry:
    """The report in its place; attachments and digests are those of `examined` where given."""
    files = [report_path.folder / one.file for one in report.attachments]
    measured = examined.attachments if examined else map(_size_and_sha256, files)
    attached = tuple(
        AttachedFile(one.name, file, *size_and_sha256)
        for one, file, size_and_sha256 in zip(report.attachments, files, measured, strict=True)
    )
    department = context.reference_data.departments[report.department]
    digests = (examined.content_digest, examined.listing_digest) if examined else ("", "")
    form = context.reference_data.form_of(report)
    return Entry(report, department, form, report_path.slug, attached, *digests, origin)


def _size_and_sha256(file: Path) -> tuple[int, str]:
    """Size and SHA-256 of an attachment; nothing of one that may not be published."""
    if not is_plain_file(file):
        return 0, ""
    data = file.read_bytes()
    return len(data), hashlib.sha256(data).hexdigest()


def _subject(entry: Entry, texts: Sequence[Passage], context: CheckContext) -> Subject:
    narrative = (one for one in texts if one.is_narrative)
    return Subject(
        entry.report,
        entry.report.indicators,
        entry.report.funds or Funds(),
        entry.report.self_evaluation or SelfEvaluation(),
        entry.department,
        entry.form,
        (*narrative, *form_passages(entry.report)),
        context.departments,
        context.grade_bounds(entry.year),
        tuple(partial_explanations(entry.report)),
        texts=texts,
    )


def _attachment_problems(
    entry: Entry, source: Source, rule_settings: RuleSettings
) -> Iterator[Problem]:
    for number, one in enumerate(entry.attachments):

        def at(rule: str, message: str, row: int = number) -> Problem:
            return source.problem(("附件", row, "文件"), rule, message)

        yield from attachment_problems(one.file, entry.year, rule_settings, at)


def attachment_problems(
    file: Path, year: int, rule_settings: RuleSettings, at: Callable[[str, str], Problem]
) -> Iterator[Problem]:
    """What the rules find in an attachment and its name; `at` places what has no line there."""
    name, path = file.name, file.as_posix()
    told = {found.rule for found in gate.check_text(name, path, year, rule_settings)}
    named = gate.check_name(name, path, year, rule_settings)
    yield from (found for found in named if found.rule not in told)  # told by line and column
    if not is_plain_file(file):
        return
    if attachments.is_text(file):
        yield from gate.check_text(attachments.text(file), path, year, rule_settings)
    else:
        yield from gate.check_attachment(attachments.read(file), year, rule_settings, at)


def _acknowledged(source: Source, report: Report) -> Iterator[LocatedAcknowledgement]:
    for number, one in enumerate(report.acknowledgements):
        place = source.position(("核实", number, "规则"))
        yield LocatedAcknowledgement(one.rule, one.found or "", one.note, *place)
