"""The department of a new report: from an option or a question, with help where it is not found."""

from collections.abc import Sequence
from pathlib import Path

import click

from generator.console.prompts import ask
from generator.intake.department_search import find_exact, find_similar, register_lines
from generator.model.department import Department
from generator.model.problems import JixiaoError, quote

_MAX_LISTED = 30  # departments that are listed without being asked for
_MAX_SIMILAR = 5


def choose_department(
    content: Path, departments: Sequence[Department], option: str | None
) -> tuple[Department, str]:
    """The department, and the name by which the person called it; asked for without an option.

    Raises JixiaoError where the option names none, or several.
    """
    if not departments:
        raise JixiaoError(
            f"登记表 {content / 'departments.yml'} 里还没有部门。请先登记，如：\n"
            f"{register_lines((), '')}"
        )
    if option is not None:
        return _find(content, departments, option)
    if len(departments) <= _MAX_LISTED:
        _list(departments)
    return ask(
        "部门（名称、简称、标识或拼音首字母；打 ? 列出全部）",
        lambda answer: _from_answer(content, departments, answer),
    )


def _from_answer(
    content: Path, departments: Sequence[Department], answer: str
) -> tuple[Department, str]:
    if answer.strip() in ("?", "？"):
        _list(departments)
        raise JixiaoError("请从上面选一个，打名称、简称或标识。")
    if not answer.strip():
        raise JixiaoError(f"部门不能为空。打 ? 列出全部 {len(departments)} 个。")
    return _find(content, departments, answer)


def _find(content: Path, departments: Sequence[Department], name: str) -> tuple[Department, str]:
    found = find_exact(departments, name)
    if len(found) == 1:
        return found[0], name.strip()
    if found:
        which = "、".join(f"{one.name}（{one.slug}）" for one in found[:_MAX_SIMILAR])
        raise JixiaoError(f"{quote(name)}有 {len(found)} 个部门：{which}。请写名称或标识。")
    raise JixiaoError(
        f"登记表里没有{quote(name)}。{_hint(departments, name)}\n"
        f"确实没有登记的，在 {content / 'departments.yml'} 末尾加上这几行"
        f"（标识是网址的一部分，公开后不改）：\n{register_lines(departments, name)}"
    )


def _hint(departments: Sequence[Department], name: str) -> str:
    if similar := find_similar(departments, name)[:_MAX_SIMILAR]:
        return f"是不是{'、'.join(f'“{one.name}”' for one in similar)}？"
    if len(departments) > _MAX_LISTED:
        return f"登记了 {len(departments)} 个部门，运行 jixiao new 后打 ? 列出。"
    return f"登记的有：{'、'.join(one.name for one in departments)}。"


def _list(departments: Sequence[Department]) -> None:
    for one in departments:
        others = "、".join(name for name in (one.short_name, *one.former_names) if name)
        click.echo(f"  {one.slug:<16} {one.name}{f'（{others}）' if others else ''}")
