"""What Word and Excel files have in common: properties, links, embedded files, everything else."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import PurePosixPath

from generator.check.attachments.contents import (
    AUTHOR,
    COMPANY,
    INSIDE,
    LAST_EDITOR,
    LINK,
    MANAGER,
    PROPERTY,
    Budget,
    Contents,
    Inner,
    Unreadable,
)
from generator.check.attachments.markup import Reader, Words, walk
from generator.check.attachments.packed import Package

_NAMED = {
    "creator": AUTHOR,
    "lastModifiedBy": LAST_EDITOR,
    "Company": COMPANY,
    "Manager": MANAGER,
    **dict.fromkeys(
        ("title", "subject", "description", "keywords", "category", "HyperlinkBase"), PROPERTY
    ),
}
_TAG = re.compile(r"<[^<>]*>")
_LOOKS = re.compile(
    r"(?:^|/)(?:\[Content_Types\]|styles\w*|theme\d*|fontTable|settings|webSettings|numbering"
    r"|calcChain|metadata|viewProps|presProps|tableStyles|app|core)\.xml$"
)


class _Properties(Reader):
    """Properties by what they are."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.found: list[tuple[str, str]] = []

    def said(self, text: str) -> None:
        """The text of a property."""
        if text.strip() and self.path[-1] in _NAMED:
            self.found.append((_NAMED[self.path[-1]], text.strip()))


class _Links(Reader):
    """The relations of a part: ids to files within, and addresses outside."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.inside: dict[str, str] = {}
        self.outside: list[str] = []

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """One relation."""
        target = attributes.get("Target", "")
        if name == "Relationship" and attributes.get("TargetMode") == "External":
            self.outside.append(target)
        elif name == "Relationship":
            self.inside[attributes.get("Id", "")] = target


def relations(package: Package, part: str, budget: Budget) -> Mapping[str, str]:
    """The files that a part refers to, by id, with their full names."""
    folder = PurePosixPath(part).parent
    name = f"{folder}/_rels/{PurePosixPath(part).name}.rels"
    if name not in package.members:
        return {}
    links = _Links(budget)
    walk(package.chunks(name), links)
    return {
        key: target.lstrip("/") if target.startswith("/") else str(folder / target)
        for key, target in links.inside.items()
    }


Own = Callable[[Package, Budget, Contents], Collection[str]]


def read(package: Package, budget: Budget, contents: Contents, own: Own | None = None) -> None:
    """The file: what `own` makes of the parts that it knows and names, and all the others."""
    known = own(package, budget, contents) if own else ()
    for name in package.members:
        folder, suffix = PurePosixPath(name).parent.name, PurePosixPath(name).suffix.lower()
        if name in known:
            continue
        if folder == "docProps" and suffix == ".xml":
            _properties(package, name, budget, contents)
        elif suffix == ".rels":
            _outside(package, name, budget, contents)
        elif folder == "embeddings":
            inner = Inner(PurePosixPath(name).name, package.read(name), embedded=True)
            contents.inner.append(inner)
        elif suffix in (".xml", ".vml") and not _LOOKS.search(name):
            contents.hide(INSIDE, _anything(package, name, budget))


def _anything(package: Package, name: str, budget: Budget) -> str:
    words = Words(budget, attribute="v")
    try:
        walk(package.chunks(name), words)
    except Unreadable:  # of old drawings, many are no good XML
        return _TAG.sub("\n", package.read(name).decode("utf-8", errors="replace"))
    return words.text


def _properties(package: Package, name: str, budget: Budget, contents: Contents) -> None:
    if "custom" in name:
        words = Words(budget)
        walk(package.chunks(name), words)
        contents.hide(PROPERTY, words.text)
        return
    properties = _Properties(budget)
    walk(package.chunks(name), properties)
    for what, text in properties.found:
        contents.hide(what, text)


def _outside(package: Package, name: str, budget: Budget, contents: Contents) -> None:
    links = _Links(budget)
    walk(package.chunks(name), links)
    contents.hide(LINK, "\n".join(links.outside))
