"""Names of files that not every system takes are refused before anybody cannot check them out.

The files are made here: a repository that holds them cannot be checked out everywhere.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, TODAY, run, tree
from tests.support import made_up

pytestmark = pytest.mark.slow("runs commands for every name")

COMPOSED = "caf\u00e9.txt"


def refused(made: Path) -> dict[str, str]:
    """The complaints of names, by path."""
    done = run("jixiao", "check", "--content", made, "--format", "json")
    assert "Traceback" not in done.stderr
    found = [one for one in json.loads(done.stdout) if one["rule"] == "file-name"]
    assert done.returncode == 1 or not found
    return {one["path"].removeprefix(f"{made}/"): one["message"] for one in found}


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("reports/2021/gonganju/con.yml", "“con.yml”是 Windows 留给设备的名字"),
        ("reports/2021/gonganju/lpt1.yml", "留给设备的名字"),
        ("reports/2021/nul/shili.yml", "“nul”是 Windows 留给设备的名字"),
        ("pages/aux.md", "留给设备的名字"),
        ("pages/Prn.png", "留给设备的名字"),
        ("pages/a:b.png", "字符 :"),
        ("outlines/com9.yml", "留给设备的名字"),
        ("outlines/提纲*.yml", "字符 *"),
        ("pages/a\x1fb.md", "字符 U+001F"),
        (f"outlines/{'提' * 66}.yml", "太长：最多 200 字节（约 66 个汉字），现有 202 字节"),
        (f"reports/2021/gonganju/{'a' * 190}.yml", "太长：最多 180 个字，现有 216 个"),
        (f"reports/2021/gonganju/{'a' * 77}.yml", f"{'a' * 77}.json 太长：最多 180 个字，现有 182"),
    ],
)
def test_a_name_that_windows_does_not_take_is_refused(tmp_path: Path, name: str, what: str) -> None:
    made = made_up.content(tmp_path)
    made_up.report(made, "shili", 2021)
    file = made / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes((made / "reports/2021/gonganju/shili.yml").read_bytes())
    found = refused(made)
    told = file.parent if file.parent.name == "nul" else file
    assert what in found.pop(str(told.relative_to(made)))
    assert not found


@pytest.mark.parametrize("name", ["附表?.txt", "NUL.txt", "附表. ", "a|b.txt"])
def test_so_is_an_attachments_listed_or_not(tmp_path: Path, name: str) -> None:
    made = made_up.content(tmp_path)
    for slug, more in (("one", {"附件": [{"名称": "附表", "文件": name}]}), ("two", {})):
        folder = made / made_up.report(made, slug, 2021, more=more)
        folder.mkdir()
        (folder / name).write_text("附表\n", "utf-8")
    assert {Path(one).stem for one in refused(made)} == {"one", "two"}


def test_what_only_resembles_such_a_name_is_none(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    names = ["console.txt", "aux-1.txt", "附表.con.txt", "com10.txt", "a b.txt", f"{'附' * 65}.txt"]
    more = {"附件": [{"名称": f"附表{n}", "文件": name} for n, name in enumerate(names)]}
    folder = made / made_up.report(made, "nul-2", 2021, more=more)
    folder.mkdir()
    for name in names:
        (folder / name).write_text("附表\n", "utf-8")
    made_up.report(made, "a" * 76, 2021)
    assert refused(made) == {}


def test_a_new_report_gets_no_such_name(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    done = run("jixiao", "new", "--content", made, "--department", "gonganju", "--year", "2024",
               "--name", "示例", "--slug", "con")  # fmt: skip
    assert done.returncode == 1
    assert "标识“con”是 Windows 留给设备的名字" in done.stderr
    assert not (made / "reports").exists()


def on_a_mac(*arguments: str | Path, cache: Path) -> tuple[int, str]:
    """Exit code and all that a command says where names differ neither by case nor by form."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.macos", *map(str, arguments)], cwd=ROOT,
        env={"SOURCE_DATE_EPOCH": TODAY, "JIXIAO_CACHE": str(cache), "PYTHONUTF8": "1"},
        capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow("builds sites")
def test_a_name_that_macos_lists_decomposed_is_the_same(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    more = {"附件": [{"名称": "附表", "文件": COMPOSED}]}
    folder = made / made_up.report(made, "shili", 2021, more=more)
    folder.mkdir()
    (folder / COMPOSED).write_text("附表\n", "utf-8")
    (made / "pages/about.md").write_text("# 关于本站\n\n![图](caf\u00e9.png)\n", "utf-8")
    picture = next((ROOT / "docs/images").glob("*.png"))
    (made / "pages/caf\u00e9.png").write_bytes(picture.read_bytes())
    site = made_up.build(made)
    there = tmp_path / "there"
    code, said = on_a_mac("build", "--content", made, "--site", there, cache=tmp_path / "cache")
    assert code == 0, said
    assert tree(there) == tree(site)
    assert f"reports/2021/gonganju/shili/{COMPOSED}" in tree(there)


def test_a_name_of_other_case_is_another_on_every_system(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    folder = made / made_up.report(made, "shili", 2021, more={"附件": [
        {"名称": "附表", "文件": "附表.TXT"}]})  # fmt: skip
    folder.mkdir()
    (folder / "附表.txt").write_text("附表\n", "utf-8")
    (made / "outlines/ziping.yml").rename(made / "outlines/Ziping.yml")
    (made / "site.yml").rename(made / "Site.yml")
    here = run("jixiao", "check", "--content", made, "--format", "lines")
    assert "找不到附件“附表.TXT”" in here.stdout
    code, said = on_a_mac("check", "--content", made, "--format", "lines", cache=tmp_path)
    assert code == here.returncode == 1
    for rule in ("attachment-missing", "name-collision", "stray-file"):
        mine, other = (
            [one for one in text.splitlines() if f"({rule})" in one] for text in (here.stdout, said)
        )
        assert mine == other
        assert mine
