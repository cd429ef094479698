"""`jixiao new`: ask for what is missing, then write a draft; never over another file."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from generator.check.project_names import core_name
from generator.check.report_checks import with_headings
from generator.console.prompts import agrees, ask
from generator.content import loader
from generator.content.folder import is_plain_file
from generator.intake import draft
from generator.intake.department_prompt import choose_department
from generator.intake.form_names import known_form, listed_forms
from generator.model.department import Department
from generator.model.fields import SLUG_PATTERN, YEARS
from generator.model.file_names import name_complaint
from generator.model.form import Form
from generator.model.problems import JixiaoError, quote
from generator.model.report import Report
from generator.runtime import clock
from generator.runtime.atomic_folders import write_file
from generator.source.headings import read_report
from generator.source.validation import validate

Answer = TypeVar("Answer")
_SCHEMA = "docs/schema/report.schema.json"  # beside the content folder
_NAME = re.compile(r"^项目名称\s*[:：][ \t]*[\"']?(.+?)[\"']?[ \t]*(?: #.*)?$", re.MULTILINE)
_HEAD = 2000  # first characters of a file, which name its project


@dataclass(frozen=True, slots=True)
class NewReportOptions:
    """The options of the command; what is None is asked for. `like` is a former year."""

    department: str | None
    year: int | None
    name: str | None
    slug: str | None
    form: str | None
    like: int | None = None


def create(content: Path, options: NewReportOptions) -> Path:
    """Write the draft and return its file.

    Raises JixiaoError where an option cannot be used or the file exists.
    """
    file, text = drafted(content, options)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_file(file, text, overwrite=False)
    except FileExistsError:
        raise exists_error(file) from None
    return file


def exists_error(file: Path) -> JixiaoError:
    """What is said where a new report would be another one's file."""
    return JixiaoError(f"{file} 已经有了，没有改动。同名项目请另取标识（--slug）。")


def drafted(content: Path, options: NewReportOptions) -> tuple[Path, str]:
    """The file of a draft, which is not written, and its text.

    Raises JixiaoError where an option cannot be used.
    """
    register, forms = loader.load_register(content, clock.today())
    departments = list(dict.fromkeys(register.values()))
    department, called = choose_department(content, departments, options.department)
    last_year = str(clock.today().year - 1)
    year = _option_or_answer(options.year, "财政年度（如 2024）", parse_year, last_year)
    name = _option_or_answer(options.name, "项目名称", _name)
    folder = content / "reports" / str(year) / department.slug
    former_file, slug = _former_file_and_slug(folder, options, name)
    former = _read_former(former_file, options) if former_file else None
    form_ids = _form_ids(content, forms, options.form, former)
    form, *outline = (forms[one] for one in form_ids.values())
    text = draft.draft_text(
        draft.DraftOptions(
            name=name,
            department=issuing_name(department, called, year),
            year=year,
            form_ids=form_ids,
            form=with_headings(form, *outline) if outline else form,
            schema=schema_path(content, folder),
            former=former,
        )
    )
    return folder / f"{slug}.yml", text


def proposed_slug(folder: Path, name: str) -> str:
    """The slug of a new report in the folder: that of the same project in a year before, or new."""
    proposed = draft.slug_from_name(name)
    former = _former_files(folder, proposed, name)
    return former[0].stem if former else proposed


def issuing_name(department: Department, called: str, year: int) -> str:
    """The full name that was given, else the department's name when the report is written."""
    if called in (department.name, *department.former_names):
        return called
    return department.names_between(date(year, 1, 1), date(year + 1, 12, 31))[-1]


def schema_path(content: Path, folder: Path) -> str | None:
    """The path from a file in the folder to the JSON Schema beside the content, for editors.

    None where there is none: a path out of the repository would be wrong on other machines.
    """
    schema = content.absolute().parent / _SCHEMA
    return Path(os.path.relpath(schema, folder)).as_posix() if schema.is_file() else None


def parse_year(answer: str) -> int:
    """The fiscal year in an answer; raises JixiaoError where there is none."""
    year = answer.strip().removesuffix("年度").removesuffix("年")
    if not (re.fullmatch("[0-9]{4}", year) and int(year) in YEARS):
        raise JixiaoError(
            f"年度应为 {YEARS.start}—{YEARS.stop - 1} 的四位数字，写的是{quote(answer)}。"
        )
    return int(year)


def _read_former(file: Path, options: NewReportOptions) -> Report | None:
    """The former report; None where it is broken and was not asked for by an option."""
    try:
        source, _ = read_report(file.read_bytes(), file.as_posix())
    except OSError:
        source = None
    report = validate(source, Report)[0] if source else None
    if report is None:
        message = f"{file} 有错误，不能照它放。请先改好它，或不照它放。"
        if options.like is not None:
            raise JixiaoError(message)
        click.echo(f"{message}放的是空表。", err=True)
    return report


def _option_or_answer(
    option: object, question: str, convert: Callable[[str], Answer], default: str = ""
) -> Answer:
    return ask(question, convert, default) if option is None else convert(str(option))


def _former_file_and_slug(
    folder: Path, options: NewReportOptions, name: str
) -> tuple[Path | None, str]:
    """The report of another year to follow, if any, and the project's slug."""
    proposed = options.slug or draft.slug_from_name(name)
    former = _former_files(folder, proposed, name)
    is_dialogue = options.name is None
    if former and options.slug is None:
        proposed = former[0].stem  # the same project, so the same address in all years
    slug = _slug(folder, options.slug, proposed, is_dialogue=is_dialogue)
    if options.like is not None:
        return _of_year(former, options.like, name), slug
    if is_dialogue and former and agrees(
        f"{_year_of(former[0])} 年有这个项目的报告。照它放好指标、资金来源的名称和表单"
        "（数字和文字不带过来）？"
    ):  # fmt: skip
        return former[0], slug
    return None, slug


def _former_files(folder: Path, slug: str, name: str) -> list[Path]:
    """The department's reports of years before that of `folder`, the latest first.

    Those with that slug, else those with that project name.
    """
    year, department = int(folder.parent.name), folder.name
    former = list(_reports(folder.parents[1], department, year))
    same_slug = [one for one in former if one.stem == slug]
    return same_slug or [one for one in former if core_name(_name_in(one)) == core_name(name)]


def _reports(root: Path, department: str, before: int) -> Iterator[Path]:
    years = sorted(root.glob("[12][0-9][0-9][0-9]"), reverse=True)
    for year in (one for one in years if int(one.name) < before):
        for file in sorted((year / department).glob("*.yml")):
            if SLUG_PATTERN.fullmatch(file.stem) and is_plain_file(file):
                yield file


def _year_of(file: Path) -> int:
    return int(file.parts[-3])


def _name_in(file: Path) -> str:
    """The project's name, found without reading all of the file."""
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as lines:
            found = _NAME.search(lines.read(_HEAD))
    except OSError:
        return ""
    return found[1].strip() if found else ""


def _of_year(files: list[Path], year: int, name: str) -> Path:
    by_year = {_year_of(file): file for file in reversed(files)}
    if year in by_year:
        return by_year[year]
    years = "、".join(str(_year_of(file)) for file in files)
    hint = f"有的年度：{years}。" if years else "以前的年度都没有；标识不同的，另写标识（--slug）。"
    raise JixiaoError(f"{year} 年没有{quote(name)}的报告。{hint}")


def _slug(folder: Path, option: str | None, proposed: str, *, is_dialogue: bool) -> str:
    if option or not is_dialogue:
        return _valid_slug(option or proposed, "请另写标识（--slug）。")

    def free(answer: str) -> str:
        slug = _valid_slug(answer.strip(), "请再写一次。")
        if (folder / f"{slug}.yml").exists():
            raise JixiaoError(
                f"{folder / slug}.yml 已经有了，不会改动。是另一个项目的，请另取标识，如 {slug}-2。"
            )
        return slug

    return ask("项目标识（用在网址里）", free, proposed)


def _valid_slug(slug: str, remedy: str) -> str:
    if not SLUG_PATTERN.fullmatch(slug):
        raise JixiaoError(f"标识应为小写字母、数字和单个连字符，写的是{quote(slug)}。{remedy}")
    if complaint := name_complaint(slug):
        raise JixiaoError(f"标识{quote(slug)}{complaint}{remedy}")
    return slug


def _form_ids(
    content: Path, forms: Mapping[str, Form], option: str | None, former: Report | None
) -> dict[str, str]:
    """The form of the draft, and the outline that its former report names beside it, by key."""
    if not forms:
        raise JixiaoError("forms/ 里还没有表单。请先放入一个。")
    if option is None and former:
        named = {"表单": former.form, "提纲": former.outline}
        found = {key: one for key, one in named.items() if one is not None and one in forms}
        if found:
            return found
    form = _form(forms, option)
    is_outline = (content / "outlines" / f"{form}.yml").is_file()
    return {"提纲" if is_outline else "表单": form}


def _form(forms: Mapping[str, Form], option: str | None) -> str:
    if option is not None:
        return known_form(forms, option)
    if len(forms) == 1:
        return next(iter(forms))
    for line in listed_forms(forms):
        click.echo(line)
    # None is proposed: that of the first letter would be as good as any.
    return ask("表单（打左边的标识）", lambda answer: known_form(forms, answer))


def _name(answer: str) -> str:
    name = " ".join(answer.split())
    if not name:
        raise JixiaoError("项目名称不能为空。")
    return name
