"""Names that pass for one another: they differ in case, width or Unicode form only."""

import unicodedata
from collections.abc import Iterable, Iterator


def folded_name(name: str) -> str:
    """What two names have in common that Windows, macOS or a reader cannot tell apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def twins(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name that passes for an earlier one, and that one."""
    seen: dict[str, str] = {}
    for name in names:
        if (first := seen.setdefault(folded_name(name), name)) != name:
            yield name, first


def twin_message(name: str, first: str) -> str:
    """What is wrong with a file's name that passes for that of another in its folder."""
    return (
        f"{_told(name, first)}与{_told(first, name)}只差大小写、全角半角或字的编码形式，"
        "有的系统（Windows、macOS）上放不到一起，人也分不清。请把一个改名或删去。"
    )


def _told(name: str, other: str) -> str:
    """The name; where the two look the same, with the code of the first character that differs."""
    if unicodedata.normalize("NFC", name) != unicodedata.normalize("NFC", other):
        return f"“{name}”"
    pairs = enumerate(zip(name, other, strict=False))
    at = next((at for at, (one, its) in pairs if one != its), min(len(name), len(other)))
    code = f"U+{ord(name[at]):04X}" if at < len(name) else "到此为止"
    return f"“{name}”（第 {at + 1} 个字 {code}）"
