"""Plain text, and tables as text (CSV): a paragraph a line."""

from generator.check.attachments.contents import BROKEN, TEXT, Quota, Unreadable
from generator.check.attachments.plain_text import decoded, is_text
from generator.documents.document import Document, Paragraph, Place

_COST = 10  # of a paragraph, as many elements of XML
_LOST = "第 {} 行有读不出来的字（显示为 \ufffd）。请用写它的软件打开，另存为 UTF-8 编码的文本"


def read(data: bytes, name: str, quota: Quota) -> Document:
    """Paragraphs by line, each with its number; blank lines are none, blanks at ends stay.

    In UTF-8 with a mark or without, UTF-16, GB 18030. Raises Unreadable for what is no text.
    """
    quota.count("bytes", len(data))
    text = decoded(data)
    if not is_text(text):
        raise Unreadable(BROKEN)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    quota.count("elements", _COST * len(lines))
    blocks = tuple(
        Paragraph(line, Place(paragraph=number))
        for number, line in enumerate(lines, 1)
        if line.strip()
    )
    broken = next((number for number, line in enumerate(lines, 1) if "\ufffd" in line), 0)
    return Document(name, TEXT, blocks, missing=(_LOST.format(broken),) if broken else ())
