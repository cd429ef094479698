"""`jixiao new`: ask what is missing, then put an empty form in its place, never over another."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from generator import draft, loader
from generator.department import Department
from generator.directories import write_file
from generator.fields import SLUG, YEARS
from generator.model import Outline
from generator.problems import JixiaoError, nearest, quote
from generator.schema import KINDS

Answer = TypeVar("Answer")
SCHEMA = Path(__file__).parent.parent / "docs" / "schema"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the command was told; what is None is asked for."""

    department: str | None
    year: int | None
    name: str | None
    slug: str | None
    outline: str | None


def create(content: Path, answers: Answers) -> Path:
    """Write the draft and return its file.

    Raises JixiaoError where an answer cannot be used or the file is there already.
    """
    register, outlines = loader.load_register(content)
    department, answer = _department(register, answers.department)
    year = _given(answers.year, "财政年度（如 2024）", _year)
    name = _given(answers.name, "项目名称", _name)
    slug = _given_slug(answers.slug, name, asked=answers.name is None)
    outline_id = _outline(outlines, answers.outline)
    folder = content / "reports" / str(year) / department.slug
    text = draft.form(
        name=name,
        department=_name_of_then(department, answer, year),
        year=year,
        outline_id=outline_id,
        outline=outlines[outline_id],
        schema=_schema_path(folder),
    )
    return _put(folder / f"{slug}.yml", text)


def _put(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_file(file, text, overwrite=False)
    except FileExistsError:
        raise JixiaoError(f"{file} 已经有了，没有改动。同名项目请用 --slug 另取标识。") from None
    return file


def _department(register: Mapping[str, Department], given: str | None) -> tuple[Department, str]:
    """The department, and the name by which it was asked for."""
    if not register:
        raise JixiaoError("登记表 departments.yml 里还没有部门。请先登记。")
    if given is None:
        for one in {id(d): d for d in register.values()}.values():
            click.echo(f"  {one.slug:<16} {one.name}")
    answer = _given(given, "部门（名称或标识）", str.strip)
    if answer not in register:
        raise JixiaoError(f"登记表里没有{quote(answer)}。{nearest(answer, register)}")
    return register[answer], answer


def _name_of_then(department: Department, answer: str, year: int) -> str:
    """As the report has it: the name that was given, else that of the time when it is written."""
    if answer != department.slug:
        return answer
    return department.names_between(date(year, 1, 1), date(year + 1, 12, 31))[-1]


def _outline(outlines: Mapping[str, Outline], given: str | None) -> str:
    if not outlines:
        raise JixiaoError("outlines/ 里还没有提纲。请先放入一个。")
    if given is None and len(outlines) > 1:
        for one, outline in outlines.items():
            click.echo(f"  {one:<16} {outline.name}")
        given = click.prompt("提纲", default=next(iter(outlines)))
    answer = given or next(iter(outlines))
    if answer not in outlines:
        raise JixiaoError(f"没有提纲{quote(answer)}。{nearest(answer, outlines)}")
    return answer


def _given(given: object, question: str, convert: Callable[[str], Answer]) -> Answer:
    return convert(str(click.prompt(question) if given is None else given))


def _given_slug(given: str | None, name: str, *, asked: bool) -> str:
    proposed = given or draft.slug_of(name)
    slug = (
        click.prompt("项目标识（用在网址里）", default=proposed)
        if asked and not given
        else proposed
    )
    if not SLUG.fullmatch(slug):
        raise JixiaoError(
            f"标识应为小写字母、数字和单个连字符，写的是{quote(slug)}。请用 --slug 指明。"
        )
    return str(slug)


def _year(answer: str) -> int:
    if not (answer.isascii() and answer.isdigit() and int(answer[:5]) in YEARS):
        raise JixiaoError(
            f"年度应为 {YEARS.start}—{YEARS.stop - 1} 的四位数字，写的是{quote(answer)}。"
        )
    return int(answer)


def _name(answer: str) -> str:
    name = " ".join(answer.split())
    if not name:
        raise JixiaoError("项目名称不能为空。")
    return name


def _schema_path(folder: Path) -> str | None:
    """Where the author's editor finds the schema, seen from the new file."""
    schema = SCHEMA / f"{next(iter(KINDS))}.schema.json"
    return os.path.relpath(schema, folder) if schema.is_file() else None
