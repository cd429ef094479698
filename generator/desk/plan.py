"""What is to be pushed: the chosen files, with what others changed in them meanwhile."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.desk.git import Git, GitError
from generator.desk.handed_in import PREFIX, HandedIn, Waiting
from generator.desk.three_way import Blobs, ClashError, Decision, together
from generator.source.merging import Clash

_SAME = 1000  # branches of the same bytes: more than there are clerks


class Overtaken(NamedTuple):
    """A file that another changed on the server since this copy was taken; `blobs` as objects.

    `clashes` are the values that both changed; none where a side is to be chosen for the file.
    """

    name: str
    who: str
    when: str
    blobs: Blobs
    clashes: Sequence[Clash]


class OvertakenError(Exception):
    """Nothing was handed in: others changed the same, and a person has to choose."""

    def __init__(self, files: Sequence[Overtaken]) -> None:
        super().__init__("、".join(one.name for one in files))
        self.files = files


class Plan(NamedTuple):
    """Where to push, on which commits, the files by name with their objects.

    `before` is what waits in the same branch already.
    """

    branch: str
    parents: Sequence[str]
    files: Mapping[str, str | None]
    before: Waiting | None


class Planner:
    """Plans for one clone, as the server was when it was last asked."""

    def __init__(self, git: Git, handed: HandedIn, decisions: Mapping[str, Decision]) -> None:
        self._git, self._handed, self._decisions = git, handed, decisions
        self._waiting = handed.waiting()

    def plan(self, mine: Mapping[str, str | None], branch: str) -> Plan:
        """How these files go to `branch`, or to the one in which they wait already.

        Raises OvertakenError, GitError.
        """
        before = self._branch_of(mine)
        upstream = self._handed.upstream
        tip = self._handed.on_server(before.branch) if before else upstream
        assert tip is not None  # noqa: S101  it is on the server
        bases = {name: self._base(name, blob, before) for name, blob in mine.items()}
        files = self._merged(bases, mine, tip)
        parents = [tip]
        fork = self._handed.common(tip, upstream)
        if before and fork and fork != upstream:
            former, main = self._handed.blobs(fork), self._handed.blobs(upstream)
            both = {**before.files, **files}
            moved = {one: both[one] for one in both if former.get(one) != main.get(one)}
            if moved:
                files |= self._merged(former, moved, upstream)
                parents.append(upstream)
        return Plan(before.branch if before else branch, parents, files, before)

    def tree(self, plan: Plan) -> str:
        """The tree of the commit to be made, by an index of its own. Raises GitError."""
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": (Path(folder) / "index").as_posix()}
            trees = list(plan.parents)
            if len(trees) > 1:
                trees = ["-i", "-m", "--aggressive", self._handed.common(*trees) or "", *trees]
            self._git.run("read-tree", *trees, **index)
            lines = "".join(
                f"{'100644' if blob else '0'} {blob or '0' * 40} 0\t{self._git.prefix}{name}\0"
                for name, blob in plan.files.items()
            )
            self._git.given(lines.encode(), "update-index", "-z", "--index-info", **index)
            if self._git.run("ls-files", "--unmerged", **index):
                raise GitError(f"分支 {plan.branch} 与主分支合不到一起：请先请人把它合并或删去。")
            return self._git.run("write-tree", **index).strip()

    def branch_for(self, mine: Mapping[str, str | None]) -> str:
        """A name that says what is handed in, the same for the same files; another's is left alone.

        Somebody else may have handed in the same bytes, from another clone.
        """
        first = sorted(mine)[0].removeprefix("reports/").removesuffix(".yml").split("/")[:3]
        told = "-".join(one for one in first if one.isascii() and one.replace("-", "").isalnum())
        mark = self._git.given(repr(sorted(mine.items())).encode(), "hash-object", "--stdin")[:8]
        name = f"{PREFIX}{told}-{mark}" if told else f"{PREFIX}{mark}"
        names = (name, *(f"{name}-{number}" for number in range(2, _SAME)))
        return next(one for one in names if self._handed.on_server(one) is None)

    def _branch_of(self, mine: Mapping[str, str | None]) -> Waiting | None:
        """The branch in which some of the files wait to be merged."""
        open_ones = [one for one in self._waiting if one.is_there and not one.is_merged]
        found = [one for one in open_ones if one.files.keys() & mine.keys()]
        if len(found) > 1:
            names = "、".join(one.branch for one in found)
            raise GitError(f"这几份在不同的分支里等着合并（{names}）：请分开提交。")
        return found[0] if found else None

    def _base(self, name: str, mine: str | None, before: Waiting | None) -> str | None:
        """What a file was made of: what was handed in of it, else as this copy had it."""
        if before and name in before.files:
            return before.files[name]
        for one in reversed(self._waiting):
            if name in one.files and one.is_merged:
                return one.files[name]
        for one in (*reversed(self._waiting), *self._handed.sent()):
            # Brought together with the main branch then; the same bytes need it not again.
            if name in one.files and one.files[name] == mine:
                fork = self._handed.common(one.commit, self._handed.upstream)
                return self._handed.blobs(fork).get(name) if fork else None
        return self._handed.blobs(self._handed.fork).get(name)

    def _merged(
        self, bases: Mapping[str, str | None], mine: Mapping[str, str | None], commit: str
    ) -> dict[str, str | None]:
        """Each file with what others changed in it in a commit since. Raises OvertakenError."""
        made, overtaken, theirs = {}, [], self._handed.blobs(commit)
        for name, blob in mine.items():
            blobs = Blobs(bases.get(name), blob, theirs.get(name))
            try:
                made[name] = together(self._git, name, blobs, self._decisions.get(name))
            except ClashError as error:
                who, when = self._last_change(commit, name)
                overtaken.append(Overtaken(name, who, when, error.blobs, error.clashes))
        if overtaken:
            raise OvertakenError(overtaken)
        return made

    def _last_change(self, commit: str, name: str) -> tuple[str, str]:
        said = self._git.run("log", "-1", "--format=%an%x00%ad", "--date=format:%Y-%m-%d %H:%M",
                             commit, "--", name)  # fmt: skip
        who, _, when = said.strip().partition("\0")
        return who, when
