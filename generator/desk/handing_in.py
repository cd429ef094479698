"""Handing in: the chosen files as one commit on what the server has, on a branch of its own.

The commit is made of objects alone, by an index of its own. The files, the index and the branch
that the person has are never touched: whenever this stops, everything is as it was.
"""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from generator.desk.git import Git, GitError

_HANDED = "refs/jixiao/handed"  # what was handed in from here, so that it is known as one's own
_LINK = re.compile(r"https?://\S+")


class Overtaken(NamedTuple):
    """A file that another changed on the server since this copy was taken."""

    name: str
    who: str
    when: str


class OvertakenError(Exception):
    """Nothing was handed in: others changed the same files."""

    def __init__(self, files: Sequence[Overtaken]) -> None:
        super().__init__("、".join(one.name for one in files))
        self.files = files


class Handed(NamedTuple):
    """What was pushed; `link` is the address that the server named, where it did."""

    branch: str
    link: str


class HandingIn:
    """Hands in files of a content folder."""

    def __init__(self, content: Path) -> None:
        self._content, self._git = content, Git(content)

    def changed(self) -> Sequence[str]:
        """Files that are not as they were committed here, by their names in the content folder."""
        prefix = self._prefix()
        listed = self._git.run(
            "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", "."
        )
        return sorted(line[3:].removeprefix(prefix) for line in listed.split("\0") if line)

    def name(self) -> str:
        """Who hands in, as git knows it."""
        return self._git.find("config", "user.name") or ""

    def committed(self, name: str) -> bytes | None:
        """A file as it was committed here."""
        return self._git.bytes_at(f"HEAD:{self._prefix()}{name}")

    def hand_in(self, names: Sequence[str], message: str, who: str) -> Handed:
        """Push these files; raises GitError, OvertakenError."""
        if not self.name():
            self._git.run("config", "--", "user.name", who)
        self._git.run("fetch", "--quiet", "origin")
        upstream = self._upstream()
        blobs = {name: self._blob(name) for name in names}
        overtaken = [one for name in names if (one := self._overtaken(name, blobs[name], upstream))]
        if overtaken:
            raise OvertakenError(overtaken)
        tree = self._tree(blobs, upstream)
        if tree == self._git.run("rev-parse", f"{upstream}^{{tree}}").strip():
            raise GitError("服务器上已经是这样，没有要提交的。")
        branch = f"desk-{tree[:16]}"
        if self._is_there(branch, tree):
            return Handed(branch, "")
        mail = self._git.find("config", "user.email") or "desk@localhost"
        person = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
                  for key, value in (("NAME", who), ("EMAIL", mail))}  # fmt: skip
        commit = self._git.run("commit-tree", tree, "-p", upstream, "-m", message, **person).strip()
        self._git.run("update-ref", f"{_HANDED}/{tree}", commit)
        said = self._git.said("push", "origin", f"{commit}:refs/heads/{branch}")
        link = _LINK.search(said.partition("\nTo ")[0])
        return Handed(branch, link[0] if link else "")

    def _prefix(self) -> str:
        return self._git.run("rev-parse", "--show-prefix").strip()

    def _upstream(self) -> str:
        for name in ("HEAD", "main", "master"):
            found = self._git.find("rev-parse", "--verify", f"refs/remotes/origin/{name}")
            if found:
                return found
        raise GitError("服务器上还没有主分支：请管理员先推送一次。")

    def _blob(self, name: str) -> str | None:
        """The file as an object, with the line breaks that git keeps; None where it is deleted."""
        file = self._content / name
        if file.is_symlink() or file.is_dir():
            raise GitError(f"{name} 不是普通文件，不能提交：请管理员处理。")
        if not file.is_file():
            return None
        return self._git.run("hash-object", "-w", "--", name).strip()

    def _overtaken(self, name: str, mine: str | None, upstream: str) -> Overtaken | None:
        path = f"{self._prefix()}{name}"
        base = self._git.find("merge-base", "HEAD", upstream)
        theirs = self._at(upstream, path)
        known = [self._at(base, path) if base else None, mine]
        if theirs in known or theirs in self._handed(path):
            return None
        last = self._git.run("log", "-1", "--format=%an%x00%ad", "--date=format:%Y-%m-%d %H:%M",
                             upstream, "--", name)  # fmt: skip
        who, _, when = last.strip().partition("\0")
        return Overtaken(name, who, when)

    def _handed(self, path: str) -> Sequence[str]:
        """What this file was in all that was handed in from here."""
        commits = self._git.run("for-each-ref", "--format=%(objectname)", _HANDED).split()
        return [blob for one in commits if (blob := self._at(one, path))]

    def _at(self, commit: str, path: str) -> str | None:
        return self._git.find("rev-parse", "--verify", "--quiet", f"{commit}:{path}")

    def _tree(self, blobs: dict[str, str | None], upstream: str) -> str:
        prefix = self._prefix()
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": (Path(folder) / "index").as_posix()}
            self._git.run("read-tree", upstream, **index)
            for name, blob in blobs.items():
                if blob:
                    entry = f"100644,{blob},{prefix}{name}"
                    self._git.run("update-index", "--add", "--cacheinfo", entry, **index)
                else:
                    self._git.run("update-index", "--force-remove", "--", name, **index)
            return self._git.run("write-tree", **index).strip()

    def _is_there(self, branch: str, tree: str) -> bool:
        """Whether the same was pushed before, and only the answer was lost."""
        if not self._git.run("ls-remote", "origin", f"refs/heads/{branch}").strip():
            return False
        self._git.run("fetch", "--quiet", "origin", f"refs/heads/{branch}")
        return self._git.run("rev-parse", "FETCH_HEAD^{tree}").strip() == tree
