"""Files that the desk writes: whole, old or new, and what can be undone is what was done."""

import os
import signal
import sys
from pathlib import Path

import pytest

from generator.desk.files import ConflictError, DeskFiles, OpenFile
from generator.desk.kept_versions import digest_of
from generator.desk.routes import store
from generator.desk.running import remove_unfinished

NAME = "reports/2021/gonganju/shili.yml"
FIRST, SECOND, THIRD = b"a: 1\n", b"a: 2\n", b"a: 3\n"
LAST = 49  # more than a save has
_STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "os.link"}


@pytest.fixture
def files(tmp_path: Path) -> DeskFiles:
    file = tmp_path / "content" / NAME
    file.parent.mkdir(parents=True)
    file.write_bytes(FIRST)
    made = DeskFiles(tmp_path / "content", tmp_path / "desk")
    made.replace(made.open(NAME), SECOND, {"gone.txt": b"0"})
    return made


def _beside(files: DeskFiles) -> set[str]:
    folder = (files.content / NAME).with_suffix("")
    return {one.name for one in folder.iterdir()} if folder.is_dir() else set()


def _killed_at(step: int, files: DeskFiles, is_undone: bool) -> bool:
    """Save, or undo, in a process that is killed before a step; whether it came so far."""
    child = os.fork()
    if not child:
        left = step

        def count(event: str, _: object) -> None:
            nonlocal left
            left -= event in _STEPS
            if left < 0 and event in _STEPS:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(count)
            if is_undone:
                files.undo(NAME)
            else:
                files.replace(files.open(NAME), THIRD, {"come.txt": b"1", "gone.txt": None})
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("step", range(LAST + 1))
def test_a_save_that_is_killed_leaves_the_old_or_the_new(files: DeskFiles, step: int) -> None:
    was_killed = _killed_at(step, files, is_undone=False)
    now = files.open(NAME).data
    assert now in ((SECOND, THIRD) if was_killed else (THIRD,))
    assert now == SECOND or "come.txt" in _beside(files)  # what a report names is there
    assert now == THIRD or "gone.txt" in _beside(files)
    assert files.can_undo(NAME)
    assert files.undo(NAME)
    assert files.open(NAME).data == {SECOND: FIRST, THIRD: SECOND}[now]
    assert now == SECOND or _beside(files) == {"gone.txt"}


@pytest.mark.parametrize("step", range(LAST + 1))
def test_so_does_what_is_undone(files: DeskFiles, step: int) -> None:
    files.replace(files.open(NAME), THIRD, {"come.txt": b"1", "gone.txt": None})
    was_killed = _killed_at(step, files, is_undone=True)
    now = files.open(NAME).data
    assert now in ((SECOND, THIRD) if was_killed else (SECOND,))
    assert ("come.txt" if now == THIRD else "gone.txt") in _beside(files)
    assert files.undo(NAME)
    assert files.open(NAME).data == {SECOND: FIRST, THIRD: SECOND}[now]


def test_the_steps_end(files: DeskFiles) -> None:
    """The range above reaches past the last one, and further than the first."""
    assert _killed_at(0, files, is_undone=False)
    assert not _killed_at(LAST, files, is_undone=False)


def test_a_spoiled_version_is_never_put_back(files: DeskFiles, tmp_path: Path) -> None:
    for kept in (tmp_path / "desk/versions").iterdir():
        kept.write_bytes(b"")
    assert not files.undo(NAME)
    assert files.open(NAME).data == SECOND


def test_a_second_desk_writes_over_nothing(files: DeskFiles, tmp_path: Path) -> None:
    other = DeskFiles(tmp_path / "content", tmp_path / "desk")
    mine: OpenFile = files.open(NAME)
    other.replace(other.open(NAME), THIRD)
    with pytest.raises(ConflictError):
        files.replace(mine, FIRST)
    assert files.open(NAME).data == THIRD


def test_what_a_killed_save_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "reports/2021/gonganju"
    folder.mkdir(parents=True)
    left, young, others = (
        folder / ".shili.yml.4711.new", folder / ".shili.yml.4712.new", folder / ".beifen.new",
    )  # fmt: skip
    for file, written in (
        (left, 10),
        (young, 30),
        (others, 10),
        (tmp_path / ".site.yml.1.new", 10),
    ):
        file.touch()
        os.utime(file, (written, written))
    remove_unfinished(tmp_path, before=20)
    assert {one for one in tmp_path.rglob("*") if one.is_file()} == {young, others}


def test_versions_that_nobody_needs_are_not_kept_for_ever(files: DeskFiles, tmp_path: Path) -> None:
    files.remember(files.open(NAME))
    other = files.content / NAME.replace("shili", "ling")
    other.write_bytes(THIRD)
    files.remember(files.open(NAME.replace("shili", "ling")))
    for kept in (tmp_path / "desk/versions").iterdir():
        os.utime(kept, (0, 0))
    files.remember(files.open(NAME))  # it is shown again
    files.remove_old_versions()
    assert files.version(digest_of(SECOND)) == SECOND
    assert files.version(digest_of(THIRD)) is None
    assert files.undo(NAME)
    for index in (tmp_path / "desk/undo").iterdir():
        os.utime(index, (0, 0))
    files.remove_old_versions()
    assert not files.can_undo(NAME)


def test_a_folder_has_one_desk_however_it_is_called(tmp_path: Path) -> None:
    content, link = tmp_path / "content", tmp_path / "link"
    content.mkdir()
    link.symlink_to(content)
    config = tmp_path / "mkdocs.yml"
    called = (content, link, content / "../content")
    assert len({store(config, one) for one in called}) == 1
