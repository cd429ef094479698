"""All that a report says, fetched where a page is made of it.

A catalogue of ten thousand reports holds what lists show of each. The text comes from what the
check has kept, and where that is gone from the report's file again.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from generator.content.examination import sha256, spoken
from generator.content.examination_store import kept_text
from generator.model.catalogue import Entry, Origin
from generator.model.problems import JixiaoError
from generator.model.report import Report
from generator.source.headings import read_report


def whole(entry: Entry) -> Entry:
    """The entry with its whole report.

    Raises JixiaoError where the file says something else by now: a site is made of one reading.
    """
    if entry.origin is None:
        return entry
    report = Report.model_validate(json.loads(_text(entry.origin, entry.said)))
    return replace(entry, report=report, origin=None)


def _text(origin: Origin, said: str) -> str:
    text = kept_text(origin.store, origin.key) if origin.store else None
    if text is None or sha256(text) != said:
        text = _from_file(origin.file)
    if text is None or sha256(text) != said:
        raise JixiaoError(f"{origin.file} 在生成途中改动了。请再生成一次。")
    return text


def _from_file(path: str) -> str | None:
    try:
        source, _ = read_report(Path(path).read_bytes(), path)
    except OSError:
        return None
    return spoken(source) if source and isinstance(source.value, dict) else None
