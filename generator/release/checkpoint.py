"""The checkpoint: how far the record of publications has come, saved where the content is.

A branch of the content's own repository holds one small file: how many entries the record has and
the SHA-256 of its last line. So a server that lost its record, or got an older one back from a
backup, is noticed before anything is published on it. Without git there is no checkpoint.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from generator.model.problems import JixiaoError
from generator.release.publications import RecordEntry, last_digest
from generator.release.published_site import FolderSite, Release
from generator.runtime.git import git
from generator.source.tree import read as read_yaml

BRANCH = "jixiao-record"
FILE = "checkpoint.json"
HELP = "docs/restore.md"

_LOCAL = f"refs/heads/{BRANCH}"
_REFS = (_LOCAL, f"refs/remotes/origin/{BRANCH}")
_KEYS = ("条数", "最后一条的校验值", "最后一条的时间", "第一条的时间", "公开到", "主办单位")


class Checkpoint(NamedTuple):
    """The record as it was last published: number of entries, the last line's SHA-256, its time.

    `first` is the time of the first entry, `target` where it was published, `organiser` by whom:
    another county's fork has the branch, too.
    """

    entries: int
    digest: str
    time: str
    first: str
    target: str
    organiser: str

    @classmethod
    def of(cls, entries: Sequence[RecordEntry], target: str, content: Path) -> "Checkpoint":
        """The checkpoint of a record that was published to `target`."""
        times = [one.time for one in entries] or [""]
        who = _organiser(content)
        return cls(len(entries), last_digest(entries), times[-1], times[0], target, who)

    def is_of(self, content: Path) -> bool:
        """Whether the content is that of the published site, and not a fork's."""
        return self.organiser == _organiser(content)


def _organiser(content: Path) -> str:
    """Who publishes (主办单位), as the content says; empty where it does not."""
    file = content / "site.yml"
    source = read_yaml(file.read_bytes(), file.as_posix())[0] if file.is_file() else None
    value = source.value if source else None
    return str(value.get("主办单位") or "") if isinstance(value, dict) else ""


def load(content: Path, file: Path | None = None) -> Checkpoint | None:
    """The checkpoint in `file`, if given, else in the content's repository; None where none is.

    Of the local branch and of that of `origin` the one that is further. Raises JixiaoError where it
    is broken.
    """
    if file is not None:
        return _parsed(file.read_text(encoding="utf-8"), str(file)) if file.is_file() else None
    return max(filter(None, (_at(content, ref) for ref in _REFS)), default=None)


def save(content: Path, checkpoint: Checkpoint) -> bool:
    """Commit it to the branch of the content's repository; returns whether it was a new one.

    Raises JixiaoError where there is no repository, or it cannot be written.
    """
    if git(content, "rev-parse", "--git-dir") is None:
        raise JixiaoError(f"{content} 不在 git 仓库里，没有地方留底。")
    parent = git(content, "rev-parse", "--verify", "--quiet", f"{_LOCAL}^{{commit}}")
    if parent and _at(content, _LOCAL) == checkpoint:
        return False
    values = dict(zip(_KEYS, checkpoint, strict=True))
    text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
    blob = git(content, "hash-object", "-w", "--stdin", text=text)
    tree = git(content, "mktree", text=f"100644 blob {blob}\t{FILE}\n")
    message = f"公开记录共 {checkpoint.entries} 条，公开到 {checkpoint.target}"
    parents = ["-p", parent] if parent else []
    commit = git(content, "commit-tree", str(tree), *parents, "-m", message)
    if not commit or git(content, "update-ref", _LOCAL, commit, parent or "") is None:
        raise JixiaoError(f"{content} 所在的 git 仓库写不进分支 {BRANCH}。请检查权限和磁盘。")
    return True


def require_continuation(
    wanted: Checkpoint | None, entries: Sequence[RecordEntry], where: str, content: Path
) -> None:
    """Raise a JixiaoError where the record at `where` does not continue the checkpoint."""
    if wanted is None or (
        len(entries) >= wanted.entries and last_digest(entries[: wanted.entries]) == wanted.digest
    ):
        return
    last = f"最后一条是 {_line(entries[-1].time, entries[-1].digest)}" if entries else "是空的"
    raise JixiaoError(
        f"{where} 的公开记录不是上次公开的那一份，不能接着公开。\n{_expected(wanted)}"
        f"  现有：{len(entries)} 条，{last}\n"
        f"{_advice(wanted, content, '服务器可能丢了内容，或者是从旧备份恢复的。')}"
    )


def require_newest(site: Path, content: Path, file: Path | None) -> None:
    """Raise a JixiaoError unless a site to be restored has the newest record.

    With an older one, withdrawn reports would come back.
    """
    wanted = load(content, file)
    if wanted is None or not (file or wanted.is_of(content)):
        raise JixiaoError(
            f"找不到公开记录的留底（{file or content}），不知道这份网站是不是最后公开的："
            "旧的会让撤回的报告又出现。请在内容的仓库里运行，或用 --checkpoint 指明留底的文件，"
            "见 docs/restore.md。"
        )
    require_continuation(wanted, Release(FolderSite(site)).entries, f"这份网站（{site}）", content)


def fail_without_release(
    wanted: Checkpoint | None, where: str, reason: str, content: Path
) -> NoReturn:
    """Raise a JixiaoError: no release is there; by the checkpoint, whether there ever was one."""
    if wanted is None:
        raise JixiaoError(
            f"{reason}请核对“{where}”有没有写错。从未公开过、这是第一次的，由人运行"
            " jixiao release --first（自动公开的：deploy/publish first）。"
        )
    raise JixiaoError(
        f"{reason}\n{_expected(wanted)}  现有：没有\n请先核对“{where}”有没有写错。"
        f"{_advice(wanted, content, '服务器丢了内容的，不能当作第一次公开。')}"
    )


def require_none(wanted: Checkpoint | None, content: Path) -> None:
    """Raise a JixiaoError where something was published before: a record must not begin again."""
    if wanted:
        raise JixiaoError(
            f"不是第一次公开，公开记录不能从头再来：这个仓库的分支 {BRANCH} 记着已经公开过。\n"
            f"{_expected(wanted)}{_advice(wanted, content, '服务器丢了内容的，先恢复。')}"
        )


def _expected(one: Checkpoint) -> str:
    last = _line(one.time, one.digest)
    return f"  应有：{one.entries} 条，最后一条是 {last}，公开到 {one.target}\n"


def _line(time: str, digest: str) -> str:
    return f"{time or '—'}（校验值 {digest[:12] or '—'}…）"


def _advice(one: Checkpoint, content: Path, reason: str) -> str:
    if one.is_of(content):
        return f"{reason}怎样恢复见 {HELP}。"
    return (
        f"那是{one.organiser}的网站。这个仓库是从它派生的，就删去这个分支，再公开自己的网站："
        f"git push origin --delete {BRANCH}"
    )


def _at(content: Path, ref: str) -> Checkpoint | None:
    text = git(content, "show", f"{ref}:{FILE}")
    return _parsed(text, f"{ref}:{FILE}") if text is not None else None


def _parsed(text: str, where: str) -> Checkpoint | None:
    try:
        values = json.loads(text)
        found = Checkpoint(*(values[key] for key in _KEYS))
        if type(found.entries) is int and all(type(one) is str for one in found[1:]):
            return found
    except (ValueError, KeyError, TypeError):
        pass
    raise JixiaoError(f"{where} 坏了，看不出公开记录到了哪里。请恢复它，见 {HELP}。")
