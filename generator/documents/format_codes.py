"""The formats of numbers in workbooks, taken apart: sections, conditions, placeholders, words."""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

# By their ids, as Chinese Excel and WPS show them: 14 is the system's short date. Others that are
# not told in the file have none.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip


class Kind(Enum):
    """What a piece of a format stands for."""

    LITERAL = auto()
    DIGIT = auto()  # one of 0, #, ?
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    SLASH = auto()
    EXPONENT = auto()  # E+00
    GENERAL = auto()
    TEXT = auto()  # @
    DATE = auto()  # yyyy, m, [h], ss.00, AM/PM


class Token(NamedTuple):
    """A piece of a format: of a literal what it shows, else as it is written."""

    kind: Kind
    text: str


class Section(NamedTuple):
    """What a format says of some numbers, or of text."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None  # operator and number
    numerals: int = 0  # of [DBNum1]: 1 for 一, 2 for 壹
    is_chinese: bool = False  # names of months and days

    def has(self, *kinds: Kind) -> bool:
        """Whether one of its pieces is of these kinds."""
        return any(token.kind in kinds for token in self.tokens)


class UnknownFormat(ValueError):  # noqa: N818
    """A format that is not understood, or does not fit the value."""


_PIECE = re.compile(
    r"""
    "(?P<quoted>[^"]*)"?                          # words
    | [\\!](?P<escaped>.)
    | [_*].                                       # a blank as wide as a sign; fills the cell
    | \[DBNum(?P<numerals>\d)\]
    | \[(?P<elapsed>h+|m+|s+)\]
    | \[\$(?P<currency>[^\]-]*)(?:-(?P<locale>[^\]]*))?\]
    | \[(?P<operator><=|>=|<>|<|>|=)(?P<number>-?\d+(?:\.\d+)?)\]
    | \[[^\]]*\]                                  # colours
    | (?P<general>General|G/通用格式)
    | (?P<half>AM/PM|A/P|上午/下午)
    | (?P<exponent>E[+-]0+)
    | (?P<date>y+|m+|d+|h+|s+(?:\.0+)?|e+|a{3,4}|b{2,4}|g+)
    | (?P<digit>[0\#?])
    | (?P<mark>[.,%/@])
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_MARKS = {
    ".": Kind.POINT, ",": Kind.COMMA, "%": Kind.PERCENT, "/": Kind.SLASH, "@": Kind.TEXT,
}  # fmt: skip
_SECTION_END = ";"
_CHINA = "804"
_LONGEST = 255  # characters; no program writes a longer one


@lru_cache(maxsize=512)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format, at least one; raises UnknownFormat for what is none."""
    if len(code) > _LONGEST:
        raise UnknownFormat(code[:_LONGEST])
    found: list[list[re.Match[str]]] = [[]]
    for piece in _PIECE.finditer(code):
        if piece["other"] == _SECTION_END:
            found.append([])
        else:
            found[-1].append(piece)
    return tuple(map(_section, found))


def _section(pieces: Sequence[re.Match[str]]) -> Section:
    tokens: list[Token] = []
    condition, numerals, is_chinese = None, 0, False
    for piece in pieces:
        if token := _token(piece):
            tokens.append(token)
        if piece["numerals"]:
            numerals = int(piece["numerals"])
        if piece["operator"]:
            condition = piece["operator"], Decimal(piece["number"])
        is_chinese |= (piece["locale"] or "").endswith(_CHINA)
    return Section(tuple(tokens), condition, numerals, is_chinese)


def _token(piece: re.Match[str]) -> Token | None:
    for name, kind in (
        ("general", Kind.GENERAL),
        ("exponent", Kind.EXPONENT),
        ("digit", Kind.DIGIT),
    ):
        if piece[name]:
            return Token(kind, piece[name])
    for name in ("half", "date"):
        if piece[name]:
            return Token(Kind.DATE, piece[name])
    if piece["elapsed"]:
        return Token(Kind.DATE, piece[0].lower())
    if piece["mark"]:
        return Token(_MARKS[piece["mark"]], piece["mark"])
    if piece["other"] and piece["other"].isascii() and piece["other"].isalpha():
        raise UnknownFormat(piece.string)
    words = piece["quoted"] or piece["escaped"] or piece["currency"] or piece["other"]
    return Token(Kind.LITERAL, words) if words else None
