"""JSON files for the browser."""

from __future__ import annotations

import json
from pathlib import Path


def write_json(file: Path, value: object) -> None:
    """Write a value as compact JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text, encoding="utf-8")
