"""Who changed each file of the content last, as git knows it: asked once for all of them."""

import os
import subprocess
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

_BEGINS = "\x01"  # a commit, in what git prints
_PATIENCE = 60  # seconds


class LastAuthors:
    """Asks git in a thread of its own; until it has answered, and without git, nobody is known."""

    def __init__(self, content: Path) -> None:
        self._content = content
        self._lock = threading.Lock()
        self._commit = ""
        self._known: Mapping[str, tuple[str, str]] = {}

    @property
    def people(self) -> set[str]:
        """Everyone who changed a file last."""
        return {name for name, _ in self._known.values()}

    def by_file(self) -> Mapping[str, tuple[str, str]]:
        """Name and day, by file relative to the content folder, as of the last commit or before."""
        if self._lock.acquire(blocking=False):
            threading.Thread(target=self._update, daemon=True).start()
        return self._known

    def _update(self) -> None:
        try:
            commit = self._git("rev-parse", "HEAD").strip()
            if commit and commit != self._commit:
                said = self._git(
                    "-c", "core.quotePath=false", "log", "--no-renames", "--relative",
                    "--name-only", "--no-show-signature", f"--format={_BEGINS}%as{_BEGINS}%an",
                    "--", ".",
                )  # fmt: skip
                self._known, self._commit = _last(said.split("\n")), commit
        finally:
            self._lock.release()

    def _git(self, *arguments: str) -> str:
        """What git says; nothing where there is none, or no repository."""
        try:
            done = subprocess.run(  # noqa: S603  words of ours, and a folder
                ["git", "-C", os.fspath(self._content), *arguments],  # noqa: S607
                capture_output=True, check=False, timeout=_PATIENCE, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return ""
        return "" if done.returncode else done.stdout.decode("utf-8", "replace")


def _last(lines: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    name = day = ""
    for line in lines:
        if line.startswith(_BEGINS):
            _, day, name = line.split(_BEGINS, 2)
        elif line:
            found.setdefault(line, (name, day))
    return found
