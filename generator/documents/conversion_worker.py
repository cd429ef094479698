"""Converts older files for another process, within limits: a hostile one can only bring this down.

A request is a folder and the paths of files, in JSON; when it is answered, the folder has what
became of them.
"""

import json
from pathlib import Path

from generator.documents import libreoffice, office
from generator.documents.conversions import MAX_MEMORY, Conversions
from generator.documents.libreoffice import TIRED
from generator.runtime.limited_process import serve

_MOST = 64 * 1024**2  # bytes of files that are converted at once
_TOTAL = 90.0  # seconds for all of them


def answer(request: str) -> str:
    """Convert the files; what is more than can be held at once is left out."""
    folder, *names = json.loads(request)
    files, size = list[bytes](), 0
    for file in map(Path, names):
        size += file.stat().st_size
        if size <= _MOST:
            files.append(file.read_bytes())
    sources = [(data, made) for data in files if (made := office.source(data))]
    found = libreoffice.convert([made for _, made in sources], office.ALONE, _TOTAL)
    for (data, _), one in zip(sources, found, strict=True):
        if one.problem != TIRED:
            Conversions(Path(folder)).keep(data, one)
    return "done"


if __name__ == "__main__":
    serve(answer, MAX_MEMORY)
