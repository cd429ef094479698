"""Handwritten pages: Markdown of staff, checked before it may stand on an official site.

Pages may use headings, lists, tables, emphasis, links and pictures of their own folder. HTML is
refused here with its place, and cleaned once more after rendering (`clean`), because Markdown
has more ways to write a link than a reader of source can list.
"""

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

import nh3

from generator.check.visible_text import UNSEEN
from generator.model.catalogue import HandwrittenPage
from generator.model.fields import SLUG_PATTERN
from generator.model.problems import Problem, did_you_mean, quote
from generator.source.decoding import decode, position_at

RESERVED = ("terms", "record", "map")  # pages under `/about/` that the site makes itself

# As Markdown has it: what only looks like code may be a link.
_CODE = re.compile(
    r"^(`{3,}|~{3,})[ ]*\.?[\w#.+-]*[ ]*\n.*?^\1[ ]*$|(?<![\\`])(`+)(?!`)[^\n]+?(?<!`)\2(?!`)",
    re.MULTILINE | re.DOTALL,
)
_HTML = re.compile(r"</?[A-Za-z!?][^\n]*")
_ATTRIBUTES = re.compile(r"\{\s*[:.#]?[^}\n]*[=:.#][^}\n]*\}")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
# The same with all that Markdown takes for the begin of the address: spaces, line breaks.
_WHOLE_LINK = re.compile(r"\]\(((?:[^()\n]|\n(?!\s*\n))*)")
_SCHEME = re.compile(r"[^/?#]*:")
_LINK_TITLE = re.compile(r"\s+(?:\"[^\"]*\"|'[^']*')\s*$")
_REFERENCE = re.compile(r"^[ \t]*(?:(?:>|[*+-]|\d+\.)[ \t]*)*\[[^\]]+\]:\s*<?(\S+)", re.MULTILINE)
_SAFE_TARGET = re.compile(r"(https?://[^\s\"'<>/\\]|mailto:|#|\.{0,2}/(?!/))[^\s\"'<>\\]*")
_FOREIGN = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})")
# What browsers skip in an address, or never show.
_SKIPPED = re.compile(rf"[\x00-\x20\x7f-\xa0\u2000-\u200a\u2028\u2029\u3000{UNSEEN}]")
_DISGUISES_OTHER_HOST = re.compile(r"(?![^/?#]*:)[/.]*//|[^?#]*\\")
_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)\s>]*)")
_TITLE = re.compile(r"\A\s*# +(\S.*)$", re.MULTILINE)


def read_page(
    data: bytes, path: str, pages: set[str], images: set[str]
) -> tuple[HandwrittenPage | None, list[Problem]]:
    """The page as written in a file's bytes, and what is wrong with it; None: it cannot be shown.

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
    return HandwrittenPage(slug, title[1].strip(), text), problems


def clean_page(rendered: str) -> str:
    """Rendered HTML of a handwritten page, without scripts, frames and pictures from elsewhere.

    The breadcrumbs at its top are ours; the cleaner keeps their tags.
    """
    return nh3.clean(
        rendered,
        tags=nh3.ALLOWED_TAGS | {"nav"},
        attributes={
            **nh3.ALLOWED_ATTRIBUTES,
            "*": {"id", "class", "title", "aria-label", "aria-current"},
        },
        attribute_filter=_without_foreign_targets,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _without_foreign_targets(tag: str, attribute: str, value: str) -> str | None:
    # A picture from elsewhere would tell another host who reads this page.
    if tag == "img" and attribute == "src" and _FOREIGN.match(_as_browsers_read(value)):
        return None
    # A link to another host must say so.
    if attribute in ("href", "src", "cite") and _hides_host(value):
        return None
    return value


def _as_browsers_read(target: str) -> str:
    return _SKIPPED.sub("", html.unescape(html.unescape(target)))


def _hides_host(target: str) -> bool:
    """Whether a link that looks relative leads to another host: `//host`, `/\\host`."""
    return bool(_DISGUISES_OTHER_HOST.match(_as_browsers_read(target)))


def _complaints(text: str, path: str, pages: set[str], images: set[str]) -> Iterator[Problem]:
    without_code = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for pattern, what in ((_HTML, " HTML"), (_ATTRIBUTES, "属性")):
        for match in pattern.finditer(without_code):
            message = f"页面只用 Markdown，不接受{what}，写的是{quote(match[0])}。请改写或删去。"
            yield Problem(path, *position_at(text, match.start()), "page-html", message)
    disguised = dict(_disguised_targets(without_code))
    for start, target in disguised.items():
        message = (
            "链接看起来在本站，浏览器会当成别的网站或别的用法，"
            f"写的是{quote(target)}。外面的网址请写全（https://…），"
            "本站的写文件名或以一个 / 开头，不用反斜线、换行和 &#…; 一类的写法。"
        )
        yield Problem(path, *position_at(text, start), "page-link", message)
    for match in _PICTURE.finditer(without_code):
        if match.start(1) not in disguised and _FOREIGN.match(match[1]):
            message = f"图片应放在同一文件夹，写的是{quote(match[1])}。请下载后放进 pages/。"
            yield Problem(path, *position_at(text, match.start(1)), "page-link", message)
    for pattern in (_LINK, _REFERENCE):
        for match in pattern.finditer(without_code):
            if match.start(1) not in disguised and not _is_known(match[1], pages, images):
                message = f"链接应指向网址、本站页面或同一文件夹的文件，写的是{quote(match[1])}。"
                hint = did_you_mean(match[1], sorted({f"{page}.md" for page in pages} | images))
                yield Problem(path, *position_at(text, match.start(1)), "page-link", message + hint)


def _disguised_targets(text: str) -> Iterator[tuple[int, str]]:
    """Where links start that are not what they look like, and what is written there."""
    for pattern in (_WHOLE_LINK, _REFERENCE):
        for match in pattern.finditer(text):
            written = _LINK_TITLE.sub("", match[1])
            start = match.start(1) + len(written) - len(written.lstrip().removeprefix("<"))
            target = written.strip().removeprefix("<").removesuffix(">")
            scheme = _SCHEME.match(_as_browsers_read(target))
            if _hides_host(target) or (scheme and not target.startswith(scheme[0])):
                yield start, target


def _is_known(target: str, pages: set[str], images: set[str]) -> bool:
    file = target.partition("#")[0]
    is_page = file.endswith(".md") and file.removesuffix(".md") in pages
    return bool(_SAFE_TARGET.fullmatch(target)) or is_page or file in images


def with_site_links(page: HandwrittenPage) -> HandwrittenPage:
    """The page with links between pages and to pictures as they are on the site."""

    def relative(match: re.Match[str]) -> str:
        target, hash_sign, fragment = match[1].partition("#")
        if target.endswith(".md") and "/" not in target:
            address = HandwrittenPage(target.removesuffix(".md"), "", "").address
        elif target and ":" not in target and "/" not in target:
            address = f"about/{target}"
        else:
            return match[0]
        path = posixpath.relpath(address, page.address) + ("/" if address.endswith("/") else "")
        return match[0].replace(match[1], f"{path}{hash_sign}{fragment}")

    return replace(page, text=_LINK.sub(relative, page.text))
