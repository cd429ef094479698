"""Files and folders that appear whole where the file system can do less than that of Linux."""

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from generator.runtime import atomic_folders


def test_no_file_is_overwritten_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_: object) -> NoReturn:
        raise OSError(errno.EOPNOTSUPP, "no links")

    monkeypatch.setattr(os, "link", no_link)
    file = tmp_path / "shili.yml"
    atomic_folders.write_file(file, "甲\n", overwrite=False)
    assert file.read_bytes() == "甲\n".encode()
    with pytest.raises(FileExistsError):
        atomic_folders.write_file(file, "乙\n", overwrite=False)
    assert file.read_bytes() == "甲\n".encode()
    assert list(tmp_path.iterdir()) == [file]


def test_a_name_that_is_taken_is_told_by_that_name(tmp_path: Path) -> None:
    file = tmp_path / "shili.yml"
    atomic_folders.write_file(file, "甲\n", overwrite=False)
    with pytest.raises(FileExistsError) as told:
        atomic_folders.write_file(file, "乙\n", overwrite=False)
    assert told.value.filename == os.fspath(file)


def test_the_former_site_stands_again_where_the_new_one_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a folder that is open cannot be renamed."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("former", encoding="utf-8")
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if self.name == ".site.new":
            raise PermissionError(errno.EACCES, "in use", str(self))
        return rename(self, target)

    monkeypatch.setattr(atomic_folders, "_exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError), atomic_folders.replacing(site, ("index.html",)) as fresh:
        (fresh / "index.html").write_text("new", encoding="utf-8")
    assert (site / "index.html").read_text(encoding="utf-8") == "former"
    assert [one.name for one in tmp_path.iterdir()] == ["site"]
