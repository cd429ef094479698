"""What must hold between a report, its path, the register, the outlines and its attachments.

Checked on the tree, not the record: so one run tells everything, also where a field is wrong and
there is no record yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic_core import PydanticCustomError

from generator.check import correction_checks
from generator.model.department import Department
from generator.model.fields import SLUG_PATTERN, parse_fiscal_year
from generator.model.problems import Level, Problem, did_you_mean, quote
from generator.model.report import Outline
from generator.source.headings import split_heading
from generator.source.tree import FieldPath, Source, Value

ATTACHMENT_TYPES = frozenset({
    ".pdf", ".ofd", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".csv", ".txt",
    ".jpg", ".jpeg", ".png", ".zip",
})  # fmt: skip
_AMOUNT_KEYS = ("项目总额", "年初预算", "全年预算", "到位", "支出", "来源", "下达文件")


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """What a report refers to: departments by every name, outlines by id, today's date."""

    departments: Mapping[str, Department]
    outlines: Mapping[str, Outline]
    today: date


@dataclass(frozen=True, slots=True)
class ReportPath:
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
    yield from _attachments(source, source.value, path)
    yield from correction_checks.check(source, source.value, reference.today)


def _path(
    source: Source, report: Mapping[str, Value], path: ReportPath, reference: ReferenceData
) -> Iterator[Problem]:
    year, name = report.get("年度"), report.get("部门")
    if (stated := _year(year)) and str(stated) != path.year:
        message = (
            f"文件放在 {path.year} 年的文件夹里，“年度”写的是 {stated}。请移动文件或改正年度。"
        )
        yield source.problem(("年度",), "path-mismatch", message)
    if not SLUG_PATTERN.fullmatch(path.slug):
        message = (
            f"文件名应为小写字母、数字和单个连字符（如 nongcun-gongshui.yml），"
            f"现为{quote(path.slug)}。它是网址的一部分，请改名。"
        )
        yield source.problem((), "path-mismatch", message)
    if not isinstance(name, str):
        return
    department = reference.departments.get(name.strip())
    if department is None:
        message = f"部门{quote(name)}不在登记表 departments.yml 里。"
        hint = did_you_mean(name, reference.departments) or "请先在登记表里登记。"
        if here := reference.departments.get(path.department):
            hint += (
                f"是另一个部门的，先登记，报告放进它的文件夹；{quote(here.name)}以前用这个名称的，"
                "请加进它的“曾用名”。"
            )
        yield source.problem(("部门",), "unknown-department", message + hint)
    elif department.slug != path.department:
        message = (
            f"文件放在 {path.department} 的文件夹里，{quote(name)}的标识是 {department.slug}。"
        )
        remedy = "请移动文件或改正部门。"
        if (
            path.department not in reference.departments
        ):  # taken off after it became part of another
            remedy = (
                f"登记表里没有标识 {path.department}：部门并入别处，公开过报告的仍单独登记一项，"
                "标识不变，网址才不变。没有公开过的，请移动文件。"
            )
        yield source.problem(("部门",), "path-mismatch", message + remedy)


def _year(value: Value) -> int | None:
    try:
        return parse_fiscal_year(value)
    except PydanticCustomError:
        return None  # the model says what is wrong with it


def _status(source: Source, report: Mapping[str, Value]) -> Iterator[Problem]:
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


def _unit(source: Source, report: Mapping[str, Value]) -> Iterator[Problem]:
    funds = report.get("资金")
    if not isinstance(funds, dict) or funds.get("单位") is not None:
        return
    stated = [key for key in _AMOUNT_KEYS if funds.get(key) is not None]
    if stated:
        message = f"写了“{stated[0]}”，没有写“单位”。请在“资金”下补上单位：元、万元 或 亿元。"
        yield source.problem(("资金", "单位"), "missing-key", message)


def _narrative(
    source: Source, report: Mapping[str, Value], reference: ReferenceData
) -> Iterator[Problem]:
    narrative, name = report.get("正文"), report.get("提纲")
    if name is None and narrative is not None:
        message = "有“正文”时应写明“提纲”，没有填写。" + did_you_mean("", reference.outlines)
        yield source.key_problem(("正文",), "unknown-outline", message)
    if not isinstance(name, str):
        return
    outline = reference.outlines.get(name)
    if outline is None:
        hint = did_you_mean(name, reference.outlines) or "请放进 outlines/。"
        yield source.problem(("提纲",), "unknown-outline", f"没有提纲{quote(name)}。{hint}")
    elif isinstance(narrative, dict):
        yield from _headings(source, narrative, outline)


def _headings(
    source: Source, narrative: Mapping[str, Value], outline: Outline
) -> Iterator[Problem]:
    known = {section.heading: section.subheadings for section in outline.sections}
    places = {heading: place for place, heading in enumerate(known, 1)}
    for heading, content in narrative.items():
        where: FieldPath = ("正文", heading)
        if heading not in known:
            yield _unknown_heading(source, where, known, outline)
            continue
        yield from _number(source, where, outline, places[heading])
        for subheading in content if isinstance(content, dict) else ():
            if subheading not in known[heading]:
                yield _unknown_heading(source, (*where, subheading), known[heading], outline)
            else:
                place = known[heading].index(subheading) + 1
                yield from _number(source, (*where, subheading), outline, places[heading], place)


def _number(source: Source, where: FieldPath, outline: Outline, *places: int) -> Iterator[Problem]:
    """A number that was typed with a heading must be that of its place in the outline."""
    written = source.written_keys.get(where)
    found = split_heading(written) if written else None
    if found and not found.agrees_with(*places):
        within = f"“{where[-2]}”下面" if len(places) > 1 else "提纲里"
        message = (
            f"标题{quote(written)}的序号与提纲《{outline.name}》不符："
            f"它是{within}的第 {places[-1]} 个标题。"
            f"请核对是不是放错了地方；没有放错的，只写“{found.plain}”，序号由网站加上。"
        )
        yield source.key_problem(where, "heading-number", message)


def _unknown_heading(
    source: Source,
    where: FieldPath,
    known: Mapping[str, object] | tuple[str, ...],
    outline: Outline,
) -> Problem:
    hint = did_you_mean(str(where[-1]), known) or "此处没有小节，请把文字直接写在上一级标题下。"
    written = source.written_keys.get(where, where[-1])
    message = f"提纲《{outline.name}》里没有标题{quote(written)}。{hint}"
    return source.key_problem(where, "unknown-heading", message)


def _attachments(
    source: Source, report: Mapping[str, Value], path: ReportPath
) -> Iterator[Problem]:
    rows = report.get("附件")
    listed: set[str] = set()
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        name = row.get("文件") if isinstance(row, dict) else None
        if isinstance(name, str):
            listed.add(name)
            if complaint := attachment_complaint(path.folder, name):
                yield source.problem(("附件", number, "文件"), *complaint)
    for file in sorted(path.folder.iterdir()) if path.folder.is_dir() else []:
        if file.name not in listed and not is_clutter(file.name):
            message = f"{file.name} 没有列在“附件”里，不会公开。请列出或删去。"
            place_of_list = source.key_position(("附件",))
            yield Problem(source.path, *place_of_list, "unlisted-file", message, Level.WARNING)


def attachment_complaint(folder: Path, name: str) -> tuple[str, str] | None:
    """Rule and message against an attachment's name, None where it may be published."""
    file = folder / name
    if "/" in name or "\\" in name or name.startswith(".") or len(name.encode()) > 200:
        return (
            "attachment-path",
            f"附件应为文件名，写的是{quote(name)}。请只写文件名，不带路径，不要太长。",
        )
    if file.suffix.lower() not in ATTACHMENT_TYPES:
        kinds = " ".join(sorted(ATTACHMENT_TYPES))
        return "attachment-type", f"附件{quote(name)}的类型不能公开。可用的类型：{kinds}。"
    if file.is_symlink() or folder.is_symlink():
        return "attachment-path", f"附件{quote(name)}是链接。请放文件本身。"
    if not file.is_file():
        return "attachment-missing", f"找不到附件{quote(name)}。请放进 {folder.name}/ 文件夹。"
    return None


def is_clutter(name: str) -> bool:
    """Whether it is a file that a system or an editor left behind: nobody means to publish it."""
    return (
        name.startswith((".", "~$"))
        or name.endswith("~")
        or (name.startswith("#") and name.endswith("#"))
        or name in ("Thumbs.db", "desktop.ini")
    )
