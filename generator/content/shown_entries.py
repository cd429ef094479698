"""Entries as they are shown while they are edited: each address once, drafts as if public."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from generator.model.entry import Entry


def path_of(entry: Entry) -> str:
    """The file of a report."""
    return entry.origin.file if entry.origin else ""


def one_at_each_address(entries: Iterable[Entry]) -> list[Entry]:
    """Of several at one address the one whose place it is, else the last."""
    found: dict[str, Entry] = {}
    for one in entries:
        if one.address not in found or not _is_in_its_place(found[one.address]):
            found[one.address] = one
    return list(found.values())


def _is_in_its_place(entry: Entry) -> bool:
    return path_of(entry).endswith(f"/{entry.address.rstrip('/')}.yml")


def as_published(entry: Entry, today: date) -> Entry:
    """A draft as if it were made public today."""
    if entry.report.publication_date:
        return entry
    return replace(entry, report=entry.report.model_copy(update={"publication_date": today}))
