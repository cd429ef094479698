"""Passports, private e-mail, number plates, last digits of identity numbers: found, or none."""

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
    problems_of,
    word_file,
)
from tests.support.listed_texts import ListedTexts, about_texts

TEXTS = ListedTexts("personal_data", 16)
ONE_OF_EACH = {
    "travel-document": "专家的护照号码E12345678。",
    "private-email": "材料发至zhangsan@163.com。",
    "number-plate": "租用川A·12345运输。",
    "identity-tail": "张三（身份证尾号123X）。",
}
LINES = [*ONE_OF_EACH.values()]
FILES: dict[str, Callable[[], bytes]] = {
    "data.docx": lambda: word_file(LINES),
    "data.xlsx": lambda: excel_file([line] for line in LINES),
    "data.pdf": lambda: pdf_file(LINES),
    "data.txt": lambda: "\n".join(LINES).encode(),
}


@pytest.fixture(scope="module")
def checked(once: Once) -> Problems:
    """What is said of all texts, and of a file of each kind."""
    return TEXTS.checked(once, FILES)


def test_there_are_thirty_of_each() -> None:
    for kinds in TEXTS.by_rule.values():
        assert all(len(texts) >= 30 for texts in kinds.values())


def test_each_is_found_and_only_by_its_rule(checked: Problems) -> None:
    for rule, text, told in TEXTS.told(checked):
        assert told == {rule}, text
    assert {one["level"] for one in about_texts(checked)} == {"warning"}


def test_other_texts_are_none(checked: Problems) -> None:
    assert about_texts(checked, "quiet") == []


@pytest.mark.parametrize("file", FILES)
def test_each_is_found_in_an_attachment(file: str, checked: Problems) -> None:
    assert {rule for rule, _ in about(checked, file)} == set(ONE_OF_EACH)


def test_an_address_that_an_office_published_may_be_cleared(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content_with(content, {"data.txt": "意见请发至Shili_slj@163.com，或shili＠163.com。".encode()})
    assert [one["rule"] for one in problems_of(content)] == ["private-email"] * 2
    with (content / "site.yml").open("a", encoding="utf-8") as file:
        file.write("可公开号码:\n  - {号码: shili_slj@163.com, 理由: 局对外公布的邮箱}\n")
    assert [one["column"] for one in problems_of(content)] == [25]


def test_the_message_tells_what_to_write_instead(tmp_path: Path) -> None:
    content_with(tmp_path / "content", {"data.txt": FILES["data.txt"]()})
    done = run("jixiao", "check", cwd=tmp_path)
    assert done.returncode == 0
    for words in ("受益人01", "车辆01", "单位的邮箱", "可公开号码"):
        assert words in done.stdout
