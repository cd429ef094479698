"""Names that are no UTF-8, and a locale that is none: a message or the work, never a traceback."""

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, run

pytestmark = pytest.mark.slow("builds sites")

BASE = ROOT / "tests/check/cases/_base/content"
REPORT = (
    "项目名称: 示例项目\n部门: 示例县公安局\n年度: 2021\n评价类型: 单位自评\n"
    "状态: 公开\n公开日期: 2022-06-01\n"
)
GBK = os.fsdecode("测试".encode("gbk"))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(BASE, folder)
    return folder


@pytest.mark.parametrize(
    "place",
    ["{}", "pages/{}.md", "pages/{}.png", "outlines/{}.yml", "reports/{}/a.yml",
     "reports/2021/{}/a.yml", "reports/2021/gonganju/{}.yml", "reports/2021/gonganju/a/{}.pdf"],
)  # fmt: skip
def test_a_name_in_gbk_is_a_problem_told(content: Path, tmp_path: Path, place: str) -> None:
    file = content / place.format(GBK)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(REPORT, encoding="utf-8")
    for command in (("check",), ("check",), ("build", "--site", tmp_path / "site")):
        done = run("jixiao", *command, "--content", content, JIXIAO_CACHE=str(tmp_path / "cache"))
        assert done.returncode == 1, done.stderr
        assert "错误" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_content_and_site_in_folders_named_in_gbk(content: Path, tmp_path: Path) -> None:
    content = content.rename(tmp_path / GBK)
    places = ("--content", content, "--site", tmp_path / f"{GBK}-site")
    for _ in range(2):  # built, and found unchanged
        done = run("jixiao", "build", *places, JIXIAO_CACHE=str(tmp_path / "cache"))
        assert done.returncode == 0, done.stderr
    assert "没有改动" in done.stdout
    done = run("jixiao", "build", "--no-cache", *places)  # the cache stands beside the site
    assert done.returncode == 0, done.stderr


def test_chinese_names_work_where_the_locale_is_posix(content: Path, tmp_path: Path) -> None:
    content = content.rename(tmp_path / "内容")
    posix = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    posix["JIXIAO_CACHE"] = str(tmp_path / "cache")
    done = run(
        "jixiao", "build", "--content", content, "--site", tmp_path / "网站", cwd=ROOT, **posix
    )
    assert done.returncode == 0, done.stderr
    assert f"{tmp_path / '网站'}/index.html" in done.stdout
