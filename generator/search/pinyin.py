"""What people type instead of Chinese: pinyin and its initials.

The dictionary takes more memory than all that a build knows of ten thousand reports, so names are
spelled in a process of its own: names as JSON in, spellings out.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from generator.model.problems import JixiaoError
from generator.runtime import cached_files

_COMMAND = (sys.executable, "-P", "-m", "generator.search.pinyin")


class Spelling(NamedTuple):
    """`gonganju` and `gaj` for `公安局`."""

    full: str
    initials: str


Spellings = Mapping[str, Spelling]


def spellings(names: Iterable[str], cache: Path) -> Spellings:
    """Each of the names in pinyin; for the same names as before it comes from the cache.

    Raises JixiaoError where the process fails.
    """
    asked = json.dumps(sorted(set(names)))
    digest = hashlib.sha256(f"{version('pypinyin')} {asked}".encode()).hexdigest()
    cache.mkdir(parents=True, exist_ok=True)
    name = f"{digest[:40]}.json"
    if name not in cached_files.cached(cache, {name}):
        done = subprocess.run(  # noqa: S603
            _COMMAND, input=asked.encode(), capture_output=True, check=False
        )
        if done.returncode:
            raise JixiaoError(f"拼音没有生成：{done.stderr.decode(errors='replace')[-500:]}")
        cached_files.store(f"{cache}/{name}", done.stdout)
    found = json.loads((cache / name).read_bytes())
    return {one: Spelling(*spelling) for one, spelling in found.items()}


def _spell(names: Sequence[str]) -> Spellings:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    def one(name: str) -> Spelling:
        syllables = lazy_pinyin(name, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
        letters = [s.lower() for s in syllables if s.isascii() and s.isalnum()]
        return Spelling("".join(letters), "".join(letter[0] for letter in letters))

    return {name: one(name) for name in names}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_spell(json.load(sys.stdin))))
