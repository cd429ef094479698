"""All that a report says, fetched where a page is made of it.

A catalogue of ten thousand reports holds what lists show of each. The rest comes from what the
check has cached, or where that is gone, from the report's file.
"""

import json
from dataclasses import replace
from pathlib import Path

from generator.content.examination import public_text, sha256
from generator.content.examination_store import cached_text
from generator.model.entry import Entry, Origin
from generator.model.problems import JixiaoError
from generator.model.report import Report
from generator.source.headings import read_report


def full_entry(entry: Entry) -> Entry:
    """The entry with its full report.

    Raises JixiaoError where the file says something else by now: a site is made of one reading.
    """
    if entry.origin is None:
        return entry
    report = Report.model_validate(json.loads(_text(entry.origin, entry.content_digest)))
    return replace(entry, report=report, origin=None)


def _text(origin: Origin, content_digest: str) -> str:
    text = cached_text(origin.database, origin.key) if origin.database else None
    if text is None or sha256(text) != content_digest:
        text = _text_of_file(origin.file)
    if text is None or sha256(text) != content_digest:
        raise JixiaoError(f"{origin.file} 在生成途中改动了。请再生成一次。")
    return text


def _text_of_file(path: str) -> str | None:
    try:
        source, _ = read_report(Path(path).read_bytes(), path)
    except OSError:
        return None
    return public_text(source) if source and isinstance(source.value, dict) else None
