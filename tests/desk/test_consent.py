"""四眼: what one clerk hands in becomes public when another saw it, as it was seen."""

import shutil
from pathlib import Path

import pytest

from generator.content import consents
from generator.desk import consent_page
from tests.conftest import run
from tests.support.clerks import NAME, Clerk, County, county, git

CHANGE = "40.00", "41.00"


pytestmark = pytest.mark.usefixtures("git_knows_nobody")


@pytest.fixture(scope="module", params=["分支", "直接"])
def template(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A county where a second person saw all that there was when this was asked for."""
    folder = tmp_path_factory.mktemp("county")
    with pytest.MonkeyPatch.context() as patch:
        for one in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
            patch.setenv(one, "/dev/null")
        here = county(folder, {"四眼": "是", "提交方式": request.param})
        assert lacking(here, "main") != []
        clerk = here.clerk("示例丁")
        assert "已在主分支上" in clerk.get("consent").soup.get_text()
        assert consent(clerk, "main") == "已同意，并已推送。"
        for branch in here.branches():
            here.merge(branch)
    return here.server


def lacking(here: County, revision: str) -> list[str]:
    """Files without a consent in an export of a revision, as a hook has it."""
    place = here.server.with_name("export")
    shutil.rmtree(place, ignore_errors=True)
    git(here.server, "worktree", "prune")
    git(here.server, "worktree", "add", "-q", "--detach", place.as_posix(), revision)
    found = consents.problems(place / "content")
    return [one.path.partition("/content/")[2] for one in found]


def consent(clerk: Clerk, branch: str) -> str:
    values = clerk.get(f"consent?branch={branch}").soup.select("input[type=hidden]")
    return clerk.post("consent", [(str(one["name"]), str(one["value"])) for one in values]).said


def handed_in(here: County, clerk: Clerk, change: tuple[str, str] = CHANGE) -> str:
    clerk.write(change)
    assert clerk.hand_in(NAME).said == "已提交。"
    return next(one for one in here.branches() if "shili" in one)


def test_another_sees_what_changes_and_consents(here: County, jia: Clerk, yi: Clerk) -> None:
    branch = handed_in(here, jia)
    assert here.at("main").count("41.00") == 0
    assert "等着 另一个人同意" in jia.get().soup.get_text(" ", strip=True)
    assert lacking(here, branch) == [NAME]
    yi.post("consent", [])
    (row,) = yi.get(f"consent?branch={branch}").soup.select(".before-now tbody tr")
    assert [one.get_text() for one in row.select("td")] == ["资金·支出", "40.00", "41.00"]
    assert consent(yi, branch) == "已同意，并已推送。"
    revision = branch if "41.00" not in here.at("main") else "main"
    shown = "--format=%an %(trailers:key=Consent-To,keyonly)"
    log = git(here.server, "log", "-1", "--no-merges", shown, revision)
    assert log == "示例乙 Consent-To"
    assert lacking(here, revision) == []
    if revision == branch:
        here.merge(branch, squash=True)
        assert lacking(here, "main") == []
    assert yi.get("consent").soup.get_text().count("没有待同意的") == 1


def test_nobody_consents_to_his_own(here: County, jia: Clerk) -> None:
    jia.write(CHANGE)
    # Whatever a message has, it does not make the change another's.
    assert jia.hand_in(NAME, message="示例\x02\x01示例丙\x02bing\x02").said == "已提交。"
    branch = next(one for one in here.branches() if "shili" in one)
    page = jia.get(f"consent?branch={branch}").soup
    assert "这些是您自己写的，要由另一个人同意" in page.get_text()
    assert page.select_one(".told").get_text() == "示例示例丙bing"  # type: ignore[union-attr]
    assert consent(jia, branch).startswith("没有同意：这些是您自己写的")
    assert lacking(here, branch) == [NAME]


def test_a_later_change_voids_a_consent_and_what_was_not_shown_gets_none(
    here: County, jia: Clerk, yi: Clerk
) -> None:
    branch = handed_in(here, jia)
    yi.post("consent", [])
    page = yi.get(f"consent?branch={branch}").soup.select("input[type=hidden]")
    values = [(str(one["name"]), str(one["value"])) for one in page]
    handed_in(here, jia, ("41.00", "43.00"))
    assert yi.post("consent", values).said.startswith("没有同意：您看的时候又有了改动")
    assert consent(yi, branch) == "已同意，并已推送。"
    if branch not in git(here.server, "branch", "--merged", "main"):
        handed_in(here, jia, ("43.00", "44.00"))
        assert lacking(here, branch) == [NAME]
        yi.post("consent", [])
        assert consent(yi, branch) == "已同意，并已推送。"
        assert lacking(here, branch) == []


def test_what_a_page_does_not_show_waits_for_its_turn(
    here: County, jia: Clerk, yi: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consent_page, "_MOST", 1)
    jia.write(CHANGE)
    about = jia.content / "pages/about.md"
    about.write_text(f"{about.read_text('utf-8')}\n另一段。\n", "utf-8")
    assert jia.hand_in().said == "已提交。"
    (branch,) = {one for one in here.branches() if lacking(here, one)}
    yi.post("consent", [])
    waits = lacking(here, branch)
    assert len(waits) == 2
    assert consent(yi, branch) == "已同意，并已推送。"
    assert len(lacking(here, branch)) == 1
    assert consent(yi, branch) == "已同意，并已推送。"


def test_what_came_to_main_meanwhile_stays(here: County, jia: Clerk, yi: Clerk) -> None:
    branch = handed_in(here, jia)
    place = here.server.with_name("admin")
    git(here.server, "clone", "-q", here.server.as_posix(), place.as_posix())
    about = place / "content/pages/about.md"
    about.write_text(f"{about.read_text('utf-8')}\n另一段。\n", "utf-8")
    git(place, "commit", "-q", "-am", "about")
    git(place, "push", "-q", "origin", "main")
    yi.post("consent", [])
    assert consent(yi, branch) == "已同意，并已推送。"
    if "41.00" not in here.at("main"):
        here.merge(branch)
    assert "另一段" in here.at("main", "pages/about.md")
    assert "41.00" in here.at("main")
    assert lacking(here, "main") == ["pages/about.md"]


def test_who_asks_for_consents_first_has_all_that_there_is_consented_to(tmp_path: Path) -> None:
    here = county(tmp_path)
    jia, yi = here.clerk("示例甲"), here.clerk("示例乙")
    settings = jia.content / "site.yml"
    settings.write_text(f"{settings.read_text('utf-8')}四眼: 是\n", "utf-8")
    jia.hand_in("site.yml")
    (branch,) = here.branches()
    assert {NAME, "site.yml"} < set(lacking(here, branch))
    yi.post("consent", [])
    assert consent(yi, branch) == "已同意，并已推送。"
    assert lacking(here, branch) == []


def test_two_who_both_wrote_consent_to_each_others(here: County, jia: Clerk, yi: Clerk) -> None:
    branch = handed_in(here, jia)
    git(yi.content, "fetch", "-q")
    git(yi.content, "switch", "-q", branch)
    (yi.content / "pages/about.md").write_text("# 说明\n\n另写的。\n", "utf-8")
    git(yi.content, "commit", "-q", "-am", "page", "--author", "示例乙 <yi@localhost>")
    git(yi.content, "push", "-q")
    yi.post("consent", [])
    assert consent(yi, branch) == "已同意，并已推送。"
    assert lacking(here, branch) == ["pages/about.md"]
    assert "41.00" not in here.at("main")
    jia.post("consent", [])
    assert consent(jia, branch) == "已同意，并已推送。"
    assert lacking(here, "main" if "41.00" in here.at("main") else branch) == []


def test_to_ask_for_none_any_more_is_consented_to_as_well(here: County, jia: Clerk) -> None:
    jia.write(("四眼: 是", "四眼: 否"), name="site.yml")
    jia.hand_in("site.yml")
    (branch,) = (one for one in here.branches() if "site" in one)
    assert lacking(here, branch) == ["site.yml"]


def test_a_draft_needs_none_and_becoming_public_it_does(here: County, jia: Clerk) -> None:
    branch = handed_in(here, jia, ("状态: 公开", "状态: 草稿"))
    assert lacking(here, branch) == []
    jia.write(("状态: 草稿", "状态: 公开"), CHANGE)
    folder = jia.report.with_suffix("")
    folder.mkdir()
    (folder / "表.xlsx").write_bytes(b"x")
    jia.hand_in(NAME)
    assert lacking(here, branch) == [NAME, "reports/2021/gonganju/shili/表.xlsx"]


def test_the_check_and_the_release_refuse_what_nobody_saw(here: County, jia: Clerk) -> None:
    jia.write(CHANGE)
    content = jia.content
    for words in (("check", "--consent"), ("release", "--first")):
        done = run("jixiao", *words, "--content", content)
        assert done.returncode == 1
        assert f"{NAME}:1:1: 错误: 还没有另一个人同意" in done.stdout + done.stderr
    assert run("jixiao", "check", "--content", content).returncode == 0
