"""What would become public is at the desk as on the command line, drafts marked as such."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.changes.test_diff import edit, git
from tests.support.desk import without_browser
from tests.support.made_up import content as made_up
from tests.support.made_up import report
from tests.support.posted_form import PostedForm

pytestmark = pytest.mark.slow("starts the desk")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = made_up(tmp_path_factory.mktemp("desk"))
    report(made, "gaidong", 2021, more={"资金": {"单位": "万元", "全年预算": 50, "支出": 40}})
    git(made, "init", "-q", "-b", "main")
    git(made, "config", "user.name", "示例甲")
    git(made, "add", ".")
    git(made, "commit", "-q", "-m", "begin")
    server = made.parent / "server.git"
    git(made, "clone", "-q", "--bare", ".", server.as_posix())
    git(made, "remote", "add", "origin", server.as_posix())
    git(made, "fetch", "-q", "origin")
    edit(made, "gaidong", 资金={"单位": "万元", "全年预算": 50, "支出": 45})
    report(made, "caogao", 2021, more={"状态": "草稿", "项目名称": "未完<b>项目"})
    return made


@pytest.fixture(scope="module")
def desk(content: Path) -> Iterator[PostedForm]:
    with without_browser(content) as opened:
        yield opened


def test_the_menu_leads_to_what_would_become_public(desk: PostedForm) -> None:
    soup = desk.get("changes").soup
    assert soup.select_one("nav [aria-current]").get_text() == "将要公开什么"  # type: ignore[union-attr]
    changed = soup.select_one("#r-2021-gonganju-gaidong")
    assert changed
    assert [one.get_text() for one in changed.select("del, ins")][:2] == ["40 万元", "45 万元"]
    assert "还没有提交" in changed.get_text()
    draft = soup.select_one("#r-2021-gonganju-caogao")
    assert draft
    assert draft.select_one(".tag").get_text() == "草稿"  # type: ignore[union-attr]
    assert "未完<b>项目" in draft.get_text()
    assert {one["href"] for one in draft.select("a")} == {
        "/_jixiao/desk/edit/reports/2021/gonganju/caogao.yml", "/reports/2021/gonganju/caogao/",
    }  # fmt: skip


def test_handing_in_leads_there(desk: PostedForm) -> None:
    assert "/_jixiao/desk/changes" in {one["href"] for one in desk.get("hand-in").soup.select("a")}


def test_what_was_handed_in_is_shown_apart(desk: PostedForm) -> None:
    """What the branch of a hand-in would publish, without what was changed since."""
    name = "reports/2021/gonganju/gaidong.yml"
    desk.post("hand-in", {"file": name, "message": "改了支出", "who": "示例甲"})
    (link,) = (one for one in desk.get("changes").soup.select("nav a") if "改了支出" in one.text)
    assert "示例甲" in link.text
    soup = desk.get(str(link["href"]).rpartition("/")[2]).soup
    assert [one["id"] for one in soup.select(".changes section")] == ["r-2021-gonganju-gaidong"]
    assert link["href"] == soup.select_one("nav.states [aria-current]")["href"]  # type: ignore[index]


def test_without_a_repository_it_says_what_to_do(tmp_path: Path) -> None:
    with without_browser(made_up(tmp_path)) as opened:
        assert "不在 git 仓库里" in opened.get("changes").said
