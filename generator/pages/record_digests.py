"""Digests of departments and outlines, which many reports share."""

import hashlib
from functools import cache

from pydantic import BaseModel


@cache
def record_digest(record: BaseModel | None) -> str:
    """SHA-256 of the record's JSON, in hex; empty for None."""
    return hashlib.sha256(record.model_dump_json().encode()).hexdigest() if record else ""
