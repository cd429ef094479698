"""The clerk's page on git, done as it says: every block in order, by one clerk beside another.

The server is one that the administrator's page sets up. What the page has the clerk do by hand, edit
a file or have somebody push first, is done by the test; what it shows is compared with what git says.
"""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.machines import HOME, Network
from tests.support.office import CLERK, Office, hosts
from tests.support.papers import blocks

pytestmark = pytest.mark.slow("follows the paper on machines of their own")

PAGE = ROOT / "docs/git.md"
TEXT = PAGE.read_text(encoding="utf-8")
READY = "stat -c %Y /var/lib/jixiao/work/venv/site-ready /var/lib/jixiao/work/check-venv/site-ready"
REPORT = "content/reports/2023/gonganju/shili.yml"
CLONE = f"/home/{CLERK}/jixiao"


class Clerk:
    """Follows the page block by block, as the person at the desk."""

    def __init__(self, office: Office) -> None:
        self.office, self.left = office, blocks(PAGE, marked=False)

    def follow(self, heading: str, *, blocks: int = 1, fails: bool = False) -> str:
        """The next blocks, which are below this heading; what was said."""
        said = ""
        for _ in range(blocks):
            block = self.left.pop(0)
            assert block.heading == heading
            said += self.office.clerk.run(block.script, CLERK, fails=fails)
        return said

    def edit(self, old: str, new: str) -> None:
        text = self.read()
        assert len(re.findall(old, text, re.MULTILINE)) == 1, text
        self.office.clerk.write(f"{CLONE}/{REPORT}", re.sub(old, new, text, flags=re.MULTILINE))

    def read(self) -> str:
        return self.office.clerk.run(f"cat {CLONE}/{REPORT}", CLERK)

    def commit(self, message: str, *options: str) -> None:
        self.run(f"git add content && git commit -q -m {message} {' '.join(options)}")

    def run(self, line: str, *, fails: bool = False) -> str:
        return self.office.clerk.run(line, CLERK, fails=fails)

    def public(self) -> str:
        """The page of the report, without its tags."""
        return re.sub("<[^>]+>", "", self.office.get("reports/2023/gonganju/shili/"))


class Colleague:
    """The other clerk, whose pushes come first. The hooks are shown by those of the first one."""

    def __init__(self, office: Office) -> None:
        self.desk = office.server
        self.desk.run("""
            install -d -o jixiao -g jixiao /var/tmp/lisi
        """)

    def push(self, edit: str) -> None:
        self.desk.run(f"""runuser -l jixiao -s /bin/sh -c '
            set -e; rm -rf /var/tmp/lisi/clone; git clone -q repo.git /var/tmp/lisi/clone; cd /var/tmp/lisi/clone
            {edit}; git add .
            git -c user.name=李四 -c user.email=lisi@jixiao.example commit -q -m 李四的改动
            git -C ~/repo.git fetch -q /var/tmp/lisi/clone HEAD:main
        '""")


@pytest.mark.timeout(900)
def test_the_page_from_a_key_to_a_conflict(tmp_path: Path) -> None:
    with Network(tmp_path, hosts("甲")) as network:
        office = Office(network, "甲")
        office.set_up()
        clerk = Clerk(office)
        first_time(clerk)
        every_day(clerk)
        ready = office.server.run(READY)
        colleague = Colleague(office)
        refused(clerk, colleague)
        undone(clerk)
        both_at_once(clerk, colleague)
        shown_first(clerk)
        assert clerk.left == []
        assert office.server.run(READY) == ready  # installed once, not with each push


def first_time(clerk: Clerk) -> None:
    said = clerk.follow("做钥匙")
    key = next(line for line in said.splitlines() if line.startswith("ssh-ed25519 "))
    clerk.office.server.write(f"{HOME}/zhangsan.pub", f"{key}\n")
    told = clerk.office.follow("新来的人")
    said = clerk.follow("认服务器")
    assert re.findall(r"SHA256:\S+", said)[-1] in told
    clerk.follow("写明自己是谁")
    said = clerk.follow("领取仓库，装好 jixiao")
    assert "退出登录，重新登录一次" in said
    assert "首页：" in said


def every_day(clerk: Clerk) -> None:
    assert "已放好：" in clerk.follow("每天怎样做")
    clerk.edit("^状态: 草稿", "状态: 公开")
    clerk.edit("^公开日期:.*", "公开日期: 2026-11-23")
    said = clerk.follow("每天怎样做")
    assert "content/reports/2023/" in said
    assert "remote: 已公开（" in said
    assert "Warning" not in said  # nothing of what installs the program
    assert_explained(said)
    assert "示例项目经费" in clerk.public()


def assert_explained(said: str) -> None:
    """Each kind of line that a push shows is in the page's table."""
    verdicts = "收下了|没有收下|已公开|推送已收下|第一次检查|另一次|还没有"
    for what in re.findall(rf"^remote: ((?:{verdicts})[^ ，。（…]*)", said, re.MULTILINE):
        assert f"`remote: {what}" in TEXT, what


def refused(clerk: Clerk, colleague: Colleague) -> None:
    colleague.push("echo 说明 >>content/pages/feedback.md")
    clerk.edit("^实施单位:.*", "实施单位: 甲大队")
    clerk.commit("甲")
    assert shown("别人先推送了") in clerk.run("git push", fails=True)
    assert "remote: 已公开（" in clerk.follow("别人先推送了")

    clerk.edit("^实施单位:.*", "实施单位: 乙大队\n多余: 1")
    clerk.commit("乙", "--no-verify")
    said = clerk.run("git push", fails=True)
    assert shown("检查没有通过") in said
    assert f"remote: {REPORT}:" in said
    assert "不认识的键“多余”" in said
    assert_explained(said)
    clerk.edit("^多余: 1\n", "")
    assert "remote: 已公开（" in clerk.follow("检查没有通过")
    assert "乙大队" in clerk.public()


def shown(heading: str) -> str:
    """What the page shows below a heading."""
    part = TEXT.partition(f"### {heading}\n")[2]
    return part.partition("```text\n")[2].partition("```")[0].rstrip("\n")


def undone(clerk: Clerk) -> None:
    clean = clerk.read()
    clerk.edit("^实施单位:.*", "实施单位: 丙大队")
    clerk.run("git add content")
    clerk.edit("^实施单位:.*", "实施单位: 丁大队")
    clerk.follow("还没有提交")
    assert clerk.read() == clean
    clerk.edit("^实施单位:.*", "实施单位: 丙大队")
    clerk.commit("丙")
    clerk.follow("提交了，还没有推送")
    assert "丙大队" in clerk.read()
    assert f"M  {REPORT}" in clerk.run("git status --short")
    assert clerk.run("git rev-list --count @{u}..").strip() == "0"
    clerk.run("git restore --staged --worktree content")
    assert "remote: 已公开（" in clerk.follow("已经推送")
    assert "甲大队" in clerk.public()


def both_at_once(clerk: Clerk, colleague: Colleague) -> None:
    heading = "两个人改了同一份报告"
    colleague.push(f'sed -i "s/^实施单位:.*/实施单位: 指挥中心/" {REPORT}')
    clerk.edit("^实施单位:.*", "实施单位: 科信大队")
    clerk.commit("改实施单位")
    before = clerk.run("git rev-parse HEAD")
    conflict = TEXT.partition("拉取时会说：\n\n```text\n")[2].partition("\n")[0]
    assert conflict in clerk.run("git pull --rebase", fails=True)
    clerk.follow(heading)
    assert clerk.run("git rev-parse HEAD") == before
    clerk.run("git pull --rebase", fails=True)
    marks = TEXT.partition("冲突的地方是这样：\n\n```text\n")[2].partition("```")[0]
    assert re.search(re.escape(marks).replace("7c1f0de", "[0-9a-f]{7,}"), clerk.read()), (
        clerk.read()
    )
    assert "错误" in clerk.run(f"jixiao check {REPORT}", fails=True)
    clerk.edit(r"^<<<<<<< .*\n.*\n=======\n(.*\n)>>>>>>> .*\n", r"\1")
    assert "remote: 已公开（" in clerk.follow(heading)
    assert "科信大队" in clerk.public()


def shown_first(clerk: Clerk) -> None:
    clerk.edit("^实施单位:.*", "实施单位: 戊大队")
    said = clerk.follow("先请人看，再公开")
    assert "remote:" not in said
    clerk.commit("戊")
    clerk.run("git push")
    assert "戊大队" not in clerk.public()
    assert "remote: 已公开（" in clerk.follow("先请人看，再公开")
    assert "戊大队" in clerk.public()
