"""Git commands on the repository that holds the content."""

import os
import subprocess
from pathlib import Path

# Who commits, whoever runs it, and where nobody is configured.
_AUTHOR = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "jixiao"), ("EMAIL", "jixiao@localhost"))
}


def git(folder: Path, *arguments: str, text: str | None = None) -> str | None:
    """What git prints for a command in `folder`, given `text`; None where it fails."""
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", os.fspath(folder), *arguments],  # noqa: S607
            input=text, capture_output=True, encoding="utf-8", errors="replace", check=False,
            env=os.environ | _AUTHOR,
        )  # fmt: skip
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
