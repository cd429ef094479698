"""What the tests of recognition share: documents of lines, the register, the accounts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from generator.content.folder import Folder
from generator.content.loader import load_register
from generator.documents.document import Document, Paragraph, Place
from generator.recognition.recognise import recognise
from generator.recognition.record import RecognisedReport
from generator.recognition.reference import Memory, Reference
from generator.recognition.row import Item
from generator.runtime.clock import today
from generator.source.headings import read_report
from generator.source.tree import FieldPath
from tests.conftest import ROOT

PRINTED = ROOT / "tests/check/printed"
SHIPPED = ROOT / "generator/intake/starter/county/content"


@cache
def reference(content: Path = PRINTED) -> Reference:
    """The register and the forms of a content folder, with those that are shipped."""
    departments, own = load_register(content, today())
    forms = {
        **own,
        **{one: form for one, form in Folder(SHIPPED).forms().items() if one not in own},
    }
    outlines = frozenset(file.stem for file in (content / "outlines").glob("*.yml"))
    return Reference(departments, forms, outlines=outlines)


def document(text: str, name: str = "报告.txt") -> Document:
    """A document of which each line is a paragraph."""
    shown = (line for line in text.splitlines() if line.strip())
    lines = (Paragraph(line, Place(paragraph=at)) for at, line in enumerate(shown, 1))
    return Document(name, "text", tuple(lines))


def read(
    *documents: Document, known: Reference | None = None, **told: Any
) -> list[RecognisedReport]:
    """The reports of the documents; not a visible character is lost or there twice."""
    found = recognise(documents, known or reference(), **told)
    assert balance(documents, found) == {}
    return found


def read_text(text: str, **told: Any) -> RecognisedReport:
    """The only report of a text."""
    (found,) = read(document(text), **told)
    return found


def remembering(**memory: Any) -> Reference:
    return reference()._replace(memory=Memory(**memory))


def balance(documents: Sequence[Document], reports: Sequence[RecognisedReport]) -> dict[str, int]:
    """Characters that are missing (more than 0) or too many in the reports."""
    there = Counter(
        "".join("".join(one.text.split()) for each in documents for one in each.pieces())
    )
    there.subtract("".join("".join(one.split()) for each in reports for one in each.characters()))
    return {one: count for one, count in there.items() if count}


def texts(report: RecognisedReport) -> dict[FieldPath, str]:
    return {path: found.text for path, found in report.values.items() if found.text}


def visible(item: Item) -> str:
    """The visible characters of an item, without blanks."""
    text = item.shown if isinstance(item, Paragraph) else item.characters
    return "".join(text.split())


def narrative(report: RecognisedReport) -> dict[str, str]:
    """The text under each heading, by the headings with strokes between them."""
    return {
        "/".join(map(str, path[1:])): found.text
        for path, found in report.values.items()
        if path[0] == "正文"
    }


def value(report: RecognisedReport, *path: str | int) -> str | None:
    found = report.values.get(path)
    return found.text if found else None


def reasons(report: RecognisedReport) -> dict[str, str]:
    """What was left out, by its reason."""
    found: dict[str, str] = {}
    for one in report.left_out:
        found[one.reason] = found.get(one.reason, "") + one.text
    return found


def entered(file: Path) -> dict[str, Any]:
    """A report as a clerk entered it, its headings without numbers."""
    source, problems = read_report(file.read_bytes(), file.as_posix())
    assert source
    assert not problems
    assert isinstance(source.value, dict)
    return source.value


def flat(tree: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(tree, dict):
        for key, one in tree.items():
            yield from flat(one, (*path, key))
    elif isinstance(tree, list):
        for number, one in enumerate(tree):
            yield from flat(one, (*path, number))
    elif tree is not None:
        yield path, tree.rstrip("\n")
