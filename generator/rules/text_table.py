"""A table in a text that will be shown as loose lines: pasted with tabs, or without dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.problems import Level
from generator.rule import Finding, Limits, Rule, Subject

RULE = Rule(
    level=Level.WARNING,
    title="文字里的表会散开",
    why="网页把这样的几行当作文字，几列数连在一起，读者分不清哪个数是哪一列。",
    mend="每行写成 | 甲 | 乙 |；第二行写 | --- | --- |，有几列写几个。不是表的，把制表符改成标点。",
    sources=("从 Word、Excel 把表复制成文字，单元格之间是制表符",),
    failing='正文: {项目绩效情况: {项目完成情况: "内容\\t计划\\t完成\\n管网\\t46.8\\t46.8"}}',
    passing='正文: {项目绩效情况: {项目完成情况: "| 内容 |\\n| --- |\\n| 管网46.8公里 |"}}',
)

_TABBED = re.compile(r"(?:^|(?<=\n))[^\n]*\S[ \u3000]*\t[^\n]*\S[^\n]*")
_BARRED = re.compile(r"(?:^|(?<=\n))[ \u3000]*[|｜][^\n]*[|｜][ \u3000]*(?=\n|$)")
_DASHES = re.compile(r"[|\s:-]*-{2,}[|\s:-]*")
_PROSE = re.compile("[，。；]")


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Only what the site shows: in attachments a table is a table."""
    for passage in subject.passages:
        for start, end, message in _loose(passage.text):
            yield Finding(passage.where, message, start, end)


def _loose(text: str) -> Iterator[tuple[int, int, str]]:
    """Two lines or more one after the other: where the first of them stands, and what to say."""
    if "\t" in text:
        for first, rows in _runs(text, _TABBED):
            if not any(map(_PROSE.search, rows)):
                cells = [cell.strip() for cell in rows[0].split("\t") if cell.strip()]
                yield *first, _message("单元格之间是制表符", cells, len(rows))
    if "|" in text or "｜" in text:
        for first, rows in _runs(text, _BARRED):
            if fault := _fault(rows):
                yield *first, fault


def _fault(rows: list[str]) -> str:
    """Why rows with bars are no table to the site, and how to mend it; empty where they are one."""
    head = _cells(rows[0].replace("｜", "|"))
    if any("｜" in row for row in rows):
        return _message("竖线写成了全角的", head, len(rows))
    if not _DASHES.fullmatch(rows[1]):
        return _message("缺少第二行的 | --- |", head, len(rows))
    for number, row in enumerate(rows, 1):
        if (found := len(_cells(row))) != len(head):
            return (
                f"表的第一行有 {len(head)} 格，第 {number} 行有 {found} 格，从那里起不再是表。"
                "请让每行的格数相同，没有内容的格留空，竖线照写。"
            )
    return ""


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]


def _runs(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """Where the first line of each run of such lines stands, and the lines."""
    found: list[re.Match[str]] = []
    for line in pattern.finditer(text):
        if found and not (found[-1].end() + 1 == line.start() and text[found[-1].end()] == "\n"):
            yield from _run(found)
            found = []
        found.append(line)
    yield from _run(found)


def _run(lines: list[re.Match[str]]) -> Iterator[tuple[tuple[int, int], list[str]]]:
    if len(lines) > 1:
        yield lines[0].span(), [one[0] for one in lines]


def _message(fault: str, cells: list[str], rows: int) -> str:
    head, dashes = (f"| {' | '.join(words)} |" for words in (cells[:4], ["---"] * len(cells[:4])))
    more = "（每列都写）" if len(cells) > 4 else ""
    return (
        f"这 {rows} 行像一张表，{fault}，网页上会散成一行行文字。"
        f"请写成表，前两行如：{head}，{dashes}{more}。"
    )
