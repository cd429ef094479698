"""`jixiao correct` and `jixiao withdraw`, through the command."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import run
from tests.support import made_up
from tests.support.git import commit

LONG = "项目覆盖三个村，建成以来运行平稳，群众反映良好，没有发生事故，没有接到投诉，也没有停用过。"
STATED = {
    "提纲": "ziping",
    "资金": {"单位": "万元", "全年预算": "60", "支出": "48"},
    "指标": [{"三级": "满意度", "目标值": "90%", "完成值": "95%"}],
    "正文": {"项目概况": f"{LONG}联系电话13812345678。{LONG}支出48万元。"},
    "附件": [{"名称": "原文", "文件": "原文.txt"}],
    "数据说明": ["为示例小区5幢1单元302号更换了水管。"],
}


def _report(folder: Path, **more: object) -> tuple[Path, Path]:
    made = made_up.content(folder)
    made_up.report(made, "shili", 2021, more=more)
    file = made / "reports/2021/gonganju/shili.yml"
    file.write_text(f"# 示例注释\n{file.read_text('utf-8')}", "utf-8")
    return made, file


def _change(file: Path, *pairs: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for before, now in pairs:
        assert before in text
        text = text.replace(before, now)
    file.write_text(text, "utf-8")


def _corrections(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.load(file.read_text("utf-8"), yaml.CBaseLoader)["更正"]
    return found


def test_a_correction_lists_each_field_that_changed_and_is_completed(tmp_path: Path) -> None:
    made, file = _report(tmp_path, **STATED)
    file.with_suffix("").mkdir()
    (file.with_suffix("") / "原文.txt").write_bytes("原文".encode())
    commit(tmp_path)
    # A phone number and a home are taken out: to list what stood there would publish it again.
    _change(
        file,
        ("支出: '48'", "支出: 50"),
        ("支出48万元", "支出50万元"),
        ("联系电话13812345678。", ""),
        ("5幢1单元302号", ""),
    )
    before = file.read_text("utf-8").splitlines()
    done = run("jixiao", "correct", "--content", made, file, "--reason", "漏算结转")
    assert done.returncode == 0, done.stderr
    assert "资金·支出：48 → 50" in done.stdout
    assert "正文·项目概况：原来的内容不得公开，没有列出" in done.stdout
    assert "数据说明第 1 行：原来的内容不得公开，没有列出" in done.stdout
    assert not re.search("13812345678|302号", file.read_text("utf-8"))
    assert file.read_text("utf-8").splitlines()[: len(before)] == before
    first = {
        "日期": "2026-11-23", "说明": "漏算结转",
        "改动": [{"栏目": "资金·支出", "原为": "48", "改为": "50"},
               {"栏目": "正文·项目概况", "原为": "支出48万元。", "改为": "支出50万元。"}],
    }  # fmt: skip
    assert _corrections(file) == [first]
    again = file.read_bytes()
    assert run("jixiao", "correct", "--content", made, file).returncode == 0
    assert file.read_bytes() == again
    # More changes on the same day: the entry is completed, not doubled.
    _change(file, ("  完成值: 95%\n", ""))
    assert run("jixiao", "correct", "--content", made, file).returncode == 0
    row = {"栏目": "指标“满意度”·完成值", "原为": "95%"}
    assert _corrections(file)[0]["改动"][1] == row
    assert len(_corrections(file)) == 1
    checked = run("jixiao", "check", "--content", made)
    assert checked.returncode == 0, checked.stdout
    # Another file in the place of an attachment.
    attached = file.with_suffix("") / "原文.txt"
    attached.write_bytes("换过的原文".encode())
    assert run("jixiao", "correct", "--content", made, file).returncode == 0
    sums = [hashlib.sha256(one.encode()).hexdigest() for one in ("原文", "换过的原文")]
    row = {"栏目": "附件“原文”·SHA-256", "原为": sums[0], "改为": sums[1]}
    assert _corrections(file)[0]["改动"][-1] == row
    assert run("jixiao", "check", "--content", made).returncode == 0
    # Once it is public it stays, and the next one is another entry.
    commit(tmp_path)
    _change(file, ("支出: 50", "支出: 51"))
    assert run("jixiao", "correct", "--content", made, file, "--reason", "又错").returncode == 0
    assert len(_corrections(file)[0]["改动"]) == 4
    assert _corrections(file)[1]["改动"] == [{"栏目": "资金·支出", "原为": "50", "改为": "51"}]
    done = run("jixiao", "correct", "--content", made, file, "--since", "HEAD~1")
    assert "资金·支出：48 → 51" in done.stdout


def test_without_git_the_reason_alone_is_written(tmp_path: Path) -> None:
    made, file = _report(tmp_path)
    for reason in ("示例甲", "示例乙"):
        done = run("jixiao", "correct", "--content", made, file, "--reason", reason)
        assert done.returncode == 0, done.stderr
        assert "看不出公开的是什么" in done.stdout
    assert _corrections(file) == [{"日期": "2026-11-23", "说明": "示例乙"}]


def test_what_was_public_in_another_encoding_is_compared_with_nothing(tmp_path: Path) -> None:
    made, file = _report(tmp_path)
    text = file.read_text("utf-8")
    file.write_bytes(text.encode("gb18030"))
    commit(tmp_path)
    file.write_text(text, "utf-8")
    done = run("jixiao", "correct", "--content", made, file, "--reason", "示例")
    assert (done.returncode, done.stderr) == (0, "")
    assert "那一版读不了" in done.stdout


def test_withdrawn_and_nothing_else_is_changed(tmp_path: Path) -> None:
    made, file = _report(tmp_path)
    commit(tmp_path)
    before = file.read_text("utf-8").splitlines()
    for reason in ("示例", "示例理由"):
        done = run("jixiao", "withdraw", "--content", made, file, "--reason", reason)
        assert done.returncode == 0, done.stderr
    after = file.read_text("utf-8").splitlines()
    assert [one for one in before if one not in after] == ["状态: 公开"]
    assert after[-3:] == ["撤回:", "  日期: 2026-11-23", "  理由: 示例理由"]
    assert run("jixiao", "check", "--content", made).returncode == 0
    commit(tmp_path)
    again = run("jixiao", "withdraw", "--content", made, file, "--reason", "示例理由")
    assert again.returncode
    assert "已经撤回" in again.stderr


@pytest.mark.parametrize(
    ("more", "options", "said"),
    [
        ({"状态": "草稿"}, [], "没有公开"),
        ({"公开日期": "2026-12-31"}, [], "才公开"),
        ({}, ["--since", "HEAD~1"], "在 HEAD~1 里还没有公开"),
        ({}, ["--since", "none"], "git 里没有“none”这个版本"),
        ({}, ["--reason", " "], "理由不能是空的"),
        ({"年度": "二〇二一"}, [], "应为年度"),
    ],
)
def test_what_cannot_be_corrected_is_left_alone(
    tmp_path: Path, more: dict[str, str], options: list[str], said: str
) -> None:
    (tmp_path / "empty").touch()
    commit(tmp_path)
    made, file = _report(tmp_path, **more)
    commit(tmp_path)
    before = file.read_bytes()
    done = run("jixiao", "correct", "--content", made, file, "--reason", "示例", *options)
    assert done.returncode == 1
    assert said in done.stderr
    assert file.read_bytes() == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    made, file = _report(tmp_path)
    before = file.read_bytes()
    for command in ("correct", "withdraw"):
        done = run("jixiao", command, "--content", made, file, "--reason", "示例", "--dry-run")
        assert done.returncode == 0, done.stderr
        assert file.read_bytes() == before


def test_an_unknown_report_is_named(tmp_path: Path) -> None:
    made, file = _report(tmp_path)
    done = run("jixiao", "withdraw", "--content", made, file.with_name("no.yml"), "--reason", "例")
    assert done.returncode
    assert "没有这份报告" in done.stderr
    assert "Traceback" not in done.stderr
