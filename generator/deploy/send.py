"""Files to the far side through rsync: only those that it does not have."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.deploy.target import FarSideError, Target, explained

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

_SENT = re.compile(r"^Total bytes sent: ([\d,]+)", re.MULTILINE)


def send(
    site: Path, paths: Sequence[str], target: Target, room: str, arrived: Callable[[], None]
) -> int:
    """Send the files of these paths below `site` into a room of the target; the bytes sent.

    `arrived` is called for each file. Where the room has an older file of that name, only what
    differs in it goes over the line. Raises FarSideError with rsync's reason.
    """
    place = f"{target.host}:" if target.host else ""
    shell = ["--rsh", shlex.join(target.ssh)] if target.host else ["--no-whole-file"]
    command = ["rsync", *OPTIONS, *shell, "--stats", "--out-format=> %n", f"{site}/",
               f"{place}{target.folder}/incoming/{room}/"]  # fmt: skip
    listed = b"".join(path.encode() + b"\0" for path in paths)
    try:
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except FileNotFoundError:
        raise FarSideError("rsync", "缺少 rsync。请安装：apt-get install rsync") from None
    said, complaints = _talk(process, listed, arrived)
    if process.returncode:
        raise FarSideError("rsync", f"上传到 {target} 没有完成：{_reason(complaints)}")
    sent = _SENT.search(said)
    return int(sent[1].replace(",", "")) if sent else 0


def _talk(
    process: subprocess.Popen[bytes], listed: bytes, arrived: Callable[[], None]
) -> tuple[str, str]:
    assert process.stdin  # noqa: S101  pipes, see above
    assert process.stdout  # noqa: S101
    assert process.stderr  # noqa: S101
    try:
        process.stdin.write(listed)
        process.stdin.close()
    except BrokenPipeError:
        pass  # rsync has ended; why, it tells below
    said = []
    for line in process.stdout:
        if line.startswith(b"> "):
            arrived()
        else:
            said.append(line.decode("utf-8", errors="replace"))
    complaints = process.stderr.read().decode("utf-8", errors="replace")
    process.wait()
    return "".join(said), complaints


def _reason(complaints: str) -> str:
    lines = [line for line in complaints.splitlines() if line.strip()]
    telling = next((line for line in lines if "failed:" in line or "No space" in line), "")
    return explained(telling or (lines[0] if lines else "rsync 被中断"))
