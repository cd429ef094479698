"""Staff's commands where there is nothing that Windows lacks, at a console of code page 936."""

import hashlib
import json
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT, TODAY, run, tree
from tests.support import windows
from tests.support.git import commit

pytestmark = pytest.mark.slow("starts each command twice, and builds sites")


def on_windows(*arguments: str | Path, cache: Path, cwd: Path = ROOT) -> tuple[int, str, str]:
    """Exit code, standard output and error of a command."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.windows", *map(str, arguments)], cwd=cwd,
        env={"SOURCE_DATE_EPOCH": TODAY, "JIXIAO_CACHE": str(cache), "JIXIAO_WORKERS": "2",
             "PYTHONPATH": str(ROOT), "PYTHONWARNDEFAULTENCODING": "1", windows.MISSING: windows.as_text()},
        capture_output=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    said = [one.decode("cp936") for one in (done.stdout, done.stderr)]
    assert "Traceback" not in said[1], said[1]
    return done.returncode, said[0], said[1]


def here(*arguments: str | Path, cache: Path, cwd: Path = ROOT) -> tuple[int, str, str]:
    done = run("jixiao", *arguments, cwd=cwd, JIXIAO_CACHE=str(cache))
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up content folder; the command that makes it writes the same bytes there."""
    place = tmp_path_factory.mktemp("windows")
    for command, name in ((on_windows, "there"), (here, "here")):
        code, _, said = command("demo", "--reports", "12", "--out", place / name, cache=place)
        assert code == 0, said
    assert tree(place / "there") == tree(place / "here")
    return place / "here"


@pytest.mark.parametrize(
    "arguments",
    ["--help", "rules", "rules mobile-number", "check --content content",
     "check --content {made}", "check --content none", "diff --content {made}", "diff HEAD --head HEAD --content content",
     "new --content {made} --department gonganju", "import --content {made} none.docx", "verify none", "build --site none --config none",
     "correct --content {made} none.yml --reason x", "withdraw --content {made} none.yml --reason x"],
)  # fmt: skip
def test_a_command_says_the_same(arguments: str, made: Path, tmp_path: Path) -> None:
    words = arguments.format(made=made).split()
    assert on_windows(*words, cache=tmp_path) == here(*words, cache=tmp_path)


@pytest.mark.parametrize(
    "arguments",
    ["deploy jixiao@web.example:/srv/jixiao", "rollback D:/jixiao", "releases D:/jixiao",
     "check --since D:/jixiao"],
)  # fmt: skip
def test_what_is_the_servers_says_so(arguments: str, made: Path, tmp_path: Path) -> None:
    code, said, refused = on_windows(*arguments.split(), cache=tmp_path)
    assert (code, said) == (1, "")
    assert "在服务器那一边（Linux）运行，Windows 上不能用" in refused
    assert "git push" in refused


def test_a_drive_is_no_other_machine(tmp_path: Path) -> None:
    for there in ("D:/none", "D:\\none"):
        assert on_windows("verify", there, cache=tmp_path) == (1, "", f"没有文件夹 {there}。\n")


def test_a_path_in_a_message_is_written_as_in_git(made: Path, tmp_path: Path) -> None:
    """Whoever compares them with a list of changed files finds it, whatever was asked for."""
    bad = made / "reports/2019/gonganju/bad.yml"
    with with_mistakes(made):
        for words in ([], ["reports/2019"], [bad], [bad.parent]):
            command = ("check", "--content", made, *words)
            there = on_windows(*command, cache=tmp_path)
            expected = here(*command, cache=tmp_path)
            assert there == (1, in_gbk(expected[1]), expected[2])
            assert bad.as_posix() in there[1]


@pytest.mark.parametrize("form", ["json", "gitlab", "sarif", "junit"])
def test_what_programs_read_is_whole(form: str, made: Path, tmp_path: Path) -> None:
    """Whatever the console's encoding: none of it is lost, and it is UTF-8."""
    read = ET.canonicalize if form == "junit" else json.loads
    with with_mistakes(made):
        command = ("check", "--content", made, "--format", form)
        there, expected = on_windows(*command, cache=tmp_path), here(*command, cache=tmp_path)
    assert there[0] == 1
    assert there[1].isascii()
    assert "𠮷祥" in expected[1]
    assert read(there[1]) == read(expected[1])
    assert there[2] == expected[2]


def test_a_schema_is_whole(tmp_path: Path) -> None:
    _, said, _ = on_windows("schema", "report", cache=tmp_path)
    assert json.loads(said) == json.loads(here("schema", "report", cache=tmp_path)[1])


def in_gbk(text: str) -> str:
    """As a console shows it that has no other letters."""
    return text.encode("gbk", "backslashreplace").decode("gbk")


@contextmanager
def with_mistakes(made: Path) -> Iterator[None]:
    """For the block the content has some, in files of several kinds."""
    bad = made / "reports/2019/gonganju/bad.yml"
    bad.parent.mkdir(parents=True)
    bad.write_text("项目名称: 项目\n年度: 𠮷祥✓\n", encoding="utf-8")
    (made / "pages/extra.md").write_text("没有标题\n", encoding="utf-8")
    (made / "reports/stray.txt").write_bytes(b"")
    try:
        yield
    finally:
        shutil.rmtree(bad.parents[1])
        (made / "pages/extra.md").unlink()
        (made / "reports/stray.txt").unlink()


@pytest.mark.parametrize("content", ["content", "made"])
def test_the_site_is_the_same_to_the_byte(content: str, made: Path, tmp_path: Path) -> None:
    folder = made if content == "made" else ROOT / content
    for command, name in ((on_windows, "there"), (here, "here")):
        cache = tmp_path / f"{name}-cache"
        site = tmp_path / name
        for what in (("build", "--no-cache", "--site", site), ("build", "--site", site),
                     ("generate", f"{site}.md")):  # fmt: skip
            code, _, said = command(*what, "--content", folder, cache=cache)
            assert code == 0, said
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    assert tree(tmp_path / "there.md") == tree(tmp_path / "here.md")
    # The lock's file would be removed there by the library.
    assert all(one.suffix == ".lock" for one in tmp_path.glob(".*")), "something is left behind"


def test_a_new_report_has_line_breaks_as_everywhere(made: Path, tmp_path: Path) -> None:
    words: list[str | Path] = [
        "new",
        "--content",
        made,
        "--department",
        "gonganju",
        "--name",
        "新的项目",
    ]
    options = ["--form", "project-report"]
    for year, command in ((2031, on_windows), (2032, here)):
        code, _, said = command(*words, "--year", str(year), *options, cache=tmp_path)
        assert code == 0, said
    files = sorted(made.glob("reports/203?/gonganju/*.yml"))
    assert files[0].read_bytes().replace(b"2031", b"2032") == files[1].read_bytes()


def test_a_correction_is_the_same(made: Path, tmp_path: Path) -> None:
    public = next(
        one
        for one in sorted(made.glob("reports/*/*/*.yml"))
        if "状态: 公开" in one.read_text("utf-8")
    )
    for command, name in ((on_windows, "there"), (here, "here")):
        content = tmp_path / name / "content"
        file = content / public.relative_to(made)
        shutil.copytree(made, content)
        commit(content)
        file.write_text(file.read_text("utf-8") + "数据说明: [示例]\n", "utf-8", newline="\n")
        for what in ("correct", "withdraw"):
            options = ("--content", content, file, "--reason", "示例理由")
            code, _, said = command(what, *options, cache=tmp_path / "cache")
            assert code == 0, said
    there, expected = (
        (tmp_path / name / "content" / public.relative_to(made)).read_bytes()
        for name in ("there", "here")
    )
    assert there == expected
    assert "栏目: 数据说明第 1 行".encode() in there


def test_a_countys_repository_is_the_same(tmp_path: Path) -> None:
    options = ["--county", "示例县", "--organiser", "示例县人民政府", "--address", "",
               "--department", "示例县财政局", "--forge", "gitlab"]  # fmt: skip
    for command, name in ((on_windows, "there"), (here, "here")):
        code, _, said = command("init", tmp_path / name, *options, cache=tmp_path / "cache")
        assert code == 0, said
    made = [tree(tmp_path / name) for name in ("there", "here")]
    there, expected = (
        {path: data for path, data in one.items() if not path.startswith(".git/")} for one in made
    )
    assert len(there) > 50
    assert there == expected
    for command, name in ((on_windows, "there"), (here, "here")):
        as_of_an_older_version(tmp_path / name, "docs/git.md")
        code, said, wrong = command("upgrade", cache=tmp_path / "cache", cwd=tmp_path / name)
        assert code == 0, wrong
        assert "docs/git.md" in said
    renewed = (tree(tmp_path / name) for name in ("there", "here"))
    there, again = (
        {path: data for path, data in one.items() if not path.startswith(".git/")}
        for one in renewed
    )
    assert there == again == expected


def as_of_an_older_version(folder: Path, name: str) -> None:
    """The file says something else, and the list of what the program put there knows it so."""
    listed = folder / "deploy/files.sha256"
    former = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / name).write_bytes(b"of an older version\n")
    older = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    listed.write_bytes(listed.read_bytes().replace(former.encode(), older.encode()))


def test_a_file_that_is_open_elsewhere_is_told() -> None:
    """Windows calls that a lack of permission, and its own error tells more."""
    script = """
import click
from generator.console.command_line import Group, run
@click.group(cls=Group)
def app(): pass
@app.command()
def busy():
    error = PermissionError(13, "in use", "site")
    error.winerror = 32
    raise error
run(app, "jixiao")
"""
    done = run("python", "-c", script, "busy")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("读写文件失败 site：正被别的程序打开。请关掉它")


def test_what_windows_lacks_is_taken_away() -> None:
    lacking = windows.missing()
    assert all("*" in lacking[one] for one in ("fcntl", "resource", "pwd", "grp"))
    assert {"fork", "fchmod", "getuid"} <= lacking["os"]
    assert not {"link", "getpid", "replace"} & lacking["os"]
    script = "from tests.support import windows; windows.take_away(); import os, fcntl; os.fork\n"
    for wrong in ("import fcntl", "import os; os.fchmod", "from signal import pthread_sigmask"):
        ours = f"exec({wrong!r}, {{'__name__': 'generator.example'}})"
        done = run("python", "-c", script + ours)
        assert "Windows" in done.stderr or "cannot import name" in done.stderr, wrong
