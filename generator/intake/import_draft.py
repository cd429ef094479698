"""A recognised report as the YAML text of a draft, what is not sure of it said behind it.

Comments stand behind what a person has to confirm, and go as it is confirmed. Nothing is computed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from generator.documents.document import Place
from generator.intake.import_values import DraftValues
from generator.model.fields import half_width
from generator.model.narrative import LEAD_TEXT, NARRATIVE
from generator.model.report import UNCLASSIFIED, Report
from generator.recognition.record import Found, Sureness
from generator.recognition.report_fields import Kind, fields_of, kind_of, record_below
from generator.source.key_hints import form_hint
from generator.source.scalars import block, block_mark, clean, one_line, scalar
from generator.source.tree import FieldPath

# What a draft has in any case, empty where the document does not say it.
_ALWAYS = ("项目名称", "部门", "年度", "评价类型", "状态", "公开日期")
_FROM = "# 从{files}读出的草稿。请对照原件，一项一项看过："
_HOW = (
    "# 后面写着“多半”“猜测”的，是照位置、照字面推断的：看过一项，改对，删去它后面的注释。",
    "# “另一处是”：原件前后写得不一样，请照原件定下一个。什么都没有算过，也没有补过。",
    "# 全部看过，删去这几行，把“状态”改为“公开”，写上“公开日期”。",
)
_UNCLASSIFIED_NOTE = "没有认出的原文，不公开：移到该在的键下面，或删去；都放完了，这一项整个删去"


NO_PLACE = Place("")  # of what the program sets itself


class Head(NamedTuple):
    """What the top of a draft says: the files that it was read from, what is missing of them.

    `withheld` are originals that were not put beside it: title, name, what must not be public in
    them. `schema` is the path of the JSON Schema for the author's editor.
    """

    files: Sequence[str]
    missing: Sequence[str] = ()
    withheld: Sequence[tuple[str, str, str]] = ()
    schema: str | None = None


def draft_text(made: DraftValues, head: Head) -> str:
    """The text of the draft; ends in a line feed."""
    node = _nodes(made.values)
    return "\n".join([*_top(head), *_Writer(made).report(node), ""])


def without_instructions(text: str) -> str:
    """The text without the lines at its top that say how a draft is looked through.

    What the original lacks, or why it is not beside the draft, stays.
    """
    start, _, end = _FROM.partition("{files}")
    lines = text.splitlines(keepends=True)
    return "".join(
        one for one in lines
        if (said := one.rstrip("\r\n")) not in _HOW
        and not (said.startswith(start) and said.endswith(end))
    )  # fmt: skip


def _top(head: Head) -> Iterator[str]:
    if head.schema:
        yield f"# yaml-language-server: $schema={head.schema}"
    yield _FROM.format(files=f" {_comment_text('、'.join(head.files))} ")
    yield from _HOW
    for one in head.missing:
        yield f"# 没有读到的：{_comment_text(one)}"
    for title, name, reason in head.withheld:
        yield f"# 原件 {_comment_text(name)} 没有放进来：{_comment_text(reason)}"
        listed = f"附件: [{{名称: {scalar(title)}, 文件: {scalar(name)}}}]"
        yield f"# 去掉以后要公开原件的，放进与本文件同名的文件夹，写上：{listed}"


def _nodes(values: Mapping[FieldPath, Found]) -> dict[Any, Any]:
    """The values as a tree of mappings; numbers are the keys of rows."""
    root: dict[Any, Any] = {}
    for where, found in values.items():
        node = root
        for step in where[:-1]:
            node = node.setdefault(step, {})
        node[where[-1]] = found
    return root


class _Writer:
    """The lines of a draft, key by key in the order of the record."""

    def __init__(self, made: DraftValues) -> None:
        self._made = made

    def report(self, node: dict[Any, Any]) -> Iterator[str]:
        """All lines; a blank one between groups."""
        is_after_group = False
        for key, field in fields_of(Report).items():
            below = node.get(key)
            if below is None:
                if key in _ALWAYS:
                    yield f"{key}:  # {form_hint(field)}"
                continue
            is_group = not isinstance(below, Found) or key == UNCLASSIFIED
            if is_group or is_after_group:
                yield ""
            is_after_group = is_group
            yield from self._entry(Report, key, below, (key,), "")

    def _entry(
        self, record: type[BaseModel] | None, key: str, below: Any, where: FieldPath, indent: str
    ) -> Iterator[str]:
        """A key and what is below it."""
        name = scalar(key)
        if isinstance(below, Found):
            yield from self._value(name, below, where, indent)
            return
        yield f"{indent}{name}:"
        inner = record_below(record, key) if where[0] != NARRATIVE else None
        if all(isinstance(step, int) for step in below):
            for number in sorted(below):
                yield from self._row(inner, below[number], (*where, number), f"{indent}  ")
        else:
            yield from self._mapping(inner, below, where, f"{indent}  ")

    def _mapping(
        self, record: type[BaseModel] | None, node: dict[Any, Any], where: FieldPath, indent: str
    ) -> Iterator[str]:
        for key in _in_order(record, node):
            yield from self._entry(record, key, node[key], (*where, key), indent)

    def _row(
        self, record: type[BaseModel] | None, row: Any, where: FieldPath, indent: str
    ) -> Iterator[str]:
        """A row as a block, one key a line: commas and brackets in it need no quotes."""
        if isinstance(row, Found):
            comment = self._comment(row, where)
            yield f"{indent}- {_quoted(row.text)}{comment}"
            return
        lines = self._mapping(record, row, where, f"{indent}  ")
        yield f"{indent}- {next(lines).lstrip(' ')}"
        yield from lines

    def _value(self, name: str, found: Found, where: FieldPath, indent: str) -> Iterator[str]:
        comment = self._comment(found, where)
        if "\n" in found.text or (kind_of(where) is Kind.TEXT and where[0] in _AS_BLOCKS):
            yield f"{indent}{name}: {block_mark(found.text)}{comment}"
            yield from block(found.text, f"{indent}  ")
        else:
            yield f"{indent}{name}: {scalar(found.text)}{comment}"

    def _comment(self, found: Found, where: FieldPath) -> str:
        """How sure the value is and where it stands; where the document says something else."""
        if where == (UNCLASSIFIED,):
            return f"  # {_UNCLASSIFIED_NOTE}"
        parts = []
        if headings := reworded_headings(found, where):
            parts.append(f"原件的标题是“{'”下的“'.join(headings)}”")
        if found.sureness is not Sureness.SURE:
            parts.append(f"{found.sureness}：{_place(found)}")
        parts += [f"另一处是 {one.text or one.printed}（{_place(one)}）"
                  for one in self._made.others.get(where, ())]  # fmt: skip
        return f"  # {_comment_text('；'.join(parts))}" if parts else ""


_AS_BLOCKS = (NARRATIVE, UNCLASSIFIED)  # whose texts are blocks also where they have one line


def reworded_headings(found: Found, where: FieldPath) -> list[str]:
    """Headings of the narrative that the original prints in other words than the outline."""
    if where[0] != NARRATIVE:
        return []
    said = _folded("".join((found.text, *map(str, where))))
    lines = (line.strip() for line in clean(found.printed).split("\n"))
    return [one for one in lines if one and _folded(one) not in said]


def _folded(text: str) -> str:
    """The text without blanks, full-width signs as others."""
    return "".join(half_width(text).split())


def _in_order(record: type[BaseModel] | None, node: Mapping[Any, Any]) -> list[Any]:
    """The keys in the order of the record; headings as they come, the text before them first."""
    if record is None:
        return sorted(node, key=lambda one: one != LEAD_TEXT)
    order = list(fields_of(record))
    return sorted(node, key=lambda one: order.index(one) if one in order else len(order))


def _quoted(text: str) -> str:
    return scalar(one_line(text))


def _place(found: Found) -> str:
    how = f"，{found.how}" if found.how else ""
    return f"{found.place}{how}"


def _comment_text(text: str) -> str:
    """The words as they can stand in a comment."""
    return " ".join(clean(text).split())
