"""The release that lies in the site folder, as it is to be deployed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.model.problems import JixiaoError
from generator.release import manifest
from generator.release.files import SIGNATURE, SUMS, read_sums


@dataclass(frozen=True, slots=True)
class Local:
    """SHA-256 of its list of sums, path to SHA-256, the policy that its pages need."""

    digest: str
    sums: Mapping[str, str]
    policy: str
    signed: bool

    @property
    def all_sums(self) -> dict[str, str]:
        """Path to SHA-256, the list itself included."""
        return {**self.sums, SUMS: self.digest}

    def changed_since(self, last: Mapping[str, str]) -> list[str]:
        """Paths of what another release does not have like that, lists and signature always."""
        paths = [path for path, digest in self.sums.items() if last.get(path) != digest]
        return [*paths, SUMS, *([SIGNATURE] if self.signed else [])]

    def gone_since(self, last: Mapping[str, str]) -> list[str]:
        """Paths of what another release has and this one has not."""
        gone = sorted(last.keys() - self.sums.keys() - {SUMS})
        return gone if self.signed else [*gone, SIGNATURE]


def digest(site: Path) -> str:
    """SHA-256 of the release's list of sums, which tells it; JixiaoError where there is none."""
    return hashlib.sha256(_list(site)).hexdigest()


def sums(site: Path) -> Mapping[str, str]:
    """Path to SHA-256 of the release's files; JixiaoError where the list is no list."""
    try:
        return read_sums(_list(site).decode("utf-8"))
    except ValueError:
        raise JixiaoError(
            f"{site / SUMS} 坏了。请重新运行 jixiao build 和 jixiao release。"
        ) from None


def former(site: Path) -> str:
    """The digest of the release that this one continues; empty where it is the first."""
    try:
        return str(json.loads((site / manifest.FILE).read_bytes())["former"])
    except (OSError, ValueError, LookupError, TypeError):
        raise JixiaoError(
            f"{site / manifest.FILE} 坏了。请重新运行 jixiao build 和 jixiao release。"
        ) from None


def _list(site: Path) -> bytes:
    file = site / SUMS
    if not file.is_file():
        raise JixiaoError(f"{site} 还没有做成发布（缺少 {SUMS}）。请先运行 jixiao release。")
    return file.read_bytes()


def read(site: Path) -> Local:
    """The release in a site folder; JixiaoError where none is, or what is there was changed."""
    listed = sums(site)
    lost = [path for path in listed if not (site / path).is_file()]
    if lost:
        raise JixiaoError(
            f"{site} 在 jixiao release 之后被改动：缺少 {lost[0]} 等 {len(lost)} 个文件。"
            "请重新运行 jixiao build 和 jixiao release。"
        )
    listing = (site / manifest.FILE).read_bytes()
    if hashlib.sha256(listing).hexdigest() != listed.get(manifest.FILE):
        raise JixiaoError(
            f"{manifest.FILE} 在 jixiao release 之后被改动。"
            "请重新运行 jixiao build 和 jixiao release。"
        )
    policy = json.loads(listing)["policy"]
    signed = (site / SIGNATURE).is_file()
    return Local(digest(site), listed, policy, signed)
