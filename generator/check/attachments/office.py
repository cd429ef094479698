"""What Word and Excel files have in common: properties, links, embedded files, other parts."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from generator.check.attachments.contents import Contents, Hidden, InnerFile
from generator.check.attachments.xml_package import TextHandler, XmlHandler, ZipPackage

_PROPERTIES = {
    "creator": Hidden.AUTHOR,
    "lastModifiedBy": Hidden.LAST_EDITOR,
    "Company": Hidden.COMPANY,
    "Manager": Hidden.MANAGER,
    **dict.fromkeys(("title", "subject", "description", "keywords"), Hidden.PROPERTY),
    **dict.fromkeys(("category", "HyperlinkBase"), Hidden.PROPERTY),
}
_TAG = re.compile(r"<[^<>]*>")
_APPEARANCE = re.compile(
    r"(?:^|/)(?:\[Content_Types\]|styles\w*|theme\d*|fontTable|settings|webSettings|numbering"
    r"|calcChain|metadata|viewProps|presProps|tableStyles|app|core)\.xml$"
)


@dataclass
class _Links(XmlHandler):
    """The relations of a part: ids to files within, and addresses outside."""

    inside: dict[str, str] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        target = attributes.get("Target", "")
        if name == "Relationship" and attributes.get("TargetMode") == "External":
            self.outside.append(target)
        elif name == "Relationship":
            self.inside[attributes.get("Id", "")] = target


def relations(package: ZipPackage, part: str) -> Mapping[str, str]:
    """The files that a part refers to, by id, with their full names."""
    folder, name = PurePosixPath(part).parent, PurePosixPath(part).name
    links = package.parse(f"{folder}/_rels/{name}.rels", _Links(package.quota))
    return {
        key: target.lstrip("/") if target.startswith("/") else str(folder / target)
        for key, target in links.inside.items()
    }


def read(package: ZipPackage, contents: Contents, known: Collection[str] = ()) -> None:
    """Add the texts of all parts but those that are `known` already."""
    for name in package.members:
        path = PurePosixPath(name)
        folder, suffix = path.parent.name, path.suffix.lower()
        if name in known:
            continue
        if folder == "docProps" and suffix == ".xml":
            if "custom" in name:
                text = package.parse(name, TextHandler(package.quota)).text
                contents.add_hidden(Hidden.PROPERTY, text)
            else:
                package.add_properties(name, _PROPERTIES, contents)
        elif suffix == ".rels":
            links = package.parse(name, _Links(package.quota))
            contents.add_hidden(Hidden.LINK, "\n".join(links.outside))
        elif folder == "embeddings":
            contents.inner.append(InnerFile(path.name, package.read(name), embedded=True))
        elif suffix in (".xml", ".vml") and not _APPEARANCE.search(name):
            contents.add_hidden(Hidden.INTERNAL, _any_text(package, name))


def _any_text(package: ZipPackage, name: str) -> str:
    try:
        return package.parse(name, TextHandler(package.quota, attribute="v")).text
    except Exception:  # of old drawings, many are no good XML
        return _TAG.sub("\n", package.read(name).decode("utf-8", errors="replace"))
