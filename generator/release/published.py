"""A site that stands somewhere, read file by file: a folder, or an address of the web."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

import urllib3

from generator.problems import JixiaoError
from generator.release import publications
from generator.release.files import SUMS, read_sums

TIMEOUT = urllib3.Timeout(connect=10, read=30)  # seconds
CONNECTIONS = 16
LOST = "jixiao/no-such-page/"  # an address that no site has


class Reader(Protocol):
    """Where a site stands."""

    @property
    def where(self) -> str:
        """As a message names it."""
        ...

    def read(self, path: str) -> bytes | None:
        """The bytes of the file with that path below the root, None where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A site in a folder of this machine."""

    folder: Path

    @property
    def where(self) -> str:
        """As a message names it."""
        return str(self.folder)

    def read(self, path: str) -> bytes | None:
        """The file's bytes."""
        file = self.folder / path
        return file.read_bytes() if file.is_file() else None


class Served:
    """A site that a web server serves, read as the public reads it.

    Only what the server itself says is taken: no proxy's copy, nothing compressed on the way.
    """

    def __init__(self, address: str) -> None:
        if not _is_web_address(address):
            raise JixiaoError(f"网址应如 https://主机/路径/，写的是“{address}”。")
        self.where = address.rstrip("/") + "/"  # as a message names it
        self._pool = urllib3.PoolManager(
            maxsize=CONNECTIONS, block=True, retries=urllib3.Retry(2, redirect=0, status=0)
        )

    def read(self, path: str) -> bytes | None:
        """The file's bytes; a page is asked for by its address, the lost page by being lost."""
        answer = self.answer(_address(path))
        expected = 404 if path == "404.html" else 200
        return answer.data if answer.status == expected else None

    def answer(self, address: str, **headers: str) -> urllib3.BaseHTTPResponse:
        """The server's answer for an address below the root; JixiaoError where none comes."""
        sent = {"Accept-Encoding": "identity", "Cache-Control": "no-cache", **headers}
        try:
            return self._pool.request(
                "GET",
                self.where + quote(address),
                headers=sent,
                timeout=TIMEOUT,
                decode_content=False,
                redirect=False,
            )
        except urllib3.exceptions.HTTPError as error:
            raise JixiaoError(f"连不上 {self.where}：{_reason(error)}") from None


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _address(path: str) -> str:
    if path == "404.html":
        return LOST
    head, last = path.rpartition("/")[::2]
    return (f"{head}/" if head else "") if last == "index.html" else path


def _reason(error: urllib3.exceptions.HTTPError) -> str:
    cause = getattr(error, "reason", None) or error
    return f"{type(cause).__name__}：{cause}"


class NotReleasedError(JixiaoError):
    """A place where no release stands."""


@dataclass(frozen=True)
class Release:
    """The last release, as it stands somewhere."""

    site: Reader

    @cached_property
    def digest(self) -> str:
        """What the next release's manifest names it by."""
        return hashlib.sha256(self._text(SUMS).encode()).hexdigest()

    @cached_property
    def sums(self) -> Mapping[str, str]:
        """Path to SHA-256 of its files."""
        try:
            return read_sums(self._text(SUMS))
        except ValueError as error:
            raise JixiaoError(f"{self.site.where} 的 {SUMS} 坏了（{error}）。") from None

    @cached_property
    def entries(self) -> list[publications.Entry]:
        """Its record of publications; JixiaoError where the chain does not hold."""
        entries, flaws = publications.read(self._text(publications.FILE))
        if flaws:
            raise JixiaoError(
                f"{self.site.where} 的公开记录第 {flaws[0].line} 行有问题：{flaws[0].what}。"
                "在它上面不能再发布，请先查明（jixiao verify）。"
            )
        return entries

    def _text(self, path: str) -> str:
        data = self.site.read(path)
        if data is None:
            raise NotReleasedError(f"{self.site.where} 上没有正式发布的网站（缺少 {path}）。")
        return data.decode("utf-8", errors="replace")
