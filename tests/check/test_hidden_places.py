"""What a file holds is found wherever it hides, or the file is refused: through the command."""

from pathlib import Path

import pytest

from tests.support import places
from tests.support.attached import (
    FIXTURES,
    NUMBERS,
    Once,
    Problems,
    about,
    checked_once,
    content_with,
    zipped,
)

pytestmark = pytest.mark.slow("takes hundreds of files apart that are made for it")

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


FORMATS = {
    "docx": places.word, "xlsx": places.excel, "pptx": places.powerpoint,
    "odt": places.open_document, "ofd": places.ofd, "pdf": places.pdf,
}  # fmt: skip
NOT_PUBLISHED = {"pptx", "odt"}  # but in an archive, or under another name


def files(kind: str) -> dict[str, bytes]:
    """A file for each place of a format, by a name that may be published."""
    made = {}
    for number, (_, data) in enumerate(FORMATS[kind]()):
        name = f"{kind}{number}.{kind}"
        made[f"{name}.zip" if kind in NOT_PUBLISHED else name] = (
            zipped({name: data}) if kind in NOT_PUBLISHED else data
        )
    return made


@pytest.fixture(scope="module")
def planted(once: Once) -> Problems:
    """What is said of a report for each format, with a file for each place."""

    def fill(content: Path) -> None:
        for kind in FORMATS:
            content_with(content, files(kind), kind)

    return checked_once(once, "planted", fill)


@pytest.mark.parametrize("kind", FORMATS)
def test_numbers_are_found_in_every_place_of_a_format(kind: str, planted: Problems) -> None:
    missed = {}
    for (place, _), name in zip(FORMATS[kind](), files(kind), strict=True):
        found = {rule for rule, _ in about(planted, name)}
        if not found >= NUMBERS and "attachment-unreadable" not in found:
            missed[place] = NUMBERS - found
    assert missed == {}
