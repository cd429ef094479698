"""The house: what import-linter's contracts in `pyproject.toml` cannot say."""

import ast
import os
import re
import shutil
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import BIN, ROOT

PACKAGE = ROOT / "generator"
WINGS = sorted(folder for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists())
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 300
INSTALLED = {canonicalize_name(one.name) for one in metadata.distributions()}


def test_only_wings_stand_in_the_package() -> None:
    entries = {one for one in PACKAGE.iterdir() if one.name != "__pycache__"}
    assert entries == {*WINGS, PACKAGE / "__init__.py"}
    assert len(WINGS) <= 20


@pytest.mark.parametrize("wing", WINGS, ids=lambda wing: wing.name)
def test_a_wing_says_what_comes_in_and_what_goes_out(wing: Path) -> None:
    said = ast.get_docstring(ast.parse((wing / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert "Comes in: " in said
    assert "Goes out: " in said


def test_tests_mirror_the_wings() -> None:
    beside = {"support", "theme", "papers"}  # what they share, the built pages, the documents
    folders = {one.parent.name for one in (ROOT / "tests").glob("*/__init__.py")}
    assert folders - beside <= {wing.name for wing in WINGS}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_a_module_stays_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_functions_stay_small() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 8
    assert lengths[-1] <= 50


def test_no_folder_is_deeper_than_two() -> None:
    assert all(len(module.relative_to(PACKAGE).parts) <= 3 for module in MODULES)


WRONG_IMPORTS = [
    ("model/fields.py", "from generator.pages import views", "Data flows one way"),
    ("search/folding.py", "from generator.pdf import document", "Data flows one way"),
    ("check/rules/unspent.py", "from generator.check.rules import unit_slip", "A rule knows no"),
    ("release/make.py", "import mkdocs", "Only the site's adapters know MkDocs"),
    ("content/loader.py", "import yaml", "YAML is read in one place"),
]


@pytest.mark.parametrize(("module", "line", "contract"), WRONG_IMPORTS, ids=lambda value: value)
def test_a_wrong_import_is_told_by_the_name_of_its_contract(
    tmp_path: Path, module: str, line: str, contract: str
) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(PACKAGE, tmp_path / "generator")
    with (tmp_path / "generator" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    done = subprocess.run(
        [BIN / "lint-imports", "--no-cache"], cwd=tmp_path, text=True, check=False,
        capture_output=True, env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    broken = [text for text in done.stdout.splitlines() if " BROKEN" in text]
    assert done.returncode == 1
    assert [text.startswith(contract) for text in broken] == [True]
    name = module.removesuffix(".py").replace("/", ".")
    assert f"generator.{name} -> {line.split()[1]}" in done.stdout


def test_nothing_reaches_out_of_the_repository() -> None:
    for file in [*MODULES, *(ROOT / "tests").rglob("*.py"), ROOT / "Makefile"]:
        if file != Path(__file__):
            assert "../shared" not in file.read_text(encoding="utf-8"), file


@pytest.mark.parametrize("lock", ["requirements.txt", "constraints.txt"])
@pytest.mark.parametrize(
    "system",
    [("win32", "Windows", "nt"), ("darwin", "Darwin", "posix"), ("linux", "Linux", "posix")],
    ids=lambda system: system[0],
)
def test_a_lock_has_all_that_a_system_needs(lock: str, system: tuple[str, ...]) -> None:
    """What only Windows or macOS need as well: there it is installed from the same lock."""
    names = ("sys_platform", "platform_system", "os_name")
    there = {**dict(zip(names, system, strict=True)), "extra": ""}
    rows = re.findall(
        r"^([\w.-]+)==[^\s;]+(?: ; (.*))? \\$", (ROOT / lock).read_text("utf-8"), re.MULTILINE
    )
    pinned = {
        canonicalize_name(name) for name, marker in rows
        if not marker or Marker(marker).evaluate(there)
    }  # fmt: skip
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(
        one for name in pinned if name in INSTALLED for one in metadata.requires(name) or ()
    )]  # fmt: skip
    needed = {
        canonicalize_name(one.name) for one in map(Requirement, wanted)
        if one.marker is None or one.marker.evaluate(there)
    }  # fmt: skip
    assert len(pinned & INSTALLED) > 50
    assert needed <= pinned
