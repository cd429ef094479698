"""The page of the record, `/about/record/`: built empty, filled in by the release."""

import html
from collections.abc import Iterable, Sequence

from generator.release import manifest
from generator.release.files import SIGNATURE, SUMS
from generator.release.publications import FILE as RECORD
from generator.release.publications import Event, RecordEntry

ADDRESS = "about/record/"
FILE = f"{ADDRESS}index.html"
MAX_SHOWN = 200  # newest entries on the page; all are in the file
START, END = '<div id="record">', '<hr id="record-end">'
_ROOT = "../../"  # from the page's address
# How to check a signature, for a release that has one; it is inserted before `_LAST`.
_SIGNATURE = (
    "<dt>数字签名</dt>\n<dd><p>向主办单位索取签名人名单，保存为 <code>signers</code>，再运行 "
    "<code>ssh-keygen -Y verify -f signers -I jixiao -n jixiao-release -s SHA256SUMS.sig"
    " &lt; SHA256SUMS</code></p></dd>\n"
)
_LAST = "<dt>以前保存的记录</dt>"


def filled(text: str, entries: Sequence[RecordEntry], *, signed: bool) -> str:
    """The page with the newest entries, and links to the files that prove them.

    `text` is the page, filled in before or not.
    """
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    after = after.replace(_SIGNATURE, "")
    if signed:
        after = after.replace(_LAST, _SIGNATURE + _LAST)
    return f"{before}{start}{_record(entries, signed=signed)}</div>\n{end}{after}"


def _record(entries: Sequence[RecordEntry], *, signed: bool) -> str:
    files = [(RECORD, "全部公开记录（JSONL）"), (manifest.FILE, "发布清单（JSON）")]
    files += [(SUMS, "校验值（SHA-256）"), *([(SIGNATURE, "数字签名")] if signed else [])]
    links = "".join(f'<li><a href="{_ROOT}{path}">{name}</a></li>' for path, name in files)
    newest = entries[: -MAX_SHOWN - 1 : -1]
    more = f"，这里列出最近 {MAX_SHOWN} 条" if len(entries) > MAX_SHOWN else ""
    return (
        f'<ul class="jx-links">{links}</ul>'
        f"<p>共 {len(entries)} 条{more}。</p>"
        '<div class="jx-scroll" tabindex="0" role="region" aria-label="公开记录">'
        '<table class="jx-table jx-cards">'
        '<caption><span class="jx-hidden">公开记录</span></caption>'
        '<thead><tr><th scope="col">报告</th><th scope="col">发布时间</th><th scope="col">事项</th>'
        '<th scope="col">公开日期</th><th scope="col">校验值</th></tr></thead>'
        f"<tbody>{_rows(newest)}</tbody></table></div>"
    )


def _rows(entries: Iterable[RecordEntry]) -> str:
    return "".join(
        f'<tr><th scope="row">{_title(one)}</th>'
        f'<td data-label="发布时间">{html.escape(one.time[:16].replace("T", " "))}</td>'
        f'<td data-label="事项">{one.event}{_version(one)}</td>'
        f'<td data-label="公开日期">{html.escape(one.published) or "—"}</td>'
        f'<td data-label="校验值"><code>{one.content[:12] or "—"}</code></td></tr>'
        for one in entries
    )


def _title(entry: RecordEntry) -> str:
    if entry.event is Event.RETIRED:
        return f"{html.escape(entry.address)}（{html.escape(entry.title)}）"
    return f'<a href="{_ROOT}{html.escape(entry.address)}">{html.escape(entry.title)}</a>'


def _version(entry: RecordEntry) -> str:
    return f"（第 {entry.version} 版）" if entry.version > 1 else ""
