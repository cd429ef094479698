"""What `jixiao release` lets through, what it refuses, and what it writes down."""

import gzip
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.conftest import BIN, ROOT, TODAY, run, tree
from tests.support import releases
from tests.support.releases import FIGURE, address, append, build, change, release, standing

pytestmark = pytest.mark.slow("builds a site for each thing that a release may refuse")

TOMORROW = str(int(TODAY) + 86_400)
Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture
def place(once: Once, tmp_path: Path) -> Path:
    """A folder of its own: `content`, its site in `site`, its last release in `former`."""

    def fill(folder: Path) -> None:
        made = releases.content(folder)
        (made / "pages/old.md").write_text("# 旧的说明\n\n一句话。\n", encoding="utf-8")
        folder_of_report = standing(made).with_suffix("")
        folder_of_report.mkdir(exist_ok=True)
        (folder_of_report / "原文.txt").write_text("原文", encoding="utf-8")
        append(standing(made), "附件:\n  - {名称: 原文, 文件: 原文.txt}\n")
        site = build(made)
        done = release(site, "--first")
        assert done.returncode == 0, done.stderr
        site.rename(folder / "former")

    return releases.copy(once("released", fill), tmp_path / "place")


def again(place: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
    """Build and release what the content says now, a day after the last release."""
    build(place / "content", SOURCE_DATE_EPOCH=TOMORROW)
    site = place / "site"
    former = deployed(place)
    return release(site, "--since", former, *options, SOURCE_DATE_EPOCH=TOMORROW)


def deployed(place: Path) -> Path:
    """A target that serves the former release."""
    target = place / "target"
    if not target.exists():
        done = releases.deploy(place / "former", target)
        assert done.returncode == 0, done.stderr
    return target


def record(site: Path) -> list[dict[str, Any]]:
    lines = (site / "release/publications.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def refused(done: subprocess.CompletedProcess[str], rule: str, *words: str) -> None:
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"({rule})" in done.stderr, done.stderr
    for word in words:
        assert word in done.stderr
    assert "没有做成发布" in done.stderr


def test_first_release_lists_every_file_and_every_report(place: Path) -> None:
    site = place / "former"
    manifest = json.loads((site / "release/manifest.json").read_text(encoding="utf-8"))
    files = tree(site)
    listed = {one["path"]: one for one in manifest["files"]}
    own = {"release/manifest.json", "release/SHA256SUMS"}
    assert set(listed) == set(files) - own
    for path, one in listed.items():
        assert one["size"] == len(files[path])
        assert one["sha256"] == hashlib.sha256(files[path]).hexdigest()
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", "--strict", "release/SHA256SUMS"],
        cwd=site, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
    reports = {f"{f.parent.relative_to(site)}/" for f in site.glob("reports/*/*/*/index.html")}
    assert {one["address"] for one in manifest["reports"]} == reports
    assert {one["address"] for one in record(site)} == reports
    for one in manifest["reports"]:
        slug = one["address"].split("/")[-2]
        data = files[f"{one['address']}{slug}.json"]
        assert hashlib.sha256(data).hexdigest() == one["sha256"]
        assert json.loads(data)["公开日期"] == one["published"]
    assert manifest["versions"]["mkdocs"]
    assert "'unsafe-inline'" not in manifest["policy"]


def test_packed_copies_are_the_files_and_the_same_every_time(place: Path) -> None:
    site = place / "former"
    for file in site.rglob("*.gz"):
        assert gzip.decompress(file.read_bytes()) == file.with_suffix("").read_bytes(), file
    assert (site / "index.html.gz").exists()
    assert list((site / "release").glob("*.gz")) == []  # nearly all of it would be sent each time
    before = tree(site)
    done = release(site, "--first")
    assert done.returncode == 0, done.stderr
    assert tree(site) == before


def test_brotli_is_made_where_wished(place: Path) -> None:
    import brotli

    site = place / "former"
    assert not list(site.rglob("*.br"))
    assert release(site, "--first", "--brotli").returncode == 0
    packed = list(site.rglob("*.br"))
    assert packed
    for file in packed:
        assert brotli.decompress(file.read_bytes()) == file.with_suffix("").read_bytes(), file


def test_record_is_a_chain_that_anyone_checks_with_sha256sum(place: Path) -> None:
    lines = (place / "former/release/publications.jsonl").read_bytes().split(b"\n")[:-1]
    assert len(lines) > 3
    assert json.loads(lines[0])["previous"] == ""
    for before, line in pairwise(lines):
        assert json.loads(line)["previous"] == hashlib.sha256(before).hexdigest()


def test_nothing_new_adds_nothing(place: Path) -> None:
    done = again(place)
    assert done.returncode == 0, done.stderr
    assert record(place / "site") == record(place / "former")
    assert "公开记录新增 0 条" in done.stdout


def test_a_report_that_vanished_is_refused(place: Path) -> None:
    file = standing(place / "content")
    file.unlink()
    for attached in file.with_suffix("").iterdir():
        attached.unlink()
    file.with_suffix("").rmdir()
    refused(again(place), "address-gone", address(place / "content", file), "撤回")


def test_a_report_that_became_a_draft_again_is_refused(place: Path) -> None:
    file = standing_file(place)
    change(file, "状态: 公开", "状态: 草稿")
    line = file.read_text("utf-8").splitlines().index("状态: 草稿") + 1
    refused(again(place), "address-gone", f"{file}:{line}:5: 错误", "\n状态: 公开\n")


def standing_file(place: Path) -> Path:
    """The file of the report that stood in the former release."""
    return next((place / "content/reports").rglob("原文.txt")).parent.with_suffix(".yml")


def test_a_figure_that_changed_silently_is_refused(place: Path) -> None:
    file = standing_file(place)
    old = FIGURE.search(file.read_text(encoding="utf-8"))
    assert old
    change(file, old[0], f"{old[0]}9")
    refused(again(place), "figure-changed", f"“资金·支出”原为 {old[1]}，现为 {old[1]}9")


def test_a_figure_that_changed_is_told_at_its_line_with_the_lines_to_paste(place: Path) -> None:
    file = standing_file(place)
    old = FIGURE.search(file.read_text(encoding="utf-8"))
    assert old
    change(file, old[0], f"{old[0]}9")
    lines = file.read_text(encoding="utf-8").splitlines()
    number = lines.index(f"  支出: {old[1]}9") + 1
    note = f"说明: 资金·支出由 {old[1]} 更正为 {old[1]}9}}"
    refused(again(place), "figure-changed", f"{file}:{number}:7: 错误: ", "    在文件末尾加上：\n更正:\n",
            f"\n  - {{日期: 2026-11-24, {note}\n")  # fmt: skip
    append(file, f"更正:\n  - {{日期: 2026-11-24, {note}\n")  # as it says
    assert again(place).returncode == 0


def test_the_lines_to_paste_go_on_with_what_is_there(place: Path) -> None:
    file = standing_file(place)
    append(file, "更正:\n    - {日期: 2026-11-24, 说明: 补正}\n")
    assert again(place).returncode == 0
    assert releases.deploy(place / "site", place / "target").returncode == 0
    old = FIGURE.search(file.read_text(encoding="utf-8"))
    assert old
    change(file, old[0], f"{old[0]}9")
    refused(again(place), "figure-changed", "在“更正”的最后加上：\n    - {日期: 2026-11-24, 说明: ")


def test_every_figure_is_told_at_its_own_line_and_the_correction_once(place: Path) -> None:
    file = standing_file(place)
    text = file.read_text(encoding="utf-8")
    for key in ("支出", "全年预算"):
        old = re.search(rf"^  {key}: (\S+)$", text, re.MULTILINE)
        assert old
        change(file, old[0], f"{old[0]}9")
    done = again(place)
    refused(done, "figure-changed")
    told = re.findall(r":(\d+):\d+: 错误: “资金·(\w+)”", done.stderr)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert {(lines[int(number) - 1].split(":")[0].strip(), name) for number, name in told} == {
        ("支出", "支出"), ("全年预算", "全年预算"),
    }  # fmt: skip
    assert done.stderr.count("更正:\n") == 1


def test_a_report_that_is_gone_is_one_error(place: Path) -> None:
    """Not one for each list that held nothing else, nor for its own files."""
    only = sorted((place / "content/reports").glob("*/*/*.yml"))
    years = [file.parts[-3] for file in only if "状态: 公开" in file.read_text("utf-8")]
    lonely = [file for file in only if years.count(file.parts[-3]) == 1]
    file = lonely[0] if lonely else standing_file(place)
    change(file, "状态: 公开", "状态: 草稿")
    done = again(place)
    refused(done, "address-gone")
    assert done.stderr.count("错误: ") == 1


def test_a_report_under_another_name_is_told_where_it_is(place: Path) -> None:
    file = standing_file(place)
    file.rename(file.with_name("bie-de.yml"))
    file.with_suffix("").rename(file.with_name("bie-de"))
    refused(again(place), "address-gone", f"同样的报告现在在 {file.with_name('bie-de.yml')}")


def test_pdf_files_that_are_gone_are_one_error_at_the_switch(place: Path) -> None:
    site = place / "former"
    for page in site.glob("reports/*/*/*/index.html"):
        (page.parent / f"{page.parent.name}.pdf").write_bytes(b"%PDF")
    releases.as_built(site)
    assert release(site, "--first").returncode == 0
    done = again(place)
    refused(done, "address-gone", "个 PDF 不见了", "生成PDF: 是")
    assert done.stderr.count("错误: ") == 1
    line = (place / "content/site.yml").read_text("utf-8").splitlines().index("生成PDF: 否") + 1
    assert f"site.yml:{line}:" in done.stderr


@pytest.mark.parametrize("kind", ["empty", "missing", "site", "file"])
def test_a_target_without_a_release_is_an_error_that_says_so(place: Path, kind: str) -> None:
    target = place / "srv"
    match kind:
        case "empty":
            target.mkdir()
            word = "没有公开过的网站"
        case "missing":
            word = "没有文件夹"
        case "site":
            target, word = place / "former", "不是部署目标"
        case _:
            target.write_text("", encoding="utf-8")
            word = "不是文件夹"
    before = tree(place)
    done = release(place / "former", "--since", target)
    assert (done.returncode, done.stdout) == (1, "")
    assert word in done.stderr
    assert "--first" in done.stderr
    assert tree(place) == before
    checked = run("jixiao", "check", "--content", place / "content", "--since", target)
    assert checked.returncode == 1
    assert word in checked.stderr


def test_a_signature_is_spoken_of_only_where_there_is_one(place: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    page = place / "former/about/record/index.html"
    assert "签名" not in page.read_text(encoding="utf-8")
    for times in (0, 1, 1, 0):
        signed = ("--key", key) if times else ()
        assert release(place / "former", "--first", *signed).returncode == 0
        text = page.read_text(encoding="utf-8")
        assert text.count("<dt>数字签名</dt>") == times
        assert ("签名" in text) == bool(times)


def test_an_indicator_that_changed_silently_is_refused(place: Path) -> None:
    file = next(
        f for f in sorted((place / "content/reports").rglob("*.yml"))
        if "完成值: " in f.read_text("utf-8") and "状态: 公开" in f.read_text("utf-8")
    )  # fmt: skip
    text = file.read_text(encoding="utf-8")
    old = re.search(r"完成值: '?\"?(\d\S*?)'?\"?$", text, re.MULTILINE)
    assert old
    change(file, old[0], f"完成值: {old[1]}1")
    refused(again(place), "figure-changed", "·完成值", "指标“")


def test_a_figure_with_a_correction_is_released_and_recorded(place: Path) -> None:
    file = standing_file(place)
    old = FIGURE.search(file.read_text(encoding="utf-8"))
    assert old
    change(file, old[0], f"{old[0]}9")
    append(file, "更正:\n  - {日期: 2026-11-24, 说明: 支出填错了}\n")
    done = again(place)
    assert done.returncode == 0, done.stderr
    last = record(place / "site")[-1]
    assert (last["event"], last["version"]) == ("更正", 2)
    assert last["address"] == address(place / "content", file)
    page = BeautifulSoup((place / "site/about/record/index.html").read_bytes(), "html.parser")
    first_row = page.select_one("#record tbody tr")
    assert first_row
    assert "更正（第 2 版）" in first_row.get_text()
    assert first_row.select_one(f'a[href="../../{last["address"]}"]')


def test_more_decimals_are_no_other_figure(place: Path) -> None:
    file = standing_file(place)
    old = FIGURE.search(file.read_text(encoding="utf-8"))
    assert old
    change(file, old[0], old[0] + ("0" if "." in old[1] else ".0"))
    done = again(place)
    assert done.returncode == 0, done.stderr
    assert "(text-changed)" in done.stderr  # what is printed did change
    assert record(place / "site")[-1]["event"] == "改动"


def test_text_that_changed_silently_warns(place: Path) -> None:
    file = standing_file(place)
    append(file, "数据说明:\n  - 后来补写的话\n")
    done = again(place)
    assert done.returncode == 0, done.stderr
    line = len(file.read_text(encoding="utf-8").splitlines())
    assert f"{file.relative_to(place)}:{line}:3: 警告" in done.stderr.replace(f"{place}/", "")
    assert "(text-changed)" in done.stderr


def test_a_date_of_publication_that_moved_is_refused(place: Path) -> None:
    file = standing_file(place)
    text = file.read_text(encoding="utf-8")
    old = re.search(r"公开日期: '?(\S+?)'?$", text, re.MULTILINE)
    assert old
    change(file, old[0], "公开日期: 2026-11-01")
    append(file, "更正:\n  - {日期: 2026-11-24, 说明: 日期}\n")
    refused(again(place), "date-moved", old[1], "2026-11-01")


def test_a_correction_that_was_taken_back_is_refused(place: Path) -> None:
    file = standing_file(place)
    append(file, "更正:\n  - {日期: 2026-11-24, 说明: 补正}\n")
    assert again(place).returncode == 0
    assert releases.deploy(place / "site", place / "target").returncode == 0
    change(file, "说明: 补正", "说明: 另一句话")
    build(place / "content", SOURCE_DATE_EPOCH=TOMORROW)
    done = release(place / "site", "--since", place / "target", SOURCE_DATE_EPOCH=TOMORROW)
    refused(done, "correction-changed")


def test_an_attachment_that_changed_or_vanished_is_refused_without_a_correction(
    place: Path,
) -> None:
    file = standing_file(place)
    attached = next(file.with_suffix("").iterdir())
    attached.write_text("另一份原文", encoding="utf-8")
    refused(again(place), "attachment-changed")
    attached.unlink()
    change(file, "附件:\n  - {名称: 原文, 文件: 原文.txt}\n", "")
    done = again(place)
    refused(done, "attachment-changed", "附件 原文.txt 不见了", "说明: 撤下附件 原文.txt}")
    assert done.stderr.count("错误: ") == 1  # not once more for the file's address
    append(file, "更正:\n  - {日期: 2026-11-24, 说明: 附件有误，撤下}\n")
    done = again(place)
    assert done.returncode == 0, done.stderr


def test_a_withdrawn_report_keeps_its_address_and_is_recorded(place: Path) -> None:
    file = standing_file(place)
    change(file, "状态: 公开", "状态: 撤回\n撤回: {日期: 2026-11-24, 理由: 内容有误}")
    done = again(place)
    assert done.returncode == 0, done.stderr
    last = record(place / "site")[-1]
    assert (last["event"], last["address"]) == ("撤回", address(place / "content", file))
    data = next((place / "site" / last["address"]).glob("*.json")).read_text(encoding="utf-8")
    assert set(json.loads(data)) == {
        "网址", "部门标识", "项目名称", "部门", "年度", "评价类型", "状态", "公开日期", "撤回",
        *(["标题"] if '"标题"' in data else []),
    }  # fmt: skip


def test_pictures_of_charts_go_where_too_few_reports_are_left(place: Path) -> None:
    """A chart has at least two bars; what is withdrawn has none."""
    away = "状态: 撤回\n撤回: {日期: 2026-11-24, 理由: 内容有误}"
    files = sorted((place / "content/reports").rglob("*.yml"))
    for file in [one for one in files if "状态: 公开" in one.read_text("utf-8")][1:]:
        change(file, "状态: 公开", away)
    assert list((place / "former").rglob("chart-*.svg"))
    done = again(place)
    assert not list((place / "site").rglob("chart-*.svg"))
    assert "chart-" not in done.stderr


def test_a_report_that_comes_back_changed_needs_a_correction(place: Path) -> None:
    """Withdrawn and restored is no way around the guard."""
    file = standing_file(place)
    old = FIGURE.search(file.read_text(encoding="utf-8"))
    assert old
    away = "状态: 撤回\n撤回: {日期: 2026-11-24, 理由: 内容有误}"
    change(file, "状态: 公开", away)
    assert again(place).returncode == 0
    assert releases.deploy(place / "site", place / "target").returncode == 0
    change(file, away, "状态: 公开")
    change(file, old[0], f"{old[0]}9")
    refused(again(place), "figure-changed", "恢复公开的报告与撤回前不同")
    append(file, "更正:\n  - {日期: 2026-11-24, 说明: 支出填错了}\n")
    done = again(place)
    assert done.returncode == 0, done.stderr
    assert record(place / "site")[-1]["event"] == "恢复公开"


def test_a_withdrawn_report_tells_of_a_correction_no_more_than_its_day(place: Path) -> None:
    file = standing_file(place)
    correction = "更正:\n  - {日期: 2026-11-24, 说明: 删去某人的名字}\n"
    append(file, correction)
    assert again(place).returncode == 0
    assert releases.deploy(place / "site", place / "target").returncode == 0
    away = "状态: 撤回\n撤回: {日期: 2026-11-24, 理由: 内容有误}"
    change(file, "状态: 公开", away)
    assert again(place).returncode == 0
    folder = place / "site" / address(place / "content", file)
    data = json.loads(next(folder.glob("*.json")).read_text("utf-8"))
    assert data["更正"] == [{"日期": "2026-11-24"}]
    assert releases.deploy(place / "site", place / "target").returncode == 0
    change(file, correction, "")
    refused(again(place), "correction-changed", "- {日期: 2026-11-24}")
    append(file, correction)
    change(file, away, "状态: 公开")
    done = again(place)
    assert done.returncode == 0, done.stderr


def test_a_report_that_comes_back_as_it_was_needs_no_word(place: Path) -> None:
    file = standing_file(place)
    away = "状态: 撤回\n撤回: {日期: 2026-11-24, 理由: 内容有误}"
    change(file, "状态: 公开", away)
    assert again(place).returncode == 0
    assert releases.deploy(place / "site", place / "target").returncode == 0
    change(file, away, "状态: 公开")
    done = again(place)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("key", ["项目名称", "评价类型"])
def test_another_report_under_the_same_address_is_refused(place: Path, key: str) -> None:
    file = standing_file(place)
    text = file.read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if one.startswith(f"{key}: "))
    change(file, line, f"{key}: {'另一个项目' if key == '项目名称' else '财政评价'}")
    refused(again(place), "figure-changed", f"“{key}”原为")


def test_what_a_figure_is_of_is_part_of_it(place: Path) -> None:
    file = next(
        f for f in sorted((place / "content/reports").rglob("*.yml"))
        if "三级: " in f.read_text("utf-8") and "状态: 公开" in f.read_text("utf-8")
    )  # fmt: skip
    change(file, "三级: ", "三级: 不是")
    refused(again(place), "figure-changed", "三级”原为")


def test_a_correction_shows_which_figures_it_covers(place: Path) -> None:
    file = standing_file(place)
    old = FIGURE.search(file.read_text(encoding="utf-8"))
    assert old
    change(file, old[0], f"{old[0]}9")
    append(file, "更正:\n  - {日期: 2026-11-24, 说明: 改了字}\n")
    done = again(place)
    assert done.returncode == 0
    assert f"提示: “资金·支出”原为 {old[1]}，现为 {old[1]}9" in done.stderr
    assert "(figure-corrected)" in done.stderr


def test_a_project_page_outlives_the_withdrawal_of_a_year(place: Path) -> None:
    site = place / "former"
    projects = [f"{f.parent.relative_to(site)}/" for f in site.glob("projects/*/*/index.html")]
    assert projects
    department, slug = projects[0].split("/")[1:3]
    files = sorted((place / "content/reports").glob(f"*/{department}/{slug}.yml"))
    for file in files:
        if "状态: 公开" in file.read_text(encoding="utf-8"):
            change(file, "状态: 公开", "状态: 撤回\n撤回: {日期: 2026-11-24, 理由: 内容有误}")
    done = again(place)
    assert done.returncode == 0, done.stderr
    page = BeautifulSoup((place / "site" / projects[0] / "index.html").read_bytes(), "html.parser")
    assert "已撤回的年度" in page.get_text()
    for file in files:
        assert page.select_one(f'a[href$="{address(place / "content", file)}"]')


def test_a_page_that_vanished_is_refused_until_it_is_retired(place: Path) -> None:
    (place / "content/pages/old.md").unlink()
    refused(again(place), "address-gone", "about/old/", "停用网址")
    append(place / "content/site.yml", "停用网址:\n  - {网址: about/old/, 理由: 并入说明}\n")
    done = again(place)
    assert done.returncode == 0, done.stderr
    last = record(place / "site")[-1]
    assert (last["event"], last["address"], last["title"]) == ("停用", "about/old/", "并入说明")


def test_a_report_cannot_be_retired(place: Path) -> None:
    file = standing_file(place)
    change(file, "状态: 公开", "状态: 草稿")
    gone = address(place / "content", file)
    append(place / "content/site.yml", f"停用网址:\n  - {{网址: {gone}, 理由: 不要了}}\n")
    done = run(
        "jixiao", "build", "--content", place / "content", "--site", place / "site", cwd=ROOT
    )
    assert done.returncode == 1
    assert "报告不能停用，只能撤回" in done.stderr


def test_a_forged_date_of_a_new_report_warns(place: Path) -> None:
    file = standing_file(place)
    new = file.with_name("hou-lai-de.yml")
    text = file.read_text(encoding="utf-8").split("附件:")[0]
    new.write_text(re.sub(r"公开日期: .*", "公开日期: 2026-01-05", text), encoding="utf-8")
    done = again(place)
    assert done.returncode == 0, done.stderr
    assert "(date-early)" in done.stderr
    assert record(place / "site")[-1]["published"] == "2026-01-05"


def test_all_reasons_are_told_at_once(place: Path) -> None:
    file = standing_file(place)
    old = FIGURE.search(file.read_text(encoding="utf-8"))
    assert old
    change(file, old[0], f"{old[0]}9")
    (place / "content/pages/old.md").unlink()
    done = again(place)
    refused(done, "figure-changed")
    refused(done, "address-gone")
    assert not (place / "site/release/SHA256SUMS").exists()


def test_a_clock_that_stands_before_the_last_entry_is_refused(place: Path) -> None:
    build(place / "content")
    early = str(int(TODAY) - 3600)
    done = release(place / "site", "--since", deployed(place), SOURCE_DATE_EPOCH=early)
    assert done.returncode == 1
    assert "请校准时钟" in done.stderr


def test_a_chain_that_does_not_hold_is_no_ground_to_build_on(place: Path) -> None:
    build(place / "content")
    target = deployed(place)
    file = next(target.glob("releases/*/release/publications.jsonl"))
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace('"event": "公开"', '"event": "更正"')
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = release(place / "site", "--since", target, SOURCE_DATE_EPOCH=TOMORROW)
    assert done.returncode == 1
    assert "公开记录第 3 行有问题" in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "请用 --since 说明上一次发布在哪里"),
        (["--first", "--since", "x"], "--since 和 --first 只用一个"),
        (["--since", "ftp://x/"], "目标应为文件夹或 用户@主机:/文件夹"),
        (["--since", "http://127.0.0.1:1/"], "连不上 http://127.0.0.1:1/"),
        (["--first", "--key", "no-key"], "找不到签名密钥"),
    ],
)
def test_wrong_use_is_explained(place: Path, options: list[str], message: str) -> None:
    done = release(place / "former", *options)
    assert done.returncode in (1, 2)
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_no_site_is_explained(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    done = release(tmp_path / "site", "--first")
    assert (done.returncode, done.stderr.count("请先运行 jixiao build")) == (1, 1)


def test_what_no_release_may_hold_is_refused(place: Path) -> None:
    site = place / "former"
    (site / "link").symlink_to("/etc/passwd")
    done = release(site, "--first")
    assert done.returncode == 1
    assert "不是普通文件" in done.stderr


@pytest.mark.parametrize(
    "name", ["a\u2028b", "a\x85b", "a\\b", "a\nb", os.fsdecode(b"a\xffb")], ids=ascii
)
def test_a_name_that_no_list_can_carry_is_refused(place: Path, name: str) -> None:
    (place / "former" / name).write_text("x", encoding="utf-8")
    done = release(place / "former", "--first")
    assert done.returncode == 1
    assert "不能发布的字符" in done.stderr


def test_a_broken_note_of_the_build_is_explained(place: Path) -> None:
    (place / "former/release/build.json").write_text("[", encoding="utf-8")
    done = release(place / "former", "--first")
    assert (done.returncode, "请重新运行 jixiao build" in done.stderr) == (1, True)


def test_signature_is_of_openssh(place: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    site = place / "former"
    assert release(site, "--first", "--key", key).returncode == 0
    signers = tmp_path / "signers"
    signers.write_text(f"jixiao {(tmp_path / 'key.pub').read_text(encoding='utf-8')}")
    command: list[str | Path] = ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", "jixiao", "-n", "jixiao-release",
               "-s", site / "release/SHA256SUMS.sig"]  # fmt: skip
    with (site / "release/SHA256SUMS").open("rb") as signed:
        done = subprocess.run(command, stdin=signed, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (site / "about/record/index.html").read_text(encoding="utf-8")
    assert 'href="../../release/SHA256SUMS.sig"' in page


def test_data_file_says_what_the_page_says_and_nothing_internal(real_site: Path) -> None:
    file = next(real_site.glob("reports/*/*/*/*.json"))
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["资金"] == {
        "单位": "万元", "项目总额": "113.5585", "全年预算": "50", "到位": "50", "支出": "50",
        "下达文件": [{"文号": "盐财资行【2021】204号", "日期": "2021-06", "金额": "50"}],
    }  # fmt: skip
    assert data["自评"] == {"到位率": "100%", "执行率": "100%", "满意度": "100%"}
    assert "核实" not in data
    page = BeautifulSoup((file.parent / "index.html").read_bytes(), "html.parser")
    assert page.find("a", href=file.name, string="数据（JSON）")


def test_commands_are_the_installed_ones() -> None:
    assert (BIN / "jixiao").exists()
    assert "rollback" in run("jixiao", "--help").stdout
