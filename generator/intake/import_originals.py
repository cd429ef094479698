"""The original of an imported report as its attachment: its bytes, its name, or why it is none."""

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.check import gate
from generator.check.attachments.contents import Unreadable
from generator.check.attachments.signatures import disguise
from generator.check.report_checks import ATTACHMENT_TYPES
from generator.check.rule import AttachmentText
from generator.check.rule_settings import RuleSettings
from generator.documents.archives import original
from generator.documents.document import Aside, Document, paragraphs
from generator.intake.cleaned_copy import cleaned
from generator.intake.import_reading import Origin, Source
from generator.intake.import_values import DraftValues
from generator.model.file_names import name_complaint
from generator.model.problems import Level, Problem, quote
from generator.source.headings import read_report

_MAX_BYTES = 200 << 20  # as the readers take


# Controls, signs that turn the direction of writing, bytes that are no character.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_TELLING = ("项目名称", "标题", "报告日期")
_BEFORE_IT = re.compile("，在“[^”]{1,12}”之后")


class Original(NamedTuple):
    """A file to put beside a draft; `data` is None where it is not put, `note` says why.

    Of a cleaned one `note` says what was taken out. `title` is what readers see. `withheld` is what
    must not be public in it: it is not put either, for what is beside a draft is pushed with it.
    """

    title: str
    name: str
    data: bytes | None
    note: str = ""
    withheld: str = ""


def originals(source: Source, settings: RuleSettings, year: int, *, clean: bool) -> list[Original]:
    """The files that a report of that year was read from, each under a name of its own."""
    made: list[Original] = []
    for one, document in zip(source.origins, source.documents, strict=True):
        found = _original(one, clean=clean)
        taken = {other.name for other in made}
        if found.name in taken:
            path = Path(found.name)
            found = found._replace(name=f"{path.stem}-{len(made) + 1}{path.suffix}")
        if why := _withheld(found, document, settings, year):
            found = found._replace(data=None, withheld=why)
        made.append(found)
    return made


def _original(origin: Origin, *, clean: bool) -> Original:
    name = re.split(r"[/\\]", origin.name)[-1]
    ending = Path(name).suffix.lower()
    title = _shown(Path(name).stem or name)
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


def _withheld(one: Original, document: Document, settings: RuleSettings, year: int) -> str:
    """The first of what the check refuses in a file; empty where it may be public.

    By what was read of it already. The check reads it once more, its last corners too.
    """
    if one.data is None:
        return ""
    hidden = [aside for aside in document.asides if not aside.is_visible]
    read = AttachmentText(
        one.name,
        (("里面的文字", "\n".join(piece.text for piece in document.pieces())),),
        tuple((aside.kind, _text(aside)) for aside in hidden),
        disguised=disguise(one.name, document.kind),
    )
    problems = gate.check_attachment(read, year, settings, partial(_problem, one.name), "原件")
    told = next((found.message for found in problems if found.level is Level.ERROR), "")
    # Not the words before it: they may be the name of whose number it is.
    return _BEFORE_IT.sub("", told.removeprefix(f"原件{quote(one.name)}的"))


def _text(aside: Aside) -> str:
    return "\n".join(one.shown for one in paragraphs(aside.blocks))


def _problem(name: str, rule: str, message: str) -> Problem:
    return Problem(name, 1, 1, rule, message)


def _shown(name: str) -> str:
    """The name as readers can see it, on one line."""
    return " ".join(_UNSEEN.sub(" ", name).split())


def _usable(name: str, ending: str) -> str:
    """The name, or one like it that every system takes."""
    name = re.sub(r'[<>:"/\\|?*]', "_", _shown(name)).lstrip(".")
    return f"original{ending}" if name_complaint(name) else name


def is_of_same(file: Path, files: Sequence[Original], made: DraftValues) -> bool:
    """Whether the report in the file was made of the same originals.

    All that would be put beside it are there, to the byte; where none is put, name and title tell.
    """
    folder = file.with_suffix("")
    if put := [one.data for one in files if one.data is not None]:
        there = (
            [one.read_bytes() for one in folder.iterdir() if one.is_file()]
            if folder.is_dir()
            else []
        )
        return all(one in there for one in put)
    source = read_report(file.read_bytes(), file.as_posix())[0] if file.is_file() else None
    known = source.value if source and isinstance(source.value, dict) else {}
    stated = {key: found.text for (key, *rest), found in made.values.items() if not rest}
    return bool(known) and all(known.get(one) == stated.get(one) for one in _TELLING)
