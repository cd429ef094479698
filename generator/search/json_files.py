"""JSON files for the browser."""

import json
from pathlib import Path


def write_json(file: Path, value: object) -> None:
    """Write a value as compact JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text, encoding="utf-8")
