"""The way of a release to where it serves, and back: each step leaves a whole site serving."""

from __future__ import annotations

import getpass
import hashlib
import json
import re
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.deploy import health
from generator.deploy.send import send
from generator.deploy.target import FarRelease, FarSide, FarSideError, Target, talking
from generator.problems import JixiaoError
from generator.release import manifest
from generator.release.files import SIGNATURE, SUMS, read_sums
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


@dataclass(frozen=True, slots=True)
class _Local:
    """The release in the site folder."""

    digest: str
    sums: Mapping[str, str]
    policy: str
    signed: bool


def deploy(wish: Wish, advance: Advance) -> Done:
    """Bring the site's release to the target and let it serve; back again if it is not well.

    Raises JixiaoError with the reason; then what served before still serves.
    """
    local = _local(wish.site)
    with talking(wish.target) as far:
        _agree_on_time(far)
        far.ask("lock")
        listed, last = _listed(far), _last_sums(far)
        if listed and listed[-1].serves and last.get(SUMS) == local.digest:
            return Done("", listed[-1].name, 0, 0)
        changed = _changed(local, last)
        _ask_for_room(wish.site, changed, far)
        room = _field(far.ask("begin", local.digest[:12]), "room")
        gone = sorted(last.keys() - local.sums.keys() - {SUMS})
        gone += [] if local.signed else [SIGNATURE]
        far.ask("remove", len(gone), lines=gone)
        sent = send(wish.site, changed, wish.target, room,
                    lambda: advance("上传文件", len(changed)))  # fmt: skip
        advance("服务器核对", 2)
        mended, again = _checked(wish, far, room)
        advance("服务器核对", 2)
        former = _switch(wish, far, local, changed, advance)
        far.ask("confirm", wish.keep, _by())
        return Done(room.partition(".")[0], former, len(changed), sent + again, mended)


def rollback(target: Target, number: int | None, url: str | None, advance: Advance) -> Listed:
    """Let an older release serve again: the one before, or that of the number."""
    with talking(target) as far:
        far.ask("lock")
        chosen = _older(_listed(far), number, target)
        try:
            far.ask("rollback", chosen.number, _by())
        except FarSideError as error:
            raise _damaged(error, target) from None
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


def _local(site: Path) -> _Local:
    file = site / SUMS
    if not file.is_file():
        raise JixiaoError(f"{site} 还没有做成发布（缺少 {SUMS}）。请先运行 jixiao release。")
    data = file.read_bytes()
    try:
        sums = read_sums(data.decode("utf-8"))
    except ValueError:
        raise JixiaoError(f"{file} 坏了。请重新运行 jixiao build 和 jixiao release。") from None
    lost = [path for path in sums if not (site / path).is_file()]
    if lost:
        raise JixiaoError(
            f"{site} 在 jixiao release 之后被改动：缺少 {lost[0]} 等 {len(lost)} 个文件。"
            "请重新运行 jixiao build 和 jixiao release。"
        )
    policy = json.loads((site / manifest.FILE).read_bytes())["policy"]
    signed = (site / SIGNATURE).is_file()
    return _Local(hashlib.sha256(data).hexdigest(), sums, policy, signed)


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


def _last_sums(far: FarSide) -> dict[str, str]:
    """Path to SHA-256 of the last release, its own list included; empty where there is none."""
    last = Release(FarRelease(far))
    with suppress(NotReleasedError):
        return {**last.sums, SUMS: last.digest}
    return {}


def _changed(local: _Local, last: Mapping[str, str]) -> list[str]:
    paths = [path for path, digest in local.sums.items() if last.get(path) != digest]
    return [*paths, SUMS, *([SIGNATURE] if local.signed else [])]


def _ask_for_room(site: Path, paths: Sequence[str], far: FarSide) -> None:
    needed = sum((site / path).stat().st_size // 1024 + 4 for path in paths)
    if needed > far.free:
        raise JixiaoError(
            f"{far.target} 的磁盘不够：要 {needed // 1024 + 1} MB，只有 {far.free // 1024} MB。"
            "请清理磁盘，或用 --keep 少留几个旧版本。"
        )


def _checked(wish: Wish, far: FarSide, room: str) -> tuple[list[str], int]:
    """Have everything checked over there; what was damaged since the last time is sent again.

    The paths that were sent again, and the bytes.
    """
    try:
        far.ask("check")
    except FarSideError as error:
        bad = [line.partition(" ")[2] for line in error.lines if line.startswith("bad ")]
        if error.code != "damaged" or len(bad) < len(error.lines):
            raise _refused(error, wish.target) from None
        sent = send(wish.site, bad, wish.target, room, lambda: None)
    else:
        return [], 0
    try:
        far.ask("check")
    except FarSideError as error:
        raise _refused(error, wish.target) from None
    return bad, sent


def _switch(
    wish: Wish, far: FarSide, local: _Local, changed: Sequence[str], advance: Advance
) -> str:
    """Let it serve, and look; the release that served before."""
    former = _field(far.ask("publish"), "former")
    try:
        sums = {**local.sums, SUMS: local.digest}
        new = [path for path in changed if path in local.sums]
        wrong = health.check(wish.url, sums, new, local.policy, advance) if wish.url else []
    except BaseException:
        far.ask("undo", _by())
        raise
    if wrong:
        far.ask("undo", _by())
        back = f"已自动退回到 {former}。" if former else "已撤下，之前没有发布过别的。"
        raise JixiaoError(_unwell(wrong, back))
    return former


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
