"""What people type instead of Chinese: pinyin and its initials.

The dictionary takes more memory than all that a build knows of ten thousand reports, so names are
spelled in a process of its own: names as JSON in, spellings out.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from generator.model.problems import JixiaoError
from generator.runtime import cached_files

PROGRAM = f"pypinyin {version('pypinyin')}"
GROUPS = 32  # of names, by their digest: a new one has just its group spelled again
Spellings = Mapping[str, Sequence[str]]  # `gonganju` and `gaj` for `公安局`


def spellings(names: Iterable[str], cache: Path) -> Spellings:
    """Each of the names in pinyin; a group with the same names as before comes from the cache.

    Raises JixiaoError where the process fails.
    """
    groups: list[list[str]] = [[] for _ in range(GROUPS)]
    for name in sorted(set(names)):
        groups[hashlib.sha256(name.encode()).digest()[0] % GROUPS].append(name)
    keys = {_key(group): group for group in groups if group}
    cache.mkdir(parents=True, exist_ok=True)
    found: dict[str, Sequence[str]] = {}
    for key, digest in cached_files.cached(cache, keys.keys()).items():
        if data := cached_files.load(os.fspath(cache), key, digest):
            found |= json.loads(data)
            del keys[key]
    asked = [name for group in keys.values() for name in group]
    spelled = _spelled_apart(asked) if asked else {}
    for key, group in keys.items():
        text = json.dumps({name: spelled[name] for name in group})
        cached_files.store(os.fspath(cache), key, text.encode())
    return found | spelled


def _key(names: Sequence[str]) -> str:
    return f"{hashlib.sha256(f'{PROGRAM} {json.dumps(names)}'.encode()).hexdigest()[:40]}.json"


def _spelled_apart(names: Sequence[str]) -> dict[str, Sequence[str]]:
    """In a process of its own."""
    command = (sys.executable, "-P", "-m", "generator.search.pinyin")
    asked = json.dumps(names).encode()
    done = subprocess.run(command, input=asked, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise JixiaoError(f"拼音没有生成：{done.stderr.decode(errors='replace')[-500:]}")
    spelled: dict[str, Sequence[str]] = json.loads(done.stdout)
    return spelled


def _spell(names: Iterable[str]) -> Spellings:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    spelled = {}
    for name in names:
        syllables = lazy_pinyin(name, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
        letters = [s.lower() for s in syllables if s.isascii() and s.isalnum()]
        spelled[name] = "".join(letters), "".join(letter[0] for letter in letters)
    return spelled


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_spell(json.load(sys.stdin))))
