"""The release in the site folder, which is to be deployed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.model.problems import JixiaoError
from generator.release import manifest
from generator.release.files import SIGNATURE, SUMS, parse_sums


@dataclass(frozen=True, slots=True)
class LocalRelease:
    """SHA-256 of its list of checksums, path to SHA-256, the security policy of its pages."""

    digest: str
    sums: Mapping[str, str]
    policy: str
    signed: bool

    @property
    def all_sums(self) -> dict[str, str]:
        """Path to SHA-256, the list of checksums included."""
        return {**self.sums, SUMS: self.digest}

    def changed_since(self, other: Mapping[str, str]) -> list[str]:
        """Paths of files that another release has not, or other ones; always list and signature."""
        paths = [path for path, digest in self.sums.items() if other.get(path) != digest]
        return [*paths, SUMS, *([SIGNATURE] if self.signed else [])]

    def gone_since(self, other: Mapping[str, str]) -> list[str]:
        """Paths of files that another release has and this one has not."""
        gone = sorted(other.keys() - self.sums.keys() - {SUMS})
        return gone if self.signed else [*gone, SIGNATURE]


def digest(site: Path) -> str:
    """SHA-256 of the release's list of checksums; JixiaoError where there is none."""
    return hashlib.sha256(_list(site)).hexdigest()


def sums(site: Path) -> Mapping[str, str]:
    """Path to SHA-256 of the release's files; JixiaoError where the list is broken."""
    try:
        return parse_sums(_list(site).decode("utf-8"))
    except ValueError:
        raise _broken(site / SUMS) from None


def former_digest(site: Path) -> str:
    """The `digest` of the release that this one continues; empty where it is the first."""
    try:
        return str(json.loads((site / manifest.FILE).read_bytes())["former"])
    except (OSError, ValueError, LookupError, TypeError):
        raise _broken(site / manifest.FILE) from None


def _broken(file: Path) -> JixiaoError:
    return JixiaoError(f"{file} 坏了。请重新运行 jixiao build 和 jixiao release。")


def _list(site: Path) -> bytes:
    file = site / SUMS
    if not file.is_file():
        raise JixiaoError(f"{site} 还没有做成发布（缺少 {SUMS}）。请先运行 jixiao release。")
    return file.read_bytes()


def read(site: Path) -> LocalRelease:
    """The release in a site folder; JixiaoError where none is, or where it was changed."""
    listed = sums(site)
    missing = [path for path in listed if not (site / path).is_file()]
    if missing:
        raise JixiaoError(
            f"{site} 在 jixiao release 之后被改动：缺少 {missing[0]} 等 {len(missing)} 个文件。"
            "请重新运行 jixiao build 和 jixiao release。"
        )
    manifest_bytes = (site / manifest.FILE).read_bytes()
    if hashlib.sha256(manifest_bytes).hexdigest() != listed.get(manifest.FILE):
        raise JixiaoError(
            f"{manifest.FILE} 在 jixiao release 之后被改动。"
            "请重新运行 jixiao build 和 jixiao release。"
        )
    policy, signed = json.loads(manifest_bytes)["policy"], (site / SIGNATURE).is_file()
    return LocalRelease(digest(site), listed, policy, signed)
