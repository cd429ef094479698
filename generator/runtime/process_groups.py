"""A program with all that it starts: it ends as one, on every system."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_KILLED = 5.0  # seconds that the system may take to remove what was killed


class Limits:
    """What the program may take on Linux, where a process started by it may take as much again."""

    MEMORY = 1024**3  # bytes of addresses, of which not all are in use
    FILE = 256 * 1024**2  # bytes of a file that it writes
    PROCESSOR = 600  # seconds, also where who started it was killed and cannot end it


@contextmanager
def running(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """The program, run in `folder`, while the block lasts; then it and its children are killed.

    What it prints is thrown away: a pipe would stay open as long as any child of it lives.
    Raises OSError where it cannot be started.
    """
    process = subprocess.Popen(  # noqa: S603
        command,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=_NO_WINDOW,
    )
    try:
        _limit(process.pid)
        yield process
    finally:
        kill_all(process)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_KILLED)


if sys.platform == "win32":
    _NO_WINDOW = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP

    def kill_all(process: subprocess.Popen[bytes]) -> None:
        """End a program and all that it started."""
        taskkill = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603
                [os.fspath(taskkill), "/F", "/T", "/PID", f"{process.pid}"],
                capture_output=True,
                check=False,
                timeout=_KILLED,
            )
        process.kill()

else:
    _NO_WINDOW = 0

    def kill_all(process: subprocess.Popen[bytes]) -> None:
        """End a program that leads a session of its own, and all that it started."""
        with suppress(ProcessLookupError, PermissionError):  # it ended, and so did its children
            os.killpg(process.pid, signal.SIGKILL)


def _limit(process: int) -> None:
    """Set limits for the program; elsewhere than on Linux time alone is limited."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415  Windows has none

        for what, most in (
            (resource.RLIMIT_AS, Limits.MEMORY),
            (resource.RLIMIT_FSIZE, Limits.FILE),
            (resource.RLIMIT_CPU, Limits.PROCESSOR),
        ):
            with suppress(OSError, ValueError):  # it has ended, or may have less already
                _, hard = resource.prlimit(process, what)
                bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
                resource.prlimit(process, what, (bound, bound))
