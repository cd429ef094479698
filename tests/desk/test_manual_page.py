"""The manual at the desk: in the menu, with its contents and pictures, its links lead somewhere."""

from urllib.parse import unquote, urljoin

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import ROOT
from tests.support.desk_inside import InsideForm
from tests.support.made_up import content as made_up

MANUAL, RULES = "manual/manual.md", "manual/rules/README.md"
# What only the program's own repository has, or a forge shows.
ELSEWHERE = ("schema/", "decisions/", "architecture.md", "speed.md", "../")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> InsideForm:
    return InsideForm(made_up(tmp_path_factory.mktemp("county")))


def article(page: BeautifulSoup) -> Tag:
    found = page.select_one("article.manual")
    assert found
    return found


def test_the_menu_leads_to_the_manual_and_its_contents_to_every_chapter(desk: InsideForm) -> None:
    menu = {one.get_text(): str(one["href"]) for one in desk.get().soup.select(".top a")}
    assert menu["手册"].endswith(MANUAL)
    page = desk.get(MANUAL).soup
    assert page.select_one("h1").get_text() == "工作人员手册"  # type: ignore[union-attr]
    listed = [unquote(str(one["href"])) for one in page.select(".manual-contents a")]
    assert listed == [f"#{one['id']}" for one in article(page).select("h2, h3")]


def test_all_that_the_papers_link_to_is_there(desk: InsideForm) -> None:
    """From the manual on, as far as papers lead; each heading that a link names, too."""
    headings: dict[str, set[str]] = {}
    waiting = [("", MANUAL)]
    while waiting:
        here, link = waiting.pop()
        name, _, heading = unquote(urljoin(here, link)).partition("#")
        if name not in headings:
            answer = desk.get(name)
            assert answer.status == 200, (here, link)
            read = article(answer.soup)
            headings[name] = {str(one["id"]) for one in read.select("[id]")}
            links = {str(one["href"]) for one in read.select("a[href]")}
            # Of the pages of rules, which are all alike, those that the manual names.
            waiting += [] if name == RULES else [
                (name, one) for one in links if "://" not in one and not one.startswith(ELSEWHERE)
            ]  # fmt: skip
        assert not heading or heading in headings[name], (here, link)
    assert {"manual/import.md", "manual/problems.md", RULES} <= headings.keys()


def test_pictures_of_the_manual_are_shown_and_no_other_file(desk: InsideForm) -> None:
    pictures = article(desk.get(MANUAL).soup).select("img")
    assert pictures
    for one in pictures:
        assert len(str(one["alt"])) > 10
        picture = (ROOT / "docs" / str(one["src"])).read_bytes()
        assert desk.bytes_at(f"manual/{one['src']}") == picture
        assert len(picture) <= 150_000  # each county's repository carries them
    for name in ("images/site.png", "images/../manual.md", "images/", "images/desk-start.svg"):
        assert desk.get(f"manual/{name}").status == 404, name


def test_commands_in_a_paper_are_set_as_such(desk: InsideForm) -> None:
    page = article(desk.get("manual/git.md").soup)
    assert any("git pull" in one.get_text() for one in page.select("pre"))
    assert "```" not in page.get_text()


@pytest.mark.parametrize(
    "name", ["rules/no-such-rule.md", "rules/../manual.md", "../README.md", "manual", "speed.md"]
)
def test_what_does_not_come_with_the_program_is_said(name: str, desk: InsideForm) -> None:
    answer = desk.get(f"manual/{name}")
    assert answer.status == 404
    assert "没有随程序装在本机" in answer.soup.get_text()
