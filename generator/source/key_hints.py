"""Hints about keys: for an unknown one the right name or place, for a form what each key means."""

import re
from functools import cache
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.model.choices import Choice
from generator.model.problems import close_matches, joined_words, quote
from generator.model.record import record_in as record_in  # noqa: PLC0414  asked for here, too

# Headings of columns in the tables of forms, and the keys of the format.
TABLE_HEADINGS = {
    "一级指标": "一级", "二级指标": "二级", "三级指标": "三级", "指标名称": "三级",
    "指标性质": "性质", "计算符号": "性质", "指标值": "目标值", "年度指标值": "目标值",
    "年初目标值": "目标值", "度量单位": "单位", "计量单位": "单位", "实际完成值": "完成值",
    "全年完成值": "完成值", "权重": "分值", "指标分值": "分值", "偏差原因分析": "偏差原因",
    "偏差原因分析及改进措施": "偏差原因", "未完成原因分析": "偏差原因", "年初预算数": "年初预算",
    "全年预算数": "全年预算", "调整后预算数": "全年预算", "到位数": "到位", "全年执行数": "支出",
    "执行数": "支出",
}  # fmt: skip
# These and other names, in forms and other systems.
_SYNONYMS = {
    **TABLE_HEADINGS,
    "金额单位": "单位", "未完成原因": "偏差原因", "预算执行数": "支出", "支付": "支出",
    "实际支出": "支出", "预算数": "全年预算", "到位资金": "到位", "资金来源": "来源",
    "总投资": "项目总额", "分数": "得分", "总分": "得分", "自评得分": "得分", "自评总分": "得分",
    "自评等级": "等级", "预算执行率": "执行率", "资金到位率": "到位率", "财政年度": "年度",
    "预算年度": "年度", "部门名称": "部门", "预算部门": "部门", "年度总体目标": "年度目标",
    "存在的问题": "存在问题", "自评结论": "评价结论", "绩效目标": "年度目标",
    "单位名称": "实施单位", "项目实施单位": "实施单位", "项目代码": "项目编码",
    "报告标题": "标题", "下达文号": "文号", "发布日期": "公开日期", "成文日期": "报告日期",
    "项目": "项目名称", "预算编码": "部门编码", "单位编码": "部门编码", "机构名称": "机构",
    "填报说明": "表注", "注": "表注", "折算分": "折算得分",
    "填报日期": "报告日期", "评价等次": "等级", "评价等级": "等级", "人员编制": "编制人数",
    "预期目标": "预期", "实际完成情况": "实际", "实际到位资金": "到位",
}  # fmt: skip
_PERSONAL = "姓名和电话不公开，不要写进报告；公众联系用的写在 site.yml 的“联系方式”。请删去这一项。"
_NO_KEY = {  # what staff write as a key though no record has it
    **dict.fromkeys(
        ("联系人", "联系电话", "电话", "手机", "负责人", "项目负责人", "财务负责人", "填报人"),
        _PERSONAL,
    ),
    **dict.fromkeys(("联络电话", "签字"), _PERSONAL),
    **dict.fromkeys(("项目起止时间", "起止时间"), "请分成“开始时间”和“结束时间”。"),
    "备注": "要给读者看的写进“数据说明”；给同事看的，在行首写 #。",
    "说明": "要给读者看的写进“数据说明”；给同事看的，在行首写 #。",
}  # fmt: skip


def unknown_key_hint(name: str, record: type[BaseModel], root: type[BaseModel]) -> str:
    """How to mend a key that `record`, a part of a file of kind `root`, does not have."""
    word = "".join(name.split())
    known = keys_of(record)
    meant = _SYNONYMS.get(word, word)
    if meant in known:
        return f"这里叫“{meant}”。"
    found = [(depth, at) for depth, at, one in all_records(root) if meant in keys_of(one)]
    belongs_to = [place for depth, place in found if depth == min(found)[0]]
    similar = close_matches(word, known)
    is_near = belongs_to and (min(found)[0] < 2 or not similar)  # deep in another part: less likely
    if meant == word and is_near and word not in _NO_KEY:
        return _belongs(word, meant, belongs_to)
    if word in _NO_KEY:
        return _NO_KEY[word]
    if similar:
        return f"是不是{'、'.join(map(quote, similar[:3]))}？"
    if belongs_to:
        return _belongs(word, meant, belongs_to)
    return f"可用的有：{joined_words(known)}。"


def _belongs(word: str, meant: str, places: list[str]) -> str:
    subject = f"{quote(word)}" if word == meant else f"{quote(word)}这里叫“{meant}”，"
    if places == [""]:
        return f"{subject}写在报告的最外层（行首不空格）。请移过去。"
    named = "、".join(f"“{place}”" for place in places if place)
    units = "；单位的名称写在“部门”或“实施单位”" if meant == "单位" else ""
    return f"{subject}属于{named}。请移到那里{units}。"


@cache
def all_records(
    root: type[BaseModel], depth: int = 0, place: str = ""
) -> tuple[tuple[int, str, type[BaseModel]], ...]:
    """Each record in a file of kind `root`, after its depth and the key that leads to it."""
    found = [(depth, place, root)]
    for field in root.model_fields.values():
        below = record_in(field.annotation)
        if below and below is not root:  # a heading has headings below it
            found += all_records(below, depth + 1, str(field.alias))
    return tuple(found)


def keys_of(record: type[BaseModel]) -> list[str]:
    """The keys of a record in YAML."""
    return [str(field.alias) for field in record.model_fields.values()]


def form_hint(field: FieldInfo) -> str:
    """The comment of a key in a new form: what it means, and the words to choose from."""
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, Choice):
            return f"{field.description}：{'、'.join(kind)}"
    return str(field.description)


def printed_hint(printed: str, hint: str) -> str:
    """The comment of a key that a form prints under another name; `printed` may be empty."""
    return f"表上印“{printed}”；{hint}" if printed else hint


def without_printed(comment: str) -> str:
    """The comment without what a form prints."""
    return re.sub("^表上印“[^”]*”；", "", comment)


def form_hints(root: type[BaseModel], key: str) -> list[str]:
    """All comments that a form can have for a key, in any record of a file of kind `root`."""
    fields = (one for _, _, record in all_records(root) for one in record.model_fields.values())
    return [form_hint(field) for field in fields if field.alias == key]
