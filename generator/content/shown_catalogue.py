"""The catalogue as it is shown while it is edited: each address once, drafts as if public."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from generator.content import register
from generator.content.loader import CheckedContent
from generator.model.catalogue import Catalogue, in_order
from generator.model.entry import Entry


class ShownCatalogue:
    """What the site would be if all that can be shown were public, `None` while there is no site.

    `unpublished` counts the reports that are shown and not public on that day.
    """

    def __init__(self, today: date) -> None:
        self._today = today
        self.catalogue: Catalogue | None = None
        self.unpublished = 0
        self._stated: dict[str, Entry] = {}  # by address, in the catalogue's order
        self._shown: dict[str, Entry] = {}  # the same, drafts with a day

    def show(self, read: CheckedContent, entries: Iterable[Entry]) -> None:
        """Show these entries, with the settings and pages that were read.

        Without a valid `site.yml` the former one stands; without any nothing is shown.
        """
        site = read.context.site or (self.catalogue.site if self.catalogue else None)
        if site is None:
            return
        every = _one_at_each_address(entries)
        departments = register.with_former(read.context.departments, every)
        self._stated = {one.address: one for one in in_order(every, departments)}
        self._shown = {place: self._as_published(one) for place, one in self._stated.items()}
        self.unpublished = sum(not one.is_public(self._today) for one in every)
        public = tuple(self._shown.values())
        self.catalogue = Catalogue(
            site, departments, public, read.pages, read.page_files, today=self._today
        )

    def exchange(self, former: Entry | None, now: Entry | None) -> bool:
        """Show an edited report in its place; False where nothing but `show` can do it."""
        is_same_place = former and now and former.address == now.address
        if not (former and now and self.catalogue and is_same_place):
            return False
        if self._stated.get(now.address) is not former:  # it is not the one that is shown there
            return False
        shown = self._as_published(now)
        self.catalogue = self.catalogue.exchanged(self._shown[now.address], shown)
        self._stated[now.address], self._shown[now.address] = now, shown
        self.unpublished += former.is_public(self._today) - now.is_public(self._today)
        return True

    def public_today(self) -> Sequence[Entry]:
        """What of it is public on that day, in order."""
        return [one for one in self._stated.values() if one.is_public(self._today)]

    def _as_published(self, entry: Entry) -> Entry:
        """A draft as if it were made public that day."""
        if entry.report.publication_date:
            return entry
        report = entry.report.model_copy(update={"publication_date": self._today})
        return replace(entry, report=report)


def path_of(entry: Entry) -> str:
    """The file of a report."""
    return entry.origin.file if entry.origin else ""


def _one_at_each_address(entries: Iterable[Entry]) -> list[Entry]:
    """Of several at one address the one whose place it is, else the last."""
    found: dict[str, Entry] = {}
    for one in entries:
        if one.address not in found or not _is_in_its_place(found[one.address]):
            found[one.address] = one
    return list(found.values())


def _is_in_its_place(entry: Entry) -> bool:
    return path_of(entry).endswith(f"/{entry.address.rstrip('/')}.yml")
