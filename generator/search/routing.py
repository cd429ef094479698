"""Which shards of the index can hold a text: tables of tokens, in small files.

A query first asks for the tokens of its terms and then only opens shards that have them all, so a
rare word in an old year is found as fast as a common one, however many shards there are.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator.search.json_files import write_json

TOKENS_PER_FILE = 500


def write_tables(tokens: Sequence[Path], folder: Path) -> dict[str, object]:
    """Write the tables of the shards whose tokens stand in the files `tokens`, in that order.

    A file `<n>.json` maps, for `head` and for `text`, sets of shards (bit i of a hexadecimal number
    is shard i) to all tokens that occur in just these. Returns what the manifest says of them.
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
        write_json(folder / f"{number}.json", content)
    return {"folder": folder.name, "files": files}


def folder_name(shards: Iterable[str]) -> str:
    """The folder's name; it changes when any shard does."""
    return f"tokens-{hashlib.sha256(' '.join(shards).encode()).hexdigest()[:12]}"


def _split(tables: Mapping[str, Mapping[str, int]], files: int) -> list[dict[str, object]]:
    split: list[dict[str, dict[str, list[str]]]] = [
        {name: defaultdict(list) for name in tables} for _ in range(files)
    ]
    for name, table in tables.items():
        for token, shards in table.items():
            split[_file(token, files)][name][f"{shards:x}"].append(token)
    return [
        {name: {shards: " ".join(sorted(found)) for shards, found in sorted(groups.items())}
         for name, groups in content.items()}
        for content in split
    ]  # fmt: skip


def _file(token: str, files: int) -> int:
    """The number of the file that has a token; the browser computes the same."""
    number = 0
    for character in token:
        number = (number * 31 + ord(character)) % files
    return number
