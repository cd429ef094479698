"""Which parts of the index can hold a text: tokens to parts, in small files.

A query first asks for the tokens of its terms and then only opens parts that have them all, so a
rare word in an old year is found as fast as a common one, however many parts there are.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator.search.files import write

TOKENS_PER_FILE = 500


def write_tables(tokens: Sequence[Path], folder: Path) -> dict[str, object]:
    """Write the tables of the parts whose tokens stand in the files `tokens`, in that order.

    A file `<n>.json` holds, for `head` and `text`, parts (bit i of a hexadecimal number is part
    i) to all tokens that occur in just these. Returns what the manifest says of them.
    """
    tables = {"head": defaultdict[str, int](int), "text": defaultdict[str, int](int)}
    for number, file in enumerate(tokens):
        found = json.loads(file.read_text(encoding="utf-8"))
        for name, table in tables.items():
            for token in found[name]:
                table[token] |= 1 << number
    files = 1
    while len(tables["text"]) > files * TOKENS_PER_FILE:
        files *= 2
    folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(_split(tables, files)):
        write(folder / f"{number}.json", content)
    return {"folder": folder.name, "files": files}


def name(parts: Iterable[str]) -> str:
    """The folder's name: another one when any part changes."""
    return f"tokens-{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:12]}"


def _split(tables: Mapping[str, Mapping[str, int]], files: int) -> list[dict[str, object]]:
    split: list[dict[str, dict[str, list[str]]]] = [
        {name: defaultdict(list) for name in tables} for _ in range(files)
    ]
    for name, table in tables.items():
        for token, parts in table.items():
            split[_file(token, files)][name][f"{parts:x}"].append(token)
    return [
        {name: {parts: " ".join(sorted(found)) for parts, found in sorted(groups.items())}
         for name, groups in content.items()}
        for content in split
    ]  # fmt: skip


def _file(token: str, files: int) -> int:
    number = 0
    for character in token:
        number = (number * 31 + ord(character)) % files
    return number
