"""What was handed in from this clone, and what of it waits to be merged: kept as refs of the clone.

`refs/jixiao/sent/BRANCH` is what is about to be pushed, `refs/jixiao/handed/BRANCH` what is on the
server: whenever a push stops, the next look at the server tells whether it arrived. Each points to
a commit that is never pushed: its parent is what was, its message lists the files in JSON.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from generator.desk.git import Git, GitError

_SENT, _HANDED = "refs/jixiao/sent", "refs/jixiao/handed"
PREFIX = "desk-"  # of branches that desks push


class Waiting(NamedTuple):
    """A branch that was handed in from here: its commit, its files by name with their objects."""

    branch: str
    commit: str
    files: Mapping[str, str | None]
    is_merged: bool
    is_there: bool  # whether the server has the branch
    link: str  # that the server printed


class HandedIn:
    """The clone's side of the server; names of files are relative to the content folder."""

    def __init__(self, git: Git) -> None:
        self._git = git

    @cached_property
    def remote(self) -> str:
        """The name of the server."""
        known = self._git.run("remote").split()
        if not known:
            raise GitError("这个文件夹还没有服务器的地址：请管理员设置。")
        return "origin" if "origin" in known else known[0]

    @property
    def address(self) -> str:
        """Where the server is; empty where git does not say."""
        return self._git.find("remote", "get-url", self.remote) or ""

    @cached_property
    def main(self) -> str:
        """The name of the main branch."""
        head = self._git.find("symbolic-ref", f"refs/remotes/{self.remote}/HEAD")
        if head:
            return head.removeprefix(f"refs/remotes/{self.remote}/")
        for name in ("main", "master"):
            if self._git.find("rev-parse", "--verify", "--quiet", self._tracking(name)):
                return name
        said = self._git.run("ls-remote", "--symref", self.remote, "HEAD")
        if not said.startswith("ref: refs/heads/"):
            raise GitError("服务器上还没有主分支：请管理员先推送一次。")
        return said.split()[1].removeprefix("refs/heads/")

    @property
    def upstream(self) -> str:
        """The main branch as the server had it when it was last asked."""
        found = self.on_server(self.main)
        if found is None:
            raise GitError(f"还没有取过服务器上的主分支 {self.main}：请点“取回别人的改动”。")
        return found

    @property
    def fork(self) -> str:
        """The last commit that this copy has in common with the main branch."""
        found = self.common(self._git.run("rev-parse", "HEAD").strip(), self.upstream)
        if found is None:
            raise GitError("这个文件夹与服务器上的仓库没有共同的历史：请管理员重新领取一份。")
        return found

    def refresh(self) -> None:
        """Ask the server for its main branch and for what desks pushed. Raises GitError."""
        wanted = [f"+refs/heads/{one}:{self._tracking(one)}" for one in (self.main, f"{PREFIX}*")]
        self._git.run("fetch", "--quiet", "--no-tags", "--prune", self.remote, *wanted)
        for branch, record in self._refs(_SENT):
            there = self.on_server(branch)
            if there and self.is_within(self._commit(record), there):
                self._settle(branch, record)

    def send(self, branch: str, commit: str, files: Mapping[str, str | None], *options: str) -> str:
        """Push a commit, in which these files were handed in; what the server said.

        Raises GitError.
        """
        record = self._record(commit, files, "")
        self._git.run("update-ref", f"{_SENT}/{branch}", record)
        to = f"{commit}:refs/heads/{branch}"
        try:
            said = self._git.said("push", *options, self.remote, to)
        except GitError as error:
            if not options or "push options" not in error.stderr:
                raise
            said = self._git.said("push", self.remote, to)
        self._git.run("update-ref", self._tracking(branch), commit)
        self._settle(branch, record)
        return said

    def keep_link(self, branch: str, link: str) -> None:
        """Remember where a branch is asked to be merged."""
        handed = f"{_HANDED}/{branch}"
        record = self._git.run("rev-parse", handed).strip()
        made = self._record(self._commit(record), self._recorded(record)[0], link)
        self._git.run("update-ref", handed, made, record)

    def waiting(self) -> Sequence[Waiting]:
        """What was handed in and is not in this copy's own history yet, the oldest first.

        What this copy has by now is forgotten.
        """
        found = []
        for branch, record in self._refs(_HANDED):
            files, link = self._recorded(record)
            commit = self._commit(record)
            if self._is_merged(commit, files, self.fork):
                self._git.run("update-ref", "-d", f"{_HANDED}/{branch}", record)
                continue
            is_merged = self._is_merged(commit, files, self.upstream)
            is_there = self.on_server(branch) is not None
            found.append(Waiting(branch, commit, files, is_merged, is_there, link))
        return found

    def sent(self) -> Sequence[Waiting]:
        """What was about to be pushed, and is not on the server."""
        found = []
        for branch, record in self._refs(_SENT):
            files, link = self._recorded(record)
            commit = self._commit(record)
            found.append(Waiting(branch, commit, files, False, False, link))
        return found

    def on_server(self, branch: str) -> str | None:
        """The commit of a branch as the server had it when it was last asked."""
        return self._git.find("rev-parse", "--verify", "--quiet", self._tracking(branch))

    def desk_branches(self) -> Sequence[tuple[str, str]]:
        """Every branch that desks pushed, with its commit, the oldest first."""
        return [(f"{PREFIX}{name}", commit) for name, commit in self._refs(self._tracking(PREFIX))]

    def common(self, one: str, other: str) -> str | None:
        """The last common commit of two; None where they have none."""
        try:
            return self._git.of_commits("merge-base", one, other).strip()
        except GitError:
            return None

    def is_within(self, commit: str, later: str) -> bool:
        """Whether a commit is in the history of another."""
        return self.common(commit, later) == commit

    def blobs(self, commit: str) -> Mapping[str, str]:
        """The content's files of a commit with their objects."""
        listed = self._git.of_commits("ls-tree", "-r", "-z", commit, "--", ".")
        rows = (line.partition("\t") for line in listed.split("\0") if line)
        return {name: head.split()[2] for head, _, name in rows}

    def _is_merged(self, commit: str, files: Mapping[str, str | None], into: str) -> bool:
        """Whether the history has the commit, or each of its files once was as in it."""
        if self.is_within(commit, into):
            return True
        base = self.common(commit, into)
        said = self._git.of_commits(
            "log", "--format=", "--raw", "--no-abbrev", "--no-renames", "-m", "--first-parent",
            "--relative", "-z", f"{base}..{into}", "--", ".",
        )  # fmt: skip
        words = [one for one in said.split("\0") if one]
        seen = {(name, head.split()[3]) for head, name in zip(words[::2], words[1::2], strict=True)}
        now = self.blobs(into)
        return all(now.get(name) == blob or (name, blob or "0" * len(commit)) in seen
                   for name, blob in files.items())  # fmt: skip

    def _record(self, commit: str, files: Mapping[str, str | None], link: str) -> str:
        said = json.dumps({"files": files, "link": link}, ensure_ascii=False)
        people = {f"GIT_{role}_{key}": "desk" for role in ("AUTHOR", "COMMITTER")
                  for key in ("NAME", "EMAIL")}  # fmt: skip
        return self._git.given(
            said.encode(), "commit-tree", f"{commit}^{{tree}}", "-p", commit, **people
        )

    def _recorded(self, record: str) -> tuple[Mapping[str, str | None], str]:
        """The files and the link of a record; none of what somebody else put in its place."""
        try:
            said = json.loads(self._git.of_commits("log", "-1", "--format=%B", record))
            return said["files"], said["link"]
        except (ValueError, KeyError, TypeError):
            return {}, ""

    def _commit(self, record: str) -> str:
        """What a record is about."""
        return self._git.of_commits("rev-parse", f"{record}^").strip()

    def _settle(self, branch: str, record: str) -> None:
        """The server has it: from now on it was handed in."""
        done = f"update {_HANDED}/{branch} {record}\ndelete {_SENT}/{branch}\n"
        self._git.given(done.encode(), "update-ref", "--stdin")

    def _refs(self, below: str) -> Iterable[tuple[str, str]]:
        edge = below if below.endswith(PREFIX) else f"{below}/"
        listed = self._git.run(
            "for-each-ref", "--sort=creatordate", "--format=%(refname)%00%(objectname)",
            edge.rpartition("/")[0],
        )  # fmt: skip
        rows = (line.split("\0") for line in listed.splitlines())
        return [(ref.removeprefix(edge), commit) for ref, commit in rows if ref.startswith(edge)]

    def _tracking(self, branch: str) -> str:
        return f"refs/remotes/{self.remote}/{branch}"
