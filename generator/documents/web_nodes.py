"""The elements of a web page in their order, and what each shows of itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.check.attachments.contents import BROKEN, Quota, Unreadable
from generator.documents.web_article import FOOT, HEAD, NAVIGATION

TOO_DEEP = "网页的标签一层套一层，套得太深，可能是恶意文件"

_MAX_DEPTH = 5000
_MAX_RULE = 2000  # characters of a rule of a style sheet
_MAX_STYLE = 200_000  # characters of a style sheet; what follows is not looked at
_MOST_OF_LAYOUT = 8  # cells of a table that only places the parts of a page
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)")
# Tags that are left open in good pages; the parser closes them itself.
_OFTEN_OPEN = {
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot",
    "colgroup", "col", "br", "hr", "img", "input", "meta", "link", "base", "area", "embed",
    "param", "source", "track", "wbr", "html", "head", "body", "rt", "rp", "o:p", "basefont",
}  # fmt: skip
_NEVER_SHOWN = {
    "head", "script", "style", "template", "noscript", "title", "meta", "link", "object", "iframe",
    "embed", "audio", "video", "canvas", "datalist", "rp", "noframes", "xml",
}  # fmt: skip
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE
)
_CLASS = re.compile(r"\.([\w-]+)")
_OF_LIBREOFFICE = {"header": HEAD, "footer": FOOT}
_APART = {"nav", "footer", "aside"}
_APART_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search"}
_APART_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|crumb|crumbs|breadcrumb|footer|foot|bottom|copyright|sidebar|side"
    r"|share|toolbar|pagination|pager|friendlinks?|links|position|location|weizhi|dqwz|topbar|header"
    r"|login|search|related|xgwz|recommend|qrcode)(?:[\s_\d-]|bar|box|wrap|$)",
    re.IGNORECASE,
)


def parsed(text: str, quota: Quota) -> LexborHTMLParser:
    """The tree of a page; raises Unreadable where it is so deep that no program would make it."""
    quota.count("elements", text.count("<"))
    depth = 0
    for closing, name in _TAG.findall(text):
        if name.lower() in _OFTEN_OPEN:
            continue
        depth = max(depth - 1, 0) if closing else depth + 1
        if depth > _MAX_DEPTH:
            raise Unreadable(TOO_DEEP)
    return LexborHTMLParser(text)


def walked(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Every node at its begin (True) and every element at its end (False), in order."""
    stack = [(root, True)]
    while stack:
        node, begins = stack.pop()
        yield node, begins
        if not begins or not node.is_element_node:
            continue
        stack.append((node, False))
        child = node.last_child
        while child is not None:
            stack.append((child, True))
            child = child.prev


@dataclass(slots=True)
class Measure:
    """What an element holds, in letters and elements."""

    letters: int = 0
    linked: int = 0
    tables: int = 0
    headings: int = 0
    paragraphs: int = 0
    cells: int = 0  # that are not empty
    rows: int = 0
    widest_cell: int = 0  # the letters of its cell that has most of them


@dataclass
class Looks:
    """What is known of the elements of a page before its text is read."""

    root: LexborNode
    hiding_classes: frozenset[str]
    measures: dict[int, Measure] = field(default_factory=dict)

    @cached_property
    def whole(self) -> Measure:
        """What the whole page holds."""
        return self.measures.get(self.root.mem_id, Measure())

    def is_hidden(self, node: LexborNode, attributes: Mapping[str, str]) -> bool:
        """Whether a reader of the page does not see an element."""
        if node.tag in _NEVER_SHOWN or "hidden" in attributes:
            return True
        if node.tag == "input" and attributes.get("type", "").lower() == "hidden":
            return True
        if node.tag == "option" and "selected" not in attributes:
            return True
        classes = attributes.get("class", "").split()
        return bool(_HIDING.search(attributes.get("style", ""))) or not (
            self.hiding_classes.isdisjoint(classes)
        )

    def apart(self, node: LexborNode, attributes: Mapping[str, str]) -> str:
        """Of an element of menus, paths or feet, by its name, what it is; never most of a page."""
        if node.tag == "div" and attributes.get("title") in _OF_LIBREOFFICE:
            return _OF_LIBREOFFICE[attributes["title"]]
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        named = (
            node.tag in _APART
            or attributes.get("role", "").lower() in _APART_ROLES
            or bool(_APART_NAMES.search(names))
        )
        if not named:
            return ""
        own = self.measures[node.mem_id]
        rest = self.whole.letters - self.whole.linked
        is_small = not own.headings and own.letters - own.linked < 0.3 * rest
        return NAVIGATION if is_small else ""

    def is_layout(self, table: LexborNode, attributes: Mapping[str, str]) -> bool:
        """Whether a table only places the parts of a page and is none to the eye."""
        if attributes.get("role", "").lower() in {"presentation", "none"}:
            return True
        style = attributes.get("style", "")
        is_ruled = attributes.get("border", "0").strip() != "0" or "border" in style
        if is_ruled or "mso" in attributes.get("class", "").lower():
            return False
        own = self.measures[table.mem_id]
        if own.cells <= 1:
            return True
        if own.letters < 0.4 * self.whole.letters or own.cells > _MOST_OF_LAYOUT:
            return False
        is_column = own.cells <= own.rows
        is_built = is_column or own.tables > 1 or own.headings > 0 or own.paragraphs >= 4
        return is_built and own.widest_cell >= 0.5 * own.letters


def looks(page: LexborHTMLParser) -> Looks:
    """Measure every element of a page; raises Unreadable where there is none."""
    root = page.body or page.root
    if root is None:
        raise Unreadable(BROKEN)
    hiding = {name for style in page.css("style") for name in _hiding(style.text()[:_MAX_STYLE])}
    found = Looks(root, frozenset(hiding))
    open_measures: list[Measure] = [Measure()]
    links = hidden = 0
    for node, begins in walked(root):
        tag = node.tag or ""
        if tag == "-text":
            letters = 0 if hidden else len("".join((node.text_content or "").split()))
            open_measures[-1].letters += letters
            open_measures[-1].linked += letters if links else 0
            continue
        if not node.is_element_node:
            continue
        step = 1 if begins else -1
        links += step * (tag == "a" and is_link(node))
        hidden += step * (tag in _NEVER_SHOWN)
        if begins:
            open_measures.append(Measure())
            continue
        own = open_measures.pop()
        _count(own, tag)
        found.measures[node.mem_id] = own
        _hand_on(own, open_measures[-1], tag)
    return found


def _count(own: Measure, tag: str) -> None:
    own.tables += tag == "table"
    own.headings += tag in {"h1", "h2", "h3"}
    own.paragraphs += tag in {"p", "br", "li"}


def _hand_on(own: Measure, outer: Measure, tag: str) -> None:
    """Add an element to the one around it; the cells of a table count for no table around."""
    outer.letters += own.letters
    outer.linked += own.linked
    outer.tables += own.tables
    outer.headings += own.headings
    outer.paragraphs += own.paragraphs
    if tag in {"td", "th"}:
        outer.cells += bool(own.letters)
        outer.widest_cell = max(outer.widest_cell, own.letters)
        return
    outer.rows += tag == "tr"
    if tag != "table":
        outer.rows += own.rows
        outer.cells += own.cells
        outer.widest_cell = max(outer.widest_cell, own.widest_cell)


def _hiding(sheet: str) -> Iterator[str]:
    """The classes that a style sheet hides wherever they stand."""
    for rule in sheet.split("}"):
        selectors, _, declared = rule.rpartition("{")
        if _HIDING.search(declared[:_MAX_RULE]):
            yield from filter(None, map(_only_class, selectors.split(",")))


def _only_class(selector: str) -> str:
    found = _CLASS.fullmatch(selector.rsplit("}", maxsplit=1)[-1].strip())
    return found[1] if found else ""


def is_link(node: LexborNode) -> bool:
    """Whether an element leads to another page; one within the page is part of its text."""
    target = (node.attributes.get("href") or "").strip()
    return bool(target) and not target.startswith("#")
