"""Templates are compiled once: a later process takes what an earlier one kept."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT, run, tree


def build(site: Path, **environment: str) -> dict[str, bytes]:
    """The site of our own content, made of nothing that was kept of pages."""
    done = run("jixiao", "build", "--no-cache", "--site", site, cwd=ROOT, **environment)
    assert done.returncode == 0, done.stderr
    return tree(site)


def kept(prefix: Path) -> dict[Path, int]:
    """Compiled templates below a folder, each with the time at which it was written."""
    return {file: file.stat().st_mtime_ns for file in prefix.rglob("templates-*/*")}


def test_a_second_build_compiles_nothing_and_is_the_same(tmp_path: Path) -> None:
    prefix = tmp_path / "compiled"
    first = build(tmp_path / "site", PYTHONPYCACHEPREFIX=str(prefix))
    found = kept(prefix)
    assert found
    assert build(tmp_path / "site", PYTHONPYCACHEPREFIX=str(prefix)) == first
    assert kept(prefix) == found


def test_what_is_broken_is_compiled_again(tmp_path: Path) -> None:
    prefix = tmp_path / "compiled"
    first = build(tmp_path / "site", PYTHONPYCACHEPREFIX=str(prefix))
    broken = sorted(kept(prefix))
    for number, file in enumerate(broken):
        file.write_bytes(file.read_bytes()[: 20 * number])
    assert build(tmp_path / "site", PYTHONPYCACHEPREFIX=str(prefix)) == first
    assert all(file.stat().st_size > 20 * number for number, file in enumerate(broken))


def test_what_another_program_compiled_goes(tmp_path: Path) -> None:
    prefix = tmp_path / "compiled"
    build(tmp_path / "site", PYTHONPYCACHEPREFIX=str(prefix))
    folder = next(iter(kept(prefix))).parent
    former = folder.rename(folder.with_name("templates-0123456789abcdef"))
    build(tmp_path / "site", PYTHONPYCACHEPREFIX=str(prefix))
    assert folder.is_dir()
    assert not former.exists()


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")
    build(tmp_path / "site", PYTHONPYCACHEPREFIX=str(file))
    assert file.read_text(encoding="utf-8") == "no folder"


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path) -> None:
    prefix = tmp_path / "compiled"
    build(tmp_path / "site", PYTHONPYCACHEPREFIX=str(prefix), PYTHONDONTWRITEBYTECODE="1")
    assert not prefix.exists()
