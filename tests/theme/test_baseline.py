"""Scripts and style sheets use nothing newer than the oldest browser that pages are made for.

The browsers themselves know what that is: Chromium of today has names that Chromium 83 has not, and
Chromium 83 says which selectors and declarations it would drop.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import tinycss2
from playwright.sync_api import Browser, Page, Playwright

from tests.conftest import ROOT
from tests.support.qtwebengine import qtwebengine

pytestmark = pytest.mark.slow("asks two browsers what they know")

ASSETS = ROOT / "overrides/assets"
DESK = ROOT / "generator/desk"
SCRIPTS = [*sorted(ASSETS.rglob("*.js")), *sorted(DESK.glob("*.js"))]
STYLE_SHEETS = [
    *sorted((ASSETS / "style").glob("*.css")), *sorted(DESK.glob("*.css")),
    ROOT / "generator/changes/changes.css",
]  # fmt: skip
# Newer, and only adds: an old browser leaves it out, and nothing is lost. What, and what is missed.
ADDS = {
    "::-moz-meter-bar": "of another browser's own",
    ":focus-visible": "`older.css` has the focus of those that do not know it",
    ":has(": "only on paper: margins, a link that cannot be followed there",
    ":not(#indicators + ": "only on paper: a long table may begin on a new sheet",
    "@bottom-center": "only on paper: page numbers",
    "accent-color": "boxes to tick are in the browser's own colour",
    "page": "only on paper: margins of lists",
    "scrollbar-gutter": "a page that outgrows the screen moves by half a bar's width",
    "text-decoration-thickness": "a line under a link is a little stronger",
    "text-underline-offset": "a line under a link is a little nearer",
    "text-wrap": "a long title is not broken into lines of one length",
    "appearance": "a meter is dressed by its parts as well",
}
# A name of our own that is also one of a newer browser's.
OURS = {
    "bytes": "of files that are chosen",
    "check": "data of an element",
    "first": "of a range that is asked for",
    "last": "rows that a list puts last",
    "limits": "both ends of each range that is asked for",
    "range": "data of an element",
    "rate": "of a report's money",
}

# Names that a browser knows: `name`, of anything; `Name.name`, of what has a name of its own;
# `=name`, of what can be named without a dot.
NAMES = """
() => {
  const found = new Set();
  const add = (one, before) => {
    for (const name of Object.getOwnPropertyNames(one)) found.add(name).add(before + name);
  };
  for (let one = globalThis; one; one = Object.getPrototypeOf(one)) add(one, "=");
  for (const one of [document, location]) add(one, "");
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const one = /^[A-Z]/.test(name) && globalThis[name];
    if (!one || !["function", "object"].includes(typeof one)) continue;
    add(one, `${name}.`);
    if (one.prototype) add(one.prototype, "");
  }
  return [...found];
}
"""
PARSES = (
    "(text) => { try { new Function(text); return ''; } catch (error) { return String(error); } }"
)
LOOKS_BEHIND = re.compile(r"\(\?<[!=]")  # Safari before 16.4 takes no script that has it
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
MODULE = re.compile(r"^import\b[^;]*;|^export (?=\w)", re.MULTILINE)
TEXT = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"")
MEMBER = re.compile(r"(?<!\.)\.(\w+)")
OF_A_NAME = re.compile(r"\b([A-Z]\w*\.\w+)")
ALONE = re.compile(r"(?<![\w$.])([A-Za-z]\w*)(?=\(|\.)")


def open_empty(page: Page) -> None:
    """Open an empty page that a browser trusts: some names are there on such pages alone."""
    page.route("**", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto("http://localhost/")


@pytest.fixture(scope="module")
def oldest(playwright: Playwright) -> Iterator[Page]:
    with qtwebengine(playwright) as page:
        open_empty(page)
        yield page


@pytest.fixture(scope="module")
def newer(browser: Browser, oldest: Page) -> set[str]:
    """Names that Chromium of today knows and Chromium 83 does not."""
    page = browser.new_page()
    open_empty(page)
    today = set(page.evaluate(NAMES))
    page.close()
    return today - set(oldest.evaluate(NAMES))


def newer_names(text: str, newer: set[str]) -> list[str]:
    """What a script names of these."""
    code = TEXT.sub('""', COMMENT.sub("", text))
    named = {
        *MEMBER.findall(code),
        *OF_A_NAME.findall(code),
        *(f"={name}" for name in ALONE.findall(code)),
    }
    return sorted(one.lstrip("=") for one in named & newer if one not in OURS)


def syntax_error(text: str, page: Page) -> str:
    """What a browser says of a script that it cannot read."""
    classic = MODULE.sub("", text).replace("import.meta.url", '""')
    return str(page.evaluate(PARSES, classic))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.stem)
def test_scripts(oldest: Page, newer: set[str], script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert not LOOKS_BEHIND.search(text)
    assert syntax_error(text, oldest) == ""
    assert newer_names(text, newer) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1].at(-1)", "at"),
        ("text.replaceAll(',', '')", "replaceAll"),
        ("Object.hasOwn(one, 'name')", "Object.hasOwn"),
        ("const other = structuredClone(one)", "structuredClone"),
        ("place.replaceChildren()", "replaceChildren"),
        ("URL.parse(address)", "URL.parse"),
        ("one ??= 1", "SyntaxError"),
        ("class One { #two() {} }", "SyntaxError"),
        ("export const one = await two", "SyntaxError"),
        ("const all = [...one?.two ?? []].flat(); // .at(-1)", ""),
    ],
)
def test_what_is_newer_in_a_script_would_be_noticed(
    oldest: Page, newer: set[str], text: str, said: str
) -> None:
    assert said in syntax_error(text, oldest) + " ".join(newer_names(text, newer))
    assert said or not (syntax_error(text, oldest) or newer_names(text, newer))


# Style sheets


def values(sheet: str) -> dict[str, str]:
    """What the custom properties of a style sheet stand for, the first value of each."""
    found: dict[str, str] = {}
    for name, value in re.findall(r"(--[\w-]+):\s*([^;]+);", sheet):
        found.setdefault(name, value)
    return found


TOKENS = {
    name: value
    for file in (DESK / "desk.css", ASSETS / "style/tokens.css")
    for name, value in values(file.read_text(encoding="utf-8")).items()
}


def dropped(text: str, page: Page) -> list[str]:
    """What a browser does not understand of a style sheet."""
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return list(_dropped(rules, {**values(text), **TOKENS}, page))


def _dropped(rules: Iterable[Any], known: dict[str, str], page: Page) -> Iterator[str]:
    for rule in rules:
        condition = tinycss2.serialize(rule.prelude).strip()
        if rule.type == "qualified-rule":
            yield from _selectors(rule.prelude, page)
            yield from _declarations(rule.content, known, page)
        elif rule.at_keyword == "page":
            inner = tinycss2.parse_blocks_contents(rule.content)
            yield from (f"@{one.at_keyword}" for one in inner if one.type == "at-rule")
        elif rule.at_keyword not in ("media", "supports"):
            yield f"@{rule.at_keyword}"
        else:
            if rule.at_keyword == "media" and "not all" in _media(condition, page):
                yield f"@media {condition}"
            if rule.at_keyword == "media" or _supports(condition, page):
                inner = tinycss2.parse_rule_list(rule.content, True, True)
                yield from _dropped(inner, known, page)


def _supports(condition: str, page: Page) -> bool:
    return bool(page.evaluate("(one) => CSS.supports(one)", condition))


def _media(condition: str, page: Page) -> str:
    return str(page.evaluate("(one) => matchMedia(one).media", condition))


def _selectors(prelude: list[Any], page: Page) -> Iterator[str]:
    """Of a list all are dropped with the one that is not understood."""
    pieces = groupby(prelude, lambda token: token == ",")
    selectors = [tinycss2.serialize(list(tokens)).strip() for comma, tokens in pieces if not comma]
    left_out = [one for one in selectors if not _supports(f"selector({one})", page)]
    if left_out and len(left_out) < len(selectors):
        yield f"not understood, and takes others along: {', '.join(left_out)}"
    else:
        yield from left_out


def _declarations(content: list[Any], known: dict[str, str], page: Page) -> Iterator[str]:
    """A newer value, or a newer name without a prefix, may follow one that is understood."""
    understood: set[str] = set()
    for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        value = tinycss2.serialize(one.value).strip()
        while "var(" in value and (named := re.search(r"var\((--[\w-]+)\)", value)):
            value = value.replace(named[0], known.get(named[1], "inherit"))
        if _supports(f"({one.name}: {value})", page):
            understood.add(one.name)
        elif not {one.name, f"-webkit-{one.name}"} & understood:
            yield f"{one.name}: {value}"


def is_known(complaint: str) -> bool:
    """Whether it is known that this only adds."""
    name = complaint.split(":", maxsplit=1)[0]
    return name in ADDS or any(
        one in complaint for one in ADDS if one.startswith(":") and not complaint.startswith("not ")
    )


@pytest.mark.parametrize("sheet", STYLE_SHEETS, ids=lambda file: file.stem)
def test_style_sheets(oldest: Page, sheet: Path) -> None:
    found = dropped(sheet.read_text(encoding="utf-8"), oldest)
    assert [one for one in found if not is_known(one)] == []


def test_what_only_adds_is_there_and_newer(oldest: Page) -> None:
    found = [one for file in STYLE_SHEETS for one in dropped(file.read_text("utf-8"), oldest)]
    used = {key for key in ADDS for one in found if key in one}
    assert used == set(ADDS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a:is(b, c) { color: red }", "a:is(b, c)"),
        ("p, :focus-visible { color: red }", "takes others along"),
        ("a { inset: 0 }", "inset: 0"),
        ("a { padding-inline: var(--jx-gap) }", "padding-inline: .8rem"),
        ("a { color: color-mix(in srgb, var(--jx-ink), red) }", "color-mix"),
        ("a { height: 100dvh }", "100dvh"),
        ("a { height: 100vh; height: 100dvh }", ""),
        ("a { -webkit-box-decoration-break: clone; box-decoration-break: clone }", ""),
        ("@media (width >= 60em) { a { color: red } }", "@media (width >= 60em)"),
        ("@layer one { a { color: red } }", "@layer"),
        ("@supports (inset: 0) { a { inset: 0 } }", ""),
        ("a { width: min(100%, 3em); color: red }", ""),
    ],
)
def test_what_is_newer_in_a_style_sheet_would_be_noticed(
    oldest: Page, text: str, said: str
) -> None:
    found = " ".join(dropped(text, oldest))
    assert said in found
    assert said or not found
