"""A Word file as a package: which of its parts is what, by their relationships."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from generator.check.attachments.contents import BROKEN, Quota, Unreadable
from generator.check.attachments.xml_package import ZipPackage
from generator.documents.word_xml import Node, pieces, tree

_NO_DOCUMENT = "里面没有 Word 的正文（document.xml），文件已损坏，或者不是 Word 文件"


class Relationship(NamedTuple):
    """What a part refers to; `target` is the name of a part, or an address where it is outside."""

    id: str
    kind: str  # header, image: the end of the type's address
    target: str
    is_external: bool


class Parts:
    """The parts of a Word file. Secondary parts that are broken are told in `missing`."""

    def __init__(self, data: bytes, quota: Quota) -> None:
        try:
            self.package = ZipPackage(data, quota)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unreadable(BROKEN) from error
        self.missing: list[str] = []
        self._relationships: dict[str, dict[str, Relationship]] = {}
        self.main = self._main()

    def _main(self) -> str:
        """The name of the part that holds the body."""
        for one in self.relationships("").values():
            if one.kind == "officeDocument" and one.target in self.package.members:
                return one.target
        names = [one for one in self.package.members if one.endswith("document.xml")]
        if names:
            return min(names, key=len)
        raise Unreadable(_NO_DOCUMENT)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """What a part refers to, by the identifiers it uses; of the package itself for no name."""
        if part not in self._relationships:
            self._relationships[part] = {one.id: one for one in self._read_relationships(part)}
        return self._relationships[part]

    def _read_relationships(self, part: str) -> Iterator[Relationship]:
        folder, file = posixpath.split(part)
        for node in self.tree(
            posixpath.join(folder, "_rels", f"{file}.rels"), "文件内部的目录"
        ).children:
            target, is_external = node.get("Target"), node.get("TargetMode") == "External"
            if not is_external:
                joined = posixpath.normpath(posixpath.join("/", folder, target))
                target = joined.lstrip("/")
            kind = node.get("Type").rstrip("/").rpartition("/")[2]
            yield Relationship(node.get("Id"), kind, target, is_external)

    def of_kind(self, kind: str) -> list[str]:
        """The parts of a kind that the body refers to, each once."""
        found = (one for one in self.relationships(self.main).values() if one.kind == kind)
        return list(dict.fromkeys(one.target for one in found if not one.is_external))

    def tree(self, name: str, what: str) -> Node:
        """A secondary part; empty, and told in `missing`, where it is broken."""
        if name not in self.package.members:
            return Node("", {})
        try:
            return tree(self.package, name)
        except Unreadable as error:
            self._tell(error, what)
            return Node("", {})

    def pieces(self, name: str, what: str) -> Iterator[Node]:
        """What stands in a part beside the body, as far as it can be read."""
        if name in self.package.members:
            try:
                yield from pieces(self.package, name)
            except Unreadable as error:
                self._tell(error, what)

    def _tell(self, error: Unreadable, what: str) -> None:
        if type(error) is not Unreadable:
            raise error  # the quota is spent, nothing else can be read
        self.missing.append(f"{what}读不出：{error}")
