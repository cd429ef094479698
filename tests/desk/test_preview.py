"""The preview as staff see it: the command, what it answers, a browser that follows edits."""

import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pypdf
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from generator.content.editing import EditedContent
from generator.content.examination_store import Store
from generator.content.loader import ContentReader, ReadOptions
from generator.desk.opening import OpeningSite
from generator.desk.server import Changes, Server
from generator.runtime import clock
from generator.runtime.executors import no_executor
from tests.conftest import BIN, JIXIAO_ON_PROPERDOCS, ROOT, TODAY, only_rules, run, tree, unpacked
from tests.support import releases
from tests.support.preview import (
    EVENTS,
    JIXIAO,
    ON_WINDOWS,
    REPORT,
    Preview,
    serving,
)

pytestmark = pytest.mark.slow("starts previews and waits for browsers")

PASSAGE = (
    "沿河两岸护坡砌筑完成以后，主汛期两次洪峰均安全过境，沿岸商铺无一进水，往年每逢暴雨就要组织低洼院落群众转移的情况没有再发生，"
    "河滩上还新添了可供居民散步的步道，夜间照明由社区负责开关，清扫由沿线商户轮流承担，岸线面貌同以往相比焕然一新。"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return begun(tmp_path)


def begun(place: Path) -> Path:
    folder = place / "content"
    shutil.copytree(ROOT / "tests/check/cases/_base/content", folder)
    only_rules(folder, "copied-passage")  # what a report should say is not what is tested here
    add_report(folder)
    return folder


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Preview, dict[str, bytes]]]:
    """One preview for the tests that need no other, and what its content was in the beginning."""
    content = begun(tmp_path_factory.mktemp("preview"))
    with serving(content, "--read-only") as preview:
        yield preview, tree(content)


@pytest.fixture
def preview(running: tuple[Preview, dict[str, bytes]]) -> Preview:
    """Of the content as it was in the beginning, and read so."""
    preview, beginning = running
    for name in tree(preview.content).keys() - beginning.keys():
        (preview.content / name).unlink()
    for name, data in beginning.items():
        file = preview.content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    # What is read in this order was read when the last is shown.
    for name in ("回到从前", "示例项目"):
        add_report(preview.content, 项目名称=name)
        preview.until(lambda name=name: f"{name}单位自评报告" in preview.text())  # type: ignore[misc]
    return preview


def add_report(content: Path, path: str = "2021/gonganju/shili", **changes: str) -> Path:
    values = {"项目名称": "示例项目", "部门": "示例县公安局", "年度": path[:4], "评价类型": "单位自评",
              "状态": "公开", "公开日期": "2022-06-01"} | changes  # fmt: skip
    return save(
        content / f"reports/{path}.yml", "".join(f"{key}: {one}\n" for key, one in values.items())
    )


def save(file: Path, text: str) -> Path:
    """As most editors do it: whole, by a rename."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_text(text, encoding="utf-8")
    return fresh.replace(file)


def edit(file: Path, former: str, now: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert former in text
    save(file, text.replace(former, now))


def report(preview: Preview) -> Path:
    return preview.content / "reports/2021/gonganju/shili.yml"


@pytest.mark.parametrize(
    "command",
    [JIXIAO, JIXIAO_ON_PROPERDOCS, ON_WINDOWS],
    ids=["MkDocs", "ProperDocs", "Windows"],
)
def test_an_edit_is_shown(content: Path, command: Sequence[str]) -> None:
    with serving(content, "--read-only", command=command) as preview:
        assert "示例项目单位自评报告" in preview.text()
        edit(report(preview), "示例项目", "改过的项目")
        preview.until(lambda: "改过的项目单位自评报告" in preview.text())
        assert "改过的项目" in preview.text("years/2021/")


def test_its_pages_are_those_of_the_site_with_a_bar(tmp_path: Path) -> None:
    content = releases.content(tmp_path)
    for file in content.rglob("reports/*/*/*.yml"):  # what the site does not have is not compared
        save(file, file.read_text("utf-8").replace("状态: 草稿", "状态: 公开"))
    cache = content.parent / "cache/check"  # as after `jixiao check`: what it kept is used
    ContentReader(content, ReadOptions(clock.today(), Store(cache))).check()
    changed = max(content.glob("reports/*/*/*.yml"))
    page = changed.relative_to(content).with_suffix("").as_posix()
    with serving(content, "--read-only") as preview:
        shows_the_site(preview, releases.build(content))
        edit(changed, "项目名称: ", "项目名称: 改过的")
        preview.until(lambda: "改过的" in preview.text(f"{page}/"))
        shows_the_site(preview, releases.build(content))


def shows_the_site(preview: Preview, site: Path) -> None:
    ours = r'<style>[^<]*</style><aside class="jp.*?</aside>|<script src="/_jixiao[^>]*></script>'
    for page in sorted(site.rglob("index.html")):
        if page.parent == site / "search":  # it names an index that is made when it is opened
            continue
        shown = preview.text(str(page.relative_to(site)).removesuffix("index.html"))
        assert re.sub(ours, "", shown, flags=re.DOTALL) == page.read_text("utf-8"), page
    pictures = sorted(site.rglob("chart-*.svg"))
    assert pictures
    for picture in pictures:
        shown = preview.text(picture.relative_to(site).as_posix())
        assert shown == picture.read_text("utf-8"), picture


def test_however_an_editor_writes_it_is_shown(preview: Preview) -> None:
    file = report(preview)
    text = file.read_text(encoding="utf-8")

    def backup_first(new: str) -> None:
        file.rename(f"{file}~")
        file.write_text(new, encoding="utf-8")
        Path(f"{file}~").unlink()

    def strange_name_first(new: str) -> None:
        fresh = file.with_name("shili.yml.Xq1")
        fresh.write_text(new, encoding="utf-8")
        fresh.replace(file)

    def emptied_first(new: str) -> None:
        file.write_text("", encoding="utf-8")
        preview.until(lambda: "改坏" in preview.bar())
        file.write_text(new, encoding="utf-8")

    def twice(new: str) -> None:
        file.write_text(text, encoding="utf-8")
        file.write_text(new, encoding="utf-8")

    for number, write in enumerate((backup_first, strange_name_first, emptied_first, twice)):
        file.with_name(".shili.yml.swp").write_text("", encoding="utf-8")
        write(text.replace("示例项目", f"第{number}项目"))
        preview.until(lambda number=number: f"第{number}项目" in preview.text())  # type: ignore[misc]
        file.with_name(".shili.yml.swp").unlink()
        preview.until(lambda: "没有发现问题" in preview.bar("_jixiao/problems"))


def test_open_tabs_follow_an_edit_and_stay_where_they_were(
    preview: Preview, browser: Browser
) -> None:
    """More tabs than a browser opens connections to one host."""
    edit(report(preview), "公开日期", "实施单位: 甲\n公开日期")
    context = browser.new_context(viewport={"width": 500, "height": 300})
    tabs = [context.new_page() for _ in range(9)]
    try:
        for tab in tabs:
            tab.goto(preview.address + REPORT)
            tab.evaluate("scrollTo(0, 400)")
        edit(report(preview), "示例项目", "改过的项目")
        for tab in tabs:
            shows(tab, "改过的项目")
            tab.wait_for_function("scrollY === 400")
        tabs.pop(0).close()  # whichever has listened for the others
        edit(report(preview), "改过的", "又改的")
        for tab in tabs:
            shows(tab, "又改的项目")
    finally:
        context.close()


def shows(tab: Page, word: str) -> None:
    tab.wait_for_function("(word) => document.body?.innerText.includes(word)", arg=word)


def test_problems_are_shown_with_their_place(preview: Preview) -> None:
    save(report(preview), report(preview).read_text(encoding="utf-8") + "标题二: <b>\n")
    preview.until(lambda: "错误" in preview.bar())
    assert "不认识的键“标题二”。是不是“标题”？" in preview.bar()
    assert "shili.yml:7:1 unknown-key" in preview.bar()
    assert "别的文件里有 1 个错误" in preview.bar("")
    assert "shili.yml:7:1" in preview.bar("_jixiao/problems")


@pytest.mark.parametrize("status", ["公开", "草稿"])
def test_a_broken_report_is_shown_as_it_was(content: Path, status: str) -> None:
    add_report(content, 状态=status)
    with serving(content, "--read-only") as preview:
        good = report(preview).read_text(encoding="utf-8")
        for name in ("示例项目", "改过的项目"):  # as it was read first, and as it was edited
            save(report(preview), good.replace("示例项目", name) + "坏的: [\n")
            preview.until(lambda: "显示的是改坏以前的样子" in preview.bar())
            assert "shili.yml:7:5" in preview.bar() or "shili.yml:8:1" in preview.bar()
            assert "示例项目单位自评报告" in preview.text()
            save(report(preview), good)
            preview.until(lambda: "改坏" not in preview.bar())
        edit(report(preview), "示例项目", "改好的项目")
        preview.until(lambda: "改好的项目" in preview.text())
        save(report(preview), "")
        preview.until(lambda: "改坏" in preview.bar())
        assert "改好的项目" in preview.text()


def test_what_all_reports_rest_on_may_break_and_be_mended(preview: Preview) -> None:
    for name in ("departments.yml", "site.yml"):
        file = preview.content / name
        good = file.read_text(encoding="utf-8")
        save(file, f"坏的: [\n{good}")
        preview.until(lambda name=name: name in preview.bar("_jixiao/problems"))  # type: ignore[misc]
        assert "示例项目" in preview.text()
        assert "示例项目" in preview.text("departments/gonganju/")
        save(file, good)
        preview.until(lambda: "没有发现问题" in preview.bar("_jixiao/problems"))
    edit(preview.content / "site.yml", "示例县预算绩效公开", "改名县预算绩效公开")
    preview.until(lambda: "改名县预算绩效公开" in preview.text())
    for page in ("", "about/", "search/", "meiyou/"):
        assert "改名县预算绩效公开" in preview.text(page) or page == "search/"


def test_reports_come_go_and_move(preview: Preview) -> None:
    assert preview.ask("reports/2024/gonganju/xin/").status == 404
    arguments = ("--department", "gonganju", "--year", "2024", "--name", "新", "--slug", "xin")
    assert run("jixiao", "new", "--content", preview.content, *arguments).returncode == 0
    preview.until(lambda: preview.ask("reports/2024/gonganju/xin/").status == 200)
    assert "2024" in preview.text("")
    (preview.content / "reports/2024").rename(preview.content.parent / "elsewhere")
    preview.until(lambda: preview.ask("reports/2024/gonganju/xin/").status == 404)
    report(preview).rename(report(preview).with_name("gai.yml"))
    preview.until(lambda: preview.ask("reports/2021/gonganju/gai/").status == 200)
    assert preview.ask(REPORT).status == 404


def test_a_report_that_cannot_be_shown_says_why_where_it_would_be(preview: Preview) -> None:
    save(preview.content / "reports/2024/gonganju/xin.yml", "项目名称: 新\n")
    preview.until(lambda: "还不能显示" in preview.text("reports/2024/gonganju/xin/"))
    assert "缺少“年度”" in preview.bar("reports/2024/gonganju/xin/")
    # Copied from the year before, the year forgotten: it takes the place of no other report.
    add_report(preview.content, "2022/gonganju/shili", 年度="2021", 项目名称="照抄的项目")
    preview.until(lambda: "还不能显示" in preview.text("reports/2022/gonganju/shili/"))
    assert "示例项目" in preview.text()


def test_what_an_edit_changes_elsewhere_is_told_too(preview: Preview) -> None:
    later = "reports/2022/gonganju/houlai/"
    narrative = {"提纲": "ziping", "正文": f"{{项目概况: {PASSAGE}}}"}
    add_report(preview.content, "2022/gonganju/houlai", 项目名称="后来的项目", **narrative)
    add_report(preview.content, **narrative)
    preview.until(lambda: "copied-passage" in preview.text(later))
    edit(report(preview), PASSAGE, "自己写的。")
    preview.until(lambda: "copied-passage" not in preview.text(later))


def test_drafts_are_shown_and_kept_nowhere(content: Path) -> None:
    add_report(content, "2021/gonganju/caogao", 状态="草稿", 项目名称="机密草稿")
    add_report(content, "2020/gonganju/jianghui", 公开日期="2026-12-24", 项目名称="未到期的")
    with serving(content, "--read-only") as preview:
        draft = "reports/2021/gonganju/caogao/"
        assert "机密草稿" in preview.text(draft)
        assert "是草稿" in preview.bar(draft)
        assert "要到 2026-12-24 才公开" in preview.bar("reports/2020/gonganju/jianghui/")
        assert "有 2 份还没有公开的报告" in preview.bar("")
        assert json.loads(preview.text(f"{draft}caogao.json"))["项目名称"] == "机密草稿"
        with urllib.request.urlopen(f"{preview.address}{draft}caogao.pdf") as answer:
            first = pypdf.PdfReader(io.BytesIO(answer.read())).pages[0]
        assert "草稿，还没有公开" in first.extract_text()
        assert "草稿，还没有公开" in preview.text(draft)
        for address in ("", "years/2021/", "departments/gonganju/", "departments/gonganju/2021/"):
            listed = BeautifulSoup(preview.text(address), "html.parser").select("tr")
            marked = [one.text for one in listed if one.select(".jx-chip")]
            assert [("机密草稿" in one, "草稿" in one) for one in marked] == [(True, True)], address
        names = names_found(preview)
        edit(content / "reports/2021/gonganju/caogao.yml", "机密草稿", "机密草稿二")
        preview.until(lambda: "机密草稿二" in preview.text(draft))
        assert names == names_found(preview) == ["示例项目"]
        edit(content / "reports/2021/gonganju/caogao.yml", "状态: 草稿", "状态: 公开")
        preview.until(lambda: "是草稿" not in preview.bar(draft))
        assert sorted(names_found(preview)) == ["机密草稿二", "示例项目"]
        edit(content / "reports/2021/gonganju/caogao.yml", "状态: 公开", "状态: 草稿")
        preview.until(lambda: "是草稿" in preview.bar(draft))
        edit(content / "reports/2021/gonganju/caogao.yml", "机密草稿二", "机密草稿三")
        preview.until(lambda: "机密草稿三" in preview.text(draft))
        assert names_found(preview) == ["示例项目"]
    kept = b"".join(unpacked(name, data) for name, data in tree(preview.cache).items())
    assert "示例项目".encode() in kept
    for word in ("未到期的", "草稿三"):
        assert word.encode() not in kept
        assert json.dumps(word).encode() not in kept


def names_found(preview: Preview) -> list[str]:
    """Names of the projects that the search knows, once its index is there."""
    while not (found := re.search('id="jx-index">(.*?)</script>', preview.text("search/"))):
        pass  # it is being made: the page looks again by itself
    index = json.loads(found[1])
    place = index["fields"].index("project")
    parts = [
        json.loads(preview.text(f"search/data/{one[0]}/register.json")) for one in index["parts"]
    ]
    return [row[place] for part in parts for row in part["rows"]]


def test_only_what_may_be_published_is_handed_out(content: Path) -> None:
    secret = content.parent / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    names = ("biao.txt", "ye.html", "lian.txt", "../../../../secret.txt")
    rows = ", ".join(f"{{名称: 甲, 文件: {name}}}" for name in names)
    folder = add_report(content, 附件=f"[{rows}]").with_suffix("")
    folder.mkdir()
    (folder / "lian.txt").symlink_to(secret)
    for name in names[:2]:
        (folder / name).write_text("第一版", encoding="utf-8")
    with serving(content, "--read-only") as preview:
        assert preview.text(f"{REPORT}biao.txt") == "第一版"
        save(folder / "biao.txt", "第二版")
        preview.until(lambda: preview.text(f"{REPORT}biao.txt") == "第二版")
        for name in (
            f"{REPORT}ye.html", f"{REPORT}lian.txt", f"{REPORT}secret.txt", f"{REPORT}%00",
            "../../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "search/data//etc/passwd",
            "search/data/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "search/data/%00",
            f"{REPORT}..%2fshili.yml", "site.yml",
        ):  # fmt: skip
            assert preview.ask(name).status == 404, name


def test_addresses_are_forgiving_and_the_lost_page_is_the_sites(preview: Preview) -> None:
    for path in (REPORT.rstrip("/"), f"{REPORT}index.html", f"{REPORT}/"):
        found = preview.ask(path)
        assert found.address == preview.address + REPORT  # links of the page rest on it
        assert "示例项目" in found.text
    assert preview.ask("search?q=1").address == f"{preview.address}search/?q=1"
    lost = preview.ask("meiyou/")
    assert lost.status == 404
    assert "找不到这个页面" in lost.text
    for path in ("", REPORT, EVENTS):
        assert preview.ask(path, method="HEAD")[:2] == (200, "")


def test_other_sites_read_nothing(preview: Preview) -> None:
    port = preview.address.rstrip("/").rpartition(":")[2]
    for name in (f"localhost:{port}", f"[::1]:{port}", f"127.0.0.1:{port}"):
        assert preview.ask(REPORT, Host=name).status == 200
    for name in ("evil.example", f"evil.example:{port}", f"127.0.0.1.evil.example:{port}", ""):
        for path in (REPORT, EVENTS, "search/"):
            refused = preview.ask(path, Host=name)
            assert refused.status == 403
            assert preview.address in refused.text
            assert "示例" not in refused.text
    with urllib.request.urlopen(preview.address + REPORT) as answer:
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_an_address_that_cannot_be_used_is_named(content: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for address, reason in (
            (f"127.0.0.1:{port}", "已经有程序在用"),
            (f"192.0.2.1:{port}", "这台机器没有这个地址"),
        ):
            done = run("jixiao", "serve", "--content", content, "--address", address)
            assert done.returncode == 1
            assert f"地址 {address} 不能用：{reason}" in done.stderr
            assert "请换一个，如 --address 127.0.0.1:" in done.stderr
            assert "Traceback" not in done.stderr


def test_ctrl_c_ends_it_while_browsers_wait(content: Path) -> None:
    with ExitStack() as browsers:
        with serving(content, "--read-only") as preview:
            port = int(preview.address.rstrip("/").rpartition(":")[2])
            for _ in range(9):
                browsers.enter_context(socket.create_connection(("127.0.0.1", port)))
                waiting = browsers.enter_context(urllib.request.urlopen(preview.address + EVENTS))
                assert waiting.readline().startswith(b"data: ")
        assert preview.process.returncode == 2


def test_ctrl_c_on_a_terminal_reaches_all_processes_and_none_complains(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_WORKERS", "2")
    add_report(content, "2020/gonganju/jiu")  # two years: an index of two parts, two processes
    with serving(content, "--read-only") as preview:
        names_found(preview)
        os.killpg(preview.process.pid, signal.SIGINT)
        preview.process.wait()


def interrupted_while_it_reads(content: Path, times: int) -> tuple[int, str]:
    """Exit code, and what it said, of a preview whose processes are at work."""
    for number in range(100):
        add_report(content, f"2020/gonganju/xiangmu-{number}", 项目名称=f"第 {number} 个项目")
    port = free_port()
    process = subprocess.Popen(
        [*JIXIAO, "serve", "--content", str(content), "--read-only", "--address", f"127.0.0.1:{port}"],
        cwd=ROOT, text=True, stderr=subprocess.PIPE, start_new_session=True,
        env={**os.environ, "JIXIAO_WORKERS": "2", "JIXIAO_CACHE": str(content.parent / "cache")},
    )  # fmt: skip
    with process:
        while not listens(port):
            assert process.poll() is None
        for _ in range(times):
            os.killpg(process.pid, signal.SIGINT)
        assert process.stderr
        said = process.stderr.read()
    assert "Traceback" not in said
    return process.returncode, said


def test_ctrl_c_ends_it_while_it_reads(content: Path) -> None:
    code, said = interrupted_while_it_reads(content, 1)
    assert code == 2
    assert said.endswith("已中断。\n")


def test_ctrl_c_twice_ends_it_at_once(content: Path) -> None:
    # The second may come when Python has put its handlers away, just before the end.
    assert interrupted_while_it_reads(content, 2)[0] in (2, -signal.SIGINT)


def listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def test_who_opens_it_to_others_is_told_so(content: Path) -> None:
    with serving(content, address="0.0.0.0:0") as preview:
        assert preview.ask(REPORT, Host="name-of-this-machine").status == 200


def test_a_new_site_without_reports_is_shown(content: Path) -> None:
    shutil.rmtree(content / "reports")
    with serving(content, "--read-only") as preview:
        assert "本站尚未公开报告" in preview.text("")
        add_report(content)
        preview.until(lambda: "示例项目" in preview.text(""))
        assert "示例项目" in preview.text()


def test_a_site_without_reports_follows_edits_of_its_pages(content: Path) -> None:
    shutil.rmtree(content / "reports")
    (content / "reports").mkdir()
    with serving(content, "--read-only") as preview:
        (page,) = (content / "pages").glob("*.md")
        with urllib.request.urlopen(preview.address + EVENTS) as events:
            first = events.readline()
            save(page, page.read_text(encoding="utf-8") + "\n又写了一段。\n")
            # It tells its state now and then: another number comes where something changed.
            while (line := events.readline()) in (first, b"\n"):
                assert line
            assert line.startswith(b"data: ")


@pytest.mark.parametrize(
    ("asked", "told"),
    [("0:0", r"http://127\.0\.0\.1:\d+/"), ("127.1:0", r"http://127\.0\.0\.1:\d+/"),
     ("LOCALHOST:0", r"http://localhost:\d+/"), ("[::]:0", r"http://\[::1\]:\d+/")],
)  # fmt: skip
def test_the_address_that_is_told_opens(content: Path, asked: str, told: str) -> None:
    """In this process: nothing of the content is needed."""
    site = OpeningSite(
        EditedContent(content, ReadOptions(clock.today())),
        ROOT / "mkdocs.yml",
        content,
        no_executor,
    )
    host, _, port = asked.rpartition(":")
    server = Server(host, int(port), site, Changes())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    assert re.fullmatch(told, server.address)
    with urllib.request.urlopen(f"{server.address}_jixiao/follow.js") as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.HTTPError, match="503"):
        urllib.request.urlopen(server.address)  # the site is not ready


@pytest.mark.parametrize("address", ["127.0.0.1:²", "127.0.0.1:99999", ":8000", "[]:8000", "8000"])
def test_what_is_no_address_is_told(content: Path, address: str) -> None:
    done = run("jixiao", "serve", "--content", content, "--address", address)
    assert done.returncode == 2
    assert f"--address 应如 127.0.0.1:8000，写的是“{address}”" in done.stderr


def test_a_site_that_cannot_be_shown_yet_comes_when_it_is_mended(content: Path) -> None:
    good = (content / "site.yml").read_text(encoding="utf-8")
    save(content / "site.yml", "名称: [\n")
    with serving(content, "--read-only") as preview:
        assert "还不能预览" in preview.text("")
        assert "site.yml:2:1" in preview.bar("")
        save(content / "site.yml", good)
        preview.until(lambda: "示例县预算绩效公开" in preview.text(""))


def test_mkdocs_by_itself_serves_and_follows_edits(content: Path) -> None:
    address = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [str(BIN / "mkdocs"), "serve", "--dev-addr", address],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "JIXIAO_CONTENT": str(content), "SOURCE_DATE_EPOCH": TODAY, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout
    preview = Preview(f"http://{address}/", content, content, process)
    with process:
        next(line for line in process.stdout if "Serving on" in line)
        text = preview.text()
        assert "示例项目单位自评报告" in text
        epoch = text.split("livereload(")[1].split(",")[0]
        edit(report(preview), "示例项目", "改过的项目")
        preview.text(f"livereload/{epoch}/0")  # as the page's own script waits for the site
        assert "改过的项目单位自评报告" in preview.text()
        process.send_signal(signal.SIGINT)
        process.stdout.read()


def test_what_is_no_request_of_a_browser_is_answered_and_not_told(preview: Preview) -> None:
    """As `https:` typed before the address: the terminal stays as it was."""
    host, port = preview.address.split("/")[2].split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        assert connection.recv(64).startswith(b"HTTP/1.1 400 ")
    assert preview.ask(REPORT).status == 200
