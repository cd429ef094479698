"""Lines of a record block: what names a report or one of its projects, label and value."""

from collections.abc import Iterator

from generator.model.entry import Entry
from generator.model.figures import UNSTATED
from generator.model.form import Form
from generator.model.project_evaluation import ProjectEvaluation
from generator.model.report import Report

Line = tuple[str, str]

# Key, field, field of the code that stands before it.
_DEPARTMENT = ("部门编码", "department_code", "")
_BODIES = (
    ("中央主管部门", "central_department", ""),
    ("主管部门", "supervising_department", "supervising_code"),
)
_IMPLEMENTING = ("实施单位", "implementing_unit", "implementing_code")
_KINDS = (
    ("项目类别", "project_category", ""),
    ("项目属性", "project_nature", ""),
    ("项目类型", "project_kind", ""),
    ("专项资金", "special_fund", ""),
)
_NUMBERS = (
    ("项目编码", "project_code", ""),
    ("索引号", "index_number", ""),
    ("发文字号", "document_number", ""),
    ("主题分类", "subject_category", ""),
    ("主题词", "subject_words", ""),
    ("原发布日期", "first_published", ""),
)
_Field = tuple[str, str, str]


def of_report(entry: Entry) -> Iterator[Line]:
    """Bodies, kinds and years of a report; those that its form asks for though not stated, too."""
    report, form = entry.report, entry.form
    for field in (_DEPARTMENT, *_BODIES, *_KINDS):
        asked = _is_asked(form, field[0]) and not report.leaves_to_projects(field[0])
        yield from _stated(report, form, field, asked=asked)
    asked = _is_asked(form, "开始时间") and not report.leaves_to_projects("开始时间")
    yield from _period(report, form, asked=asked)
    if report.covered_years:
        yield "涵盖年度", "、".join(map(str, report.covered_years))


def numbers(entry: Entry) -> Iterator[Line]:
    """Numbers of a report and of its form, and how the portal filed it."""
    if entry.form and entry.form.number:
        yield "表号", entry.form.number
    for field in _NUMBERS:
        yield from _stated(entry.report, entry.form, field)


def of_project(one: ProjectEvaluation, form: Form | None) -> Iterator[Line]:
    """Code, bodies, kinds and period of a covered project, as far as they are stated."""
    for field in (_NUMBERS[0], *_BODIES, _IMPLEMENTING, *_KINDS):
        yield from _stated(one, form, field)
    yield from _period(one, form)


def implementing_unit(report: Report) -> str | None:
    """The implementing unit with its code."""
    return next((value for _, value in _stated(report, None, _IMPLEMENTING)), None)


def _stated(
    one: ProjectEvaluation, form: Form | None, field: _Field, *, asked: bool = False
) -> Iterator[Line]:
    key, name, code = field
    value = getattr(one, name)
    label = form.printed(key) if form else key
    number = getattr(one, code) if code else None
    if value:
        yield label, f"{value}（{number}）" if number else str(value)
    elif asked:
        yield label, UNSTATED


def _is_asked(form: Form | None, key: str) -> bool:
    part = form.part(key) if form else None
    return part is not None and not part.is_optional


def _period(one: ProjectEvaluation, form: Form | None, *, asked: bool = False) -> Iterator[Line]:
    """From when to when: a form has one cell for both."""
    printed = form.printed("开始时间") if form else ""
    label = printed if "起止" in printed else "起止时间"
    if one.period_start or one.period_end:
        days = (one.period_start, one.period_end)
        yield label, "—".join(str(day or UNSTATED) for day in days)
    elif asked:
        yield label, UNSTATED
