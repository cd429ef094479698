"""A new report's form: every key with what it means, the outline's headings, nothing filled in."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.choices import EvaluationType
from generator.fields import Choice
from generator.model import Outline, Report

_LATER = {"更正", "撤回", "核实"}  # keys of a report's later life
_PLAIN = re.compile(r"[\w（）《》“”、]+")


def slug_of(name: str) -> str:
    """A slug from a Chinese name: its words in pinyin, joined by hyphens."""
    import jieba  # noqa: PLC0415  a second to load, and only this needs it
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    logging.getLogger("jieba").setLevel(logging.WARNING)
    words = ["".join(lazy_pinyin(word, style=Style.NORMAL)) for word in jieba.cut(name)]
    return re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")


def form(  # noqa: PLR0913  what a form is filled with, each by name
    *, name: str, department: str, year: int, outline_id: str, outline: Outline, schema: str | None
) -> str:
    """The YAML text of a draft; `schema` is the path of the schema for the author's editor."""
    known = {
        "项目名称": _scalar(name),
        "部门": _scalar(department),
        "年度": str(year),
        "评价类型": EvaluationType.UNIT,  # by far the most common
        "提纲": outline_id,
        "状态": "草稿",
    }
    first = [f"# yaml-language-server: $schema={schema}"] if schema else []
    first.append("# 报告写了什么就填什么；没有写的留空，不要补零、不要推算。")
    return "\n".join([*first, *_fields(Report, known, outline), ""])


def _scalar(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _fields(record: type[BaseModel], known: dict[str, str], outline: Outline) -> Iterator[str]:
    for field in record.model_fields.values():
        key = str(field.alias)
        if key in _LATER:
            continue
        if key == "正文":
            yield from ("", f"{key}:  # {field.description}", *_headings(outline))
        elif below := _record_of(field):
            yield from ("", *_group(key, field, below))
        else:
            value = known.get(key)
            yield f"{key}: {value}  # {_hint(field)}" if value else f"{key}:  # {_hint(field)}"


def _group(key: str, field: FieldInfo, below: type[BaseModel]) -> Iterator[str]:
    yield f"{key}:  # {field.description}"
    if _is_list(field):
        yield f"  # - {_example(below)}"
        return
    for child in below.model_fields.values():
        yield f"  {child.alias}:  # {_hint(child)}"
        row = _record_of(child)
        if row:
            yield f"    # - {_example(row)}"


def _hint(field: FieldInfo) -> str:
    """What the key means, and the words that it takes where it takes only some."""
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, Choice):
            return f"{field.description}：{'、'.join(kind)}"
    return str(field.description)


def _example(record: type[BaseModel]) -> str:
    return "{" + ", ".join(f"{field.alias}: " for field in record.model_fields.values()) + "}"


def _headings(outline: Outline) -> Iterator[str]:
    for section in outline.sections:
        yield f"  {_scalar(section.heading)}:" + ("" if section.subheadings else " |")
        yield from (f"    {_scalar(heading)}: |" for heading in section.subheadings)


def _record_of(field: FieldInfo) -> type[BaseModel] | None:
    """The record that a field holds, alone or in rows."""
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _is_list(field: FieldInfo) -> bool:
    return getattr(field.annotation, "__origin__", None) is tuple
