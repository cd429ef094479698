"""What is wrong with a form beside its record: fields that no report has, and no headings."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from generator.model.form import Form, Part
from generator.model.funds import Funds, FundSource
from generator.model.problems import Level, Problem, did_you_mean, quote
from generator.model.report import FOR_STAFF, Report
from generator.model.twins import folded_name
from generator.source.key_hints import TABLE_HEADINGS, keys_of, record_in
from generator.source.tree import FieldPath, Source

# Keys of a report that only the site needs: no form prints them.
_ONLY_THE_SITES = FOR_STAFF | {
    "状态", "公开日期", "表单", "提纲", "数据说明", "附件", "更正", "撤回",
}  # fmt: skip
# What forms print, by the field that it is.
_PRINTED_NAMES = {
    "年度总体目标": "年度目标", "总体目标": "年度目标", "绩效目标": "年度目标",
    "总体目标完成情况": "年度目标", "年度绩效目标": "年度目标", "项目年度目标": "年度目标",
    "项目资金": "资金", "资金情况": "资金", "预算执行情况": "资金", "资金投入情况": "资金",
    "绩效指标": "指标", "资金管理情况": "资金管理", "支出明细情况": "支出明细",
    "项目实施内容及过程概述": "实施内容", "项目概况": "实施内容",
    "项目实施单位": "实施单位", "资金使用单位": "实施单位", "地方主管部门": "主管部门",
    "是否为专项资金": "专项资金", "项目代码": "项目编码", "项目起止时间": "开始时间",
    "总分": "自评.得分", "合计": "自评.得分", "自评得分": "自评.得分", "自评总分": "自评.得分",
    "自评等级": "自评.等级", "评价等次": "自评.其他等级", "预算执行率": "自评.执行率",
    "存在的问题": "结论.存在问题", "其他需要说明事项": "结论.其他说明",
    "人员编制": "部门整体.编制人数", "预算编码": "部门编码", "单位预算编码": "部门编码",
    "文号": "发文字号", "注": "表注", "填报说明": "表注", "监督索引号": "索引号",
}  # fmt: skip
_COLUMN_NAMES = {
    **TABLE_HEADINGS,
    "调整预算数": "全年预算", "预算数": "全年预算", "预算执行数": "支出", "预算执行率": "执行率",
    "原因": "说明", "预期目标": "预期", "实际完成情况": "实际", "总体完成率": "完成率",
    "存在问题和改进措施": "问题和改进", "支出内容": "名称", "计划支出数": "计划",
    "实际支出数": "支出", "会计凭证号": "凭证号", "决算数": "决算", "机构名称": "机构",
    "资金计划": "全年预算",
}  # fmt: skip
_STEP = re.compile("[.．。,，、]+")  # as typed between the steps of a key
_PERSONS = re.compile("联系人|电话|手机|负责人|填报人|填表人|签字|签名|评价人员")


def check(source: Source, form: Form) -> Iterator[Problem]:
    """Fields and columns are of the format, each once; points add up; something is asked for."""
    if not (form.headings or form.parts or form.has_free_headings):
        if ("章节",) in source.key_positions:
            yield source.problem(("章节",), "value", "“章节”不能为空。请至少写一项。")
        else:
            yield source.problem((), "missing-key", "缺少“章节”。请补上这一项。")
    yield from _parts(source, form)
    yield from _repeated(source, ("一级指标",), "名称", [one.name for one in form.first_levels])
    yield from _points(source, form)


def id_complaint(stem: str) -> str:
    """What is wrong with a form's file whose name no report can state as its form."""
    message = (
        f"{quote(f'{stem}.yml')}不能用作表单的文件名：它是标识，报告的“表单”“提纲”照它写，"
        "应为小写字母、数字和单个连字符。"
    )
    better = "-".join(re.findall("[a-z0-9]+", stem.lower()))
    return f"{message}请改名{f'，如 {better}.yml' if stem.isascii() and better else ''}。"


def twins(forms: Mapping[str, Form], sources: Mapping[str, Source]) -> Iterator[Problem]:
    """Forms of one name, which nobody can tell apart in a list: a warning on each but the first."""
    first: dict[str, str] = {}
    for one, form in forms.items():
        other = first.setdefault(folded_name("".join(form.name.split())), one)
        if other != one:
            message = (
                f"名称{quote(form.name)}与 {Path(sources[other].path).name} 的相同，"
                "列表和页面上分不清用的是哪一个。"
                "请在名称里写明不同的地方，如版本、年份；是多余的，删去一个。"
            )
            found = sources[one].problem(("名称",), "form-name", message)
            yield found._replace(level=Level.WARNING)


def _parts(source: Source, form: Form) -> Iterator[Problem]:
    known = fields()
    for number, part in enumerate(form.parts):
        row = ("栏目", number)
        if part.field not in known:
            message = f"没有栏目{quote(part.field)}。{_field_hint(part.field)}"
            yield source.problem(_stated(source, row, "栏"), "unknown-field", message)
        elif known[part.field]:
            yield from _columns(source, row, part, known[part.field])
        else:
            for key, rows in (("列", part.columns), ("行", part.lines)):
                if rows:
                    message = f"栏目“{part.field}”不是表格，没有“{key}”。{_table_hint(part.field)}"
                    yield source.problem((*row, key), "unknown-field", message)
    yield from _repeated(source, ("栏目",), "栏", [part.field for part in form.parts])


def _columns(
    source: Source, row: FieldPath, part: Part, known: tuple[str, ...]
) -> Iterator[Problem]:
    for place, column in enumerate(part.columns):
        if column.field not in known:
            at = _stated(source, (*row, "列", place), "栏")
            hint = _column_hint(column.field, known)
            message = f"栏目“{part.field}”没有列{quote(column.field)}。{hint}"
            yield source.problem(at, "unknown-field", message)
    yield from _repeated(source, (*row, "列"), "栏", [one.field for one in part.columns])
    yield from _repeated(source, (*row, "行"), "", list(part.lines))


def _repeated(source: Source, rows: FieldPath, key: str, names: list[str]) -> Iterator[Problem]:
    """A name that stands twice in a list: only the first would be found."""
    first: dict[str, int] = {}
    for number, name in enumerate(names):
        if first.setdefault(name, number) != number:
            at = _stated(source, (*rows, number), key)
            line = source.position(_stated(source, (*rows, first[name]), key)).line
            message = f"{quote(name)}写了两次，第 {line} 行已有。请留下一个。"
            yield source.problem(at, "duplicate-key", message)


def _points(source: Source, form: Form) -> Iterator[Problem]:
    """What a form says of points must agree, or every report under it would seem wrong."""
    points = [one.weight for one in form.first_levels if one.weight is not None]
    stated = len(points) == len(form.first_levels) > 0
    if form.total is None or form.execution_weight is None or not stated:
        return
    found = sum(points, start=Decimal(0))
    if found + form.execution_weight != form.total:
        message = (
            f"“总分”是 {form.total}，“执行率分值”{form.execution_weight} 加一级指标的分值 {found} "
            f"是 {found + form.execution_weight}。请照表核对；表上不规定的分值留空。"
        )
        yield source.problem(("总分",), "value", message)


def _field_hint(name: str) -> str:
    """How to mend the name of a field that the format does not have."""
    known = fields()
    word = ".".join(filter(None, _STEP.split("".join(name.split()))))
    if word in _ONLY_THE_SITES:
        return "它是网站用的，表上不印。请删去这一栏。"
    if _PERSONS.search(word):
        return "姓名和电话不公开，报告里没有这一栏。请删去。"
    above, _, column = word.rpartition(".")
    table = next((one for one in known if above and f".{one}".endswith(f".{above}")), "")
    if known.get(table) and word not in known:
        if column in known[table]:
            return f"它是表格“{table}”的一列：请写 {{栏: {table}, 列: [{column}]}}。"
        return f"表格“{table}”没有这一列。{_column_hint(column, known[table])}"
    field = word if word in known else _PRINTED_NAMES.get(word)
    if field is None and word:
        field = next((one for one in known if one.endswith(f".{word}")), None)
    if field:
        return f"格式里叫“{field}”：请写 栏: {field}，表上印的名称写在“印作”里。"
    near = did_you_mean(word, known) if word else ""
    return near if near.startswith("是不是") else "栏目用格式里的键，如 主管部门、结论.存在问题。"


def _column_hint(name: str, known: tuple[str, ...]) -> str:
    word = "".join(name.split())
    bare = re.sub(r"[（(].*", "", word)  # 全年预算数（A）
    for one in (word, bare):
        if (field := _COLUMN_NAMES.get(one, one)) in known:
            return f"格式里叫“{field}”：请写 {{栏: {field}, 印作: {word}}}。"
    return did_you_mean(word, known)


def _table_hint(field: str) -> str:
    inner = next((one for one in fields() if one.startswith(f"{field}.")), "")
    if inner:
        return f"请把每一项写成一个栏目，如 {inner}。"
    return "请删去。"


def _stated(source: Source, row: FieldPath, key: str) -> FieldPath:
    """Where the name of a row stands: the row itself, or its key."""
    return (*row, key) if (*row, key) in source.positions else row


@cache
def fields() -> Mapping[str, tuple[str, ...]]:
    """The fields that a form can ask for, `结论.存在问题`, and the columns of those in a table."""
    found: dict[str, tuple[str, ...]] = {}
    for field in Report.model_fields.values():
        name, below = str(field.alias), record_in(field.annotation)
        if name in _ONLY_THE_SITES:
            continue
        is_table = field.default == () or below is Funds
        found[name] = tuple(keys_of(below)) if below and is_table else ()
        if below is Funds:  # one table for the total and its sources
            found[name] += tuple(one for one in keys_of(FundSource) if one not in found[name])
        for inner in below.model_fields.values() if below else ():
            rows = record_in(inner.annotation) if inner.default == () else None
            found[f"{name}.{inner.alias}"] = tuple(keys_of(rows)) if rows else ()
    return found
