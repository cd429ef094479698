"""The page of a report."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from generator.check.statements import findings_on_text, statements
from generator.content.full_report import full_entry
from generator.model.entry import Entry
from generator.model.funds import Funds
from generator.model.site import Site
from generator.pages import feeds, linked_data, lists, statement_notes, views
from generator.pages.anchors import Anchors
from generator.pages.citation import citation
from generator.pages.record_digests import record_digest
from generator.pages.templating import Page, render_page


class ReportPage(NamedTuple):
    """A report's page, not rendered yet; it can be sent to another process."""

    entry: Entry
    site: Site
    years: Sequence[Entry]  # of the same project, where the page compares them
    has_project_page: bool
    covered_in: Sequence[tuple[str, str]]  # address and title of reports on several projects
    project_links: Mapping[str, tuple[str, str]]  # by slug, where else a covered project stands
    neighbours: Sequence[tuple[str, str]]  # address and name of other reports that it links to
    project_reports: Sequence[Entry] = ()  # those an overall report lists: its projects of the year

    @property
    def address(self) -> str:
        """The permalink."""
        return self.entry.address

    @property
    def depends_on(self) -> tuple[object, ...]:
        """What the report says, what lists show of its other years, what the page links to."""
        entry = self.entry
        listed = (*self.years, *self.project_reports)
        years = [(one.address, one.listing_digest, one.form and one.form.listed) for one in listed]
        attached = [(a.name, a.file.name, a.sha256) for a in entry.attachments]
        records = record_digest(entry.department) + record_digest(entry.form)
        links = self.has_project_page, self.neighbours, self.covered_in, self.project_links
        return entry.content_digest, findings_on_text(entry), attached, records, years, links

    def rendered(self, fetch: Callable[[Entry], Entry] = full_entry) -> Page:
        """The report, or that it was withdrawn; `fetch` reads all that it says."""
        entry = fetch(self.entry)
        record, department = entry.report, entry.department
        # What has no narrative is all table: it goes without saying.
        stated = statements(entry) if record.narrative else ()
        view = views.report_view(entry)
        crumbs = [
            ("部门", "departments/"),
            (entry.issued_by_with_current_name, f"departments/{department.slug}/"),
            (f"{entry.year} 年度", f"departments/{department.slug}/{entry.year}/"),
        ]
        described = _description(entry, view)
        return render_page(
            entry.address,
            "withdrawn.md.j2" if entry.withdrawn else "report.md.j2",
            _metadata(entry, self.has_project_page, self.site, crumbs, described),
            title=record.title,
            entry=entry,
            report=record,
            crumbs=crumbs,
            funds=record.funds or Funds(),
            view=view,
            notes=statement_notes.notes(stated),
            project_notes=statement_notes.project_notes(stated, entry.form),
            marks=statement_notes.marks(stated),
            ids=Anchors(),
            years=lists.report_list(self.years),
            has_project_page=self.has_project_page,
            covered_in=self.covered_in,
            project_links=self.project_links,
            neighbours=self.neighbours,
            project_reports=lists.report_list(self.project_reports),
            citation=citation(self.site, entry),
            pdf=entry.pdf_file if self.site.makes_pdf else None,
            data=entry.data_file,
            permalink=(self.site.base_url or "/") + entry.address,
        )


def _metadata(
    entry: Entry,
    has_project_page: bool,
    site: Site,
    crumbs: Sequence[tuple[str, str]],
    described: str,
) -> dict[str, object]:
    record, kind = entry.report, entry.report.evaluation_type
    department = entry.department
    of_project = feeds.of_project(department, entry.slug, record.project_name)
    keywords = (entry.issued_by, entry.department.name, f"{entry.year}年度", kind)
    told = [] if entry.withdrawn else linked_data.of_report(entry, site, described, crumbs)
    return {
        "title": f"{record.title}（{entry.department.short} {entry.year} 年度）",
        "kind": "withdrawn" if entry.withdrawn else "report",
        "description": described,
        "pdf": None if entry.withdrawn else entry.pdf_file,
        "department": entry.issued_by,
        "year": entry.year,
        "name": record.title,
        "published": f"{record.publication_date}",
        "keywords": list(dict.fromkeys(keywords)),
        "linked_data": told,
        "feeds": of_project if has_project_page else feeds.of_department(department),
    }


def _description(entry: Entry, view: views.ReportView) -> str:
    """Whose report on what, with its key figures as the page shows them: for search engines, chats.

    Of a withdrawn one no figures.
    """
    report = entry.report
    subject = f"{entry.issued_by}{entry.year}年度“{report.project_name}”{report.evaluation_type}"
    if entry.withdrawn:
        return f"{subject}，已撤回"
    figures = [
        f"{one.label} {f'{one.value} {one.unit}'.rstrip() if one.value else one.note}"
        for one in (*view.money, *view.results)
        if (one.value or one.computed) and one.label.endswith(_DESCRIBED)
    ]
    return f"{subject}：{'，'.join(figures)}" if figures else subject


_DESCRIBED = ("全年预算", "支出", "执行率", "得分", "等级")
