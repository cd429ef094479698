"""A process of its own that reads attachments: a hostile file can only bring this process down.

A request is a line with a file's path, the response a line with its texts, both in JSON.
"""

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import IO

from generator.check.attachments.contents import MAX_FILE_SIZE, MEGABYTE, TOO_BIG, Contents
from generator.check.attachments.extraction import extract

_MEMORY = 2048 * MEGABYTE


def read(path: str) -> Contents:
    """The texts of a file."""
    file = Path(path)
    if file.stat().st_size > MAX_FILE_SIZE:
        return Contents(unread=[TOO_BIG])
    return extract(file.name, file.read_bytes())


def serve(requests: IO[str], responses: IO[str]) -> None:
    """Answer each request until there are no more."""
    for request in requests:
        found = read(json.loads(request))
        responses.write(json.dumps([found.parts, found.hidden, found.unread]) + "\n")
        responses.flush()


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _limit_memory()
    own_output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no response
    with contextlib.suppress(KeyboardInterrupt):
        serve(sys.stdin, own_output)
