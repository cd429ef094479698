"""What the preview puts into a page: what is wrong with it, and the way to follow edits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from importlib import resources

from generator.check.reporters.summary import counted
from generator.model.problems import Level, Problem

SCRIPT = "_jixiao/follow.js"
EVENTS = "_jixiao/events"
PROBLEMS = "_jixiao/problems"
_MOST = 200  # problems that a page lists
_REPORT = re.compile(r"reports/\d{4}/[^/]+/[^/]+(?=\.yml$)")
_SHORT = 3  # problems that are shown without being asked for

_HERE = resources.files(__package__)
FOLLOW = (_HERE / "follow.js").read_text(encoding="utf-8")
_STYLE = (_HERE / "bar.css").read_text(encoding="utf-8")
_AGAIN = '<meta http-equiv="refresh" content="1">'
# In the system's colours, as the site where nobody chose others.
_SCHEME = (
    "document.documentElement.dataset.mdColorScheme = "
    'matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";'
)
_BLANK = (
    '<!doctype html><html lang="zh-CN" style="font-size:125%"><head><meta charset="utf-8">'
    '<title>{}</title><meta name="viewport" content="width=device-width,initial-scale=1">'
    f'<link rel="icon" href="data:,"><script>{_SCHEME}</script>{{}}</head>'
    '<body style="margin:0"></body></html>'
)


def noted(html: str, bar: str, seen: str) -> str:
    """A page of the site with a bar on top of it, following what is edited."""
    script = f'<script src="/{SCRIPT}" data-seen="{seen}"></script>'
    head, found, rest = html.partition("<body")
    tag, end, rest = rest.partition(">")
    style = f"<style>{_STYLE}</style>"
    return f"{head}{found}{tag}{end}{style}{bar}{rest}".replace("</body>", f"{script}</body>")


def bar(said: str, problems: Sequence[Problem], elsewhere: Sequence[Problem]) -> str:
    """The bar: what is said of the page, its file's problems, the errors that other files have."""
    errors = any(one.level is Level.ERROR for one in problems)
    link = f'<a href="/{PROBLEMS}">{_others(elsewhere)}</a>'
    listed = _details(problems, errors) if problems else ""
    tone = _tone(problems) or ("jp--wary" if elsewhere else "")
    return (
        f'<aside class="jp {tone}" aria-label="预览">'
        f"<div>{escape(said)} {link}</div>{listed}</aside>"
    )


def _others(errors: Sequence[Problem]) -> str:
    if not errors:
        return "全部问题"
    return f"别的文件里有 {len(errors)} 个错误，改好以前不能发布"


def _details(problems: Sequence[Problem], errors: bool) -> str:
    opened = " open" if errors or len(problems) <= _SHORT else ""
    told = f"<summary>这个文件有 {counted(problems)}</summary>"
    return f"<details{opened}>{told}{_list(problems)}</details>"


def _list(problems: Sequence[Problem]) -> str:
    gravest = sorted(problems, key=lambda one: list(Level).index(one.level))
    rows = "".join(map(_row, gravest[:_MOST]))
    more = len(problems) - _MOST
    rest = f"<p>还有 {more} 个，请运行 jixiao check。</p>" if more > 0 else ""
    return f"<ol>{rows}</ol>{rest}"


def _row(one: Problem) -> str:
    """A problem; where it is leads to the report's page."""
    place = f"<code>{escape(one.place)}</code>"
    paste = f"<pre>{escape(one.paste)}</pre>" if one.paste else ""
    if report := _REPORT.search(one.path):
        place = f'<a href="/{escape(report[0])}/">{place}</a>'
    return (
        f'<li class="jp-{one.level.name.lower()}"><b>{one.level}</b> '
        f"{escape(one.told)} "
        f"<small>{place} {escape(one.rule)}</small>{paste}</li>"
    )


def _tone(problems: Sequence[Problem]) -> str:
    """The class that tells at a glance how grave it is."""
    grave = any(one.level is Level.ERROR for one in problems)
    return "jp--grave" if grave else "jp--wary" if problems else ""


def page(
    title: str, text: str, problems: Sequence[Problem], seen: str, *, again: bool = False
) -> str:
    """A page that is none of the site's: what cannot be shown, or is not there yet.

    It looks `again` by itself where nothing will tell that it has come.
    """
    listed = _list(problems) if problems else ""
    home = '<p><a href="/">首页</a></p>'
    main = (
        f'<main class="jp jp--whole {_tone(problems)}"><h1>{escape(title)}</h1>'
        f"<div>{escape(text)}</div>{listed}{home}</main>"
    )
    return noted(_BLANK.format(escape(title), _AGAIN if again else ""), main, seen)
