"""Git commands on the repository that holds the content."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path


def git(
    folder: Path,
    *arguments: str,
    text: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> str | None:
    """What git prints for a command in `folder`; None where it fails or is not installed.

    `text` is its standard input; `environment` is added to that of this process.
    """
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), *arguments],  # noqa: S607
            input=text, capture_output=True, text=True, check=False,
            env={**os.environ, **(environment or {})},
        )  # fmt: skip
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
