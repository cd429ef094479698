"""Machines of their own on loopback, so that what a paper says can be run as it is written.

A machine is a process tree with file system, processes and name of its own: what is written goes into
memory and is gone with it, so `useradd` and files in /etc are real there and never touch this one.
All machines of a network share a loopback that nothing else can reach, each at an address of its own.

Three things are not as on a server. No systemd runs: a small `systemctl` starts what a unit says, under
its account. Python's packages are at hand, as if pip had just installed them: to fetch them takes
minutes, and their hashes are the business of `make wheels` and its tests. And for Python it is the
tests' day: what is public must not hang on when they run.
"""

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import TODAY
from tests.support.project import copy_project

HOME = "/root"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
NEEDS = (
    "这个测试要开几台自己的机器（命名空间），须以 root 运行，或者 sudo 不问口令。"
    "Run as root, or let sudo -n work: it makes namespaces with accounts of their own."
)

# As process 1 of the machine: folders of its own, then it sleeps and the rest is asked of others.
BOOT = """
set -eu
folder=$1 name=$2 packages=$3 project=$4
read -r number _ </proc/self/stat # as it is outside
mount -o remount,bind,ro / # whatever goes wrong, nothing is written outside
mount -t tmpfs -o mode=755 tmpfs "$folder"
mkdir "$folder/upper" "$folder/work" "$folder/root" "$folder/packages" "$folder/project"
mount --bind "$packages" "$folder/packages"
mount --bind "$project" "$folder/project"
mount -t overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" overlay "$folder/root"
cd "$folder/root"
for one in root home srv tmp var/tmp run media; do mkdir -p "$one"; mount -t tmpfs tmpfs "$one"; done
chmod 700 root && chmod 1777 tmp var/tmp && chmod 755 home srv run media
mkdir -p media/packages media/project var/lock
mount --bind "$folder/packages" media/packages
mount --bind "$folder/project" media/project
mount -t proc proc proc
mount --rbind /sys sys
mount --rbind /dev dev
hostname "$name"
# Only once it is locked in: who entered before would be outside, in this machine's own files.
exec chroot . sh -c "echo $number && exec sleep infinity"
"""

# What systemctl does of a unit's words; `reload nginx` returns when the old processes are gone.
SYSTEMCTL = r"""#!/bin/sh
set -eu
word() { sed -n "s/^$1=//p" "/etc/systemd/system/$unit" | tail -n 1; }
case "$1 ${2-}" in
  "daemon-reload "*) exit 0 ;;
  "reload nginx")
    old=$(pgrep -f "nginx: worker") || true
    nginx -s reload
    for one in $old; do while kill -0 "$one" 2>/dev/null && ! grep -q zombie "/proc/$one/status"; do :; done; done
    exit 0
    ;;
  "restart ssh")
    old=$(pgrep -o -x sshd)
    kill "$old"
    while kill -0 "$old" 2>/dev/null && ! grep -q zombie "/proc/$old/status"; do :; done # its port is free
    exec /usr/sbin/sshd
    ;;
  "start "*) unit=${2%.service}.service ;;
  "enable --now" | "disable --now" | "list-timers "*)
    for unit in $(printf '%s\n' "$@" | grep '[.]timer$'); do
      [ -n "$(word OnCalendar)" ]
      unit=${unit%.timer}.service
      [ -x "$(word ExecStart | cut -d ' ' -f 1)" ]
    done
    exit 0
    ;;
  *) echo "systemctl: not known here: $*" >&2; exit 1 ;;
esac
umask "$(word UMask)"
chmod "$(word StateDirectoryMode)" "/var/lib/$(word StateDirectory)"
cd "$(word WorkingDirectory)"
exec runuser -u "$(word User)" -- $(word ExecStart) >>"/run/journal-$2" 2>&1
"""
JOURNALCTL = '#!/bin/sh\n[ "$1" = -u ] && cat "/run/journal-${2%.service}"*\n'
# A new virtual environment has pip without waiting for it. The clock begins at the tests' day.
AT_HAND = """import os, sys, time
at = next((i for i, one in enumerate(sys.path) if one.endswith("-packages")), len(sys.path))
sys.path.insert(at, "/media/packages")
os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(time.time()) + {shift}))
if "ensurepip" in sys.orig_argv:
    with open(sys.prefix + "/bin/pip", "w") as pip:
        pip.write('#!/bin/sh\\nexec "${{0%pip}}python" -m pip "$@"\\n')
    os.chmod(pip.name, 0o755)
    os._exit(0)
"""


def as_root() -> list[str]:
    """What to put in front of a command that needs root; fails where there is no way."""
    if os.geteuid() == 0:
        return []
    sudo = subprocess.run(["sudo", "-n", "true"], check=False) if shutil.which("sudo") else None
    assert sudo is not None, NEEDS
    assert sudo.returncode == 0, NEEDS
    return ["sudo", "-n"]


@dataclass
class Machine:
    """A machine that runs; `names` are its own in every machine's /etc/hosts."""

    address: str
    names: tuple[str, ...]
    process: str  # the number of its first process, outside
    folders: dict[str, str] = field(default_factory=dict)  # account to where its last block ended

    def run(self, script: str, user: str = "root", *, fails: bool = False, typed: str = "") -> str:
        """Run lines as a person who is logged in types them; what was said, by both ways.

        The next lines of that account start in the folder where these ended. The first command that
        fails ends it, and the test too unless it `fails`. What is `typed` comes from a terminal.
        """
        home = HOME if user == "root" else f"/home/{user}"
        where = f'cd "${{WHERE:-$HOME}}"; trap "pwd >/tmp/where-{user}" EXIT\n'
        become = [] if user == "root" else ["runuser", "-u", user, "--"]
        command = [
            *become, "env", "-i", f"HOME={home}", f"USER={user}", f"LOGNAME={user}", f"PATH={PATH}",
            "LANG=C.UTF-8", "TERM=dumb", f"WHERE={self.folders.get(user, '')}",
            "bash", "--login", "-euo", "pipefail", "-c", where + script,
        ]  # fmt: skip
        if typed:
            command = ["script", "-qec", shlex.join(command), "/dev/null"]
        done = self._inside(*command, given=typed)
        self.folders[user] = self._ended(user)
        assert bool(done.returncode) == fails, f"{self.names[0]} {user}\n{script}\n{done.stdout}"
        return done.stdout

    def write(self, file: str, text: str) -> None:
        """Put a file there as root, as an editor does."""
        done = self._inside("tee", file, given=text)
        assert done.returncode == 0, done.stdout

    def end(self) -> None:
        """Lose the machine, with all that is on it."""
        subprocess.run([*as_root(), "kill", "-KILL", self.process], check=True)

    def _ended(self, user: str) -> str:
        return self._inside("cat", f"/tmp/where-{user}").stdout.strip()

    def _inside(self, *command: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command there. Never through /proc/…/root: a link would lead to this machine."""
        return subprocess.run(
            [*as_root(), "nsenter", f"--target={self.process}", "--mount", "--pid", "--uts", "--ipc",
             "--net", "--root", "env", "-C", "/", *command],
            input=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip


class Network:
    """Machines that reach each other; a context that ends with all of them."""

    def __init__(self, folder: Path, hosts: dict[str, tuple[str, ...]]) -> None:
        """`hosts`: addresses of loopback and the names that each answers to."""
        self._folder, self._hosts, self._open = folder, hosts, ExitStack()
        self._project = folder / "project"
        self._inside = ""
        self._shift = int(TODAY) - int(time.time())

    def __enter__(self) -> "Network":
        copy_project(self._project, "tests")
        up = "ip link set lo up && read -r number _ </proc/self/stat && echo $number"
        self._inside = self._start("unshare", "--net", "sh", "-c", f"{up} && exec sleep infinity")
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _start(self, *command: str) -> str:
        """Start what tells its number and then stays; it ends with the network."""
        process = subprocess.Popen(
            [*as_root(), *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout
        assert process.stderr
        number = process.stdout.readline().strip()
        assert number, process.stderr.read()

        def end() -> None:
            subprocess.run([*as_root(), "kill", "-KILL", number], check=False, capture_output=True)
            process.communicate()

        self._open.callback(end)
        return number

    def machine(self, address: str, *, serves: bool = False) -> Machine:
        """Start one, with sshd and, if it `serves`, with nginx as Debian's packages leave them."""
        names = self._hosts[address]
        place = Path(tempfile.mkdtemp(prefix=names[0], dir=self._folder))
        started = Machine(address, names, self._start(
            "nsenter", f"--net=/proc/{self._inside}/ns/net",
            "unshare", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child", "sh", "-c", BOOT,
            "boot", str(place), names[0], sysconfig.get_path("purelib"), str(self._project),
        ))  # fmt: skip
        assert started._inside("test", "-d", "/media/packages").returncode == 0
        hosts = "".join(f"{one} {' '.join(names)}\n" for one, names in self._hosts.items())
        started.write("/etc/hosts", f"127.0.0.1 localhost\n{hosts}")
        started.write("/etc/ssh/sshd_config.d/test.conf", f"ListenAddress {address}\n")
        for name, text in (("systemctl", SYSTEMCTL), ("journalctl", JOURNALCTL)):
            started.write(f"/usr/local/bin/{name}", text)
        started.write("/tmp/at-hand.py", AT_HAND.format(shift=self._shift))
        started.run(PREPARE + ("nginx\n" if serves else ""))
        return started


# What Debian's packages and the person who set the machine up have done already. The same minor
# version of Python is asked for: the packages at hand are compiled for it.
PREPARE = f"""
chmod 755 /usr/local/bin/systemctl /usr/local/bin/journalctl
python3 -c 'import sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})'
library=$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
rm -f "$library/sitecustomize.py"
cp /tmp/at-hand.py "$library/sitecustomize.py"
! id jixiao >/dev/null 2>&1 || userdel jixiao
rm -rf /etc/jixiao /var/lib/jixiao /etc/nginx/jixiao /opt/jixiao /usr/local/bin/jixiao-receiver
rm -rf /etc/ssh/ssh_host_* /etc/apt/sources.list /etc/apt/sources.list.d/* /var/lib/apt/lists/*
ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key
mkdir -p /run/sshd
/usr/sbin/sshd
"""
