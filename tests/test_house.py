"""The house: what import-linter's contracts in `pyproject.toml` cannot say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "generator"
WINGS = sorted(folder for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists())
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 300


def test_only_wings_stand_in_the_package() -> None:
    entries = {one for one in PACKAGE.iterdir() if one.name != "__pycache__"}
    assert entries == {*WINGS, PACKAGE / "__init__.py"}
    assert len(entries) <= 18


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


def test_nothing_reaches_out_of_the_repository() -> None:
    for file in [*MODULES, *(ROOT / "tests").rglob("*.py"), ROOT / "Makefile"]:
        if file != Path(__file__):
            assert "../shared" not in file.read_text(encoding="utf-8"), file
