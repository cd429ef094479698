"""A document that holds pictures of pages and hardly a word: it is said, as of a scanned PDF."""

import io

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

from tests.support.attached import about, content_with, problems_of, saved, word_file, zipped
from tests.support.places import _NAMESPACES

_UNREADABLE = "attachment-unreadable"
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"


def _picture() -> io.BytesIO:
    output = io.BytesIO()
    Image.new("RGB", (300, 60), "white").save(output, "PNG")
    output.seek(0)
    return output


def _word(*paragraphs: str, header: str = "") -> bytes:
    document = Document(io.BytesIO(word_file(paragraphs, header)))
    document.add_picture(_picture())
    return saved(document)


def _with_letterhead() -> bytes:
    """An empty form: the picture stands in its header."""
    document = Document()
    document.sections[0].header.paragraphs[0].add_run().add_picture(_picture())
    return saved(document)


def _workbook() -> bytes:
    book = Workbook()
    book.active.add_image(SheetImage(_picture()))
    return saved(book)


def _slides(text: str) -> bytes:
    slide = f'<p:sld {_NAMESPACES}><a:blip r:embed="rId1"/><a:p><a:t>{text}</a:t></a:p></p:sld>'
    parts = {"[Content_Types].xml": b"<Types/>", "ppt/slides/slide1.xml": slide.encode()}
    return zipped({"a.pptx": zipped({**parts, "ppt/media/a.png": _picture().read()})})


def _open_document(text: str) -> bytes:
    body = f'<p><draw:image xmlns:draw="{_DRAW}"/>{text}</p>'
    content = f"<document-content>{body}</document-content>"
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": content.encode(),
    }
    return zipped({"a.odt": zipped({**parts, "Pictures/a.png": _picture().read()})})


_TEXT = "2023 年度农村饮水安全巩固提升工程绩效自评报告，项目已经完工并通过验收。"
SCANS = {
    "word.docx": _word(),
    "headed.docx": _word(
        "扫描件：", header="某某县水利局文件（红头）某某水发〔2023〕第12号，内部资料"
    ),
    "book.xlsx": _workbook(),
    "slides.zip": _slides(""),
    "open.zip": _open_document(""),
}
READABLE = {
    "text.docx": _word(_TEXT),
    "letterhead.docx": _with_letterhead(),
    "empty.docx": word_file([]),
    "slides-text.zip": _slides(_TEXT),
    "open-text.zip": _open_document(_TEXT),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each file that cannot be read wholly."""
    content = tmp_path_factory.mktemp("scanned") / "content"
    content_with(content, {**SCANS, **READABLE})
    found = problems_of(content)
    return {
        file: "\n".join(message for rule, message in about(found, file) if rule == _UNREADABLE)
        for file in (*SCANS, *READABLE)
    }


@pytest.mark.parametrize("file", SCANS)
def test_a_document_of_pictures_is_told(file: str, told: dict[str, str]) -> None:
    assert "几乎没有文字，只有图" in told[file]


@pytest.mark.parametrize("file", READABLE)
def test_pictures_in_a_text_are_not(file: str, told: dict[str, str]) -> None:
    assert told[file] == ""
