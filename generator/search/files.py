"""JSON as the browser's side of the search reads it."""

from __future__ import annotations

import json
from pathlib import Path


def write(file: Path, value: object) -> None:
    """A value as compact JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text, encoding="utf-8")
