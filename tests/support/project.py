"""The project as a commit would hold it, copied from the folder that the tests run in."""

import shutil
from pathlib import Path

from tests.conftest import ROOT

NOT_COMMITTED = {".venv", ".git", "build", "site"}


def copy_project(target: Path, *without: str) -> None:
    """Copy it, but for some of its files and folders."""
    target.mkdir(parents=True, exist_ok=True)
    made = shutil.ignore_patterns("__pycache__")
    for one in ROOT.iterdir():
        left_out = {*NOT_COMMITTED, *without}
        if one.name in left_out or one.name.endswith((".egg-info", "_cache")):
            continue
        if one.is_dir():
            shutil.copytree(one, target / one.name, ignore=made)
        else:
            shutil.copy(one, target)
