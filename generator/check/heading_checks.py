"""Headings of a narrative: the form's, or free; a number typed with one is that of its place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from generator.model.form import Form, Heading
from generator.model.narrative import LEAD_TEXT
from generator.model.problems import Problem, did_you_mean, quote
from generator.source.headings import split_heading
from generator.source.tree import FieldPath, Source, Value

_Tree: TypeAlias = Mapping[str, Value]


def check(source: Source, narrative: _Tree, form: Form) -> Iterator[Problem]:
    """Every heading of the narrative, in its order; levels below the fourth are no records."""
    yield from _headings(source, ("正文",), narrative, form, form.headings)


def _headings(  # noqa: PLR0913, PLR0917  one level of a tree
    source: Source,
    above: FieldPath,
    content: _Tree,
    form: Form,
    headings: Sequence[Heading] = (),
    places: tuple[int, ...] = (),
) -> Iterator[Problem]:
    """Headings are the form's or free; a number typed with one must be that of its place."""
    known = {one.heading: one for one in headings}
    present = [one for one in content if one != LEAD_TEXT]
    # What a report leaves out is not counted on its page either.
    kept = [one for one, heading in known.items() if one in content or not heading.is_optional]
    order = present if form.has_free_headings else kept
    numbers = {heading: number for number, heading in enumerate(order, start=1)}
    if isinstance(content.get(LEAD_TEXT), dict):
        message = f"“{LEAD_TEXT}”是第一个标题前面的文字，下面不能有标题。请写成文字，用 | 开头。"
        yield source.key_problem((*above, LEAD_TEXT), "value", message)
    for heading in present:
        where, below = (*above, heading), content[heading]
        if heading not in numbers:
            yield _unknown_heading(source, where, form, list(known))
            continue
        place = (*places, numbers[heading])
        yield from _number(source, where, form, place)
        if isinstance(below, dict):
            under = known[heading].subheadings if heading in known else ()
            yield from _headings(source, where, below, form, under, place)


def _unknown_heading(source: Source, where: FieldPath, form: Form, known: Sequence[str]) -> Problem:
    heading = str(where[-1])
    above = "此处没有小节，请把文字直接写在上一级标题下。"
    none = "这张表没有正文：叙述另有提纲的，加上“提纲”；标题不固定的，用“自定标题”的表单。"
    hint = did_you_mean(heading, known) or (none if where[:-1] == ("正文",) else above)
    written = source.written_keys.get(where, heading)
    message = f"提纲《{form.name}》里没有标题{quote(written)}。{hint}"
    return source.key_problem(where, "unknown-heading", message)


def _number(
    source: Source, where: FieldPath, form: Form, place: tuple[int, ...]
) -> Iterator[Problem]:
    written = source.written_keys.get(where)
    found = split_heading(written) if written else None
    if found is None or found.agrees_with(*place):
        return
    is_free = form.has_free_headings
    against = "位置" if is_free else f"提纲《{form.name}》"
    level = f"“{where[-2]}”下面" if len(place) > 1 else "正文里" if is_free else "提纲里"
    reason = "漏了一节、放错了地方；没有的" if is_free else "放错了地方；没有放错的"
    message = (
        f"标题{quote(written)}的序号与{against}不符：它是{level}的第 {place[-1]} 个标题。"
        f"请核对是不是{reason}，只写“{found.plain}”，序号由网站加上。"
    )
    yield source.key_problem(where, "heading-number", message)
