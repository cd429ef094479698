"""What pages tell search engines in the words of schema.org, as JSON-LD; nothing that is not known.

https://schema.org/Report, https://schema.org/Dataset, https://schema.org/BreadcrumbList. Without
the site's address, those of files are relative to the page.
"""

import posixpath
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from generator.model.catalogue import Catalogue
from generator.model.entry import Entry, newest_day
from generator.model.site import Site

_CONTEXT = "https://schema.org"
_LANGUAGE = "zh-CN"

File = tuple[str, str, str]  # name, media type, address from the page on
Node = dict[str, Any]


def of_report(
    entry: Entry, site: Site, description: str, crumbs: Sequence[tuple[str, str]]
) -> list[Node]:
    """A report and the way to it; `crumbs` are labels and addresses of the pages above it."""
    report, name = entry.report, entry.report.title
    files = [(name, "application/json", entry.data_file)]
    if site.makes_pdf:
        files.insert(0, (name, "application/pdf", entry.pdf_file))
    base = _base(site, entry.address)
    told = _node(
        "Report",
        name=name,
        description=description,
        inLanguage=_LANGUAGE,
        url=base or None,
        identifier=report.index_number,
        datePublished=_day(report.publication_date),
        dateModified=_day(entry.updated),
        temporalCoverage=_period(entry.years),
        isAccessibleForFree=True,
        author=_organization(entry.issued_by),
        publisher=_organization(site.organiser),
        encoding=[_file("MediaObject", base, one) for one in files],
    )
    items = _items(entry.address, site, [*crumbs, (name, entry.address)])
    way = _node("BreadcrumbList", itemListElement=list(items))
    return [{"@context": _CONTEXT, **one} for one in (told, way)]


def of_data(
    catalogue: Catalogue, address: str, description: str, files: Sequence[File]
) -> list[Node]:
    """The data set of all reports, of which one is public at least, at the address of its page."""
    site, public = catalogue.site, catalogue.public
    base, terms = _base(site, address), site.data_license
    days = filter(None, (one.report.publication_date for one in public))
    told = _node(
        "Dataset",
        name=f"{site.name}：全部数据",
        description=description,
        keywords=["预算绩效", "绩效评价", "绩效自评", "财政支出"],
        inLanguage=_LANGUAGE,
        url=base or None,
        datePublished=_day(min(days, default=None)),
        dateModified=_day(newest_day(public)),
        temporalCoverage=_period(tuple(catalogue.by_year)),
        isAccessibleForFree=True,
        license=_node("CreativeWork", text=terms) if terms else None,
        creator=_organization(site.organiser),
        publisher=_organization(site.organiser),
        distribution=[_file("DataDownload", base, one) for one in files],
    )
    return [{"@context": _CONTEXT, **told}]


def _node(kind: str, **properties: object) -> Node:
    """What is not known is left out."""
    known = {name: value for name, value in properties.items() if value is not None}
    return {"@type": kind, **known}


def _base(site: Site, address: str) -> str:
    return site.base_url + address if site.base_url else ""


def _file(kind: str, base: str, one: File) -> Node:
    name, media, address = one
    return _node(kind, name=name, encodingFormat=media, contentUrl=base + address)


def _organization(name: str) -> Node:
    return _node("GovernmentOrganization", name=name)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _period(years: Sequence[int]) -> str:
    """A year, or the first and the last by ISO 8601."""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}/{last}"


def _items(page: str, site: Site, crumbs: Sequence[tuple[str, str]]) -> Iterator[Node]:
    for number, (label, address) in enumerate(crumbs, 1):
        item = _base(site, address) or f"{posixpath.relpath(address, page)}/"
        yield _node("ListItem", position=number, name=label, item=item)
