"""Copies the attachments of reports into the site, by way of the cache."""

import hashlib
from pathlib import Path

from generator.model.catalogue import AttachedFile, Catalogue
from generator.model.problems import JixiaoError
from generator.runtime import cached_files


def write(catalogue: Catalogue, site: Path, cache: Path) -> None:
    """Put each attachment into the folder of its report, which exists already.

    In the cache it is named by its SHA-256. Raises JixiaoError where a file changed since the
    content was read.
    """
    cache.mkdir(parents=True, exist_ok=True)
    attachments = list(catalogue.attachments())
    cached = cached_files.cached(cache, {one.sha256[:40] for _, one in attachments})
    for address, one in attachments:
        name = one.sha256[:40]
        if name not in cached:
            cached_files.store(f"{cache}/{name}", _read(one))
            cached.add(name)
        cached_files.link_or_copy(f"{cache}/{name}", f"{site}/{address}")


def _read(one: AttachedFile) -> bytes:
    data = one.file.read_bytes()
    if hashlib.sha256(data).hexdigest() != one.sha256:
        raise JixiaoError(f"{one.file} 在生成途中改动了。请再生成一次。")
    return data
