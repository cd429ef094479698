"""OpenDocument files (.odt, .ods, .odp), as LibreOffice and WPS write them."""

from generator.check.attachments.contents import Contents, Hidden
from generator.check.attachments.xml_package import TextHandler, ZipPackage

_PROPERTIES = {
    "creator": Hidden.LAST_EDITOR,
    "initial-creator": Hidden.AUTHOR,
    **dict.fromkeys(("title", "subject", "description", "keyword"), Hidden.PROPERTY),
}


def read(package: ZipPackage, contents: Contents) -> None:
    """Add the texts of body, headers and footers, and the properties."""
    for name in package.members:
        if name.endswith("content.xml"):
            contents.add_part("正文", package.parse(name, TextHandler(package.quota)).text)
        elif name.endswith("styles.xml"):
            contents.add_part("页眉页脚", package.parse(name, TextHandler(package.quota)).text)
        elif name == "meta.xml":
            package.add_properties(name, _PROPERTIES, contents)
