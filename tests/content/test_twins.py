"""Names that differ in case, width or Unicode form only cannot stand side by side everywhere.

Their files are made here: a repository that holds such twins cannot be checked out everywhere.
"""

from pathlib import Path

import pytest

from tests.conftest import run
from tests.support import made_up

pytestmark = pytest.mark.slow("runs the check for every pair of names")

COMPOSED, DECOMPOSED = "caf\u00e9.txt", "cafe\u0301.txt"


def collisions(made: Path) -> list[str]:
    """The problems of twins, without the path of the content."""
    done = run("jixiao", "check", "--content", made, "--format", "lines")
    assert "Traceback" not in done.stderr
    lines = [one for one in done.stdout.splitlines() if one.endswith("(name-collision)")]
    assert done.returncode == 1 or not lines
    return [one.removeprefix(f"{made}/") for one in lines]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("表.TXT", "表.txt"),
        ("A.txt", "a.txt"),
        ("a.txt", "ａ.txt"),
        (COMPOSED, DECOMPOSED),
        ("①.txt", "1.txt"),
    ],
)
def test_attachments(tmp_path: Path, first: str, second: str) -> None:
    made = made_up.content(tmp_path)
    more = {"附件": [{"名称": name, "文件": name} for name in (first, second)]}
    address = made_up.report(made, "shili", 2021, more=more)
    (made / address).mkdir()
    for name in (first, second):
        (made / address / name).write_text("示例", encoding="utf-8")
    (found,) = collisions(made)
    assert found.startswith(f"{address.rstrip('/')}.yml:")
    assert first in found
    assert second in found
    assert "改名或删去" in found
    (made / address / second).unlink()
    assert collisions(made) == [found], "both are listed: one file stands for the two elsewhere"


def test_a_listed_attachment_beside_one_that_is_not(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    more = {"附件": [{"名称": "附表", "文件": COMPOSED}]}
    folder = made / made_up.report(made, "shili", 2021, more=more)
    folder.mkdir()
    for name in (COMPOSED, DECOMPOSED, "附表.txt", ".DS_Store", ".ds_store"):
        (folder / name).write_text("示例", encoding="utf-8")
    (found,) = collisions(made)
    assert "U+0065" in found, "the two look the same"
    assert "U+00E9" in found


@pytest.mark.parametrize(
    ("name", "twin"),
    [
        ("reports/2021/gonganju/shili.yml", "SHILI.yml"),
        ("reports/2021/gonganju", "Gonganju"),
        ("reports/2021/gonganju/shili", "Shili"),
        ("reports/2021", "２０２１"),
        ("reports", "Reports"),
        ("site.yml", "Site.yml"),
        ("departments.yml", "DEPARTMENTS.YML"),
        ("pages/about.md", "About.md"),
        ("pages/tu.png", "tu.PNG"),
        ("outlines/ziping.yml", "Ziping.yml"),
    ],
)
def test_files_and_folders(tmp_path: Path, name: str, twin: str) -> None:
    made = made_up.content(tmp_path)
    (made / made_up.report(made, "shili", 2021)).mkdir()
    file = made / name
    if not file.exists():
        file.write_bytes(b"")
    if file.is_dir():
        file.with_name(twin).mkdir()
    else:
        file.with_name(twin).write_bytes(file.read_bytes())
    (found,) = collisions(made)
    assert f"“{file.name}”" in found
    assert f"“{twin}”" in found


def test_what_only_resembles_it_is_none(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    names = ["附表1.txt", "附表 1.txt", "附表一.txt", "附表1.pdf", "附表1.txt.txt", "附表l.txt"]
    more = {"附件": [{"名称": name, "文件": name} for name in names]}
    folder = made / made_up.report(made, "shili", 2021, more=more)
    folder.mkdir()
    for name in names:
        (folder / name).write_text("示例", encoding="utf-8")
    assert collisions(made) == []
