"""The pages that list reports: home, search, years, departments, a department's years."""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from generator.model.catalogue import Catalogue, group
from generator.model.department import Department
from generator.model.entry import Entry, current
from generator.model.project import projects
from generator.pages import charts, coverage_page, feeds, lists
from generator.pages.events import revisions
from generator.pages.lists import Group, department_group, year_group
from generator.pages.templating import Page, render_page

LIST_LIMIT = 200  # reports; where there are more, the page lists the groups below it alone
LATEST = 10
LATEST_REVISIONS = 5
EXPLORE, COMPARE = "explore/", "compare/"


class IndexPage(NamedTuple):
    """A page that lists reports, not rendered yet."""

    address: str
    render: Callable[[Sequence[Entry]], Page]
    entries: Sequence[Entry]
    covering: Sequence[Entry] = ()  # of another year, and covers this one too
    owed: str | None = None  # a sentence on what is owed and what of it is published
    years: Sequence[int] = ()  # whose pages of the same kind it links to

    @property
    def depends_on(self) -> tuple[object, ...]:
        """What lists show of each report, of its department and of its form; what it links to."""
        every = (*self.entries, *self.covering)
        departments = dict.fromkeys(one.department for one in every)
        listed = [(one.address, one.listing_digest, one.form and one.form.listed) for one in every]
        return list(departments), listed, self.owed, self.years

    def rendered(self, _fetch: object = None) -> Page:
        """The page: lists show nothing that the catalogue has not."""
        return self.render(self.entries)


def sections(catalogue: Catalogue) -> Mapping[str, Callable[[Catalogue], Page]]:
    """By address, the indexes that every page links to; one with nothing in it is left out."""
    always = {"": home, "search/": search, coverage_page.ADDRESS: coverage_page.coverage}
    if not catalogue.public:
        return always
    listed = {"years/": years, "departments/": departments}
    return always | listed | {EXPLORE: explore, COMPARE: compare}


def below_sections(catalogue: Catalogue) -> Iterator[IndexPage]:
    """The indexes below them: of a year, of a department, of a department and year."""
    for number, entries in catalogue.by_year.items():
        also = catalogue.covering_year.get(number, ())
        owed = coverage_page.summary(catalogue.coverage[number])
        render = partial(year, covering=also, owed=owed)
        yield IndexPage(f"years/{number}/", render, entries, also, owed)
    owed_by = coverage_page.summaries_of_departments(catalogue.coverage)
    for slug, entries in catalogue.by_department.items():
        owed = owed_by.get(slug)
        yield IndexPage(f"departments/{slug}/", partial(department, owed=owed), entries, owed=owed)
    for (slug, number), entries in catalogue.by_department_and_year.items():
        yield IndexPage(f"departments/{slug}/{number}/", department_year, entries)


def home(catalogue: Catalogue) -> Page:
    """`/`: what this is, the newest year, years, departments, latest publications."""
    newest = next(iter(catalogue.by_year), None)
    return render_page(
        "",
        "home.md.j2",
        {"title": catalogue.site.name, "kind": "home", "feeds": feeds.of_site(catalogue.public)},
        site=catalogue.site,
        newest=newest,
        total=lists.total_row(catalogue.by_year.get(newest or 0, ())),
        **_counts(catalogue),
        latest=lists.report_list(catalogue.latest[:LATEST]),
        revisions=revisions(catalogue.public)[:LATEST_REVISIONS],
        owed=coverage_page.newest_summary(catalogue.coverage),
    )


def search(catalogue: Catalogue) -> Page:
    """`/search/`: the form and the place of the results; without JavaScript, the indexes."""
    metadata = {"title": "搜索", "kind": "search"}
    return render_page("search/", "search.md.j2", metadata, **_counts(catalogue))


def explore(catalogue: Catalogue) -> Page:
    """`/explore/`: the place of the table of all reports, which a script fills."""
    metadata = {"title": "全部报告", "kind": "explore"}
    return render_page(EXPLORE, "explore.md.j2", metadata, **_counts(catalogue))


def compare(catalogue: Catalogue) -> Page:
    """`/compare/`: the place of what its address names; without JavaScript, the indexes."""
    metadata = {"title": "并排比较", "kind": "compare"}
    return render_page(COMPARE, "compare.md.j2", metadata, **_counts(catalogue))


def _counts(catalogue: Catalogue) -> dict[str, object]:
    """Years and departments, each with the number of its reports, and how many there are."""
    return {
        "count": len(catalogue.current),
        "years": [(one, len(current(entries))) for one, entries in catalogue.by_year.items()],
        "departments": [
            (catalogue.department(slug), len(current(entries)))
            for slug, entries in catalogue.by_department.items()
        ],
    }


def years(catalogue: Catalogue) -> Page:
    """`/years/`: fiscal years side by side."""
    by_year = catalogue.by_year.values()
    groups = [year_group(entries, f"years/{entries[0].year}/") for entries in by_year]
    return _index("years/", "按年度浏览", "年度", groups)


def departments(catalogue: Catalogue) -> Page:
    """`/departments/`: the departments of the register that have published."""
    by_department = catalogue.by_department.items()
    groups = [department_group(entries, f"departments/{slug}/") for slug, entries in by_department]
    return _index("departments/", "按部门浏览", "部门", groups)


def year(entries: Sequence[Entry], covering: Sequence[Entry] = (), owed: str | None = None) -> Page:
    """`/years/2021/`: one year by department, and its reports where the list stays short.

    `covering` are reports of other years that cover this one too, `owed` says what is owed.
    """
    number = entries[0].year
    groups = [
        department_group(members, f"departments/{slug}/{number}/")
        for slug, members in group(entries, lambda entry: entry.department.slug).items()
    ]
    title = f"{number} 年度"
    return _index(f"years/{number}/", title, "部门", groups, covering=covering, owed=owed)


def department(entries: Sequence[Entry], owed: str | None = None) -> Page:
    """`/departments/gonganju/`: one department over its years; `owed` says what is owed."""
    one = entries[0].department
    groups = [
        year_group(members, f"departments/{one.slug}/{number}/")
        for number, members in group(entries, lambda entry: entry.year).items()
    ]
    return _index(f"departments/{one.slug}/", one.name, "年度", groups, one, owed=owed)


def department_year(public: Sequence[Entry]) -> Page:
    """`/departments/gonganju/2021/`: the reports of one department in one year."""
    one, number = public[0].department, public[0].year
    title = f"{one.name} {number} 年度"
    return render_page(
        f"departments/{one.slug}/{number}/",
        "department_year.md.j2",
        {
            "title": title,
            "kind": "index",
            "department": one.name,
            "year": number,
            "feeds": feeds.of_department(one),
        },
        title=title,
        department=one,
        year=number,
        crumbs=[("部门", "departments/"), (one.name, f"departments/{one.slug}/")],
        total=lists.total_row(public),
        **_lists(current(public)),
        revisions=revisions(public),
    )


def _lists(entries: Sequence[Entry]) -> dict[str, object]:
    """Project reports and, apart, those on a department's overall spending."""
    overall = [entry for entry in entries if entry.is_overall]
    projects = [entry for entry in entries if not entry.is_overall]
    return {"reports": lists.report_list(projects), "overall": lists.report_list(overall)}


def _index(  # noqa: PLR0913  what an index shows
    address: str,
    title: str,
    column: str,
    groups: Sequence[Group],
    department: Department | None = None,
    *,
    covering: Sequence[Entry] = (),
    owed: str | None = None,
) -> Page:
    """Groups side by side; below a section also their reports and what was corrected of them."""
    parent = posixpath.dirname(address.rstrip("/"))
    public = [entry for one in groups for entry in one.entries]
    reports = current(public) if parent else ()
    is_one_year = len({entry.year for entry in public}) == 1
    table = lists.group_table(groups, "合计" if is_one_year else "各年度相加")
    by_year = column == "年度"
    subject = f"{title if parent else ''}各{column}"
    drawn = (
        charts.amounts(f"{subject}预算与支出", table, by_year=by_year),
        charts.grades(f"{subject}自评等级", table, by_year=by_year),
    )
    return render_page(
        address,
        "index.md.j2",
        {"title": title, "kind": "index", "feeds": feeds.of_department(department)},
        title=title,
        column=column,
        table=table,
        total=table[-1],
        charts=[chart for chart in drawn if chart],
        **_lists(reports if len(reports) <= LIST_LIMIT else ()),
        too_many=len(reports) > LIST_LIMIT,
        crumbs=[({"years": "年度", "departments": "部门"}[parent], f"{parent}/")] if parent else [],
        department=department,
        projects=list(projects(public if department else ()).values()),
        covering=covering,
        owed=owed,
        revisions=revisions(public if parent else ()),
    )
