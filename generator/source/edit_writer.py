"""An edit of a YAML file, written into its text where its value stands."""

from generator.source import flow_edits, value_comments, writing
from generator.source.edit_kinds import Edit, Insert, Move, Put, Remove, Rename
from generator.source.layout import (
    Node,
    after_line,
    at,
    column,
    dashes,
    layout,
    line_end,
    line_start,
)
from generator.source.ordering import Order, below, in_order
from generator.source.scalars import block, block_mark
from generator.source.tree import FieldPath, Value


def written(text: str, edit: Edit, order: Order) -> str:
    """The text with the edit; `order` is that of the keys of the whole file.

    Raises LookupError where the path is not there.
    """
    return _Writer(text, order).written(edit)


class _Writer:
    """Writes one edit into a text."""

    def __init__(self, text: str, order: Order) -> None:
        self._text, self._root, self._order = text, layout(text), order
        self._break = "\r\n" if "\r\n" in text else "\n"

    def written(self, edit: Edit) -> str:
        """The text with the edit."""
        if isinstance(edit, Put):
            return self._put(edit)
        if isinstance(edit, Insert):
            order = below(self._order, edit.where)
            values = [in_order(one, order) for one in (edit.value, *edit.more)]
            return self._insert(edit.where, values)
        rows = at(self._root, edit.where[:-1])
        node = at(self._root, edit.where)
        if rows is None or node is None:
            raise LookupError(edit.where)
        if isinstance(edit, Remove):
            return self._remove(rows, node)
        if isinstance(edit, Rename):
            key = rows.keys[rows.names().index(str(edit.where[-1]))]
            made = writing.like(edit.key, key.style, is_in_flow=rows.is_flow)
            return self._replace(key.start, key.end, made)
        if isinstance(edit, Move):
            return self._move(rows, rows.below.index(node), edit.to)
        return value_comments.without(self._text, edit.where)

    def _replace(self, start: int, end: int, by: str) -> str:
        return self._text[:start] + by.replace("\n", self._break) + self._text[end:]

    def _lines(self, offset: int, lines: str) -> str:
        """With whole lines more at the beginning of a line, or at the end of the text."""
        before = "\n" if offset and self._text[offset - 1] != "\n" else ""
        return self._replace(offset, offset, f"{before}{lines}\n")

    def _put(self, edit: Put) -> str:
        known = len(edit.where)
        while (node := at(self._root, edit.where[:known])) is None or (
            known < len(edit.where) and node.kind is str and not node.is_empty
        ):
            if not known:  # the whole file is one text
                raise LookupError(edit.where)
            known -= 1
        value = in_order(edit.value, below(self._order, edit.where))
        for step in reversed(edit.where[known + 1 :]):
            value = {step: value} if isinstance(step, str) else [value]
        if known == len(edit.where):
            return self._put_in_place(edit.where, node, value)
        step = edit.where[known]
        if not isinstance(step, str):
            raise LookupError(step)
        return self._add(edit.where[:known], node, step, value)

    def _put_in_place(self, where: FieldPath, node: Node, value: Value) -> str:
        """Another value where there is one."""
        if node.kind is not str or not isinstance(value, str | None):
            start, end = self._whole(where, node)
            made, comment = self._behind(where, node, value), ""
            if node.kind is str and made.startswith("\n"):  # behind the key stays what was there
                end, comment = self._comment(node)
            return self._replace(start, end, comment + made)
        if node.style in ("|", ">"):
            return self._put_block(where, node, value or "")
        if not value and node.is_in_flow:  # a comma right behind a colon would belong to the key
            return self._replace(node.start, node.end, '""' if isinstance(where[-1], int) else "")
        if not value:
            return self._replace(self._behind_blanks(node.start), node.end, "")
        if node.is_in_flow or "\n" not in value:
            made = writing.like(value, node.style, is_in_flow=node.is_in_flow)
            blank = " " if node.is_empty and self._text[node.start - 1 : node.start] in ":-" else ""
            return self._replace(node.start, node.end, blank + made)
        end = line_end(self._text, node.end)  # a comment behind the value stays there
        blank = " " if node.is_empty else ""
        lines = "\n".join(block(value, " " * (self._indent(where) + writing.STEP)))
        mark = block_mark(value)
        rest = self._text[node.end : end]
        return self._replace(node.start, end, f"{blank}{mark}{rest}\n{lines}")

    def _comment(self, node: Node) -> tuple[int, str]:
        """Where a text ends with the comment behind it, or behind its mark; that comment."""
        if node.style in ("|", ">"):
            head = self._text[node.start : line_end(self._text, node.start)]
            return node.end, head.lstrip("|>+-0123456789").rstrip()
        end = line_end(self._text, node.end)
        return end, self._text[node.end : end].rstrip()

    def _behind_blanks(self, offset: int) -> int:
        return len(self._text[:offset].rstrip(" \t"))

    def _put_block(self, where: FieldPath, node: Node, value: str) -> str:
        """Another text in a block: its mark, the comment behind that and its indent stay."""
        first = line_end(self._text, node.start)
        head = self._text[node.start : first]
        mark, blank, comment = head.partition(" ")
        if not value:
            return self._replace(self._behind_blanks(node.start), node.end, blank + comment)
        body = self._text[first : node.end].split("\n")
        written = next((line for line in body if line.strip()), "")
        indent = self._indent(where)
        digits = [one for one in mark if one.isdigit()]
        if digits:
            width = indent + int(digits[0])
        else:
            width = len(written) - len(written.lstrip(" ")) or indent + writing.STEP
            if value[:1] in (" ", "\t"):
                mark = f"{mark}{width - indent}"
        if node.style == ">":
            mark = mark.replace(">", "|")
        lines = "\n".join(block(value, " " * width))
        return self._replace(node.start, node.end, f"{mark}{blank}{comment}\n{lines}")

    def _indent(self, where: FieldPath) -> int:
        """The column of the key, or of the dash, that a value stands behind."""
        above = at(self._root, where[:-1])
        step = where[-1]
        if above is None:
            raise LookupError(where)
        if isinstance(step, int):
            return column(self._text, dashes(self._text, above)[step])
        return column(self._text, above.keys[above.names().index(step)].start)

    def _whole(self, where: FieldPath, node: Node) -> tuple[int, int]:
        """From behind the colon or the dash to the end of the value."""
        start = node.start
        while not node.is_in_flow and self._text[start - 1].isspace():
            start -= 1
        above = at(self._root, where[:-1])
        if isinstance(where[-1], str) and above and not node.is_in_flow:
            key = above.keys[above.names().index(where[-1])]
            start = self._text.index(":", key.end) + 1
        return start, node.end

    def _behind(self, where: FieldPath, node: Node, value: Value) -> str:
        if node.is_in_flow:
            return writing.in_flow(value)
        if isinstance(where[-1], int):
            indent = " " * self._indent(where)
            return writing.row(value, indent)[len(indent) + 1 :]
        return writing.behind_key(value, " " * self._indent(where))

    def _add(self, where: FieldPath, node: Node, key: str, value: Value) -> str:
        """A key more in a mapping, or in what is empty so far."""
        order = list(below(self._order, where))
        if node.kind is list:
            raise LookupError(key)
        if node.is_flow or node.is_in_flow:
            return self._replace(*flow_edits.add(node, key, value, order))
        if node.is_empty and not where:
            return self._lines(len(self._text), writing.entry(key, value, ""))
        if node.is_empty:
            indent = " " * (self._indent(where) + writing.STEP)
            return self._lines(
                after_line(self._text, node.start), writing.entry(key, value, indent)
            )
        indent = " " * column(self._text, node.keys[0].start)
        is_block = any(one.style == "|" for one in node.below)
        lines = writing.entry(key, value, indent, is_block=is_block)
        before = flow_edits.place(node.names(), key, order)
        if before == 0:
            start = node.keys[0].start
            return self._replace(start, start, f"{lines[len(indent) :]}\n{indent}")
        return self._lines(after_line(self._text, node.below[before - 1].end), lines)

    def _insert(self, where: FieldPath, values: list[Value]) -> str:
        rows, number = at(self._root, where[:-1]), where[-1]
        if rows is None or not isinstance(number, int):
            if where[-1] != 0:
                raise LookupError(where)
            return self._put(Put(where[:-1], values))
        if rows.is_empty:
            if number:
                raise LookupError(where)
            return self._put_rows(where[:-1], rows, values)
        if number > len(rows.below) or rows.kind is not list:
            raise LookupError(where)
        if rows.is_flow:
            return self._replace(*flow_edits.insert(rows, number, values))
        places = dashes(self._text, rows)
        indent = " " * column(self._text, places[0])
        like = rows.below[min(number, len(rows.below) - 1)]
        made = "\n".join(
            writing.row(one, indent, is_flow=like.is_flow and not _has_rows(one)) for one in values
        )
        if number < len(places):
            return self._lines(line_start(self._text, places[number]), made)
        return self._lines(after_line(self._text, rows.end), made)

    def _put_rows(self, where: FieldPath, node: Node, values: list[Value]) -> str:
        """First rows where a key has nothing yet."""
        if node.is_in_flow:
            made = ", ".join(map(writing.in_flow, values))
            return self._replace(node.start, node.start, f" [{made}]")
        indent = " " * (self._indent(where) + writing.STEP)
        made = "\n".join(writing.row(one, indent) for one in values)
        return self._lines(after_line(self._text, node.start), made)

    def _remove(self, rows: Node, node: Node) -> str:
        number = rows.below.index(node)
        if rows.is_flow:
            return self._replace(*flow_edits.remove(rows, number))
        if rows.kind is list:
            return self._replace(*self._row_lines(rows, number), "")
        key = rows.keys[number]
        start = line_start(self._text, key.start)
        if self._text[start : key.start].strip():  # behind the dash of its row
            if number + 1 < len(rows.keys):
                return self._replace(key.start, rows.keys[number + 1].start, "")
            return self._replace(key.start, node.end, "")
        return self._replace(start, after_line(self._text, node.end), "")

    def _row_lines(self, rows: Node, number: int) -> tuple[int, int]:
        """From the line of a dash, or of a key that begins its line, to that behind the value."""
        first = rows.keys[number].start if rows.keys else dashes(self._text, rows)[number]
        start = line_start(self._text, first)
        if rows.keys and self._text[start:first].strip():  # behind the dash of its row
            raise LookupError(number)
        return start, after_line(self._text, rows.below[number].end)

    def _move(self, rows: Node, number: int, to: int) -> str:
        if not 0 <= to < len(rows.below):
            raise LookupError(to)
        if rows.is_flow:
            starts = [one.start for one in rows.keys or rows.below]
            cells = [self._text[start : one.end]
                     for start, one in zip(starts, rows.below, strict=True)]  # fmt: skip
            cells.insert(to, cells.pop(number))
            return self._replace(starts[0], rows.below[-1].end, ", ".join(cells))
        lines = [self._row_lines(rows, one) for one in range(len(rows.below))]
        start, end = lines.pop(number)
        if not lines:
            return self._text
        target = lines[to][0] if to < len(lines) else lines[-1][1]
        moved = self._ended(self._text[start:end])
        if target <= start:
            return self._text[:target] + moved + self._text[target:start] + self._text[end:]
        between = self._ended(self._text[end:target])
        return self._text[:start] + between + moved + self._text[target:]

    def _ended(self, lines: str) -> str:
        """With a line break at its end, which the last line of a file may lack."""
        return lines if not lines or lines.endswith("\n") else lines + self._break


def _has_rows(value: Value) -> bool:
    return isinstance(value, dict) and any(isinstance(one, list) for one in value.values())
