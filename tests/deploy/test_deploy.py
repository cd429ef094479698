"""Deploys over a real sshd with real rsync to what a real nginx serves, a browser looking."""

import contextlib
import fcntl
import hashlib
import json
import os
import shlex
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import BIN, ROOT, TODAY, run, tree
from tests.support import releases
from tests.support.nginx import serving_target
from tests.support.releases import deploy, publish, release
from tests.support.search_page import SHOWN
from tests.support.sshd import Server, sshd

pytestmark = pytest.mark.slow("deploys through sshd and rsync")

Once = Callable[[str, Callable[[Path], None]], Path]
Serve = Callable[[Path], str]
ADDED = "又写了一句。"  # on /about/ of the second site
REPORTED = "后来补写的话"  # in a report of the second site


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with sshd(tmp_path_factory.mktemp("sshd")) as started:
        yield started


@pytest.fixture
def ssh(server: Server) -> dict[str, str]:
    """The environment in which ssh reaches the server; any key may run anything."""
    shutil.copy(server.folder / "client.pub", server.folder / "authorized")
    return {"JIXIAO_SSH": server.ssh()}


@pytest.fixture
def sites(once: Once, tmp_path: Path) -> tuple[Path, Path]:
    """Two built sites of its own, the second of changed content."""
    one, two = releases.two_sites(once)
    copies = releases.copy(one, tmp_path / "one"), releases.copy(two, tmp_path / "two")
    return copies[0] / "site", copies[1] / "site"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "srv"


def serving(base: Path) -> str:
    """The name of the release that is served."""
    return (base / "current").readlink().name


def whole(base: Path) -> None:
    """What is served is a release as it was made, and nothing lies about."""
    done = run("jixiao", "verify", base / "current")
    assert done.returncode == 0, done.stdout
    assert list((base / "incoming").iterdir()) == []


def test_deploy_switch_rollback_over_ssh_with_a_browser_looking(
    sites: tuple[Path, Path],
    base: Path,
    server: Server,
    ssh: dict[str, str],
    whole_browser: Browser,
) -> None:
    target = f"{server.host}:{base}"
    base.mkdir()
    with serving_target(base) as address:
        page = whole_browser.new_page()
        said = publish(sites[0], target, "--url", address, **ssh)
        assert "发布了 0001-" in said
        assert "检查通过" in said
        page.goto(f"{address}about/")
        assert ADDED not in page.content()
        said = publish(sites[1], target, "--url", address, **ssh)
        page.reload()
        assert ADDED in page.content()
        done = run("jixiao", "rollback", target, "--url", address, cwd=ROOT, **ssh)
        assert done.returncode == 0, done.stderr
        assert "退回到了 0001-" in done.stdout
        page.reload()
        assert ADDED not in page.content()
        listed = run("jixiao", "releases", target, cwd=ROOT, **ssh).stdout.splitlines()
        assert ["正在服务" in line for line in listed] == [True, False]
        publish(sites[1], target, "--url", address, **ssh)
        page.reload()
        assert ADDED in page.content()
        page.close()
    whole(base)


def test_only_what_changed_is_sent_and_the_rest_is_shared(
    sites: tuple[Path, Path], base: Path, server: Server, ssh: dict[str, str]
) -> None:
    target = f"{server.host}:{base}"
    publish(sites[0], target, **ssh)
    first = (base / "current").resolve()
    said = publish(sites[1], target, **ssh)
    second = (base / "current").resolve()
    same = "years/index.html"
    assert (first / same).stat().st_ino == (second / same).stat().st_ino
    assert (first / "about/index.html").stat().st_ino != (second / "about/index.html").stat().st_ino
    before, now = tree(first), tree(second)
    changed = [path for path, data in now.items() if before.get(path) != data]
    assert f"上传 {len(changed)} 个文件" in said
    assert len(changed) < len(now) / 3


def test_a_tab_that_was_open_before_a_release_still_searches(
    sites: tuple[Path, Path], base: Path, whole_browser: Browser
) -> None:
    publish(sites[0], base)
    with serving_target(base) as address:
        page = whole_browser.new_page()
        failed: list[str] = []
        page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
        page.goto(f"{address}search/")
        publish(sites[1], base, "--url", address)
        page.get_by_role("searchbox").fill("绩效")
        page.keyboard.press("Enter")
        page.evaluate(SHOWN)
        expect(page.locator("article")).to_contain_text("绩效")
        fresh = whole_browser.new_page()
        fresh.goto(f"{address}search/?q={REPORTED}")
        fresh.evaluate(SHOWN)
        expect(fresh.locator("article")).to_contain_text(REPORTED)
        assert failed == []
        page.close()
        fresh.close()


def test_old_releases_go_and_with_them_what_only_they_had(
    sites: tuple[Path, Path], base: Path
) -> None:
    publish(sites[0], base)
    old = {str(f.relative_to(base / "kept")) for f in (base / "kept").rglob("*") if f.is_file()}
    publish(sites[1], base, "--keep", "2")
    both = {str(f.relative_to(base / "kept")) for f in (base / "kept").rglob("*") if f.is_file()}
    assert old < both
    append_page(sites[1])
    publish(sites[1], base, "--keep", "1")
    assert [f.name for f in (base / "releases").iterdir()] == [serving(base)]
    left = {str(f.relative_to(base / "kept")) for f in (base / "kept").rglob("*") if f.is_file()}
    assert left < both
    whole(base)


def append_page(site: Path) -> None:
    """Change a page of a built site, as another build would."""
    releases.change_built(site / "about/index.html", ADDED, f"{ADDED}再一句。")


def test_a_folder_of_somebody_else_is_left_alone(sites: tuple[Path, Path], base: Path) -> None:
    assert release(sites[0], "--first").returncode == 0
    (base / "incoming").mkdir(parents=True)
    (base / "incoming/thesis.txt").write_text("mine", encoding="utf-8")
    done = deploy(sites[0], base)
    assert done.returncode == 1
    assert "不是本程序建立的" in done.stderr
    assert (base / "incoming/thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_mistyped_target_makes_no_second_site(sites: tuple[Path, Path], base: Path) -> None:
    publish(sites[0], base)
    assert release(sites[1], "--since", base).returncode == 0
    wrong = base.parent / "srv2"
    done = deploy(sites[1], wrong)
    assert done.returncode == 1
    assert f"{wrong} 上没有发布过网站" in done.stderr
    assert "--restore" in done.stderr
    for options in ([], ["--to", "1"]):
        done = run("jixiao", "rollback", wrong, *options)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"{wrong} 上没有发布过网站" in done.stderr
    run("jixiao", "releases", wrong)
    assert not wrong.exists()
    assert deploy(sites[1], base).returncode == 0
    done = deploy(sites[1], wrong, "--restore")  # nothing tells whether it is the newest
    assert (done.returncode, "找不到公开记录的留底" in done.stderr) == (1, True)
    assert not wrong.exists()


def damage(base: Path) -> None:
    """Change a file of the release that serves, on the server."""
    victim = base / "current/years/index.html"
    victim.write_bytes(victim.read_bytes() + b"<script>")


def test_what_did_not_change_is_no_new_release(sites: tuple[Path, Path], base: Path) -> None:
    """A publication each night must not push out what one could go back to."""
    publish(sites[0], base)
    publish(sites[1], base)
    before = serving(base)
    later = {"SOURCE_DATE_EPOCH": str(int(TODAY) + 86_400)}
    assert release(sites[1], "--since", base, **later).returncode == 0
    done = deploy(sites[1], base, **later)
    assert (done.returncode, serving(base)) == (0, before)
    assert "没有改动" in done.stdout
    assert len(list((base / "releases").iterdir())) == 2
    assert run("jixiao", "rollback", base).returncode == 0
    assert deploy(sites[1], base, **later).returncode == 0  # what serves now is another
    assert serving(base) not in (before, "")


def test_a_publication_without_news_mends_what_was_damaged(
    sites: tuple[Path, Path], base: Path
) -> None:
    publish(sites[0], base)
    damage(base)
    later = {"SOURCE_DATE_EPOCH": str(int(TODAY) + 86_400)}
    assert release(sites[0], "--since", base, **later).returncode == 0
    done = deploy(sites[0], base, **later)
    assert done.returncode == 0, done.stderr
    assert "服务器上的 years/index.html 被改动或损坏过，已重新上传" in done.stderr
    whole(base)


@pytest.mark.parametrize("again", [True, False], ids=["released again", "as it was"])
def test_older_releases_go_though_nothing_changed(
    sites: tuple[Path, Path], base: Path, again: bool
) -> None:
    """Who says --keep 1 wants older releases gone, now: they may hold what must not be public."""
    publish(sites[0], base)
    publish(sites[1], base)
    later = {"SOURCE_DATE_EPOCH": str(int(TODAY) + 86_400)}
    if again:
        assert release(sites[1], "--since", base, **later).returncode == 0
    assert deploy(sites[1], base, "--keep", "1", **later).returncode == 0
    assert [one.name for one in (base / "releases").iterdir()] == [serving(base)]
    whole(base)


def test_a_rollback_tells_which_corrections_go(once: Once, tmp_path: Path) -> None:
    made = releases.content(tmp_path)
    base, file = tmp_path / "srv", releases.standing(made)
    publish(releases.build(made), base)
    spent = releases.FIGURE.search(file.read_text("utf-8"))
    assert spent
    releases.change(file, f"支出: {spent[1]}", "支出: 1.25")
    note = f"支出由{spent[1]}更正为1.25"
    releases.append(file, f"更正:\n  - {{日期: 2026-11-23, 说明: {note}}}\n")
    publish(releases.build(made), base)
    done = run("jixiao", "rollback", base)
    assert done.returncode == 0
    assert "请尽快改正内容，重新公开" in done.stdout
    assert "更正：" in done.stdout
    assert releases.address(made, file) in done.stdout


def test_a_site_or_a_release_is_never_made_a_target(sites: tuple[Path, Path], base: Path) -> None:
    publish(sites[0], base)
    for folder in (base / "current", sites[0]):
        before = tree(folder)
        done = deploy(sites[0], folder)
        assert done.returncode == 1
        assert "里有别的文件" in done.stderr
        assert tree(folder) == before


def test_a_folder_with_spaces_and_chinese_letters(sites: tuple[Path, Path], base: Path) -> None:
    place = base / "公开 网站 'x' $(y)"
    publish(sites[0], place)
    publish(sites[1], place)
    whole(place)


def test_the_same_release_twice_changes_nothing(sites: tuple[Path, Path], base: Path) -> None:
    publish(sites[0], base)
    before = serving(base)
    done = deploy(sites[0], base)
    assert (done.returncode, serving(base)) == (0, before)
    assert "已经是这一版" in done.stdout


# What makes a health check fail.


def test_a_server_that_shows_something_else_makes_it_go_back(
    sites: tuple[Path, Path], base: Path, tmp_path: Path, whole_browser: Browser
) -> None:
    publish(sites[0], base)
    publish(sites[0], tmp_path / "other")
    before = serving(base)
    assert release(sites[1], "--since", base).returncode == 0
    with serving_target(base) as right, serving_target(tmp_path / "other") as wrong:
        page = whole_browser.new_page()
        done = deploy(sites[1], base, "--url", wrong)
        assert done.returncode == 1
        assert "看到的不是刚发布的网站" in done.stderr
        assert f"已自动退回到 {before}" in done.stderr
        page.goto(f"{right}about/")
        assert ADDED not in page.content()
        page.close()
    assert serving(base) == before
    whole(base)
    assert "\tfailed\t" in (base / "history").read_text(encoding="utf-8")
    said = publish(sites[1], base)
    assert "发布了 0003-" in said  # the number of the failed one is not given again


def test_a_first_release_that_is_not_well_leaves_nothing(
    sites: tuple[Path, Path], base: Path
) -> None:
    assert release(sites[0], "--first").returncode == 0
    done = deploy(sites[0], base, "--url", "http://127.0.0.1:1/")
    assert done.returncode == 1
    assert "已撤下，之前没有发布过别的" in done.stderr
    assert not (base / "current").exists()


def test_a_server_without_the_headers_makes_it_go_back(
    sites: tuple[Path, Path], base: Path, serve: Serve
) -> None:
    publish(sites[0], base)
    before = serving(base)
    assert release(sites[1], "--since", base).returncode == 0
    served = base.parent / "www"
    served.symlink_to(base / "current")
    lost = (sites[1] / "404.html").read_bytes()
    assert lost
    done = deploy(sites[1], base, "--url", serve(served))
    assert done.returncode == 1
    assert "发布后的检查没有通过" in done.stderr
    assert serving(base) == before


def test_a_page_with_a_script_inside_needs_a_server_that_allows_it(
    sites: tuple[Path, Path], base: Path
) -> None:
    """A counter that somebody put into the theme: its hash is told, and the server lacks it."""
    publish(sites[0], base)
    before = serving(base)
    releases.change_built(sites[1] / "index.html", "</body>", "<script>count()</script></body>")
    assert release(sites[1], "--since", base).returncode == 0
    with serving_target(base) as address:
        done = deploy(sites[1], base, "--url", address)
    digest = hashlib.sha256(b"count()").digest()
    import base64

    assert f"script-src 缺少 'sha256-{base64.b64encode(digest).decode()}'" in done.stderr
    assert serving(base) == before


def test_a_rollback_to_a_damaged_release_says_what_helps(
    sites: tuple[Path, Path], base: Path
) -> None:
    publish(sites[0], base)
    publish(sites[1], base)
    append_page(sites[1])
    publish(sites[1], base)
    before = serving(base)
    victim = next((base / "releases").glob("0002-*")) / "about/index.html"
    victim.write_bytes(victim.read_bytes() + b"<script>")
    done = run("jixiao", "rollback", base)
    assert done.returncode == 1
    assert "第 2 版（0002-" in done.stderr
    assert "1 个文件与清单不一致（about/index.html）。没有退回" in done.stderr
    assert f"jixiao rollback {base} --to 序号（留着的还有 1）" in done.stderr
    assert serving(base) == before
    assert run("jixiao", "rollback", base, "--to", "1").returncode == 0


@pytest.mark.parametrize("stated", ["", "https://jixiao.example/other/"])
def test_an_address_that_the_site_does_not_state_is_told(
    sites: tuple[Path, Path], base: Path, stated: str
) -> None:
    file = sites[0] / "release/build.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["address"] == ""
    file.write_text(json.dumps(told | {"address": stated}), encoding="utf-8")
    releases.as_built(sites[0])
    base.mkdir()
    with serving_target(base) as address:
        assert release(sites[0], "--first").returncode == 0
        done = deploy(sites[0], base, "--url", address)
        assert done.returncode == 0, done.stderr
        assert f"地址: {address}" in done.stderr
        assert ("空着" in done.stderr) == (not stated)
        assert stated in done.stderr
        file.write_text(json.dumps(told | {"address": address}), encoding="utf-8")
        releases.as_built(sites[0])
        assert release(sites[0], "--since", base).returncode == 0
        assert deploy(sites[0], base, "--url", address).stderr == ""


def test_a_rollback_that_is_not_well_is_none(sites: tuple[Path, Path], base: Path) -> None:
    publish(sites[0], base)
    publish(sites[1], base)
    before = serving(base)
    done = run("jixiao", "rollback", base, "--url", "http://127.0.0.1:1/")
    assert done.returncode == 1
    assert "没有退回" in done.stderr
    assert serving(base) == before


# Two at once, and releases that do not follow what is public.


def test_two_deploys_at_once_the_second_is_told_to_wait(
    sites: tuple[Path, Path], base: Path
) -> None:
    publish(sites[0], base)
    assert release(sites[1], "--since", base).returncode == 0
    with (base / ".lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = deploy(sites[1], base)
        assert done.returncode == 1
        assert "另一次发布正在进行" in done.stderr
        assert run("jixiao", "releases", base).returncode == 0
    assert deploy(sites[1], base).returncode == 0


def test_a_release_that_does_not_follow_the_record_is_refused(
    sites: tuple[Path, Path], base: Path
) -> None:
    """Made from the same former release as one that was faster; or after a rollback."""
    publish(sites[0], base)
    stale = sites[0].parent / "stale"
    shutil.copytree(sites[0].parent / "content", stale / "content")
    shutil.copytree(sites[0], stale / "site")
    releases.change_built(stale / "site/index.html", "</body>", "<!-- stale --></body>")
    assert release(stale / "site", "--since", base).returncode == 0
    publish(sites[1], base)
    for _ in range(2):
        done = deploy(stale / "site", base)
        assert done.returncode == 1
        assert "公开记录不是接在它后面的" in done.stderr
        whole(base)
        run("jixiao", "rollback", base)


def test_a_server_with_signers_takes_only_what_they_signed(
    sites: tuple[Path, Path], base: Path, server: Server, tmp_path: Path
) -> None:
    signers = tmp_path / "signers"
    public = (server.folder / "client.pub").read_text(encoding="utf-8")
    signers.write_text(f"jixiao {public}", encoding="utf-8")
    server.only(base, signers=signers)
    target, ssh = f"{server.host}:{base}", {"JIXIAO_SSH": server.ssh()}
    key, stranger = server.folder / "client", server.folder / "stranger"
    wrong: list[list[str | Path]] = [[], ["--key", stranger]]
    for options in wrong:
        assert release(sites[0], "--first", *options, **ssh).returncode == 0
        done = deploy(sites[0], target, **ssh)
        assert done.returncode == 1
        assert "只接受签了名的发布" in done.stderr
        assert not (base / "current").exists()
    assert release(sites[0], "--first", "--key", key, **ssh).returncode == 0
    assert deploy(sites[0], target, **ssh).returncode == 0
    releases.change_built(sites[1] / "release/build.json", "{", "{ ")
    assert release(sites[1], "--since", target, "--key", key, **ssh).returncode == 0
    forged = sites[1] / "release/SHA256SUMS"
    forged.write_text(
        forged.read_text("utf-8").replace(" years/index.html\n", " years/index.htm\n"), "utf-8"
    )
    (sites[1] / "years/index.html").rename(sites[1] / "years/index.htm")
    done = deploy(sites[1], target, **ssh)
    assert done.returncode == 1
    assert "只接受签了名的发布" in done.stderr
    whole(base)
    # a list that is named and not there is no list that allows everything
    signers.unlink()
    done = deploy(sites[0], target, **ssh)
    releases.change_built(sites[0] / "release/build.json", "{", "{ ")
    assert release(sites[0], "--since", target, "--key", key, **ssh).returncode == 0
    done = deploy(sites[0], target, **ssh)
    assert (done.returncode, "只接受签了名的发布" in done.stderr) == (1, True)


def test_what_was_damaged_on_the_server_is_sent_again_and_told(
    sites: tuple[Path, Path], base: Path
) -> None:
    publish(sites[0], base)
    damage(base)
    assert release(sites[1], "--since", base).returncode == 0
    done = deploy(sites[1], base)
    assert done.returncode == 0, done.stderr
    assert "服务器上的 years/index.html 被改动或损坏过，已重新上传" in done.stderr
    whole(base)


def test_a_site_that_was_changed_after_the_release_does_not_go_live(
    sites: tuple[Path, Path], base: Path
) -> None:
    publish(sites[0], base)
    before = serving(base)
    assert release(sites[1], "--since", base).returncode == 0
    releases.change(sites[1] / "about/index.html", ADDED, "谁改的？")
    done = deploy(sites[1], base)
    assert done.returncode == 1
    assert "与清单不一致（about/index.html）" in done.stderr
    (sites[1] / "about/index.html").unlink()
    done = deploy(sites[1], base)
    assert done.returncode == 1
    assert "在 jixiao release 之后被改动：缺少 about/index.html" in done.stderr
    assert serving(base) == before
    whole(base)


# A key that can do nothing but deploy.


def test_a_deploy_key_can_do_nothing_else(
    sites: tuple[Path, Path], base: Path, server: Server, tmp_path: Path
) -> None:
    server.only(base)
    ssh = {"JIXIAO_SSH": server.ssh()}
    target = f"{server.host}:{base}"
    publish(sites[0], target, **ssh)
    publish(sites[1], target, **ssh)
    whole(base)
    before = tree(base)
    command = [*shlex.split(server.ssh()), server.host, "touch", str(tmp_path / "pwned")]
    subprocess.run(command, input=b"", capture_output=True, check=False)
    assert not (tmp_path / "pwned").exists()
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    evil = tmp_path / "evil"
    evil.mkdir()
    (evil / "history").write_text("evil", encoding="utf-8")
    (evil / "link").symlink_to("/etc")
    remote = f"{server.host}:"
    for attempt in (
        [f"{remote}{secret}", f"{tmp_path}/stolen"],
        ["-r", f"{evil}/", f"{remote}{base}/"],
        ["-r", f"{evil}/", f"{remote}{base}/incoming/../"],
        ["-rl", f"{evil}/", f"{remote}{base}/incoming/0009-abc.1/"],
        ["-r", "--backup", "--backup-dir=/tmp", f"{evil}/", f"{remote}{base}/incoming/0009-abc.1/"],
        ["--files-from=-", "--delete", f"{evil}/", f"{remote}{base}/incoming/0009-abc.1/"],
    ):
        done = subprocess.run(
            ["rsync", "--rsh", server.ssh(), *attempt], input=b"", capture_output=True, check=False
        )
        assert done.returncode != 0, attempt
    assert not (tmp_path / "stolen").exists()
    assert tree(base) == before


def test_a_stranger_and_an_unknown_server_are_explained(
    sites: tuple[Path, Path], base: Path, server: Server, ssh: dict[str, str]
) -> None:
    assert release(sites[0], "--first").returncode == 0
    target = f"{server.host}:{base}"
    done = deploy(sites[0], target, JIXIAO_SSH=server.ssh(key="stranger"))
    assert (done.returncode, "不接受这个账号或密钥" in done.stderr) == (1, True)
    unknown = server.ssh().replace("HostKeyAlias=jixiao", "HostKeyAlias=other")
    done = deploy(sites[0], target, JIXIAO_SSH=unknown)
    assert (done.returncode, "不认识这台服务器的主机密钥" in done.stderr) == (1, True)
    done = deploy(sites[0], target, JIXIAO_SSH=server.ssh(port=1))
    assert (done.returncode, "没有在这个端口提供 ssh" in done.stderr) == (1, True)
    done = deploy(sites[0], target, JIXIAO_SSH="no-such-ssh")
    assert (done.returncode, "缺少程序 no-such-ssh" in done.stderr) == (1, True)


# When the machine does not play along: a clear message, and the old release serves.


def in_namespace(script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script where mounts are its own."""
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    return subprocess.run(
        ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"]), "sh", "-ec",
         script], capture_output=True, text=True, check=False, env=environment,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_a_disk_too_small(sites: tuple[Path, Path], base: Path) -> None:
    """Told before anything is sent."""
    base.mkdir()
    site, content = sites[0], sites[0].parent / "content"
    done = in_namespace(
        f"mount -t tmpfs -o size=1m none {base}\n"
        f"jixiao release --site {site} --content {content} --first >/dev/null\n"
        f"jixiao deploy {base} --site {site} && exit 9\n"
        f"test ! -e {base}/current\n"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "的磁盘不够：要 " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_disk_that_fills_up_while_files_arrive(sites: tuple[Path, Path], base: Path) -> None:
    """By quota of inodes, which no free space tells of."""
    base.mkdir()
    files = sum(1 for _ in sites[0].rglob("*"))
    done = in_namespace(
        f"mount -t tmpfs -o size=100m,nr_inodes={files // 2} none {base}\n"
        f"jixiao release --site {sites[0]} --content {sites[0].parent}/content --first >/dev/null\n"
        f"jixiao deploy {base} --site {sites[0]} && exit 9\n"
        f"test ! -e {base}/current\n"
        f"mount -o remount,size=100m,nr_inodes={files * 4} {base}\n"
        f"jixiao deploy {base} --site {sites[0]}\n"
        f"jixiao verify {base}/current\n"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "磁盘已满" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_read_only_target(sites: tuple[Path, Path], base: Path) -> None:
    publish(sites[0], base)
    before = serving(base)
    assert release(sites[1], "--since", base).returncode == 0
    done = in_namespace(
        f"mount --bind {base} {base}\nmount -o remount,bind,ro {base}\n"
        f"jixiao deploy {base} --site {sites[1]}"
    )
    assert done.returncode == 1
    assert "文件系统是只读的" in done.stderr
    assert "Traceback" not in done.stderr
    assert serving(base) == before


def test_an_account_that_may_not_write(
    sites: tuple[Path, Path], base: Path, server: Server
) -> None:
    publish(sites[0], base)
    before = serving(base)
    assert release(sites[1], "--since", base).returncode == 0
    for folder in (base, *base.parents):
        if folder.stat().st_mode & 0o5 != 0o5 and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o5)
    server.folder.chmod(0o755)
    for folder in server.folder.parents[:-2]:
        folder.chmod(folder.stat().st_mode | 0o5)
    nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups"
    server.only(base, before=nobody)
    done = deploy(sites[1], f"{server.host}:{base}", JIXIAO_SSH=server.ssh())
    assert done.returncode == 1
    assert "没有权限" in done.stderr
    assert serving(base) == before
    whole(base)


@pytest.mark.parametrize("shift", ["-3h", "+3h"])
def test_clocks_that_disagree(
    sites: tuple[Path, Path], base: Path, server: Server, shift: str
) -> None:
    publish(sites[0], base)
    before = serving(base)
    assert release(sites[1], "--since", base).returncode == 0
    server.only(base, before=f"faketime -f {shift}")
    done = deploy(sites[1], f"{server.host}:{base}", JIXIAO_SSH=server.ssh())
    assert done.returncode == 1
    way = "快" if shift == "+3h" else "慢"
    assert f"的时钟比本机{way} 1" in done.stderr
    assert "请先校准" in done.stderr
    assert serving(base) == before


class Line:
    """A line to a port of loopback that is cut after so many bytes to the server."""

    def __init__(self, port: int, limit: int) -> None:
        self._left, self._to = limit, port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        with near, socket.create_connection(("127.0.0.1", self._to)) as far:
            back = threading.Thread(target=self._carry, args=(far, near, False), daemon=True)
            back.start()
            self._carry(near, far, True)
            back.join()

    def _carry(self, source: socket.socket, to: socket.socket, counts: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                self._left -= len(data) if counts else 0
                if self._left < 0:
                    break
                to.sendall(data)
        for one in (source, to):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listening.close()


@pytest.mark.parametrize("limit", [1_000, 12_000, 30_000, 60_000])
def test_a_line_that_is_lost(
    sites: tuple[Path, Path], base: Path, server: Server, ssh: dict[str, str], limit: int
) -> None:
    """While they greet each other, while the receiver is told, while files are sent."""
    publish(sites[0], base)
    before = serving(base)
    assert release(sites[1], "--since", base).returncode == 0
    line = Line(server.port, limit)
    done = deploy(sites[1], f"{server.host}:{base}", JIXIAO_SSH=server.ssh(port=line.port))
    line.close()
    assert done.returncode == 1
    assert "连接断了" in done.stderr or "没有完成" in done.stderr
    assert "Traceback" not in done.stderr
    assert serving(base) == before
    done = deploy(sites[1], f"{server.host}:{base}", **ssh)
    assert done.returncode == 0, done.stderr
    whole(base)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["deploy", "ftp://x/"], "目标应为文件夹或"),
        (["deploy", "web.example:/a b"], "目标应为文件夹或"),
        (["deploy", "u@h：/srv/x"], "目标应为文件夹或"),
        (["deploy", "u@h:"], "目标应为文件夹或"),
        (["deploy", "u@web.example/srv/x"], "目标应为文件夹或"),
        (["deploy", "u@h:~/x"], "目标应为文件夹或"),
        (["deploy", "u@[::1]:/srv/x"], "目标应为文件夹或"),
        (["deploy", "-oProxyCommand=x:/y"], "没有这个选项"),
        (["deploy", "srv", "--site", "no-site"], "请先运行 jixiao release"),
        (["deploy", "srv", "--keep", "0"], "应为 1 以上的整数"),
        (["rollback", "no-srv"], "no-srv 上没有发布过网站"),
        (["rollback", "no-srv", "--to", "x"], "应为 1 以上的整数"),
        (["rollback", "no-srv", "12"], "多出来的参数：12"),
        (["releases", "no-srv"], "还没有发布过"),
        (["deploy"], "缺少"),
    ],
)
def test_wrong_use_is_explained(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = run("jixiao", *arguments, cwd=tmp_path)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
