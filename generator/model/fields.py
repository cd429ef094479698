"""Scalar types of the format: from text as staff write it to exact values, and back.

Each type is a pydantic annotation. Its validator takes text (YAML's own types are not used) and
raises PydanticCustomError with a Chinese message; its JSON Schema is what an editor should accept.
Full-width digits and signs are understood, nothing else: a figure is what was typed, or refused.
Numbers are decimals with the report's own precision: `50.00` stays `50.00`.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.model.file_names import name_complaint
from generator.model.problems import quote

# ASCII digits only, after folding: other scripts' digits are no part of a Chinese report.
_NUMBER = re.compile(r"(0|[1-9]\d{0,14}|[1-9]\d{0,2}(,\d{3}){1,4})(\.\d{1,8})?", re.ASCII)
_UNIT = re.compile(r" ?(亿元|万元|元)$")
_RATE = re.compile(r"((?:0|[1-9]\d{0,5})(?:\.\d{1,8})?) ?%", re.ASCII)
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # no other form of a digit
SLUG_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
YEARS = range(1994, 2100)  # the Budget Law was passed in 1994


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as stated, in percent: `Rate(Decimal("95.60"))` is 95.60%."""

    percent: Decimal

    def __str__(self) -> str:
        return f"{self.percent:f}%"


def value_error(
    expected: str, found: object, remedy: str, rule: str = "value"
) -> PydanticCustomError:
    """The error to raise for a value: what was expected, what was found, how to mend it."""
    if isinstance(found, (dict, list)):
        found_text = "写成了一组内容"
    else:
        found_text = "没有填写" if found is None else f"写的是{quote(found)}"
    message = f"应为{expected}，{found_text}。{remedy}"
    return PydanticCustomError(rule, "{text}", {"text": message})


def folded(value: object, expected: str, remedy: str) -> str:
    """The text in half width, single blanks in it; anything else is refused."""
    if not isinstance(value, str):
        raise value_error(expected, value, remedy)
    return " ".join(half_width(value).split())


def half_width(text: str) -> str:
    """The text with ASCII for its full-width forms; a circled or raised digit stays what it is."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def advice(text: str, remedy: str) -> str:
    """How to mend a figure: what is foreign in it, else the usual remedy."""
    foreign = ((one, unicodedata.category(one)[0]) for one in text if one > "\x7f" and one != "〇")
    one, kind = next(((one, kind) for one, kind in foreign if kind in "NMC"), ("", ""))
    if one:
        what = f"“{one}”，它不是 0—9 的数字" if kind == "N" else "看不见的字"
        return f"其中有{what}（U+{ord(one):04X}）：请核对，删去它或重写。{remedy}"
    if re.search(r"\d \d", text):
        return f"数字中间有空格：是一个数的，删去空格；是两个的，只留一个。{remedy}"
    return remedy


def _parse_decimal(value: object, expected: str, remedy: str) -> Decimal:
    text = folded(value, expected, remedy)
    if not _NUMBER.fullmatch(text):
        raise value_error(expected, value, _number_remedy(text, expected) or advice(text, remedy))
    return Decimal(text.replace(",", ""))


def _number_remedy(text: str, expected: str) -> str:
    """How to mend what is nearly a number; empty where there is no special advice."""
    if re.fullmatch(r"[-−–—][0-9,.]+", text):
        how = "收回、核减的，写收回以后的数，情况写进正文；" if expected.startswith("金额") else ""
        return f"不能是负数：{how}没有的留空。"
    if re.fullmatch(r"[0-9]{16,}(\.[0-9]*)?", text.replace(",", "")):
        return "位数太多：整数部分最多 15 位。请核对，多半是粘连了两个数。"
    if re.fullmatch(r"[0-9,]+\.[0-9]{9,}", text):
        return "小数部分最多 8 位。请照原报告写。"
    if re.fullmatch(r"0[0-9,]+(\.[0-9]+)?", text):
        return "不能以 0 开头，多半漏了小数点：请照原报告写。"
    if re.fullmatch(r"[0-9]+(,[0-9]+)+(\.[0-9]+)?", text):
        return "千位分隔的逗号位置不对：应三位一隔，或不写逗号。"
    return ""


class StatedAmount(Decimal):
    """An amount that is stated with its own unit: `4712300元` where the others are in 万元.

    Its value is in `unit`, which is the report's once it was converted; `stated` is what was typed.
    """

    unit: str
    stated: str

    def __new__(cls, value: Decimal | str, unit: str, stated: str) -> "StatedAmount":
        """`value` is in `unit`."""
        amount = super().__new__(cls, value)
        amount.unit, amount.stated = unit, stated
        return amount

    def __reduce__(self) -> tuple[Any, ...]:
        return StatedAmount, (str(Decimal(self)), self.unit, self.stated)


def parse_amount(value: object) -> Decimal:
    """An amount of money, in the unit that `资金.单位` names, or with its own unit after it."""
    expected, remedy = "金额（如 113.5585）", "只写数字，单位写在“单位”里；没有就留空。"
    text = folded(value, expected, remedy)
    own = _UNIT.search(text)
    number = text[: own.start()] if own else text
    if not _NUMBER.fullmatch(number):
        raise value_error(expected, value, _number_remedy(number, expected) or advice(text, remedy))
    found = Decimal(number.replace(",", ""))
    return StatedAmount(found, own[1], f"{number} {own[1]}") if own else found


def _amount_as_stated(value: Decimal) -> str:
    return value.stated if isinstance(value, StatedAmount) else str(value)


def parse_number(value: object) -> Decimal:
    """A score or a weight."""
    return _parse_decimal(value, "数字（如 9.5）", "只写数字；没有就留空。")


def parse_rate(value: object) -> Rate:
    """A percentage as the report states it; the % sign is required."""
    expected, remedy = "百分数（如 98.5%）", "请连 % 一起写；没有就留空。"
    text = folded(value, expected, remedy)
    found = _RATE.fullmatch(text)
    if not found:
        raise value_error(expected, value, advice(text, remedy))
    return Rate(Decimal(found[1]))


def parse_fiscal_year(value: object) -> int:
    """A fiscal year, which in China is the calendar year (Budget Law, art. 18)."""
    expected = f"年度（{YEARS.start}—{YEARS.stop - 1} 的四位数字）"
    text = folded(value, expected, "请写如 2021。")
    found = re.fullmatch(r"([0-9]{4})(?: ?年度?)?", text)
    if not (found and int(found[1]) in YEARS):
        raise value_error(expected, value, advice(text, "请写如 2021。"))
    return int(found[1])


def parse_line(value: object) -> str:
    """Text on one line."""
    if not isinstance(value, str):
        raise value_error("一行文字", value, "请直接写文字。")
    text = value.strip()
    if not text.isprintable() and len(text.splitlines()) > 1:  # there are more than line feeds
        raise value_error("一行文字", value, "请写在一行里，不要换行。")
    return text


def parse_text(value: object) -> str:
    """Text of any number of lines as it is, without blank lines around it."""
    if not isinstance(value, str):
        raise value_error("文字", value, "多段文字请用 | 开头，另起一行并缩进。")
    return value.strip("\n").rstrip()


def parse_slug(value: object) -> str:
    """A name in addresses: lower-case letters, digits and single hyphens."""
    expected = "小写字母、数字和单个连字符（如 gonganju）"
    if not isinstance(value, str) or not SLUG_PATTERN.fullmatch(value):
        raise value_error(expected, value, "它是网址的一部分，一经公开不再改动。")
    if complaint := name_complaint(value):
        message = f"写的是{quote(value)}，它{complaint}"
        raise PydanticCustomError("value", "{text}", {"text": message})
    return value


def parse_non_report_address(value: object) -> str:
    """An address of the site that is not a report's: a report can only be withdrawn."""
    address = parse_line(value)
    if re.search(r"(?:^|/)reports/\d{4}/[^/]+/[^/]+/?(?:index\.html)?$", address):
        remedy = "报告不能停用，只能撤回：在那份报告里写 状态: 撤回。"
        raise value_error("不是报告的网址", value, remedy)
    return address


def parse_web_address(value: object) -> str:
    """The address of the site, with a slash at its end."""
    expected = "以 http:// 或 https:// 开头的网址"
    remedy = "请写如 https://主机/路径/；未定就留空。"
    address = folded(value, expected, remedy)
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~-]+)*/?", address):
        raise value_error(expected, value, remedy)
    return address.rstrip("/") + "/"


def parse_merge_request_address(value: object) -> str:
    """Where a merge request of a branch is opened; `{分支}` and `{主分支}` stand for the two."""
    expected = "网址，里面用 {分支}（和 {主分支}）代替分支的名称"
    remedy = "请写如 https://git.example/group/project/compare/{主分支}...{分支}；不写就自己推算。"
    address = parse_line(value)
    plain = address.replace("{分支}", "").replace("{主分支}", "")
    if "{分支}" not in address or not re.fullmatch(r"https?://[^\s{}<>\"']+", plain):
        raise value_error(expected, value, remedy)
    return address


def json_schema(*types: str, **rules: Any) -> WithJsonSchema:
    """What an editor accepts for a type."""
    # An editor's YAML takes 50 for a number where we take it for text: both are right.
    return WithJsonSchema({"type": list(types), **rules})


_DIGIT = "[0-9０-９]"
_DECIMALS = f"([.．]{_DIGIT}+)?"
_STROKE = "^([/／－-]|—{1,2}|不适用)$"  # in a form's cell that does not apply
_ANY_TEXT = json_schema("string", "number", "boolean")
_AS_STATED = PlainSerializer(str, return_type=str)

Amount = Annotated[
    Decimal,
    PlainValidator(parse_amount),
    PlainSerializer(_amount_as_stated, return_type=str),
    json_schema(
        "string",
        "number",
        minimum=0,
        pattern=f"^[0-9０-９,，]+{_DECIMALS} ?(亿元|万元|元)?$|{_STROKE}",
    ),
]
Number = Annotated[
    Decimal,
    PlainValidator(parse_number),
    _AS_STATED,
    json_schema("string", "number", minimum=0, pattern=f"^{_DIGIT}+{_DECIMALS}$|{_STROKE}"),
]
Percentage = Annotated[
    Rate,
    PlainValidator(parse_rate),
    _AS_STATED,
    json_schema("string", pattern=f"^{_DIGIT}+{_DECIMALS} ?[%％]$|{_STROKE}"),
]
Year = Annotated[
    int,
    PlainValidator(parse_fiscal_year),
    json_schema("string", "integer", minimum=YEARS.start, maximum=YEARS.stop - 1),
]
Line = Annotated[str, PlainValidator(parse_line), _ANY_TEXT]
NonReportAddress = Annotated[str, PlainValidator(parse_non_report_address), _ANY_TEXT]
Text = Annotated[str, PlainValidator(parse_text), _ANY_TEXT]
Slug = Annotated[
    str, PlainValidator(parse_slug), json_schema("string", pattern=f"^{SLUG_PATTERN.pattern}$")
]
WebAddress = Annotated[
    str, PlainValidator(parse_web_address), json_schema("string", pattern="^https?://")
]
MergeRequestAddress = Annotated[
    str,
    PlainValidator(parse_merge_request_address),
    json_schema("string", pattern="^https?://.*\\{分支\\}"),
]
