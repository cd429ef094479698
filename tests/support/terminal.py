"""A terminal of its own for a command: what a person would see."""

import os
import pty
import subprocess
from collections.abc import Mapping
from pathlib import Path


def seen_on_a_terminal(
    command: list[str],
    environment: Mapping[str, str],
    cwd: Path | None = None,
    typed: str = "",
    returns: int = 0,
) -> str:
    """All that a command prints on a terminal, what a person types too; it has to end with `returns`."""
    main, side = pty.openpty()
    with subprocess.Popen(
        command, cwd=cwd, stdin=side, stdout=side, stderr=side, env={"TERM": "xterm", **environment}
    ) as process:
        os.close(side)
        os.write(main, typed.encode())
        seen = b""
        try:
            while chunk := os.read(main, 65536):
                seen += chunk
        except OSError:
            pass  # the other side is closed: the command has ended
    os.close(main)
    assert process.returncode == returns, seen.decode()
    return seen.decode().replace("\r\n", "\n")
