"""Web pages as they are saved from a portal: the article, and apart from it what stands around.

selectolax parses them: of lxml, html5lib, html.parser and it, only it and html5lib build the tree
that browsers build, html5lib does not end on deep nesting, and lxml drops what is deeply nested.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from selectolax.lexbor import LexborHTMLParser

from generator.check.attachments.contents import WEB_PAGE, Quota
from generator.documents.document import STRUCK, Aside, Block, Document, Paragraph, Place
from generator.documents.web_article import ABOUT, Shown, set_apart
from generator.documents.web_blocks import Builder
from generator.documents.web_encoding import page_text
from generator.documents.web_nodes import looks, parsed

TITLE = "网页标题"
HIDDEN = "隐藏文字"

_OFFICE = ("microsoft", "libreoffice", "openoffice", "wps", "kingsoft")
_ARTICLE_TITLE = "文章标题"
_SAID = {"articletitle": _ARTICLE_TITLE, "pubdate": "发布日期", "contentsource": "来源",
         "sitename": "网站", "columnname": "栏目"}  # fmt: skip
_LITTLE = 50  # letters


def read(data: bytes, name: str, quota: Quota) -> Document:
    """The document of a web page; raises Unreadable where it is no page or a hostile one."""
    quota.count("bytes", len(data))
    text, is_whole = page_text(data)
    quota.count("characters", len(text))
    page = parsed(text, quota)
    builder = Builder(looks(page), quota)
    shown = builder.read()
    said = _said(page)
    title = next((" ".join(one.text().split()) for one in page.css("title")), "")
    at = set_apart(shown, [one for one in (said.get(_ARTICLE_TITLE, ""), title) if one])
    blocks = [one.block for one in shown if not one.kind]
    asides = list(_asides(shown))
    if at is not None and isinstance(heading := shown[at].block, Paragraph):
        blocks = [replace(one, style="标题") if one is heading else one for one in blocks]
    if title and (at is not None or _is_by_office(page) or not blocks):
        asides.append(_unseen(TITLE, [title]))
    elif title:
        blocks.insert(0, Paragraph(title, Place(part=TITLE, paragraph=1), style="标题"))
    asides += [_unseen(ABOUT, [f"{key}：{value}" for key, value in said.items()])]
    asides += [_unseen(HIDDEN, builder.hidden), _unseen("注音", builder.ruby, is_visible=True)]
    asides.append(_unseen(STRUCK, builder.struck, is_visible=True))
    return Document(
        name, WEB_PAGE, tuple(blocks), tuple(one for one in asides if one.blocks),
        tuple(_missing(page, shown, is_whole)),
    )  # fmt: skip


def _said(page: LexborHTMLParser) -> dict[str, str]:
    """What portals write into the head of a page, for those who count pages."""
    found = {}
    for one in page.css("meta[name]"):
        key = (one.attributes.get("name") or "").lower()
        value = " ".join((one.attributes.get("content") or "").split())
        if key in _SAID and value:
            found[_SAID[key]] = value
    return found


def _is_by_office(page: LexborHTMLParser) -> bool:
    makers = (
        (one.attributes.get("content") or "").lower()
        for one in page.css("meta[name]")
        if (one.attributes.get("name") or "").lower() in {"generator", "progid", "originator"}
    )
    return any(name in maker for maker in makers for name in _OFFICE)


def _asides(shown: Sequence[Shown]) -> Iterator[Aside]:
    for kind, group in groupby(shown, key=lambda one: one.kind):
        if kind:
            blocks: tuple[Block, ...] = tuple(one.block for one in group)
            yield Aside(kind, blocks, blocks[0].place)


def _unseen(kind: str, texts: Sequence[str], *, is_visible: bool = False) -> Aside:
    blocks = tuple(
        Paragraph(text, Place(part=kind, paragraph=number)) for number, text in enumerate(texts, 1)
    )
    return Aside(kind, blocks, Place(part=kind), is_visible)


def _missing(page: LexborHTMLParser, shown: Sequence[Shown], is_whole: bool) -> Iterator[str]:
    if not is_whole:
        yield "有的字节不是网页所用编码的文字，读成了 �；请从浏览器重新保存这个网页"
    letters = sum(one.letters for one in shown if not one.kind)
    if letters < _LITTLE and page.css_first("iframe, embed, object"):
        yield "正文嵌在另一个网页或文件里，没有一起保存；请打开它，另行下载"
    elif letters < _LITTLE and page.css_first("img"):
        yield "网页里几乎没有文字，只有图片"
