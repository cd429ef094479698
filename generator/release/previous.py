"""What was released last, as the guard compares with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from generator.model.problems import JixiaoError
from generator.release import guard, publications
from generator.release.differences import Data
from generator.release.published_site import Release


def former(release: Release | None, reports: Iterable[guard.Report]) -> guard.Former:
    """Its paths, its record, and the data of those of the reports that are not what they were."""
    if release is None:
        return guard.Former(frozenset(), (), {})
    addresses = guard.changed(reports, release.entries)
    data = {address: _data(release, address) for address in addresses}
    return guard.Former(frozenset(release.sums), release.entries, data)


def _data(release: Release, address: str) -> Data:
    """A report's data file as it was released, proven by the record."""
    path = guard.data_file(address)
    told = publications.latest(release.entries)[address].content
    data = release.site.read(path)
    if data is None or hashlib.sha256(data).hexdigest() != told:
        raise JixiaoError(
            f"{release.site.where} 的 {path} 与公开记录对不上，不能核对改动。"
            "请先查明（jixiao verify）。"
        )
    found: Data = json.loads(data)
    return found
