"""Handing in pushes what was chosen, brings in what others changed, and loses nothing."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from generator.desk.posted import path_name
from tests.support.clerks import NAME, Clerk, County, county, git
from tests.support.sshd import sshd

ON_MAIN = "40.00", "41.00"
MINE = "41.50"


pytestmark = pytest.mark.usefixtures("git_knows_nobody")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return county(tmp_path_factory.mktemp("county")).server


def push(clerk: Clerk) -> None:
    """What a clerk does who commits by git."""
    name = git(clerk.content, "config", "--local", "user.name")
    git(clerk.content, "commit", "-q", "-am", "by git", "--author", f"{name} <a@localhost>")
    git(clerk.content, "push", "-q", "origin", "HEAD:main")


def text_of(clerk: Clerk, address: str = "hand-in") -> str:
    return clerk.get(address).soup.get_text(" ", strip=True)


def test_a_changed_report_is_pushed_with_words_of_its_own(here: County, jia: Clerk) -> None:
    before, head = jia.write(ON_MAIN), git(jia.content, "rev-parse", "HEAD")
    (jia.content / "reports/2021/gonganju/shili").mkdir()
    (jia.content / "reports/2021/gonganju/shili/表.xlsx").write_bytes(b"\r\n\x00")
    assert jia.hand_in(NAME).said == "已提交。"
    (branch,) = here.branches()
    assert branch.startswith("desk-2021-gonganju-shili-")
    assert here.at(branch) == before.decode()
    log = git(here.server, "log", "-1", "--format=%an <%ae> %s", branch)
    assert log == "示例甲 <desk@localhost> 2021 示例项目：资金·支出 40.00→41.00"
    assert "shili/表.xlsx" in git(
        here.server, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", branch
    )
    assert (jia.report.read_bytes(), git(jia.content, "rev-parse", "HEAD")) == (before, head)
    said = text_of(jia)
    assert "没有要提交的改动" in said
    assert f"2021 示例项目：等着合并，分支 {branch}" in said


def test_a_name_that_git_lacks_is_asked_for_once(here: County) -> None:
    clerk = here.clerk("")
    clerk.write(ON_MAIN)
    assert clerk.hand_in(NAME).said == "没有提交：请写您的姓名。"
    assert clerk.hand_in(NAME, who="示例丙", message="自己写的话").said == "已提交。"
    log = git(here.server, "log", "-1", "--format=%an %s", here.branches()[0])
    assert log == "示例丙 自己写的话"
    assert "提交人：示例丙" not in text_of(clerk)  # nothing is open
    clerk.write(("第一段", "第二段"))
    assert clerk.get().soup.select_one("#who") is None


@pytest.mark.parametrize("is_squashed", [False, True])
def test_later_edits_go_to_the_same_branch_and_what_is_merged_is_known(
    here: County, jia: Clerk, *, is_squashed: bool
) -> None:
    jia.write(ON_MAIN)
    assert [jia.hand_in(NAME).said for _ in "12"] == ["已提交。"] * 2
    jia.write(("第一段", "第二段"))
    jia.hand_in(NAME)
    (branch,) = here.branches()
    assert "第二段" in here.at(branch)
    here.merge(branch, squash=is_squashed)
    assert jia.post("hand-in/fetch", []).said.startswith("取回了")
    assert branch not in text_of(jia)
    assert git(jia.content, "status", "--porcelain") == ""
    jia.write(("第二段", "第三段"))
    assert jia.hand_in(NAME).said == "已提交。"
    assert here.branches() != [branch]


def test_what_was_handed_in_can_be_taken_back_in_its_branch(here: County, jia: Clerk) -> None:
    before = jia.report.read_bytes()
    jia.write(ON_MAIN)
    jia.hand_in(NAME)
    jia.report.write_bytes(before)
    assert jia.hand_in(NAME).said == "已提交。"
    (branch,) = here.branches()
    assert here.at(branch) == before.decode()
    log = git(here.server, "log", "-1", "--format=%s", branch)
    assert log == "2021 示例项目：资金·支出 41.00→40.00"


def test_the_same_change_of_another_has_a_branch_of_its_own(
    here: County, jia: Clerk, yi: Clerk
) -> None:
    for clerk in (jia, yi):
        clerk.write(ON_MAIN)
        assert clerk.hand_in(NAME).said == "已提交。"
    jias, yis = here.branches()
    assert yis == f"{jias}-2"
    assert here.at(jias) == here.at(yis)


@pytest.mark.parametrize("typed", [".", "<>", "\x00", "\u202e"])
def test_what_is_no_name_to_git_is_asked_for_again(here: County, typed: str) -> None:
    clerk = here.clerk("")
    clerk.write(ON_MAIN)
    assert clerk.hand_in(NAME, who=typed).said == "没有提交：请写您的姓名。"
    git(clerk.content, "config", "user.name", ".")
    assert clerk.get().soup.select_one("[name=who]")
    assert clerk.hand_in(NAME, who="示例\x00丙").said == "已提交。"
    assert git(here.server, "log", "-1", "--format=%an", here.branches()[0]) == "示例 丙"


def test_what_two_changed_in_different_places_comes_together(
    here: County, jia: Clerk, yi: Clerk
) -> None:
    mine = jia.write(ON_MAIN)
    yi.write(("50.00", "51.00"))
    push(yi)
    answer = jia.hand_in(NAME)
    assert answer.said == "已提交。"
    both = mine.decode().replace("50.00", "51.00")
    assert here.at(here.branches()[0]) == both == jia.report.read_text("utf-8")
    link = answer.soup.select_one("a[href*=former]")
    assert link
    former = jia.get(str(link["href"]).partition("desk/")[2]).soup.get_text()
    assert former.strip() == mine.decode().strip()
    assert not jia.desk.files.can_undo(NAME)  # it would take back what another changed


def test_what_is_open_takes_in_what_is_fetched(jia: Clerk, yi: Clerk) -> None:
    jia.write(ON_MAIN)
    yi.write(("50.00", "51.00"))
    push(yi)
    answer = jia.post("hand-in/fetch", [])
    assert answer.said == "取回了别人改动的 1 个文件。您正在改的也并进了别人的改动。"
    assert all(one in jia.report.read_text("utf-8") for one in ("41.00", "51.00"))
    (row,) = answer.soup.select(".going tbody tr")
    assert "支出 40.00→41.00" in row.get_text()
    assert "51.00" not in row.get_text()
    assert git(jia.content, "diff", "--cached", "--name-only") == ""


def test_a_file_that_was_only_touched_is_fetched(jia: Clerk, yi: Clerk) -> None:
    os.utime(jia.report, (1, 1))
    yi.write(("50.00", "51.00"))
    push(yi)
    assert jia.post("hand-in/fetch", []).said == "取回了别人改动的 1 个文件。"
    assert jia.report.read_bytes() == yi.report.read_bytes()


@pytest.mark.parametrize(
    ("side", "result"), [("mine", "41.00"), ("theirs", "42.00"), ("own", MINE)]
)
def test_who_changed_the_same_value_is_named_and_a_person_chooses(
    here: County, jia: Clerk, yi: Clerk, side: str, result: str
) -> None:
    before = jia.write(ON_MAIN, ("第一段", "第二段"))
    yi.write(("40.00", "42.00"))
    push(yi)
    answer = jia.hand_in(NAME)
    assert answer.said.startswith("没有提交，您的改动都还在")
    clash = answer.soup.select_one(".clash")
    assert clash
    said = clash.get_text(" ", strip=True)
    for words in ("示例乙在", "资金·支出", "原来：40.00", "41.00", "42.00"):
        assert words in said
    assert (here.branches(), jia.report.read_bytes()) == ([], before)
    where = (NAME, "资金", "支出")
    values = answer.values() | {path_name(("side", *where)): side}
    values[path_name(("typed", *where))] = MINE
    assert jia.post("hand-in", list(values.items())).said == "已提交。"
    made = here.at(here.branches()[0])
    assert made == before.decode().replace("41.00", result) == jia.report.read_text("utf-8")
    assert jia.post("hand-in/fetch", []).said == "已经是最新的。"


def test_corrections_of_two_both_stay_each_telling_what_was_before_it(
    here: County, jia: Clerk, yi: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")  # 2026-01-01, as the desk is told
    for clerk, amount in ((yi, "42.00"), (jia, "41.00")):
        clerk.write(("40.00", amount))
        with clerk.report.open("a", encoding="utf-8") as file:
            file.write(f"更正:\n  - 日期: 2025-12-01\n    说明: 改为 {amount}\n    改动:\n"
                       f"      - {{栏目: 资金·支出, 原为: 40.00, 改为: {amount}}}\n")  # fmt: skip
    push(yi)
    values = jia.hand_in(NAME).values() | {path_name(("side", NAME, "资金", "支出")): "mine"}
    assert jia.post("hand-in", list(values.items())).said == "已提交。"
    made = yaml.safe_load(here.at(here.branches()[0]))["更正"]
    assert [[(two["原为"], two["改为"]) for two in one["改动"]] for one in made] == [
        [(40.0, 42.0)], [(42.0, 41.0)]
    ]  # fmt: skip


def test_a_choice_holds_for_what_was_shown_only(here: County, jia: Clerk, yi: Clerk) -> None:
    jia.write(ON_MAIN)
    yi.write(("40.00", "42.00"))
    push(yi)
    values = jia.hand_in(NAME).values() | {path_name(("side", NAME, "资金", "支出")): "mine"}
    yi.write(("42.00", "43.00"))
    push(yi)
    answer = jia.post("hand-in", list(values.items()))
    assert "43.00" in answer.soup.get_text()
    assert here.branches() == []


def test_a_file_that_another_deleted_is_asked_about_as_a_whole(
    here: County, jia: Clerk, yi: Clerk
) -> None:
    jia.write(ON_MAIN)
    yi.report.unlink()
    push(yi)
    answer = jia.hand_in(NAME)
    values = answer.values() | {path_name(("side", NAME)): "mine"}
    assert "整个文件" in answer.soup.get_text()
    assert jia.post("hand-in", list(values.items())).said == "已提交。"
    assert "41.00" in here.at(here.branches()[0])


def test_a_waiting_branch_takes_in_what_came_to_main(here: County, jia: Clerk, yi: Clerk) -> None:
    jia.write(ON_MAIN)
    jia.hand_in(NAME)
    yi.write(("50.00", "51.00"))
    push(yi)
    jia.write(("第一段", "第二段"))
    assert jia.hand_in(NAME).said == "已提交。"
    (branch,) = here.branches()
    made = here.at(branch)
    assert all(one in made for one in ("41.00", "51.00", "第二段"))
    here.merge(branch)
    assert here.at("main") == made


def test_directly_to_main_where_the_settings_say_so(tmp_path: Path) -> None:
    here = county(tmp_path, {"提交方式": "直接"})
    jia, yi = here.clerk("示例甲"), here.clerk("示例乙")
    for clerk, change in ((jia, ON_MAIN), (yi, ("50.00", "51.00"))):
        clerk.write(change)
        answer = clerk.hand_in(NAME)
        assert answer.said == "已提交。"
        assert "已推送到主分支 main" in answer.soup.get_text()
        assert clerk.hand_in(NAME).said == "没有要提交的：选的都和服务器上一样。"
        assert git(clerk.content, "status", "--porcelain") == ""
    assert here.branches() == []
    assert all(one in here.at("main") for one in ("41.00", "51.00"))


def test_another_who_pushes_at_the_same_moment_is_no_failure(tmp_path: Path) -> None:
    here = county(tmp_path, {"提交方式": "直接"})
    jia, yi = here.clerk("示例甲"), here.clerk("示例乙")
    yi.write(("50.00", "51.00"))
    git(yi.content, "commit", "-q", "-am", "by git")
    hook = jia.content.parent / ".git/hooks/pre-push"  # runs between the fetch and the push
    hook.write_text(f"#!/bin/sh\ngit -C {yi.content} push -q origin HEAD:main || true\n", "utf-8")
    hook.chmod(0o755)
    jia.write(ON_MAIN)
    assert jia.hand_in(NAME).said == "已提交。"
    assert all(one in here.at("main") for one in ("41.00", "51.00"))


def crlf(here: County) -> Clerk:
    return here.clerk("示例甲", "-c", "core.autocrlf=true")


def worktree(here: County) -> Clerk:
    place = here.clerk("示例甲").content.parent
    git(place, "switch", "-q", "-c", "aside")
    git(place, "worktree", "add", "-q", f"{place}-tree", "main")
    return here.at_desk(place.with_name(f"{place.name}-tree"))


def sparse(here: County) -> Clerk:
    clerk = here.clerk("示例甲")
    git(clerk.content.parent, "sparse-checkout", "set", "content/reports")
    return clerk


def shallow(here: County) -> Clerk:
    place = here.clerk("示例甲").content.parent.with_name("shallow")
    url = here.server.as_uri()
    git(place.parent, "clone", "-q", "--depth", "1", "--single-branch", url, place.as_posix())
    git(place, "config", "user.name", "示例甲")
    return here.at_desk(place)


@pytest.mark.parametrize("kind", [crlf, worktree, sparse, shallow])
def test_in_every_kind_of_clone_both_changes_arrive(
    here: County, yi: Clerk, kind: Callable[[County], Clerk]
) -> None:
    jia = kind(here)
    jia.write(ON_MAIN)
    is_crlf = kind is crlf
    if is_crlf:
        jia.report.write_bytes(jia.report.read_bytes().replace(b"\n", b"\r\n"))
    yi.write(("50.00", "51.00"))
    push(yi)
    assert jia.hand_in(NAME).said == "已提交。"
    (branch,) = here.branches()
    made = here.at(branch)
    assert all(one in made for one in ("41.00", "51.00"))
    assert jia.report.read_bytes().decode().replace("\r\n", "\n") == made
    assert (b"\r\n" in jia.report.read_bytes()) == is_crlf
    assert git(here.server, "diff", "--name-only", "main", branch) == f"content/{NAME}"
    assert "没有要提交的改动" in text_of(jia)
    here.merge(branch)
    assert jia.post("hand-in/fetch", []).said.startswith("取回了")
    assert git(jia.content, "status", "--porcelain") == ""


def test_what_changed_after_the_check_is_not_handed_in(here: County, jia: Clerk, yi: Clerk) -> None:
    yi.write(("50.00", "51.00"))
    push(yi)
    hook = jia.content.parent / ".git/hooks/reference-transaction"  # runs as the fetch ends
    hook.write_text(f"#!/bin/sh\nprintf '# 又改\\n' >>{jia.report}\n", "utf-8")
    hook.chmod(0o755)
    jia.write(ON_MAIN)
    assert jia.hand_in(NAME).said.startswith(f"检查以后文件又变了（{NAME}），没有提交")
    hook.unlink()
    assert here.branches() == []
    assert jia.hand_in(NAME).said == "已提交。"
    assert "# 又改" in here.at(here.branches()[0])


REFUSALS: Mapping[str, tuple[str, str]] = {
    "a check": ("pre-receive", "echo '错误: 不行'; exit 1"),
    "a protected branch": ("update", "echo 'GitLab: protected branch'; exit 1"),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_server_that_refuses_is_quoted_and_nothing_changed(
    here: County, jia: Clerk, refusal: str
) -> None:
    name, script = REFUSALS[refusal]
    hook = here.server / "hooks" / name
    hook.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    hook.chmod(0o755)
    before = jia.write(ON_MAIN)
    said = jia.hand_in(NAME).said
    assert script.partition("'")[2].partition("'")[0] in said
    assert (jia.report.read_bytes(), here.branches()) == (before, [])
    hook.unlink()
    assert jia.hand_in(NAME).said == "已提交。"


def test_a_server_that_is_gone_is_said(here: County, jia: Clerk) -> None:
    before = jia.write(ON_MAIN)
    here.server.rename(here.server.with_name("away"))
    assert jia.hand_in(NAME).said.startswith("找不到服务器上的仓库")
    assert jia.report.read_bytes() == before
    here.server.with_name("away").rename(here.server)
    assert jia.hand_in(NAME).said == "已提交。"


def test_a_draft_may_be_wrong_and_must_hold_nothing_secret(here: County, jia: Clerk) -> None:
    jia.write(("状态: 公开", "状态: 草稿"), ("40.00", "四十"))
    assert jia.hand_in(NAME).said == "已提交。"
    jia.write(("第一段", "身份证号 11010119900307277X"))
    assert "还有错误" in jia.hand_in(NAME).said
    assert "11010119900307277X" not in here.at(here.branches()[0])


@pytest.mark.parametrize("takes_options", [True, False])
def test_gitlab_is_asked_to_open_the_request(
    here: County, jia: Clerk, monkeypatch: pytest.MonkeyPatch, *, takes_options: bool
) -> None:
    told, ssh = here.server / "told", here.server / "ssh"
    ssh.write_text('#!/bin/sh\nfor last in "$@"; do :; done\neval "$last"\n', "utf-8")
    hook = here.server / "hooks/post-receive"
    hook.write_text(f'#!/bin/sh\necho "$GIT_PUSH_OPTION_0 $GIT_PUSH_OPTION_2" >{told}\n', "utf-8")
    for one in (ssh, hook):
        one.chmod(0o755)
    git(here.server, "config", "receive.advertisePushOptions", f"{takes_options}".lower())
    git(jia.content, "remote", "set-url", "origin", f"git@gitlab.example:{here.server}")
    monkeypatch.setenv("GIT_SSH_COMMAND", ssh.as_posix())
    jia.write(ON_MAIN)
    answer = jia.hand_in(NAME)
    assert answer.said == "已提交。"
    asked = "merge_request.create merge_request.title=2021 示例项目：资金·支出 40.00→41.00"
    assert told.read_text("utf-8").strip() == (asked if takes_options else "")
    link = answer.soup.select_one(".handed a")
    assert link
    assert str(link["href"]).startswith("https://gitlab.example/")
    assert here.branches()[0] in str(link["href"])


@pytest.mark.slow("starts sshd")
def test_over_ssh_whoever_is_not_let_in_is_told_and_nobody_is_asked(
    here: County, jia: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ssh"
    folder.mkdir()
    jia.write(ON_MAIN)
    with sshd(folder) as server:
        url = f"ssh://{server.host}:{server.port}{here.server}"
        git(jia.content, "remote", "set-url", "origin", url)
        refused = {"stranger": "服务器不让这个账号提交", "client": "这台机器还不认识服务器"}
        for key, begins in refused.items():
            ssh = server.ssh(key=key).replace(" -o BatchMode=yes", "")
            if key == "client":
                ssh = ssh.replace("-o HostKeyAlias=jixiao", "")
            monkeypatch.setenv("GIT_SSH_COMMAND", ssh)
            assert jia.hand_in(NAME).said.startswith(begins)
        monkeypatch.setenv("GIT_SSH_COMMAND", server.ssh())
        assert jia.hand_in(NAME).said == "已提交。"
    jia.write(("第一段", "第二段"))
    assert jia.hand_in(NAME).said.startswith("连不上服务器")


def test_an_error_in_a_public_report_keeps_it_back(here: County, jia: Clerk) -> None:
    jia.write(("公开日期", "公布日期"))
    assert "还有错误" in jia.hand_in(NAME).said
    assert here.branches() == []


def test_a_link_out_of_the_content_is_not_handed_in(
    here: County, jia: Clerk, tmp_path: Path
) -> None:
    (tmp_path / "private").write_text("示例", "utf-8")
    (jia.content / "link.txt").symlink_to(tmp_path / "private")
    assert "不是普通文件" in jia.hand_in("link.txt").said
    assert here.branches() == []
