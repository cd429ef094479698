"""Reads the answers of the server's half: its releases, and why it refused."""

import getpass
import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.deploy.remote import Session
from generator.model.problems import JixiaoError
from generator.release.publications import Event, RecordEntry, latest
from generator.runtime.clock import BEIJING


@dataclass(frozen=True, slots=True)
class TargetRelease:
    """A release that a target has.

    `left_out` are addresses of reports that it serves without; `taken_back` are corrections and
    changes that were published after it, as text.
    """

    name: str
    time: str
    by: str
    serves: bool
    left_out: Sequence[str] = ()
    taken_back: Sequence[str] = ()

    @property
    def number(self) -> int:
        """The number that people name it by."""
        return int(self.name.partition("-")[0])


def releases(remote: Session) -> list[TargetRelease]:
    """The releases of the target, oldest first."""
    lines = remote.request("state")
    current, left_out = field(lines, "current"), fields(lines, "left")
    kept = []
    for name, when, who in (one.split("\t") for one in fields(lines, "release")):
        serves = name == current
        # As the record writes times: the server's own zone may be another.
        moment = datetime.fromisoformat(when).astimezone(BEIJING) if when else None
        time = moment.isoformat(timespec="seconds") if moment else ""
        kept.append(TargetRelease(name, time, who, serves, left_out if serves else ()))
    return kept


def field(lines: Sequence[str], name: str) -> str:
    """The rest of the first line that begins with the name."""
    return next(line.partition(" ")[2] for line in lines if line.startswith(f"{name} "))


def fields(lines: Sequence[str], name: str) -> list[str]:
    """The rest of all lines that begin with the name."""
    return [line.partition(" ")[2] for line in lines if line.startswith(f"{name} ")]


def describe_withdrawn(addresses: Sequence[str], entries: Iterable[RecordEntry]) -> list[str]:
    """Title, address and day of withdrawal of these reports, as text."""
    withdrawn = latest(one for one in entries if one.event is Event.WITHDRAWN)
    return [
        f"{entry.title}（{one}，{entry.time[:10]} 撤回）" if (entry := withdrawn.get(one)) else one
        for one in addresses
    ]


def health_error(failures: Sequence[str], outcome: str) -> JixiaoError:
    """The error for a failed health check; `outcome` says what was done."""
    listed = "\n".join(f"  {one}" for one in failures[:10])
    more = f"\n  …共 {len(failures)} 处" if len(failures) > 10 else ""
    return JixiaoError(f"发布后的检查没有通过，{outcome}\n{listed}{more}")


def operator() -> str:
    """Who deploys, `user@host`, for the server's history."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return re.sub(r"[^\w.@-]", "_", f"{user}@{socket.gethostname()}")
