"""All visible text of a Word file, found in another way than the reader finds it."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_UNSEEN = {f"{_W}del", f"{_W}moveFrom", f"{_W}rt", f"{_MC}Fallback"}


def visible_text(data: bytes, part: str = "word/document.xml") -> str:
    """What all `w:t` of a part say that are neither deleted, stored twice, hidden nor a reading.

    It knows nothing of styles, of merged cells that cover words, of codes of fields.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = ElementTree.fromstring(package.read(part))
    return squeezed("".join(_texts(root)))


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def _texts(element: ElementTree.Element) -> Iterator[str]:
    if element.tag in _UNSEEN or element.find(f"{_W}trPr/{_W}del") is not None:
        return
    if element.tag == f"{_W}r" and element.find(f"{_W}rPr/{_W}vanish") is not None:
        return
    if element.tag == f"{_W}t":
        yield element.text or ""
    for child in element:
        yield from _texts(child)
