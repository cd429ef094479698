"""The YAML text of a new report: what its form asks for, each key with its meaning, no content."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.intake.draft_parts import (
    HEAD,
    TAIL,
    Field,
    Table,
    asks_for_narrative,
    fields,
)
from generator.model.choices import EvaluationType, Item
from generator.model.form import Form, Heading
from generator.model.narrative import LEAD_TEXT, NARRATIVE
from generator.model.report import Report
from generator.source.key_hints import form_hint, keys_of, printed_hint, record_in
from generator.source.scalars import scalar

# Comments on top of a draft that follows a former year's report.
_FORMER_NOTE = (
    "# 照 {year} 年的报告放好了：评价类型、表单、主管部门、实施单位和编码，",
    "# 资金的单位、来源的名称和级次，年度目标的名称，指标的名称、性质、单位、分值。",
    "# 目标值每年由预算批复定，没有带过来，上一次的写在 # 后面供对照（不公开）；",
    "# 金额、完成值、得分、日期、文字也没有带过来。指标有变化的，照今年的表改。",
)
# What is taken from a former report as it is: names and codes, no figures and no texts.
_TAKEN = {
    "项目编码": "project_code", "中央主管部门": "central_department",
    "主管部门": "supervising_department", "主管部门编码": "supervising_code",
    "实施单位": "implementing_unit", "实施单位编码": "implementing_code",
    "项目类别": "project_category", "项目属性": "project_nature", "项目类型": "project_kind",
    "专项资金": "special_fund",
}  # fmt: skip

Row = Mapping[str, tuple[str, str]]  # value and comment by key


class DraftOptions(NamedTuple):
    """What a draft is filled with.

    `form_ids` has the id of `form` by the key of the report, 表单 or 提纲, or by both. `schema` is
    the path of the JSON Schema for the author's editor. Of `former`, a report of another year,
    names, codes, units and weights are taken, but no figures and no texts.
    """

    name: str
    department: str
    year: int
    form_ids: Mapping[str, str]
    form: Form
    schema: str | None
    former: Report | None = None


def slug_from_name(name: str) -> str:
    """A slug for a Chinese name: its words in pinyin, joined by hyphens."""
    import jieba  # noqa: PLC0415  a second to load, and only this needs it
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    logging.getLogger("jieba").setLevel(logging.WARNING)
    words = ["".join(lazy_pinyin(word)) for word in jieba.cut(name)]
    return re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")


def draft_text(options: DraftOptions) -> str:
    """The text of a draft."""
    form, former = options.form, options.former
    usual = form.evaluation_types[0] if form.evaluation_types else EvaluationType.UNIT
    known = {
        "项目名称": scalar(options.name),
        "部门": scalar(options.department),
        "年度": str(options.year),
        "评价类型": former.evaluation_type if former else usual,
        **options.form_ids,
        "状态": "草稿",
    }
    taken = {}
    if former:
        stated = {key: getattr(former, name) for key, name in _TAKEN.items()}
        taken = {key: scalar(value) for key, value in stated.items() if value}
        if former.funds and former.funds.unit:
            known["资金.单位"] = former.funds.unit
    first = [f"# yaml-language-server: $schema={options.schema}"] if options.schema else []
    first.append("# 报告写了什么就填什么；没有写的留空，不要补零、不要推算。")
    if former:
        first += [line.format(year=former.fiscal_year) for line in _FORMER_NOTE]
    asked = fields(form, _wanted(former, taken))
    lines = _Draft({**known, **taken}, form, former).lines(asked)
    return "\n".join([*first, *lines, ""])


def _wanted(former: Report | None, taken: Mapping[str, str]) -> list[str]:
    """Keys that a draft has because the former report has them."""
    rows = {"年度目标": former.annual_goals, "指标": former.indicators} if former else {}
    sources = ["资金.来源"] if former and former.funds and former.funds.sources else []
    return [*taken, *sources, *(key for key, found in rows.items() if found)]


class _Draft:
    """The lines of a draft, key by key; `known` are the values that are filled in."""

    def __init__(self, known: dict[str, str], form: Form, former: Report | None) -> None:
        self._known, self._form, self._former = known, form, former

    def lines(self, asked: Sequence[Field]) -> Iterator[str]:
        """All lines: what every report has, what the form asks for, the narrative, the rest."""
        infos = {str(one.alias): one for one in Report.model_fields.values()}
        for key in HEAD:
            if (key in ("表单", "提纲") and key not in self._known) or (
                key == Item.REPORT_DATE and key in self._form.unasked
            ):
                continue
            printed = self._form.printed(key)
            yield self._line(Field(key, infos[key], "" if printed == key else printed), key, "")
        is_after_group = False
        for field in asked:
            is_group = bool(field.table or field.below)
            if is_after_group and not is_group:
                yield ""
            yield from self._field(field)
            is_after_group = is_group
        if asks_for_narrative(self._form):
            yield from ("", f"{NARRATIVE}:  # {infos[NARRATIVE].description}")
            yield from _narrative(self._form)
        yield ""
        for key in TAIL:
            record = record_in(infos[key].annotation)
            table = Table(record, tuple(keys_of(record)), (), {}) if record else None
            yield from self._field(Field(key, infos[key], table=table))

    def _field(self, field: Field) -> Iterator[str]:
        if not (field.table or field.below):
            yield self._line(field, field.key, "")
            return
        yield ""
        yield f"{field.key}:  # {printed_hint(field.printed, str(field.info.description))}"
        if field.table:
            yield from self._rows(field.key, field.table, "  ")
        for child in field.below:
            yield self._line(child, f"{field.key}.{child.key}", "  ")
            if child.table:
                yield from self._rows(child.key, child.table, "    ")

    def _line(self, field: Field, path: str, indent: str) -> str:
        hint = printed_hint(field.printed, form_hint(field.info))
        return _line(f"{indent}{field.key}", self._known.get(path), hint)

    def _rows(self, key: str, table: Table, indent: str) -> Iterator[str]:
        """Rows of the former report, else the form's, else some that show how they are written."""
        fields = {str(one.alias): one for one in table.record.model_fields.values()}
        hints = {
            name: ("", printed_hint(table.printed.get(name, ""), form_hint(one)))
            for name, one in fields.items()
        }
        taken = list(self._former_rows(key))
        printed: list[Row] = [{table.name_key: (scalar(one), "")} for one in table.lines]
        taken = taken or ([] if table.is_optional else printed)
        if taken:
            table = table.with_keys(one for row in taken for one in row)
            first = {name: hints[name] for name in table.printed}
            for number, row in enumerate(taken):
                yield from _row(table, row if number else {**first, **row}, indent, "")
            return
        yield f"{indent}# 每行一组，每组第一项前写 - ；照下面写，去掉行首的 # ："
        for number, row in enumerate(printed or self._examples(key, table)):
            yield from _row(table, row if number else {**hints, **row}, indent, "# ")

    def _examples(self, key: str, table: Table) -> list[Row]:
        """Of indicators one for each first level that the form has."""
        if key != "指标" or "一级" not in table.keys or not self._form.first_levels:
            return [{}]
        return [
            {"一级": (scalar(one.name), f"表上共 {one.weight:f} 分" if one.weight else "")}
            for one in self._form.first_levels
        ]

    def _former_rows(self, key: str) -> Iterator[Row]:
        """What is taken from each row of the former report."""
        former = self._former
        if former is None:
            return
        for source in former.funds.sources if key == "来源" and former.funds else ():
            yield _stated({"名称": source.name, "级次": source.level})
        for goal in former.annual_goals if key == "年度目标" else ():
            if goal.name:
                yield _stated({"名称": goal.name})
        for row in former.indicators if key == "指标" else ():
            taken = _stated({
                "所属目标": row.goal, "一级": row.first_level, "二级": row.second_level,
                "三级": row.name, "性质": row.direction, "单位": row.unit, "分值": row.weight,
                "合并计分": row.scored_above,
            })  # fmt: skip
            target = " ".join((row.target or "").split())
            comment = f"{former.fiscal_year} 年是 {target}" if target else ""
            yield {**taken, "目标值": ("", comment)}


def _stated(values: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    return {key: (scalar(str(one)), "") for key, one in values.items() if one is not None}


def _line(key: str, value: str | None, comment: str) -> str:
    return f"{key}:{f' {value}' if value else ''}{f'  # {comment}' if comment else ''}"


def _row(table: Table, filled: Row, indent: str, mark: str) -> Iterator[str]:
    """A row as a block, one key a line: commas and brackets in it need no quotes."""
    for number, key in enumerate(table.keys):
        value, comment = filled.get(key, ("", ""))
        dash = "  " if number else "- "
        yield _line(f"{indent}{mark}{dash}{key}", value, comment)


def _narrative(form: Form) -> Iterator[str]:
    yield f"  # 第一个标题前面还有文字的，写在“{LEAD_TEXT}: |”下面，放在最前。"
    if form.has_free_headings:
        yield "  # 标题照原件，可以改写、增减，最多四级；不写序号，序号由网站加上。"
    if not form.headings:
        yield "  # 照下面写，去掉行首的 # ："
        yield "  # 项目基本情况: |"
    yield from _headings(form.headings, "  ")


def _headings(headings: Sequence[Heading], indent: str) -> Iterator[str]:
    for one in headings:
        text = "" if one.subheadings else " |"
        optional = "  # 报告没有这一节的，删去" if one.is_optional else ""
        yield f"{indent}{scalar(one.heading)}:{text}{optional}"
        yield from _headings(one.subheadings, f"{indent}  ")
