"""The files that ride with reports, given to the site: copied once, however often it is built."""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.model.catalogue import AttachedFile, Catalogue
from generator.model.problems import JixiaoError
from generator.runtime import cached_files


def write(catalogue: Catalogue, site: Path, cache: Path) -> None:
    """Put each into its report's folder, which is there; from the cache, named by what it holds.

    Raises JixiaoError where a file is no longer what it was when the content was read.
    """
    cache.mkdir(parents=True, exist_ok=True)
    attachments = list(catalogue.attachments())
    kept = cached_files.kept(cache, {one.sha256[:40] for _, one in attachments})
    for address, one in attachments:
        name = one.sha256[:40]
        if name not in kept:
            cached_files.keep(f"{cache}/{name}", _read(one))
            kept.add(name)
        cached_files.place(f"{cache}/{name}", f"{site}/{address}")


def _read(one: AttachedFile) -> bytes:
    data = one.file.read_bytes()
    if hashlib.sha256(data).hexdigest() != one.sha256:
        raise JixiaoError(f"{one.file} 在生成途中改动了。请再生成一次。")
    return data
