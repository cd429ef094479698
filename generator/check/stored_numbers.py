"""Whole numbers that programs write with a point or an exponent: 13812345678.0, 1.38…E+10."""

import re

_FLOAT = re.compile(
    r"(?<![\w.])(?:(\d{11,19})\.0|(\d)\.(\d{7,15})[eE]\+?(1[0-5]))(?![\w.%])", re.ASCII
)
_MAY_BE = re.compile(r"[.eE](?<=[0-9]{7}.)(?:0|\+?1)")  # quickly told: most texts have none
_MOST_ZEROS = 3  # that the exponent stands for: more are a round figure


def with_whole_numbers(text: str) -> tuple[str, list[int]]:
    """The text with their digits alone, and the position that each character had."""
    if not _MAY_BE.search(text):
        return text, []
    pieces: list[str] = []
    positions: list[int] = []
    end = 0
    for found in _FLOAT.finditer(text):
        zeros = 0 if found[1] else int(found[4]) - len(found[3])
        if not 0 <= zeros <= _MOST_ZEROS:
            continue
        places = [at for group in (1, 2, 3) for at in range(*found.span(group))]
        pieces += text[end : found.start()], *(text[at] for at in places), "0" * zeros
        positions += [*range(end, found.start()), *places, *places[-1:] * zeros]
        end = found.end()
    return "".join(pieces) + text[end:], [*positions, *range(end, len(text))]
