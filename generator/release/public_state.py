"""What is public of a report's file: what git has of it where the site is published from."""

from pathlib import Path

from generator.intake.correction import Former
from generator.model.problems import JixiaoError, quote
from generator.runtime.git import git

# Where a site is published from, the likeliest first.
_MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


def former(content: Path, name: str, since: str | None = None) -> Former | None:
    """A file of the content at the revision `since`, else where this copy left the main branch.

    None where git knows no such state: there is no repository, or no main branch. The data are
    empty where the file was not there. Raises JixiaoError where `since` names no commit.
    """
    base, called = _revision(content, since) if since else _main(content)
    if base is None:
        return None
    found = git(content, "cat-file", "--filters", f"{base}:./{name}")
    return Former(called, (found or "").encode())


def _revision(content: Path, since: str) -> tuple[str, str]:
    found = git(
        content, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}"
    )
    if not found:
        raise JixiaoError(f"git 里没有{quote(since)}这个版本。请写分支、标签或提交，如 main。")
    return found, since


def _main(content: Path) -> tuple[str | None, str]:
    for name in _MAIN:
        if found := git(content, "merge-base", "HEAD", name):
            return found, name
    return None, ""
