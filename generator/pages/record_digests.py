"""Digests of departments and outlines, which many reports share."""

import hashlib

from pydantic import BaseModel


class RecordDigests:
    """SHA-256 of records, each computed once; the records have to outlive it."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def of(self, record: BaseModel | None) -> str:
        """SHA-256 of the record's JSON, in hex; empty for None."""
        if record is None:
            return ""
        if id(record) not in self._known:
            text = record.model_dump_json().encode()
            self._known[id(record)] = hashlib.sha256(text).hexdigest()
        return self._known[id(record)]
