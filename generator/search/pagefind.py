"""Pagefind, the program: token pages in, an index of files out."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pagefind_bin import get_executable

from generator.problems import JixiaoError

PROGRAM_FILES = ("pagefind.js", "wasm.unknown.pagefind")
_SIGNATURE = b"pagefind_dcd"
_HEAD = 120  # bytes of a fragment that hold the page's address


@dataclass(frozen=True, slots=True)
class Built:
    """An index: what the browser's side asks for first, and Pagefind's name of each page."""

    entry: dict[str, object]
    names: tuple[str, ...]


@cache
def version() -> str:
    """`1.5.2`."""
    return _run("--version").split()[-1]


def build(pages: Iterable[str], target: Path, program: Path) -> Built:
    """Index `pages`, each a text of tokens, into the folder `target`.

    The program's own files for the browser go to `program`. Pagefind's fragments, its copies of
    the pages' text, are left out: they would hold tokens, which nobody can read.
    """
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        source, output = Path(folder) / "pages", Path(folder) / "index"
        source.mkdir()
        count = 0
        for text in pages:
            (source / f"{count}.html").write_text(f"<html lang=und><body>{text}", encoding="utf-8")
            count += 1
        _run("--site", str(source), "--output-path", str(output), "--force-language", "und")
        names = _names(output / "fragment", count)
        _take(output, target, program)
        return Built(json.loads((output / "pagefind-entry.json").read_text("utf-8")), names)


def _take(output: Path, target: Path, program: Path) -> None:
    for part in (*output.glob("*.pf_meta"), output / "index"):
        shutil.move(part, target / part.name)
    for name in PROGRAM_FILES:
        shutil.move(output / name, program / name)


def _names(fragments: Path, count: int) -> tuple[str, ...]:
    """Pagefind's name of each page, in our order."""
    names = {}
    for file in fragments.iterdir():
        head = zlib.decompressobj(wbits=31).decompress(file.read_bytes(), _HEAD)
        address = head.removeprefix(_SIGNATURE).split(b'"', 4)[3]
        names[int(address.strip(b"/").removesuffix(b".html"))] = file.stem
    if len(names) != count:
        raise JixiaoError(f"全文索引只收了 {len(names)} 份报告，应为 {count} 份。")
    return tuple(names[number] for number in range(count))


def _run(*arguments: str) -> str:
    command = [str(get_executable()), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise JixiaoError(f"生成全文索引失败（pagefind）：{done.stderr or done.stdout}")
    return done.stdout
