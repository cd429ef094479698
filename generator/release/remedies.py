"""YAML lines for staff to paste into a file; what only they know is left for them to write."""

import json
import re
from collections.abc import Sequence

from generator.runtime import clock

MAX_NAMED = 3  # differences that the note of a correction names
# What YAML would read as something else inside `{…}`.
_PLAIN = re.compile(r"[^\s\[\]{},#&*!|>'\"%@`?:\-][^\[\]{},#:\"'\n]*")


def correction(notes: Sequence[str]) -> str:
    """A correction (更正) of today with these notes."""
    more = f"等 {len(notes)} 处" if len(notes) > MAX_NAMED else ""
    note = "；".join(notes[:MAX_NAMED]) + more
    text = _scalar(note) if note else ""  # an empty one does not pass the check
    return f"更正:\n  - {{日期: {clock.today()}, 说明: {text}}}"


def retirement(address: str) -> str:
    """A row of 停用网址 (retired addresses)."""
    return f"停用网址:\n  - {{网址: {_scalar(address)}, 理由: }}"


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
