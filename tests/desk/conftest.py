"""Two clerks who share a repository, for who has a `template` of its server."""

import shutil
from pathlib import Path

import pytest

from tests.support.clerks import Clerk, County


@pytest.fixture
def git_knows_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """But whom a clone names."""
    for one in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(one, "/dev/null")


@pytest.fixture
def here(template: Path, tmp_path: Path) -> County:
    shutil.copytree(template, tmp_path / "server.git")
    return County(tmp_path)


@pytest.fixture
def jia(here: County) -> Clerk:
    return here.clerk("示例甲")


@pytest.fixture
def yi(here: County) -> Clerk:
    return here.clerk("示例乙")
