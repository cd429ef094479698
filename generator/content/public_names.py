"""What becomes public beside reports and pages: settings, names in addresses, pages' pictures."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.check import attachments, gate
from generator.check.attachments import pictures
from generator.check.attachments.contents import (
    MAX_FILE_SIZE,
    TOO_BIG,
    Contents,
    Quota,
    Unreadable,
)
from generator.check.report_checks import ReportPath
from generator.check.rule import AttachmentText
from generator.content.folder import Folder
from generator.model.problems import Problem

_ONLY_ON_PAGES = frozenset({".gif", ".webp"})  # no attachment may be one


def problems(
    folder: Folder, reports: Iterable[tuple[Path, ReportPath]], page_files: Iterable[Path]
) -> Iterator[Problem]:
    """What the rules on disclosure find in all of it; `page_files` are the pages' pictures."""
    page_files, settings = list(page_files), folder.rule_settings
    for source in folder.settings:
        yield from gate.check_tree(
            source, gate.shown_texts(source), 0, settings, disclosure_only=True
        )
        for where, slug in source.texts():
            if where[-1:] == ("标识",):
                for found in gate.check_name(slug, source.path, 0, settings):
                    place = source.position(where)
                    yield found._replace(line=place.line, column=place.column)
    named = {file: int(path.year) for file, path in reports}
    named |= {file.parent: year for file, year in named.items()}
    outside = (
        *folder.content.glob("forms/*.yml"),
        *folder.content.glob("outlines/*.yml"),
        *folder.content.glob("pages/*.md"),
    )
    for file, year in (named | dict.fromkeys((*outside, *page_files), 0)).items():
        yield from gate.check_name(file.name, file.as_posix(), year, settings)
    for file in page_files:

        def at(rule: str, message: str, path: str = file.as_posix()) -> Problem:
            return Problem(path, 1, 1, rule, message)

        yield from gate.check_attachment(_picture(file), 0, settings, at, "图片")


def _picture(file: Path) -> AttachmentText:
    if file.suffix.lower() not in _ONLY_ON_PAGES:
        found = attachments.read(file)
        reasons = found.unreadable.split("；")
        others = (one for one in reasons if not one.endswith(pictures.ONLY_DRAWN))
        return found._replace(unreadable="；".join(others))
    if file.stat().st_size > MAX_FILE_SIZE:
        return AttachmentText(file.name, unreadable=TOO_BIG)
    data, contents = file.read_bytes(), Contents()
    if not pictures.is_picture(data):
        return AttachmentText(file.name, unreadable="内容不是图片")
    try:
        pictures.read(data, Quota(), contents)
    except Unreadable as error:
        contents.unread.append(str(error))
    unreadable = "；".join(contents.unread)
    return AttachmentText(file.name, (), tuple(contents.hidden), unreadable)
