"""The canonical form of a YAML file: one order, one way to write each value, every comment kept.

What `jixiao new` and an import write is canonical already. Values in braces and brackets stay so,
each in one line; one with a comment inside is written as a block, one key a line. The result is
read back: where it would say anything else, the file is refused.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from generator.model.problems import Level
from generator.source import decoding, tree, writing
from generator.source.layout import Node, column, layout, line_end
from generator.source.notes import notes
from generator.source.ordering import KEEP, Order
from generator.source.scalars import block, scalar
from generator.source.tree import Value

_SCHEMA = "# yaml-language-server:"


class CanonicalError(ValueError):
    """The file has no canonical form: it has faults, or would say something else."""


@dataclass(slots=True)
class _Entry:
    """A key or a row: the comments and blank lines above it, and its own lines."""

    key: str
    above: list[str]
    lines: list[str]


def canonical(data: bytes, path: str, order: Order = KEEP) -> str:
    """The text of a file in its canonical form.

    Raises CanonicalError where the file has faults of YAML.
    """
    value = _value(data, path)
    text, _ = decoding.decode(data, path)
    text = (text or "").removeprefix("\ufeff").replace("\r\n", "\n")
    root = layout(text)
    made = _Writer(text, root).written(root, order)
    _compare(text, value, made, path)
    return made


def _compare(text: str, value: Value, made: str, path: str) -> None:
    """Raise CanonicalError unless both say the same and have the same comments."""
    same = _said(value) == _said(_value(made.encode(), path))
    if not same or _comments(text) != _comments(made):
        raise CanonicalError(f"{path}: 不能整理：写法太特别，整理以后会变样。没有改动。")


def _comments(text: str) -> Counter[str]:
    return Counter(one.text for one in notes(text, layout(text)) if one.text)


def _value(data: bytes, path: str) -> Value:
    try:
        source, problems = tree.read(data, path)
    except yaml.YAMLError as error:  # pragma: no cover  `read` diagnoses all that are known
        raise CanonicalError(f"{path}: {error}") from error
    errors = [one for one in problems if one.level is Level.ERROR]
    if errors or source is None:
        found = errors or problems
        told = f"第 {found[0].line} 行：{found[0].message}" if found else "读不出。"
        raise CanonicalError(f"{path}: 有错误，没有改动。{told}")
    return source.value


def _said(value: Value) -> Value:
    """Without the line feeds that end a block, which no record has."""
    if isinstance(value, Mapping):
        return {key: _said(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_said(one) for one in value]
    return value.rstrip("\n") if value else value


class _Writer:
    """Writes one text anew; comments and blank lines are taken in the order of the text."""

    def __init__(self, text: str, root: Node) -> None:
        self._text = text
        self._notes = notes(text, root)

    def written(self, root: Node, order: Order) -> str:
        if root.kind is str or not root.below:
            value = "" if root.is_empty else _in_flow(root, order)
            lines = [*self._take(root.start), *self._beside(value, root.end), *self._rest()]
            return _joined(lines)
        entries = self._entries(root, "", order, len(self._text))
        head = _head(entries)
        entries = _sorted(entries, order) if root.kind is dict else entries
        return _joined([*head, *_spaced(entries, root), *self._rest()])

    def _entries(self, node: Node, indent: str, order: Order, until: int) -> list[_Entry]:
        """The keys or rows as they stand; `until` is where what follows the node begins."""
        found = []
        starts = node.keys or node.below
        for number, value in enumerate(node.below):
            end = starts[number + 1].start if number + 1 < len(starts) else until
            above = self._take(starts[number].start)
            if node.kind is dict:
                key = node.keys[number]
                lines = self._entry(above, key, value, indent, order.get(key.value, KEEP), end)
                found.append(_Entry(key.value, above, lines))
            else:
                found.append(_Entry("", above, self._row(above, value, indent, order, end)))
        return found

    def _entry(  # noqa: PLR0913, PLR0917  what stands above, and the way down
        self, above: list[str], key: Node, value: Node, indent: str, order: Order, until: int
    ) -> list[str]:
        head = f"{indent}{scalar(key.value)}:"
        if value.style == "|":
            return self._block(above, head, value, indent)
        if self._is_one_line(value):
            told = _in_flow(value, order)
            lines = self._line(above, f"{head} {told}" if told else head, value)
            return [*lines, *self._below_line(key, indent, until)]
        first = (value.keys or value.below)[0]
        head = self._behind(above, head, min(line_end(self._text, key.end), first.start))
        return [head, *self._below(value, indent + " " * writing.STEP, order, until)]

    def _row(
        self, above: list[str], value: Node, indent: str, order: Order, until: int
    ) -> list[str]:
        if value.style == "|":
            return self._block(above, f"{indent}-", value, indent)
        if self._is_one_line(value):
            told = _in_flow(value, order)
            return self._line(above, f"{indent}- {told}" if told else f"{indent}-", value)
        inner = indent + " " * writing.STEP
        below = self._below(value, inner, order, until)
        if value.kind is list:
            return [f"{indent}-", *below]
        first = next(
            n for n, line in enumerate(below) if line and not line.lstrip().startswith("#")
        )
        above += [line.strip() for line in below[:first]]
        return [f"{indent}- {below[first][len(inner) :]}", *below[first + 1 :]]

    def _below(self, node: Node, indent: str, order: Order, until: int) -> list[str]:
        """The lines of what is below a key or a dash."""
        least = self._column(node)
        entries = self._entries(node, indent, order, until)
        entries = _sorted(entries, order) if node.kind is dict else entries
        lines = []
        for number, one in enumerate(entries):
            above = one.above if number else _without_blanks(one.above)
            lines += [*_indented(above, indent), *one.lines]
        return [*lines, *_indented(self._tail(least, until), indent)]

    def _column(self, node: Node) -> int:
        """How far in a comment must stand below the last line of a node to belong to it."""
        start = (node.keys or node.below)[0].start
        line = self._text[self._text.rfind("\n", 0, start) + 1 : start]
        if node.kind is list and not node.is_flow:
            return len(line) - len(line.lstrip()) + 1  # its dashes may stand below the key itself
        return len(line)

    def _is_one_line(self, node: Node) -> bool:
        if node.kind is str or not node.below:
            return True
        is_noted = any(one.text and node.start < one.start < node.end for one in self._notes)
        return node.is_flow and not is_noted

    def _block(self, above: list[str], head: str, node: Node, indent: str) -> list[str]:
        value = node.value.rstrip("\n")
        mark = (
            f"|{writing.STEP}" if value.strip() and value.lstrip("\n")[:1] in (" ", "\t") else "|"
        )
        first = self._behind(above, f"{head} {mark}", line_end(self._text, node.start))
        is_empty = not value.strip()  # the mark waits for a text, as in a new form
        return [first, *(() if is_empty else block(value, indent + " " * writing.STEP))]

    def _line(self, above: list[str], line: str, node: Node) -> list[str]:
        return [self._behind(above, line, line_end(self._text, node.end))]

    def _below_line(self, key: Node, indent: str, until: int) -> list[str]:
        """Comments that stand further in than the key above them, as in a new form."""
        if key.is_in_flow:
            return []
        found = self._tail(column(self._text, key.start) + 1, until)
        return _indented(found, indent + " " * writing.STEP)

    def _behind(self, above: list[str], line: str, until: int) -> str:
        """The line with the comment behind it; comments within its value go above."""
        *within, last = self._take(until) or [""]
        above += [one for one in within if one]
        return f"{line}  {last}" if last else line

    def _beside(self, value: str, end: int) -> list[str]:
        behind = " ".join(filter(None, self._take(line_end(self._text, end))))
        return [f"{value}  {behind}".strip()] if value or behind else []

    def _take(self, until: int) -> list[str]:
        """Comments and blank lines before an offset that were not taken yet."""
        found = []
        while self._notes and self._notes[0].start < until:
            found.append(self._notes.pop(0).text)
        return found

    def _rest(self) -> list[str]:
        return self._take(len(self._text) + 1)

    def _tail(self, least: int, until: int) -> list[str]:
        """Comments below the last line of a mapping that stand as far in as its keys."""
        found = 0
        for number, one in enumerate(self._notes):
            if one.start >= until or (one.text and (one.column < least or not least)):
                break
            found = number + 1 if one.text else found
        taken, self._notes = self._notes[:found], self._notes[found:]
        return [one.text for one in taken]


def _in_flow(node: Node, order: Order) -> str:
    """A value in one line."""
    if node.kind is dict:
        pairs = [
            _Entry(key.value, [], [_pair(key, one, order)])
            for key, one in zip(node.keys, node.below, strict=True)
        ]
        return f"{{{', '.join(one.lines[0] for one in _sorted(pairs, order))}}}"
    if node.kind is list:
        cells = (_in_flow(one, order) or '""' for one in node.below)
        return f"[{', '.join(cells)}]"
    return writing.in_flow(node.value) if node.is_in_flow else scalar(_plain(node))


def _pair(key: Node, value: Node, order: Order) -> str:
    # A comma right behind a colon would belong to the key: the blank stays also before nothing.
    return f"{writing.in_flow(key.value)}: {_in_flow(value, order.get(key.value, KEEP))}"


def _plain(node: Node) -> str:
    return (
        node.value if node.value.strip() and not (node.style is None and node.value == "~") else ""
    )


def _sorted(entries: list[_Entry], order: Order) -> list[_Entry]:
    """In that order; a key that it does not have stays behind the one before it."""
    ranks = {key: number for number, key in enumerate(order)}
    found, last = [], -1
    for one in entries:
        last = ranks.get(one.key, last)
        found.append((last, one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _head(entries: list[_Entry]) -> list[str]:
    """What stays at the top: the schema's line, comments with a blank line below them."""
    above = entries[0].above
    end = max((number + 1 for number, one in enumerate(above) if not one), default=0)
    if above and above[0].startswith(_SCHEMA):
        end = max(end, 1)
    entries[0].above = above[end:]
    return above[:end]


def _spaced(entries: Sequence[_Entry], root: Node) -> list[str]:
    """The lines of the whole file: a blank line before and behind what has several lines."""
    lines: list[str] = []
    former = False
    for one in entries:
        is_group = root.kind is dict and len(one.lines) > 1
        above = _without_blanks(one.above)
        if lines and (is_group or former or len(above) < len(one.above)):
            lines.append("")
        lines += [*above, *one.lines]
        former = is_group
    return lines


def _without_blanks(above: list[str]) -> list[str]:
    first = next((number for number, one in enumerate(above) if one), len(above))
    return above[first:]


def _indented(lines: Sequence[str], indent: str) -> list[str]:
    return [f"{indent}{one}" if one else "" for one in lines]


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n") + "\n" if any(lines) else ""
