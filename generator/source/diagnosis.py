"""Why YAML cannot read a file: the true causes, with the lines as they should be.

libyaml often stops lines after the slip. So each likely slip near the place is mended on trial: it
is reported only if the text can then be read further. All slips of a file are found in this way.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import yaml

from generator.model.problems import Problem, in_order
from generator.source import flow_rows, key_slips, value_slips
from generator.source.mends import Mend, mend_line, spaces

# What is tried, in this order: the special before the general.
SLIPS: tuple[Callable[[list[str], int], Iterator[Mend]], ...] = (
    flow_rows.broken_row,
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
MAX_SLIPS = 20  # that are reported at once
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\xad"
_ODD_INDENT = re.compile(
    rf"^ *[\u3000\xa0\u2002\u2003{_INVISIBLE}][ \u3000\xa0\u2002\u2003{_INVISIBLE}]*"
    r"(?P<rest>(?:- )?(?P<key>[^\s:：]{1,20}):(?: .*)?)$",
    re.MULTILINE,
)
_MESSAGES = {
    "mapping values are not allowed": "此处多出一个“键: 值”。请检查上一行的冒号和本行的缩进",
    "could not find expected ':'": "缺少冒号。每一行应为“键: 值”，冒号用半角，后面空一格",
    "did not find expected key": "此处应为下一个键。请检查缩进是否与上面的键对齐、引号是否成对",
    "did not find expected '-' indicator": "此处应为以 - 开头的一项。请检查缩进",
    "did not find expected ',' or ']'": "方括号里的内容没有写完。请补上 , 或 ]",
    "did not find expected ',' or '}'": "花括号里的内容没有写完。请补上 , 或 }",
    "found unexpected end of stream": "引号没有成对。请补上结尾的引号",
    "found unknown escape character": "双引号里的 \\ 有特殊含义。请改用单引号",
    "found a tab character": "缩进里有制表符（Tab）。请改为空格",
    "cannot start any token": "值不能以这个符号开头。请给整个值加引号",
    "did not find expected comment or line break": "| 或 > 之后应换行。请把文字移到下一行并缩进",
    "did not find expected whitespace or line break": "! & * 开头的值有特殊含义。请给整个值加引号",
    "did not find expected node content": "括号或符号不成对。请检查本行的 [ ] { } ,",
    "found incompatible YAML document": "不支持的 %YAML 版本。请删去这一行",
    "block collections are not allowed": "方括号或花括号里不能再换行分项。请改为每行一项",
}
_FULL_WIDTH_COLON = re.compile(r"^\s*(?:- )?[^\s:#'\"|>]{1,20}：")
_COLON_WITHOUT_SPACE = re.compile(r"^\s*(?:- )?[^\s:#'\"|>]{1,20}:[^\s:/]")


def odd_indents(text: str, path: str) -> Iterator[Problem]:
    """Keys of the format after white space that YAML takes for a part of their names."""
    for found in _ODD_INDENT.finditer(text):
        if found["key"] in flow_rows.known_keys():
            indent = found[0][: -len(found["rest"])]
            at = text.count("\n", 0, found.start())
            column = next(n for n, character in enumerate(indent, 1) if character != " ")
            plain = " " * spaces(indent).count(" ")
            message = f"“{found['key']}”{_indent_message(indent)}"
            line = f"{plain}{found['rest'].rstrip(chr(13))}"
            yield mend_line(at, column, message, line).problem(path)


def _indent_message(indent: str) -> str:
    hidden = next((character for character in indent if character in _INVISIBLE), "")
    if hidden:
        return f"前面有看不见的字符 U+{ord(hidden):04X}（多由粘贴带入）。请删去它。"
    return f"{value_slips.why_odd_indent(indent)}，不算缩进。请改为普通空格。"


def diagnose(error: yaml.MarkedYAMLError, text: str, path: str) -> list[Problem]:
    """Every slip of a text that cannot be read, in order; `error` is where reading stops."""
    lines = text.replace("\r\n", "\n").split("\n")
    origin = list(range(len(lines)))  # of each line in the mended text: its number in the file
    problems: list[Problem] = []
    for mend in list(islice(key_slips.certain_mends(lines, range(len(lines))), MAX_SLIPS)):
        problems.append(mend.problem(path))
        lines[mend.at] = mend.lines[0]
    found = _syntax_error("\n".join(lines)) if problems else error
    while found is not None and len(problems) < MAX_SLIPS:
        trial = _first_helpful_mend(found, lines)
        if trial is None:
            (line, column), message = explain(found, lines)
            line = origin[min(line, len(origin)) - 1] + 1
            problems.append(Problem(path, line, column, "yaml-syntax", message))
            break
        mend, found = trial
        problems.append(mend._replace(at=origin[mend.at]).problem(path))
        former = origin[mend.first : mend.last] or [origin[mend.first]]
        spread = [former[min(number, len(former) - 1)] for number in range(len(mend.lines))]
        lines[mend.first : mend.last], origin[mend.first : mend.last] = mend.lines, spread
    return in_order(problems)


def _first_helpful_mend(
    error: yaml.MarkedYAMLError, lines: list[str]
) -> tuple[Mend, yaml.MarkedYAMLError | None] | None:
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


def explain(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[tuple[int, int], str]:
    """Line and column (from 1) of the likely cause, and the message."""
    marks = [mark for mark in (error.context_mark, error.problem_mark) if mark is not None]
    for number in sorted({at for mark in marks for at in (mark.line, mark.line - 1) if at >= 0}):
        if slip := _common_slip(lines[number] if number < len(lines) else ""):
            column, message = slip
            return (number + 1, column), message
    mark = error.problem_mark or error.context_mark
    if error.problem and "unexpected end of stream" in error.problem and error.context_mark:
        mark = error.context_mark  # where the quotation mark was opened, not where the file ends
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = error.problem or ""
    unknown = f"不是有效的 YAML（{problem}）。请检查本行的冒号、缩进和引号"
    return place, f"{next((_MESSAGES[one] for one in _MESSAGES if one in problem), unknown)}。"


def _common_slip(line: str) -> tuple[int, str] | None:
    """Column and message of one of three slips that libyaml reports as something else."""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return indent.index("\t") + 1, "缩进里有制表符（Tab）。请改为空格。"
    if _FULL_WIDTH_COLON.match(line) and ": " not in line:
        return line.index("：") + 1, key_slips.WIDE_COLON
    if match := _COLON_WITHOUT_SPACE.match(line):
        return match.end() - 1, key_slips.NO_SPACE
    return None
