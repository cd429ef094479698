"""A real sshd on loopback, with keys of its own, for deploys over ssh."""

import getpass
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.deploy.remote import RECEIVER
from tests.support.nginx import free_port

CONFIGURATION = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/authorized
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
MaxStartups 100
LogLevel VERBOSE
"""
PRIVILEGE_SEPARATION = Path("/run/sshd")  # Debian's sshd wants it, its service makes it


@dataclass(frozen=True)
class Server:
    """Where it listens, who may log in."""

    folder: Path
    port: int
    process: int  # the number of the one that listens

    @property
    def host(self) -> str:
        """User and host, as a target begins."""
        return f"{getpass.getuser()}@127.0.0.1"

    def ssh(self, port: int | None = None, key: str = "client") -> str:
        """The ssh command for `JIXIAO_SSH`, through another port where one is given."""
        known = f"-o UserKnownHostsFile={self.folder}/known -o HostKeyAlias=jixiao"
        return (
            f"ssh -F none -p {port or self.port} -i {self.folder}/{key} {known}"
            " -o BatchMode=yes -o IdentitiesOnly=yes -o ConnectTimeout=10"
        )

    def only(self, base: Path, before: str = "", signers: Path | None = None) -> None:
        """From now on the client's key can do nothing but deploy to `base`.

        `before` is put in front of the receiver: another account, another clock; `signers` lists
        who may sign.
        """
        installed = self.folder / "jixiao-receiver"
        shutil.copy(RECEIVER, installed)
        installed.chmod(0o755)
        command = f"{before} {shlex.quote(str(installed))} {shlex.quote(str(base))}".strip()
        command += f" {shlex.quote(str(signers))}" if signers else ""
        key = (self.folder / "client.pub").read_text(encoding="utf-8")
        (self.folder / "authorized").write_text(
            f'restrict,command="{command}" {key}', encoding="utf-8"
        )


@contextmanager
def sshd(folder: Path) -> Iterator[Server]:
    """Start sshd with its files in `folder`."""
    program = shutil.which("sshd", path="/usr/sbin:/usr/bin")
    assert program, "sshd is missing: apt-get install openssh-server"
    for name in ("host", "client", "stranger"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    host = (folder / "host.pub").read_text(encoding="utf-8")
    (folder / "known").write_text(f"jixiao {host}", encoding="utf-8")
    shutil.copy(folder / "client.pub", folder / "authorized")
    port = free_port()
    (folder / "sshd_config").write_text(
        CONFIGURATION.format(port=port, folder=folder), encoding="utf-8"
    )
    PRIVILEGE_SEPARATION.mkdir(exist_ok=True)
    with (folder / "log").open("w") as log:
        started = subprocess.Popen(
            [program, "-D", "-e", "-f", str(folder / "sshd_config")], stderr=log
        )
    server = Server(folder, port, started.pid)
    try:
        _wait(started, server)
        yield server
    finally:
        started.terminate()
        started.wait()


def _wait(started: subprocess.Popen[bytes], server: Server) -> None:
    deadline = time.monotonic() + 30
    while started.poll() is None and time.monotonic() < deadline:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", server.port)) == 0:
                return
    raise AssertionError((server.folder / "log").read_text(encoding="utf-8"))
