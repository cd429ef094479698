"""What of the record a draft has: the fields and columns that its form asks for, in its order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.model.choices import Item
from generator.model.form import ROW_NAMES, USUAL_COLUMNS, Form, Part
from generator.model.funds import FundSource
from generator.model.narrative import NARRATIVE
from generator.model.report import Report
from generator.source.key_hints import keys_of, record_in

# What every report has, before and after the fields of its form.
HEAD = (
    "项目名称", "标题", "部门", "年度", "评价类型", "表单", "提纲", "状态", "公开日期", "报告日期",
    "索引号",
)  # fmt: skip
TAIL = ("数据说明", "附件")
# What a form without fields asks for: the usual ones, less what it says it does not ask for.
_USUAL = (
    "项目编码", "实施单位", "资金.项目总额", "资金.年初预算", "资金.全年预算", "资金.到位",
    "资金.支出", "资金.来源", "资金.下达文件", "自评.到位率", "自评.执行率", "自评.满意度",
    "自评.得分", "自评.等级", "指标",
)  # fmt: skip
# The columns of tables whose columns the form does not name; of others all that there are.
_COLUMNS = {
    "来源": USUAL_COLUMNS["来源"],
    "分年度": (*USUAL_COLUMNS["分年度"], "结余"),
    "年度目标": USUAL_COLUMNS["年度目标"],
    "指标": (
        "一级", "二级", "三级", "性质", "目标值", "单位", "完成值", "分值", "得分", "偏差原因",
    ),
    "包含项目": ("项目名称", "标识", "项目编码", "实施单位", "说明"),
}  # fmt: skip
_CLAIMED = ("到位率", "到位及时率", "执行率")  # columns of 资金 whose total is claimed


class Table(NamedTuple):
    """A list of records: the keys of a row, the names of its fixed rows, what a form prints."""

    record: type[BaseModel]
    keys: tuple[str, ...]
    lines: tuple[str, ...]
    printed: Mapping[str, str]
    is_optional: bool = False

    @property
    def name_key(self) -> str:
        """The key under which a row has its name."""
        return next(one for one in (*ROW_NAMES, *self.keys) if one in self.keys)

    def with_keys(self, keys: Iterable[str]) -> "Table":
        """The same with these keys too, in the order of the record where they are more."""
        more = set(keys) - set(self.keys)
        return self._replace(keys=(*self.keys, *(k for k in keys_of(self.record) if k in more)))


class Field(NamedTuple):
    """A key of a draft: its field, what the form prints, and what is below it."""

    key: str
    info: FieldInfo
    printed: str = ""  # where it is not the key
    table: Table | None = None
    below: "tuple[Field, ...]" = ()


def fields(form: Form, also: Sequence[str] = ()) -> tuple[Field, ...]:
    """The fields between head and narrative; `also` are keys that are wanted though not asked."""
    asked = [part.field for part in form.parts] or [
        one for one in _USUAL if not _is_unasked(one, form)
    ]
    asked = _with(asked, also)
    paths = [one for field in asked for one in _expanded(field, form)]
    if any(one.startswith("部门整体.") or one == "支出明细" for one in paths):
        paths.append("资金.单位")  # of their amounts too
    tops = dict.fromkeys(one.partition(".")[0] for one in paths)
    shown = [one for one in tops if one not in (*HEAD, NARRATIVE, *TAIL)]
    return tuple(_field(one, paths, form) for one in shown)


def _with(asked: Sequence[str], also: Sequence[str]) -> list[str]:
    """Also these: a code after the body that it is of, tables at the end, the others first."""
    found, first = list(asked), []
    for one in also:
        body = one.removesuffix("编码")
        if one in found:
            continue
        if body != one and body in found:
            found.insert(found.index(body) + 1, one)
        elif one.rpartition(".")[2] in _COLUMNS:
            found.append(one)
        else:
            first.append(one)
    return [*first, *found]


def asks_for_narrative(form: Form) -> bool:
    """Whether a report in this form has a narrative."""
    return bool(form.headings or form.has_free_headings or form.part(NARRATIVE))


def _is_unasked(path: str, form: Form) -> bool:
    return any(one in form.unasked for one in Item if path.rpartition(".")[2] == one)


def _expanded(field: str, form: Form) -> Iterable[str]:
    """Paths of keys: of 资金 the columns of its table, which is of the total and of its sources."""
    part = form.part(field)
    if field != "资金" or part is None:
        return [field]
    columns = [one.field for one in part.columns] or ["年初预算", "全年预算", "支出"]
    total = [f"资金.{one}" for one in columns if one in keys_of(_record("资金"))]
    sources = ["资金.来源"] if part.lines else []
    claimed = [f"自评.{one}" for one in _CLAIMED if one in columns]
    return [*total, *sources, *claimed]


def _record(key: str) -> type[BaseModel]:
    field = next(one for one in Report.model_fields.values() if one.alias == key)
    return record_in(field.annotation) or Report


def _field(key: str, paths: Sequence[str], form: Form) -> Field:
    info = next(one for one in Report.model_fields.values() if one.alias == key)
    record = record_in(info.annotation)
    printed = _printed(form, key)
    if record is None:
        return Field(key, info, printed)
    if get_origin(info.annotation) is tuple:
        return Field(key, info, printed, _table(key, record, form.part(key)))
    wanted = list(
        dict.fromkeys(one.partition(".")[2] for one in paths if one.startswith(f"{key}."))
    )
    if key == "资金":
        wanted = ["单位", *(one for one in wanted if one != "单位")]
    known = {str(one.alias): one for one in record.model_fields.values()}
    below = (_below(key, one, known[one], form) for one in wanted or known)
    return Field(key, info, printed, below=tuple(below))


def _below(above: str, key: str, info: FieldInfo, form: Form) -> Field:
    part = form.part(f"{above}.{key}")
    rows = record_in(info.annotation)
    if rows is None:
        printed = (part and part.printed) or _printed_column(form, above, key)
        return Field(key, info, "" if printed == key else printed)
    # Sources that the form does not name apart are rows of the table that has the total.
    columns = form.part(above) if rows is FundSource and part is None else part
    return Field(key, info, (part and part.printed) or "", _table(key, rows, columns))


def _printed(form: Form, key: str) -> str:
    printed = form.printed(key)
    return "" if printed == key else printed


def _printed_column(form: Form, above: str, key: str) -> str:
    """What the table of 资金 prints over a column, which is the name of the total's cell too."""
    if above == "自评" and key in _CLAIMED:
        above = "资金"
    return form.printed(above, key) if form.part(above) else key


def _table(key: str, record: type[BaseModel], part: Part | None) -> Table:
    columns = part.columns if part else ()
    known = keys_of(record)
    keys = [one.field for one in columns if one.field in known]
    keys = keys or [one for one in _COLUMNS.get(key, known) if one in known]
    required = [str(one.alias) for one in record.model_fields.values() if one.is_required()]
    keys = [*(one for one in required if one not in keys), *keys]
    printed = {
        one.field: one.printed for one in columns if one.printed and one.printed != one.field
    }
    is_optional = part is not None and part.is_optional
    return Table(record, tuple(keys), part.lines if part else (), printed, is_optional)
