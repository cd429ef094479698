"""`jixiao new`: ask what is missing, then put an empty form in its place, never over another."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from generator.console.prompts import agrees, ask
from generator.content import loader
from generator.intake import department_search, draft, former_report
from generator.intake.former_report import Former
from generator.model.department import Department
from generator.model.fields import SLUG, YEARS
from generator.model.problems import JixiaoError, nearest, quote
from generator.model.report import Outline, Report
from generator.model.schema import KINDS
from generator.runtime import clock
from generator.runtime.atomic_folders import write_file

Answer = TypeVar("Answer")
SCHEMA = Path(__file__).parents[2] / "docs" / "schema"
_LISTED = 30  # departments that are listed without being asked for
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Answers:
    """What the command was told; what is None is asked for. `like` is a former year."""

    department: str | None
    year: int | None
    name: str | None
    slug: str | None
    outline: str | None
    like: int | None = None


def create(content: Path, answers: Answers) -> Path:
    """Write the draft and return its file.

    Raises JixiaoError where an option cannot be used or the file is there already.
    """
    register, outlines = loader.load_register(content, clock.today())
    known = list({id(one): one for one in register.values()}.values())
    department, answer = _department(content, known, answers)
    last_year = str(clock.today().year - 1)
    year = _given(answers.year, "财政年度（如 2024）", _year, last_year)
    name = _given(answers.name, "项目名称", _name)
    folder = content / "reports" / str(year) / department.slug
    former, slug = _former_and_slug(content, folder, answers, name)
    like = _read(former, answers) if former else None
    outline_id = _outline(outlines, answers.outline, like)
    text = draft.form(
        name=name,
        department=_name_of_then(department, answer, year),
        year=year,
        outline_id=outline_id,
        outline=outlines[outline_id],
        schema=_schema_path(folder),
        like=like,
    )
    return _put(folder / f"{slug}.yml", text)


def _read(former: Former, answers: Answers) -> Report | None:
    """The former report; one that was only offered may be broken, and is done without."""
    try:
        return former_report.read(former)
    except JixiaoError as error:
        if answers.like is not None:
            raise
        click.echo(f"{error}放的是空表。", err=True)
        return None


def _put(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_file(file, text, overwrite=False)
    except FileExistsError:
        raise JixiaoError(_there_already(file)) from None
    return file


def _name_of_then(department: Department, answer: str, year: int) -> str:
    """As the report has it: the full name that was given, else that of the time of its writing."""
    if answer in (department.name, *department.former_names):
        return answer
    return department.names_between(date(year, 1, 1), date(year + 1, 12, 31))[-1]


def _there_already(file: Path) -> str:
    return f"{file} 已经有了，没有改动。同名项目请用 --slug 另取标识。"


def _given(
    given: object, question: str, convert: Callable[[str], Answer], default: str = ""
) -> Answer:
    return ask(question, convert, default) if given is None else convert(str(given))


def _department(
    content: Path, known: Sequence[Department], answers: Answers
) -> tuple[Department, str]:
    """The department, and the name by which it was asked for."""
    if not known:
        added = department_search.lines_to_add((), "")
        raise JixiaoError(
            f"登记表 {content / 'departments.yml'} 里还没有部门。请先登记，如：\n{added}"
        )
    if answers.department is not None:
        return _found(content, known, answers.department)
    if len(known) <= _LISTED:
        _list(known)
    return ask(
        "部门（名称、简称、标识或拼音首字母；打 ? 列出全部）",
        lambda typed: _chosen(content, known, typed),
    )


def _chosen(content: Path, known: Sequence[Department], typed: str) -> tuple[Department, str]:
    """What was typed at the terminal; all departments are listed on a question mark."""
    if typed.strip() in ("?", "？"):
        _list(known)
        raise JixiaoError("请从上面选一个，打名称、简称或标识。")
    if not typed.strip():
        raise JixiaoError(f"部门不能为空。打 ? 列出全部 {len(known)} 个。")
    return _found(content, known, typed)


def _found(content: Path, known: Sequence[Department], typed: str) -> tuple[Department, str]:
    found = department_search.exact(known, typed)
    if len(found) == 1:
        return found[0], typed.strip()
    if found:
        which = "、".join(f"{one.name}（{one.slug}）" for one in found[:_NEAR])
        raise JixiaoError(f"{quote(typed)}有 {len(found)} 个部门：{which}。请写名称或标识。")
    near = department_search.near(known, typed)[:_NEAR]
    names = [f"“{one.name}”" for one in near]
    hint = f"是不是{'、'.join(names)}？" if near else _all(known)
    added = department_search.lines_to_add(known, typed)
    raise JixiaoError(
        f"登记表里没有{quote(typed)}。{hint}\n"
        f"确实没有登记的，在 {content / 'departments.yml'} 末尾加上这几行"
        f"（标识是网址的一部分，公开后不改）：\n{added}"
    )


def _all(known: Sequence[Department]) -> str:
    if len(known) > _LISTED:
        return f"登记了 {len(known)} 个部门，运行 jixiao new 后打 ? 列出。"
    return f"登记的有：{'、'.join(one.name for one in known)}。"


def _list(known: Sequence[Department]) -> None:
    for one in known:
        also = "、".join(name for name in (one.short_name, *one.former_names) if name)
        click.echo(f"  {one.slug:<16} {one.name}{f'（{also}）' if also else ''}")


def _former_and_slug(
    content: Path, folder: Path, answers: Answers, name: str
) -> tuple[Former | None, str]:
    """The report that the new one is laid out after, and the project's slug."""
    year, department = int(folder.parent.name), folder.name
    proposed = answers.slug or draft.slug_of(name)
    formers = former_report.of_project(content, department, year, proposed, name)
    asked = answers.name is None
    if formers and answers.slug is None:
        proposed = formers[0].slug  # the same project, so the same address in all years
    slug = _slug(folder, answers.slug, proposed, asked=asked)
    if answers.like is not None:
        return _wanted(formers, answers.like, name), slug
    if asked and formers and agrees(_offer(formers[0])):
        return formers[0], slug
    return None, slug


def _offer(former: Former) -> str:
    return (
        f"{former.year} 年有这个项目的报告。照它放好指标、资金来源的名称和提纲"
        "（数字和文字不带过来）？"
    )


def _wanted(formers: Sequence[Former], year: int, name: str) -> Former:
    for one in formers:
        if one.year == year:
            return one
    years = "、".join(str(one.year) for one in formers)
    hint = f"有的年度：{years}。" if years else "以前的年度都没有；标识不同的，用 --slug 指明。"
    raise JixiaoError(f"{year} 年没有{quote(name)}的报告。{hint}")


def _slug(folder: Path, given: str | None, proposed: str, *, asked: bool) -> str:
    if given or not asked:
        return _good_slug(given or proposed, "请用 --slug 指明。")

    def free(answer: str) -> str:
        slug = _good_slug(answer.strip(), "请再写一次。")
        if (folder / f"{slug}.yml").exists():
            raise JixiaoError(
                f"{folder / slug}.yml 已经有了，不会改动。是另一个项目的，请另取标识，如 {slug}-2。"
            )
        return slug

    return ask("项目标识（用在网址里）", free, proposed)


def _good_slug(slug: str, remedy: str) -> str:
    if not SLUG.fullmatch(slug):
        raise JixiaoError(f"标识应为小写字母、数字和单个连字符，写的是{quote(slug)}。{remedy}")
    return slug


def _outline(outlines: Mapping[str, Outline], given: str | None, like: Report | None) -> str:
    if not outlines:
        raise JixiaoError("outlines/ 里还没有提纲。请先放入一个。")

    def known(answer: str) -> str:
        if answer.strip() not in outlines:
            raise JixiaoError(f"没有提纲{quote(answer)}。{nearest(answer, outlines)}")
        return answer.strip()

    if given is not None:
        return known(given)
    if like and like.outline in outlines:
        return str(like.outline)
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
    """Where the author's editor finds the schema, seen from the new file."""
    schema = SCHEMA / f"{next(iter(KINDS))}.schema.json"
    try:
        return Path(os.path.relpath(schema, folder)).as_posix() if schema.is_file() else None
    except ValueError:  # another drive of Windows
        return schema.as_posix()
