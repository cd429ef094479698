"""The time that stands in for today: what is no number of seconds is refused, never ignored."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, run

pytestmark = pytest.mark.slow("starts a command for each of many cases")

BASE = ROOT / "tests/check/cases/_base/content"
WRONG = ("", " ", "-1", "+5", "1.5", "1e9", " 1795392000", "1795392000 ", "１７９５３９２０００",
         "1_000", "0x10", "abc", "²", "99999999999999999999", "1795392000\n")  # fmt: skip


@pytest.mark.parametrize("epoch", WRONG, ids=repr)
def test_what_is_no_number_of_seconds_is_refused(tmp_path: Path, epoch: str) -> None:
    content = tmp_path / "content"
    shutil.copytree(BASE, content)
    new = ("--department", "gonganju", "--year", "2023", "--name", "示例项目")
    for arguments in (
        ("check",), ("build", "--site", tmp_path / "site"), ("generate", tmp_path / "pages"),
        ("new", *new), ("serve", "--address", "127.0.0.1:0"),
    ):  # fmt: skip
        done = run("jixiao", *arguments, "--content", content, SOURCE_DATE_EPOCH=epoch)
        assert done.returncode == 2, done.stderr
        assert "SOURCE_DATE_EPOCH 应为 1970 年以来的秒数" in done.stderr
        assert f"写的是“{epoch}”" in done.stderr
        assert "Traceback" not in done.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["content"]


@pytest.mark.parametrize("epoch", ["0", "1795392000", "99999999999"])
def test_every_such_number_is_taken(tmp_path: Path, epoch: str) -> None:
    content = tmp_path / "content"
    shutil.copytree(BASE, content)
    done = run("jixiao", "check", "--content", content, SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 0, done.stdout
