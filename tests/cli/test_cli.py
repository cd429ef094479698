"""The command as a new user meets it: help, mistakes, exit codes, files that appear whole."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.cli.main import app
from generator.model.problems import JixiaoError
from generator.search import pinyin
from tests.conftest import BIN, ROOT, TODAY, only_rules, run, tree
from tests.support.terminal import seen_on_a_terminal

pytestmark = pytest.mark.slow("builds sites, and asks at terminals")

BASE = ROOT / "tests/check/cases/_base/content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(BASE, folder)
    only_rules(folder)  # what a report should say is not what these tests are about
    return folder


def add_report(content: Path, name: str = "shili", **changes: str) -> Path:
    values = {"项目名称": "示例项目", "部门": "示例县公安局", "年度": "2021", "评价类型": "单位自评",
              "状态": "公开", "公开日期": "2022-06-01"} | changes  # fmt: skip
    file = content / "reports/2021/gonganju" / f"{name}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{key}: {value}\n" for key, value in values.items()), encoding="utf-8")
    return file


# A machine whose Python lacks what only POSIX has.
ELSEWHERE = """import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in ("fcntl", "resource", "termios", "pwd", "grp"):
            raise ModuleNotFoundError(name)
for name in ("fcntl", "resource", "termios", "pwd", "grp"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Missing())
from generator.cli.main import main
main()
"""


@pytest.mark.parametrize(
    "arguments",
    [("check",), ("rules",), ("new", "--department", "gonganju", "--year", "2023", "--name", "示例项目")],
    ids=lambda arguments: arguments[0],
)  # fmt: skip
def test_who_writes_reports_needs_nothing_of_posix(
    content: Path, arguments: tuple[str, ...]
) -> None:
    command = [str(BIN / "python"), "-c", ELSEWHERE, *arguments]
    done = subprocess.run(command, cwd=content.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_build_that_fails_midway_tells_why(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason = "拼音没有生成：磁盘坏了"

    def fail(_names: object, _cache: Path) -> None:
        raise JixiaoError(reason)

    add_report(content)
    monkeypatch.setenv("JIXIAO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(pinyin, "spellings", fail)
    arguments = ["build", "--content", str(content), "--site", str(tmp_path / "site")]
    with pytest.raises(JixiaoError, match=re.escape(reason)):
        app.main(arguments, prog_name="jixiao", standalone_mode=False)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("name", [None, *app.commands])
def test_help_is_chinese_and_has_examples(name: str | None) -> None:
    done = run("jixiao", *([name] if name else []), "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("用法：jixiao")
    assert "显示这段说明" in done.stdout
    for english in (
        "Usage",
        "Options",
        "Commands",
        "Show this",
        "default:",
        "required",
        "OPTIONS",
        "TEXT",
    ):
        assert english not in done.stdout
    if name:
        assert "例：" in done.stdout
        assert f"jixiao {name}" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "没有这个命令：chek，是不是 check？"),
        (["check", "--fromat", "json"], "没有这个选项：--fromat，是不是 --format？"),
        (
            ["check", "--format", "xml"],
            "--format 应为 text、lines、json、gitlab、github、junit、sarif 之一，写的是“xml”",
        ),
        (["check", "--content", "meiyou"], "没有内容文件夹 meiyou"),
        (["check", "duoyu"], "内容文件夹 content 里没有 duoyu"),
        (["check", "README.md"], "内容文件夹 content 里没有 README.md"),
        (["check", "content/../generator"], "里没有 content/../generator"),
        (
            ["rules", "spent-over-recieved"],
            "没有规则“spent-over-recieved”。是不是“spent-over-received”？",
        ),
        (["rules", "甲"], "没有规则“甲”。全部规则：jixiao rules"),
        (["check", "--content"], "命令用法不对"),
        (["build", "--config", "meiyou.yml"], "没有 meiyou.yml"),
        (["generate"], "缺少 文件夹"),
        (["demo", "--reports", "abc"], "应为 1 以上的整数，写的是“abc”"),
        (["serve", "--address", "8000"], "--address 应如 127.0.0.1:8000"),
        (["schema", "baogao"], "种类应为 report、site、departments、form、outline、import 之一"),
        (["new", "--year", "21"], "应为 1994 以上的整数，写的是“21”"),
        (["new", "--year", "02021"], "应为 1994 以上的整数，前面不写 0，写的是“02021”"),
    ],
)
def test_wrong_use_is_explained(arguments: list[str], message: str) -> None:
    done = run("jixiao", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "--help" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("start", "message"),
    [
        ("JIXIAO_CACHE=/dev/null {}", "读写文件失败 /dev/null/pages：路径里有一段不是文件夹。"),
        ("{} >/dev/full", "读写文件失败：磁盘满了。请腾出空间再试。"),
        ("ulimit -f 1; {}", "文件超过了允许的大小。请放宽限制（ulimit -f）再试。"),
        ("{} --site /dev/full/site", "读写文件失败 /dev/full：已经有同名的文件。请换一个位置。"),
        ("{} --site /proc/1/site", "/proc/1/.site.lock：没有这个文件或文件夹"),
    ],
)
def test_what_the_system_refuses_is_told_in_chinese(
    content: Path, tmp_path: Path, start: str, message: str
) -> None:
    add_report(content)
    command = f"{BIN}/jixiao build --content content --config {ROOT}/mkdocs.yml"
    # Python itself would leave half a compiled module where files may have no more than that.
    environment = os.environ | {
        "JIXIAO_CACHE": str(tmp_path / "cache"), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    done = subprocess.run(
        start.format(command), shell=True, cwd=tmp_path, env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob(".site*"))


def test_nobody_has_to_listen(content: Path, tmp_path: Path) -> None:
    """A daemon starts it with its outputs closed."""
    add_report(content)
    for command in ("check", f"build --config {ROOT}/mkdocs.yml", "rules"):
        line = (
            f"{BIN}/jixiao {command} {'' if command == 'rules' else '--content content'} >&- 2>&-"
        )
        done = subprocess.run(line, shell=True, cwd=tmp_path, check=False)
        assert done.returncode == 0, command
    assert (tmp_path / "site/index.html").is_file()


def test_check_tells_clean_from_bad(content: Path) -> None:
    file = add_report(content)
    done = run("jixiao", "check", "--content", content)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "检查了 1 份报告：没有发现问题。\n"
    file.write_text("项目: x\n", encoding="utf-8")
    done = run("jixiao", "check", "--content", content, "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert found[0].keys() == {"path", "line", "column", "level", "rule", "message"}
    assert {problem["path"] for problem in found} == {str(file)}


def test_warnings_do_not_stop_a_build(content: Path, tmp_path: Path) -> None:
    folder = add_report(content).with_suffix("")
    folder.mkdir()
    (folder / "forgotten.pdf").write_text("x", encoding="utf-8")
    assert run("jixiao", "check", "--content", content).returncode == 0
    done = run("jixiao", "build", "--content", content, "--site", tmp_path / "site")
    assert done.returncode == 0
    assert "警告" in done.stderr
    assert not list((tmp_path / "site").rglob("forgotten.pdf"))


def test_links_out_of_the_content_folder_are_refused(content: Path) -> None:
    secret = content.parent / "secret.pdf"
    secret.write_text("secret", encoding="utf-8")
    file = add_report(content, 附件="[{名称: 甲, 文件: a.pdf}]")
    file.with_suffix("").mkdir()
    (file.with_suffix("") / "a.pdf").symlink_to(secret)
    (content / "pages/tu.png").symlink_to(secret)
    (content / "reports/2022").symlink_to(content / "reports/2021")
    done = run("jixiao", "check", "--content", content)
    assert done.returncode == 1
    for name in ("a.pdf", "tu.png", "2022"):
        assert name in done.stdout


def test_before_its_day_a_report_is_not_public(content: Path, tmp_path: Path) -> None:
    add_report(content, 公开日期="2026-11-24")
    site = tmp_path / "site"
    for epoch, public in ((TODAY, False), (str(int(TODAY) + 86_400), True)):
        done = run("jixiao", "build", "--content", content, "--site", site, SOURCE_DATE_EPOCH=epoch)
        assert done.returncode == 0, done.stderr
        assert (site / "reports/2021/gonganju/shili/index.html").exists() == public
        assert (site / "years").exists() == public
        assert "示例项目" not in "".join(f.read_text() for f in site.rglob("*.html")) or public


def test_an_empty_county_has_a_site(content: Path, tmp_path: Path) -> None:
    done = run("jixiao", "build", "--content", content, "--site", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert "本站尚未公开报告" in (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "site/years").exists()


def test_build_never_replaces_a_folder_of_other_things(content: Path, tmp_path: Path) -> None:
    precious = tmp_path / "home"
    precious.mkdir()
    (precious / "thesis.txt").write_text("x", encoding="utf-8")
    for arguments in (
        ("build", "--content", content, "--site", precious),
        ("generate", "--content", content, precious),
        ("demo", "--reports", "2", "--out", precious),
    ):
        done = run("jixiao", *arguments)
        assert done.returncode == 1
        assert "不会覆盖" in done.stderr
    assert tree(precious) == {"thesis.txt": b"x"}


def test_rebuilding_replaces_the_site_whole(content: Path, tmp_path: Path) -> None:
    first = add_report(content, "jiu")
    site = tmp_path / "site"
    assert run("jixiao", "build", "--content", content, "--site", site).returncode == 0
    first.unlink()
    add_report(content, "xin")
    assert run("jixiao", "build", "--content", content, "--site", site).returncode == 0
    assert (site / "reports/2021/gonganju/xin/index.html").is_file()
    assert not (site / "reports/2021/gonganju/jiu").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "site"]


def test_two_builds_at_once_do_not_mix(content: Path, tmp_path: Path) -> None:
    lock = tmp_path / ".site.lock"
    holder = subprocess.Popen(
        ["flock", "-n", str(lock), "cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdin
    assert holder.stdout
    holder.stdin.write(b"x\n")
    holder.stdin.flush()
    holder.stdout.readline()  # the lock is held once `cat` answers
    done = run("jixiao", "build", "--content", content, "--site", tmp_path / "site")
    holder.stdin.close()
    holder.wait()
    holder.stdout.close()
    assert done.returncode == 1
    assert "另一个进程" in done.stderr


def test_output_is_plain_where_there_is_no_terminal(content: Path, tmp_path: Path) -> None:
    add_report(content)
    done = run("jixiao", "build", "--content", content, "--site", tmp_path / "site", FORCE_COLOR="")
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr == "检查了 1 份报告：没有发现问题。\n"
    assert done.stdout == f"生成了 20 个页面：{tmp_path}/site/index.html\n"


def test_a_terminal_sees_progress(tmp_path: Path) -> None:
    command = [str(BIN / "jixiao"), "demo", "--reports", "50", "--out", str(tmp_path / "demo")]
    seen = seen_on_a_terminal(command, {**os.environ, "TERM": "xterm"})
    assert "生成报告" in seen
    assert "50/50" in seen


def test_new_puts_a_form_that_checks_clean(content: Path) -> None:
    arguments: list[str | Path] = [
        "new",
        "--content",
        content,
        "--department",
        "gonganju",
        "--year",
        "2024",
        "--name",
        "视频会议系统运行维护经费（二期）",
    ]
    done = run("jixiao", *arguments)
    assert done.returncode == 0, done.stderr
    file = content / "reports/2024/gonganju/shipinhuiyi-xitong-yunxing-weihu-jingfei-erqi.yml"
    assert str(file) in done.stdout
    text = file.read_text(encoding="utf-8")
    for key in (
        "项目名称: 视频会议系统运行维护经费（二期）",
        "部门: 示例县公安局",
        "年度: 2024",
        "状态: 草稿",
        "    绩效目标: |",
        "元、万元、亿元",
    ):
        assert key in text
    checked = run("jixiao", "check", "--content", content)
    assert (checked.returncode, checked.stdout) == (0, "")
    assert "其中 1 份现在不公开" in checked.stderr
    file.write_text("项目名称: 写了一半\n", encoding="utf-8")
    again = run("jixiao", *arguments)
    assert again.returncode == 1
    assert "已经有了，没有改动" in again.stderr
    assert file.read_text(encoding="utf-8") == "项目名称: 写了一半\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"--department": "公安厅"}, "登记表里没有“公安厅”。是不是“示例县公安局”？"),
        ({"--department": "林业局"}, "- 名称: 示例县林业局\n  标识: linyeju"),
        ({"--like": "2020"}, "2020 年没有“甲”的报告"),
        ({"--slug": "Bad Slug"}, "标识应为小写字母"),
        ({"--year": "9999"}, "年度应为 1994—2099"),
        ({"--form": "zipin"}, "没有表单“zipin”。是不是“ziping”？"),
        ({"--outline": "zipin"}, "没有表单“zipin”。是不是“ziping”？"),
        ({"--name": " "}, "项目名称不能为空"),
    ],
)
def test_new_explains_what_it_cannot_use(
    content: Path, options: dict[str, str], message: str
) -> None:
    values = {
        "--department": "gonganju",
        "--year": "2024",
        "--name": "甲",
        "--slug": "jia",
    } | options
    done = run(
        "jixiao", "new", "--content", content, *(part for pair in values.items() for part in pair)
    )
    assert done.returncode == 1
    assert message in done.stderr
    assert not (content / "reports").exists()


def test_new_asks_for_what_is_missing(content: Path) -> None:
    done = subprocess.run(
        [str(BIN / "jixiao"), "new", "--content", str(content)],
        input="jiaoyuju\n2023\n营养改善计划\n\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "jiaoyuju" in done.stdout
    assert (content / "reports/2023/jiaoyuju/yingyang-gaishan-jihua.yml").is_file()


def test_new_without_answers_ends_with_a_word(content: Path) -> None:
    done = run("jixiao", "new", "--content", content)
    assert done.returncode == 2
    assert "已中断" in done.stderr


def test_generate_writes_markdown_and_attachments(content: Path, tmp_path: Path) -> None:
    file = add_report(content, 附件="[{名称: 甲, 文件: 原文.pdf}]")
    file.with_suffix("").mkdir()
    (file.with_suffix("") / "原文.pdf").write_bytes(b"%PDF-1.4")
    target = tmp_path / "markdown"
    done = run("jixiao", "generate", "--content", content, target)
    assert done.returncode == 0, done.stderr
    made = tree(target)
    assert made["reports/2021/gonganju/shili/原文.pdf"] == b"%PDF-1.4"
    assert made["reports/2021/gonganju/shili/index.md"].startswith(b"---\n{")
    assert {"index.md", "years/index.md", "years/2021/index.md", "departments/index.md",
            "departments/gonganju/index.md", "departments/gonganju/2021/index.md", "about/index.md"} <= set(made)  # fmt: skip


@pytest.mark.parametrize("name", [".shili.yml.swp", "shili.yml~", "#shili.yml#", "Thumbs.db"])
def test_what_editors_and_systems_leave_behind_is_no_mistake(content: Path, name: str) -> None:
    add_report(content).with_name(name).write_text("", encoding="utf-8")
    done = run("jixiao", "check", "--content", content)
    assert done.returncode == 0, done.stdout


def test_missing_and_linked_files_are_named(content: Path) -> None:
    (content / "departments.yml").rename(content.parent / "elsewhere.yml")
    (content / "departments.yml").symlink_to(content.parent / "elsewhere.yml")
    (content / "site.yml").unlink()
    (content / "pages/about.md").unlink()
    done = run("jixiao", "check", "--content", content)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"{content}/departments.yml:1:1: 错误: 此处是链接。请放文件本身。 (symbolic-link)",
        f"{content}/pages/about.md:1:1: 错误: 缺少文件 about.md。请写一页说明。 (missing-file)",
        f"{content}/site.yml:1:1: 错误: 缺少文件 site.yml。请按格式说明补上。 (missing-file)",
    ]


def test_the_sites_own_address_makes_canonical_links_and_permalinks(
    content: Path, tmp_path: Path
) -> None:
    add_report(content)
    with (content / "site.yml").open("a", encoding="utf-8") as file:
        file.write(
            "地址: https://www.example.cn/a/b\n网站标识码: 5100000000\n联系方式: 电话 0000\n"
        )
    site = tmp_path / "site"
    done = run("jixiao", "build", "--content", content, "--site", site)
    assert done.returncode == 0, done.stderr
    address = "https://www.example.cn/a/b/reports/2021/gonganju/shili/"
    page = (site / "reports/2021/gonganju/shili/index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{address}">' in page
    assert f">{address}</a>" in page
    assert '<meta name="SiteIDCode" content="5100000000">' in page
    assert "联系方式：电话 0000" in page
    assert address in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_what_is_no_plain_file_is_named_and_never_waited_for(content: Path) -> None:
    file = add_report(content)
    file.with_name("folder.yml").mkdir()
    os.mkfifo(file.with_name("pipe.yml"))
    os.mkfifo(content / "pages/pipe.md")
    (content / "pages/folder.md").mkdir()
    (content / "outlines/ziping.yml").unlink()
    (content / "outlines").rmdir()
    (content / "outlines").write_text("x", encoding="utf-8")
    done = run("jixiao", "check", "--content", content)
    assert done.returncode == 1
    places = [line.split(":")[0] for line in done.stdout.splitlines()]
    assert [str(Path(place).relative_to(content)) for place in places] == [
        "outlines", "pages/folder.md", "pages/pipe.md",
        "reports/2021/gonganju/folder.yml", "reports/2021/gonganju/pipe.yml",
    ]  # fmt: skip


def test_a_file_in_the_place_of_the_reports_is_no_empty_county(content: Path) -> None:
    (content / "reports").write_text("x", encoding="utf-8")
    done = run("jixiao", "check", "--content", content)
    assert done.returncode == 1
    assert "reports:1:1: 错误: 此处应为文件夹" in done.stdout


def test_a_terminal_obeys_no_word_of_the_command_line() -> None:
    command = [str(BIN / "jixiao"), "check", "a\x1b[31m\u202eb"]
    seen = seen_on_a_terminal(command, os.environ, returns=2)
    assert "a\ufffd[31m\ufffdb" in seen
    assert "\x1b[31m" not in seen
