"""The packages that this version of the program is pinned to: installs them, or fetches them.

`python -m generator.runtime.dependencies` installs, with a folder behind it fetches into that. It
runs when only the program itself is there, so it needs nothing but Python's own library.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from generator.runtime.program import shipped

_OPTIONS = (
    "--quiet", "--disable-pip-version-check", "--no-build-isolation", "--use-pep517",
    "--require-hashes",
)  # fmt: skip
_BUILDS_OTHERS = re.compile(r"^setuptools==(?:.*\\\n)*.*\n", re.MULTILINE)


def main() -> None:
    """Install what is pinned, each package by its hash; or fetch it into the folder given."""
    pinned = shipped("requirements.txt")
    if sys.argv[1:]:
        _pip("download", pinned, "--no-deps", "--dest", sys.argv[1])
        return
    # First what builds those that come as source, so that nothing unpinned is fetched for it.
    found = _BUILDS_OTHERS.search(pinned.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        first = Path(folder) / "first.txt"
        first.write_text(found[0] if found else "", encoding="utf-8")
        _pip("install", first)
    _pip("install", pinned)


def _pip(action: str, requirements: Path, *more: str) -> None:
    command = [sys.executable, "-m", "pip", action, *_OPTIONS, *more]
    done = subprocess.run([*command, "--requirement", os.fspath(requirements)], check=False)  # noqa: S603
    if done.returncode:
        sys.exit("软件包没有装好，原因见上。没有外网的，先备好软件包：make wheels，见 README.md。")


if __name__ == "__main__":
    main()
