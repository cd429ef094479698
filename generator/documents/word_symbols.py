"""Characters of fonts that hold signs instead of letters: Symbol, Wingdings."""

_PRIVATE = 0xF000  # such a font's characters stand here, from 0x20 to 0xFF
UNKNOWN = "\ufffd"

# By the code, in hexadecimal; runs of codes that follow each other have one line.
_SYMBOL = {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅",
    0x41: "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", 0x5C: "∴", 0x5E: "⊥",
    0x61: "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", 0x7E: "∼",
    0xA1: "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…", 0xBF: "↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
    0xF1: "〉∫",
}  # fmt: skip
_WINGDINGS = {
    0x20: " ", 0x21: "🖉✂✁", 0x28: "🕿✆🖂", 0x36: "⌛⌨", 0x41: "✌👌👍👎☜☞☝☟🖐☺😐☹💣☠",
    0x51: "✈☼💧❄", 0x6C: "●❍■□", 0x70: "□❑❒⬧⧫◆❖⬥⌧⍓⌘", 0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿",
    0x9E: "·•▪○○○◉◎", 0xA7: "▪□▲✦★✶✴✹✵", 0xD5: "⌫⌦", 0xD8: "➢", 0xDF: "←→↑↓↖↗↙↘", 0xE8: "➔",
    0xEF: "⇦⇨⇧⇩⬄⇳", 0xFB: "✗✓☒☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x20: " ", 0x4F: "✗✓☒☑☒☒", 0x69: "⓪①②③④⑤⑥⑦⑧⑨⑩", 0x74: "⓿❶❷❸❹❺❻❼❽❾❿",
    0x96: "●●●", 0xA2: "■□□□",
}  # fmt: skip
_WINGDINGS_3 = {
    0x20: " ", 0x21: "←→↑↓↖↗↙↘", 0x70: "▲▼△▽◀▶◁▷", 0x7D: "▶▲",
}  # fmt: skip


def _table(runs: dict[int, str]) -> dict[int, str]:
    return {first + index: sign for first, run in runs.items() for index, sign in enumerate(run)}


_FONTS = {
    "symbol": _table(_SYMBOL),
    "wingdings": _table(_WINGDINGS),
    "wingdings 2": _table(_WINGDINGS_2),
    "wingdings 3": _table(_WINGDINGS_3),
}


def is_font_of_signs(font: str) -> bool:
    """Whether the letters of a text in this font are shown as signs."""
    return font.lower() in _FONTS


def sign(code: str, font: str) -> str:
    """A character by its code in hexadecimal (F0FE); UNKNOWN where no character is like it."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    return shown(chr(number), font) if 0 < number < 0x110000 else UNKNOWN


def shown(text: str, font: str) -> str:
    """A text as this font shows it."""
    table = _FONTS.get(font.lower())
    if table is None:
        return "".join(UNKNOWN if 0xD800 <= ord(one) < 0xE000 else one for one in text)
    return "".join(_sign(one, table, font) for one in text)


def _sign(character: str, table: dict[int, str], font: str) -> str:
    number = ord(character)
    if _PRIVATE + 0x20 <= number <= _PRIVATE + 0xFF:
        number -= _PRIVATE
    elif number > 0xFF:
        return character  # another font shows it
    if number < 0x20:
        return character
    if number in table:
        return table[number]
    is_letter = number < 0x7F and font.lower() == "symbol"  # digits, brackets
    return chr(number) if is_letter else UNKNOWN
