"""Files and machines as they should not be: nothing is lost at the desk, and why is said."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.desk_inside import InsideForm
from tests.support.made_up import content as made_up
from tests.support.made_up import report

NAME = "reports/2021/gonganju/shili.yml"
TEXT = "项目名称: 示例项目\n部门: 示例县公安局\n年度: 2021\n状态: 草稿\n"
TITLE = '["项目名称"]'


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> InsideForm:
    content = made_up(tmp_path_factory.mktemp("hostile"))
    report(content, "shili", 2021)
    return InsideForm(content)


@pytest.fixture
def file(running: InsideForm) -> Path:
    made = running.content / NAME
    made.write_text(TEXT, "utf-8")
    return made


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process takes a byte."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    "data", [TEXT.encode("gbk"), TEXT.encode("utf-16"), TEXT.encode() + b"# \xed\xa0\x80\n"],
    ids=["gbk", "utf-16", "half a character"],
)  # fmt: skip
def test_what_is_no_utf8_is_shown_and_never_written(
    running: InsideForm, file: Path, data: bytes
) -> None:
    file.write_bytes(data)
    page = running.get(f"edit/{NAME}")
    assert "编码应为 UTF-8" in page.text
    assert page.soup.select_one("textarea[readonly]")
    assert not page.soup.select("button.main")
    assert "没有保存：这个文件不是 UTF-8" in running.post(f"text/{NAME}", page.values()).said
    for address in ("withdraw", "correct", "review", "edit"):
        assert running.post(f"{address}/{NAME}", {"reason": "理由"}).status < 500
    assert file.read_bytes() == data


def test_what_was_typed_stays_where_the_disk_is_full(running: InsideForm, file: Path) -> None:
    form, text = running.get(f"edit/{NAME}").values(), running.get(f"text/{NAME}").values()
    with full_disk():
        saved = running.post(f"edit/{NAME}", {**form, TITLE: "改了的名称"})
        written = running.post(f"text/{NAME}", {**text, "text": "改了的文字"})
        made = running.post("new/import", {})
    assert saved.said.startswith("没有保存：读写文件失败")
    assert saved.values()[TITLE] == "改了的名称"
    assert written.said.startswith("没有保存：读写文件失败")
    assert written.values()["text"].strip() == "改了的文字"
    assert "没有做成。读写文件失败" in made.text
    assert file.read_text("utf-8") == TEXT
    assert not list(running.content.rglob("*.new"))


def test_what_was_typed_is_shown_where_the_file_is_gone(running: InsideForm, file: Path) -> None:
    form, text = running.get(f"edit/{NAME}").values(), running.get(f"text/{NAME}").values()
    file.unlink()
    saved = running.post(f"edit/{NAME}", {**form, TITLE: "改了的名称"})
    assert saved.status == 404
    assert [one.get_text() for one in saved.soup.select("dt, dd")] == ["项目名称", "改了的名称"]
    assert "改了的文字" in running.post(f"text/{NAME}", {**text, "text": "改了的文字"}).text
    assert not file.exists()


@pytest.mark.parametrize("sent", [
    {'["\\ud800"]': "x"}, {"action": '["rename",["年度"],"\\ud800"]'},
    {"action": '["insert",["附件",0],{"\\ud800":"x"}]'},
])  # fmt: skip
def test_half_a_character_is_no_name_of_a_field(
    running: InsideForm, file: Path, sent: dict[str, str]
) -> None:
    form = running.get(f"edit/{NAME}").values()
    for address in ("edit", "check"):
        assert running.post(f"{address}/{NAME}", {**form, **sent}).status == 200
    assert file.read_text("utf-8") == TEXT


def test_no_address_puts_words_into_a_review(running: InsideForm, file: Path) -> None:
    assert running.get(f"review/{NAME}?said=请转账").said == ""
    assert running.get(f"review/{NAME}?said=undone").said == "已撤销上一次的改动。"
