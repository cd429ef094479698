"""Lines for staff to put into a file, as YAML; what only they know is left to write."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from generator.runtime import clock

MOST = 3  # differences that a correction's note names
# What YAML would read as something else inside `{…}`.
_PLAIN = re.compile(r"[^\s\[\]{},#&*!|>'\"%@`?:\-][^\[\]{},#:\"'\n]*")


def correction(notes: Sequence[str]) -> str:
    """A row of 更正, of today."""
    more = f"等 {len(notes)} 处" if len(notes) > MOST else ""
    note = "；".join(notes[:MOST]) + more
    told = _scalar(note) if note else ""  # an empty one does not pass the check
    return f"更正:\n  - {{日期: {clock.today()}, 说明: {told}}}"


def retirement(address: str) -> str:
    """A row of 停用网址."""
    return f"停用网址:\n  - {{网址: {_scalar(address)}, 理由: }}"


def row(key: str, fields: dict[str, str]) -> str:
    """A row of a list under a key."""
    told = ", ".join(f"{name}: {_scalar(value)}" for name, value in fields.items())
    return f"{key}:\n  - {{{told}}}"


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
