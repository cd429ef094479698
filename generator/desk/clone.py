"""The clone brought to where the main branch is on the server, with all that is open in it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.desk.git import Git, GitError, is_listable
from generator.desk.handed_in import HandedIn
from generator.desk.three_way import Blobs, ClashError, together
from generator.desk.working_copy import WorkingCopy


class Fetched(NamedTuple):
    """How many files are now as others changed them; digests of open ones that these came into.

    `kept` are files that both changed: nothing was brought in. `why` says what else kept it back.
    """

    files: int = 0
    merged: Mapping[str, str] = {}
    kept: Sequence[str] = ()
    why: str = ""


class _Change(NamedTuple):
    """A file of the repository, here and on the server; modes and objects, "" where it is not."""

    path: str
    mode: str
    before: str
    after: str


def bring_up(git: Git, handed: HandedIn, copy: WorkingCopy) -> Fetched:
    """Move the clone's main branch to the server's. Where it stops, doing it again goes on.

    Nothing is done where a commit of its own, another branch, something staged or a value that
    both changed is in the way. Raises GitError.
    """
    head, upstream = git.run("rev-parse", "HEAD").strip(), handed.upstream
    if head == upstream:
        return Fetched()
    if git.find("symbolic-ref", "--quiet", "HEAD") != f"refs/heads/{handed.main}":
        return Fetched(why=f"这个文件夹不在主分支 {handed.main} 上")
    if not handed.is_within(head, upstream):
        return Fetched(why="这里有还没有推送的提交")
    top = Path(git.run("rev-parse", "--show-toplevel").strip())
    whole = Git(top)
    changes = _changes(whole, head, upstream)
    staged = _staged(whole)
    if any(staged.get(one.path, "") not in (one.before, one.after, "-") for one in changes):
        return Fetched(why="有用 git 选中（git add）还没有提交的改动")
    here = _here(whole, [one.path for one in changes if staged.get(one.path) != "-"])
    differing = [one for one in changes
                 if here.get(one.path, one.before) not in (one.before, one.after)]  # fmt: skip
    made, kept = _together(git, handed, copy, {one: here[one.path] for one in differing})
    if kept:
        return Fetched(kept=kept)
    read = git.objects([blob for _, blob in made.values() if blob])
    for name, (mine, blob) in made.items():
        copy.put(name, mine, read[blob] if blob else None)
    settled = [one for one in changes
               if one in differing or here.get(one.path) == one.after]  # fmt: skip
    lines = "".join(f"{one.mode} {one.after or '0' * 40} 0\t{one.path}\0" for one in settled)
    whole.given(lines.encode(), "update-index", "-z", "--index-info")
    whole.find("update-index", "-q", "--refresh")  # a file that was only touched is no change
    whole.run("read-tree", "-m", "-u", head, upstream)
    git.run("update-ref", "-m", "desk: fetched", f"refs/heads/{handed.main}", upstream, head)
    return Fetched(len(changes), copy.settle(made))


def _together(
    git: Git, handed: HandedIn, copy: WorkingCopy, here: Mapping[_Change, str]
) -> tuple[Mapping[str, tuple[bytes | None, str | None]], list[str]]:
    """Files of the content that are open, by name: their bytes, the object of both; those kept."""
    made, kept, waiting, upstream = {}, [], handed.waiting(), handed.upstream
    for one, blob in here.items():
        name = one.path.removeprefix(git.prefix)
        blobs = Blobs(one.before or None, blob or None, one.after or None)
        try:
            if not one.path.startswith(git.prefix):
                raise ClashError(blobs, ())
            mine = copy.read(name)
            blobs = blobs._replace(mine=copy.stored(name, mine))
            # What was handed in over the same main branch is brought together already.
            is_known = any(each.files.get(name) == blobs.mine for each in waiting
                           if handed.is_within(upstream, each.commit))  # fmt: skip
            made[name] = mine, blobs.mine if is_known else together(git, name, blobs, None)
        except ClashError:
            kept.append(name)
    return made, kept


def _changes(whole: Git, head: str, upstream: str) -> list[_Change]:
    """What the server has otherwise."""
    said = whole.run("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", head,
                     upstream)  # fmt: skip
    words = said.split("\0")
    found = []
    for head_of, path in zip(words[::2], words[1::2], strict=False):
        _, mode, before, after, _ = head_of.removeprefix(":").split()
        found.append(_Change(path, mode, before.strip("0") and before, after.strip("0") and after))
    return found


def _staged(whole: Git) -> Mapping[str, str]:
    """The index: each file's object, "-" where the clone does not have the file at all."""
    rows = (line.partition("\t") for line in whole.run("ls-files", "-s", "-t", "-z").split("\0"))
    words = ((name, head.split()) for head, _, name in rows if name)
    return {name: "-" if head[0] == "S" else head[2] for name, head in words}


def _here(whole: Git, paths: Sequence[str]) -> Mapping[str, str]:
    """The object that each file would be; "" where there is none. Raises GitError."""
    top = Path(whole.run("rev-parse", "--show-toplevel").strip())
    odd = [one for one in paths if (top / one).is_symlink() or (top / one).is_dir()]
    odd += [one for one in paths if not is_listable(one)]
    if odd:
        raise GitError(f"{odd[0]} 不是普通文件，这里取不回来：请管理员用 git 处理。")
    there = [one for one in paths if (top / one).is_file()]
    return {**dict.fromkeys(paths, ""), **whole.ids(there)}
