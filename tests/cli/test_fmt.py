"""`jixiao fmt`: what is written anew, what is left alone, what it says."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, run

REPORT = "年度: '2021'\n# 名称\n项目名称:   甲\n"
WANTED = "# 名称\n项目名称: 甲\n年度: 2021\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Made-up content with one report in it."""
    made = tmp_path / "content"
    shutil.copytree(ROOT / "generator/intake/starter/county/content", made)
    report = made / "reports/2021/gonganju/jia.yml"
    report.parent.mkdir(parents=True)
    report.write_bytes(REPORT.encode())
    return made


def test_a_report_is_written_anew_once(content: Path) -> None:
    report = content / "reports/2021/gonganju/jia.yml"
    args = "--content", content.as_posix(), report.as_posix()
    checked = run("jixiao", "fmt", "--check", *args)
    assert (checked.returncode, "要整理" in checked.stdout) == (1, True)
    assert report.read_bytes() == REPORT.encode()
    done = run("jixiao", "fmt", *args)
    assert (done.returncode, "整理了" in done.stdout) == (0, True)
    assert report.read_bytes() == WANTED.encode()
    assert run("jixiao", "fmt", "--check", *args).returncode == 0


def test_a_file_with_faults_stays_and_the_others_are_done(content: Path) -> None:
    broken = content / "reports/2021/gonganju/yi.yml"
    broken.write_bytes("部门：县局\n年度: 2021\n".encode())
    done = run("jixiao", "fmt", "--content", content.as_posix())
    assert done.returncode == 1
    assert "yi.yml" in done.stderr
    assert "没有改动" in done.stderr
    assert broken.read_bytes() == "部门：县局\n年度: 2021\n".encode()
    assert (content / "reports/2021/gonganju/jia.yml").read_bytes() == WANTED.encode()


@pytest.mark.parametrize("name", ["别处.yml", "没有.yml", "reports"])
def test_what_is_no_file_of_the_content_is_said(content: Path, name: str) -> None:
    (content.parent / "别处.yml").write_text(REPORT, encoding="utf-8")
    file = content.parent / name if name == "别处.yml" else content / name
    done = run("jixiao", "fmt", "--content", content.as_posix(), file.as_posix())
    assert done.returncode == 1
    assert "没有改动" in done.stderr
    assert "Traceback" not in done.stderr
