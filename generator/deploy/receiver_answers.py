"""What the far side answers, understood: its releases, and why it refused."""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.deploy.target import FarSide, FarSideError, Target
from generator.model.problems import JixiaoError
from generator.release.publications import Entry, Event, latest
from generator.runtime.clock import BEIJING


@dataclass(frozen=True, slots=True)
class Listed:
    """A release of a target.

    `left_out` are addresses of reports that it serves without; `taken_back` what was published
    after it and is not told in it, as a person reads it.
    """

    name: str
    time: str
    by: str
    serves: bool
    left_out: Sequence[str] = ()
    taken_back: Sequence[str] = ()

    @property
    def number(self) -> int:
        """What people call it by."""
        return int(self.name.partition("-")[0])


def releases(far: FarSide) -> list[Listed]:
    """The releases of the target, oldest first."""
    lines = far.ask("state")
    serving, left_out = field(lines, "current"), fields(lines, "left")
    found = [line.removeprefix("release ").split("\t") for line in lines if line.startswith("rel")]
    return [
        Listed(name, _in_china(when), who, name == serving, left_out if name == serving else ())
        for name, when, who in found
    ]


def _in_china(time: str) -> str:
    """A time of the server's as the record has it: its own zone may be another."""
    moment = datetime.fromisoformat(time).astimezone(BEIJING) if time else None
    return moment.isoformat(timespec="seconds") if moment else ""


def field(lines: Sequence[str], name: str) -> str:
    """The rest of the first line that begins with the name."""
    return next(line.partition(" ")[2] for line in lines if line.startswith(f"{name} "))


def fields(lines: Sequence[str], name: str) -> list[str]:
    """The rest of all lines that begin with the name."""
    return [line.partition(" ")[2] for line in lines if line.startswith(f"{name} ")]


def named(addresses: Sequence[str], entries: Iterable[Entry]) -> list[str]:
    """Reports as a person knows them: title, address, when they were withdrawn."""
    gone = latest(one for one in entries if one.event is Event.WITHDRAWN)
    return [
        f"{gone[one].title}（{one}，{gone[one].time[:10]} 撤回）" if one in gone else one
        for one in addresses
    ]


def damaged(error: FarSideError, target: Target) -> JixiaoError:
    """What the far side found to be another than the list says; other errors as they are."""
    if error.code != "damaged":
        return error
    names = [line.partition(" ")[2] for line in error.lines]
    return JixiaoError(
        f"{target} 上有 {len(names)} 个文件与清单不一致（{'、'.join(names[:5])}），没有启用。"
        "如果本机的网站在 jixiao release 之后改过，请重新生成；否则请检查服务器的磁盘和权限。"
    )


def unwell(wrong: Sequence[str], outcome: str) -> JixiaoError:
    """What the look at the site found, and what was done."""
    listed = "\n".join(f"  {one}" for one in wrong[:10])
    more = f"\n  …共 {len(wrong)} 处" if len(wrong) > 10 else ""
    return JixiaoError(f"发布后的检查没有通过，{outcome}\n{listed}{more}")


def by() -> str:
    """Who deploys, for the server's history."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return re.sub(r"[^\w.@-]", "_", f"{user}@{socket.gethostname()}")
