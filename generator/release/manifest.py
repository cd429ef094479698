"""The manifest of a release: its files, what it was made from, which reports are public."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.release import publications
from generator.release.files import SiteFile
from generator.site.build_info import RELEASE_FOLDER

FILE = f"{RELEASE_FOLDER}/manifest.json"
FORMAT = 1


def text(
    head: Mapping[str, Any],
    addresses: Iterable[str],
    entries: Sequence[publications.RecordEntry],
    files: Iterable[SiteFile],
) -> str:
    """The file's text: JSON, a line for each report and each file.

    `head` is what comes first (time, versions, policy …); `addresses` are those of the reports.
    """
    last = publications.latest(entries)
    record = {"entries": len(entries), "head": publications.last_digest(entries)}
    rows = {
        "reports": [_report(last[address]) for address in addresses],
        "files": [one._asdict() for one in files],
    }
    first = json.dumps({"format": FORMAT, **head, "record": record}, ensure_ascii=False, indent=2)
    parts = [first.removesuffix("\n}")]
    parts += [f'  "{name}": [\n{_lines(found)}\n  ]' for name, found in rows.items()]
    return ",\n".join(parts) + "\n}\n"


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in rows)


def _report(entry: publications.RecordEntry) -> dict[str, Any]:
    withdrawn = entry.event is publications.Event.WITHDRAWN
    return {
        "address": entry.address,
        "version": entry.version,
        "status": "撤回" if withdrawn else "公开",
        "published": entry.published,
        "sha256": entry.content,
    }
