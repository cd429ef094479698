"""Uploads files to a target through rsync."""

import re
import shlex
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.deploy.remote import RemoteError, explain
from generator.deploy.target import Target

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


def upload(
    site: Path, paths: Sequence[str], target: Target, folder: str, progress: Callable[[], None]
) -> int:
    """Upload the files of these paths below `site`; returns the number of bytes sent.

    `folder` is the one below `incoming/` that the target made for them. Where it has an older file
    of a name, only the difference is sent. `progress` is called for each file. Raises RemoteError
    with rsync's reason.
    """
    host = f"{target.host}:" if target.host else ""
    shell = ["--rsh", shlex.join(target.ssh)] if target.host else ["--no-whole-file"]
    command = ["rsync", *OPTIONS, *shell, "--stats", "--out-format=> %n", f"{site}/",
               f"{host}{target.folder}/incoming/{folder}/"]  # fmt: skip
    path_list = b"".join(path.encode() + b"\0" for path in paths)
    try:
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except FileNotFoundError:
        raise RemoteError("rsync", "缺少 rsync。请安装：apt-get install rsync") from None
    output, errors = _communicate(process, path_list, progress)
    if process.returncode:
        raise RemoteError("rsync", f"上传到 {target} 没有完成：{_reason(errors)}")
    sent = _SENT.search(output)
    return int(sent[1].replace(",", "")) if sent else 0


def _communicate(
    process: subprocess.Popen[bytes], path_list: bytes, progress: Callable[[], None]
) -> tuple[str, str]:
    assert process.stdin  # noqa: S101  pipes, see above
    assert process.stdout  # noqa: S101
    assert process.stderr  # noqa: S101
    try:
        process.stdin.write(path_list)
        process.stdin.close()
    except BrokenPipeError:
        pass  # rsync has ended; the reason is read below
    output = []
    for line in process.stdout:
        if line.startswith(b"> "):
            progress()
        else:
            output.append(line.decode("utf-8", errors="replace"))
    errors = process.stderr.read().decode("utf-8", errors="replace")
    process.wait()
    return "".join(output), errors


def _reason(errors: str) -> str:
    lines = [line for line in errors.splitlines() if line.strip()]
    cause = next((line for line in lines if "failed:" in line or "No space" in line), "")
    return explain(cause or (lines[0] if lines else "rsync 被中断"))
