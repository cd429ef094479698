"""The pages about the site: handwritten ones, the glossary, the record, the site map."""

from collections.abc import Iterator

from markupsafe import Markup

from generator.model.catalogue import Catalogue, HandwrittenPage
from generator.pages import glossary
from generator.pages.templating import RECORD_ADDRESS, Page, render_page

MAP_ADDRESS = "about/map/"
GENERATED = (
    (glossary.ADDRESS, "名词解释"),
    (RECORD_ADDRESS, "公开记录与核对"),
    (MAP_ADDRESS, "网站地图"),
)


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """`/about/` and all pages under it."""
    for written in catalogue.pages:
        yield handwritten(catalogue, written)
    yield terms(catalogue)
    yield record(catalogue)
    yield sitemap(catalogue)


def handwritten(catalogue: Catalogue, written: HandwrittenPage) -> Page:
    """`/about/` or a page under it: Markdown of staff, with breadcrumbs."""
    return render_page(
        written.address,
        "handwritten.md.j2",
        {"title": written.title, "kind": "handwritten"},
        others=_others(catalogue) if written.slug == "about" else [],
        text=Markup(written.text),  # noqa: S704  checked by `handwritten`, cleaned after rendering
        crumbs=[] if written.slug == "about" else [("说明", "about/")],
    )


def _others(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Address and title of every page under `/about/`."""
    written = [(one.address, one.title) for one in catalogue.pages if one.slug != "about"]
    return [*written, *GENERATED]


def terms(catalogue: Catalogue) -> Page:
    """`/about/terms/`: what each figure means, with its formula; reports link to it."""
    return render_page(
        glossary.ADDRESS,
        "terms.md.j2",
        {"title": "名词解释", "kind": "about"},
        chapters=glossary.CHAPTERS,
        scale=catalogue.site.grade_scale,
        crumbs=_breadcrumbs(catalogue),
    )


def record(catalogue: Catalogue) -> Page:
    """`/about/record/`: what was made public when, and how to verify it; filled by a release."""
    return render_page(
        RECORD_ADDRESS,
        "record.md.j2",
        {"title": "公开记录与核对", "kind": "about"},
        site_address=catalogue.site.base_url or "https://网址/",
        crumbs=_breadcrumbs(catalogue),
    )


def sitemap(catalogue: Catalogue) -> Page:
    """`/about/map/`: every kind of page, every year and department."""
    return render_page(
        MAP_ADDRESS,
        "map.md.j2",
        {"title": "网站地图", "kind": "about"},
        years=list(catalogue.by_year),
        departments=[catalogue.department(slug) for slug in catalogue.by_department],
        about=[(one.address, one.title) for one in catalogue.pages] + list(GENERATED[:2]),
        crumbs=_breadcrumbs(catalogue),
    )


def _breadcrumbs(catalogue: Catalogue) -> list[tuple[str, str]]:
    has_page = any(one.slug == "about" for one in catalogue.pages)
    return [("说明", "about/")] if has_page else []
