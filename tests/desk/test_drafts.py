"""What was typed and not saved outlives the page, and is offered again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.desk import Desk, in_browser
from tests.support.made_up import content as made_up
from tests.support.made_up import report
from tests.support.preview import Preview, serving

pytestmark = pytest.mark.slow("needs a browser")

NAME = "reports/2021/gonganju/shili.yml"
TITLE = "[name='[\"项目名称\"]']"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with serving(made_up(tmp_path_factory.mktemp("desk"))) as running:
        yield running


@pytest.fixture
def content(preview: Preview) -> Path:
    """With the report as it is before each."""
    report(preview.content, "shili", 2021)
    return preview.content


@pytest.fixture
def opened(preview: Preview, content: Path, browser: Browser) -> Iterator[Desk]:
    with in_browser(preview, browser) as found:
        yield found


def _crash(opened: Desk) -> Desk:
    """Another page takes the place of one that ended without a word."""
    page = opened.page.context.new_page()
    opened.page.close(run_before_unload=False)
    made = opened._replace(page=page)
    made.edit(NAME)
    return made


def test_what_was_typed_is_offered_after_a_crash(opened: Desk, content: Path) -> None:
    opened.edit(NAME)
    assert opened.page.query_selector(".draft") is None
    opened.page.fill(TITLE, "示例大桥")
    again = _crash(opened)
    assert again.page.input_value(TITLE) == "示例项目", "nothing is put back unasked"
    again.page.click("text=放回来")
    assert again.page.input_value(TITLE) == "示例大桥"
    assert again.save() == "已保存。"
    assert "项目名称: 示例大桥" in (content / NAME).read_text("utf-8")
    again.edit(NAME)
    assert again.page.query_selector(".draft") is None


def test_it_may_be_thrown_away(opened: Desk, content: Path) -> None:
    opened.edit(NAME)
    opened.page.fill(TITLE, "示例大桥")
    again = _crash(opened)
    again.page.click("text=不要了")
    again.edit(NAME)
    assert again.page.query_selector(".draft") is None


def test_what_another_wrote_meanwhile_is_not_overwritten(opened: Desk, content: Path) -> None:
    opened.edit(NAME)
    opened.page.fill(TITLE, "示例大桥")
    file = content / NAME
    text = file.read_text("utf-8")
    file.write_text(text.replace("示例项目", "示例小桥"), encoding="utf-8")
    again = _crash(opened)
    again.page.click("text=放回来")
    again.page.click("button.main")
    assert "别处改成了：示例小桥" in again.page.inner_text("form.edit")
    assert "示例小桥" in file.read_text("utf-8")


def test_no_page_of_the_desk_breaks_its_own_policy(opened: Desk, content: Path) -> None:
    said: list[str] = []
    opened.page.on("console", lambda one: said.append(one.text))
    for address in ("", f"edit/{NAME}", f"text/{NAME}", "edit/departments.yml"):
        opened.goto(address)
    assert [one for one in said if "Content Security Policy" in one] == []
