"""The pages about the site: handwritten ones, the glossary, the record, the site map."""

from collections.abc import Iterator

from markupsafe import Markup

from generator.model.catalogue import Catalogue, HandwrittenPage
from generator.pages import glossary
from generator.pages.templating import RECORD_ADDRESS, Page, render_page

Link = tuple[str, str]  # address and title

# Made for every site: the glossary, which reports link to; what was made public when, and how to
# verify it, filled by a release; every kind of page, every year and department.
GENERATED = {
    "terms.md.j2": (glossary.ADDRESS, "名词解释"),
    "record.md.j2": (RECORD_ADDRESS, "公开记录与核对"),
    "map.md.j2": ("about/map/", "网站地图"),
}


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """`/about/` and all pages under it."""
    written = [(one.address, one.title) for one in catalogue.pages]
    under_about = [one for one in written if one[0] != "about/"]
    generated = list(GENERATED.values())
    for one in catalogue.pages:
        yield _handwritten(one, [*under_about, *generated])
    shown = {
        "chapters": glossary.CHAPTERS,
        "scale": catalogue.site.grade_scale,
        "site_address": catalogue.site.base_url or "https://网址/",
        "years": list(catalogue.by_year),
        "departments": [catalogue.department(slug) for slug in catalogue.by_department],
        "about": [*written, *generated[:2]],
        "crumbs": [("说明", "about/")] if written != under_about else [],
    }
    for template, (address, title) in GENERATED.items():
        yield render_page(address, template, {"title": title, "kind": "about"}, **shown)


def _handwritten(written: HandwrittenPage, others: list[Link]) -> Page:
    """`/about/` or a page under it: Markdown of staff, with breadcrumbs."""
    is_about = written.slug == "about"
    return render_page(
        written.address,
        "handwritten.md.j2",
        {"title": written.title, "kind": "handwritten"},
        others=others if is_about else [],
        text=Markup(written.text),  # noqa: S704  checked by `handwritten`, cleaned after rendering
        crumbs=[] if is_about else [("说明", "about/")],
    )
