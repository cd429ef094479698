"""The administrator's page, done as it says: every block of commands, on machines of their own.

Real sshd, nginx, git, accounts and files in /etc (see `machines.py` for what is stood in for). What
the page has people do by hand, carry a file or edit one, is done by the test.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.machines import HOME, Network
from tests.support.office import BLOCKS, CLERK, Office, hosts

pytestmark = pytest.mark.slow("follows the paper on machines of their own")

PAGE = ROOT / "docs/administration.md"
PUBLISHED = "remote: 已公开（"
REPORT = "content/reports/2021/gonganju/shili.yml"
SECRET = "绝不该公开的一句话"
NEW = f"""项目名称: 示例项目
部门: 盐边县公安局
年度: 2021
评价类型: 单位自评
状态: 公开
公开日期: 2026-11-22
数据说明:
  - {SECRET}
"""
WITHDRAWN = """项目名称: 示例项目
部门: 盐边县公安局
年度: 2021
评价类型: 单位自评
状态: 撤回
公开日期: 2026-11-22
撤回: {日期: 2026-11-23, 理由: 误公开}
"""
RECORD = "git --git-dir=/var/lib/jixiao/repo.git show jixiao-record:checkpoint.json"
REAL = "reports/2021/gonganju/shipin-huiyi-xitong/"


@pytest.fixture(params=["甲", "乙"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with Network(tmp_path, hosts(request.param)) as network:
        yield Office(network, request.param)


# What is the same in both ways is done in one of them, for time's sake; what rests on one machine
# being two, keys and what is restored, in both.
ONLY_IN = {"甲": ("离开的人", "出了问题：紧急撤下", "门户的子路径", "HTTPS"), "乙": ("升级程序",)}


@pytest.mark.timeout(900)
def test_the_page_from_bare_machines_to_a_restored_site(office: Office) -> None:
    set_up(office)
    a_clerk_comes(office)
    if office.way == "甲":
        a_clerk_goes(office)
    gone_back(office)
    if office.way == "甲":
        withdrawn_at_once(office)
    lost_and_restored(office)
    if office.way == "乙":
        a_later_version(office)
    else:
        lost_and_put_back(office)
        other_addresses(office)
    others = [*ONLY_IN["乙" if office.way == "甲" else "甲"], "不能上网"]
    ours = {one for one in BLOCKS if one.way in ("", office.way) and one.heading not in others}
    assert ours == office.done


def set_up(office: Office) -> None:
    said = office.set_up()
    if office.way == "乙":
        keys = said["五乙、另一台"]
        assert len(set(re.findall(r"SHA256:\S+", keys))) == 1
        assert "jixiao-receiver 3" in keys
        assert "uid=" not in keys
    assert "公开：盐边县公安局 2021年度 视频会议系统升级改造经费" in said["六、第一次公开"]
    assert "<title>盐边县预算绩效公开</title>" in said["六、第一次公开"]
    assert "113.5585" in office.get(REAL)
    assert "已公开。" in office.follow("七、每天零点的定时公开")
    assert office.server.run("stat -c %a /var/lib/jixiao") == "700\n"


def a_clerk_comes(office: Office) -> None:
    clerk = office.clerk
    clerk.run("""
        ssh-keygen -q -t ed25519 -N '' -C zhangsan -f ~/.ssh/id_ed25519
        ssh-keyscan -t ed25519 git.example >~/.ssh/known_hosts 2>/dev/null
        git config --global user.name 张三 && git config --global user.email zhangsan@jixiao.example
    """, CLERK)  # fmt: skip
    office.carry(clerk, f"/home/{CLERK}/.ssh/id_ed25519.pub", office.server, f"{HOME}/zhangsan.pub")
    told = office.follow("新来的人")
    assert re.findall(r"SHA256:\S+", told)[0] in clerk.run(
        "ssh-keygen -lf ~/.ssh/known_hosts", CLERK
    )
    office.clone()
    said = office.push(REPORT, NEW)
    assert PUBLISHED in said, said
    assert SECRET in office.get("reports/2021/gonganju/shili/")
    assert "fatal: Interactive git shell is not enabled" in clerk.run(
        "ssh jixiao@git.example", CLERK, fails=True
    )


def a_clerk_goes(office: Office) -> None:
    clerk = office.clerk
    assert office.follow("离开的人").endswith("0\n")
    assert "Permission denied" in clerk.run("cd ~/jixiao && git pull", CLERK, fails=True)
    office.follow("新来的人")
    assert "main" in office.server.run(
        "runuser -l jixiao -s /bin/sh -c 'git -C repo.git reflog main'"
    )


def gone_back(office: Office) -> None:
    assert "退回到了" in office.follow("出了问题：退回")
    assert SECRET not in office.get()
    assert office.get("reports/2021/gonganju/shili/", "-o /dev/null -w '%{http_code}'") == "404"


def withdrawn_at_once(office: Office) -> None:
    assert PUBLISHED in office.push(REPORT, WITHDRAWN)
    office.web.run(f"grep -rq {SECRET} /srv/jixiao/releases")  # an older release has it still
    kept = office.server.run(RECORD)
    office.follow("出了问题：紧急撤下")
    assert office.server.run(RECORD) == kept
    office.server.run("! git --git-dir=/var/lib/jixiao/repo.git config jixiao.keep")
    assert "误公开" in office.get("reports/2021/gonganju/shili/")
    assert office.web.run("ls /srv/jixiao/releases | wc -l") == "1\n"
    office.web.run(f"! grep -rq {SECRET} /srv/jixiao")
    office.server.run(f"""
        cd /var/lib/jixiao && ! grep -rq {SECRET} .
        git --git-dir=repo.git cat-file --batch --batch-all-objects | (! grep -aq {SECRET})
        git --git-dir=repo.git log --format=%s main | wc -l | grep -qx 1
    """)
    office.clone()


def lost_and_restored(office: Office) -> None:
    office.follow("备份")
    before = office.web.run(
        "cat /srv/jixiao/history; tail -n 1 /srv/jixiao/current/release/publications.jsonl"
    )
    fingerprint = office.clerk.run("ssh-keyscan -t ed25519 git.example 2>/dev/null")
    saved = []
    for machine in office.machines():
        saved.append(machine.run("tar -C / -cz var/backups | base64 -w 0"))
        machine.end()
    office.server = office.network.machine("127.0.0.2", serves=office.way == "甲")
    office.web = (
        office.server if office.way == "甲" else office.network.machine("127.0.0.3", serves=True)
    )
    for machine, text in zip(office.machines(), saved, strict=True):
        machine.write("/tmp/saved", text)
        machine.run("base64 -d /tmp/saved | tar -C / -xz")
    office.follow("能上网")
    headings = ("三、服务器：账号、仓库、钩子", "四、网站服务器：nginx")
    for machine, heading in zip(office.machines(), headings, strict=False):
        first = next(one for one in BLOCKS if one.heading == heading).script.splitlines()[1]
        assert first.startswith("useradd ")
        machine.run(first)
    said = office.follow("从备份恢复")
    assert "已公开。" in said
    assert office.web.run("cat /srv/jixiao/history").startswith(before.partition("{")[0])
    assert "{" + before.partition("{")[2] in office.web.run(
        "cat /srv/jixiao/current/release/publications.jsonl"
    )
    assert office.clerk.run("ssh-keyscan -t ed25519 git.example 2>/dev/null") == fingerprint
    assert "113.5585" in office.get(REAL)
    office.clerk.run("cd ~/jixiao && git pull --quiet", CLERK)


def lost_and_put_back(office: Office) -> None:
    """The folder is empty; the publication of the night, which notices, must not make it worse."""
    before = office.get("release/publications.jsonl")
    office.web.run("find /srv/jixiao -mindepth 1 -delete")
    timer = "runuser -l jixiao -s /bin/sh -c 'cd repo.git && hooks/post-receive --now'"
    said = office.server.run(timer, fails=True)
    assert "没有公开过的网站" in said
    assert "docs/restore.md" in said
    assert "已公开。" in office.follow("没有备份：从最后的网站恢复")
    assert office.get("release/publications.jsonl") == before
    assert "113.5585" in office.get(REAL)


def a_later_version(office: Office) -> None:
    for machine in office.machines():
        office.project(machine, version="9.9.9")
    office.project(office.clerk, f"/home/{CLERK}/jixiao-new", version="9.9.9")
    office.clerk.run(f"chown -R {CLERK}: /home/{CLERK}/jixiao-new")
    said = office.follow("升级程序")
    assert PUBLISHED in said, said
    assert json.loads(office.get("release/manifest.json"))["versions"]["jixiao"] == "9.9.9"
    clone = f"/home/{CLERK}/jixiao"
    assert "上游" not in office.clerk.run(f"cat {clone}/content/site.yml; ls {clone}/{REPORT}")
    office.clerk.run(f"test ! -e {clone}/docs/engines.md")


def other_addresses(office: Office) -> None:
    office.portal = office.network.machine("127.0.0.4")
    office.portal.write(
        "/etc/nginx/sites-enabled/default",
        """
        server { listen 127.0.0.4:8080; include snippets/jixiao.conf; }
    """,
    )
    office.portal.run("touch /etc/nginx/snippets/jixiao.conf && nginx")
    office.follow("门户的子路径")
    found = office.portal.run("curl -sSL http://portal.example:8080/jixiao")
    assert "<title>盐边县预算绩效公开</title>" in found
    assert "113.5585" in office.portal.run(
        f"curl -sSL http://portal.example:8080/jixiao/{REAL[:-1]}"
    )
    office.web.run("""
        mkdir /etc/ssl/jixiao && cd /etc/ssl/jixiao
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=jixiao.example \
            -addext subjectAltName=DNS:jixiao.example -keyout privkey.pem -out fullchain.pem 2>/dev/null
    """)
    office.follow("HTTPS")
    found = office.web.run(
        f"curl -sSL --cacert /etc/ssl/jixiao/fullchain.pem http://jixiao.example/{REAL}"
    )
    assert "113.5585" in found


def test_a_machine_is_shut_in(tmp_path: Path) -> None:
    """What the page's commands write there, through links too, never reaches who runs the test."""
    outside = [Path(name) for name in ("/etc/hosts", "/etc/passwd")]
    before = [file.read_bytes() for file in outside]
    with Network(tmp_path, hosts("甲")) as network:
        machine = network.machine("127.0.0.9")
        machine.run("ln -s /etc/hosts /etc/leads-out && useradd somebody")
        machine.write("/etc/leads-out", "inside")
        assert machine.run("cat /etc/hosts") == "inside"
        assert "curl" in machine.run("curl -sS http://192.0.2.1/", fails=True)
    assert [file.read_bytes() for file in outside] == before


# ---------------------------------------------------------------- without internet

PACKAGES = sorted(
    {
        name
        for block in BLOCKS
        for line in block.script.splitlines()
        if line.startswith("apt-get install")
        for name in re.findall(r" ([a-z][a-z0-9-]+)\b(?![=/:])", line.partition("recommends")[2])
    }
    - {"dpkg-dev"}
)
# A repository of packages with these names and nothing in them; one needs another, as real ones do.
REPOSITORY = f"""
mkdir /srv/repository && cd /srv/repository
for name in {" ".join(PACKAGES)} needed; do
  mkdir -p make/DEBIAN
  printf 'Package: %s\\nVersion: 1\\nArchitecture: all\\nMaintainer: a\\nDescription: a\\n' $name >make/DEBIAN/control
  [ $name != nginx ] || echo 'Depends: needed' >>make/DEBIAN/control
  dpkg-deb --build make $name.deb >/dev/null
  rm -r make
done
dpkg-scanpackages . >Packages 2>/dev/null
echo 'deb [trusted=yes] copy:/srv/repository ./' >/etc/apt/sources.list
"""
# A machine on which nothing of it is installed yet.
BARE = "mv /var/lib/dpkg/status /var/lib/dpkg/status.aside && touch /var/lib/dpkg/status"


def test_packages_are_carried_to_a_machine_without_internet(tmp_path: Path) -> None:
    assert {"git", "nginx", "python3-venv", "fonts-noto-cjk"} <= set(PACKAGES)
    fetch, use = (one.script for one in BLOCKS if one.heading == "不能上网")
    install = [one.script for one in BLOCKS if one.heading == "能上网"]
    with Network(tmp_path, hosts("甲")) as network:
        online, offline = network.machine("127.0.0.9"), network.machine("127.0.0.2")
        online.run(REPOSITORY)
        online.run(fetch)
        debs = online.run("tar -C /opt -cz jixiao-debs | base64 -w 0")
        offline.write("/tmp/debs", debs)
        offline.run(f"base64 -d /tmp/debs | tar -C /opt -xz; {BARE}")
        offline.run(use)
        for script in install:
            offline.run(script.replace("apt-get update\n", ""))
        status = offline.run("dpkg-query --show --showformat='${Package} ${Status}\n'")
        for name in (*PACKAGES, "needed"):
            assert f"{name} install ok installed" in status, name


# ---------------------------------------------------------------- what the page names exists


def test_the_table_of_pipelines_agrees_with_their_files() -> None:
    """Way C: what the page tells to set is what the files read, and they are where it says."""
    text = PAGE.read_text(encoding="utf-8")
    part = text.partition("### 五丙、平台")[2].partition("## 六")[0]
    files = set(re.findall(r"`(deploy/pipelines/\S+)`", part))
    assert files == {str(one.relative_to(ROOT)) for one in (ROOT / "deploy/pipelines").iterdir()}
    told = set(re.findall(r"`(JIXIAO_\w+)`", part))
    usage = (ROOT / "deploy/publish").read_text(encoding="utf-8")
    for name in told:
        assert f"  {name} " in usage, name
    for file in files:
        body = (ROOT / file).read_text(encoding="utf-8")
        assert {name for name in told if name not in body} == set(), file
    for words in ("jixiao-deploy", "jixiao-known-hosts", "jixiao-signing", "jixiao-git"):
        assert f"`{words}`" in part
        assert words in (ROOT / "deploy/pipelines/Jenkinsfile").read_text(encoding="utf-8")
    for workflow, place in re.findall(r"`(deploy/pipelines/\S+)` \| `(\.\S+)`", part):
        assert place in (ROOT / workflow).read_text(encoding="utf-8"), place
