"""A project over the years: its own reports, and those on several projects that cover it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.model.department import Department
from generator.model.entry import Entry, current


class Project(NamedTuple):
    """A department's project: its own reports, and those on several projects that cover it.

    Both newest year first, the withdrawn among them: an address that was public stays.
    """

    department: Department
    slug: str
    entries: tuple[Entry, ...]
    covered_in: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """What the newest report calls it."""
        own = current(self.entries) or self.entries
        if own:
            return own[0].report.project_name
        return next(one.name for one in self.covered_in[0].report.projects if one.slug == self.slug)

    @property
    def years(self) -> tuple[int, ...]:
        """Fiscal years of which there is a report, newest first."""
        found = {year for one in self.entries for year in (one.year,)}
        return tuple(sorted(found.union(*(one.years for one in self.covered_in)), reverse=True))


def projects(entries: Iterable[Entry]) -> Mapping[tuple[str, str], Project]:
    """The projects that have a page by the department's and the project's slug.

    Of such there is more than one report to compare or to find. An address that the public has seen
    stays, so a withdrawn year takes no page away.
    """
    own: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    covering: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    departments: dict[str, Department] = {}
    for entry in entries:
        one = entry.department.slug
        departments[one] = entry.department
        own[one, entry.slug].append(entry)
        for covered in entry.report.projects:
            if covered.slug and covered.slug != entry.slug:
                covering[one, covered.slug].append(entry)
    found = {}
    for key in dict.fromkeys([*own, *covering]):
        alone, shared = own.get(key, ()), covering.get(key, ())
        if len(alone) + len(shared) > 1:
            found[key] = Project(departments[key[0]], key[1], tuple(alone), tuple(shared))
    return found
