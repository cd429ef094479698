"""Made-up reports printed in the forms of the country, imported again: the same, field by field."""

from pathlib import Path

import pytest

from generator.documents import word, workbook
from generator.intake.import_forms import Forms
from tests.conftest import run
from tests.support import printed_files
from tests.support.round_trip import compared

pytestmark = pytest.mark.slow("reads two hundred printed reports")

LEAST = 0.999  # of all fields
KINDS = {
    "docx": (printed_files.as_docx, word.read),
    "xlsx": (printed_files.as_xlsx, workbook.read),
}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "content"
    assert run("jixiao", "demo", "--reports", "110", "--out", folder).returncode == 0
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_printed_comes_back(content: Path, kind: str) -> None:
    write, read = KINDS[kind]
    found = compared(content, Forms(content).reference, write, read)
    assert found.fields.total() > 4000
    assert found.texts.total() > 200
    assert found.wrong_fields.total() <= (1 - LEAST) * found.fields.total(), found.examples
    assert found.wrong_texts.total() == 0, found.examples
    assert found.wrong_fields["zhongyang-2020"] == 0, found.examples
    # Of forms that print the same words (those of Anhui and of the centre) one is named.
    assert found.other_forms.total() <= 0.01 * found.reports, found.examples
