"""The YAML text of a new report: every key with its meaning, the outline's headings, no content."""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.model.choices import EvaluationType
from generator.model.form import Form
from generator.model.report import Report
from generator.source.key_hints import form_hint, record_in

_LATER = {"更正", "撤回", "核实"}  # keys that only a published or checked report needs
# Comments on top of a draft that follows a former year's report.
_FORMER_NOTE = (
    "# 照 {year} 年的报告放好了：评价类型、提纲、实施单位，资金的单位、来源的名称，",
    "# 指标的名称、性质、单位、分值。",
    "# 目标值每年由预算批复定，没有带过来，上一次的写在 # 后面供对照（不公开）；",
    "# 金额、完成值、得分、日期、文字也没有带过来。指标有变化的，照今年的表改。",
)
_NEEDS_NO_QUOTES = re.compile(r"[\w（）《》“”、]+")


def slug_from_name(name: str) -> str:
    """A slug for a Chinese name: its words in pinyin, joined by hyphens."""
    import jieba  # noqa: PLC0415  a second to load, and only this needs it
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    logging.getLogger("jieba").setLevel(logging.WARNING)
    words = ["".join(lazy_pinyin(word)) for word in jieba.cut(name)]
    return re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")


def draft_text(  # noqa: PLR0913  what a draft is filled with, each by name
    *,
    name: str,
    department: str,
    year: int,
    outline_id: str,
    outline: Form,
    schema: str | None,
    former: Report | None = None,
) -> str:
    """The text of a draft; `schema` is the path of the JSON Schema for the author's editor.

    Of `former`, a report of another year, names, units and weights are taken, but no figures and
    no texts.
    """
    known = {
        "项目名称": _scalar(name),
        "部门": _scalar(department),
        "年度": str(year),
        # 单位自评 is by far the most frequent.
        "评价类型": former.evaluation_type if former else EvaluationType.UNIT,
        "提纲": outline_id,
        "状态": "草稿",
    }
    if former and former.implementing_unit:
        known["实施单位"] = _scalar(former.implementing_unit)
    if former and former.funds and former.funds.unit:
        known["资金.单位"] = former.funds.unit
    first = [f"# yaml-language-server: $schema={schema}"] if schema else []
    first.append("# 报告写了什么就填什么；没有写的留空，不要补零、不要推算。")
    if former:
        first += [line.format(year=former.fiscal_year) for line in _FORMER_NOTE]
    return "\n".join([*first, *_Draft(known, outline, former).lines(), ""])


def _scalar(value: str) -> str:
    return value if _NEEDS_NO_QUOTES.fullmatch(value) else json.dumps(value, ensure_ascii=False)


class _Draft:
    """The lines of a draft, key by key; `known` are the values that are filled in."""

    def __init__(self, known: dict[str, str], outline: Form, former: Report | None) -> None:
        self._known, self._outline, self._former = known, outline, former

    def lines(self) -> Iterator[str]:
        """All lines, in the order of the record's fields."""
        for field in Report.model_fields.values():
            key = str(field.alias)
            if key in _LATER:
                continue
            if key == "正文":
                yield from ("", f"{key}:  # {field.description}", *_headings(self._outline))
            elif below := record_in(field.annotation):
                yield from ("", *self._group(key, field, below))
            else:
                yield _line(key, self._known.get(key), form_hint(field))

    def _group(self, key: str, field: FieldInfo, below: type[BaseModel]) -> Iterator[str]:
        yield f"{key}:  # {field.description}"
        if get_origin(field.annotation) is tuple:
            yield from self._rows(key, below, "  ")
            return
        for child in below.model_fields.values():
            value = self._known.get(f"{key}.{child.alias}")
            yield _line(f"  {child.alias}", value, form_hint(child))
            if row := record_in(child.annotation):
                yield from self._rows(str(child.alias), row, "    ")

    def _rows(self, key: str, row: type[BaseModel], indent: str) -> Iterator[str]:
        """The rows taken from the former report, else one that shows how they are written."""
        taken = list(self._former_rows(key))
        for one in taken:
            yield from _row(row, one, indent, "")
        if not taken:
            yield f"{indent}# 每行一组，每组第一项前写 - ；照下面写，去掉行首的 # ："
            hints = {str(one.alias): ("", form_hint(one)) for one in row.model_fields.values()}
            yield from _row(row, hints, indent, "# ")

    def _former_rows(self, key: str) -> Iterator[dict[str, tuple[str, str]]]:
        """Value and comment by key, of each row that is taken from the former report."""
        former = self._former
        if former and key == "来源" and former.funds:
            for source in former.funds.sources:
                yield {"名称": (_scalar(source.name), "")}
        for row in former.indicators if former and key == "指标" else ():
            taken = {
                "一级": row.first_level, "二级": row.second_level, "三级": row.name,
                "性质": row.direction, "单位": row.unit, "分值": row.weight,
            }  # fmt: skip
            values = {name: (_scalar(str(one)), "") for name, one in taken.items() if one}
            target = " ".join((row.target or "").split())
            comment = f"{former.fiscal_year} 年是 {target}" if former and target else ""
            yield {**values, "目标值": ("", comment)}


def _line(key: str, value: str | None, comment: str) -> str:
    return f"{key}:{f' {value}' if value else ''}{f'  # {comment}' if comment else ''}"


def _row(
    record: type[BaseModel], filled: Mapping[str, tuple[str, str]], indent: str, mark: str
) -> Iterator[str]:
    """A row as a block, one key a line: commas and brackets in it need no quotes."""
    for number, field in enumerate(record.model_fields.values()):
        value, comment = filled.get(str(field.alias), ("", ""))
        dash = "  " if number else "- "
        yield _line(f"{indent}{mark}{dash}{field.alias}", value, comment)


def _headings(outline: Form) -> Iterator[str]:
    for section in outline.headings:
        yield f"  {_scalar(section.heading)}:" + ("" if section.subheadings else " |")
        yield from (f"    {_scalar(one.heading)}: |" for one in section.subheadings)
