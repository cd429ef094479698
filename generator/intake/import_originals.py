"""The original of an imported report as its attachment: its bytes, its name, or why it is none."""

import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from generator.check.attachments.contents import Unreadable
from generator.check.report_checks import ATTACHMENT_TYPES
from generator.intake.cleaned_copy import cleaned
from generator.intake.import_reading import Origin
from generator.model.file_names import name_complaint

_MAX_BYTES = 200 << 20  # as the readers take


class Original(NamedTuple):
    """A file to put beside a draft; `data` is None where it is not put, `note` says why.

    Of a cleaned one `note` says what was taken out. `title` is what readers see.
    """

    title: str
    name: str
    data: bytes | None
    note: str = ""


def originals(origins: Sequence[Origin], *, clean: bool) -> list[Original]:
    """The files that a report was read from, each under a name of its own."""
    made: list[Original] = []
    for one in origins:
        found = _original(one, clean=clean)
        taken = {other.name for other in made}
        if found.name in taken:
            path = Path(found.name)
            found = found._replace(name=f"{path.stem}-{len(made) + 1}{path.suffix}")
        made.append(found)
    return made


def _original(origin: Origin, *, clean: bool) -> Original:
    original = import_module("generator.documents.archives").original
    name = re.split(r"[/\\]", origin.name)[-1]
    ending = Path(name).suffix.lower()
    title = Path(name).stem or name
    if ending not in ATTACHMENT_TYPES:
        what = f"{ending} 文件" if ending else "没有扩展名的文件"
        note = f"{what}不能作附件公开，没有放；要公开原件的，另存为 PDF 或 Word 再放"
        return Original(title, name, None, note)
    if origin.file.stat().st_size > _MAX_BYTES:
        return Original(title, name, None, "太大，没有放作附件")
    try:
        data = original(origin.file, origin.name)
    except (KeyError, Unreadable):
        return Original(title, name, None, "从压缩包里取不出来，没有放作附件")
    if not clean:
        return Original(title, _usable(name, ending), data)
    made, note = cleaned(data)
    return Original(title, _usable(name, ending), made, note)


def _usable(name: str, ending: str) -> str:
    """The name, or one like it that every system takes."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name).lstrip(".")
    return f"original{ending}" if name_complaint(name) else name
