"""Slips of the hand that YAML cannot read, each with a mend to be tried.

Each function looks at one line for one kind of slip; whether the mend helps is found by its caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator import rows

MOST_LINES = 30  # mended lines that are shown of one
_BLANKS = " \t\u3000\xa0\u2002\u2003\u200b\ufeff"
_BLOCK = re.compile(r"(?P<indent> *)(?:- )?(?P<key>[^\s#:：][^:：]*?): *[|>][+-]? *(?:#.*)?")
_KEY = re.compile(r"[ \t\u3000\xa0]*(?:- +)?(?P<key>[^\s:：#'\"|>{}\[\],][^:：]{0,39}):(?:\s.*)?")
_PAIR = re.compile(r"(?P<head> *(?:- )?[^\s#:'\"{\[][^:]{0,39}: +)(?P<value>\S.*)")
_LOOSE = re.compile(
    r"(?P<head>[ \u3000\xa0\t]*(?:- *)?)(?P<key>[^\s:：#'\"|>{]{1,20})"
    r"(?P<colon> *[:：])(?P<gap>[\s\u3000\xa0]*)(?P<value>.*)"
)
_PIPES = "｜丨∣│"


class Mend(NamedTuple):
    """A trial: the lines from `first` to `last` (from 0, `last` not included) become `lines`."""

    first: int
    last: int
    at: int
    column: int
    message: str
    lines: tuple[str, ...]
    shown: tuple[str, ...]
    sure: bool = False  # told though the text cannot be read further yet


def _of_row(lines: list[str], at: int) -> Iterator[Mend]:
    """A row in braces that fell to pieces."""
    found = rows.mended(lines[at])
    if found:
        yield Mend(at, at + 1, at, found.column, found.message, found.lines, found.lines)


def of_known_key(lines: list[str], at: int) -> Iterator[Mend]:
    """A colon of the wrong width, or without its space, after a key of the format."""
    found = _LOOSE.fullmatch(lines[at])
    if found and found["key"].strip(_BLANKS + "-") in rows.keys():  # noqa: SIM118  a function
        in_text = _owner(lines, at) is not None
        for mend in _of_colon(lines, at):
            yield mend._replace(sure=not in_text)


def _of_colon(lines: list[str], at: int) -> Iterator[Mend]:
    found = _LOOSE.fullmatch(lines[at])
    if found is None:
        return
    if ":" in found["colon"] and (found["gap"][:1] == " " or not found["value"]):
        return
    colon, gap, value = found["colon"], found["gap"], found["value"]
    if "：" in colon:
        message = "键后面的冒号应为半角，写的是全角“：”。请改为“: ”（后面空一格）。"
    elif gap.strip(" \t"):
        message = f"冒号后面的空格不是普通空格（U+{ord(gap[0]):04X}，多由粘贴带入）。请改为空一格。"
    else:
        message = "键的冒号后面应空一格，写的没有空格。请在“:”后加一个空格。"
    column = found.end("colon") + ("：" not in colon and not gap)
    written = rows.scalar(value) if value and value[0] not in "|>[{\"'" else value
    line = f"{spaces(found['head'])}{found['key'].strip(_BLANKS)}: {written}".rstrip()
    yield _one(at, column - (not gap and "：" not in colon), message, line)


def _of_text(lines: list[str], at: int) -> Iterator[Mend]:
    """Paragraphs under | that do not stand under their key."""
    if not lines[at].strip(_BLANKS) or _KEY.fullmatch(lines[at]):
        return
    found = _owner(lines, at)
    if found is None:
        return
    owner, block = found
    last = next((n for n in range(owner + 1, len(lines)) if _KEY.fullmatch(lines[n])), len(lines))
    while last > owner + 1 and not lines[last - 1].strip(_BLANKS):
        last -= 1
    first = next(n for n in range(owner + 1, last) if lines[n].strip(_BLANKS))
    indent = " " * (len(block["indent"]) + 2 + 2 * lines[owner].lstrip().startswith("- "))
    made = tuple(f"{indent}{one.strip(_BLANKS)}".rstrip() for one in lines[owner + 1 : last])
    wrong = [n for n in range(first, last) if _is_loose(lines[n], indent)]
    place = wrong[0] if wrong else at
    count = len(wrong) or 1
    cause = _why_loose(lines[place])
    message = (
        f"“{block['key']}”下面的文字{cause}（{count} 行）。"
        f"每行前面应空 {len(indent)} 格，比键多空两格。"
    )
    shown = tuple(_short(made[n - owner - 1]) for n in (wrong or [at])[:3])
    yield Mend(owner + 1, last, place, 1, message, made, shown)


def _owner(lines: list[str], at: int) -> tuple[int, re.Match[str]] | None:
    """The line of the key with | under which a line stands, if it does."""
    above = range(at - 1, -1, -1)
    owner = next((n for n in above if _KEY.fullmatch(lines[n]) and not _is_text(lines, n)), None)
    block = _BLOCK.fullmatch(lines[owner].rstrip(_BLANKS)) if owner is not None else None
    return (owner, block) if owner is not None and block else None


def _of_table(lines: list[str], at: int) -> Iterator[Mend]:
    """A table whose cells are set apart by tabs, in the place of rows."""
    if "\t" not in lines[at].strip():
        return
    first = last = at
    while first > 0 and "\t" in lines[first - 1].strip():
        first -= 1
    while last < len(lines) and "\t" in lines[last].strip():
        last += 1
    opens = re.fullmatch(r"( *)[^\s:]+: *(?:#.*)?", lines[first - 1]) if first else None
    if opens:
        made = rows.of_table(lines[first:last], f"{opens[1]}  ")
        yield Mend(first, last, first, 1, rows.TABLE, made, made[:MOST_LINES])


def _of_bare(lines: list[str], at: int) -> Iterator[Mend]:
    """A line that is neither a key nor below one."""
    line = lines[at].strip(_BLANKS)
    if line and ":" not in line and not line.startswith(("-", "#", "}", "]")):
        message = (
            f"“{line[:20]}{'…' if len(line) > 20 else ''}”不是“键: 值”。"
            "是上一项的文字的，接在上一行后面；有几段的，在键后写 |，文字另起一行并缩进；"
            "多余的请删去。"
        )
        yield Mend(at, at + 1, at, len(lines[at]) - len(lines[at].lstrip()) + 1, message, (), ())


def _is_text(lines: list[str], at: int) -> bool:
    """Whether a line that looks like a key stands inside text: no key of the format, full stop."""
    return lines[at].rstrip().endswith(("。", "；")) and lines[at].count("，") > 0


def _is_loose(line: str, indent: str) -> bool:
    return bool(line.strip(_BLANKS)) and (
        not line.startswith(indent) or line[len(indent) : len(indent) + 1] == " "
    )


def _why_loose(line: str) -> str:
    lead = line[: len(line) - len(line.lstrip(_BLANKS))]
    if "\t" in lead:
        return "缩进用了制表符（Tab），不算空格"
    if lead.strip(" "):
        return "缩进用了全角空格，不算空格" if "\u3000" in lead else "缩进用了不是空格的空白"
    return "缩进不齐" if lead else "没有缩进"


def _of_value(lines: list[str], at: int) -> Iterator[Mend]:
    """A value that means something else to YAML than it says."""
    found = _PAIR.fullmatch(lines[at].rstrip())
    if not found:
        return
    head, value = found["head"], found["value"]
    column = found.start("value") + 1
    if value[0] in "|>" + _PIPES and value[1:].strip(" +-"):
        inner = " " * (len(head) - len(head.lstrip()) + 2)
        text = value[1:].strip(_BLANKS)
        made = (f"{head.rstrip()} |", f"{inner}{text}")
        message = "| 后面应换行。请把文字移到下一行，比键多空两格。"
        yield Mend(at, at + 1, at, column, message, made, (made[0], _short(made[1])))
        return
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
    elif value[0] in "[{" and _open(value):
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
    quoted = "'{}'".format(bare.replace("'", "''"))
    yield _one(at, column, message, f"{head}{quoted if bare is value else rows.scalar(bare)}")


def _of_row_beside_its_key(lines: list[str], at: int) -> Iterator[Mend]:
    """A row in braces on the line of its key: `更正: - {日期: …}`."""
    found = _PAIR.fullmatch(lines[at].rstrip())
    if found and found["value"].startswith("- "):
        head = found["head"]
        indent = " " * (len(head) - len(head.lstrip()) + 2)
        if row := rows.mended(f"{indent}{found['value']}"):
            made = (head.rstrip(), *row.lines)
            message = "一项应另起一行，比键多空两格，以“- ”开头。"
            yield Mend(at, at + 1, at, len(head) + 1, message, made, made)


def _open(value: str) -> bool:
    return value.count("[") != value.count("]") or value.count("{") != value.count("}")


def _of_open_rows(line: str, at: int, head: str, value: str) -> Iterator[Mend]:
    """Rows in brackets that are not closed, as blocks."""
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    pieces = [one for one in re.split(r"[\[{}\]]", value) if one.strip(" ,，")]
    found = [rows.mended(f"{indent}- {{{piece}}}") for piece in pieces]
    if pieces and all(found):
        made = (head.rstrip(), *(one for row in found if row for one in row.lines))
        message = "括号没有成对。请补上，或一项写一行，不用括号。"
        yield Mend(at, at + 1, at, len(head) + 1, message, made, made)


def _of_indent(lines: list[str], at: int) -> Iterator[Mend]:
    """A key that does not stand below those that it belongs to."""
    line = lines[at]
    lead = line[: len(line) - len(line.lstrip(_BLANKS))]
    if not _KEY.fullmatch(line):
        return
    name = line.strip(_BLANKS).partition(":")[0]
    above = [n for n in range(at - 1, -1, -1) if _KEY.fullmatch(lines[n])][:8]
    for n in above:
        own = len(lines[n]) - len(lines[n].lstrip(" "))
        opens = bool(re.fullmatch(r"[^:]*: *(?:#.*)?", lines[n]))
        for indent in (own + 2, own) if opens else (own,):
            if lead == " " * indent:
                continue
            other = lines[n].strip(_BLANKS).partition(":")[0].removeprefix("- ")
            wanted = f"应比“{other}”多空两格" if indent > own else f"应与“{other}”对齐"
            cause = why_lead(lead)
            message = f"“{name}”{cause}，{wanted}：前面空 {indent} 格。"
            yield _one(
                at,
                1 if lead.strip(" ") else len(lead) + 1,
                message,
                f"{' ' * indent}{line[len(lead) :]}",
            )


def why_lead(lead: str) -> str:
    """What is wrong with the white space before a key."""
    if "\t" in lead:
        return "缩进里有制表符（Tab）"
    if lead.strip(" "):
        return "缩进里有全角空格" if "\u3000" in lead else "缩进里有不是空格的空白"
    return f"前面空了 {len(lead)} 格" if lead else "前面没有空格"


def _of_dash(lines: list[str], at: int) -> Iterator[Mend]:
    """A row whose dash is another sign, or has no space after it."""
    found = re.fullmatch(r"([ \t\u3000]*)([-－—–•·])[\s\u3000]*(\S.*)", lines[at])
    if found and not re.match(r" *- \S", lines[at]):
        what = "后面应空一格" if found[2] == "-" else "应为半角的 -，后面空一格"
        message = f"每项开头的“{found[2]}”{what}。"
        yield _one(at, found.start(2) + 1, message, f"{spaces(found[1])}- {found[3]}")


def _one(at: int, column: int, message: str, line: str) -> Mend:
    return Mend(at, at + 1, at, max(column, 1), message, (line,), (line,))


def spaces(head: str) -> str:
    """White space of other kinds as plain spaces."""
    return head.replace("\t", "  ").replace("\u3000", "  ").replace("\xa0", " ")


def _short(line: str) -> str:
    return line if len(line) <= 40 else f"{line[:40]}…"


SLIPS: tuple[Callable[[list[str], int], Iterator[Mend]], ...] = (
    _of_row, _of_row_beside_its_key, _of_table, of_known_key, _of_text, _of_value, _of_dash,
    _of_indent, _of_colon, _of_bare,
)  # fmt: skip
