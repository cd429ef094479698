"""How a browser sets the text of a web page: what stands within a line, which blanks are shown."""

import re
from collections.abc import Mapping
from typing import Final

from generator.documents.pdf_lines import is_wide

_BLOCKS = {  # what is in no list of browsers stands within the line
    "address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
    "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup", "option", "p", "plaintext",
    "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul", "xmp",
}  # fmt: skip
BREAK: Final = "\0"  # stands for a break within a heading, until it is put together
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def is_inline(tag: str, style: Mapping[str, str]) -> bool:
    """Whether an element stands within a line; `style` is its own."""
    display = style.get("display", "")
    if display in {"block", "flex", "grid", "table", "list-item"}:
        return False
    return tag not in _BLOCKS or display.startswith("inline")


def put_together(text: str, *, keeps_blanks: bool) -> str:
    """The text of a paragraph with blanks as they are shown."""
    if keeps_blanks:
        return text.replace(BREAK, "\n").strip()
    shown = _BLANKS.sub(lambda found: _blank(text, found), text)
    return "\n".join(part.strip() for part in shown.split(BREAK)).strip()


def _blank(text: str, found: re.Match[str]) -> str:
    """A blank; between Chinese characters the end of a line of the file is none."""
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    is_between = bool(before and after) and is_wide(before) and is_wide(after)
    return "" if "\n" in found[0] and is_between else " "
