"""The manual at the desk: it is in the menu, its links lead to places that are there."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser

from tests.support.desk import Desk, desk
from tests.support.made_up import content as made_up

pytestmark = pytest.mark.slow("starts the desk")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Desk]:
    with desk(made_up(tmp_path_factory.mktemp("desk")), browser) as one:
        yield one


def test_the_menu_leads_to_the_manual_and_its_links_to_its_chapters(opened: Desk) -> None:
    opened.goto()
    opened.page.click("text=手册")
    assert opened.page.inner_text("h1") == "工作人员手册"
    links = opened.page.eval_on_selector_all("article a", "all => all.map(a => a.href)")
    own = [one for one in links if re.search(r"/manual/(manual|git|import)\.md#", one)]
    assert len(own) > 5
    for link in dict.fromkeys(own):
        opened.page.goto(link)
        assert opened.page.locator(f"[id='{unquote(link.partition('#')[2])}']").count() == 1, link


@pytest.mark.parametrize("name", ["rules/README.md", "../README.md", "manual", "speed.md"])
def test_what_does_not_come_with_the_program_is_said(opened: Desk, name: str) -> None:
    opened.goto(f"manual/{name.replace('..', '%2e%2e%2f')}")
    assert "没有" in opened.page.inner_text("body")
