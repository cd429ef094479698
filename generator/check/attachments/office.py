"""What Word and Excel files have in common: properties, links, embedded files, other parts."""

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import PurePosixPath

from generator.check.attachments.contents import (
    AUTHOR,
    COMPANY,
    INTERNAL,
    LAST_EDITOR,
    LINK,
    MANAGER,
    PROPERTY,
    Contents,
    InnerFile,
    Quota,
    Unreadable,
)
from generator.check.attachments.xml_reader import PropertyHandler, TextHandler, XmlHandler
from generator.check.attachments.zip_package import ZipPackage

_PROPERTIES = {
    "creator": AUTHOR,
    "lastModifiedBy": LAST_EDITOR,
    "Company": COMPANY,
    "Manager": MANAGER,
    **dict.fromkeys(
        ("title", "subject", "description", "keywords", "category", "HyperlinkBase"), PROPERTY
    ),
}
_TAG = re.compile(r"<[^<>]*>")
_APPEARANCE = re.compile(
    r"(?:^|/)(?:\[Content_Types\]|styles\w*|theme\d*|fontTable|settings|webSettings|numbering"
    r"|calcChain|metadata|viewProps|presProps|tableStyles|app|core)\.xml$"
)


class _Links(XmlHandler):
    """The relations of a part: ids to files within, and addresses outside."""

    def __init__(self, quota: Quota) -> None:
        super().__init__(quota)
        self.inside: dict[str, str] = {}
        self.outside: list[str] = []

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one relation."""
        target = attributes.get("Target", "")
        if name == "Relationship" and attributes.get("TargetMode") == "External":
            self.outside.append(target)
        elif name == "Relationship":
            self.inside[attributes.get("Id", "")] = target


def relations(package: ZipPackage, part: str) -> Mapping[str, str]:
    """The files that a part refers to, by id, with their full names."""
    folder = PurePosixPath(part).parent
    name = f"{folder}/_rels/{PurePosixPath(part).name}.rels"
    if name not in package.members:
        return {}
    links = package.parse(name, _Links(package.quota))
    return {
        key: target.lstrip("/") if target.startswith("/") else str(folder / target)
        for key, target in links.inside.items()
    }


# Adds what one kind of file has; returns the names of the parts that it read.
ReadMainParts = Callable[[ZipPackage, Contents], Collection[str]]


def read(
    package: ZipPackage, contents: Contents, read_main_parts: ReadMainParts | None = None
) -> None:
    """Add the texts of the main parts, then those of all other parts."""
    known = read_main_parts(package, contents) if read_main_parts else ()
    for name in package.members:
        folder, suffix = PurePosixPath(name).parent.name, PurePosixPath(name).suffix.lower()
        if name in known:
            continue
        if folder == "docProps" and suffix == ".xml":
            _add_properties(package, name, contents)
        elif suffix == ".rels":
            links = package.parse(name, _Links(package.quota))
            contents.add_hidden(LINK, "\n".join(links.outside))
        elif folder == "embeddings":
            inner = InnerFile(PurePosixPath(name).name, package.read(name), embedded=True)
            contents.inner.append(inner)
        elif suffix in (".xml", ".vml") and not _APPEARANCE.search(name):
            contents.add_hidden(INTERNAL, _any_text(package, name))


def _any_text(package: ZipPackage, name: str) -> str:
    try:
        return package.parse(name, TextHandler(package.quota, attribute="v")).text
    except Unreadable:  # of old drawings, many are no good XML
        return _TAG.sub("\n", package.read(name).decode("utf-8", errors="replace"))


def _add_properties(package: ZipPackage, name: str, contents: Contents) -> None:
    if "custom" in name:
        contents.add_hidden(PROPERTY, package.parse(name, TextHandler(package.quota)).text)
        return
    properties = package.parse(name, PropertyHandler(package.quota, _PROPERTIES))
    for what, text in properties.found:
        contents.add_hidden(what, text)
