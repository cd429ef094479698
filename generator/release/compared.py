"""The two sides of the guard's comparison: what is to be released, and what was released last."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.model.problems import JixiaoError
from generator.release.differences import Data
from generator.release.publications import RecordEntry, latest
from generator.release.published_site import Release

DATA_FILE = re.compile(r"(reports/\d{4}/[^/]+/([^/]+)/)\2\.json")


@dataclass(frozen=True)
class BuiltReport:
    """A report of a built site: its address, the SHA-256 of its data file, that file."""

    address: str
    sha256: str
    file: Path

    @cached_property
    def data(self) -> Data:
        """The values in the data file: read only where the report changed."""
        found: Data = json.loads(self.file.read_bytes())
        return found

    @property
    def withdrawn(self) -> bool:
        """Whether it was withdrawn (撤回): then only its address and the reason remain."""
        return bool(self.data["状态"] == "撤回")

    @property
    def title(self) -> str:
        """Department, fiscal year and name, as the record calls it."""
        name = self.data.get("标题") or self.data["项目名称"]
        return f"{self.data['部门']} {self.data['年度']}年度 {name}"

    @property
    def published(self) -> str:
        """The date of publication that it states, ISO 8601."""
        return str(self.data["公开日期"])


@dataclass(frozen=True, slots=True)
class NewRelease:
    """What is to be released: paths of all files, reports by address.

    `retired` is the reason for each address that was given up; `departments` is slug to names,
    today's first.
    """

    paths: frozenset[str]
    reports: Mapping[str, BuiltReport]
    retired: Mapping[str, str]
    departments: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class FormerRelease:
    """What was released last: paths, record, the former data of the reports that changed since."""

    paths: frozenset[str]
    entries: Sequence[RecordEntry]
    data: Mapping[str, Data]

    @classmethod
    def of(cls, release: Release | None, reports: Iterable[BuiltReport]) -> "FormerRelease":
        """The last release beside the reports of the new one; without one, nothing.

        Raises JixiaoError where the data file of a changed report is not the recorded one.
        """
        if release is None:
            return cls(frozenset(), (), {})
        last = latest(release.entries)
        data = {
            one.address: _released_data(release, last[one.address])
            for one in reports
            if one.address in last and last[one.address].content != one.sha256
        }
        return cls(frozenset(release.sums), release.entries, data)


def data_file(address: str) -> str:
    """Path of the data file of the report at an address."""
    return f"{address}{address.rstrip('/').rpartition('/')[2]}.json"


def source_file(content: str, address: str) -> str:
    """Path of the YAML file of the report at an address; `content` is the content folder."""
    return f"{content}/{address.rstrip('/')}.yml"


def _released_data(release: Release, entry: RecordEntry) -> Data:
    path = data_file(entry.address)
    data = release.site.read(path)
    if data is None or hashlib.sha256(data).hexdigest() != entry.content:
        raise JixiaoError(
            f"{release.site.where} 的 {path} 与公开记录对不上，不能核对改动。"
            "请先查明（jixiao verify）。"
        )
    found: Data = json.loads(data)
    return found
