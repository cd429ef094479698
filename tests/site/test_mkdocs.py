"""`mkdocs build --strict` by itself: a site without a warning, or the content's problems."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, run, tree
from tests.support.project import copy_project

pytestmark = pytest.mark.slow("starts MkDocs' own commands")


def test_builds_by_itself_without_a_warning(tmp_path: Path, real_site: Path) -> None:
    done = run("mkdocs", "build", "--strict", "--site-dir", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    output = done.stdout + done.stderr
    assert "warning" not in output.lower()
    assert tree(tmp_path / "site") == tree(real_site)


def test_bad_content_stops_it_before_anything_is_written(tmp_path: Path) -> None:
    case = tmp_path / "content"
    shutil.copytree(ROOT / "tests/check/cases/_base/content", case)
    shutil.copytree(ROOT / "tests/check/cases/key-unknown/content", case, dirs_exist_ok=True)
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("former", encoding="utf-8")
    done = run("mkdocs", "build", "--strict", "--site-dir", site, JIXIAO_CONTENT=str(case))
    assert done.returncode != 0
    assert (
        "shili.yml:7:1: 错误: 不认识的键“项目名”。是不是“项目名称”？ (unknown-key)" in done.stderr
    )
    assert "Traceback" not in done.stderr
    assert tree(site) == {"index.html": b"former"}


def test_mkdocs_by_itself_tells_wrong_settings(tmp_path: Path) -> None:
    done = run("mkdocs", "build", "--site-dir", tmp_path / "site", JIXIAO_WORKERS="两个")
    assert done.returncode != 0
    assert "环境变量 JIXIAO_WORKERS 应为进程数" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "site").exists()


def test_hand_written_pages_are_cleaned_after_rendering(tmp_path: Path) -> None:
    """What the check lets through is still cleaned: Markdown has many ways to write a link."""
    from generator.content.handwritten import clean_page

    dirty = (
        '<h1 id="a">甲</h1><script>x</script><a href="javascript:x">乙</a><a href="https://a.cn" onclick="x">丙</a>'
        '<img src="https://a.cn/x.png"><img src="//a.cn/x.png"><img src="tu.png" alt="图"><iframe src="x"></iframe>'
    )
    assert clean_page(dirty) == (
        '<h1 id="a">甲</h1><a>乙</a><a href="https://a.cn">丙</a><img><img><img src="tu.png" alt="图">'
    )


@pytest.mark.parametrize(
    "target", ["//h", "/\\h", "\\/h", "/&#47;h", "/\n/h", " //h", "\x01//h", "/&Tab;/h", ".//h"]
)
def test_links_to_other_hosts_in_disguise_are_taken_out(target: str) -> None:
    from generator.content.handwritten import clean_page

    assert clean_page(f'<a href="{target}">甲</a><img src="{target}">') == "<a>甲</a><img>"
    assert clean_page('<a href="../years/">甲</a>') == '<a href="../years/">甲</a>'


@pytest.mark.parametrize("command", [("build",), ("serve", "--address", "127.0.0.1:0")])
def test_a_template_that_is_wrong_is_named_with_its_line(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    copy_project(tmp_path, "tests", "docs", "generator")
    template = tmp_path / "overrides/main.html"
    lines = template.read_text(encoding="utf-8").count("\n")
    with template.open("a", encoding="utf-8") as file:
        file.write("{% for %}\n")
    done = run("jixiao", *command, cwd=tmp_path)
    assert done.returncode == 1
    assert f"overrides/main.html 第 {lines + 1} 行写错了" in done.stderr
    assert "Traceback" not in done.stderr
