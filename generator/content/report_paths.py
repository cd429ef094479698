"""Which report a file of the content belongs to, by its path."""

import os
import re
from pathlib import Path

from generator.content.folder import is_plain_file
from generator.model.fields import SLUG_PATTERN

_OF_REPORT = re.compile(r"reports/(\d{4})/([^/]+)/([^/]+?)(?:\.yml|/.+)")
_REPORT = re.compile(rf"(?:.*/)?reports/[0-9]{{4}}/{SLUG_PATTERN.pattern}/[^/]+\.yml", re.DOTALL)


def report_of(inside: str) -> str | None:
    """The report that a file is, or lies beside, both relative to the content folder."""
    match = _OF_REPORT.fullmatch(inside)
    return f"reports/{match[1]}/{match[2]}/{match[3]}.yml" if match else None


def is_in_its_place(path: str) -> bool:
    """Whether it is a report in a folder of reports, or was until it went."""
    file = Path(path)
    if not _REPORT.fullmatch(path):
        return False
    if not is_plain_file(file):
        return not os.path.lexists(file)
    return not any(one.is_symlink() for one in list(file.parents)[:3])
