"""One desk of a content folder at a time, and what a killed one left behind.

Two would undo each other's changes by the same notes, and hand in at the same time. The lock is the
system's: it ends with the process, however that ends.
"""

import re
from contextlib import suppress
from pathlib import Path

from generator.desk.access import Access, secret
from generator.model.problems import JixiaoError

_UNFINISHED = re.compile(r"\.[a-z0-9-]+\.yml\.\d+\.new")  # as `write_file` names what it writes
_PLACES = ("", "forms", "outlines", "reports/*/*")


class OneDesk:
    """The place of the desk of a content folder; `store` is the folder for what it keeps."""

    def __init__(self, store: Path) -> None:
        from filelock import FileLock  # noqa: PLC0415  takes a while to load

        store.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(store / "running.lock", blocking=False)
        self._store, self._told = store, store / "running"

    def take(self, address: str) -> None:
        """Be the desk of the folder, at that address, while the process lives.

        Raises JixiaoError where another process is.
        """
        self._acquire()
        self._told.write_text(address, encoding="utf-8")

    def refuse_second(self) -> None:
        """Raise JixiaoError, with its address, where another process is the desk."""
        self._acquire()
        self._lock.release()

    def _acquire(self) -> None:
        from filelock import Timeout  # noqa: PLC0415

        try:
            with suppress(NotImplementedError):  # a file system without locks
                self._lock.acquire()
        except Timeout:
            raise JixiaoError(
                f"这个内容文件夹的工作台已经开着{self._address()}。请在浏览器里用它；"
                "只想另开一个预览的，加上 --read-only。"
            ) from None

    def _address(self) -> str:
        with suppress(OSError, UnicodeDecodeError):
            told = self._told.read_text(encoding="utf-8")
            return f"：{Access(told, secret(self._store)).opening_address} "
        return ""


def remove_unfinished(content: Path, before: float) -> None:
    """Remove what a killed process had not finished writing `before` that time, s since 1970.

    What is younger may still be being written.
    """
    for place in _PLACES:
        for file in content.glob(f"{place}/.*.new".lstrip("/")):
            with suppress(OSError):  # gone meanwhile, or held open by another program
                if _UNFINISHED.fullmatch(file.name) and file.stat().st_mtime < before:
                    file.unlink()
