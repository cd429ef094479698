"""What must hold between a report, its path, the register, the outlines and its attachments.

Mostly on the tree, not the record: so one run tells everything, also where a field is wrong.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic_core import PydanticCustomError

from generator.check import correction_checks, heading_checks, text_left_over
from generator.model.choices import Status
from generator.model.department import Department
from generator.model.fields import SLUG_PATTERN, parse_fiscal_year
from generator.model.file_names import name_complaint, path_complaint
from generator.model.form import Form
from generator.model.problems import Level, Problem, did_you_mean, quote
from generator.model.report import UNCLASSIFIED, Report
from generator.model.twins import twin_message, twins
from generator.runtime.folders import names_in
from generator.source.tree import FieldPath, Source, Value

ATTACHMENT_TYPES = frozenset({
    ".pdf", ".ofd", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".csv", ".txt",
    ".jpg", ".jpeg", ".png", ".zip",
})  # fmt: skip
# What a system or an editor leaves behind.
_CLUTTER = re.compile(r"\..*|~\$.*|.*~|(?:#.*)?#|Thumbs\.db|desktop\.ini", re.DOTALL)
_AMOUNT_KEYS = (
    "项目总额", "年初预算", "全年预算", "到位", "支出", "结余", "金额",
    "来源", "下达文件", "分年度",
)  # fmt: skip

_Tree = Mapping[str, Value]


class ReferenceData(NamedTuple):
    """What a report refers to: departments by every name, forms by id, today's date."""

    departments: Mapping[str, Department]
    forms: Mapping[str, Form]
    today: date

    def form_named_in(self, source: Source) -> Form | None:
        """The form that a report's file names, be the rest of it right or wrong."""
        name = source.value.get("表单") if isinstance(source.value, dict) else None
        return self.forms.get(name.strip()) if isinstance(name, str) else None

    def form_of(self, report: Report) -> Form | None:
        """The form of a report, with the headings of its outline where it names one beside."""
        return self.form_with_headings(report.form, report.outline)

    def form_with_headings(self, form_id: str | None, outline_id: str | None) -> Form | None:
        """The form of that id, with the headings of an outline."""
        form, outline = (self.forms.get(one or "") for one in (form_id, outline_id))
        return with_headings(form, outline) if form and outline else form or outline


@cache
def with_headings(form: Form, outline: Form) -> Form:
    """The form, with the headings of an outline that a report names beside it."""
    headings = {"headings": outline.headings, "free_headings": outline.free_headings}
    return form.model_copy(update=headings)


class ReportPath(NamedTuple):
    """What the path `reports/<year>/<department>/<slug>.yml` says; `folder` is for attachments."""

    year: str
    department: str
    slug: str
    folder: Path


def check(source: Source, path: ReportPath, reference: ReferenceData) -> Iterator[Problem]:
    """Every problem between a report and its path, the register, the outlines, its attachments."""
    if not isinstance(source.value, dict):
        return
    yield from _path(source, source.value, path, reference)
    yield from _status(source, source.value)
    yield from _unit(source, source.value)
    yield from _narrative(source, source.value, reference)
    yield from _unclassified(source, source.value)
    yield from _attachments(source, source.value, path)
    yield from correction_checks.check(source, source.value, reference.today)


def _path(
    source: Source, report: _Tree, path: ReportPath, reference: ReferenceData
) -> Iterator[Problem]:
    with suppress(PydanticCustomError):  # the model says what is wrong with it
        year = parse_fiscal_year(report.get("年度"))
        if str(year) != path.year:
            message = (
                f"文件放在 {path.year} 年的文件夹里，“年度”写的是 {year}。请移动文件或改正年度。"
            )
            yield source.problem(("年度",), "path-mismatch", message)
    if not SLUG_PATTERN.fullmatch(path.slug):
        message = (
            f"文件名应为小写字母、数字和单个连字符（如 nongcun-gongshui.yml），"
            f"现为{quote(path.slug)}。它是网址的一部分，请改名。"
        )
        yield source.problem((), "path-mismatch", message)
    of_file, of_page = (
        path_complaint(f"{_page(path)}{end}") for end in (".yml", f"/{path.slug}.json")
    )
    if of_page and not of_file:  # that of the file is told with its folder
        yield source.problem((), "file-name", of_page)
    name = report.get("部门")
    if not isinstance(name, str):
        return
    department = reference.departments.get(name.strip())
    owner = reference.departments.get(path.department)  # of the folder
    if department is None:
        message = f"部门{quote(name)}不在登记表 departments.yml 里。"
        message += did_you_mean(name, reference.departments) or "请先在登记表里登记。"
        if owner:
            message += (
                f"是另一个部门的，先登记，报告放进它的文件夹；{quote(owner.name)}以前用这个名称的，"
                "请加进它的“曾用名”。"
            )
        yield source.problem(("部门",), "unknown-department", message)
    elif department.slug != path.department:
        message = (
            f"文件放在 {path.department} 的文件夹里，{quote(name)}的标识是 {department.slug}。"
        )
        if owner:
            message += "请移动文件或改正部门。"
        else:  # taken off the register after it became part of another
            message += (
                f"登记表里没有标识 {path.department}：部门并入别处，公开过报告的仍单独登记一项，"
                "标识不变，网址才不变。没有公开过的，请移动文件。"
            )
        yield source.problem(("部门",), "path-mismatch", message)


def _page(path: ReportPath) -> str:
    return f"reports/{path.year}/{path.department}/{path.slug}"


def _status(source: Source, report: _Tree) -> Iterator[Problem]:
    status = report.get("状态")
    if status in ("公开", "撤回") and report.get("公开日期") is None:
        message = (
            f"状态为“{status}”时应有“公开日期”，没有填写。请写首次公开的日期；未定时状态用“草稿”。"
        )
        yield source.problem(("公开日期",), "status", message)
    if status == "撤回" and report.get("撤回") is None:
        message = "状态为“撤回”时应写明撤回的日期和理由，没有填写。请加 撤回: {日期: …, 理由: …}。"
        yield source.problem(("状态",), "status", message)
    if status != "撤回" and report.get("撤回") is not None:
        message = f"写了“撤回”，状态却是{quote(status)}。请改状态为“撤回”，或删去“撤回”。"
        yield source.problem(("状态",), "status", message)


def _unit(source: Source, report: _Tree) -> Iterator[Problem]:
    funds = report.get("资金")
    if not isinstance(funds, dict) or funds.get("单位") is not None:
        return
    stated = [key for key in _AMOUNT_KEYS if _has_amount(funds.get(key))]
    if stated:
        message = f"写了“{stated[0]}”，没有写“单位”。请在“资金”下补上单位：元、万元 或 亿元。"
        yield source.problem(("资金", "单位"), "missing-key", message)


def _has_amount(value: Value) -> bool:
    """Whether there is an amount, or a row with one; rows that a form names may be empty yet."""
    if not isinstance(value, list):
        return value is not None
    rows = (row for row in value if isinstance(row, dict))
    return any(_has_amount(row.get(key)) for row in rows for key in _AMOUNT_KEYS)


def _narrative(source: Source, report: _Tree, reference: ReferenceData) -> Iterator[Problem]:
    narrative = report.get("正文")
    names = {key: report[key] for key in ("提纲", "表单") if report.get(key) is not None}
    if not names and narrative is not None:
        message = "有“正文”时应写明“表单”或“提纲”，没有填写。" + did_you_mean("", reference.forms)
        yield source.key_problem(("正文",), "unknown-outline", message)
    found = []
    for key, name in names.items():
        form = reference.forms.get(name) if isinstance(name, str) else None
        if form:
            found.append(form)
        elif isinstance(name, str):
            hint = did_you_mean(name, reference.forms) or "请放进 forms/。"
            yield source.problem((key,), "unknown-outline", f"没有{key}{quote(name)}。{hint}")
    if found and len(found) == len(names) and isinstance(narrative, dict):
        yield from heading_checks.check(source, narrative, found[0])


def _unclassified(source: Source, report: _Tree) -> Iterator[Problem]:
    """Of a draft a warning; in a public report it is an error, by the rule of that name."""
    text = report.get(UNCLASSIFIED)
    if isinstance(text, str) and report.get("状态") != Status.PUBLISHED:
        message = text_left_over.unclassified_message(text)
        found = source.problem((UNCLASSIFIED,), text_left_over.RULE_ID, message)
        yield found._replace(level=Level.WARNING)


def _attachments(source: Source, report: _Tree, path: ReportPath) -> Iterator[Problem]:
    rows = report.get("附件")
    listed: dict[str, FieldPath] = {}
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        name = row.get("文件") if isinstance(row, dict) else None
        if isinstance(name, str):
            listed.setdefault(name, ("附件", number, "文件"))
            if complaint := attachment_complaint(path.folder, name):
                yield source.problem(("附件", number, "文件"), *complaint)
    there = names_in(path.folder) if path.folder.is_dir() else []
    names = [name for name in there if not is_clutter(name)]
    for name in dict.fromkeys([*listed, *names]):
        where = listed.get(name, ("附件",))
        if name not in listed and (wrong := name_complaint(name)):
            yield source.problem(where, "file-name", f"附件{quote(name)}{wrong}")
        elif wrong := path_complaint(f"{_page(path)}/{name}"):
            yield source.problem(where, "file-name", wrong)
    for name, first in twins(dict.fromkeys([*listed, *names])):
        where = listed.get(name) or listed.get(first, ("附件",))
        yield source.problem(where, "name-collision", twin_message(name, first))
    for name in names:
        if name not in listed:
            message = f"{name} 没有列在“附件”里，不会公开。请列出或删去。"
            problem = source.key_problem(("附件",), "unlisted-file", message)
            yield problem._replace(level=Level.WARNING)


def check_department_name(
    source: Source, report: Report, department: Department
) -> Iterator[Problem]:
    """Warn of a public report that may have been issued under several names."""
    names = department.names_for(report)
    if report.status is Status.DRAFT or len(names) == 1:
        return
    lines = " 或 ".join(f"“部门: {name}”" for name in names)
    dates = "，或在登记表里给曾用名写上停用日期" if department.has_undated_names else ""
    message = (
        f"部门写的是标识{quote(department.slug)}，它改过名，看不出出具报告时叫什么，"
        f"网站暂用{quote(names[-1])}。请照报告印的写：{lines}{dates}。"
    )
    yield source.problem(("部门",), "department-name", message)._replace(level=Level.WARNING)


def attachment_complaint(folder: Path, name: str) -> tuple[str, str] | None:
    """Rule and message against an attachment's name, None where it may be published."""
    file = folder / name
    if "/" in name or "\\" in name or name.startswith("."):
        message = f"附件应为文件名，写的是{quote(name)}。请只写文件名，不带路径。"
        return "attachment-path", message
    if complaint := name_complaint(name):
        return "file-name", f"附件{quote(name)}{complaint}"
    if file.suffix.lower() not in ATTACHMENT_TYPES:
        kinds = " ".join(sorted(ATTACHMENT_TYPES))
        return "attachment-type", f"附件{quote(name)}的类型不能公开。可用的类型：{kinds}。"
    if file.is_symlink() or folder.is_symlink():
        return "attachment-path", f"附件{quote(name)}是链接。请放文件本身。"
    # By the name as it is listed: a file system may find it by another, of other case.
    if not file.is_file() or name not in names_in(folder):
        return "attachment-missing", f"找不到附件{quote(name)}。请放进 {folder.name}/ 文件夹。"
    return None


def is_clutter(name: str) -> bool:
    """Whether it is a file that a system or an editor left behind: nobody means to publish it."""
    return _CLUTTER.fullmatch(name) is not None
