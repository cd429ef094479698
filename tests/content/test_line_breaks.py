"""Content as Windows writes it, with CRLF and a byte-order mark, is the same content."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT, run, tree
from tests.support import made_up, releases

pytestmark = pytest.mark.slow("builds sites")

TABLE = "项目,金额\r\n示例,1\r\n".encode("gb18030")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Made-up content with an attachment that has line ends of Windows, and a page of its own."""
    content = releases.content(tmp_path / "here", 6)
    more = {"附件": [{"名称": "附表", "文件": "附表.csv"}]}
    folder = content / made_up.report(content, "shili", 2021, more=more)
    folder.mkdir()
    (folder / "附表.csv").write_bytes(TABLE)
    text = "# 说明\n\n一段\n接着写\n\n| 甲 | 乙 |\n|---|---|\n| 1 | [首页](about.md) |\n\n```\n代码\n```\n"
    (content / "pages/extra.md").write_text(text, encoding="utf-8")
    return content


def as_on_windows(made: Path) -> Path:
    """A copy with the line ends of Windows and with Notepad's mark."""
    copy = made.parents[1] / "there/content"
    shutil.copytree(made, copy)
    for file in (*copy.rglob("*.yml"), *copy.rglob("*.md")):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    return copy


def found(made: Path) -> object:
    done = run("jixiao", "check", "--format", "json", "--content", "content", cwd=made.parent)
    return json.loads(done.stdout)


def test_the_site_and_the_problems_are_the_same_to_the_byte(made: Path) -> None:
    copy = as_on_windows(made)
    assert found(copy) == found(made)
    assert tree(made_up.build(copy)) == tree(made_up.build(made))


def test_git_stores_text_alike_and_attachments_as_they_are(made: Path) -> None:
    there, server = as_on_windows(made).parent, made.parents[1] / "server"
    shutil.copy(ROOT / ".gitattributes", there)
    picture = next((ROOT / "docs/images").glob("*.png")).read_bytes()
    (there / "content/pages/tu.png").write_bytes(picture)
    name = ("-c", "user.name=示例", "-c", "user.email=a@jixiao.example")
    for command in (["init", "-q"], ["add", "."], [*name, "commit", "-q", "-m", "x"],
                    ["clone", "-q", ".", server]):  # fmt: skip
        subprocess.run(
            ["git", "-c", "core.autocrlf=true", *command], cwd=there, check=True,
            capture_output=True,
        )  # fmt: skip
    stored = tree(server / "content")
    assert stored["reports/2021/gonganju/shili/附表.csv"] == TABLE
    assert stored["pages/tu.png"] == picture
    for path, data in tree(made).items():
        if path.endswith((".yml", ".md")):
            assert stored[path] == b"\xef\xbb\xbf" + data
