"""Golden cases: each folder of `cases/` is laid over `_base`; `problems.txt` is what check prints,
a line a problem.

`pytest --update-golden` rewrites the expectations; read the difference before you commit it.
"""

import shutil
from pathlib import Path

import pytest

from tests.conftest import only_rules, run, tree

CASES = Path(__file__).parent / "cases"
NAMES = sorted(case.name for case in CASES.iterdir() if not case.name.startswith("_"))


@pytest.fixture
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A project folder with the case's content and a site that was built before."""
    shutil.copytree(CASES / "_base", tmp_path, dirs_exist_ok=True)
    shutil.copytree(CASES / request.param, tmp_path, dirs_exist_ok=True)
    only_rules(tmp_path / "content")  # the rules on what a report says have cases of their own
    former = tmp_path / "site"
    (former / "search").mkdir(parents=True)
    for name in ("index.html", "404.html", "search/index.html"):
        (former / name).write_text("former", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("project", "name"), [(n, n) for n in NAMES], indirect=["project"], ids=NAMES
)
def test_case(project: Path, name: str, pytestconfig: pytest.Config) -> None:
    expected = CASES / name / "problems.txt"
    checked = run("jixiao", "check", "--format", "lines", cwd=project)
    if pytestconfig.getoption("--update-golden"):
        expected.write_text(checked.stdout, encoding="utf-8")
    assert checked.stdout == expected.read_text(encoding="utf-8")
    assert "Traceback" not in checked.stderr
    errors = checked.stdout.count(": 错误: ")
    assert checked.returncode == (1 if errors else 0)
    assert (errors == 0) == name.startswith(("clean-", "attachment-unlisted", "department-name-"))
    if errors:
        before = tree(project / "site")
        built = run("jixiao", "build", cwd=project)
        assert built.returncode == 1
        lines = built.stderr.splitlines()  # a build shows the lines of the files as well
        assert [line for line in lines if line in checked.stdout.splitlines()] == (
            checked.stdout.splitlines()
        )
        assert tree(project / "site") == before


def test_there_are_enough_cases() -> None:
    assert sum(not name.startswith("clean-") for name in NAMES) >= 40
