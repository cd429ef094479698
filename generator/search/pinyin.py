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

from generator.model.problems import JixiaoError
from generator.runtime import cached_files

Spellings = Mapping[str, Sequence[str]]  # `gonganju` and `gaj` for `公安局`


def spellings(names: Iterable[str], cache: Path) -> Spellings:
    """Each of the names in pinyin; for the same names as before it comes from the cache.

    Raises JixiaoError where the process fails.
    """
    asked = json.dumps(sorted(set(names)))
    key = hashlib.sha256(f"{version('pypinyin')} {asked}".encode()).hexdigest()
    cache.mkdir(parents=True, exist_ok=True)
    name = f"{key[:40]}.json"
    digest = cached_files.cached(cache, {name}).get(name)
    data = cached_files.load(str(cache), name, digest) if digest else None
    if data is None:
        command = (sys.executable, "-P", "-m", "generator.search.pinyin")
        done = subprocess.run(command, input=asked.encode(), capture_output=True, check=False)  # noqa: S603
        if done.returncode:
            raise JixiaoError(f"拼音没有生成：{done.stderr.decode(errors='replace')[-500:]}")
        data = done.stdout
        cached_files.store(str(cache), name, data)
    found: Spellings = json.loads(data)
    return found


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
