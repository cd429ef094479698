"""The files of the content as they stand in the clone, for git: read once, written whole."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from generator.desk.files import ConflictError, DeskFiles, OpenFile
from generator.desk.git import Git, GitError, is_listable
from generator.desk.kept_versions import digest_of
from generator.runtime.atomic_folders import write_file


class WorkingCopy:
    """Files by their names in the content folder."""

    def __init__(self, files: DeskFiles, git: Git) -> None:
        self.files, self._git = files, git
        self._former: dict[str, str] = {}  # digests of what was overwritten, by name

    def read(self, name: str) -> bytes | None:
        """Its bytes; None where it was deleted. Raises GitError where it is no plain file."""
        path = self._path(name)
        above = [self.files.content / one for one in PurePosixPath(name).parents]
        if path.is_dir() or any(one.is_symlink() for one in (path, *above[:-1])):
            raise GitError(f"{name} 不是普通文件，不能提交：请管理员处理。")
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise GitError(f"{name} 读不了：{error.strerror}。请管理员处理。") from None

    def put(self, name: str, former: bytes | None, data: bytes | None) -> bytes | None:
        """Write other bytes, or delete it; the former ones are kept. What was written.

        The line breaks stay those of the file. Raises GitError where it is not as it was read.
        """
        if data and former and b"\r\n" in former and name.endswith(".yml"):
            data = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        try:
            self._put(OpenFile(name, self._path(name), former or b""), former is not None, data)
        except ConflictError:
            raise GitError(f"{name} 正在被改动，没有提交：存好以后请再提交一次。") from None
        except OSError as error:
            raise GitError(f"{name} 写不了：{error.strerror}。请腾出空间或请管理员处理。") from None
        if former is not None:
            self._former.setdefault(name, digest_of(former))
        return data

    def settle(self, names: Iterable[str]) -> Mapping[str, str]:
        """These stay as they were put: an undo would take back what others changed.

        The digests of those that were overwritten, by which the desk's versions have them.
        """
        for name in names:
            self.files.forget(name)
        former = {name: self._former[name] for name in sorted(names) if name in self._former}
        self._former.clear()
        return former

    def touched(self, since: str) -> set[str]:
        """Names of files that are not as in a commit, or are in none."""
        listed = self._git.run(
            "diff", "--name-only", "--no-renames", "--relative", "-z", since, "--", "."
        )
        fresh = self._git.run("ls-files", "--others", "--exclude-standard", "-z", "--", ".")
        return {name for name in f"{listed}\0{fresh}".split("\0") if name}

    def blobs(self, names: set[str]) -> Mapping[str, str | None]:
        """The ids that the files would have as objects of git; None where there is no file."""
        there = [one for one in sorted(names) if is_listable(one) and self._path(one).is_file()]
        return {**dict.fromkeys(names), **self._git.ids(there)}

    def stored(self, name: str, data: bytes | None) -> str | None:
        """The bytes as an object of git, with the line breaks that it keeps."""
        if data is None:
            return None
        return self._git.given(data, "hash-object", "-w", "--stdin", f"--path={name}")

    def _put(self, file: OpenFile, is_there: bool, data: bytes | None) -> None:
        if not is_there:
            if file.path.exists():
                raise ConflictError(file.name)
            if data is not None:
                file.path.parent.mkdir(parents=True, exist_ok=True)
                write_file(file.path, data)
        elif data is None:
            if self.read(file.name) != file.data:
                raise ConflictError(file.name)
            self.files.remember(file)
            file.path.unlink()
        else:
            self.files.replace(file, data)

    def _path(self, name: str) -> Path:
        return self.files.content / name
