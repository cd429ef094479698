"""What an import makes of files against the text that they are known to show."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.documents.document import paragraphs
from generator.intake.import_reading import Source
from generator.intake.importing import Draft, ImportOptions, import_files
from generator.recognition.record import RecognisedReport
from generator.recognition.report_fields import Kind, kind_of


class Carried(NamedTuple):
    """A file, or the files of one report: characters shown, and what became of them.

    `lost` is in no draft and in no list of what is left out, `added` came from nowhere; `said` is
    what the import itself says was lost; `refused` is why there is no draft.
    """

    path: str
    shown: int
    lost: str
    added: str
    said: tuple[str, ...] = ()
    refused: str = ""


def carried(content: Path, texts: Mapping[Path, str], department: str) -> Iterator[Carried]:
    """Import the files, without writing, and count; `texts` has what each shows."""
    options = ImportOptions(department, 2023, is_dry_run=True, takes_others=True)
    done = import_files(content, [*texts], options, lambda *_: None)
    for source in done.sources:
        text = "".join(texts[one.file] for one in source.origins)
        drafts = [one for one in done.drafts if one.source is source]
        if len(drafts) == len(source.reports) and drafts:
            yield _counted(source, drafts, text)
        else:
            reasons = [one.reason for one in done.left if one.path == source.path]
            yield Carried(source.path, len(letters(text)), "", "", refused="；".join(reasons))


def letters(text: str) -> str:
    """The characters that are seen."""
    return "".join(
        one for one in text if not one.isspace() and unicodedata.category(one) not in ("Cc", "Cf")
    )


def _counted(source: Source, drafts: list[Draft], text: str) -> Carried:
    shown = Counter(letters(text))
    numbers = Counter(letters("".join(_numbers(source))))
    known = Counter(letters("".join(one for draft in drafts for one in _known(draft.report))))
    written = Counter(letters("".join(one for draft in drafts for one in _written(draft))))
    lost = (shown - known) | (shown - written)
    said = [one.message for one in source.problems]
    said += [one.message for draft in drafts for one in draft.problems if one.rule == "import-lost"]
    return Carried(
        source.path, shown.total(), _text(lost), _text(known - shown - numbers), (*said,)
    )


def _numbers(source: Source) -> Iterator[str]:
    """What a program sets before words, which no file holds."""
    for document in source.documents:
        seen = (aside.blocks for aside in document.asides if aside.is_visible)
        for blocks in (document.blocks, *seen):
            yield from (one.number for one in paragraphs(blocks))


def _known(report: RecognisedReport) -> Iterable[str]:
    others = (one for rest in report.others.values() for one in rest)
    yield from (one.printed for one in (*report.values.values(), *others))
    yield from (one.text for one in report.left_out)
    yield from (one.text for one in report.unclassified)


def _written(draft: Draft) -> Iterable[str]:
    """As a text: comments tell too what was printed otherwise; a date or figure is respelled."""
    yield draft.text
    every = [*draft.report.values.items()]
    every += [(where, one) for where, rest in draft.report.others.items() for one in rest]
    yield from (one.printed for where, one in every if kind_of(where) is Kind.FIGURE)
    yield from (one.text for one in draft.report.left_out)


def _text(characters: Counter[str]) -> str:
    return "".join(characters.elements())
