"""Where parts of earlier builds are kept: safe to delete, safe to share between jobs.

A kept file is named by all that it was made of. So a finished one is never written again, and a
site can share it: a link to it stands in the site.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

VARIABLE = "JIXIAO_CACHE"  # another folder than `build/cache` beside the configuration
KEPT_DAYS = 30  # a file that no build has used for so long is removed


def folder(base: Path, name: str) -> Path:
    """The folder of one kind of parts: `search`, `pdf` or `compressed`."""
    return Path(os.environ.get(VARIABLE) or base / "build/cache") / name


def is_kept(file: Path) -> bool:
    """Whether the cache has the file; if so, that it is still in use is put down.

    In its time of access: the time of change is that of the site's file too, and a server and a
    mirror take it for news.
    """
    try:
        os.utime(file, ns=(time.time_ns(), file.stat().st_mtime_ns))
    except FileNotFoundError:
        return False
    return True


def place(kept: Path, target: Path) -> None:
    """Give a kept file to the site: a link where the file system has them, else a copy."""
    try:
        os.link(kept, target)
        return
    except FileExistsError:
        target.unlink()
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        shutil.copyfile(kept, target)
        return
    place(kept, target)


def forget(cache: Path) -> None:
    """Remove files that no build has used for long."""
    limit = time.time() - KEPT_DAYS * 86_400
    for file in cache.iterdir():
        with suppress(FileNotFoundError):  # another job that shares the cache was faster
            if file.stat().st_atime < limit:
                file.unlink()
