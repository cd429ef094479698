"""The narrative of a report as lines of paper: numbered headings, the text under each."""

from collections.abc import Iterator, Mapping

from tests.support.printed_cells import Path, Values, text_of

_HAN = "一二三四五六七八九十"


def narrative_of(report: Values) -> tuple[list[str], dict[Path, str]]:
    """The lines, and the texts by their field paths."""
    lines: list[str] = []
    values: dict[Path, str] = {}
    for level, heading, text, path in _walk(report.get("正文") or {}, (), ()):
        lines.append(f"{_number(level)}{heading}")
        if text:
            lines += text.split("\n")
            values["正文", *path] = text
    return lines, values


def _walk(
    part: Values, above: tuple[int, ...], path: tuple[str, ...]
) -> Iterator[tuple[tuple[int, ...], str, str, tuple[str, ...]]]:
    for number, (heading, content) in enumerate(part.items(), 1):
        level, here = (*above, number), (*path, heading)
        if isinstance(content, Mapping):
            yield level, heading, "", here
            yield from _walk(content, level, here)
        else:
            yield level, heading, text_of(content), here


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _HAN[tens - 1]) + "十" if tens else "") + (
        _HAN[ones - 1] if ones else ""
    )


def _number(level: tuple[int, ...]) -> str:
    last = level[-1]
    return (f"{_han(last)}、", f"（{_han(last)}）", f"{last}.", f"（{last}）")[len(level) - 1]
