"""`jixiao correct` and `jixiao withdraw`, through the command."""

from pathlib import Path

import pytest

from tests.conftest import run
from tests.support import made_up


def _report(folder: Path, **more: str) -> tuple[Path, Path]:
    made = made_up.content(folder)
    made_up.report(made, "shili", 2021, more=more)
    file = made / "reports/2021/gonganju/shili.yml"
    file.write_text(f"# 示例注释\n{file.read_text('utf-8')}", "utf-8")
    return made, file


def test_withdrawn_and_nothing_else_is_changed(tmp_path: Path) -> None:
    made, file = _report(tmp_path)
    before = file.read_text("utf-8").splitlines()
    done = run("jixiao", "withdraw", "--content", made, file, "--reason", "示例理由")
    assert done.returncode == 0, done.stderr
    after = file.read_text("utf-8").splitlines()
    assert [one for one in before if one not in after] == ["状态: 公开"]
    assert "状态: 撤回" in after
    assert "示例理由" in file.read_text("utf-8")
    assert run("jixiao", "check", "--content", made).returncode == 0
    again = run("jixiao", "withdraw", "--content", made, file, "--reason", "示例理由")
    assert again.returncode
    assert "已经撤回" in again.stderr


def test_each_correction_is_the_last_row(tmp_path: Path) -> None:
    made, file = _report(tmp_path)
    for note in ("示例甲", "示例乙"):
        done = run("jixiao", "correct", "--content", made, file, "--note", note)
        assert done.returncode == 0, done.stderr
    text = file.read_text("utf-8")
    assert 0 < text.index("示例甲") < text.index("示例乙")
    assert run("jixiao", "check", "--content", made).returncode == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [({"状态": "草稿"}, "没有公开"), ({"公开日期": "2026-12-31"}, "才公开")],
)
def test_what_is_not_public_is_left_alone(tmp_path: Path, more: dict[str, str], said: str) -> None:
    made, file = _report(tmp_path, **more)
    before = file.read_bytes()
    done = run("jixiao", "correct", "--content", made, file, "--note", "示例")
    assert done.returncode
    assert said in done.stderr
    assert file.read_bytes() == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    made, file = _report(tmp_path)
    before = file.read_bytes()
    done = run("jixiao", "withdraw", "--content", made, file, "--reason", "示例", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert file.read_bytes() == before


def test_an_unknown_report_is_named(tmp_path: Path) -> None:
    made, file = _report(tmp_path)
    done = run("jixiao", "withdraw", "--content", made, file.with_name("no.yml"), "--reason", "例")
    assert done.returncode
    assert "没有这份报告" in done.stderr
    assert "Traceback" not in done.stderr
