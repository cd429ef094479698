"""Names of contacts, persons in charge, evaluators: found, or none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import run
from tests.support.attached import (
    Once,
    Problems,
    about,
    content_with,
    excel_file,
    pdf_file,
    word_file,
)
from tests.support.listed_texts import ListedTexts, about_texts

TEXTS = ListedTexts("staff_names", 30)
ROWS: list[list[object]] = [
    ["评价小组成员"],
    ["序号", "姓名", "职务/职称", "签字"],
    [1, "孙小梅", "科长", ""],
    [2, "周国强", "股长", ""],
]
LINES = ["联系人：王建国，联系电话：0999-8600000。", "主要领导签字：陈志强"]
FILES: dict[str, Callable[[], bytes]] = {
    "staff.docx": lambda: word_file(LINES),
    "staff.xlsx": lambda: excel_file(ROWS),
    "staff.pdf": lambda: pdf_file(LINES),
}


@pytest.fixture(scope="module")
def checked(once: Once) -> Problems:
    """What is said of all texts, and of a file of each kind."""
    return TEXTS.checked(once, FILES)


def test_there_are_thirty_of_each() -> None:
    for kinds in TEXTS.by_rule.values():
        assert all(len(texts) >= 30 for texts in kinds.values())


def test_each_is_found(checked: Problems) -> None:
    for rule, text, told in TEXTS.told(checked):
        assert rule in told, text
    assert {one["level"] for one in about_texts(checked)} == {"warning"}


def test_other_texts_are_none(checked: Problems) -> None:
    assert about_texts(checked, "quiet") == []


@pytest.mark.parametrize("file", FILES)
def test_each_is_found_in_an_attachment(file: str, checked: Problems) -> None:
    assert {rule for rule, _ in about(checked, file)} == {"contact-names"}


def test_the_message_tells_no_whole_name_and_what_to_write(tmp_path: Path) -> None:
    content_with(tmp_path / "content", {"staff.txt": "\n".join(LINES).encode()})
    done = run("jixiao", "check", cwd=tmp_path)
    assert done.returncode == 0
    for words in ("王××", "只写股室、职务"):
        assert words in done.stdout
    assert "建国" not in done.stdout
