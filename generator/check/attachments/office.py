"""Word, Excel and PowerPoint files: their properties and links, and every part no reader took."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from generator.check.attachments.contents import Contents, Hidden
from generator.check.attachments.xml_handlers import TextHandler, XmlHandler
from generator.check.attachments.xml_package import ZipPackage

_PROPERTIES = {
    "creator": Hidden.AUTHOR,
    "lastModifiedBy": Hidden.LAST_EDITOR,
    "Company": Hidden.COMPANY,
    "Manager": Hidden.MANAGER,
    **dict.fromkeys(("title", "subject", "description", "keywords"), Hidden.PROPERTY),
    **dict.fromkeys(("category", "HyperlinkBase"), Hidden.PROPERTY),
}


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


def read(package: ZipPackage, roots: Mapping[str, str], contents: Contents) -> None:
    """Add properties and the addresses of links; `roots` has the first element of each part."""
    for name, root in roots.items():
        if root == "Relationships":
            links = package.parse(name, _Links(package.quota))
            contents.add_hidden(Hidden.LINK, "\n".join(links.outside))
        elif root in ("coreProperties", "Properties"):
            package.add_properties(name, _PROPERTIES, contents)
        elif root == "sld":
            words = package.parse(name, TextHandler(package.quota))
            contents.add_part(f"幻灯片（{PurePosixPath(name).stem}）", words.text)
