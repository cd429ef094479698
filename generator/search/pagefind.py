"""Pagefind, the program that searches in the browser; our index is written for just its version."""

import subprocess
import tempfile
from functools import cache
from importlib import metadata
from pathlib import Path

from pagefind_bin import get_executable

from generator.model.problems import JixiaoError
from generator.runtime import cached_folders

PROGRAM_FILES = ("pagefind.js", "wasm.unknown.pagefind")


@cache
def version() -> str:
    """`1.5.2`."""
    return metadata.version("pagefind-bin")


def write_program(folder: Path) -> None:
    """Write the program's files for the browser into `folder`, completely or not at all.

    Only its indexer carries them: it is given a page of one word.

    Raises JixiaoError where the indexer fails.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".program-", dir=folder.parent) as made:
        source, output, fresh = (Path(made) / name for name in ("pages", "index", "fresh"))
        source.mkdir()
        (source / "index.html").write_text("<html lang=und><body>0", encoding="utf-8", newline="\n")
        # By their names alone: the program takes no path that is not UTF-8.
        command = [get_executable(), "--site", source.name, "--output-path", output.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=made)  # noqa: S603
        if done.returncode:
            raise JixiaoError(f"取不出全文检索程序（pagefind）：{done.stderr or done.stdout}")
        fresh.mkdir()
        for name in PROGRAM_FILES:
            (output / name).rename(fresh / name)
        cached_folders.keep(fresh, folder)
