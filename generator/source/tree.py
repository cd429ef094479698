"""YAML text to plain values with positions.

Scalars stay text: `50.00`, `no` and `2021-06` are as the report has them, not what YAML 1.1 makes
of them. The tree is built from libyaml's events, so that no object is ever constructed, no alias
is expanded, and depth is bounded before anything recurses.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, TypeAlias

import yaml

from generator.model.problems import Problem, quote
from generator.source import comments, diagnosis, flow_rows, key_slips
from generator.source.decoding import FORBIDDEN, START, Position, control_character_message, decode
from generator.source.value_slips import MAX_LINES

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
FieldPath: TypeAlias = tuple[str | int, ...]
_Event: TypeAlias = Any  # of libyaml; its attributes depend on its kind
_Mark: TypeAlias = Any  # of libyaml, counts from 0: few of them are ever asked for as a `Position`

MAX_DEPTH = 20  # the format needs 4
_FOLDED = "几行文字在这里会并成一行。请在键后写 |，文字另起一行并缩进。"
_FULL_WIDTH_PIPE = "键后面的竖线应为半角的 |，写的是别的字符。请改为 |，文字另起一行并缩进。"
_TOO_DEEP = f"层次太深：最多 {MAX_DEPTH} 层。请按格式说明改写。"


@dataclass(frozen=True, slots=True)
class Source:
    """The value of a file, with the position of each value and each key in it.

    `written_keys` has the keys that the file writes otherwise than the tree: with a number.
    """

    path: str
    value: Value
    positions: Mapping[FieldPath, _Mark]
    key_positions: Mapping[FieldPath, _Mark]
    text: str = ""
    written_keys: Mapping[FieldPath, str] = field(default_factory=dict)

    def position(self, where: FieldPath) -> Position:
        """Position of the value at `where`, else of the nearest value that encloses it."""
        while where and where not in self.positions:
            where = where[:-1]
        mark = self.positions.get(where)
        return _position(mark) if mark else START

    def key_position(self, where: FieldPath) -> Position:
        """Position of the key that `where` ends in, else that of its value."""
        mark = self.key_positions.get(where)
        return _position(mark) if mark else self.position(where)

    def position_in_text(self, where: FieldPath, offset: int) -> Position:
        """Position of a character of the text at `where`; `offset` counts from 0."""
        begin, value = self.position(where), str(self.value_at(where) or "")
        lines = lines_of(self.text)
        mark = lines[begin.line - 1][begin.column - 1 : begin.column] if self.text else ""
        if mark != "|":
            return Position(begin.line, begin.column + offset + (mark in ("'", '"')))
        row = value.count("\n", 0, offset)
        below = lines[begin.line :]
        first = next((line for line in below if line.strip()), "")
        indent = len(first) - len(first.lstrip(" "))
        column = offset - (value.rfind("\n", 0, offset) + 1)
        return Position(begin.line + 1 + row, indent + column + 1)

    def value_at(self, where: FieldPath) -> Any:
        """The value at `where`, which is there."""
        value: Any = self.value
        for step in where:
            value = value[step]
        return value

    def texts(self) -> Sequence[tuple[FieldPath, str]]:
        """Every text of the tree with its field path, in order."""
        found: list[tuple[FieldPath, str]] = []
        _add_texts(found, (), self.value)
        return found

    def problem(self, where: FieldPath, rule: str, message: str) -> Problem:
        """A problem with the value at `where`."""
        return Problem(self.path, *self.position(where), rule, message)

    def key_problem(self, where: FieldPath, rule: str, message: str) -> Problem:
        """A problem with the key that `where` ends in."""
        return Problem(self.path, *self.key_position(where), rule, message)


def field_name(where: FieldPath) -> str:
    """A field path as people read it: 指标·第 2 行·目标值."""
    return "·".join(f"第 {one + 1} 行" if isinstance(one, int) else one for one in where)


@lru_cache(maxsize=2)  # for one finding after the other in the same file
def lines_of(text: str) -> Sequence[str]:
    """The lines of a file."""
    return text.split("\n")


def read(data: bytes, path: str) -> tuple[Source | None, list[Problem]]:
    """Parse the bytes of one file; `path` names it in problems.

    The source is None where the text cannot be read at all. Else there may still be problems (a
    duplicate key, a tag): the value then lacks what they are about.
    """
    text, problems = decode(data, path)
    if text is None:
        return None, problems
    builder = _Builder(text, path, problems)
    try:
        value = builder.document()
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in str(error.problem):  # libyaml looks far ahead, and has a bound too
            place, _ = diagnosis.explain(error, text.split("\n"))
            return None, [*problems, Problem(path, *place, "yaml-unsafe", _TOO_DEEP)]
        # A missing colon or a wrong indent folds lines too: the cause is enough.
        others = [problem for problem in problems if problem.rule != "folded-text"]
        return None, [*others, *diagnosis.diagnose(error, text, path)]
    except _TooDeep as error:
        problems.append(Problem(path, *error.position, "yaml-unsafe", _TOO_DEEP))
        return None, problems
    odd = list(diagnosis.odd_indents(text, path))
    if odd or (value is None and any(one.rule == "yaml-syntax" for one in problems)):
        return None, [*problems, *odd]
    if builder.spans:
        problems += comments.problems(text, path, builder.spans)
    return Source(path, value, builder.positions, builder.key_positions, text), problems


def _add_texts(found: list[tuple[FieldPath, str]], where: FieldPath, value: Value) -> None:
    if isinstance(value, str):
        found.append((where, value))
    elif isinstance(value, dict):
        for name, below in value.items():
            _add_texts(found, (*where, name), below)
    elif isinstance(value, list):
        for number, below in enumerate(value):
            _add_texts(found, (*where, number), below)


class _TooDeep(Exception):  # noqa: N818  used inside this module only
    def __init__(self, position: Position) -> None:
        self.position = position


class _Builder:
    """Builds the tree, an event at a time: ten thousand reports have three million of them."""

    def __init__(self, text: str, path: str, problems: list[Problem]) -> None:
        self.positions: dict[FieldPath, _Mark] = {}
        self.key_positions: dict[FieldPath, _Mark] = {}
        self._path, self._text, self._problems = path, text, problems
        self.spans: list[comments.Span] | None = [] if comments.may_hide_text(text) else None
        self._next: Callable[[], _Event] = yaml.CSafeLoader(text).get_event

    def document(self) -> Value:
        """The value of the only document in the stream; None for an empty file."""
        documents: list[Value] = []
        while (event := self._next()) is not None:
            if type(event) is yaml.DocumentStartEvent:
                if len(documents) == 1:
                    message = "一个文件只放一份内容。请删去多出的 ---。"
                    self._add_problem(event, "yaml-syntax", message)
                documents.append(self._node(self._next(), (), 0))
        return documents[0] if documents else None

    def _node(self, event: _Event, where: FieldPath, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise _TooDeep(_position(event.start_mark))
        if where not in self.positions:
            self.positions[where] = event.start_mark
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor or event.tag:
            self._refuse_yaml_features(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if kind is yaml.MappingStartEvent:
            return self._mapping(where, depth)
        if kind is yaml.SequenceStartEvent:
            return self._sequence(where, depth)
        return None

    def _scalar(self, event: _Event) -> str | None:
        value, style = event.value, event.style
        # Double quotes can write what the file itself may not hold: "\0", "\u2028".
        if style == '"' and (found := FORBIDDEN.search(value)):
            self._add_problem(event, "control-character", control_character_message(found[0]))
            return None
        start, end = event.start_mark, event.end_mark
        if self.spans is not None:
            self.spans.append((start.line, start.column, end.line, end.column))
        # YAML joins such lines: paragraphs of a report would silently become one.
        if style == ">" or (style != "|" and end.line > start.line):
            if self._is_pasted_table(event) or (not style and self._has_wrong_colons(event)):
                return None
            message = _FULL_WIDTH_PIPE if value.startswith(("｜", "丨", "∣", "│")) else _FOLDED
            self._add_problem(event, "folded-text", message)
        elif not style and "：" in value and flow_rows.swallowed_key(value):
            rows = flow_rows.broken_row(self._lines, start.line)
            self._problems += (row.problem(self._path) for row in rows)
        return value if value and not value.isspace() else None

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.replace("\r\n", "\n").split("\n")

    def _is_pasted_table(self, event: _Event) -> bool:
        """Whether a text of several lines is a table pasted with tabs; if so, adds a problem."""
        lines = self._lines[event.start_mark.line : event.end_mark.line + 1]
        table = [line for line in lines if "\t" in line.strip()]
        if table:
            made = flow_rows.table_as_blocks(table, " " * event.start_mark.column)[:MAX_LINES]
            found = Problem(
                self._path, *_position(event.start_mark), "yaml-syntax", flow_rows.TABLE_MESSAGE
            )
            self._problems.append(found.mended_by(made))
        return bool(table)

    def _has_wrong_colons(self, event: _Event) -> bool:
        """Whether lines are joined because their keys have full-width colons; adds problems."""
        if "：" not in event.value:
            return False
        places = range(event.start_mark.line, event.end_mark.line + 1)
        mends = list(islice(key_slips.certain_mends(self._lines, places), diagnosis.MAX_SLIPS))
        self._problems += (mend.problem(self._path) for mend in mends)
        return bool(mends)

    def _mapping(self, where: FieldPath, depth: int) -> Value:
        result: dict[str, Value] = {}
        while type(key := self._next()) is not yaml.MappingEndEvent:
            name = self._key(key, where, depth)
            below = (*where, name)
            duplicate = name in result
            if duplicate:
                first = self.key_positions[below].line + 1
                message = f"键{quote(name)}重复：第 {first} 行已有。请合并为一处。"
                self._add_problem(key, "duplicate-key", message)
            elif below not in self.key_positions:
                self.key_positions[below] = key.start_mark
            value = self._node(self._next(), below, depth + 1)
            if not duplicate:
                result[name] = value
        return result

    def _key(self, event: _Event, where: FieldPath, depth: int) -> str:
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor or event.tag:
            self._refuse_yaml_features(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event) or ""
        if kind is not yaml.AliasEvent:
            self._node(event, (*where, "?"), depth + 1)
            message = "键应为文字，不能是一组内容。请按格式说明改写。"
            self._add_problem(event, "yaml-unsafe", message)
        return "?"

    def _sequence(self, where: FieldPath, depth: int) -> Value:
        result: list[Value] = []
        while type(item := self._next()) is not yaml.SequenceEndEvent:
            result.append(self._node(item, (*where, len(result)), depth + 1))
        return result

    def _refuse_yaml_features(self, event: _Event) -> None:
        tag = getattr(event, "tag", None)
        if event.anchor:
            name, sign = ("别名", "*") if type(event) is yaml.AliasEvent else ("锚点", "&")
            message = f"不接受{name} {sign}{event.anchor}。"
            message += f"请直接写出内容；文字以 {sign} 开头时请加引号。"
            self._add_problem(event, "yaml-unsafe", message)
        if tag:
            shown = quote(tag.replace("tag:yaml.org,2002:", "!!"))
            message = f"不接受标签{shown}。内容只写文字；文字以 ! 开头时请加引号。"
            self._add_problem(event, "yaml-unsafe", message)

    def _add_problem(self, event: _Event, rule: str, message: str) -> None:
        self._problems.append(Problem(self._path, *_position(event.start_mark), rule, message))


def _position(mark: _Mark) -> Position:
    return Position(mark.line + 1, mark.column + 1)
