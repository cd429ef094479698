"""What differs as text for a terminal, as Markdown for a merge request, as JSON for programs."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.changes.compare import Changes
from generator.changes.lines import Line, Role, lines
from generator.changes.texts import GONE, NEW, SAME, Piece
from generator.check.reporters.text import painted
from generator.console.terminal import TerminalStyle, printable
from generator.model.problems import Problem

FORMAT = 1  # of the JSON
# Bytes: forges take 64 KiB of a comment, 1 MiB of a summary.
MOST_MARKDOWN = 60_000
_MOST_DETAILS = 12  # of a report, in Markdown
_INDENTS = {Role.LEAD: "", Role.HEADING: "", Role.ITEM: "  ", Role.DETAIL: "    "}
_BULLETS = {Role.LEAD: "", Role.HEADING: "### ", Role.ITEM: "- ", Role.DETAIL: "  - "}
_MARKUP = re.compile(r"[\\`*_\[\]<>#|~$&!]")
_CALLS = re.compile(r"([@#])(?=\w)")  # of people, of other merge requests
_MARKS = {GONE: ("[-", "-]"), NEW: ("{+", "+}")}
_COLOURS = {GONE: "red", NEW: "green"}


def as_text(changes: Changes, style: TerminalStyle) -> str:
    """Lines for a terminal: what went is red, what came green; without colours, within texts, in
    brackets."""
    shown = []
    for line in lines(changes):
        gap = [""] if line.role is Role.HEADING else []
        text = "".join(_for_terminal(one, line, style) for one in line.pieces)
        is_bold = style.colours and line.role is Role.HEADING
        shown += [*gap, _INDENTS[line.role] + (painted(text, "bold") if is_bold else text)]
    return "".join(f"{one}\n" for one in shown)


def _for_terminal(one: Piece, line: Line, style: TerminalStyle) -> str:
    text = printable(" ".join(one.text.split("\n")))
    if one.kind == SAME:
        return text
    if style.colours:
        return painted(text, _COLOURS[one.kind])
    return text.join(_MARKS[one.kind]) if line.is_text else text


def as_markdown(changes: Changes) -> str:
    """Markdown of at most `MOST_MARKDOWN` bytes; what was left out is counted at its end."""
    shown, size, left = [], 0, 0
    for line in _bounded(lines(changes)):
        text = _markdown_line(line)
        size += len(text.encode(errors="replace"))
        if size > MOST_MARKDOWN:
            left += 1
        else:
            shown.append(text)
    more = (
        f"\n还有 {left} 行没有列在这里，全部见 HTML 页：`jixiao diff --format html`\n"
        if left
        else ""
    )
    return "".join(shown) + more


def _bounded(found: Iterator[Line]) -> Iterator[Line]:
    """Of each report, row or file the first details, and how many more there are."""
    count = 0
    for line in found:
        if line.role is Role.DETAIL:
            count += 1
            if count > _MOST_DETAILS:
                continue
        elif count > _MOST_DETAILS:
            yield Line(Role.DETAIL, (Piece(SAME, f"还有 {count - _MOST_DETAILS} 处"),))
        if line.role is not Role.DETAIL:
            count = 0
        yield line
    if count > _MOST_DETAILS:
        yield Line(Role.DETAIL, (Piece(SAME, f"还有 {count - _MOST_DETAILS} 处"),))


def _markdown_line(line: Line) -> str:
    marks = {GONE: "~~", NEW: "**"}
    text = "".join(
        f"{mark}{_escaped(one.text)}{mark}"
        if (mark := marks.get(one.kind, ""))
        else _escaped(one.text)
        for one in line.pieces
        if one.text.strip()
    )
    gap = "\n" if line.role in (Role.LEAD, Role.HEADING) else ""
    return f"{gap}{_BULLETS[line.role]}{text}\n{gap}"


def _escaped(text: str) -> str:
    """Text as it is, on one line: nothing of it is markup, nobody is called by it."""
    flat = printable(" ".join(text.split("\n")))
    called = _CALLS.sub("\\1\u2060", flat)
    return _MARKUP.sub(lambda one: f"&#{ord(one[0])};", called)


def as_json(changes: Changes) -> str:
    """One object, an English key each, texts in full; what is not known or empty is left out."""
    reports = [
        {**one._asdict(), "figures": dict(one.figures), "differences": _differences(one)}
        for one in changes.reports
    ]
    settings = [{**one._asdict(), "differences": _differences(one)} for one in changes.settings]
    found = {
        "format": FORMAT,
        "before": changes.before._asdict(),
        "now": changes.now._asdict() if changes.now else None,
        "today": changes.today,
        "errors": changes.errors,
        "due": dict(zip(("reports", "first"), changes.due, strict=True)),
        "reports": reports,
        "sums": [one._asdict() for one in changes.sums],
        "settings": settings,
        "findings": {
            "new": list(map(_problem, changes.findings.new)),
            "gone": list(map(_problem, changes.findings.gone)),
        },
    }
    return json.dumps(found, ensure_ascii=False, indent=1, default=str) + "\n"


def _differences(of: Any) -> Mapping[str, Any]:
    return {
        "values": [one._asdict() for one in of.differences.values],
        "rows": [{**one._asdict(), "cells": dict(one.cells)} for one in of.differences.rows],
    }


def _problem(one: Problem) -> Mapping[str, Any]:
    return {
        "path": one.path, "line": one.line, "level": one.level, "rule": one.rule,
        "message": one.message,
    }  # fmt: skip
