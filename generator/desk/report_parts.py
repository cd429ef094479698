"""The parts of a report's form: what its own form asks for first, in its order and words."""

from collections.abc import Iterator, Sequence

from generator.desk.parts import TEXT, Cards, Cell, Entries, Group, Part, Table, every_part
from generator.desk.record_parts import parts_of
from generator.intake.correction import CHANGES
from generator.intake.draft_parts import HEAD, TAIL
from generator.intake.draft_parts import Field as AskedField
from generator.intake.draft_parts import fields as asked_fields
from generator.model.form import Form, Heading
from generator.model.narrative import NARRATIVE
from generator.model.report import FOR_STAFF, Report
from generator.source.headings import split_heading
from generator.source.ordering import KEEP, Order
from generator.source.tree import FieldPath, Value

BY_COMMAND = ("更正", "撤回")  # made by a correction, by a withdrawal
_NO_FORM = Form.model_validate({"名称": "未选"})
_HEAD = (*HEAD, "部门编码", "原发布日期", "发文字号", "主题分类", "主题词", "涵盖年度")


def report_parts(value: Value, form: Form | None) -> list[Part]:
    """All fields of the record: in `more` of a group those that its form does not ask for.

    What a report states is never among these, whatever its form asks for.
    """
    asked = asked_fields(form or _NO_FORM)
    names = dict(_names(asked, ""))
    every = {str(one.where[-1]): one for one in parts_of(Report, value, (), names)}
    wanted = {path for one in asked for path in _paths(one, "")}
    head = _group("基本信息", "", [every.pop(key) for key in _HEAD], set(HEAD))
    staff = [every.pop(key) for key in FOR_STAFF if key in every]
    by_command = [_without_changes(every.pop(key)) for key in BY_COMMAND]
    tail = [every.pop(key) for key in TAIL]
    narrative = every.pop(NARRATIVE)
    assert isinstance(narrative, Entries)  # noqa: S101  a mapping in the model
    sections = _sections(narrative, value, form)
    shown = [_trimmed(every.pop(one.key), wanted, one.key) for one in asked if one.key in every]
    stated = [_trimmed(one, wanted, key) for key, one in every.items() if _is_stated(one)]
    rest = [one for one in every.values() if not _is_stated(one)]
    more = [_trimmed(one, wanted, str(one.where[-1])) for one in rest]
    known = [one for one in (*staff, *by_command) if _is_stated(one)]
    unknown = [one for one in (*staff, *by_command) if not _is_stated(one)]
    return [head, *shown, *stated, sections, *tail, *known,
            Group((), "其他栏目", "表单没有的，报告写了才填", [], [*more, *unknown])]  # fmt: skip


def _without_changes(part: Part) -> Part:
    """Corrections without what they changed: that is written when the form is saved."""
    for row in part.rows if isinstance(part, Cards) else ():
        row.parts = [one for one in row.parts if one.where[-1] != CHANGES]
    return part


def _group(label: str, hint: str, parts: Sequence[Part], wanted: set[str]) -> Group:
    """A group of which only what is wanted, or stated, is shown at once."""
    first = [one for one in parts if one.where[-1] in wanted or _is_stated(one)]
    rest = [one for one in parts if not any(one is two for two in first)]
    return Group((), label, hint, first, rest)


def _trimmed(part: Part, wanted: set[str], path: str) -> Part:
    """A group or table of which what the form does not ask for comes last, or in `more`."""
    if isinstance(part, Group):
        first = [one for one in part.parts
                 if f"{path}.{one.where[-1]}" in wanted or _is_stated(one)]  # fmt: skip
        if first:
            part.more = [_trimmed(one, wanted, f"{path}.{one.where[-1]}")
                         for one in part.parts if not any(one is two for two in first)]  # fmt: skip
            part.parts = [_trimmed(one, wanted, f"{path}.{one.where[-1]}") for one in first]
    elif isinstance(part, Table):
        _trim_columns(part, wanted, path)
    return part


def _trim_columns(table: Table, wanted: set[str], path: str) -> None:
    """Keep the columns that are asked for, or stated in a row; all where none is."""
    depth = len(table.where) + 1

    def is_shown(number: int) -> bool:
        steps = table.columns[number].where[depth:]
        return f"{path}.{steps[0]}" in wanted or any(row[number].is_written for row in table.rows)

    if not table.columns or len(table.columns[0].where) == depth:
        return
    shown = [number for number in range(len(table.columns)) if is_shown(number)]
    if shown:
        table.rest = [one for n, one in enumerate(table.columns) if n not in shown]
        table.columns = [table.columns[number] for number in shown]
        table.rows = [[row[number] for number in shown] for row in table.rows]


def _is_stated(part: Part) -> bool:
    return any(isinstance(one, Cell) and (one.value or not one.is_readable)
               for one in every_part([part]))  # fmt: skip


def _paths(field: AskedField, above: str) -> Iterator[str]:
    path = f"{above}{field.key}"
    yield path
    for one in field.below:
        yield from _paths(one, f"{path}.")
    if field.table:
        yield from (f"{path}.{key}" for key in field.table.keys)


def _names(field: Sequence[AskedField], above: str) -> Iterator[tuple[str, str]]:
    for one in field:
        path = f"{above}{one.key}"
        if one.printed:
            yield path, one.printed
        yield from _names(one.below, f"{path}.")
        if one.table:
            yield from ((f"{path}.{key}", said) for key, said in one.table.printed.items())


def _sections(narrative: Entries, value: Value, form: Form | None) -> Entries:
    """The narrative: the form's headings, filled or not, and others where the report has them."""
    written = value.get(NARRATIVE) if isinstance(value, dict) else None
    headings = form.headings if form else ()
    narrative.key_label = "标题" if form is None or form.has_free_headings or not headings else ""
    narrative.parts = list(_headings(written, headings, (NARRATIVE,), narrative.key_label))
    return narrative


def _headings(
    written: Value, asked: Sequence[Heading], where: FieldPath, key_label: str
) -> Iterator[Part]:
    """The headings below one; `key_label` is empty where others may not be added."""
    known = written if isinstance(written, dict) else {}
    plain = {_words(one): one for one in known}
    below = {one.heading: one.subheadings for one in asked}
    order = [plain.get(one.heading, one.heading) for one in asked]
    order += [one for one in known if one not in order]
    for name in order:
        text, place = known.get(name), (*where, name)
        subheadings = below.get(_words(name), ())
        if isinstance(text, dict) or (subheadings and not text):
            found: Part = Entries(
                place, name, "", key_label, list(_headings(text, subheadings, place, key_label)),
            )  # fmt: skip
        else:
            shown = text.strip("\n").rstrip() if isinstance(text, str) else ""
            is_readable = isinstance(text, str | None)
            found = Cell(place, name, kind=TEXT, value=shown, is_readable=is_readable)
        found.is_written = name in known
        yield found


def headings_order(parts: Sequence[Part]) -> Order:
    """The headings of the narrative, in the order in which the form shows them."""
    return {str(one.where[-1]): _heading_names(one) for one in parts
            if isinstance(one, Entries) and one.where == (NARRATIVE,)}  # fmt: skip


def _heading_names(entries: Entries) -> Order:
    return {str(one.where[-1]): _heading_names(one) if isinstance(one, Entries) else KEEP
            for one in entries.parts}  # fmt: skip


def _words(heading: str) -> str:
    """A heading without its number."""
    numbered = split_heading(heading)
    return numbered.plain if numbered else heading.strip()
