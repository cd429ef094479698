"""A web page with all that belongs to it in one file (MHT), as browsers and Word save it."""

import codecs
import email
from email import policy

from generator.check.attachments.contents import WEB_PAGE, Quota, Unreadable
from generator.documents.document import Document
from generator.documents.kinds import reader_of

_NO_PAGE = "这是一封邮件，里面没有网页。请把附件另存出来，再导入"


def read(data: bytes, name: str, quota: Quota) -> Document:
    """The page in it; raises Unreadable where there is none, as in most mails."""
    message = email.message_from_bytes(data.removeprefix(codecs.BOM_UTF8), policy=policy.default)
    quota.count("bytes", len(data))
    for part in message.walk():
        page = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(page, bytes):
            return reader_of(WEB_PAGE)(_in_utf8(page, part.get_content_charset()), name, quota)
    raise Unreadable(_NO_PAGE)


def _in_utf8(page: bytes, charset: str | None) -> bytes:
    """The page with a mark of its encoding, where its part tells it: its head may say another."""
    try:
        return codecs.BOM_UTF8 + page.decode(charset).encode() if charset else page
    except (LookupError, UnicodeError):
        return page
