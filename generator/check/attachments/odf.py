"""OpenDocument files (.odt, .ods, .odp), as LibreOffice and WPS write them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.check.attachments.contents import Contents, Hidden
from generator.check.attachments.xml_handlers import TextHandler
from generator.check.attachments.xml_package import ZipPackage

_PROPERTIES = {
    "creator": Hidden.LAST_EDITOR,
    "initial-creator": Hidden.AUTHOR,
    **dict.fromkeys(("title", "subject", "description", "keyword"), Hidden.PROPERTY),
}


# A cell or a row that is repeated is written once; of a number no digit comes more often.
_REPEATED = {"table-cell": "number-columns-repeated", "table-row": "number-rows-repeated"}
_MOST_REPEATED, _LONGEST_REPEATED = 20, 20


@dataclass
class _Story(TextHandler):
    """The text, with what is repeated in it."""

    _starts: list[tuple[int, int]] = field(default_factory=list)  # how often, and since where

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _REPEATED:
            number = attributes.get(_REPEATED[name], "1")
            times = min(int(number), _MOST_REPEATED) if number.isdecimal() else 1
            self._starts.append((times, self.flow.size))

    def on_end(self, name: str) -> None:
        if name in _REPEATED:
            times, start = self._starts.pop()
            own = self.flow.since(start)
            if own.strip() and len(own) <= _LONGEST_REPEATED:
                self.flow.add(own * (times - 1))


def read(package: ZipPackage, contents: Contents) -> None:
    """Add the texts of body, headers and footers, and the properties."""
    for name in package.members:
        if name.endswith("content.xml"):
            contents.add_part("正文", package.parse(name, _Story(package.quota)).text)
        elif name.endswith("styles.xml"):
            contents.add_part("页眉页脚", package.parse(name, _Story(package.quota)).text)
        elif name == "meta.xml":
            package.add_properties(name, _PROPERTIES, contents)
