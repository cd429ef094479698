"""Slips in values, texts and rows that YAML cannot read, each with a mend to be tried.

Each function looks at line `at` (from 0) for one kind of slip; its caller finds out whether the
mend helps. Slips in keys are in `key_slips.py`.
"""

import re
from collections.abc import Iterator

from generator.source import flow_rows
from generator.source.mends import Mend, mend_line, quoted, quoted_if_needed, spaces

MAX_LINES = 30  # mended lines that are shown of one slip
BLANKS = " \t\u3000\xa0\u2002\u2003\u200b\ufeff"
BLOCK = re.compile(r"(?P<indent> *)(?:- )?(?P<key>[^\s#:：][^:：]*?): *[|>][+-]?\d?[+-]? *(?:#.*)?")
KEY = re.compile(r"[ \t\u3000\xa0]*(?:- +)?(?P<key>[^\s:：#'\"|>{}\[\],][^:：]{0,39}):(?:\s.*)?")
PAIR = re.compile(r"(?P<head> *(?:- )?[^\s#:'\"{\[][^:]{0,39}: +)(?P<value>\S.*)")
_RELATION = re.compile(r">\s*=|>\s*\d")
PIPES = "｜丨∣│"


def misplaced_text(lines: list[str], at: int) -> Iterator[Mend]:
    """Paragraphs under | that are not indented below their key."""
    if not lines[at].strip(BLANKS) or KEY.fullmatch(lines[at]):
        return
    above = range(at - 1, -1, -1)
    owner = next((n for n in above if KEY.fullmatch(lines[n]) and not is_text(lines, n)), None)
    block = BLOCK.fullmatch(lines[owner].rstrip(BLANKS)) if owner is not None else None
    if owner is None or block is None:
        return
    last = next((n for n in range(owner + 1, len(lines)) if KEY.fullmatch(lines[n])), len(lines))
    while not lines[last - 1].strip(BLANKS):
        last -= 1
    indent = " " * (len(block["indent"]) + 2 + 2 * lines[owner].lstrip().startswith("- "))
    made = tuple(f"{indent}{one.strip(BLANKS)}".rstrip() for one in lines[owner + 1 : last])
    wrong = [n for n in range(owner + 1, last) if _is_loose(lines[n], indent)] or [at]
    if wrong[0] >= last:
        return
    message = (
        f"“{block['key']}”下面的文字{_why_loose(lines[wrong[0]])}（{len(wrong)} 行）。"
        f"每行前面应空 {len(indent)} 格，比键多空两格。"
    )
    shown = tuple(shortened(made[n - owner - 1]) for n in wrong[:3])
    yield Mend(owner + 1, last, wrong[0], 1, message, made, shown)


def pasted_table(lines: list[str], at: int) -> Iterator[Mend]:
    """A table with tabs between its cells, in the place of rows."""
    if "\t" not in lines[at].strip():
        return
    first = last = at
    while first > 0 and "\t" in lines[first - 1].strip():
        first -= 1
    while last < len(lines) and "\t" in lines[last].strip():
        last += 1
    opens = re.fullmatch(r"( *)[^\s:]+: *(?:#.*)?", lines[first - 1]) if first else None
    if opens:
        made = flow_rows.table_as_blocks(lines[first:last], f"{opens[1]}  ")
        yield Mend(first, last, first, 1, flow_rows.TABLE_MESSAGE, made, made[:MAX_LINES])


def stray_line(lines: list[str], at: int) -> Iterator[Mend]:
    """A line that is neither a key nor below one."""
    line = lines[at].strip(BLANKS)
    if line and ":" not in line and not line.startswith(("-", "#", "}", "]")):
        message = (
            f"“{line[:20]}{'…' if len(line) > 20 else ''}”不是“键: 值”。"
            "是上一项的文字的，接在上一行后面；有几段的，在键后写 |，文字另起一行并缩进；"
            "多余的请删去。"
        )
        yield mend_line(at, len(lines[at]) - len(lines[at].lstrip()) + 1, message)


def is_text(lines: list[str], at: int) -> bool:
    """Whether a line that looks like a key is text: it has a comma and ends with a full stop."""
    return lines[at].rstrip().endswith(("。", "；")) and lines[at].count("，") > 0


def _is_loose(line: str, indent: str) -> bool:
    return bool(line.strip(BLANKS)) and (
        not line.startswith(indent) or line[len(indent) : len(indent) + 1] == " "
    )


def _why_loose(line: str) -> str:
    lead = line[: len(line) - len(line.lstrip(BLANKS))]
    if "\t" in lead:
        return "缩进用了制表符（Tab），不算空格"
    if lead.strip(" "):
        return "缩进用了全角空格，不算空格" if "\u3000" in lead else "缩进用了不是空格的空白"
    return "缩进不齐" if lead else "没有缩进"


def leading_relation(lines: list[str], at: int) -> Iterator[Mend]:
    """`>=` at the start of a value, where > opens a text in YAML."""
    found = PAIR.fullmatch(lines[at].rstrip())
    if found and _RELATION.match(found["value"]):
        value, comment = _parted(found["value"])
        made = value.replace(">=", "≥") if ">=" in value else f"'{value}'"
        message = "值不能以 > 开头。大于等于请写 ≥；就是要写 > 的，给整个值加引号。"
        line = f"{found['head']}{made}{comment}"
        yield mend_line(at, found.start("value") + 1, message, line)


def text_beside_mark(lines: list[str], at: int) -> Iterator[Mend]:
    """Text on the same line as the | that opens it."""
    found = PAIR.fullmatch(lines[at].rstrip())
    if found and found["value"][0] in "|>" + PIPES and found["value"][1:].strip(" +-"):
        head = found["head"]
        inner = " " * (len(head) - len(head.lstrip()) + 2)
        made = (f"{head.rstrip()} |", f"{inner}{found['value'][1:].strip(BLANKS)}")
        message = "| 后面应换行。请把文字移到下一行，比键多空两格。"
        column = found.start("value") + 1
        yield Mend(at, at + 1, at, column, message, made, (made[0], shortened(made[1])))


def _parted(value: str) -> tuple[str, str]:
    """A value, and the comment after it with the space before."""
    at = value.find(" # ")
    if at < 1 or value[0] in "\"'":
        return value, ""
    return value[:at].rstrip(), f"  {value[at + 1 :]}"


def ambiguous_value(lines: list[str], at: int) -> Iterator[Mend]:
    """A value with quotes, brackets, colons or marks that have a meaning in YAML."""
    found = PAIR.fullmatch(lines[at].rstrip())
    if not found:
        return
    head, (value, comment) = found["head"], _parted(found["value"])
    column = found.start("value") + 1
    bare = value
    if value[0] in "\"'" and value[-1] in "”’\"'" and value[-1] != value[0]:
        bare = value[1:-1]
        message = f"引号应为一对半角的，开头是 {value[0]}，结尾是 {value[-1]}。"
        column = len(lines[at].rstrip())
    elif value[0] in "\"'" and value.count(value[0]) == 1:
        bare = value[1:]
        message = "引号没有成对。请补上结尾的引号，或把开头的也去掉。"
    elif value[0] == value[-1] == '"' and "\\" in value:
        bare = value[1:-1]
        message = "双引号里的 \\ 有特殊含义。请改用单引号。"
        column += value.index("\\")
    elif value[0] in "\"'":
        message = f"值以引号 {value[0]} 开头，引号又没有括住整个值。请给整个值再加一对单引号。"
    elif value.startswith(("- ", "? ")):
        message = "值不能以“- ”开头：它表示一项。是文字的，请给整个值加引号；是几项的，另起一行。"
    elif value[0] in "[{" and any(value.count(a) != value.count(b) for a, b in ("[]", "{}")):
        yield from _of_open_rows(lines[at], at, head, value)
        return
    elif value[0] in "[{":
        message = f"值以 {value[0]} 开头会当作一组内容。是文字的，请给整个值加引号。"
    elif value[0] in "%@`&*!":
        message = f"值不能以这个符号开头：{value[0]}。请给整个值加引号。"
    elif ": " in value or value.endswith(":"):
        column += value.index(": ") if ": " in value else len(value) - 1
        message = "值里有“: ”（冒号加空格），会被当作另一个键。请给整个值加引号，或改为全角“：”。"
    else:
        return
    mended = quoted(bare) if bare is value else quoted_if_needed(bare)
    yield mend_line(at, column, message, f"{head}{mended}{comment}")


def row_beside_key(lines: list[str], at: int) -> Iterator[Mend]:
    """A row in braces on the line of its key: `更正: - {日期: …}`."""
    found = PAIR.fullmatch(lines[at].rstrip())
    if found and found["value"].startswith("- "):
        head = found["head"]
        indent = " " * (len(head) - len(head.lstrip()) + 2)
        message = "一项应另起一行，比键多空两格，以“- ”开头。"
        for row in flow_rows.broken_row([f"{indent}{found['value']}"], 0):
            yield mend_line(at, len(head) + 1, message, head.rstrip(), *row.lines)


def _of_open_rows(line: str, at: int, head: str, value: str) -> Iterator[Mend]:
    """Rows in brackets that are not closed, as blocks."""
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    pieces = [one for one in re.split(r"[\[{}\]]", value) if one.strip(" ,，")]
    rows = [f"{indent}- {{{piece}}}" for piece in pieces]
    found = [mend for n in range(len(rows)) for mend in flow_rows.broken_row(rows, n)]
    if found and len(found) == len(rows):
        message = "括号没有成对。请补上，或一项写一行，不用括号。"
        blocks = (line for mend in found for line in mend.lines)
        yield mend_line(at, len(head) + 1, message, head.rstrip(), *blocks)


def wrong_indent(lines: list[str], at: int) -> Iterator[Mend]:
    """A key that is not indented as its siblings are, or below the key that it belongs to."""
    line = lines[at]
    lead = line[: len(line) - len(line.lstrip(BLANKS))]
    if not KEY.fullmatch(line):
        return
    item = line[len(lead) :].startswith("- ")
    name = line.strip(BLANKS).partition(":")[0].removeprefix("- ")
    above = [n for n in range(at - 1, -1, -1) if KEY.fullmatch(lines[n])][:8]
    for n in above:
        for indent, wanted in _places(lines[n], item=item):
            if lead == " " * indent:
                continue
            message = f"“{name}”{why_odd_indent(lead)}，{wanted}：前面空 {indent} 格。"
            column = 1 if lead.strip(" ") else len(lead) + 1
            yield mend_line(at, column, message, f"{' ' * indent}{line[len(lead) :]}")


def _places(above: str, *, item: bool) -> Iterator[tuple[int, str]]:
    """Possible indents of a key, or an item's first one, after the line above; the reasons."""
    indent = len(above) - len(above.lstrip(" "))
    dash = above.strip(BLANKS).startswith("- ")
    name = above.strip(BLANKS).removeprefix("- ").partition(":")[0].strip()
    beside = indent + 2 * (dash and not item)
    if re.fullmatch(r"[^:]*: *(?:#.*)?", above):
        yield beside + 2, f"应比“{name}”多空两格"
    if dash or not item:
        yield beside, f"应与“{name}”{'的“-”' if item else ''}对齐"


def why_odd_indent(lead: str) -> str:
    """What is wrong with the white space before a key, as a part of a message."""
    if "\t" in lead:
        return "缩进里有制表符（Tab）"
    if lead.strip(" "):
        return "缩进里有全角空格" if "\u3000" in lead else "缩进里有不是空格的空白"
    return f"前面空了 {len(lead)} 格" if lead else "前面没有空格"


def wrong_dash(lines: list[str], at: int) -> Iterator[Mend]:
    """A row whose dash is another character, or has no space after it."""
    found = re.fullmatch(r"([ \t\u3000]*)([-－—–•·])[\s\u3000]*(\S.*)", lines[at])
    if found and not re.match(r" *- \S", lines[at]):
        what = "后面应空一格" if found[2] == "-" else "应为半角的 -，后面空一格"
        message = f"每项开头的“{found[2]}”{what}。"
        if found[2] == "-" and lines[at][found.end(2)] == " ":
            message = f"“-”{why_odd_indent(found[1])}，不算缩进。请改为普通空格。"
        yield mend_line(at, found.start(2) + 1, message, f"{spaces(found[1])}- {found[3]}")


def shortened(line: str) -> str:
    """A line as a message shows it: its first 40 characters."""
    return line if len(line) <= 40 else f"{line[:40]}…"
