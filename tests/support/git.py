"""A folder as the main branch of a repository."""

import subprocess
from pathlib import Path

_PERSON = ("-c", "user.name=示例", "-c", "user.email=a@example.invalid")


def commit(folder: Path) -> None:
    """Commit all that is there."""
    init = () if (folder / ".git").exists() else (("init", "-q", "-b", "main"),)
    for words in (*init, ("add", "."), ("commit", "-q", "-m", "示例")):
        subprocess.run(["git", "-C", str(folder), *_PERSON, *words], check=True)
