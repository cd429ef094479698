"""Signatures by OpenSSH's `ssh-keygen -Y`: a tool that every server and most desks have."""

import base64
import os
import re
import subprocess
import tempfile
from pathlib import Path

from generator.model.problems import JixiaoError

NAMESPACE = "jixiao-release"  # a signature made for another purpose is not accepted

# The only way to write it, so that no byte of it can change unnoticed.
_ARMOUR = re.compile(
    r"-----BEGIN SSH SIGNATURE-----\n(?:[A-Za-z0-9+/=]{70}\n)*[A-Za-z0-9+/=]{1,70}\n"
    r"-----END SSH SIGNATURE-----\n"
)


def sign(text: str, key: Path) -> str:
    """The signature of a text; JixiaoError where the key cannot sign."""
    if not key.is_file():
        raise JixiaoError(f"找不到签名密钥 {key}。请检查 --key。")
    done = _keygen("sign", "-f", os.fspath(key), "-n", NAMESPACE, given=text.encode())
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        reason = lines[-1] if lines else f"退出码 {done.returncode}"
        raise JixiaoError(f"签名失败：{reason}。密钥应是没有口令的 SSH 私钥，权限 600。")
    return done.stdout.decode()


def public_key(signature: bytes) -> bytes:
    """The public key in a signature (OpenSSH's PROTOCOL.sshsig); empty where it cannot be read."""
    lines = signature.split(b"\n")
    try:
        blob = base64.b64decode(b"".join(line for line in lines if not line.startswith(b"-")))
    except ValueError:
        return b""
    length = int.from_bytes(blob[10:14], "big")  # behind "SSHSIG" and the version
    return blob[14 : 14 + length]


def complaint(signed: bytes, signature: bytes, signers: Path | None) -> str | None:
    """What is wrong with a signature; None where nothing is.

    `signers` is an allowed-signers file (see ssh-keygen(1)). Without it only this is certain: that
    somebody signed these bytes.
    """
    if not _ARMOUR.fullmatch(signature.decode("latin-1")):
        return "不是完整的签名"
    with tempfile.NamedTemporaryFile(prefix="jixiao-") as file:
        file.write(signature)
        file.flush()
        purpose = ("-n", NAMESPACE, "-s", file.name)
        if signers is None:
            done = _keygen("check-novalidate", *purpose, given=signed)
        elif not signers.is_file():
            raise JixiaoError(f"找不到签名人名单 {signers}。请检查 --signers。")
        else:
            found = _keygen("find-principals", "-s", file.name, "-f", os.fspath(signers))
            principals = found.stdout.decode(errors="replace").splitlines()
            if found.returncode or not principals:
                return f"签名的密钥不在名单 {signers} 里"
            done = _keygen(
                "verify", "-f", os.fspath(signers), "-I", principals[0], *purpose, given=signed
            )
        return "签名与内容对不上" if done.returncode else None


def _keygen(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        command = ["ssh-keygen", "-Y", *arguments]
        return subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise JixiaoError("缺少 ssh-keygen。请安装：apt-get install openssh-client") from None
