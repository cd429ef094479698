"""No way back shows again what was withdrawn: by a rollback, by a deploy that is not well, by hand."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import urllib3
from playwright.sync_api import Browser

from generator.release import publications
from generator.release.withheld import withdrawals
from tests.conftest import BIN, ROOT, TODAY, run, tree, unpacked
from tests.deploy.test_receiver import talk
from tests.support import releases
from tests.support.nginx import serving_target
from tests.support.releases import (
    address,
    append,
    build,
    change,
    deploy,
    publish,
    release,
    standing,
)
from tests.support.search_page import SHOWN, status
from tests.support.sshd import Server, sshd

pytestmark = pytest.mark.slow("deploys and goes back, again and again")

Once = Callable[[str, Callable[[Path], None]], Path]
SECRET = "这句话不得再公开"
REASON = "涉及个人信息"
AWAY = f"状态: 撤回\n撤回: {{日期: 2026-11-23, 理由: {REASON}}}"
NOBODY = "http://127.0.0.1:1/"
KILLS = int(os.environ.get("JIXIAO_KILLS", "4"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with sshd(tmp_path_factory.mktemp("sshd")) as started:
        yield started


class Office:
    """Content whose sites are released to a target one after the other, and one report of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.content, self.base = folder, folder / "content", folder / "srv"
        self.file = next((self.content / "reports").rglob("yuanwen.txt")).parent.with_suffix(".yml")
        self.address = address(self.content, self.file)
        self.day = int(TODAY)

    def publish(self, *options: str | Path) -> str:
        """Build, release, deploy what the content says, a day later each time."""
        return publish(self.release(), self.base, *options, SOURCE_DATE_EPOCH=str(self.day))

    def release(self) -> Path:
        self.day += 86_400
        site = build(self.content)
        since = ("--since", self.base) if self.current.exists() else ("--first",)
        done = release(site, *since, SOURCE_DATE_EPOCH=str(self.day))
        assert done.returncode == 0, done.stderr
        return site

    def withdraw(self) -> None:
        change(self.file, "状态: 公开", AWAY)

    def rollback(self, *options: str | Path) -> subprocess.CompletedProcess[str]:
        return run("jixiao", "rollback", self.base, *options, cwd=ROOT)

    @property
    def current(self) -> Path:
        return self.base / "current"

    @property
    def serving(self) -> str:
        """The release that serves, in whatever folder."""
        return self.current.readlink().name.partition(".")[0]


@pytest.fixture
def office(once: Once, tmp_path: Path) -> Office:
    """Release 1 has a report with a text that release 2 has withdrawn; 2 serves."""

    def fill(folder: Path) -> None:
        file = standing(releases.content(folder))
        append(file, f"数据说明:\n  - {SECRET}\n附件:\n  - {{名称: 原文, 文件: yuanwen.txt}}\n")
        file.with_suffix("").mkdir()
        (file.with_suffix("") / "yuanwen.txt").write_text(f"{SECRET}。", encoding="utf-8")
        made = Office(folder)
        made.publish()
        made.withdraw()
        append(made.content / "pages/about.md", "\n\n又写了一句。\n")
        made.publish()

    made = Office(releases.copy_links(once("withdrawn", fill), tmp_path / "office"))
    made.day += 2 * 86_400
    return made


def said(folder: Path) -> list[str]:
    """Files of a folder that say the secret, packed ones too."""
    found = []
    for file in folder.rglob("*"):
        if file.is_file() and SECRET.encode() in unpacked(file.name, file.read_bytes()):
            found.append(str(file.relative_to(folder)))
    return sorted(found)


def status_of(root: str, path: str) -> int:
    with urllib3.PoolManager(retries=False) as web:
        return web.request("GET", root + quote(path), redirect=False).status


def verified(where: Path | str, *options: str | Path) -> str:
    done = run("jixiao", "verify", where, *options)
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_a_report_that_was_withdrawn_since_is_named_and_nothing_goes_back(office: Office) -> None:
    history = (office.base / "history").read_text(encoding="utf-8")
    done = office.rollback()
    assert done.returncode == 1
    assert "没有退回：0001-" in done.stderr
    title = json.loads(next((office.current / office.address).glob("*.json")).read_bytes())
    assert f"{title['部门']} {title['年度']}年度" in done.stderr
    assert f"（{office.address}，2026-11-2" in done.stderr
    assert "--without-withdrawn" in done.stderr
    assert office.serving.startswith("0002-")
    assert (office.base / "history").read_text(encoding="utf-8") == history
    assert said(office.current) == []
    assert list((office.base / "incoming").iterdir()) == []


def test_with_a_persons_word_it_goes_back_without_the_report(office: Office) -> None:
    whole = next((office.base / "releases").glob("0001-*"))
    listed = [line[66:] for line in (whole / "release/SHA256SUMS").read_text("utf-8").splitlines()]
    before = tree(whole)
    with serving_target(office.base) as root:
        done = office.rollback("--url", root, "--without-withdrawn")
        assert done.returncode == 0, done.stderr
        assert "退回到了 0001-" in done.stdout
        assert "没有带回撤回的报告：" in done.stdout
        assert office.address in done.stdout
        answers = {path: status_of(root, path.removesuffix("index.html")) for path in listed}
        gone = {path for path, answer in answers.items() if answer == 410}
        assert {path for path in listed if path.startswith(office.address)} <= gone
        _, year, department, slug, _ = office.address.split("/")
        assert f"projects/{department}/{slug}/index.html" in gone
        assert f"{office.address}{slug}.json.gz" in gone
        assert any(path.startswith(f"search/data/{year}-") for path in gone)
        assert {path for path in listed if path.startswith(("data/", "changes/"))} <= gone
        feeds = {path for path in listed if "feed.xml" in path} - gone
        assert {path for path, answer in answers.items() if answer == 404} == feeds
        others = {answer for path, answer in answers.items() if path not in gone | feeds}
        assert others == {200}
        assert answers["index.html"] == answers[f"years/{year}/index.html"] == 200
        assert status_of(root, office.address.rstrip("/")) == 410
        assert status_of(root, f"{office.address}no-such-file") == 410
        assert status_of(root, "reports/") == status_of(root, f"reports/{year}/") == 403
        with urllib3.PoolManager() as web:
            page = web.request("GET", root + office.address)
            assert "已经撤回" in page.data.decode()
            assert page.headers["Cache-Control"] == "no-cache"
            assert "Content-Disposition" not in page.headers
        assert "没有提供：" in verified(root)
    assert said(office.current) == said(office.base / "kept") == []
    told = verified(office.current)
    assert f"（{office.address}）：退回到了较早的版本，这份报告已在 2026-11-2" in told
    assert f"因报告撤回而没有提供的 {len(gone | feeds)} 个文件不算，其余全部一致。" in told
    listed_releases = run("jixiao", "releases", office.base).stdout
    assert "← 正在服务（不带 1 份撤回的报告）" in listed_releases
    assert tree(whole) == before  # the release itself is as it was
    done = office.rollback("--to", "1", "--without-withdrawn")
    assert "正在服务，不用退回" in done.stderr
    assert office.rollback("--to", "2").returncode == 0
    assert "没有提供" not in verified(office.current)
    assert [f.name for f in office.base.glob("reduced/*")]  # for readers who still have it open
    office.publish()
    assert not (office.base / "reduced").exists()


def test_other_reports_are_still_found_and_the_reader_is_told(
    office: Office, whole_browser: Browser
) -> None:
    _, year, *_ = office.address.split("/")
    others = len(list((office.content / "reports").glob(f"{year}/*/*.yml")))
    assert office.rollback("--without-withdrawn").returncode == 0
    with serving_target(office.base) as root:
        page = whole_browser.new_page()
        page.goto(f"{root}search/?q={quote('绩效')}")
        page.evaluate(SHOWN)
        assert status(page).startswith("找到")
        assert f"有 {others} 份报告现在搜不到" in status(page)
        page.goto(f"{root}search/?q={SECRET}")
        page.evaluate(SHOWN)
        assert status(page).startswith("没有找到符合的报告")
        page.close()


def test_a_server_that_answers_404_there_is_searched_as_well(
    office: Office, whole_browser: Browser, tmp_path: Path
) -> None:
    """One whose configuration is of an older program."""
    assert office.rollback("--without-withdrawn").returncode == 0
    shutil.copytree(office.current, tmp_path / "older/current")
    shutil.rmtree(tmp_path / "older/current/release/withheld/gone")
    with serving_target(tmp_path / "older") as root:
        assert status_of(root, office.address) == 404
        page = whole_browser.new_page()
        page.goto(f"{root}search/?q={quote('绩效')}")
        page.evaluate(SHOWN)
        assert "份报告现在搜不到" in status(page)
        page.close()


def test_what_can_still_be_read_makes_it_return(office: Office, tmp_path: Path) -> None:
    """A cache in front of the server, say: the rollback is none."""
    first = next((office.base / "releases").glob("0001-*"))
    cached = tmp_path / "cached"
    cached.mkdir()
    shutil.copytree(first, cached / "current")
    with serving_target(cached) as root:
        done = office.rollback("--url", root, "--without-withdrawn")
    assert done.returncode == 1
    assert "撤回的内容还能读到" in done.stderr
    assert "没有退回，服务的仍是原来的版本" in done.stderr
    assert office.serving.startswith("0002-")
    assert said(office.base / "kept") == []


# The way back that a deploy goes by itself.


def test_a_deploy_that_is_not_well_keeps_withdrawn_what_it_withdraws(
    once: Once, office: Office
) -> None:
    assert office.rollback("--without-withdrawn").returncode == 0
    fresh = office.folder / "again"
    first = next((office.base / "releases").glob("0001-*"))
    done = deploy(releases.copy(first, office.folder / "first"), fresh)
    assert done.returncode == 0, done.stderr
    assert said(fresh / "current") != []
    office.base = fresh
    site = office.release()
    done = deploy(site, fresh, "--url", NOBODY)
    assert done.returncode == 1
    assert "已自动退回到 0001-" in done.stderr
    assert "这一版撤回的报告没有带回来" in done.stderr
    assert office.address in done.stderr
    assert office.serving.startswith("0001-")
    assert said(fresh / "current") == said(fresh / "kept") == []
    assert "没有提供" in verified(fresh / "current")
    assert [one.name for one in (fresh / "releases").iterdir()] == [office.serving]
    left = (fresh / "current/release/withheld/SHA256SUMS").read_bytes()
    assert deploy(site, fresh, "--url", NOBODY).returncode == 1  # and the same once more
    assert (fresh / "current/release/withheld/SHA256SUMS").read_bytes() == left
    verified(fresh / "current")
    with serving_target(fresh) as root:
        assert status_of(root, office.address) == 410
        assert status_of(root, "") == 200
        # The same again, to a server that is well.
        assert deploy(site, fresh, "--url", root).returncode == 0
        assert status_of(root, office.address) == 200
    assert said(fresh / "current") == said(fresh / "kept") == []
    verified(fresh / "current")


def test_what_a_failed_deploy_withdrew_no_later_rollback_brings_back(office: Office) -> None:
    """Nothing on the record of the last release tells of it; what serves does."""
    change(office.file, AWAY, "状态: 公开")
    append(office.file, "更正:\n  - {日期: 2026-11-23, 说明: 核对后恢复}\n")
    office.publish()
    change(office.file, "状态: 公开", AWAY)
    assert deploy(office.release(), office.base, "--url", NOBODY).returncode == 1
    assert office.serving.startswith("0003-")
    assert said(office.current) == []
    for number in ("1", "3"):
        done = office.rollback("--to", number)
        assert done.returncode == 1, done.stdout
    assert office.rollback("--to", "2").returncode == 0
    assert said(office.current) == []


def test_a_client_that_is_lost_exposes_nothing(office: Office) -> None:
    change(office.file, AWAY, "状态: 公开")
    append(office.file, "更正:\n  - {日期: 2026-11-23, 说明: 核对后恢复}\n")
    office.publish()
    assert said(office.current) != []
    change(office.file, "状态: 公开", AWAY)
    site = office.release()
    with socket.create_server(("127.0.0.1", 0)) as never_answers:
        port = never_answers.getsockname()[1]
        client = subprocess.Popen(
            [BIN / "jixiao", "deploy", office.base, "--site", site, "--url",
             f"http://127.0.0.1:{port}/"], stderr=subprocess.PIPE,
        )  # fmt: skip
        connection, _ = never_answers.accept()
        client.kill()  # alone: the server's half hears that it is gone
        connection.close()
    client.communicate()
    subprocess.run(["flock", str(office.base / ".lock"), "true"], check=True)
    assert office.serving.startswith("0003-")
    assert said(office.current) == []
    verified(office.current)


def test_where_the_former_cannot_be_reduced_the_new_one_goes_on_serving(
    office: Office, tmp_path: Path
) -> None:
    change(office.file, AWAY, "状态: 公开")
    append(office.file, "更正:\n  - {日期: 2026-11-23, 说明: 核对后恢复}\n")
    office.publish()
    change(office.file, "状态: 公开", AWAY)
    (office.base / "reduced").write_text("in the way", encoding="utf-8")
    done = deploy(office.release(), office.base, "--url", NOBODY)
    assert done.returncode == 1
    assert "也没有能退回，服务的是这一版" in done.stderr
    assert office.serving.startswith("0004-")
    assert said(office.current) == []


# What counts as withdrawn.


def test_a_report_that_came_back_changed_does_not_come_back_as_it_was(office: Office) -> None:
    change(office.file, AWAY, "状态: 公开")
    change(office.file, SECRET, "改过的话")
    (office.file.with_suffix("") / "yuanwen.txt").write_text("改过的话。", encoding="utf-8")
    append(office.file, "更正:\n  - {日期: 2026-11-23, 说明: 去掉个人信息}\n")
    office.publish()
    assert status_in(office, office.address) == "恢复公开"
    done = office.rollback("--to", "1")
    assert done.returncode == 1
    assert office.address in done.stderr
    assert office.rollback("--to", "1", "--without-withdrawn").returncode == 0
    assert said(office.current) == []
    verified(office.current)


def test_a_report_that_stands_again_as_it_was_may_come_back(office: Office) -> None:
    change(office.file, AWAY, "状态: 公开")
    office.publish()
    assert status_in(office, office.address) == "恢复公开"
    assert office.rollback("--to", "1").returncode == 0
    assert said(office.current) != []


def status_in(office: Office, one: str) -> str:
    text = (office.current / publications.FILE).read_text(encoding="utf-8")
    return publications.latest(publications.parse(text)[0])[one].event.value


def test_a_release_without_the_report_is_gone_back_to_as_ever(office: Office) -> None:
    append(office.content / "pages/about.md", "\n\n再写一句。\n")
    office.publish()
    done = office.rollback()
    assert done.returncode == 0, done.stderr
    assert office.current.readlink().parent.name == "releases"


def function_of_receiver(name: str) -> str:
    script = (ROOT / "deploy/receiver.sh").read_text(encoding="utf-8")
    return script[script.index(f"\n{name}() {{") :].partition("\n}\n")[0] + "\n}\n"


@pytest.mark.parametrize(
    ("register", "there", "gone"),
    [
        ('[["a","b","甲"]]', True, {"2021-01"}),
        ('[["a","b-2","甲"],["a-2","b","乙"]]', True, {"2021-01", "2021-02"}),  # none tells
        ('[["a","b-2","甲"]]', False, set()),  # left out before
    ],
)
def test_only_parts_of_the_search_that_hold_the_report_are_left_out(
    tmp_path: Path, register: str, there: bool, gone: set[str]
) -> None:
    """Of a year in many parts; of all parts where the index is of an unknown shape."""
    made = tmp_path / "release"
    page = "reports/2021/a/b/index.html"
    parts = {"2021-01": register, "2021-02": '[["b","b","丙"]]', "2020-03": '[["a","b"]]'}
    texts = {f"search/data/{part}/register.json": text for part, text in parts.items()}
    texts |= {page: "x"} if there else {}
    for path, text in texts.items():
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_text(text, encoding="utf-8")
    tables = ["search/data/tables-1/0.bin", "search/data/tokens-1/0.json"]  # so called before 2027
    data = [
        "data/all/reports.csv",
        "changes/index.html",
        "rankings/2021/index.html",
        "feed.xml",
        "departments/a/feed.xml",
    ]
    others = [*tables, *data, "projects/a/b/index.html", "projects/a/b-2/index.html"]
    (made / "release").mkdir()
    sums = "".join(f"{'0' * 64}  {path}\n" for path in sorted({*texts, page, *others}))
    (made / "release/SHA256SUMS").write_text(sums, encoding="utf-8")
    (tmp_path / "incoming").mkdir()
    (tmp_path / "incoming/back").write_text("reports/2021/a/b/\n", encoding="utf-8")
    function = function_of_receiver("left_out")
    subprocess.run(["sh", "-c", f"base={tmp_path}\n{function}\nleft_out {made}"], check=True)
    left = set((tmp_path / "incoming/left").read_text(encoding="utf-8").splitlines())
    assert left == {page, *others[:-1], *(f"search/data/{one}/register.json" for one in gone)}


@pytest.mark.parametrize(("events", "first_may_serve"), [
    ("公开", True), ("公开 更正", True), ("公开 撤回", False), ("公开 更正 撤回", False),
    ("公开 撤回 恢复公开", False), ("公开 撤回 恢复公开=", True), ("公开 撤回 恢复公开= 更正", True),
    ("公开 撤回 恢复公开= 撤回", False), ("公开 撤回 恢复公开 撤回", False),
])  # fmt: skip
def test_server_and_verify_go_by_one_rule(
    tmp_path: Path, events: str, first_may_serve: bool
) -> None:
    """A title that looks like a record makes no difference. `=` is as it was at first."""
    title = '"event": "撤回", "address": "reports/2021/a/other/"'
    entries: list[publications.RecordEntry] = []
    records = []
    for number, word in enumerate(["公开", *events.split()[1:]]):
        content = "0" if word.endswith("=") or number == 0 else str(number)
        event = publications.Event(word.rstrip("="))
        news = [
            publications.NewEntry(event, "reports/2021/a/b/", title, "2022-01-01", content * 64)
        ]
        entries = publications.append(entries, news, f"2026-01-0{number + 1}")
        records.append(list(entries))
    function = function_of_receiver("brought_back")
    for record in records:
        for name, rows in (("old", record), ("new", entries)):
            folder = tmp_path / name / "release"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "publications.jsonl").write_text(publications.text(rows), encoding="utf-8")
        (tmp_path / "incoming").mkdir(exist_ok=True)
        new = tmp_path / "new/release/publications.jsonl"
        subprocess.run(
            ["sh", "-c", f"base={tmp_path}\n{function}\nbrought_back {tmp_path}/old {new}"],
            check=True,
        )
        told = (tmp_path / "incoming/back").read_text(encoding="utf-8").splitlines()
        assert told == [one.address for one in withdrawals(record, entries)]
        assert len(record) > 1 or (told == []) == first_may_serve


# What was withdrawn is not served to tabs that are open, either.


def test_a_withdrawal_takes_its_search_texts_out_of_what_open_tabs_read(office: Office) -> None:
    first = next((office.base / "releases").glob("0001-*"))
    assert [path for path in said(first) if path.startswith("search/data/")]
    assert said(office.base / "kept") == []
    with serving_target(office.base) as root:
        for path in said(first):
            answer = urllib3.PoolManager().request("GET", root + path)
            content = unpacked(path, answer.data) if answer.status == 200 else answer.data
            assert SECRET.encode() not in content


def test_a_tab_that_was_open_before_the_withdrawal_goes_on_searching(
    office: Office, whole_browser: Browser, tmp_path: Path
) -> None:
    base = tmp_path / "srv2"
    first = next((office.base / "releases").glob("0001-*"))
    assert deploy(releases.copy(first, tmp_path / "first"), base).returncode == 0
    with serving_target(base) as root:
        page = whole_browser.new_page()
        page.goto(f"{root}search/?q={SECRET}")
        page.evaluate(SHOWN)
        assert status(page) == "找到 1 份报告"
        office.base = base
        office.publish()
        page.get_by_role("searchbox").fill("绩效")
        page.keyboard.press("Enter")
        page.evaluate(SHOWN)
        assert status(page).startswith("找到")
        assert "搜不到" not in status(page)
        page.close()


# Nobody is told an untruth.


def test_what_is_left_out_beside_what_was_withdrawn_is_found(office: Office) -> None:
    assert office.rollback("--without-withdrawn").returncode == 0
    copy = releases.copy(office.current, office.folder / "copy")
    notes = copy / "release/withheld"
    sums = (copy / "release/SHA256SUMS").read_text(encoding="utf-8").splitlines()
    extra = next(line for line in sums if line.endswith("  years/index.html"))
    lines = (notes / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    (notes / "SHA256SUMS").write_text(
        "".join(f"{one}\n" for one in sorted([*lines, extra], key=lambda one: one[66:])), "utf-8"
    )
    (copy / "years/index.html").unlink()
    done = run("jixiao", "verify", copy)
    assert (done.returncode, done.stdout.count("years/index.html：缺少")) == (1, 1)


def test_a_file_beside_what_tells_of_it_is_found_by_the_server(office: Office) -> None:
    assert office.rollback("--without-withdrawn").returncode == 0
    assert talk(office.base, "lock", "check current")[1:] == ["ok"]
    names = [f"release/withheld/{one}" for one in ("extra", "gone/extra", "newest/extra")]
    for name in names:
        (office.current / name).write_text("x", encoding="utf-8")
    found = talk(office.base, "lock", "check current")[1:]
    assert sorted(found) == [*(f"extra {one}" for one in names), "ok"]
    assert run("jixiao", "verify", office.base).stdout.count("：多出来的文件") == 3


def spoil_record(copy: Path) -> None:
    """The withdrawal was of another report."""
    file = copy / "release/withheld/newest/publications.jsonl"
    change(file, '"event": "撤回"', '"event": "更正"')


def put_back(copy: Path) -> None:
    """Somebody puts the page where it was."""
    lines = (copy / "release/withheld/SHA256SUMS").read_text("utf-8").splitlines()
    page = next(line[66:] for line in lines if line.endswith("/index.html") and "reports/" in line)
    (copy / page).parent.mkdir(parents=True)
    (copy / page).write_text("x", encoding="utf-8")


def drop_notes(copy: Path) -> None:
    """Nobody is told why files are missing."""
    shutil.rmtree(copy / "release/withheld")


def drop_record(copy: Path) -> None:
    """Nobody can tell why files are missing."""
    (copy / "release/withheld/newest/publications.jsonl").unlink()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [(spoil_record, "对不上"), (put_back, "撤回的内容还能读到"), (drop_notes, "缺少"),
     (drop_record, "对不上")],
)  # fmt: skip
def test_a_reason_that_does_not_hold_is_none(
    office: Office, spoil: Callable[[Path], None], message: str
) -> None:
    assert office.rollback("--without-withdrawn").returncode == 0
    copy = releases.copy(office.current, office.folder / "copy")
    verified(copy)
    spoil(copy)
    done = run("jixiao", "verify", copy)
    assert done.returncode == 1
    assert message in done.stdout
    assert "Traceback" not in done.stderr


def test_signed_releases_prove_what_is_left_out(
    office: Office, server: Server, tmp_path: Path
) -> None:
    signers, base = tmp_path / "signers", tmp_path / "signed"
    public = (server.folder / "client.pub").read_text(encoding="utf-8")
    signers.write_text(f"jixiao {public}", encoding="utf-8")
    server.only(base, signers=signers)
    target, ssh = f"{server.host}:{base}", {"JIXIAO_SSH": server.ssh()}
    key: list[str | Path] = ["--key", server.folder / "client"]
    first = releases.copy(next((office.base / "releases").glob("0001-*")), tmp_path / "one/site")
    since: tuple[str, ...] = ("--first",)
    for site in (first, build(office.content)):
        done = release(site, *since, *key, SOURCE_DATE_EPOCH=str(office.day), **ssh)
        assert done.returncode == 0, done.stderr
        assert deploy(site, target, **ssh).returncode == 0
        since = ("--since", target)
    done = run("jixiao", "rollback", target, "--without-withdrawn", cwd=ROOT, **ssh)
    assert done.returncode == 0, done.stderr
    assert "签名有效" in verified(base / "current", "--signers", signers)
    (base / "current/release/withheld/newest/SHA256SUMS.sig").unlink()
    done = run("jixiao", "verify", base / "current")
    assert "withheld/newest/SHA256SUMS.sig：没有签名" in done.stdout


# The server's half by itself, and cut off at any moment.


def test_the_servers_half_refuses_by_itself(office: Office) -> None:
    """A stolen deploy key shows nothing again."""
    served = office.current.readlink()
    answers = talk(office.base, "lock", "rollback 1 mallory")
    assert answers[-2:] == [f"withdrawn {office.address}", "error withdrawn"]
    answers = talk(office.base, "lock", "rollback 1 mallory with")
    assert answers[-1] == "error withdrawn"
    assert office.current.readlink() == served
    assert talk(office.base, "lock", "rollback 1 x without")[-2:] == [
        f"left {office.address}",
        "ok",
    ]
    assert said(office.current) == []
    assert talk(office.base, "read current ../../history")[-1].startswith("error")


def test_an_older_half_of_the_server_is_told_to_be_replaced(office: Office, tmp_path: Path) -> None:
    old = tmp_path / "ssh"
    text = (ROOT / "deploy/receiver.sh").read_text(encoding="utf-8")
    (tmp_path / "receiver").write_text(text.replace("jixiao-receiver 3 ", "jixiao-receiver 2 "))
    old.write_text(f"#!/bin/sh\nexec sh {tmp_path}/receiver {office.base}\n", encoding="utf-8")
    old.chmod(0o755)
    done = run("jixiao", "rollback", f"u@h:{office.base}", cwd=ROOT, JIXIAO_SSH=str(old))
    assert done.returncode == 1
    assert "第 2 版" in done.stderr
    assert "receiver.sh 换上" in done.stderr


def test_killed_at_any_moment_a_whole_site_serves_without_the_report(office: Office) -> None:
    chance = random.Random(KILLS)
    started = time.monotonic()
    assert office.rollback("--without-withdrawn").returncode == 0
    longest = time.monotonic() - started
    assert office.rollback("--to", "2").returncode == 0
    for turn in range(KILLS):
        to = "1" if office.serving.startswith("0002-") else "2"
        client = subprocess.Popen(
            [BIN / "jixiao", "rollback", office.base, "--to", to, "--without-withdrawn"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            client.wait(chance.uniform(longest / 3, longest))
        except subprocess.TimeoutExpired:
            os.killpg(client.pid, signal.SIGKILL)  # the server's half with it
        client.wait()
        subprocess.run(["flock", str(office.base / ".lock"), "true"], check=True)
        verified(office.current)
        assert said(office.current) == said(office.base / "kept") == [], turn
    office.publish()
    verified(office.current)
    assert list((office.base / "incoming").iterdir()) == []
