"""Attachments for tests: a content folder of clean reports with files, and what is said of them."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from generator.check.check_digits import is_identity_number, passes_luhn
from tests.check.test_rules import put
from tests.conftest import ROOT, run
from tests.support.word_files import plain_document

FIXTURES = ROOT / "tests/check/attachments"
NUMBERS = {"identity-number", "mobile-number", "bank-card"}
FONT = "STSong-Light"

Once = Callable[[str, Callable[[Path], None]], Path]
Problems = list[dict[str, Any]]


def content_with(content: Path, files: Mapping[str, bytes], slug: str = "attached") -> None:
    """A clean report with these attachments; the folder is made where there is none."""
    if not content.exists():
        shutil.copytree(ROOT / "tests/check/rules/_content", content)
    rows = [{"名称": f"附件 {number}", "文件": name} for number, name in enumerate(files)]
    folder = put(content, {"附件": rows}, slug, {}).with_suffix("")
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def problems_of(content: Path) -> Problems:
    """What the command says of a content folder."""
    done = run("jixiao", "check", "--content", content, "--format", "json")
    assert "Traceback" not in done.stderr, done.stderr
    found: Problems = json.loads(done.stdout)
    return found


def checked_once(once: Once, name: str, fill: Callable[[Path], None]) -> Problems:
    """What the command says of a content folder that `fill` makes, asked once for all tests."""

    def make(folder: Path) -> None:
        fill(folder / "content")
        found = problems_of(folder / "content")
        (folder / "found.json").write_text(json.dumps(found), encoding="utf-8")

    found: Problems = json.loads((once(name, make) / "found.json").read_text("utf-8"))
    return found


def about(problems: Problems, file: str) -> set[tuple[str, str]]:
    """Rule and message of what was found in one attachment."""
    return {
        (one["rule"], one["message"])
        for one in problems
        if f"附件“{file}”" in one["message"] or one["path"].endswith(f"/{file}")
    }


def identity(serial: int) -> str:
    """A number of nobody alive: born in 1900."""
    body = f"1101011900{1 + serial % 12:02}{1 + serial % 28:02}{serial % 1000:03}"
    return next(f"{body}{last}" for last in "0123456789X" if is_identity_number(f"{body}{last}"))


def card(serial: int) -> str:
    """A number in the form of a bank card's."""
    body = f"622200{serial:012}"
    return next(f"{body}{last}" for last in "0123456789" if passes_luhn(f"{body}{last}"))


def word_file(paragraphs: Iterable[str], header: str = "") -> bytes:
    """A Word file of paragraphs."""
    document = plain_document()
    document.sections[0].header.paragraphs[0].text = header
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def excel_file(rows: Iterable[Iterable[object]]) -> bytes:
    """An Excel file of one sheet."""
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            book.active.cell(number, column, value)
    return saved(book)


def pdf_file(lines: Iterable[str]) -> bytes:
    """A PDF with lines of text, forty a page."""
    registerFont(UnicodeCIDFont(FONT))
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=A4)
    for number, line in enumerate(lines):
        if number % 40 == 0:
            if number:
                canvas.showPage()
            canvas.setFont(FONT, 10)
        canvas.drawString(50, 800 - 18 * (number % 40), line)
    canvas.save()
    return output.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP file."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return output.getvalue()


def with_members(data: bytes, members: Mapping[str, bytes]) -> bytes:
    """A ZIP file with some of its members replaced, and new ones."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**old, **members})


def member(data: bytes, name: str) -> bytes:
    """A member of a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def saved(document: Any) -> bytes:
    """The bytes of what can be saved."""
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()
