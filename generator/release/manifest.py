"""The manifest of a release: what the site consists of, what it was made of, what is public."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.release import publications
from generator.release.files import FOLDER, SiteFile
from generator.release.guard import Report

FILE = f"{FOLDER}/manifest.json"
FORMAT = 1


def text(
    head: Mapping[str, Any],
    reports: Iterable[Report],
    entries: Sequence[publications.Entry],
    files: Iterable[SiteFile],
) -> str:
    """The file's text: JSON, a line for each report and each file.

    `head` is what comes first: time, inputs, policy.
    """
    last = publications.latest(entries)
    record = {"entries": len(entries), "head": entries[-1].digest if entries else ""}
    rows = {
        "reports": [_report(one, last[one.address].version) for one in reports],
        "files": [one._asdict() for one in files],
    }
    first = json.dumps({"format": FORMAT, **head, "record": record}, ensure_ascii=False, indent=2)
    parts = [first.removesuffix("\n}")]
    parts += [f'  "{name}": [\n{_lines(found)}\n  ]' for name, found in rows.items()]
    return ",\n".join(parts) + "\n}\n"


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in rows)


def _report(report: Report, version: int) -> dict[str, Any]:
    return {
        "address": report.address,
        "version": version,
        "status": report.data["状态"],
        "published": report.published,
        "sha256": report.content,
    }
