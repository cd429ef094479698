"""Git commands on the repository that a folder is in."""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

# Where the main branch is, the likeliest first: as the server has it, else as it is here.
MAIN_BRANCHES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
# Who commits, whoever runs it, and where nobody is configured.
_AUTHOR = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "jixiao"), ("EMAIL", "jixiao@localhost"))
}
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def git(folder: Path, *arguments: str, text: str | None = None) -> str | None:
    """What git prints for a command in `folder`, given `text`; None where it fails."""
    found = output(folder, *arguments, data=(text or "").encode())
    return None if found is None else found.decode("utf-8", "surrogateescape").strip()


def output(folder: Path, *arguments: str, data: bytes = b"") -> bytes | None:
    """The bytes that git prints for a command in `folder`, given `data`; None where it fails."""
    done = _done(folder, arguments, data)
    return done.stdout if done and done.returncode == 0 else None


def complaint(folder: Path, *arguments: str) -> str | None:
    """What git complains of, in English, where a command fails, else ""; None without git."""
    done = _done(folder, arguments, b"")
    if done is None:
        return None
    return done.stderr.decode("utf-8", "replace").strip() if done.returncode else ""


def objects(folder: Path, names: Iterable[str]) -> Iterator[bytes | None]:
    """What each object holds, in order; None of one that is not there. One process reads them.

    A name is what `git rev-parse` takes, on one line.
    """
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape"))
        asked.seek(0)
        try:
            reading = subprocess.Popen(  # noqa: S603
                _command(folder, "cat-file", "--batch"), stdin=asked, env=os.environ | _QUIET,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError:
            return
        with reading:
            assert reading.stdout  # noqa: S101  a pipe
            while head := reading.stdout.readline():
                size = head.rpartition(b" ")[2].strip()
                if size.isdigit():  # else it says that there is no such object
                    yield reading.stdout.read(int(size))
                    reading.stdout.read(1)
                else:
                    yield None


def _done(
    folder: Path, arguments: Iterable[str], data: bytes
) -> subprocess.CompletedProcess[bytes] | None:
    try:
        return subprocess.run(  # noqa: S603
            _command(folder, *arguments), input=data, capture_output=True, check=False,
            env=os.environ | _AUTHOR | _QUIET,
        )  # fmt: skip
    except OSError:
        return None


def _command(folder: Path, *arguments: str) -> list[str]:
    return ["git", "-C", os.fspath(folder), *arguments]
