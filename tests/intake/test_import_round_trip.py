"""Made-up reports printed in the forms of the country, imported again: the same, field by field."""

from pathlib import Path

import pytest

from generator.documents import word, workbook
from generator.intake.import_forms import Forms
from tests.conftest import run
from tests.support import printed_reports
from tests.support.round_trip import compared

pytestmark = pytest.mark.slow("reads two hundred printed reports")

LEAST = 0.995  # of all fields
KINDS = {
    "docx": (printed_reports.as_docx, word.read),
    "xlsx": (printed_reports.as_xlsx, workbook.read),
}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "content"
    assert run("jixiao", "demo", "--reports", "110", "--out", folder).returncode == 0
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_printed_comes_back(content: Path, kind: str) -> None:
    write, read = KINDS[kind]
    fields, wrong, examples, _ = compared(content, Forms(content).reference, write, read)
    assert fields.total() > 4000
    assert wrong.total() <= (1 - LEAST) * fields.total(), examples
    assert wrong["zhongyang-2020"] == 0, examples
