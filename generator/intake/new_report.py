"""`jixiao new`: ask for what is missing, then write a draft; never over another file."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from generator.console.prompts import agrees, ask
from generator.content import loader
from generator.intake import draft
from generator.intake.department_prompt import choose_department
from generator.intake.former_report import FormerReport, find_former_reports, read_former_report
from generator.model.department import Department
from generator.model.fields import SLUG_PATTERN, YEARS
from generator.model.problems import JixiaoError, did_you_mean, quote
from generator.model.report import Outline, Report
from generator.runtime import clock
from generator.runtime.atomic_folders import write_file

Answer = TypeVar("Answer")
SCHEMA = Path(__file__).parents[2] / "docs/schema/report.schema.json"


@dataclass(frozen=True, slots=True)
class NewReportOptions:
    """The options of the command; what is None is asked for. `like` is a former year."""

    department: str | None
    year: int | None
    name: str | None
    slug: str | None
    outline: str | None
    like: int | None = None


def create(content: Path, options: NewReportOptions) -> Path:
    """Write the draft and return its file.

    Raises JixiaoError where an option cannot be used or the file exists.
    """
    register, outlines = loader.load_register(content, clock.today())
    departments = list(dict.fromkeys(register.values()))
    department, called = choose_department(content, departments, options.department)
    last_year = str(clock.today().year - 1)
    year = _option_or_answer(options.year, "财政年度（如 2024）", _year, last_year)
    name = _option_or_answer(options.name, "项目名称", _name)
    folder = content / "reports" / str(year) / department.slug
    former, slug = _former_report_and_slug(content, folder, options, name)
    former_content = _read(former, options) if former else None
    outline_id = _outline(outlines, options.outline, former_content)
    text = draft.draft_text(
        name=name,
        department=_issuing_name(department, called, year),
        year=year,
        outline_id=outline_id,
        outline=outlines[outline_id],
        schema=_schema_path(folder),
        former=former_content,
    )
    return _write(folder / f"{slug}.yml", text)


def _read(former: FormerReport, options: NewReportOptions) -> Report | None:
    """The former report; None where it is broken and was not asked for by an option."""
    try:
        return read_former_report(former)
    except JixiaoError as error:
        if options.like is not None:
            raise
        click.echo(f"{error}放的是空表。", err=True)
        return None


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_file(file, text, overwrite=False)
    except FileExistsError:
        raise JixiaoError(f"{file} 已经有了，没有改动。同名项目请用 --slug 另取标识。") from None
    return file


def _issuing_name(department: Department, called: str, year: int) -> str:
    """The full name that was given, else the department's name when the report is written."""
    if called in (department.name, *department.former_names):
        return called
    return department.names_between(date(year, 1, 1), date(year + 1, 12, 31))[-1]


def _option_or_answer(
    option: object, question: str, convert: Callable[[str], Answer], default: str = ""
) -> Answer:
    return ask(question, convert, default) if option is None else convert(str(option))


def _former_report_and_slug(
    content: Path, folder: Path, options: NewReportOptions, name: str
) -> tuple[FormerReport | None, str]:
    """The report of another year to follow, if any, and the project's slug."""
    year, department = int(folder.parent.name), folder.name
    proposed = options.slug or draft.slug_from_name(name)
    former = find_former_reports(content, department, year, proposed, name)
    is_dialogue = options.name is None
    if former and options.slug is None:
        proposed = former[0].slug  # the same project, so the same address in all years
    slug = _slug(folder, options.slug, proposed, is_dialogue=is_dialogue)
    if options.like is not None:
        return _of_year(former, options.like, name), slug
    if is_dialogue and former and agrees(
        f"{former[0].year} 年有这个项目的报告。照它放好指标、资金来源的名称和提纲"
        "（数字和文字不带过来）？"
    ):  # fmt: skip
        return former[0], slug
    return None, slug


def _of_year(reports: Sequence[FormerReport], year: int, name: str) -> FormerReport:
    for one in reports:
        if one.year == year:
            return one
    years = "、".join(str(one.year) for one in reports)
    hint = f"有的年度：{years}。" if years else "以前的年度都没有；标识不同的，用 --slug 指明。"
    raise JixiaoError(f"{year} 年没有{quote(name)}的报告。{hint}")


def _slug(folder: Path, option: str | None, proposed: str, *, is_dialogue: bool) -> str:
    if option or not is_dialogue:
        return _valid_slug(option or proposed, "请用 --slug 指明。")

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
    return slug


def _outline(outlines: Mapping[str, Outline], option: str | None, former: Report | None) -> str:
    if not outlines:
        raise JixiaoError("outlines/ 里还没有提纲。请先放入一个。")

    def known(answer: str) -> str:
        if answer.strip() not in outlines:
            raise JixiaoError(f"没有提纲{quote(answer)}。{did_you_mean(answer, outlines)}")
        return answer.strip()

    if option is not None:
        return known(option)
    if former and former.outline in outlines:
        return str(former.outline)
    if len(outlines) == 1:
        return next(iter(outlines))
    for one, outline in outlines.items():
        click.echo(f"  {one:<16} {outline.name}")
    return ask("提纲", known, next(iter(outlines)))


def _year(answer: str) -> int:
    year = answer.strip().removesuffix("年度").removesuffix("年")
    if not (year.isascii() and year.isdigit() and int(year[:5]) in YEARS):
        raise JixiaoError(
            f"年度应为 {YEARS.start}—{YEARS.stop - 1} 的四位数字，写的是{quote(answer)}。"
        )
    return int(year)


def _name(answer: str) -> str:
    name = " ".join(answer.split())
    if not name:
        raise JixiaoError("项目名称不能为空。")
    return name


def _schema_path(folder: Path) -> str | None:
    """The path from the new file to the JSON Schema, for the author's editor."""
    try:
        return Path(os.path.relpath(SCHEMA, folder)).as_posix() if SCHEMA.is_file() else None
    except ValueError:  # another drive of Windows
        return SCHEMA.as_posix()
