"""What the preview adds to a page: a bar with its problems, a script that follows edits."""

import re
from collections.abc import Sequence
from html import escape
from importlib import resources

from generator.check.reporters.summary import level_counts
from generator.model.problems import Level, Problem

SCRIPT = "_jixiao/follow.js"
EVENTS = "_jixiao/events"
PROBLEMS = "_jixiao/problems"
_MOST = 200  # problems that a page lists
_REPORT = re.compile(r"reports/\d{4}/[^/]+/[^/]+(?=\.yml$)")
_GRAVE, _WARY = "jp--grave", "jp--wary"  # CSS classes
_OPEN_UP_TO = 3  # problems that are shown without a click

_HERE = resources.files(__package__)
FOLLOW = (_HERE / "follow.js").read_text(encoding="utf-8")
_STYLE = (_HERE / "bar.css").read_text(encoding="utf-8")
_REFRESH = '<meta http-equiv="refresh" content="1">'
# The colour scheme of the system, as on the site where nobody chose another.
_COLOUR_SCHEME = (
    "document.documentElement.dataset.mdColorScheme = "
    'matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";'
)
_EMPTY_PAGE = (
    '<!doctype html><html lang="zh-CN" style="font-size:125%"><head><meta charset="utf-8">'
    '<title>{}</title><meta name="viewport" content="width=device-width,initial-scale=1">'
    f'<link rel="icon" href="data:,"><script>{_COLOUR_SCHEME}</script>{{}}</head>'
    '<body style="margin:0"></body></html>'
)


def with_bar(html: str, bar: str, state: str) -> str:
    """A page with a bar on top and the script that loads it again when the content changes.

    `state` is the number of the content's state that the page shows.
    """
    script = f'<script src="/{SCRIPT}" data-seen="{state}"></script>'
    head, found, rest = html.partition("<body")
    tag, end, rest = rest.partition(">")
    style = f"<style>{_STYLE}</style>"
    return f"{head}{found}{tag}{end}{style}{bar}{rest}".replace("</body>", f"{script}</body>")


def bar(text: str, problems: Sequence[Problem], elsewhere: Sequence[Problem]) -> str:
    """The bar: a text on the page, the problems of its file, the errors of other files."""
    tone = _tone(problems)
    others = f"别的文件里有 {len(elsewhere)} 个错误，改好以前不能发布" if elsewhere else "全部问题"
    opened = " open" if tone == _GRAVE or len(problems) <= _OPEN_UP_TO else ""
    summary = f"<summary>这个文件有 {level_counts(problems)}</summary>"
    details = f"<details{opened}>{summary}{_list(problems)}</details>" if problems else ""
    return (
        f'<aside class="jp {tone or (_WARY if elsewhere else "")}" aria-label="预览">'
        f'<div>{escape(text)} <a href="/{PROBLEMS}">{others}</a></div>{details}</aside>'
    )


def _list(problems: Sequence[Problem]) -> str:
    by_level = sorted(problems, key=lambda one: list(Level).index(one.level))
    rows = "".join(map(_row, by_level[:_MOST]))
    more = len(problems) - _MOST
    rest = f"<p>还有 {more} 个，请运行 jixiao check。</p>" if more > 0 else ""
    return f"<ol>{rows}</ol>{rest}"


def _row(one: Problem) -> str:
    """A problem; its place links to the report's page."""
    place = f"<code>{escape(one.location)}</code>"
    paste = f"<pre>{escape(one.paste)}</pre>" if one.paste else ""
    if report := _REPORT.search(one.path):
        place = f'<a href="/{escape(report[0])}/">{place}</a>'
    return (
        f'<li class="jp-{one.level.name.lower()}"><b>{one.level}</b> '
        f"{escape(one.full_message)} "
        f"<small>{place} {escape(one.rule)}</small>{paste}</li>"
    )


def _tone(problems: Sequence[Problem]) -> str:
    """The CSS class for the gravest level among them."""
    grave = any(one.level is Level.ERROR for one in problems)
    return _GRAVE if grave else _WARY if problems else ""


def page(
    title: str, text: str, problems: Sequence[Problem], state: str, *, refresh: bool = False
) -> str:
    """A page that is not of the site: why something is not shown, or not yet.

    With `refresh` it reloads every second, for what no change of the content announces.
    """
    listed = _list(problems) if problems else ""
    home = '<p><a href="/">首页</a></p>'
    main = (
        f'<main class="jp jp--whole {_tone(problems)}"><h1>{escape(title)}</h1>'
        f"<div>{escape(text)}</div>{listed}{home}</main>"
    )
    return with_bar(_EMPTY_PAGE.format(escape(title), _REFRESH if refresh else ""), main, state)
