"""Templates are compiled once: a later process takes what an earlier one kept."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, run, tree

pytestmark = pytest.mark.slow("builds a site again and again")


def build(site: Path, compiled: Path, **environment: str) -> dict[str, bytes]:
    """The site of our own content; what is compiled goes below `compiled`."""
    where = {"PYTHONPYCACHEPREFIX": str(compiled), **environment}
    done = run("jixiao", "build", "--site", site, cwd=ROOT, **where)
    assert done.returncode == 0, done.stderr
    return tree(site)


def kept(compiled: Path) -> dict[Path, int]:
    """Compiled templates, each with the time at which it was written."""
    return {file: file.stat().st_mtime_ns for file in compiled.rglob("pages/templates/*")}


def test_a_later_build_compiles_only_what_is_not_there_whole(tmp_path: Path) -> None:
    compiled, cache = tmp_path / "compiled", tmp_path / "cache"
    first = build(tmp_path / "site", compiled, JIXIAO_CACHE=str(cache))
    found = kept(compiled)
    assert found

    def again() -> None:
        shutil.rmtree(cache / "pages")  # every page is made again, and nothing else
        shutil.rmtree(tmp_path / "site")
        assert build(tmp_path / "site", compiled, JIXIAO_CACHE=str(cache)) == first

    again()
    assert kept(compiled) == found
    for number, file in enumerate(sorted(found)):
        file.write_bytes(file.read_bytes()[: 20 * number])
    again()
    assert all(file.stat().st_size > 20 * number for number, file in enumerate(sorted(found)))
    whole = tree(compiled)
    for number, file in enumerate(sorted(found)):  # one bit of each, as a failing disk does it
        data = bytearray(file.read_bytes())
        data[len(data) * number // len(found)] ^= 4
        file.write_bytes(data)
    again()
    assert tree(compiled) == whole


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")
    build(tmp_path / "site", file)
    assert file.read_text(encoding="utf-8") == "no folder"


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path) -> None:
    build(tmp_path / "site", tmp_path / "compiled", PYTHONDONTWRITEBYTECODE="1")
    assert not (tmp_path / "compiled").exists()
