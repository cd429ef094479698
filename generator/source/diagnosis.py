"""What YAML cannot read, told by its true cause, with the lines as they should be.

libyaml often stumbles lines after the slip. So each likely cause near the place is mended on trial:
it is told only if the text then can be read further. All slips of a file are found in this way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import yaml

from generator.source import flow_rows, key_slips, syntax_messages, value_slips

SLIPS: tuple[Callable[[list[str], int], Iterator[value_slips.Mend]], ...] = (
    value_slips.of_row, value_slips.of_row_beside_its_key, value_slips.of_table,
    key_slips.of_two_on_a_line,
    key_slips.of_known_key, key_slips.of_heading, key_slips.of_missing_colon, value_slips.of_text,
    value_slips.of_relation, value_slips.of_mark, value_slips.of_value, value_slips.of_dash,
    key_slips.of_new_item, value_slips.of_indent, key_slips.of_colon, value_slips.of_bare,
)  # fmt: skip
_MOST = 20  # slips that are told at once
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\xad"
_ODD_LEAD = re.compile(
    rf"^ *[\u3000\xa0\u2002\u2003{_INVISIBLE}][ \u3000\xa0\u2002\u2003{_INVISIBLE}]*"
    r"(?P<rest>(?:- )?(?P<key>[^\s:：]{1,20}):(?: .*)?)$",
    re.MULTILINE,
)


class Slip(NamedTuple):
    """One slip: its place (from 1), what to say, the lines as they should be."""

    line: int
    column: int
    message: str
    lines: tuple[str, ...] = ()


def odd_leads(text: str) -> Iterator[Slip]:
    """Keys of the format after white space that is none to YAML: it takes that for their name."""
    for found in _ODD_LEAD.finditer(text):
        if found["key"] in flow_rows.keys():  # noqa: SIM118  a function, no mapping
            lead = found[0][: -len(found["rest"])]
            number = text.count("\n", 0, found.start()) + 1
            column = next(n for n, sign in enumerate(lead, 1) if sign != " ")
            bare = "".join(sign for sign in value_slips.spaces(lead) if sign == " ")
            message = f"“{found['key']}”{_cause(lead)}"
            yield Slip(number, column, message, (f"{bare}{found['rest'].rstrip(chr(13))}",))


def wrong_colons(lines: list[str], first: int, last: int) -> Iterator[Slip]:
    """Keys with a full-width colon, in lines that YAML took for one long value."""
    for mend in islice(key_slips.sure(lines, range(first, min(last, len(lines)))), _MOST):
        yield Slip(mend.at + 1, mend.column, mend.message, mend.shown)


def _cause(lead: str) -> str:
    hidden = next((sign for sign in lead if sign in _INVISIBLE), "")
    if hidden:
        return f"前面有看不见的字符 U+{ord(hidden):04X}（多由粘贴带入）。请删去它。"
    return f"{value_slips.why_lead(lead)}，不算缩进。请改为普通空格。"


def found_in(error: yaml.MarkedYAMLError, text: str) -> list[Slip]:
    """Every slip of a text that cannot be read, the first of them where `error` is."""
    lines = text.replace("\r\n", "\n").split("\n")
    origin = list(range(len(lines)))
    told: list[Slip] = []
    for mend in list(islice(key_slips.sure(lines, range(len(lines))), _MOST)):
        told.append(Slip(mend.at + 1, mend.column, mend.message, mend.shown))
        lines[mend.at] = mend.lines[0]
    found = _error("\n".join(lines)) if told else error
    while found is not None and len(told) < _MOST:
        trial = _mended(found, lines)
        if trial is None:
            place, message = syntax_messages.explain(found, "\n".join(lines))
            told.append(Slip(origin[min(place[0], len(origin)) - 1] + 1, place[1], message))
            break
        mend, following = trial
        told.append(Slip(origin[mend.at] + 1, mend.column, mend.message, mend.shown))
        kept = origin[mend.first : mend.last] or [origin[mend.first]]
        spread = [kept[min(number, len(kept) - 1)] for number in range(len(mend.lines))]
        lines[mend.first : mend.last], origin[mend.first : mend.last] = mend.lines, spread
        found = following
    return sorted(told)


def _mended(
    error: yaml.MarkedYAMLError, lines: list[str]
) -> tuple[value_slips.Mend, yaml.MarkedYAMLError | None] | None:
    """The first trial after which the text can be read further, and where it stops then."""
    marks = [mark.line for mark in (error.context_mark, error.problem_mark) if mark is not None]
    near = sorted({at for mark in marks for at in (mark - 1, mark) if 0 <= at < len(lines)})
    before = error.problem_mark.line if error.problem_mark else 0
    for slip in SLIPS:
        # What is out of line is rather the line where reading stopped.
        for at in reversed(near) if slip is value_slips.of_indent else near:
            for mend in slip(lines, at):
                if list(mend.lines) == lines[mend.first : mend.last]:
                    continue
                text = [*lines[: mend.first], *mend.lines, *lines[mend.last :]]
                following = _error("\n".join(text))
                added = len(mend.lines) - (mend.last - mend.first)
                far = max(before, mend.last - 1)
                if mend.sure or following is None or _line(following) - added > far:
                    return mend, following
    return None


def _line(error: yaml.MarkedYAMLError) -> int:
    mark: Any = error.problem_mark or error.context_mark
    return int(mark.line) if mark else 0


def _error(text: str) -> yaml.MarkedYAMLError | None:
    try:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass
    except yaml.MarkedYAMLError as error:
        return error
    return None
