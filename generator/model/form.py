"""A form (表单): the fields that it asks for, in which order, under which names; its headings.

Forms are data: `content/forms/<id>.yml`. A file of `content/outlines/` is a form of headings only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from generator.model.choices import EvaluationType, Item, Switch
from generator.model.fields import Line, Number
from generator.model.record import Record, Rows, key, rows


@dataclass(frozen=True, slots=True)
class Named:
    """An annotation: one line of text is a record of which only this key is stated."""

    key: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def expanded(value: object) -> object:
            return {self.key: value} if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(expanded, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [{"type": ["string", "number"]}, handler(schema)]}


class Heading(Record, title="章节"):
    """A heading of the narrative, with the headings under it."""

    heading: Line = key("标题", "标题，不带序号", required=True)
    optional: Switch | None = key("可省略", "报告没有这一节的不算缺少：写 是")
    subheadings: Rows[Annotated["Heading", Named("标题")]] = rows("小节", "下一级标题，不带序号")

    @property
    def is_optional(self) -> bool:
        """Whether a report may leave it out."""
        return self.optional is Switch.YES


class Column(Record, title="列"):
    """A column of a table of the form."""

    field: Line = key("栏", "格式里的键，如 全年预算", required=True)
    printed: Line | None = key("印作", "表上印的名称；与键相同的不写")
    synonyms: Rows[Line] = rows("又称", "同一列的其他印法，导入时认得")


class Part(Record, title="栏目"):
    """A field of the form, or one of its tables."""

    field: Line = key("栏", "格式里的键，如 主管部门、资金、结论.存在问题", required=True)
    printed: Line | None = key("印作", "表上印的名称；与键相同的不写")
    synonyms: Rows[Line] = rows("又称", "同一栏的其他印法，导入时认得")
    optional: Switch | None = key("可省略", "报告没有这一栏的不算未填报：写 是")
    columns: Rows[Annotated[Column, Named("栏")]] = rows("列", "表格的列，照表上的次序")
    lines: Rows[Line] = rows("行", "表格固定的行，如 财政拨款、上年结转资金")

    @property
    def is_optional(self) -> bool:
        """Whether a report may leave it out."""
        return self.optional is Switch.YES


class FirstLevel(Record, title="一级指标"):
    """A first-level indicator and the points that the form gives it."""

    name: Line = key("名称", "如 产出指标", required=True)
    weight: Number | None = key("分值", "分值；不规定的不写")


# What a table has at least, by its key, where the form does not name its columns.
USUAL_COLUMNS = {
    "年度目标": ("预期", "实际"),
    "资金管理": ("项目", "情况说明", "问题和改进"),
    "支出明细": ("名称", "计划", "支出"),
    "来源": ("名称", "年初预算", "全年预算", "到位", "支出"),
    "分年度": ("年度", "全年预算", "到位", "支出"),
    "分项得分": ("名称", "分值", "得分"),
}
# Columns that say what a row is of, the likeliest first.
ROW_NAMES = ("名称", "项目", "项目名称", "三级", "年度", "机构")

# Where a form asks for an item: in a field of its own, or in a column of its table.
_ITEM_FIELDS = {
    Item.TOTAL_COST: {"资金.项目总额"},
    Item.INITIAL_BUDGET: {"资金.年初预算"},
    Item.ANNUAL_BUDGET: {"资金.全年预算"},
    Item.RECEIVED: {"资金.到位"},
    Item.SPENT: {"资金.支出"},
    Item.RECEIVED_RATE: {"自评.到位率", "资金.到位率"},
    Item.EXECUTION_RATE: {"自评.执行率", "资金.执行率"},
    Item.SCORE: {"自评.得分"},
    Item.GRADE: {"自评.等级", "自评.其他等级"},
    Item.SATISFACTION: {"自评.满意度"},
    Item.INDICATORS: {"指标"},
    Item.REPORT_DATE: {"报告日期"},
}


class Form(Record, title="表单"):
    """What a report is written in.

    `parts` are its fields in order; without them, the usual ones in the usual order. A narrative
    follows `headings`; with `free_headings` it may have others.
    """

    name: Line = key("名称", "表单的名称和版本", required=True)
    source: Line | None = key("出处", "印发的文件或公开的网址")
    number: Line | None = key("表号", "表上印的编号")
    evaluation_types: Rows[EvaluationType] = rows("评价类型", "用于哪些评价")
    not_asked: Rows[Item] = rows("不要求", "表格不要求填报的项目：报告没有写的，不算未填报")
    parts: Rows[Annotated[Part, Named("栏")]] = rows("栏目", "表上的栏目，照次序")
    total: Number | None = key("总分", "满分")
    execution_weight: Number | None = key("执行率分值", "预算执行率的分值；没有的写 0")
    first_levels: Rows[FirstLevel] = rows("一级指标", "一级指标和它们的分值，表上规定了才写")
    free_headings: Switch | None = key("自定标题", "正文可以自定标题：写 是")
    headings: Rows[Annotated[Heading, Named("标题")]] = rows("章节", "正文的一级标题和它下面的小节")

    @cached_property
    def unasked(self) -> frozenset[Item]:
        """Items that it does not ask for; a form without parts asks for all but those it names."""
        needed = [part for part in self.parts if not part.is_optional]
        fields = {part.field for part in needed}
        columns = {f"{part.field}.{one.field}" for part in needed for one in part.columns}
        asked = {item for item in Item if _ITEM_FIELDS[item] & (fields | columns)}
        unasked = set(Item) - asked if self.parts else set()
        return frozenset(unasked | set(self.not_asked))

    @cached_property
    def listed(self) -> tuple[tuple[str, ...], Decimal | None]:
        """What lists show of it: the items that it does not ask for, sorted; the full marks."""
        # As plain text: keys of the cache are made of it for each report, many times.
        return tuple(map(str, sorted(self.unasked))), self.total

    @cached_property
    def _parts_by_field(self) -> Mapping[str, Part]:
        return {part.field: part for part in reversed(self.parts)}

    @cached_property
    def optional_fields(self) -> frozenset[str]:
        """Fields of a report, all of whose parts it may leave out."""
        needed = {one.field.partition(".")[0] for one in self.parts if not one.is_optional}
        return frozenset({one.field.partition(".")[0] for one in self.parts} - needed)

    @property
    def has_free_headings(self) -> bool:
        """Whether a narrative may have headings of its own."""
        return self.free_headings is Switch.YES

    @cached_property
    def printed_names(self) -> Mapping[str, str]:
        """What the form prints by key, `资金.支出` for a column, where that is another word."""
        found = {one.field: one.printed for one in self.parts}
        found |= {
            f"{part.field}.{one.field}": one.printed for part in self.parts for one in part.columns
        }
        return {field: printed for field, printed in found.items() if printed}

    def part(self, field: str) -> Part | None:
        """The part of that field; None where the form does not name it."""
        return self._parts_by_field.get(field)

    def printed(self, field: str, column: str = "") -> str:
        """What the form calls a field, or a column of it; the key itself where it says nothing.

        What is a column in one form is a cell of its own in another: `资金.到位`.
        """
        part = self.part(field)
        if not column:
            return (part and part.printed) or field.rpartition(".")[2]
        columns: tuple[Column, ...] = part.columns if part else ()
        found = next((one.printed for one in columns if one.field == column), None)
        return found or self.printed(f"{field}.{column}")
