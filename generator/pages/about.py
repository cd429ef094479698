"""The pages about the site: what staff wrote by hand, the field's words, the map of the site."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from generator.model.catalogue import Catalogue, HandwrittenPage
from generator.pages import glossary
from generator.pages.templating import RECORD, Page, page

MAP = "about/map/"
GENERATED = ((glossary.ADDRESS, "名词解释"), (RECORD, "公开记录与核对"), (MAP, "网站地图"))


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """`/about/` and what lies under it."""
    for written in catalogue.pages:
        yield handwritten(catalogue, written)
    yield terms(catalogue)
    yield record(catalogue)
    yield sitemap(catalogue)


def handwritten(catalogue: Catalogue, written: HandwrittenPage) -> Page:
    """`/about/` and the pages under it: Markdown of staff, with its way back."""
    return page(
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
    return page(
        glossary.ADDRESS,
        "terms.md.j2",
        {"title": "名词解释", "kind": "about"},
        chapters=glossary.CHAPTERS,
        scale=catalogue.site.grade_scale,
        crumbs=_way(catalogue),
    )


def record(catalogue: Catalogue) -> Page:
    """`/about/record/`: what was made public when, and how to check it; filled by a release."""
    return page(
        RECORD,
        "record.md.j2",
        {"title": "公开记录与核对", "kind": "about"},
        site_address=catalogue.site.base_url or "https://网址/",
        crumbs=_way(catalogue),
    )


def sitemap(catalogue: Catalogue) -> Page:
    """`/about/map/`: every kind of page, every year and department."""
    return page(
        MAP,
        "map.md.j2",
        {"title": "网站地图", "kind": "about"},
        years=list(catalogue.by_year),
        departments=[catalogue.department(slug) for slug in catalogue.by_department],
        about=[(one.address, one.title) for one in catalogue.pages] + list(GENERATED[:2]),
        crumbs=_way(catalogue),
    )


def _way(catalogue: Catalogue) -> list[tuple[str, str]]:
    has_page = any(one.slug == "about" for one in catalogue.pages)
    return [("说明", "about/")] if has_page else []
