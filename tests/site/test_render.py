"""Pages made side by side and kept: the same as MkDocs' own loop makes, and never out of date."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.pages import narrative
from generator.site import fast_markdown
from generator.site.plugin import heading_id
from tests.conftest import ROOT, emptied, run, tree
from tests.support import releases

pytestmark = pytest.mark.slow("builds a site by MkDocs' loop as well")

Once = Callable[[str, Callable[[Path], None]], Path]
OPTIONS = {"toc": {"toc_depth": "2-3", "slugify": heading_id}}
EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]


def in_the_loop(folder: Path) -> Path:
    """The configuration of the site, every page in MkDocs' own loop."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    changed = text.replace("content: content", "content: content\n      loop: true").replace(
        "custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}"
    )
    assert changed.count("loop: true") == 1
    file = folder / "mkdocs.yml"
    file.write_text(changed, "utf-8")
    return file


def build(content: Path, site: Path, *options: str | Path, **environment: str) -> Path:
    command: tuple[str | Path, ...] = ("jixiao", "build", "--content", content, "--site", site)
    done = run(*command, *options, cwd=ROOT, **environment)
    assert done.returncode == 0, done.stderr
    return site


def differences(one: Path, other: Path) -> list[str]:
    ours, theirs = tree(one), tree(other)
    return sorted(n for n in ours.keys() | theirs.keys() if ours.get(n) != theirs.get(n))


@pytest.fixture(scope="module")
def made(once: Once) -> Path:
    """Content of a dozen reports."""

    def fill(folder: Path) -> None:
        releases.content(folder)

    return once("render", fill) / "content"


@pytest.fixture
def content(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "content"))


def test_every_page_is_what_mkdocs_makes_of_it(tmp_path: Path) -> None:
    content = tmp_path / "content"
    assert run("jixiao", "demo", "--reports", "100", "--out", content).returncode == 0
    build(content, tmp_path / "site", JIXIAO_WORKERS="2")
    build(content, tmp_path / "loop", "--config", in_the_loop(tmp_path))
    assert differences(tmp_path / "site", tmp_path / "loop") == []


def test_the_real_report_too(real_site: Path, tmp_path: Path) -> None:
    build(ROOT / "content", tmp_path / "site", "--config", in_the_loop(tmp_path))
    assert differences(tmp_path / "site", real_site) == []


def test_with_and_without_what_was_kept_the_same_bytes(content: Path, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    first = tree(build(content, tmp_path / "site", JIXIAO_CACHE=cache))
    assert tree(build(content, tmp_path / "site", JIXIAO_CACHE=cache)) == first
    assert tree(build(content, tmp_path / "fresh", "--no-cache", JIXIAO_CACHE=cache)) == first
    assert tree(build(content, tmp_path / "other", JIXIAO_CACHE=str(tmp_path / "new"))) == first


def test_machine_order_and_time_make_no_difference(content: Path, tmp_path: Path) -> None:
    first = tree(build(content, tmp_path / "site", "--no-cache", PYTHONHASHSEED="1", TZ="UTC"))
    other = tmp_path / "elsewhere"
    other.mkdir()
    for file in sorted(content.rglob("*"), reverse=True):  # another order on the disk
        if file.is_file():
            target = other / file.relative_to(content)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            os.utime(target, (10**9, 10**9))
    again = build(other, tmp_path / "again", "--no-cache", PYTHONHASHSEED="2",
                  TZ="America/New_York", LANG="C", HOME=str(tmp_path))  # fmt: skip
    assert tree(again) == first


def pages_kept(cache: Path) -> set[str]:
    return {file.name for file in (cache / "pages").glob("*.html")}


def test_only_what_rests_on_a_change_is_made_again(content: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    before = tree(build(content, tmp_path / "site", JIXIAO_CACHE=str(cache)))
    kept = pages_kept(cache)
    file = releases.standing(content)
    releases.append(file, "数据说明:\n  - 后来补写的话\n")
    after = tree(build(content, tmp_path / "site", JIXIAO_CACHE=str(cache)))
    address = releases.address(content, file)
    changed = {name for name in after if after[name] != before.get(name) and name[-5:] == ".html"}
    assert f"{address}index.html" in changed
    others = {name for name in changed if name.startswith("reports/")} - {f"{address}index.html"}
    assert others == set()  # a note is shown on the report's own page alone
    assert 1 <= len(pages_kept(cache) - kept) <= 3  # the report, its project's years, the record


def test_an_attachment_that_changed_changes_the_data(content: Path, tmp_path: Path) -> None:
    """Its checksum stands in the report's data, and not in the report's file."""
    file = releases.standing(content)
    releases.append(file, "附件:\n  - {名称: 附表, 文件: 表.txt}\n")
    file.with_suffix("").mkdir(exist_ok=True)
    (file.with_suffix("") / "表.txt").write_text("一\n", "utf-8")
    cache = str(tmp_path / "cache")
    address = releases.address(content, file)
    data = tmp_path / "site" / address / f"{file.stem}.json"
    build(content, tmp_path / "site", JIXIAO_CACHE=cache)
    before = data.read_text("utf-8")
    (file.with_suffix("") / "表.txt").write_text("二\n", "utf-8")
    build(content, tmp_path / "site", JIXIAO_CACHE=cache)
    assert data.read_text("utf-8") != before


def test_another_theme_makes_every_page_again(content: Path, tmp_path: Path) -> None:
    """What a page says when the theme's text changes is never what was kept."""
    project = tmp_path / "project"
    project.mkdir()
    shutil.copytree(ROOT / "overrides", project / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", project / "mkdocs.yml")
    cache = str(tmp_path / "cache")
    options = ("--config", project / "mkdocs.yml")
    build(content, tmp_path / "site", *options, JIXIAO_CACHE=cache)
    footer = project / "overrides/partials/footer.html"
    footer.write_text(footer.read_text("utf-8").replace("主办单位：", "主办："), "utf-8")
    site = build(content, tmp_path / "site", *options, JIXIAO_CACHE=cache)
    for page in site.rglob("index.html"):
        assert "主办：" in page.read_text("utf-8"), page


def test_who_edits_the_site_does_not_edit_the_next_one(content: Path, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    site = build(content, tmp_path / "site", JIXIAO_CACHE=cache)
    before = tree(site)
    page = next(site.glob("reports/*/*/*/index.html"))
    with page.open("a", encoding="utf-8") as file:  # in its place: what is kept shares the file
        file.write("<p>改动</p>")
    data = next(site.glob("reports/*/*/*/*.json"))
    with data.open("a", encoding="utf-8") as file:
        file.write("改动")
    assert tree(build(content, tmp_path / "site", JIXIAO_CACHE=cache)) == before


def test_an_empty_file_is_none_that_was_kept(content: Path, tmp_path: Path) -> None:
    """A power failure leaves one of what was not on the disk yet."""
    cache = tmp_path / "cache"
    site = build(content, tmp_path / "site", JIXIAO_CACHE=str(cache))
    before = tree(site)
    for file in (cache / "pages").iterdir():
        emptied(file)
    assert tree(build(content, tmp_path / "again", JIXIAO_CACHE=str(cache))) == before


def test_a_cache_on_another_disk_makes_no_news(content: Path, tmp_path: Path) -> None:
    """Where nothing can be shared files are copied; servers and mirrors tell them by their time."""

    def times(site: Path) -> dict[Path, int]:
        files = [*site.glob("reports/*/*/*/*.*"), *site.glob("search/data/20*/*.json")]
        return {file.relative_to(site): file.stat().st_mtime_ns for file in files}

    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as cache:
        first = times(build(content, tmp_path / "one", JIXIAO_CACHE=cache))
        assert len(first) > 20
        assert times(build(content, tmp_path / "two", JIXIAO_CACHE=cache)) == first


LINES = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"))
    | st.sampled_from("一二三，。#-*_`[](){}!<>&\"'|~^\\:=+ 1.0"),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=8).map("\n".join))
def test_any_narrative_is_what_python_markdown_makes_of_it(text: str) -> None:
    marks = [
        narrative.Mark(*one.span(), "s-1", "f-1", "回到“支出”")
        for one in re.finditer(r"1\.0|0", text)
    ]
    body = f"# 标题\n\n## 一、概况 {{#s1}}\n\n{narrative.markdown(text, marks=marks)}"
    found = fast_markdown.render(body, heading_id)
    engine = markdown.Markdown(extensions=EXTENSIONS, extension_configs=OPTIONS)
    expected = engine.convert(body)
    if found is not None:
        assert found.html == expected
        assert [one["id"] for one in found.tokens] == [one["id"] for one in engine.toc_tokens]


def test_a_long_line_with_markup_far_in_it_is_read_once() -> None:
    """Where reading went back over the letters, it took as many steps as they have subsets."""
    text = "甲" * 4000 + "，见[公告](https://example.cn/)"
    assert fast_markdown.render(narrative.markdown(text), heading_id) is None
    mark = narrative.Mark(3990, 4000, "s-1", "f-1", "回到“支出”")
    found = fast_markdown.render(narrative.markdown("甲" * 8000, marks=[mark]), heading_id)
    assert found is not None
    assert found.html.count("甲") == 8000
