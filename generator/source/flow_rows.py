"""Rows in braces (YAML flow style) as they were meant: split at known keys, written as blocks.

In `{…}` a comma ends a value and a colon begins one, so a pasted value (`1,520.30`, `原因: 雨季`)
is broken up. A row as a block, one key a line, takes commas and brackets as they are.
"""

import re
from collections.abc import Iterator
from functools import cache

from generator.source.key_hints import TABLE_HEADINGS, all_records, keys_of
from generator.source.mends import Mend, mend_line, quoted_if_needed

_ROW = re.compile(
    r"(?P<head>\s*(?:[-－—–]\s*|[^\s:：{｛#][^:：{｛]{0,20}[:：]\s*)?)[{｛](?P<inside>.*?)[}｝]?,?\s*(?P<rest>#.*)?"
)
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.]|,\d)")
_SEPARATORS = " \t\u3000\xa0,，；;"


@cache
def known_keys() -> frozenset[str]:
    """Every key of the format."""
    from generator.model.department import Department  # noqa: PLC0415  only where it is needed
    from generator.model.report import Report  # noqa: PLC0415
    from generator.model.site import Site  # noqa: PLC0415

    roots = (Report, Department, Site)
    records = (record for root in roots for _, _, record in all_records(root))
    return frozenset().union(*map(keys_of, records))


@cache
def _pair() -> re.Pattern[str]:
    """Matches a known key with its colon, and the separator before it."""
    known = "|".join(sorted(map(re.escape, known_keys()), key=len, reverse=True))
    return re.compile(rf"(?:^|[,，；;])\s*[\"']?({known})[\"']?\s*[:：][ \t\u3000\xa0]*")


def broken_row(lines: list[str], at: int) -> Iterator[Mend]:
    """The row in braces on line `at` (from 0), if there is one, as a block."""
    line = lines[at]
    row = _ROW.fullmatch(line)
    pairs = list(_pairs(row["inside"])) if row else []
    if row and pairs:
        values = [value for _, value in pairs]
        column, message = _fault(line, row.start("inside"), row["inside"], values)
        yield mend_line(at, column, message, *_block(row["head"], pairs))


def _pairs(inside: str) -> Iterator[tuple[str, str]]:
    found: dict[str, re.Match[str]] = {}
    for match in _pair().finditer(inside):
        found.setdefault(match[1], match)
    starts = [match.start() for match in found.values()]
    if not starts or inside[: starts[0]].strip(_SEPARATORS):
        return
    for match, end in zip(found.values(), (*starts[1:], len(inside)), strict=True):
        yield match[1], inside[match.end() : end].strip(_SEPARATORS)


def _block(head: str, pairs: list[tuple[str, str]]) -> Iterator[str]:
    indent = head[: len(head) - len(head.lstrip())]
    name = head.strip()
    first = f"{indent}- "
    if name and name[0] not in "-－—–":
        yield f"{indent}{name.rstrip(':：')}:"
        first = f"{indent}  "
    for number, (key, value) in enumerate(pairs):
        lead = first if number == 0 else " " * len(first)
        yield f"{lead}{key}: {quoted_if_needed(value)}".rstrip() if value else f"{lead}{key}:"


def _fault(line: str, start: int, inside: str, values: list[str]) -> tuple[int, str]:
    """Column (from 1) and message of what is wrong, the most frequent slip first."""
    if line[start - 1] == "｛" or line.rstrip().endswith("｝"):
        place = line.index("｛") if "｛" in line else line.index("｝")
        return place + 1, "花括号应为半角的 { }，写的是全角。一项写一行，就不用花括号。"
    number = _THOUSANDS.search(inside)
    if number and any(number[0] in value for value in values):
        plain = number[0].replace(",", "")
        return start + number.start() + 1, (
            f"{{ }} 里的逗号分开两项，“{number[0]}”成了几截。请写 {plain}，或一项写一行。"
        )
    for match in _pair().finditer(inside):
        if match[0][0] in "，；":
            return start + match.start() + 1, (
                f"两项之间应为半角逗号，写的是全角“{match[0][0]}”。一项写一行，就不用逗号。"
            )
        if "：" in match[0]:
            place = start + match.start() + match[0].index("：")
            return place + 1, f"“{match[1]}”后面的冒号应为半角，写的是全角“：”。"
    return _fault_in_value(start, inside, values)


def _fault_in_value(start: int, inside: str, values: list[str]) -> tuple[int, str]:
    """Column and message where a value has characters that mean something in braces."""
    for value in values:
        if value[:1] in set("%@`&*!|>[{") and (place := inside.find(value)) >= 0:
            return start + place + 1, f"值不能以这个符号开头：{value[0]}。请给整个值加引号。"
    for value in values:
        for sign, name in ((": ", "冒号加空格"), (",", "逗号"), (" #", "空格加 #")):
            if sign in value and not re.fullmatch(r"\"[^\"]*\"|'[^']*'", value):
                place = start + inside.index(value) + value.index(sign)
                return place + 1, (
                    f"{{ }} 里的文字有“{sign}”（{name}），会被当作另一项。请一项写一行。"
                )
    return start, "{ } 里的内容没有写对。请一项写一行，不用花括号。"


def swallowed_key(value: str) -> str | None:
    """The key that a value in braces has swallowed, as in `甲，到位：50`."""
    found = next((match for match in _pair().finditer(value) if match.start()), None)
    return found[1] if found and "：" in found[0] else None


TABLE_MESSAGE = (
    "这里粘贴了一张表（单元格之间是制表符）。请把每行写成一组，一项写一行，每组以 - 开头。"
)
_COLUMNS = {
    **TABLE_HEADINGS,
    "预期指标值": "目标值", "资金来源": "名称", "下达日期": "日期", "下达金额": "金额",
}  # fmt: skip


def table_as_blocks(lines: list[str], indent: str) -> tuple[str, ...]:
    """The rows of a table pasted with tabs, as blocks; empty where its head has no known keys."""
    head = [re.sub(r"[（(].*?[)）]|\s", "", cell) for cell in lines[0].strip().split("\t")]
    names = [_COLUMNS.get(cell, cell) for cell in head]
    if sum(name in known_keys() for name in names) < 2:
        return ()
    made: list[str] = []
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.strip().split("\t")]
        pairs = [(n, c) for n, c in zip(names, cells, strict=False) if n in known_keys() and c]
        made += _block(f"{indent}- ", pairs)
    return tuple(made)
