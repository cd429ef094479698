"""What a person answered once, kept in `content/import.yml` for the next file."""

import re
from collections.abc import Mapping
from pathlib import Path

from generator.runtime.atomic_folders import write_file
from generator.source.scalars import scalar
from generator.source.tree import read


def remember(content: Path, table: str, printed: str, meant: str) -> bool:
    """Have `import.yml` say what printed words stand for; all else in it stays as it is.

    False where the file is written in a way that takes no more lines: then it is not touched.
    """
    file = content / "import.yml"
    try:
        before = file.read_bytes().decode() if file.exists() else ""
    except UnicodeDecodeError:
        return False
    after = with_entry(before, table, printed, meant)
    if after is None:
        return False
    write_file(file, after)
    return True


def with_entry(text: str, table: str, printed: str, meant: str) -> str | None:
    """The text with one more line in a table of it; None where it would say anything else then."""
    known = _values(text)
    if known is None:
        return None
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    at = next((n for n, one in enumerate(lines) if re.match(rf"{table}\s*:\s*(#.*)?$", one)), None)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    if at is None:
        at = len(lines)
        lines.append(f"{table}:{end}")
    below = (re.match(r"([ ]+)[^\s#]", one) for one in lines[at + 1 :])
    indent = next((one[1] for one in below if one), "  ")
    lines.insert(at + 1, f"{indent}{scalar(printed)}: {scalar(meant)}{end}")
    made = "".join(lines)
    expected = {**known, table: {**known.get(table, {}), printed: meant}}
    return made if _values(made) == expected else None


def _values(text: str) -> dict[str, Mapping[str, object]] | None:
    """What it says; None where it cannot be read, or not as tables."""
    if not text.strip():
        return {}
    source, problems = read(text.encode(), "import.yml")
    if source is None or problems:
        return None
    value = source.value or {}  # comments alone
    if not isinstance(value, dict):
        return None
    return {key: one if isinstance(one, dict) else {} for key, one in value.items()}
