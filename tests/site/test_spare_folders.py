"""The folders of the former site are used again, and nothing of it but the folders."""

import os
import shutil
from contextlib import chdir
from pathlib import Path

import pytest

from tests.conftest import run, tree
from tests.support import releases

pytestmark = pytest.mark.slow("builds sites one after the other")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Content of a dozen reports, built twice: a second build puts the first one's folders by.

    Each test but the last leaves it so.
    """
    made = tmp_path_factory.mktemp("spare")
    releases.content(made)
    build(made)
    change(made)
    build(made)
    return made


def build(folder: Path, *options: str, site: str = "site") -> None:
    command = ("jixiao", "build", "--content", "content", "--site", site, *options)
    done = run(*command, cwd=folder, JIXIAO_CACHE=str(folder / "cache"))
    assert done.returncode == 0, done.stderr
    assert "生成了" in done.stdout


def change(folder: Path) -> None:
    """So that there is something to build."""
    with (folder / "content/site.yml").open("a", encoding="utf-8") as file:
        file.write("\n")


def spare(folder: Path) -> Path:
    """Where the folders of the site's predecessor are, of all sites that the cache knows."""
    return max((folder / "cache/folders").iterdir(), key=lambda one: one.stat().st_ctime_ns)


def below(folder: Path) -> dict[str, int]:
    """The address of each folder below, and which one it is."""
    found = (one for one in folder.rglob("*") if one.is_dir())
    return {str(one.relative_to(folder)): one.stat().st_ino for one in found}


def as_new(folder: Path) -> None:
    """The site has the files and the folders that it has where nothing was there before."""
    build(folder, "--no-cache", site="anew")
    assert tree(folder / "site") == tree(folder / "anew")
    assert below(folder / "site").keys() == below(folder / "anew").keys()


def test_folders_are_used_again(folder: Path) -> None:
    kept = below(spare(folder))
    assert kept.keys() == below(folder / "site").keys()
    change(folder)
    build(folder)
    now = below(folder / "site")
    reports = [address for address in kept if address.startswith("reports/20")]
    assert reports
    assert all(now[address] == kept[address] for address in reports)
    as_new(folder)


def test_a_withdrawn_name_stays_nowhere(folder: Path) -> None:
    file = releases.standing(folder / "content")
    address = releases.address(folder / "content", file)
    assert (folder / "site" / address).is_dir()
    file.unlink()
    build(folder)
    assert not (folder / "site" / address).exists()
    assert not (spare(folder) / address).exists()
    assert not [one for one in spare(folder).rglob("*") if not one.is_dir()]
    change(folder)
    build(folder)
    as_new(folder)


def test_what_somebody_put_among_them_comes_to_no_site(folder: Path) -> None:
    place = next(one for one in spare(folder).glob("reports/*/*/*"))
    (place / "kept.html").write_text("别人放的", encoding="utf-8")
    change(folder)
    build(folder)
    as_new(folder)


def test_a_link_among_them_leads_nowhere(folder: Path) -> None:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    place = next(one for one in spare(folder).glob("reports/*/*"))
    shutil.rmtree(place)
    place.symlink_to(elsewhere)
    change(folder)
    build(folder)
    as_new(folder)
    assert not list(elsewhere.iterdir())


def test_folders_that_cannot_be_read_are_done_without(folder: Path) -> None:
    with chdir(spare(folder)):
        for _ in range(60):  # deeper than the path of a file may be long
            Path("深" * 30).mkdir()
            os.chdir("深" * 30)
    change(folder)
    build(folder)
    as_new(folder)


def test_folders_of_a_site_that_nobody_builds_any_more_go(folder: Path) -> None:
    other = folder / "cache/folders/0123456789abcdef0123456789abcdef01234567"
    other.mkdir()
    os.utime(other, (0, 0))
    change(folder)
    build(folder)
    assert not other.exists()
    assert spare(folder).is_dir()


def test_a_site_that_was_deleted_comes_whole_again(folder: Path) -> None:
    shutil.rmtree(folder / "site")
    build(folder)
    as_new(folder)
