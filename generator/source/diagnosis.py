"""Why YAML cannot read a file: the true causes, with the lines as they should be.

libyaml often stops lines after the slip. So each likely slip near the place is mended on trial: it
is reported only if the text can then be read further. All slips of a file are found in this way.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import yaml

from generator.source import flow_rows, key_slips, syntax_messages, value_slips

# What is tried, in this order: the special before the general.
SLIPS: tuple[Callable[[list[str], int], Iterator[value_slips.Mend]], ...] = (
    value_slips.broken_row,
    value_slips.row_beside_key,
    value_slips.pasted_table,
    key_slips.two_keys_on_a_line,
    key_slips.wrong_colon_of_known_key,
    key_slips.wrong_colon_of_heading,
    key_slips.missing_colon,
    value_slips.misplaced_text,
    value_slips.leading_relation,
    value_slips.text_beside_mark,
    value_slips.ambiguous_value,
    value_slips.wrong_dash,
    key_slips.missing_dash,
    value_slips.wrong_indent,
    key_slips.wrong_colon,
    value_slips.stray_line,
)
_MAX_SLIPS = 20  # that are reported at once
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\xad"
_ODD_INDENT = re.compile(
    rf"^ *[\u3000\xa0\u2002\u2003{_INVISIBLE}][ \u3000\xa0\u2002\u2003{_INVISIBLE}]*"
    r"(?P<rest>(?:- )?(?P<key>[^\s:：]{1,20}):(?: .*)?)$",
    re.MULTILINE,
)


class Slip(NamedTuple):
    """A slip: line and column (from 1), the message, the lines as they should be."""

    line: int
    column: int
    message: str
    lines: tuple[str, ...] = ()


def odd_indents(text: str) -> Iterator[Slip]:
    """Keys of the format after white space that YAML takes for a part of their names."""
    for found in _ODD_INDENT.finditer(text):
        if found["key"] in flow_rows.known_keys():
            indent = found[0][: -len(found["rest"])]
            number = text.count("\n", 0, found.start()) + 1
            column = next(n for n, character in enumerate(indent, 1) if character != " ")
            plain = " " * value_slips.spaces(indent).count(" ")
            message = f"“{found['key']}”{_indent_message(indent)}"
            yield Slip(number, column, message, (f"{plain}{found['rest'].rstrip(chr(13))}",))


def wrong_colons(lines: list[str], first: int, last: int) -> Iterator[Slip]:
    """Keys with a full-width colon, in lines that YAML took for one long value."""
    mends = key_slips.certain_mends(lines, range(first, min(last, len(lines))))
    for mend in islice(mends, _MAX_SLIPS):
        yield Slip(mend.at + 1, mend.column, mend.message, mend.shown)


def _indent_message(indent: str) -> str:
    hidden = next((character for character in indent if character in _INVISIBLE), "")
    if hidden:
        return f"前面有看不见的字符 U+{ord(hidden):04X}（多由粘贴带入）。请删去它。"
    return f"{value_slips.why_odd_indent(indent)}，不算缩进。请改为普通空格。"


def diagnose(error: yaml.MarkedYAMLError, text: str) -> list[Slip]:
    """Every slip of a text that cannot be read, in order; `error` is where reading stops."""
    lines = text.replace("\r\n", "\n").split("\n")
    origin = list(range(len(lines)))  # of each line in the mended text: its number in the file
    slips: list[Slip] = []
    for mend in list(islice(key_slips.certain_mends(lines, range(len(lines))), _MAX_SLIPS)):
        slips.append(Slip(mend.at + 1, mend.column, mend.message, mend.shown))
        lines[mend.at] = mend.lines[0]
    found = _syntax_error("\n".join(lines)) if slips else error
    while found is not None and len(slips) < _MAX_SLIPS:
        trial = _first_helpful_mend(found, lines)
        if trial is None:
            (line, column), message = syntax_messages.explain(found, "\n".join(lines))
            slips.append(Slip(origin[min(line, len(origin)) - 1] + 1, column, message))
            break
        mend, found = trial
        slips.append(Slip(origin[mend.at] + 1, mend.column, mend.message, mend.shown))
        former = origin[mend.first : mend.last] or [origin[mend.first]]
        spread = [former[min(number, len(former) - 1)] for number in range(len(mend.lines))]
        lines[mend.first : mend.last], origin[mend.first : mend.last] = mend.lines, spread
    return sorted(slips)


def _first_helpful_mend(
    error: yaml.MarkedYAMLError, lines: list[str]
) -> tuple[value_slips.Mend, yaml.MarkedYAMLError | None] | None:
    """The first mend after which the text can be read further, and the error that comes then."""
    marks = [mark.line for mark in (error.context_mark, error.problem_mark) if mark is not None]
    near = sorted({at for mark in marks for at in (mark - 1, mark) if 0 <= at < len(lines)})
    before = error.problem_mark.line if error.problem_mark else 0
    for slip in SLIPS:
        # A wrong indent is rather on the line where reading stopped.
        for at in reversed(near) if slip is value_slips.wrong_indent else near:
            for mend in slip(lines, at):
                if list(mend.lines) == lines[mend.first : mend.last]:
                    continue
                text = [*lines[: mend.first], *mend.lines, *lines[mend.last :]]
                following = _syntax_error("\n".join(text))
                added = len(mend.lines) - (mend.last - mend.first)
                far = max(before, mend.last - 1)
                if mend.is_certain or following is None or _line(following) - added > far:
                    return mend, following
    return None


def _line(error: yaml.MarkedYAMLError) -> int:
    mark: Any = error.problem_mark or error.context_mark
    return int(mark.line) if mark else 0


def _syntax_error(text: str) -> yaml.MarkedYAMLError | None:
    try:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass
    except yaml.MarkedYAMLError as error:
        return error
    return None
