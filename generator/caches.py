"""Where parts of earlier builds are kept: safe to delete, safe to share between jobs."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "JIXIAO_CACHE"  # another folder than `build/cache` beside the configuration


def folder(base: Path, name: str) -> Path:
    """The folder of one kind of parts, `search` or `pdf`."""
    return Path(os.environ.get(VARIABLE) or base / "build/cache") / name
