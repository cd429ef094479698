"""A published site, read file by file, and the release that it is."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, runtime_checkable

from generator.model.problems import JixiaoError
from generator.release import publications
from generator.release.files import SUMS
from generator.runtime.checksums import parse_sums

CONNECTIONS = 16  # to a server at once


class SiteReader(Protocol):
    """Reads the files of a site, wherever that is; `where` is the place, as messages name it."""

    where: str

    def read(self, path: str) -> bytes | None:
        """The bytes of the file with that path below the root; None where there is none."""
        ...


class FolderSite:
    """A site in a folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.where = folder, str(folder)

    def read(self, path: str) -> bytes | None:
        """The file's bytes."""
        file = self.folder / path
        return file.read_bytes() if file.is_file() else None


@runtime_checkable
class SelfChecking(Protocol):
    """A site whose server compares all files with the list of checksums by itself."""

    def damaged(self) -> list[tuple[str, str]]:
        """Paths of files that differ from the list, and what is wrong with each."""
        ...


class NotReleasedError(JixiaoError):
    """There is no released site at a place."""


@dataclass(frozen=True)
class Release:
    """The last release of a site."""

    site: SiteReader

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its list of checksums, by which the next release's manifest names it."""
        return hashlib.sha256(self._text(SUMS).encode()).hexdigest()

    @cached_property
    def sums(self) -> Mapping[str, str]:
        """Path to SHA-256 of its files; JixiaoError where the list is broken."""
        try:
            return parse_sums(self._text(SUMS))
        except ValueError as error:
            raise JixiaoError(f"{self.site.where} 的 {SUMS} 坏了（{error}）。") from None

    @cached_property
    def entries(self) -> list[publications.RecordEntry]:
        """Its record of publications; JixiaoError where the chain does not hold."""
        entries, problems = publications.parse(self._text(publications.FILE))
        if problems:
            line, message = problems[0]
            raise JixiaoError(
                f"{self.site.where} 的公开记录第 {line} 行有问题：{message}。"
                "在它上面不能再发布，请先查明（jixiao verify）。"
            )
        return entries

    def _text(self, path: str) -> str:
        data = self.site.read(path)
        if data is None:
            raise NotReleasedError(f"{self.site.where} 上没有正式发布的网站（缺少 {path}）。")
        return data.decode("utf-8", errors="replace")
