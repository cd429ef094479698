"""Published reports that a commit deleted or moved, found in the history of the git repository.

A published address never changes. Whoever deletes or moves a published report's file is warned
before the release would refuse it.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from generator.model.problems import Level, Problem
from generator.runtime import git
from generator.runtime.clock import BEIJING
from generator.source.tree import Value, read

_DELETIONS = ("log", "--no-renames", "--diff-filter=D")  # the newest first
_RESTORE = "找回这个文件：\ngit checkout {}^ -- {}"
_REMEDY = "网址公开后不再改动：请恢复文件；不能再公开的，状态改为“撤回”，写明理由。"


class _Deletion(NamedTuple):
    commit: str
    time: datetime
    path: str  # below the content folder


def deleted_public_reports(content: Path, since: str) -> Iterator[Problem]:
    """A warning for each report that was public when a commit deleted it; none without git.

    Only commits count that came after `since`, the time of this site's first publication in ISO
    8601: what a repository held before that, or as another county's, this site never showed. Not
    an error: whether the site ever showed them, the record of publications knows better.
    """
    deleted = (one for one in _deletions(content) if one.time >= datetime.fromisoformat(since))
    found = {one.path: one for one in deleted if not (content / one.path).exists()}
    texts = _former_texts(content, found.values())
    for path, one in sorted(found.items()):
        if _was_public(texts.get(path, b""), one):
            day = one.time.date().isoformat()
            message = f"这份报告公开过，{day} 的提交 {one.commit[:8]} 把文件移走或删去了。{_REMEDY}"
            file = (content / path).as_posix()
            paste = _RESTORE.format(one.commit[:8], file)
            yield Problem(file, 1, 1, "address-gone", message, Level.WARNING, paste=paste)


def how_to_restore(file: Path, content: Path) -> str:
    """How to get back a file that a commit deleted; empty where no commit did."""
    path = file.relative_to(content) if file.is_relative_to(content) else file
    commit = git.git(content, *_DELETIONS, "-1", "--format=%h", "--", path.as_posix())
    return _RESTORE.format(commit, file.as_posix()) if commit else ""


def _deletions(content: Path) -> Iterable[_Deletion]:
    """The last deletion of each report's file."""
    found: dict[str, _Deletion] = {}
    options = ("--name-only", "-z", "--relative", "--format=%x01%H %ct", "--", "reports")
    log = (git.output(content, *_DELETIONS, *options) or b"").decode("utf-8", "replace")
    for part in log.split("\x01")[1:]:
        head, *paths = part.replace("\n", "\0").split("\0")
        commit, _, seconds = head.partition(" ")
        when = datetime.fromtimestamp(int(seconds), BEIJING)
        for path in paths:
            if path.count("/") == 3 and path.endswith(".yml"):
                found.setdefault(path, _Deletion(commit, when, path))
    return found.values()


def _former_texts(content: Path, deletions: Collection[_Deletion]) -> dict[str, bytes]:
    """What each file held before it was deleted; one process reads them all."""
    names = [f"{one.commit}^:./{one.path}" for one in deletions]
    found = zip(deletions, git.objects(content, names), strict=False)
    return {one.path: data for one, data in found if data is not None}


def _was_public(data: bytes, deletion: _Deletion) -> bool:
    source, _ = read(data, deletion.path)
    report: Value = source.value if source else None
    if not isinstance(report, dict):
        return False
    day = str(report.get("公开日期") or "9")
    return report.get("状态") in ("公开", "撤回") and day <= deletion.time.date().isoformat()
