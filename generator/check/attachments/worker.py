"""A process of its own that takes files apart: a hostile one can only bring this process down.

It is asked a line at a time: a file's path in, what is in the file out, both in JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import IO

from generator.check.attachments.contents import MEGABYTE, MOST_READ, TOO_BIG, Contents
from generator.check.attachments.reading import taken_apart

_MEMORY = 2048 * MEGABYTE


def answer(path: str) -> Contents:
    """What is in the file."""
    file = Path(path)
    if file.stat().st_size > MOST_READ:
        return Contents(unread=[TOO_BIG])
    return taken_apart(file.name, file.read_bytes())


def main(questions: IO[str], answers: IO[str]) -> None:
    """Answer until there are no more questions."""
    for question in questions:
        found = answer(json.loads(question))
        said = [found.parts, found.hidden, found.unread]
        answers.write(json.dumps(said) + "\n")
        answers.flush()


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _limit_memory()
    own_output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    with contextlib.suppress(KeyboardInterrupt):
        main(sys.stdin, own_output)
