"""The desk while the content is read for the first time: what is known of it is there at once."""

from pathlib import Path

from bs4 import BeautifulSoup
from starlette.requests import Request

from generator.content.editing import EditedContent
from generator.content.examination_store import Store
from generator.content.loader import ContentReader, ReadOptions
from generator.desk.changes_page import ChangesPage
from generator.desk.desk import Desk
from generator.desk.edit_page import EditPage
from generator.desk.start_page import StartPage
from generator.runtime.clock import today
from tests.support import made_up
from tests.support.git import commit


def test_lists_and_forms_are_there_before_all_is_read(tmp_path: Path) -> None:
    content = made_up.content(tmp_path)
    made_up.report(content, "yi", 2021, more={"项目名称": "示例一"})
    made_up.report(content, "er", 2021, more={"项目名称": "示例二", "状态": "草稿"})
    options = ReadOptions(today(), Store(tmp_path / "cache"))
    ContentReader(content, options).check()
    made_up.report(content, "san", 2021, more={"项目名称": "示例三"})  # later than the check
    edited = EditedContent(content, options)
    desk = Desk(edited, tmp_path / "desk")
    seen: list[BeautifulSoup] = []

    def look(_: int) -> None:
        seen.append(_shown(StartPage(desk)))

    edited.read_all(look)
    look(0)
    first, last = seen[0], seen[-1]
    # By their file's name what is not read yet, as drafts, of which nothing is kept.
    assert _listed(first, "公开") == {"示例一单位自评报告"}
    assert _listed(first, "还没读") == {f"reports/2021/gonganju/{one}.yml" for one in ("er", "san")}
    assert "1 / 3" in first.select(".reading")[0].get_text()
    assert _listed(last, "公开") == {"示例一单位自评报告", "示例三单位自评报告"}
    assert _listed(last, "草稿") == {"示例二单位自评报告"}
    assert not last.select(".reading")


def test_a_form_opens_before_all_is_read(tmp_path: Path) -> None:
    content = made_up.content(tmp_path)
    made_up.report(content, "yi", 2021, more={"项目名称": "示例一"})
    edited = EditedContent(content, ReadOptions(today()))
    desk = Desk(edited, tmp_path / "desk")
    seen: list[BeautifulSoup] = []
    edited.read_all(
        lambda _: seen.append(_shown(EditPage(desk), name="reports/2021/gonganju/yi.yml"))
    )
    (page,) = seen
    assert page.select_one("[name='[\"项目名称\"]']")["value"] == "示例一"  # type: ignore[index]
    assert "要对照别的报告" in page.select_one(".reading").get_text()  # type: ignore[union-attr]


def test_what_would_become_public_waits_until_all_is_read(tmp_path: Path) -> None:
    content = made_up.content(tmp_path)
    made_up.report(content, "yi", 2021)
    commit(content)
    made_up.report(content, "yi", 2021, more={"项目名称": "示例一"})
    edited = EditedContent(content, ReadOptions(today()))
    page = ChangesPage(Desk(edited, tmp_path / "desk"))
    seen: list[BeautifulSoup] = []
    edited.read_all(lambda _: seen.append(_shown(page)))
    assert "读完自动打开" in seen[0].select(".said")[0].get_text()
    assert "示例一" in _shown(page).get_text()


def _listed(page: BeautifulSoup, state: str) -> set[str]:
    (section,) = [one for one in page.select(".state") if one.get_text().strip().startswith(state)]
    return {one.get_text() for one in section.select(".reports a[href*='/edit/']")}


def _shown(page: StartPage | EditPage | ChangesPage, **path: str) -> BeautifulSoup:
    scope = {"type": "http", "query_string": b"", "headers": [], "path_params": path}
    return BeautifulSoup(bytes(page.show(Request(scope)).body), "html.parser")
