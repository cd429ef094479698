"""The version of the content format, as `site.yml` states it, and the way from one to the next."""

import re
from collections.abc import Callable
from pathlib import Path

from generator import __version__
from generator.model.problems import JixiaoError, Problem, quote
from generator.runtime.atomic_folders import write_file
from generator.source.tree import Source, read

KEY = "格式版本"
# From version 1 to 2, from 2 to 3, and so on: what the newer one asks of a file. Path below the
# content folder and text in, text out. It leaves alone what was rewritten before: an upgrade that
# was interrupted is made again.
MIGRATIONS: list[Callable[[str, str], str]] = []
# The key may be in quotes; a comment and the end of the line stay as they are.
_LINE = re.compile(
    rf"""^((["']?){KEY}\2[ \t]*[:：])[ \t]*(?:[^\s#]\S*)?(?=[ \t]*(?:[ \t]#.*)?\r?$)""",
    re.MULTILINE,
)
_HEAD = re.compile(r"\ufeff?(?:[ \t]*(?:#.*)?\r?\n)*(?:---[ \t]*\r?\n)?")  # comments of a file


def current() -> int:
    """The version that this program reads."""
    return len(MIGRATIONS) + 1


def problem(source: Source) -> Problem | None:
    """What is wrong with the version that `site.yml` states; none stated is the first."""
    stated = _stated(source)
    if stated is None:
        value = source.value_at((KEY,))
        found = "写成了一组内容" if isinstance(value, (dict, list)) else f"写的是{quote(value)}"
        message = f"“{KEY}”应为 1 以上的整数，{found}。它由 jixiao upgrade 写，请改回原来的。"
    elif stated > current():
        message = (
            f"内容的格式是第 {stated} 版，这里装的程序（{__version__}）只认得到第 {current()} 版。"
            "请先换上新版的程序：git pull，再 make site。"
        )
    elif stated < current():
        message = (
            f"内容的格式是第 {stated} 版，程序（{__version__}）要第 {current()} 版。"
            "请运行 jixiao upgrade，它改写要改的文件。"
        )
    else:
        return None
    return source.problem((KEY,), "format-version", message)


def upgrade(content: Path) -> list[Path]:
    """Rewrite what the format of this program asks for; returns the files that changed.

    `site.yml`, which states the version, is written last. Raises JixiaoError where the version
    cannot be read or is newer, or where a file is no text; then nothing has changed.
    """
    site = content / "site.yml"
    stated = _version(site)
    files = [*(_texts(content) if stated < current() else ()), site]
    changed = {file: text for file in files if (text := _upgraded(content, file, stated))}
    for file, text in changed.items():
        write_file(file, text)
    return list(changed)


def _version(site: Path) -> int:
    source = read(site.read_bytes(), site.as_posix())[0] if site.is_file() else None
    if source is None or not isinstance(source.value, dict):
        raise JixiaoError(f"{site} 没有或读不了，什么也没有改。请先改好：jixiao check")
    stated = _stated(source)
    if stated is None or stated > current():
        raise JixiaoError(f"{problem(source)}\n什么也没有改。")
    return stated


def _stated(source: Source) -> int | None:
    """The version stated; 1 where none is, None where it is no version."""
    value = source.value.get(KEY) if isinstance(source.value, dict) else None
    if value is None:
        return 1
    text = str(value)
    return int(text) if re.fullmatch("[1-9][0-9]{0,5}", text, re.ASCII) else None


def _texts(content: Path) -> list[Path]:
    found = (file for kind in ("*.yml", "*.md") for file in content.rglob(kind))
    return sorted(one for one in found if one.is_file() and one != content / "site.yml")


def _upgraded(content: Path, file: Path, stated: int) -> str | None:
    """The text of a file after all steps; None where it stays as it is."""
    try:
        before = after = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise JixiaoError(f"{file} 不是 UTF-8，什么也没有改。请先改好：jixiao check") from None
    for step in MIGRATIONS[stated - 1 :]:
        after = step(file.relative_to(content).as_posix(), after)
    if file == content / "site.yml":
        after = _with_version(after, file)
    return after if after != before else None


def _with_version(text: str, site: Path) -> str:
    line = f"{KEY}: {current()}"
    if _LINE.search(text):
        changed = _LINE.sub(rf"\1 {current()}", text, count=1)
    else:
        at = _HEAD.match(text)
        head, end = at[0] if at else "", "\r\n" if "\r\n" in text else "\n"
        changed = f"{head}{line}{end}{text[len(head) :]}"
    source, problems = read(changed.encode(), site.as_posix())
    if source is None or problems or _stated(source) != current():
        raise JixiaoError(f"不知道在 {site} 的哪里写上 {line}，什么也没有改。请自己写好这一项。")
    return changed
