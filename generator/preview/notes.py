"""What the preview puts into a page: what is wrong with it, and the way to follow edits."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib import resources

from generator.problems import Level, Problem

SCRIPT = "/_jixiao/follow.js"
EVENTS = "/_jixiao/events"
PROBLEMS = "/_jixiao/problems"
_MOST = 200  # problems that a page lists

_HERE = resources.files(__package__)
FOLLOW = (_HERE / "follow.js").read_text(encoding="utf-8")
_STYLE = (_HERE / "bar.css").read_text(encoding="utf-8")
_ELSEWHERE = '<div><a href="{}">别的文件里有 {} 个错误</a>，改好以前不能发布。</div>'
_BLANK = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title>'
    '<meta name="viewport" content="width=device-width,initial-scale=1"></head>'
    '<body style="margin:0"></body></html>'
)


def noted(html: str, bar: str, seen: int) -> str:
    """A page of the site with a bar on top of it, following what is edited."""
    script = f'<script src="{SCRIPT}" data-seen="{seen}"></script>'
    head, found, rest = html.partition("<body")
    if not found:
        return html
    tag, _, rest = rest.partition(">")
    found = f"{found}{tag}>"
    style = f"<style>{_STYLE}</style>"
    return f"{head}{found}{style}{bar}{rest}".replace("</body>", f"{script}</body>")


def bar(said: str, problems: Sequence[Problem], elsewhere: int) -> str:
    """The bar: what is said of the page, its problems, how many errors other files have."""
    grave = any(one.level is Level.ERROR for one in problems) or elsewhere > 0
    kind = "jp--grave" if grave else "" if problems else "jp--plain"
    told = f"<div>{escape(said)}</div>"
    if elsewhere:
        told += _ELSEWHERE.format(PROBLEMS, elsewhere)
    listed = _details(problems) if problems else ""
    return f'<aside class="jp {kind}" aria-label="预览">{told}{listed}</aside>'


def _details(problems: Sequence[Problem]) -> str:
    counts = [(level, sum(one.level is level for one in problems)) for level in Level]
    count = "，".join(f"{number} 个{level}" for level, number in counts if number)
    opened = " open" if problems[0].level is Level.ERROR or len(problems) <= 3 else ""
    return (
        f"<details{opened}><summary><b>这份报告有 {count}</b></summary>{_list(problems)}</details>"
    )


def _list(problems: Sequence[Problem]) -> str:
    rows = "".join(
        f"<li><b>{one.level}</b> <code>{escape(one.place)}</code> {escape(one.told)} "
        f"<small>{escape(one.rule)}</small></li>"
        for one in sorted(problems, key=lambda one: list(Level).index(one.level))[:_MOST]
    )
    more = len(problems) - _MOST
    rest = f"<p>还有 {more} 个，请运行 jixiao check。</p>" if more > 0 else ""
    return f"<ol>{rows}</ol>{rest}"


def page(title: str, text: str, problems: Sequence[Problem], seen: int) -> str:
    """A page that is none of the site's: content that cannot be shown, or is not there yet."""
    listed = _list(problems) if problems else ""
    kind = "jp--grave" if problems else "jp--plain"
    told = f"<b>{escape(title)}</b><div>{escape(text)}</div>{listed}<p><a href='/'>首页</a></p>"
    main = f'<main class="jp jp--whole {kind}">{told}</main>'
    return noted(_BLANK.format(escape(title)), main, seen)
