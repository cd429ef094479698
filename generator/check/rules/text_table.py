"""A table in a text that will be shown as loose lines: pasted with tabs, or without dashes."""

import re
from collections.abc import Iterator
from itertools import accumulate

from generator.check.rule import Finding, Limits, Passage, Rule, Subject
from generator.check.text_values import cells, table_length

RULE = Rule(
    title="文字里的表会散开",
    why="网页把这样的几行当作文字，几列数连在一起，读者分不清哪个数是哪一列。",
    mend="每行写成 | 甲 | 乙 |；第二行写 | --- | --- |，有几列写几个。不是表的，把制表符改成标点。",
    sources=("从 Word、Excel 把表复制成文字，单元格之间是制表符",),
    failing='正文: {项目绩效情况: {项目完成情况: "内容\\t计划\\t完成\\n管网\\t46.8\\t46.8"}}',
    passing='正文: {项目绩效情况: {项目完成情况: "| 内容 |\\n| --- |\\n| 管网46.8公里 |"}}',
)

_TABBED = re.compile(r"[^\t]*\S[ \u3000]*\t.*\S.*")
_BARRED = re.compile(r"[|｜].*[|｜]")
_PROSE = re.compile("[，。；]")


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Only what the site shows: in attachments a table is a table."""
    for passage in subject.passages:
        if "\t" in passage.text or "|" in passage.text or "｜" in passage.text:
            yield from _loose_rows(passage)


def _loose_rows(passage: Passage) -> Iterator[Finding]:
    """Rows that the site does not show as a table; the finding is at the first of them."""
    lines = passage.text.split("\n")
    bare = [line.strip() for line in lines]
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    at = 0
    while at < len(lines):
        end = at + table_length(bare, at)
        if end > at:
            message = _odd_row_fault(bare, at, end)
        else:
            end = at + max(_run(bare, at, _BARRED), _run(lines, at, _TABBED), 1)
            message = _fault(bare[at:end]) if end - at > 1 else ""
        if message:
            yield passage.finding((starts[at], starts[at] + len(lines[at])), message)
        at = end


def _run(lines: list[str], start: int, pattern: re.Pattern[str]) -> int:
    """How many lines from here on look like that."""
    end = start
    while end < len(lines) and pattern.fullmatch(lines[end]):
        end += 1
    return end - start


def _odd_row_fault(lines: list[str], first: int, end: int) -> str:
    """What is wrong with the row after a table: one with another number of cells ends it."""
    if end >= len(lines) or not _BARRED.fullmatch(lines[end]):
        return ""
    width, found = len(cells(lines[first])), len(cells(lines[end]))
    return (
        f"表的第一行有 {width} 格，第 {end - first + 1} 行有 {found} 格，从那里起不再是表。"
        "请让每行的格数相同，没有内容的格留空，竖线照写。"
    )


def _fault(rows: list[str]) -> str:
    """Why rows are no table to the site, and how to mend it."""
    if "\t" in rows[0]:
        head = [cell.strip() for cell in rows[0].split("\t") if cell.strip()]
        prose = any(map(_PROSE.search, rows))
        return "" if prose else _message("单元格之间是制表符", head, len(rows))
    head = cells(rows[0].replace("｜", "|"))
    wide = any("｜" in row for row in rows)
    return _message("竖线写成了全角的" if wide else "缺少第二行的 | --- |", head, len(rows))


def _message(fault: str, head: list[str], rows: int) -> str:
    shown, dashes = (f"| {' | '.join(words)} |" for words in (head[:4], ["---"] * len(head[:4])))
    more = "（每列都写）" if len(head) > 4 else ""
    return (
        f"这 {rows} 行像一张表，{fault}，网页上会散成一行行文字。"
        f"请写成表，前两行如：{shown}，{dashes}{more}。"
    )
