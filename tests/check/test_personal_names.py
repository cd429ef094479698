"""Names beside benefits and illnesses, names of children, home addresses: found, or none."""

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

TEXTS = ListedTexts("personal_names", 30)
LEVELS = {"benefit-names": "warning", "home-address": "warning", "minor-names": "error"}
ROWS: list[list[object]] = [
    ["2023年困境儿童补助发放表"],
    ["序号", "姓名", "班级", "住址"],
    [1, "李小红", "三年级", "示例村3组12号"],
    [2, "王小雨", "四年级", "示例花园3栋2单元501室"],
]
LINES = ["低保户张小明已领取。", "示例小学三年级学生李小红。", "家住示例花园3栋2单元501室。"]
FILES: dict[str, Callable[[], bytes]] = {
    "names.docx": lambda: word_file(LINES),
    "names.xlsx": lambda: excel_file(ROWS),
    "names.pdf": lambda: pdf_file(LINES),
    "names.txt": lambda: "\n".join(LINES).encode("gb18030"),
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
    assert {(one["rule"], one["level"]) for one in about_texts(checked)} == set(LEVELS.items())


def test_other_texts_are_none(checked: Problems) -> None:
    assert about_texts(checked, "quiet") == []


@pytest.mark.parametrize("file", FILES)
def test_each_is_found_in_an_attachment(file: str, checked: Problems) -> None:
    assert {rule for rule, _ in about(checked, file)} == set(TEXTS.by_rule)


def test_no_message_tells_a_whole_name_or_an_address(checked: Problems) -> None:
    for one in checked:
        assert "小明" not in one["message"].split("附件", 1)[-1].split("：", 1)[-1], one
        assert "501" not in one["message"], one


def test_the_message_tells_what_to_write_instead(tmp_path: Path) -> None:
    content_with(tmp_path / "content", {"names.txt": "\n".join(LINES).encode()})
    done = run("jixiao", "check", cwd=tmp_path)
    assert done.returncode == 1
    for words in ("受益人01", "学生01", "张××", "只写到小区或村"):
        assert words in done.stdout
