"""ProperDocs in the place of MkDocs: the same site, byte for byte, where MkDocs is not installed."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import JIXIAO_ON_PROPERDOCS, PROPERDOCS, ROOT, run, tree

pytestmark = pytest.mark.slow("builds a site in another environment")

# The second lists the first. Both must differ; nothing else may.
NAMES_THE_ENGINE = ["release/build.json", "release/build.sha256"]


def build(site: Path, content: Path = ROOT / "content", cache: Path = ROOT / "build/cache") -> None:
    """`properdocs build` by itself, with our configuration as it is."""
    done = run(
        PROPERDOCS / "properdocs", "build", "--strict", "--config-file", "mkdocs.yml",
        "--site-dir", site, JIXIAO_CONTENT=str(content), JIXIAO_CACHE=str(cache),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower()


def differences(one: Path, other: Path) -> list[str]:
    """Names of files that only one folder has, or that differ."""
    ours, theirs = tree(one), tree(other)
    return sorted(n for n in ours.keys() | theirs.keys() if ours.get(n) != theirs.get(n))


def test_mkdocs_is_not_there() -> None:
    """Otherwise nothing below would tell the two apart."""
    done = run(
        PROPERDOCS / "python",
        "-c",
        "import generator.pages.catalogue_pages, material, properdocs, mkdocs",
    )
    assert "ModuleNotFoundError: No module named 'mkdocs'" in done.stderr


def test_builds_the_same_site(tmp_path: Path, real_site: Path) -> None:
    """With a cache of its own: PDF files and search index are made again, not taken over."""
    build(tmp_path / "site", cache=tmp_path / "cache")
    assert differences(tmp_path / "site", real_site) == NAMES_THE_ENGINE


def test_builds_the_same_demo(tmp_path: Path, demo: Path) -> None:
    build(tmp_path / "site", content=demo / "content")
    assert differences(tmp_path / "site", demo / "site") == NAMES_THE_ENGINE


def test_our_own_command_builds_the_same_site(tmp_path: Path, real_site: Path) -> None:
    done = run(*JIXIAO_ON_PROPERDOCS, "build", "--site", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert differences(tmp_path / "site", real_site) == NAMES_THE_ENGINE


def test_bad_content_stops_it_before_anything_is_written(tmp_path: Path) -> None:
    """What we raise as an error of MkDocs is one of ProperDocs: a message, not a traceback."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "tests/check/cases/_base/content", content)
    shutil.copytree(ROOT / "tests/check/cases/key-unknown/content", content, dirs_exist_ok=True)
    site = tmp_path / "site"
    arguments = ("build", "--config-file", "mkdocs.yml", "--site-dir", site)
    done = run(PROPERDOCS / "properdocs", *arguments, JIXIAO_CONTENT=str(content))
    assert done.returncode != 0
    assert "shili.yml:7:1: 错误: 不认识的键“项目名”" in done.stderr
    assert "Traceback" not in done.stderr
    assert not site.exists()
