"""What a file holds is found wherever it hides, or the file is refused: through the command."""

from pathlib import Path

import pytest

from tests.support.attached import FIXTURES, Once, Problems, about, checked_once, content_with

HIDDEN = sorted((FIXTURES / "hidden").iterdir())
EXPECTED = {
    "conn.xlsx": {"connection-password", "mobile-number"},
    "float_id.xlsx": {"identity-number", "identity-rounded"},
    "html.jpg": {"attachment-disguised", "mobile-number"},
    "polyglot_zip.pdf": {"attachment-disguised"},
}


@pytest.fixture(scope="module")
def checked(once: Once) -> Problems:
    """What is said of a report with all of them."""
    return checked_once(
        once,
        "hidden",
        lambda content: content_with(content, {one.name: one.read_bytes() for one in HIDDEN}),
    )


@pytest.mark.parametrize("file", HIDDEN, ids=lambda file: file.name)
def test_what_hides_is_found(file: Path, checked: Problems) -> None:
    found = {rule for rule, _ in about(checked, file.name)}
    assert EXPECTED.get(file.name, {"mobile-number"}) <= found
