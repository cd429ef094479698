"""Writes an Atom feed (RFC 4287)."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

# What no XML document may hold, however it is escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class AtomEntry(NamedTuple):
    """An entry; `id` is a URI that stays the same, `html` what it tells, `link` its page."""

    id: str
    title: str
    day: date
    author: str
    category: str
    link: str
    html: str


class AtomFeed(NamedTuple):
    """A feed, its entries newest first and at least one; `link` is its page, `own_link` itself."""

    id: str
    title: str
    subtitle: str
    author: str
    link: str
    own_link: str
    entries: Sequence[AtomEntry]


def document(feed: AtomFeed) -> bytes:
    """The feed in UTF-8; its time is that of its newest entry, never that of the build."""
    return ("\n".join(_lines(feed)) + "\n").encode()


def text(value: str) -> str:
    """A text as XML and HTML have it between tags, without what no XML document may hold."""
    return escape(_FORBIDDEN.sub("", value))


def _lines(feed: AtomFeed) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">'
    yield f"<id>{text(feed.id)}</id>"
    yield f"<title>{text(feed.title)}</title>"
    yield f"<subtitle>{text(feed.subtitle)}</subtitle>"
    yield f"<updated>{_time(feed.entries[0].day)}</updated>"
    yield f"<author><name>{text(feed.author)}</name></author>"
    yield f'<link rel="self" type="application/atom+xml" href={_attribute(feed.own_link)}/>'
    yield f'<link rel="alternate" type="text/html" href={_attribute(feed.link)}/>'
    for one in feed.entries:
        yield from _entry_lines(one)
    yield "</feed>"


def _entry_lines(entry: AtomEntry) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{text(entry.id)}</id>"
    yield f"<title>{text(entry.title)}</title>"
    yield f"<published>{_time(entry.day)}</published>"
    yield f"<updated>{_time(entry.day)}</updated>"
    yield f"<author><name>{text(entry.author)}</name></author>"
    yield f"<category term={_attribute(entry.category)}/>"
    yield f'<link rel="alternate" type="text/html" href={_attribute(entry.link)}/>'
    yield f'<content type="html">{text(entry.html)}</content>'
    yield "</entry>"


def _attribute(value: str) -> str:
    return quoteattr(_FORBIDDEN.sub("", value))


def _time(day: date) -> str:
    """The beginning of the day in China: no more than the day is known."""
    return f"{day.isoformat()}T00:00:00+08:00"
