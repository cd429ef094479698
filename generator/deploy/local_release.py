"""The release in the site folder, which is to be deployed, and its upload through rsync."""

import hashlib
import json
import re
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from generator.deploy.remote import RemoteError, Target, explain
from generator.model.problems import JixiaoError
from generator.release.files import MANIFEST, SIGNATURE, SUMS
from generator.runtime.checksums import parse_sums

_AGAIN = "请重新运行 jixiao build 和 jixiao release。"

# No links, no owners, no times: what arrives is plain files, readable for the web server, their
# time that of their arrival. Sizes and times say nothing about content, so each file is compared.
OPTIONS = (
    "--files-from=-",
    "--from0",
    "--ignore-times",
    "--perms",
    "--chmod=D755,F644",
    "--timeout=120",
)

_SENT = re.compile(rb"^Total bytes sent: ([\d,]+)", re.MULTILINE)


class LocalRelease:
    """The release in a site folder; JixiaoError where there is none, or a value is broken.

    `digest` is the SHA-256 of its list of checksums, `signature` empty where it is not signed.
    """

    def __init__(self, site: Path) -> None:
        file = site / SUMS
        if not file.is_file():
            raise JixiaoError(f"{site} 还没有做成发布（缺少 {SUMS}）。请先运行 jixiao release。")
        self.site, self._list = site, file.read_bytes()
        self.digest = hashlib.sha256(self._list).hexdigest()
        file = site / SIGNATURE
        self.signature = file.read_bytes() if file.is_file() else b""

    @cached_property
    def sums(self) -> Mapping[str, str]:
        """Path to SHA-256 of its files."""
        try:
            return parse_sums(self._list.decode("utf-8"))
        except ValueError:
            raise JixiaoError(f"{self.site / SUMS} 坏了。{_AGAIN}") from None

    @property
    def former(self) -> str:
        """The digest of the release that this one continues; empty where it is the first."""
        try:
            return str(json.loads((self.site / MANIFEST).read_bytes())["former"])
        except (OSError, ValueError, LookupError, TypeError):
            raise JixiaoError(f"{self.site / MANIFEST} 坏了。{_AGAIN}") from None

    def checked_policy(self) -> str:
        """The security policy of its pages; JixiaoError where the site was changed since."""
        missing = [path for path in self.sums if not (self.site / path).is_file()]
        if missing:
            raise JixiaoError(
                f"{self.site} 在 jixiao release 之后被改动："
                f"缺少 {missing[0]} 等 {len(missing)} 个文件。{_AGAIN}"
            )
        manifest = (self.site / MANIFEST).read_bytes()
        if hashlib.sha256(manifest).hexdigest() != self.sums.get(MANIFEST):
            raise JixiaoError(f"{MANIFEST} 在 jixiao release 之后被改动。{_AGAIN}")
        return str(json.loads(manifest)["policy"])

    def changed_since(self, other: Mapping[str, str]) -> list[str]:
        """Paths of files that another release has not, or other ones; always list and signature."""
        paths = [path for path, digest in self.sums.items() if other.get(path) != digest]
        return [*paths, SUMS, *([SIGNATURE] if self.signature else [])]

    def gone_since(self, other: Mapping[str, str]) -> list[str]:
        """Paths of files that another release has and this one has not."""
        gone = sorted(other.keys() - self.sums.keys() - {SUMS})
        return gone if self.signature else [*gone, SIGNATURE]

    def upload(
        self, paths: Sequence[str], target: Target, folder: str, progress: Callable[[], None]
    ) -> int:
        """Upload the files of these paths; returns the number of bytes sent.

        `folder` is the one below `incoming/` that the target made for them. Where it has an older
        file of a name, only the difference is sent. `progress` is called for each file. Raises
        RemoteError with rsync's reason.
        """
        host = f"{target.host}:" if target.host else ""
        shell = ["--rsh", shlex.join(target.ssh)] if target.host else ["--no-whole-file"]
        command = ["rsync", *OPTIONS, *shell, "--stats", "--out-format=> %n", f"{self.site}/",
                   f"{host}{target.folder}/incoming/{folder}/"]  # fmt: skip
        with tempfile.TemporaryFile() as path_list, tempfile.TemporaryFile() as errors:
            path_list.write(b"".join(path.encode() + b"\0" for path in paths))
            path_list.seek(0)
            try:
                process = subprocess.Popen(  # noqa: S603
                    command, stdin=path_list, stdout=subprocess.PIPE, stderr=errors
                )
            except FileNotFoundError:
                raise RemoteError("rsync", "缺少 rsync。请安装：apt-get install rsync") from None
            output = b""
            with process:
                for line in process.stdout or ():
                    if line.startswith(b"> "):
                        progress()
                    else:
                        output += line
            if process.returncode:
                errors.seek(0)
                reason = _reason(errors.read().decode("utf-8", errors="replace"))
                raise RemoteError("rsync", f"上传到 {target} 没有完成：{reason}")
        sent = _SENT.search(output)
        return int(sent[1].replace(b",", b"")) if sent else 0


def _reason(errors: str) -> str:
    lines = [line for line in errors.splitlines() if line.strip()]
    cause = next((line for line in lines if "failed:" in line or "No space" in line), "")
    return explain(cause or (lines[0] if lines else "rsync 被中断"))
