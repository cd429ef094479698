"""The page of a project over its years."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from generator.content.full_report import full_entry
from generator.model.catalogue import Entry, current
from generator.pages import charts, comparison, lists
from generator.pages.templating import Page, render_page

CHARTED_YEARS = 3  # years from which on a project's amounts are drawn


class ProjectPage(NamedTuple):
    """A project's page, not rendered yet; it can be sent to another process."""

    entries: Sequence[Entry]  # the withdrawn ones, too
    department_digest: str

    @property
    def address(self) -> str:
        """`projects/gonganju/<project>/`."""
        first = self.entries[0]
        return f"projects/{first.department.slug}/{first.slug}/"

    @property
    def depends_on(self) -> tuple[object, ...]:
        """The reports that it compares."""
        reports = [one.address + one.content_digest for one in self.entries]
        return self.department_digest, reports

    def full(self, fetch: Callable[[Entry], Entry] = full_entry) -> "ProjectPage":
        """With the full reports; `fetch` reads them."""
        return self._replace(entries=tuple(map(fetch, self.entries)))

    def page(self) -> Page:
        """One project over its years, figures side by side."""
        entries = current(self.entries)
        department = self.entries[0].department
        title = (entries or self.entries)[0].report.project_name
        metadata = {
            "title": f"{title}（{department.short}）：历年情况",
            "kind": "index",
            "department": department.name,
        }
        rows = comparison.years(entries)
        return render_page(
            self.address,
            "project.md.j2",
            metadata,
            title=title,
            department=department,
            crumbs=[("部门", "departments/"), (department.name, f"departments/{department.slug}/")],
            rows=rows,
            columns=comparison.columns(rows),
            withdrawn=[entry for entry in self.entries if entry.withdrawn],
            indicators=comparison.indicators(entries),
            chart=_chart(title, entries) if len(entries) >= CHARTED_YEARS else None,
            names={entry.report.project_name for entry in entries} - {title},
        )


def _chart(title: str, entries: Sequence[Entry]) -> charts.Chart | None:
    groups = [
        lists.Group(f"{entry.year} 年度", str(entry.year), entry.address, [entry])
        for entry in entries
    ]
    table = lists.group_table(groups)
    return charts.amounts("chart-money", f"{title} 各年度预算与支出", table, by_year=True)
