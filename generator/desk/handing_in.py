"""Handing in: the chosen files as one commit on what the server has, pushed.

The commit is made of objects alone, by an index of its own. The index and the branch that the
person has are never touched, the files only where another's change comes in: then the desk keeps
what they were. Whenever this stops, nothing is lost, and doing it again goes on.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from generator.desk.files import DeskFiles
from generator.desk.forges import merge_request_link, project_of, push_options
from generator.desk.git import Git, GitError, remote_lines
from generator.desk.handed_in import HandedIn, Waiting
from generator.desk.plan import Plan, Planner
from generator.desk.three_way import Decision
from generator.desk.working_copy import WorkingCopy
from generator.model.choices import HandInWay
from generator.model.site import Site
from generator.source import tree
from generator.source.validation import validate

_RACES = 3  # pushes before it is said that others push all the time
NO_MAIL = "desk@localhost"  # of those whose address git does not know
Contents = Mapping[str, bytes | None]  # of files by name; None where one was deleted


class Handed(NamedTuple):
    """What was pushed: where, the link to the merge request, what the server said.

    `merged` has the files into which others' changes came, with the digests of what they were.
    """

    branch: str
    link: str
    said: Sequence[str]
    merged: Mapping[str, str]
    is_direct: bool


class Status(NamedTuple):
    """Files that are to be handed in, by name; what was handed in and is not here as merged."""

    open: Sequence[str]
    waiting: Sequence[Waiting]


class HandingIn:
    """Hands in files of a content folder.

    `completed` adds to a file into which others' changes came what it must say beside theirs: of
    its name, its bytes and theirs it makes the bytes that are pushed.
    """

    def __init__(
        self, files: DeskFiles, completed: Callable[[str, bytes, bytes], bytes] | None = None
    ) -> None:
        self._completed = completed or (lambda _name, made, _theirs: made)
        self.git = Git(files.content)
        self.handed, self.copy = HandedIn(self.git), WorkingCopy(files, self.git)

    def status(self) -> Status:
        """What is open, and what waits. Raises GitError."""
        waiting, fork = self.handed.waiting(), self.handed.fork
        pending = _pending(waiting)
        mine = self.copy.blobs(self.copy.touched(fork) | pending.keys())
        known = [self.handed.blobs(fork), self.handed.blobs(self.handed.upstream)]
        merged = [one.files for one in waiting if one.is_merged]
        changed = [
            name for name, blob in sorted(mine.items())
            if (pending[name] != blob if name in pending
                else not any(one.get(name) == blob for one in known)
                and not any(name in one and one[name] == blob for one in merged))
        ]  # fmt: skip
        return Status(changed, waiting)

    def name(self) -> str:
        """Who hands in, as git knows it; empty where that is no name, as "." is none to git."""
        return shown_name(self.git.find("config", "user.name") or "")

    def before(self, names: Sequence[str], status: Status) -> Mapping[str, bytes]:
        """Files as they were handed in and wait, else as this copy had them of the main branch.

        Those that were nowhere are left out.
        """
        blobs = {**self.handed.blobs(self.handed.fork), **_pending(status.waiting)}
        there = {one: blob for one in names if (blob := blobs.get(one))}
        read = self.git.objects(list(there.values()))
        return {one: read[blob] for one, blob in there.items()}

    def settings(self, commit: str = "") -> Site | None:
        """The settings of a commit; those in force are the main branch's, which none stands for.

        None where they cannot be read.
        """
        data = self.git.bytes_at(f"{commit or self.handed.upstream}:./site.yml")
        source, _ = tree.read(data or b"", "site.yml")
        return validate(source, Site)[0] if source else None

    def hand_in(
        self, files: Contents, message: str, who: str, decisions: Mapping[str, Decision],
        errors_of: Callable[[str, bytes], int],
    ) -> Handed:  # fmt: skip
        """Push these files, which were read and checked as they are given here.

        `errors_of` counts the errors of a file into which others' changes came. Raises GitError,
        OvertakenError.
        """
        if not self.name():
            self.git.run("config", "user.name", who)
        for races in range(_RACES):
            self.handed.refresh()
            planner = Planner(self.git, self.handed, decisions)
            mine = {name: self.copy.stored(name, data) for name, data in files.items()}
            plan = self._complete(planner.plan(mine, self._branch(planner, mine)), mine)
            if self._is_done(plan):
                return self._handed(plan, "")
            others = {name: blob for name, blob in plan.files.items() if blob != mine.get(name)}
            read = self.git.objects([blob for blob in others.values() if blob])
            merged = {name: read[blob] if blob else None for name, blob in others.items()}
            _refuse_errors(merged, errors_of)
            self._require_unchanged(files)
            commit = self.commit(planner.tree(plan), plan.parents, message)
            files = {**files, **self._bring_in(merged, files)}
            try:
                said = self._send(plan, commit, message)
            except GitError as error:
                if not error.is_raced or races == _RACES - 1:
                    raise
            else:
                return self._handed(plan, said)
        raise AssertionError

    def _complete(self, plan: Plan, mine: Mapping[str, str | None]) -> Plan:
        """The plan, the files into which others' changes came completed."""
        there = self.handed.blobs(self.handed.upstream)
        files = dict(plan.files)
        for name, blob in plan.files.items():
            theirs = there.get(name)
            if blob and theirs and name.endswith(".yml") and blob not in (mine.get(name), theirs):
                made, public = (self.git.bytes_at(one) or b"" for one in (blob, theirs))
                files[name] = self.copy.stored(name, self._completed(name, made, public))
        return plan._replace(files=files)

    def _branch(self, planner: Planner, mine: Mapping[str, str | None]) -> str:
        site = self.settings()
        is_direct = site and site.hand_in_way is HandInWay.DIRECT and not site.needs_consent
        return self.handed.main if is_direct else planner.branch_for(mine)

    def _is_done(self, plan: Plan) -> bool:
        """Whether the server has it so: nothing is to be pushed."""
        there = self.handed.blobs(plan.parents[0])
        if any(there.get(name) != blob for name, blob in plan.files.items()):
            return False
        known = {name for one in self.handed.waiting() for name in one.files}
        if not plan.before and not known & plan.files.keys():
            raise GitError("服务器上已经是这样，没有要提交的。")
        return len(plan.parents) == 1

    def _require_unchanged(self, files: Contents) -> None:
        """What is pushed is what was checked, to the byte."""
        changed = [name for name, data in files.items() if self.copy.read(name) != data]
        if changed:
            raise GitError(
                f"检查以后文件又变了（{'、'.join(changed)}），没有提交：存好以后请再提交一次。"
            )

    def _bring_in(self, merged: Contents, files: Contents) -> Contents:
        """Write what came in of others; the former versions can be had back.

        A file that was not chosen is written only where it is as it was handed in.
        """
        written, edited = {}, self.status().open if merged.keys() - files.keys() else ()
        for name, made in merged.items():
            if name not in files and name in edited:
                continue
            mine = files[name] if name in files else self.copy.read(name)
            put = self.copy.put(name, mine, made)
            if name in files:
                written[name] = put
        return written

    def mail(self) -> str:
        """The address of who hands in; one that is nobody's where git knows none."""
        return self.git.find("config", "user.email") or NO_MAIL

    def commit(self, tree_id: str, parents: Sequence[str], message: str) -> str:
        """A commit of who sits here; nothing refers to it yet."""
        person = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
                  for key, value in (("NAME", self.name()), ("EMAIL", self.mail()))}  # fmt: skip
        words = [word for one in parents for word in ("-p", one)]
        return self.git.given(message.encode(), "commit-tree", tree_id, *words, **person)

    def _send(self, plan: Plan, commit: str, message: str) -> str:
        former = {name: blob for one in self.handed.waiting() if one.branch == plan.branch
                  for name, blob in one.files.items()}  # fmt: skip
        options: list[str] = []
        if plan.branch != self.handed.main and not plan.before:
            project = project_of(self.handed.address)
            options = push_options(project, self.handed.main, message.partition("\n")[0])
        return self.handed.send(plan.branch, commit, {**former, **plan.files}, *options)

    def _handed(self, plan: Plan, said: str) -> Handed:
        is_direct, lines = plan.branch == self.handed.main, remote_lines(said)
        link = plan.before.link if plan.before else ""
        if not is_direct and not link:
            site, project = self.settings(), project_of(self.handed.address)
            template = (site and site.merge_request_address) or ""
            link = merge_request_link(
                project, template, plan.branch, self.handed.main, " ".join(lines)
            )
            if link:
                self.handed.keep_link(plan.branch, link)
        return Handed(plan.branch, link, lines, self.copy.settle(plan.files), is_direct)


def shown_name(typed: str) -> str:
    """A name as git takes it, on one line, without what does not show; empty where none is left."""
    shown = " ".join("".join(one if one.isprintable() else " " for one in typed).split())
    return shown if any(map(str.isalnum, shown)) else ""


def _pending(waiting: Sequence[Waiting]) -> Mapping[str, str | None]:
    """Files that wait to be merged, with their objects."""
    return {name: blob for one in waiting if one.is_there and not one.is_merged
            for name, blob in one.files.items()}  # fmt: skip


def _refuse_errors(merged: Contents, errors_of: Callable[[str, bytes], int]) -> None:
    wrong = [name for name, data in merged.items() if data is not None and errors_of(name, data)]
    if wrong:
        raise GitError(
            f"没有提交：与别人的改动合在一起，{'、'.join(wrong)} 就有错误。请先与对方商量。"
        )
