"""Staff's commands where there is nothing that Windows lacks, at a console of code page 936."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, TODAY, run, tree
from tests.support import windows

pytestmark = pytest.mark.slow("starts each command twice, and builds sites")


def on_windows(*arguments: str | Path, cache: Path) -> tuple[int, str, str]:
    """Exit code, standard output and error of a command."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.windows", *map(str, arguments)], cwd=ROOT,
        env={"SOURCE_DATE_EPOCH": TODAY, "JIXIAO_CACHE": str(cache), "JIXIAO_WORKERS": "2"},
        capture_output=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    said = [one.decode("cp936") for one in (done.stdout, done.stderr)]
    assert "Traceback" not in said[1], said[1]
    return done.returncode, said[0], said[1]


def here(*arguments: str | Path, cache: Path) -> tuple[int, str, str]:
    done = run("jixiao", *arguments, JIXIAO_CACHE=str(cache))
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
    ["--help", "rules", "rules mobile-number", "schema report", "check --content content",
     "check --content {made}", "check --content {made} --format json", "check --content none",
     "new --content {made} --department gonganju", "verify none", "build --site none --config none"],
)  # fmt: skip
def test_a_command_says_the_same(arguments: str, made: Path, tmp_path: Path) -> None:
    words = arguments.format(made=made).split()
    assert on_windows(*words, cache=tmp_path) == here(*words, cache=tmp_path)


@pytest.mark.parametrize("content", ["content", "made"])
def test_the_site_is_the_same_to_the_byte(content: str, made: Path, tmp_path: Path) -> None:
    folder = made if content == "made" else ROOT / content
    for command, name in ((on_windows, "there"), (here, "here")):
        cache = tmp_path / f"{name}-cache"
        for what in (("build", "--site", tmp_path / name), ("generate", tmp_path / f"{name}.md")):
            code, _, said = command(*what, "--content", folder, cache=cache)
            assert code == 0, said
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    assert tree(tmp_path / "there.md") == tree(tmp_path / "here.md")


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
    options = ["--outline", "project-report"]
    for year, command in ((2031, on_windows), (2032, here)):
        code, _, said = command(*words, "--year", str(year), *options, cache=tmp_path)
        assert code == 0, said
    files = sorted(made.glob("reports/203?/gonganju/*.yml"))
    assert files[0].read_bytes().replace(b"2031", b"2032") == files[1].read_bytes()


def test_a_console_shows_what_it_has_no_letters_for(made: Path, tmp_path: Path) -> None:
    file = made / "reports/2021/gonganju/𠮷.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("项目名称: 𠮷祥✓\n年度: 二\n", encoding="utf-8")
    code, said, _ = on_windows("check", "--content", made, file, cache=tmp_path)
    file.unlink()
    assert code == 1
    assert "年度" in said


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
