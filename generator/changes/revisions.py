"""Which states are compared: commits of the repository that the content is in."""

from pathlib import Path, PureWindowsPath
from typing import NamedTuple

from generator.console.terminal import CONTENT, command, jixiao
from generator.model.problems import JixiaoError, did_you_mean
from generator.runtime.git import MAIN_BRANCHES, complaint, git, output

_WHOLE = "git fetch --unshallow origin"
_IN_PIPELINES = (
    "流水线里：GitLab 设 GIT_DEPTH 为 0，GitHub、Forgejo 的 checkout 设 fetch-depth: 0。"
)


class Revision(NamedTuple):
    """A commit: its hash, the day on which it was made, and what people call it."""

    commit: str
    day: str  # ISO 8601
    name: str

    def __str__(self) -> str:
        called = "主分支" if self.name in MAIN_BRANCHES else f" {self.name} "
        name = "" if self.commit.startswith(self.name) else f"，从{called}分出的地方"
        return f"提交 {self.commit[:8]}（{self.day}{name}）"


def base(content: Path, given: str | None, head: str = "HEAD") -> Revision:
    """The last commit that `head` has in common with the given revision, or the main branch.

    Raises JixiaoError where there is none, and says how to mend that.
    """
    require_repository(content)
    name = given or _main_branch(content)
    commit = _commit(content, name)
    common = git(content, "merge-base", commit, _commit(content, head))
    if not common and is_shallow(content):
        raise JixiaoError(
            f"这份克隆不完整（shallow），找不到 {head} 是从 {name} 的哪里分出的。请先取来全部历史："
            f"{_WHOLE}。{_IN_PIPELINES}"
        )
    return named(content, common or commit, name)


def named(content: Path, revision: str, name: str) -> Revision:
    """The commit of a revision that people call `name`."""
    commit = _commit(content, revision)
    day = git(content, "log", "-1", "--format=%cs", commit) or ""
    return Revision(commit, day, name)


def require_repository(content: Path) -> None:
    """Raise JixiaoError where there is no git, no repository, no commit."""
    refused = complaint(content, "rev-parse", "--git-dir")
    if refused is None:
        raise JixiaoError("这台机器上没有可用的 git，不能与以前比。请先装好 git。")
    if "not a git repository" in refused:
        raise JixiaoError(
            f"内容文件夹 {content.as_posix()} 不在 git 仓库里，没有以前的样子可比。"
            "请在项目的仓库里运行；还没有仓库的，先 git init、git add、git commit。"
        )
    if "dubious ownership" in refused:
        folder = command("git", "config", "--global", "--add", "safe.directory", content.resolve())
        raise JixiaoError(f"这个文件夹属于别的用户，git 不肯使用。信得过的，运行：{folder}")
    if refused:
        raise JixiaoError(f"git 读不了这个仓库：{refused.splitlines()[0]}")
    if git(content, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise JixiaoError("这个仓库还没有提交过，没有以前的样子可比。请先 git add、git commit。")


def is_shallow(content: Path) -> bool:
    """Whether the clone has only the last commits."""
    return git(content, "rev-parse", "--is-shallow-repository") == "true"


def files(content: Path, commit: str) -> dict[str, str]:
    """The blob of each plain file below the content folder in a commit, by its path there."""
    prefix = (git(content, "rev-parse", "--show-prefix") or "").rstrip("/")
    listed = output(content, "ls-tree", "-r", "-z", "--full-tree", f"{commit}:{prefix}") or b""
    found = {}
    for line in listed.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = line.partition("\t")
        mode, _, blob = head.partition(" blob ")
        if mode.startswith("100") and _is_inside(path):
            found[path] = blob
    return found


def _is_inside(path: str) -> bool:
    """Whether a path of a commit, which anybody may have made, stays below its folder anywhere."""
    there = PureWindowsPath(path)  # knows both kinds of slashes, and drives
    return not (there.anchor or {"..", ".git"} & set(there.parts))


def changed_files(content: Path, before: str, now: str | None) -> list[str]:
    """Paths below the content folder that differ between two commits, or one and the folder."""
    options = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative")
    found = output(content, "diff", *options, before, *([now] if now else []), "--", ".")
    if found is None:
        raise JixiaoError(f"git 不能比较 {before[:8]} 与现在的样子。请运行 git fsck 看看仓库。")
    if now is None:
        found += output(content, "ls-files", "-z", "--others", "--", ".") or b""
    return sorted({*found.decode("utf-8", "surrogateescape").split("\0")} - {""})


def _main_branch(content: Path) -> str:
    for name in MAIN_BRANCHES:
        if git(content, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"):
            return name
    raise JixiaoError(
        f"不知道主分支是哪一个：{'、'.join(MAIN_BRANCHES)} 都没有。请写明与哪个提交或分支比，如 "
        f"{jixiao('diff', CONTENT, 'HEAD~1')}；服务器上的还没有取来的，先 git fetch origin。"
    )


def _commit(content: Path, name: str) -> str:
    asked = f"{name}^{{commit}}"
    is_word = name and not name.startswith("-")
    found = git(content, "rev-parse", "--verify", "--quiet", asked) if is_word else None
    if found:
        return found
    if is_shallow(content):
        raise JixiaoError(
            f"这份克隆不完整（shallow），没有“{name}”。请先取来全部历史：{_WHOLE}。{_IN_PIPELINES}"
        )
    if Path(name).exists():
        raise JixiaoError(f"这里写与哪个提交或分支比，“{name}”是文件。不用写文件：jixiao diff")
    known = (git(content, "for-each-ref", "--format=%(refname:short)") or "").split()
    near = did_you_mean(name, known)
    hint = near if near.startswith("是不是") else "列出全部分支：git branch --all。"
    raise JixiaoError(
        f"这个仓库里没有“{name}”这个提交或分支。{hint}服务器上的还没有取来的，先 git fetch origin。"
    )
