"""libyaml's syntax errors in Chinese: where, what was expected, how to mend it."""

import re

import yaml

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


def explain(error: yaml.MarkedYAMLError, text: str) -> tuple[tuple[int, int], str]:
    """Line and column (from 1) of the likely cause, and the message."""
    marks = [mark for mark in (error.context_mark, error.problem_mark) if mark is not None]
    lines = text.split("\n")
    for number in sorted({at for mark in marks for at in (mark.line, mark.line - 1) if at >= 0}):
        if slip := _common_slip(lines[number] if number < len(lines) else ""):
            column, message = slip
            return (number + 1, column), message
    mark = error.problem_mark or error.context_mark
    if error.problem and "unexpected end of stream" in error.problem and error.context_mark:
        mark = error.context_mark  # where the quotation mark was opened, not where the file ends
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return place, f"{_translate(error.problem or '')}。"


def _common_slip(line: str) -> tuple[int, str] | None:
    """Column and message of one of three slips that libyaml reports as something else."""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return indent.index("\t") + 1, "缩进里有制表符（Tab）。请改为空格。"
    if _FULL_WIDTH_COLON.match(line) and ": " not in line:
        message = "键后面的冒号应为半角，写的是全角“：”。请改为“: ”（后面空一格）。"
        return line.index("：") + 1, message
    if match := _COLON_WITHOUT_SPACE.match(line):
        return match.end() - 1, "键的冒号后面应空一格，写的没有空格。请在“:”后加一个空格。"
    return None


def _translate(problem: str) -> str:
    for english, chinese in _MESSAGES.items():
        if english in problem:
            return chinese
    return f"不是有效的 YAML（{problem}）。请检查本行的冒号、缩进和引号"
