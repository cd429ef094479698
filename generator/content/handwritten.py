"""Handwritten pages: Markdown of staff, checked before it may stand on an official site.

Pages may use headings, lists, tables, emphasis, links and pictures of their own folder. HTML is
refused here with its place, and cleaned once more after rendering (`clean`), because Markdown
has more ways to write a link than a reader of source can list.
"""

import posixpath
import re
from collections.abc import Iterator

import nh3

from generator.model.catalogue import HandwrittenPage
from generator.model.fields import SLUG_PATTERN
from generator.model.problems import Problem, did_you_mean, quote
from generator.source.decoding import decode, position_at

RESERVED = ("terms", "record", "map")  # pages under `/about/` that the site makes itself

_CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_HTML = re.compile(r"</?[A-Za-z!?][^\n]*")
_ATTRIBUTES = re.compile(r"\{\s*[:.#]?[^}\n]*[=:.#][^}\n]*\}")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s*<?(\S+)", re.MULTILINE)
_SAFE_TARGET = re.compile(r"(https?://|mailto:|#|\.{0,2}/)[^\s\"'<>]*")
_FOREIGN = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})")
_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)\s>]*)")
_TITLE = re.compile(r"\A\s*# +(\S.*)$", re.MULTILINE)


def read_page(
    data: bytes, path: str, pages: set[str], images: set[str]
) -> tuple[HandwrittenPage | None, list[Problem]]:
    """The page in a file's bytes, and what is wrong with it; None where it cannot be shown.

    `pages` and `images` are the slugs and file names that it may link to.
    """
    text, problems = decode(data, path)
    if text is None:
        return None, problems
    slug = path.rsplit("/", 1)[-1].removesuffix(".md")
    problems += _complaints(text, path, pages, images)
    if slug in RESERVED:
        message = f"about/{slug}/ 是本站自动生成的页面，文件不能叫{quote(slug)}。请换一个名字。"
        problems.append(Problem(path, 1, 1, "page-name", message))
    if not SLUG_PATTERN.fullmatch(slug):
        message = f"文件名应为小写字母、数字和单个连字符，现为{quote(slug)}。请改名。"
        problems.append(Problem(path, 1, 1, "page-name", message))
    title = _TITLE.match(text)
    if title is None:
        message = "页面应以一级标题开头（如 # 关于本站），没有找到。请补上第一行。"
        problems.append(Problem(path, 1, 1, "page-title", message))
        return None, problems
    return HandwrittenPage(slug, title[1].strip(), _with_site_links(text, slug)), problems


def clean_page(html: str) -> str:
    """Rendered HTML of a handwritten page, without scripts, frames and pictures from elsewhere.

    The breadcrumbs at its top are ours; the cleaner keeps their tags.
    """
    return nh3.clean(
        html,
        tags=nh3.ALLOWED_TAGS | {"nav"},
        attributes={
            **nh3.ALLOWED_ATTRIBUTES,
            "*": {"id", "class", "title", "aria-label", "aria-current"},
        },
        attribute_filter=_without_foreign_pictures,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _without_foreign_pictures(tag: str, attribute: str, value: str) -> str | None:
    # A picture from elsewhere would tell another host who reads this page.
    foreign = tag == "img" and attribute == "src" and _FOREIGN.match(value)
    return None if foreign else value


def _complaints(text: str, path: str, pages: set[str], images: set[str]) -> Iterator[Problem]:
    without_code = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for pattern, what in ((_HTML, " HTML"), (_ATTRIBUTES, "属性")):
        for match in pattern.finditer(without_code):
            message = f"页面只用 Markdown，不接受{what}，写的是{quote(match[0])}。请改写或删去。"
            yield Problem(path, *position_at(text, match.start()), "page-html", message)
    for match in _PICTURE.finditer(without_code):
        if _FOREIGN.match(match[1]):
            message = f"图片应放在同一文件夹，写的是{quote(match[1])}。请下载后放进 pages/。"
            yield Problem(path, *position_at(text, match.start(1)), "page-link", message)
    for pattern in (_LINK, _REFERENCE):
        for match in pattern.finditer(without_code):
            if not _is_known(match[1], pages, images):
                message = f"链接应指向网址、本站页面或同一文件夹的文件，写的是{quote(match[1])}。"
                hint = did_you_mean(match[1], sorted({f"{page}.md" for page in pages} | images))
                yield Problem(path, *position_at(text, match.start(1)), "page-link", message + hint)


def _is_known(target: str, pages: set[str], images: set[str]) -> bool:
    file = target.partition("#")[0]
    is_page = file.endswith(".md") and file.removesuffix(".md") in pages
    return bool(_SAFE_TARGET.fullmatch(target)) or is_page or file in images


def _with_site_links(text: str, slug: str) -> str:
    """The text with links between pages and to pictures as they are on the site."""
    here = HandwrittenPage(slug, "", "").address

    def relative(match: re.Match[str]) -> str:
        target, hash_sign, fragment = match[1].partition("#")
        if target.endswith(".md") and "/" not in target:
            address = HandwrittenPage(target.removesuffix(".md"), "", "").address
        elif target and ":" not in target and "/" not in target:
            address = f"about/{target}"
        else:
            return match[0]
        path = posixpath.relpath(address, here) + ("/" if address.endswith("/") else "")
        return match[0].replace(match[1], f"{path}{hash_sign}{fragment}")

    return _LINK.sub(relative, text)
