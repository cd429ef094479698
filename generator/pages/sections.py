"""The narrative of a report under its headings, numbered and with anchors."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.model.entry import Entry
from generator.model.form import Heading
from generator.model.narrative import LEAD_TEXT
from generator.model.numerals import numbered

NARRATIVE = "正文"


class Section(NamedTuple):
    """A section of the narrative: its text, or the sections under it.

    `path` is that of the text below 正文.
    """

    anchor: str
    heading: str  # with its number
    text: str | None
    subsections: "tuple[Section, ...]" = ()
    path: tuple[str, ...] = ()


def sections(entry: Entry) -> Iterator[Section]:
    """The narrative, numbered; a heading of the form that the report leaves out has no text.

    What stands before the first heading has none of its own: it is under the name of the whole.
    """
    form, narrative = entry.form, entry.report.narrative or {}
    if form and (lead := _text_of(narrative)):
        yield Section("s0", NARRATIVE, lead, path=(LEAD_TEXT,))
    if form and form.has_free_headings:
        yield from _free_sections(narrative, ())
    elif form:
        yield from _form_sections(form.headings, narrative, (), ())


def _form_sections(
    headings: Sequence[Heading],
    content: Mapping[str, object],
    above: tuple[int, ...],
    path: tuple[str, ...],
) -> Iterator[Section]:
    """In the form's order; the anchor has the places of the headings in the form."""
    number = 0
    for place, heading in enumerate(headings, start=1):
        found = content.get(heading.heading)
        if heading.is_optional and heading.heading not in content:
            continue
        number += 1
        places, own = (*above, place), (*path, heading.heading)
        below: tuple[Section, ...] = ()
        if isinstance(found, Mapping):
            below = tuple(_form_sections(heading.subheadings, found, places, own))
        yield Section(
            f"s{'-'.join(map(str, places))}",
            numbered(heading.heading, len(places), number),
            _text_of(found),
            below,
            _path_of_text(own, found),
        )


def _free_sections(content: Mapping[str, object], above: tuple[str, ...]) -> Iterator[Section]:
    """In the report's order; the anchor is made of the headings, so it stays when others come."""
    headings = [one for one in content if one != LEAD_TEXT]
    for number, heading in enumerate(headings, start=1):
        found, path = content[heading], (*above, heading)
        below = tuple(_free_sections(found, path)) if isinstance(found, Mapping) else ()
        digest = hashlib.sha256("\n".join(path).encode(errors="surrogatepass")).hexdigest()
        label = numbered(heading, len(path), number)
        own = _path_of_text(path, found)
        yield Section(f"s-{digest[:8]}", label, _text_of(found), below, own)


def _path_of_text(path: tuple[str, ...], content: object) -> tuple[str, ...]:
    return (*path, LEAD_TEXT) if isinstance(content, Mapping) else path


def _text_of(content: object) -> str | None:
    """The text under a heading, before the first heading below it."""
    if isinstance(content, Mapping):
        content = content.get(LEAD_TEXT)
    return content if isinstance(content, str) else None
