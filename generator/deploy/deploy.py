"""The way of a release to where it serves, and back: each step leaves a whole site serving."""

from __future__ import annotations

import getpass
import json
import re
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.deploy import health
from generator.deploy import local as local_release
from generator.deploy.local import Local
from generator.deploy.send import send
from generator.deploy.target import FarRelease, FarSide, FarSideError, Target, talking
from generator.problems import JixiaoError
from generator.release import manifest
from generator.release.files import SUMS
from generator.release.published import NotReleasedError, Release

Advance = Callable[[str, int], None]
CLOCK_TOLERANCE = 600  # seconds: beyond that, times on the record mislead


@dataclass(frozen=True, slots=True)
class Wish:
    """What to deploy, where, and how to tell that it serves well (no `url`, no health check)."""

    site: Path
    target: Target
    url: str | None = None
    keep: int = 10


@dataclass(frozen=True, slots=True)
class Done:
    """A deploy that is over; `name` is empty where the target had this release already."""

    name: str
    former: str
    files: int
    sent: int
    mended: Sequence[str] = ()
    strays: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A release of a target."""

    name: str
    time: str
    by: str
    serves: bool

    @property
    def number(self) -> int:
        """What people call it by."""
        return int(self.name.partition("-")[0])


def deploy(wish: Wish, advance: Advance) -> Done:
    """Bring the site's release to the target and let it serve; back again if it is not well.

    Raises JixiaoError with the reason; then what served before still serves.
    """
    digest = local_release.digest(wish.site)
    with talking(wish.target) as far:
        _agree_on_time(far)
        far.ask("lock")
        listed, last = _listed(far), _last_sums(far)
        if listed and listed[-1].serves and last.get(SUMS) == digest:
            _look_again(wish, local_release.read(wish.site), listed[-1].name, advance)
            return Done("", listed[-1].name, 0, 0)
        far.tell("begin", digest[:12])  # it makes room there while all is looked at here
        local = local_release.read(wish.site)
        changed, gone = local.changed_since(last), local.gone_since(last)
        _ask_for_room(wish.site, changed, far)
        begun = far.hear()
        room = _field(begun, "room")
        far.ask("remove", len(gone), lines=gone)
        sent = send(wish.site, changed, wish.target, room,
                    lambda: advance("上传文件", len(changed)))  # fmt: skip
        advance("服务器核对", 2)
        former, mended, again = _published(wish, far, room)
        advance("服务器核对", 2)
        _look(wish, far, local, changed, former, advance)
        far.ask("confirm", wish.keep, _by())
        name = room.partition(".")[0]
        return Done(name, former, len(changed), sent + again, mended, _fields(begun, "stray"))


def rollback(target: Target, number: int | None, url: str | None, advance: Advance) -> Listed:
    """Let an older release serve again: the one before, or that of the number."""
    with talking(target) as far:
        far.ask("lock")
        listed = _listed(far)
        chosen = _older(listed, number, target)
        try:
            far.ask("rollback", chosen.number, _by())
        except FarSideError as error:
            raise _not_whole(error, chosen, listed, target) from None
        release = Release(FarRelease(far, chosen.name))
        needed = json.loads(release.site.read(manifest.FILE) or b"{}").get("policy", "")
        sums = {**release.sums, SUMS: release.digest}
        if url and (wrong := health.check(url, sums, (), needed, advance)):
            far.ask("return", _by())
            raise JixiaoError(_unwell(wrong, "没有退回，服务的仍是原来的版本。"))
        return chosen


def releases(target: Target) -> list[Listed]:
    """The releases that the target has, oldest first."""
    with talking(target) as far:
        return _listed(far)


def _agree_on_time(far: FarSide) -> None:
    skew = int(far.clock - time.time())
    if abs(skew) > CLOCK_TOLERANCE:
        way = "快" if skew > 0 else "慢"
        raise JixiaoError(
            f"{far.target} 的时钟比本机{way} {abs(skew) // 60} 分钟，公开记录里的时间会不可信。"
            "请先校准两边的时钟。"
        )


def _listed(far: FarSide) -> list[Listed]:
    lines = far.ask("state")
    serving = _field(lines, "current")
    found = [line.removeprefix("release ").split("\t") for line in lines if line.startswith("rel")]
    return [Listed(name, when, by, name == serving) for name, when, by in found]


def _field(lines: Sequence[str], name: str) -> str:
    return next(line.partition(" ")[2] for line in lines if line.startswith(f"{name} "))


def _fields(lines: Sequence[str], name: str) -> list[str]:
    return [line.partition(" ")[2] for line in lines if line.startswith(f"{name} ")]


def _last_sums(far: FarSide) -> dict[str, str]:
    """Path to SHA-256 of the last release, its own list included; empty where there is none."""
    last = Release(FarRelease(far))
    with suppress(NotReleasedError):
        return {**last.sums, SUMS: last.digest}
    return {}


def _ask_for_room(site: Path, paths: Sequence[str], far: FarSide) -> None:
    needed = sum((site / path).stat().st_size // 1024 + 4 for path in paths)
    if needed > far.free:
        raise JixiaoError(
            f"{far.target} 的磁盘不够：要 {needed // 1024 + 1} MB，只有 {far.free // 1024} MB。"
            "请清理磁盘，或用 --keep 少留几个旧版本。"
        )


def _published(wish: Wish, far: FarSide, room: str) -> tuple[str, list[str], int]:
    """Have everything checked over there, and let it serve: what was damaged is sent again once.

    The release that served before, the paths that were sent again, and the bytes.
    """
    try:
        return _field(far.ask("publish"), "former"), [], 0
    except FarSideError as error:
        bad = _fields(error.lines, "bad")
        if error.code != "damaged" or len(bad) < len(error.lines):
            raise _refused(error, wish.target) from None
    sent = send(wish.site, bad, wish.target, room, lambda: None)
    try:
        return _field(far.ask("publish"), "former"), bad, sent
    except FarSideError as error:
        raise _refused(error, wish.target) from None


def _look(  # noqa: PLR0913, PLR0917  one look needs to know all of it
    wish: Wish, far: FarSide, local: Local, changed: Sequence[str], former: str, advance: Advance
) -> None:
    """Ask what serves now whether it is well; back to the former if it is not."""
    new = [path for path in changed if path in local.sums]
    try:
        wrong = _health(wish, local, new, advance)
    except BaseException:
        far.ask("undo", _by())
        raise
    if wrong:
        far.ask("undo", _by())
        back = f"已自动退回到 {former}。" if former else "已撤下，之前没有发布过别的。"
        raise JixiaoError(_unwell(wrong, back))


def _look_again(wish: Wish, local: Local, name: str, advance: Advance) -> None:
    """The release is there already; if it was cut off before anyone looked, this is the look."""
    if wrong := _health(wish, local, (), advance):
        outcome = f"{name} 已经在服务，这次没有改动。可以退回：jixiao rollback {wish.target}"
        raise JixiaoError(_unwell(wrong, outcome))


def _health(wish: Wish, local: Local, new: Sequence[str], advance: Advance) -> list[str]:
    if not wish.url:
        return []
    return health.check(wish.url, local.all_sums, new, local.policy, advance)


def _older(listed: Sequence[Listed], number: int | None, target: Target) -> Listed:
    serving = next((one.number for one in listed if one.serves), 0)
    fit = [
        one for one in listed
        if (one.number == number if number is not None else one.number < serving)
    ]  # fmt: skip
    if not fit:
        kept = "、".join(str(one.number) for one in listed) or "没有"
        wanted = f"第 {number} 版" if number is not None else "更早的版本"
        raise JixiaoError(f"{target} 没有{wanted}。留着的有：{kept}。")
    if fit[-1].serves:
        raise JixiaoError(f"第 {number} 版正在服务，不用退回。")
    return fit[-1]


def _refused(error: FarSideError, target: Target) -> JixiaoError:
    """Why the far side did not take the release."""
    match error.code:
        case "record":
            return JixiaoError(
                f"{target} 已经公开到 {error.detail}，这次的公开记录不是接在它后面的。"
                f"请重新运行 jixiao release --since {target}，再发布。"
            )
        case "unsigned":
            return JixiaoError(
                f"{target} 只接受签了名的发布。请用 jixiao release --key 签名，"
                "密钥要在服务器的 allowed_signers 里。"
            )
        case "nosums":
            return JixiaoError(f"{target} 收到的校验值文件不对。请重新运行 jixiao release。")
        case "damaged":
            return _damaged(error, target)
    return error


def _damaged(error: FarSideError, target: Target) -> JixiaoError:
    if error.code != "damaged":
        return error
    names = [line.partition(" ")[2] for line in error.lines]
    return JixiaoError(
        f"{target} 上有 {len(names)} 个文件与清单不一致（{'、'.join(names[:5])}），没有启用。"
        "如果本机的网站在 jixiao release 之后改过，请重新生成；否则请检查服务器的磁盘和权限。"
    )


def _not_whole(
    error: FarSideError, chosen: Listed, listed: Sequence[Listed], target: Target
) -> JixiaoError:
    """Why there is no way back to a release, and which others there are."""
    if error.code != "damaged":
        return error
    names = [line.partition(" ")[2] for line in error.lines]
    more = " 等" if len(names) > 5 else ""
    others = [str(one.number) for one in listed if one is not chosen and not one.serves]
    way = (
        f"jixiao rollback {target} --to 序号（留着的还有 {'、'.join(others)}）；或者"
        if others
        else ""
    )
    return JixiaoError(
        f"第 {chosen.number} 版（{chosen.name}）在服务器上被改动或损坏过：{len(names)} 个文件与清单"
        f"不一致（{'、'.join(names[:5])}{more}）。没有退回，服务的仍是原来的版本。\n"
        f"可以{way or ''}改正内容，再公开一次（jixiao build、release、deploy）。"
        "另请查明是谁改的，检查磁盘。"
    )


def _unwell(wrong: Sequence[str], outcome: str) -> str:
    listed = "\n".join(f"  {one}" for one in wrong[:10])
    more = f"\n  …共 {len(wrong)} 处" if len(wrong) > 10 else ""
    return f"发布后的检查没有通过，{outcome}\n{listed}{more}"


def _by() -> str:
    """Who deploys, for the server's history."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return re.sub(r"[^\w.@-]", "_", f"{user}@{socket.gethostname()}")
