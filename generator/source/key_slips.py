"""Slips in keys that YAML cannot read: a colon of the wrong width, or none at all.

As in `value_slips.py` each function looks at line `at` (from 0); `certain_mends` finds those that
need no trial.
"""

import re
from collections.abc import Iterator

from generator.source.flow_rows import known_keys
from generator.source.mends import Mend, mend_line, quoted_if_needed, spaces
from generator.source.value_slips import BLANKS, BLOCK, KEY, PAIR, PIPES, is_text

WIDE_COLON = "键后面的冒号应为半角，写的是全角“：”。请改为“: ”（后面空一格）。"
NO_SPACE = "键的冒号后面应空一格，写的没有空格。请在“:”后加一个空格。"

_LOOSE = re.compile(
    r"(?P<head>[ \u3000\xa0\t]*(?:- *)?)(?P<key>[^\s:：#'\"|>{]{1,20})"
    r"(?P<colon> *[:：])(?P<gap>[\s\u3000\xa0]*)(?P<value>.*)"
)
_HEADING = re.compile(
    r"(?P<indent> +)(?P<key>[^\s#:：|｜丨，。；、！？\"'{}\[\]-][^:：|｜丨，。；！？]{0,19}?)"
    r"(?P<sign> *[:：] *[|｜丨]| *：| *[|｜丨])(?P<value>.*)"
)
_OPENS = re.compile(r"[|>｜丨∣│][+-]?\d?[+-]?$")
_BARE = re.compile(r"(?P<indent> *)(?P<key>[^\s#:：|，。；\"'{}\[\]-][^:：|，。；\s]{0,19})")


def certain_mends(lines: list[str], places: range) -> Iterator[Mend]:
    """Mends at these lines that are right in any case; each replaces one line by one."""
    headings = _headings(lines)
    for at, below_text in _outside_text(lines):
        if at in places:
            known = not below_text and _is_of_the_format(lines[at])
            found = (
                *(wrong_colon(lines, at) if known else ()),
                *(_heading(lines, at) if at in headings else ()),
            )
            yield from [one for one in found if len(one.lines) == 1][:1]


def _outside_text(lines: list[str]) -> Iterator[tuple[int, bool]]:
    """Lines that are not in a text, by their indent; whether the key above them opens one."""
    inner, opens = -1, False
    for at, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip(BLANKS) or (opens and indent > inner):
            continue
        yield at, opens
        if _OPENS.search(line.partition(" #")[0].rstrip()[-4:]):
            inner, opens = indent + 2 * line.lstrip().startswith("- "), True
        elif KEY.fullmatch(line) and not is_text(lines, at):
            opens = False


def _is_of_the_format(line: str) -> bool:
    found = _LOOSE.fullmatch(line)
    return found is not None and found["key"].strip(BLANKS + "-") in known_keys()


def wrong_colon_of_known_key(lines: list[str], at: int) -> Iterator[Mend]:
    """A colon of the wrong width, or without its space, after a key of the format."""
    if _is_of_the_format(lines[at]):
        outside = dict(_outside_text(lines))
        if at in outside:
            for mend in wrong_colon(lines, at):
                yield mend._replace(is_certain=not outside[at])


def wrong_colon(lines: list[str], at: int) -> Iterator[Mend]:
    """A colon of the wrong width, or without its space, after whatever key."""
    found = _LOOSE.fullmatch(lines[at])
    if found is None:
        return
    if ":" in found["colon"] and (found["gap"][:1] == " " or not found["value"]):
        return
    colon, gap, value = found["colon"], found["gap"], found["value"]
    if "：" in colon:
        message = WIDE_COLON
    elif gap.strip(" \t"):
        message = f"冒号后面的空格不是普通空格（U+{ord(gap[0]):04X}，多由粘贴带入）。请改为空一格。"
    else:
        message = NO_SPACE
    column = found.end("colon") + ("：" not in colon and not gap)
    written = quoted_if_needed(value) if value and value[0] not in "|>[{\"'" else value
    head, key = spaces(found["head"]), found["key"].strip(BLANKS)
    line = f"{head}{key}: {written}".rstrip()
    yield mend_line(at, column - (not gap and "：" not in colon), message, line)


def wrong_colon_of_heading(lines: list[str], at: int) -> Iterator[Mend]:
    """A heading of 正文 whose colon or bar is full-width or missing: `评价结论：|`."""
    if at in _headings(lines):
        yield from _heading(lines, at)


def _heading(lines: list[str], at: int) -> Iterator[Mend]:
    found = _HEADING.fullmatch(lines[at].rstrip())
    if not found:
        return
    key, value = found["key"], found["value"].strip(BLANKS)
    sign = found["sign"].replace(" ", "")
    if sign == ":|" or value.endswith("。"):
        return
    column = found.start("sign") + 1
    if "：" in sign:
        message = WIDE_COLON
    elif ":" in sign:
        message = "键后面的竖线应为半角的 |，写的是别的字符。"
    else:
        message = f"“{key}”后面缺少冒号。"
    bar = sign[-1] in f"|{PIPES}"
    lead = f"{found['indent']}{key}:"
    made: tuple[str, ...] = (f"{lead} {quoted_if_needed(value)}" if value else lead,)
    if bar:
        made = (f"{lead} |", *([f"{found['indent']}  {value}"] if value else []))
    yield Mend(at, at + 1, at, column, message, made, made, is_certain=True)


def missing_colon(lines: list[str], at: int) -> Iterator[Mend]:
    """A key without its colon: of the format, or a heading of 正文 with others below it."""
    found = _BARE.fullmatch(lines[at].rstrip())
    below = next((one for one in lines[at + 1 :] if one.strip(BLANKS)), "")
    opens = found and below.startswith(f"{found['indent']} ") and KEY.fullmatch(below)
    if found and opens and (found["key"] in known_keys() or at in _headings(lines)):
        line = f"{found['indent']}{found['key']}:"
        yield mend_line(at, found.end() + 1, f"“{found['key']}”后面缺少冒号。", line)
    apart = re.fullmatch(
        r"( *(?:- )?)([^\s:：#]{1,20})[ \u3000]+([^\s:：][^:：]*)", lines[at].rstrip()
    )
    if apart and apart[2] in known_keys():
        line = f"{apart[1]}{apart[2]}: {quoted_if_needed(apart[3])}"
        yield mend_line(at, apart.end(2) + 1, f"“{apart[2]}”后面缺少冒号。", line)


def two_keys_on_a_line(lines: list[str], at: int) -> Iterator[Mend]:
    """Two keys of the format on one line: `全年预算: 50  支出: 40`."""
    pair = PAIR.fullmatch(lines[at].rstrip())
    if pair is None or pair["value"][0] in "\"'{[":
        return
    value = pair["value"]
    found = re.finditer(r"(?<=\s)(\S{1,20}): ", value)
    second = next((match for match in found if match[1] in known_keys()), None)
    if second and second.start():
        lead = re.match(r" *(?:- )?", pair["head"])
        indent = " " * (lead.end() if lead else 0)
        first = value[: second.start()].rstrip(" ，,；;")
        made = (f"{pair['head']}{first}", f"{indent}{value[second.start() :]}")
        column = pair.start("value") + second.start() + 1
        message = f"一行只写一项。请把“{second[1]}”移到下一行。"
        yield mend_line(at, column, message, *made)


def missing_dash(lines: list[str], at: int) -> Iterator[Mend]:
    """One more item of a list without its dash, as at the end of departments.yml."""
    first = next((one for one in lines if one.strip() and not one.startswith("#")), "")

    def has_no_dash(n: int) -> bool:
        return KEY.fullmatch(lines[n]) is not None and lines[n][0] not in " -"

    if not first.startswith("- ") or not has_no_dash(at):
        return
    start = at
    while start > 0 and has_no_dash(start - 1):
        start -= 1
    last = start
    while last < len(lines) and lines[last].strip() and not lines[last].startswith("- "):
        last += 1
    made = tuple(f"{'- ' if n == start else '  '}{lines[n]}" for n in range(start, last))
    message = "新的一项，第一行前面要写“- ”，其余各行前面空两格。"
    yield Mend(start, last, start, 1, message, made, made)


def _headings(lines: list[str]) -> set[int]:
    """Numbers of the lines of 正文 that are where a heading is, not in the text of one."""
    found: set[int] = set()
    levels: set[int] = set()  # how far headings are indented so far
    open_above: list[tuple[int, int]] = []  # lines that enclose this one, and their indents
    inside, before = False, -1
    for at, _ in _outside_text(lines):
        line = lines[at]
        indent = len(line) - len(line.lstrip(" "))
        if not line.startswith((" ", "#", "\t", "\u3000")):
            inside, levels = re.match("正文 *[:：]?", line) is not None, set()
        while open_above and open_above[-1][1] >= indent:
            open_above.pop()
        parent = open_above[-1][0] if open_above else -1
        fits = inside and indent and parent >= 0 and (before == parent or indent in levels)
        if fits and not BLOCK.fullmatch(lines[parent].rstrip()):
            found.add(at)
        if keyed := re.match(r"( *)[^\s:：]+[:：](?:[\s|]|$)", line):
            levels.add(len(keyed[1]))
        open_above.append((at, indent))
        before = at
    return found
