"""What is public of a report's file: what git has of it where the site is published from."""

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from generator.content.folder import is_plain_file
from generator.intake.correction import Former
from generator.model.problems import JixiaoError, quote
from generator.runtime.git import MAIN_BRANCHES, git, output


def former(content: Path, name: str, since: str | None = None) -> Former | None:
    """A file of the content at the revision `since`, else where this copy left the main branch.

    None where git knows no such state: there is no repository, or no main branch. The data are
    empty where the file was not there. Raises JixiaoError where `since` names no commit.
    """
    base, called = _revision(content, since) if since else _main(content)
    if base is None:
        return None
    found = output(content, "cat-file", "--filters", f"{base}:./{name}")
    return Former(called, found or b"", dict(_replaced(content, base, name)))


def _replaced(content: Path, base: str, name: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Attachments with other bytes, by their file names: SHA-256 then and now."""
    folder = name.removesuffix(".yml")
    if not (content / folder).is_dir():
        return
    words = ("diff", "--name-only", "--no-renames", "--diff-filter=M", "--relative", "-z")
    for path in filter(None, (git(content, *words, base, "--", f"{folder}/") or "").split("\0")):
        before = output(content, "cat-file", "--filters", f"{base}:./{path}")
        if before is not None and is_plain_file(content / path):
            sums = (
                hashlib.sha256(one).hexdigest() for one in (before, (content / path).read_bytes())
            )
            yield PurePosixPath(path).name, (next(sums), next(sums))


def _revision(content: Path, since: str) -> tuple[str, str]:
    found = git(
        content, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}"
    )
    if not found:
        raise JixiaoError(f"git 里没有{quote(since)}这个版本。请写分支、标签或提交，如 main。")
    return found, since


def _main(content: Path) -> tuple[str | None, str]:
    for name in MAIN_BRANCHES:
        if found := git(content, "merge-base", "HEAD", name):
            return found, name
    return None, ""
