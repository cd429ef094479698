"""Text that YAML takes for a comment: `标题: #1 泵站改造`.

A comment is not published. So a warning is given where it is likely to be text: a `#` without a
space after it; on a line of its own a heading of Markdown or a number such as 一、; after an empty
key more than the comment that a new form has there.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeAlias

from generator.model.problems import Level, Problem, quote
from generator.source import key_hints

Span: TypeAlias = tuple[int, int, int, int]  # of a scalar: first line, column, last line, column

_HAN = "[一二三四五六七八九十]{1,3}"
_NUMBER = rf"(?:第?{_HAN}[、.．章节部]|[（(](?:{_HAN}|\d{{1,2}})[)）]|\d{{1,2}}[、.．])"
_TOUCHING = r"#+[^\s#]"
_OWN_LINE = rf"(?:##+[ \t]+\S|#[ \t]+{_NUMBER})"
_EMPTY_KEY = r"[^\s:#]:[ \t]+# "
_DOUBTFUL = re.compile(
    rf"(?:^|(?<=[ \t])){_TOUCHING}|^[ \t]{{0,40}}{_OWN_LINE}|{_EMPTY_KEY}", re.MULTILINE
)
_HASH = re.compile(r"(?:^|(?<=[ \t]))#")


def may_hide_text(text: str) -> bool:
    """Whether a file may have such a comment; if not, its scalars need not be remembered."""
    return "#" in text and _DOUBTFUL.search(text) is not None


def problems(text: str, path: str, scalars: Sequence[Span]) -> list[Problem]:
    """A warning for each such comment of a file; `scalars` are its values and keys, in order."""
    found = []
    for number, line in enumerate(text.split("\n")):
        starts = (match.start() for match in _HASH.finditer(line))
        start = next((one for one in starts if not _inside(scalars, number, one)), None)
        if start is not None and (message := _message(line, line[start:].rstrip(), start)):
            place = number + 1, start + 1
            found.append(Problem(path, *place, "hash-comment", message, Level.WARNING))
    return found


def _inside(scalars: Sequence[Span], line: int, column: int) -> bool:
    at = bisect_right(scalars, (line, column, line, column))
    return any(one[:2] <= (line, column) < one[2:] for one in scalars[max(at - 1, 0) : at + 1])


def _message(line: str, comment: str, start: int) -> str:
    if words := _beyond_the_form(line[:start], comment):
        return f"{quote(words)}写在 # 后面，是注释，不会公开。请移到冒号后面、# 前面。"
    own_line = not line[:start].strip(" \t-")
    touching = re.match(_TOUCHING, comment)
    if not touching and not (own_line and re.match(_OWN_LINE, comment)):
        return ""
    mend = "给整个值加引号"
    if not line[:start].strip():
        mend = "放到所属的键下面，写在 | 之后，比键多空两格"
    comments = "# 后空一格" if touching else "只写一个 #，不带编号"
    return f"{quote(comment)}会当作注释，不会公开。是文字的，请{mend}；是注释的，{comments}。"


def _beyond_the_form(before: str, comment: str) -> str:
    """What a comment at an empty key has after the words of a new form."""
    key = re.fullmatch(r"[ \t]*(?:- )?([^\s:#]+):[ \t]+", before)
    if key is None:
        return ""
    from generator.model.report import Report  # noqa: PLC0415  only where it is needed

    words = key_hints.without_printed(comment.removeprefix("#").strip())
    hints = key_hints.form_hints(Report, key[1])
    longest = max((hint for hint in hints if words.startswith(hint)), key=len, default=words)
    return words.removeprefix(longest).strip()
