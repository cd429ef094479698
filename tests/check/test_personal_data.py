"""Passports, private e-mail, number plates, last digits of identity numbers: found, or none."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, run
from tests.support.attached import (
    Once,
    Problems,
    about,
    checked_once,
    content_with,
    excel_file,
    pdf_file,
    problems_of,
    word_file,
)

TEXTS = yaml.safe_load((ROOT / "tests/check/personal_data.yml").read_text("utf-8"))
FOUND = [(rule, text) for rule, kinds in TEXTS.items() for text in kinds["found"]]
QUIET = [(rule, text) for rule, kinds in TEXTS.items() for text in kinds["quiet"]]
APART = "\n" + "项目按计划实施，" * 16 + "\n"  # what stands beside one text is none of the next
ONE_OF_EACH = {
    "travel-document": "专家的护照号码E12345678。",
    "private-email": "材料发至zhangsan@163.com。",
    "number-plate": "租用川A·12345运输。",
    "identity-tail": "张三（身份证尾号123X）。",
}
FILES: dict[str, Callable[[list[str]], bytes]] = {
    "data.docx": word_file,
    "data.xlsx": lambda lines: excel_file([line] for line in lines),
    "data.pdf": pdf_file,
    "data.txt": lambda lines: "\n".join(lines).encode(),
}


@pytest.fixture(scope="module")
def checked(once: Once) -> Problems:
    """What is said of two text files of all texts, and of a file of each kind."""

    def fill(content: Path) -> None:
        texts = {"found.txt": FOUND, "quiet.txt": QUIET}
        lines = {name: APART.join(text for _, text in rows) for name, rows in texts.items()}
        files = {name: make([*ONE_OF_EACH.values()]) for name, make in FILES.items()}
        content_with(content, {**files, **{name: text.encode() for name, text in lines.items()}})

    return [one for one in checked_once(once, "personal-data", fill) if one["rule"] in TEXTS]


def test_there_are_thirty_of_each() -> None:
    assert all(len(texts) >= 30 for kinds in TEXTS.values() for texts in kinds.values())


def test_each_is_found_and_only_by_its_rule(checked: Problems) -> None:
    told = [one for one in checked if one["path"].endswith("/found.txt")]
    line = 1
    for rule, text in FOUND:
        lines = range(line, line + 1 + text.count("\n"))
        assert {one["rule"] for one in told if one["line"] in lines} == {rule}, text
        line = lines.stop + APART.count("\n") - 1
    assert {one["level"] for one in told} == {"warning"}


def test_other_texts_are_none(checked: Problems) -> None:
    assert [one for one in checked if one["path"].endswith("/quiet.txt")] == []


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
    content_with(tmp_path / "content", {"data.txt": "\n".join(ONE_OF_EACH.values()).encode()})
    done = run("jixiao", "check", cwd=tmp_path)
    assert done.returncode == 0
    for words in ("受益人01", "车辆01", "单位的邮箱", "可公开号码"):
        assert words in done.stdout
