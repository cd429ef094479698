"""The way of a release to where it serves: each step leaves a whole site serving."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from generator.deploy import health, local_release, receiver_answers
from generator.deploy.local_release import Local
from generator.deploy.receiver_answers import Listed
from generator.deploy.send import send
from generator.deploy.target import FarRelease, FarSide, FarSideError, Target, talking
from generator.model.problems import JixiaoError
from generator.release import manifest, publications, removed
from generator.release.files import SIGNATURE, SUMS
from generator.release.published_site import NotReleasedError, Release
from generator.release.signing import public_key

Advance = Callable[[str, int], None]
CLOCK_TOLERANCE = 600  # seconds: beyond that, times on the record mislead


@dataclass(frozen=True, slots=True)
class Wish:
    """What to deploy, where, and how to tell that it serves well (no `url`, no health check).

    `restore`: a person says that the target lost what it had, and begins again with this site.
    """

    site: Path
    target: Target
    url: str | None = None
    keep: int = 10
    restore: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A deploy that is over; `name` is empty where the target had this release already."""

    name: str
    former: str
    files: int
    sent: int
    mended: Sequence[str] = ()
    strays: Sequence[str] = ()


def deploy(wish: Wish, advance: Advance) -> Done:
    """Bring the site's release to the target and let it serve; back again if it is not well.

    Raises JixiaoError with the reason; then what served before still serves.
    """
    digest = local_release.digest(wish.site)
    with talking(wish.target) as far:
        _agree_on_time(far)
        listed, last = _locked(far, wish), _last_sums(far)
        few = len(listed) <= wish.keep  # else the older ones have to go, secrets with them
        if few and (_is_there(listed, last, digest) or _is_the_same(wish.site, far, listed, last)):
            there = replace(local_release.read(wish.site), digest=last.pop(SUMS), sums=last)
            _look_again(wish, there, listed[-1].name, advance)
            return Done("", listed[-1].name, 0, 0)
        far.tell("begin", digest[:12])  # it makes room there while all is looked at here
        local = local_release.read(wish.site)
        changed, left = local.changed_since(last), local.gone_since(last)
        _ask_for_room(wish.site, changed, far)
        begun = far.hear()
        room = receiver_answers.field(begun, "room")
        far.ask("remove", len(left), lines=left)
        sent = send(wish.site, changed, wish.target, room,
                    lambda: advance("上传文件", len(changed)))  # fmt: skip
        advance("服务器核对", 2)
        former, mended, again = _published(wish, far, room)
        advance("服务器核对", 2)
        _look(wish, far, local, changed, former, advance)
        far.ask("confirm", wish.keep, receiver_answers.by())
        name = room.partition(".")[0]
        return Done(
            name,
            former,
            len(changed),
            sent + again,
            mended,
            receiver_answers.fields(begun, "stray"),
        )


def _locked(far: FarSide, wish: Wish) -> Sequence[Listed]:
    """Keep others out of the target; the releases that it has.

    One that has none is taken for mistyped, unless the site says that it is the first one, or a
    person that it is restored.
    """
    listed: Sequence[Listed] = ()
    absent = False
    try:
        far.ask("lock")
        listed = receiver_answers.releases(far)
    except FarSideError as error:
        absent = error.code == "absent"
        if not absent:
            raise
    if listed and wish.restore:
        raise JixiaoError(f"{wish.target} 上有发布过的网站，不用恢复。请去掉 --restore。")
    if not listed and not wish.restore and local_release.former(wish.site):
        raise JixiaoError(
            f"{wish.target} 上没有发布过网站，而这一版是接着公开记录做的，不是第一次。"
            "请核对目标有没有写错。服务器丢了内容、用这份网站恢复的，加 --restore。"
        )
    if absent:
        far.ask("lock", "new")
    return listed


def _agree_on_time(far: FarSide) -> None:
    skew = int(far.clock - time.time())
    if abs(skew) > CLOCK_TOLERANCE:
        way = "快" if skew > 0 else "慢"
        raise JixiaoError(
            f"{far.target} 的时钟比本机{way} {abs(skew) // 60} 分钟，公开记录里的时间会不可信。"
            "请先校准两边的时钟。"
        )


def _is_there(listed: Sequence[Listed], last: Mapping[str, str], digest: str) -> bool:
    """Whether the newest release serves, whole, and is this one."""
    newest = listed[-1] if listed else None
    return bool(newest and newest.serves and not newest.left_out and last.get(SUMS) == digest)


def _is_the_same(
    site: Path, far: FarSide, listed: Sequence[Listed], last: Mapping[str, str]
) -> bool:
    """Whether what serves is this site, but for the time at which each was made a release.

    A release each night would push out of the kept ones all that one could go back to. What was
    damaged over there is not the same: it is sent again.
    """
    if not _is_there(listed, last, last.get(SUMS, "")):
        return False
    ours = (site / SIGNATURE).read_bytes() if (site / SIGNATURE).is_file() else b""
    if public_key(ours) != public_key(far.read(SIGNATURE) or b""):
        return False  # another key, or none: who verifies it must see the new one
    of_its_own = {SUMS, *(f"{manifest.FILE}{suffix}" for suffix in ("", *removed.COMPRESSED))}
    sums = local_release.sums(site)
    differ = {path for path in sums.keys() | last.keys() if sums.get(path) != last.get(path)}
    return differ <= of_its_own and not far.ask("check", "current")


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
        return receiver_answers.field(far.ask("publish"), "former"), [], 0
    except FarSideError as error:
        bad = receiver_answers.fields(error.lines, "bad")
        if error.code != "damaged" or len(bad) < len(error.lines):
            raise _refused(error, wish.target) from None
    sent = send(wish.site, bad, wish.target, room, lambda: None)
    try:
        return receiver_answers.field(far.ask("publish"), "former"), bad, sent
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
        far.ask("undo", receiver_answers.by())
        raise
    if wrong:
        raise receiver_answers.unwell(wrong, _undone(wish, far, former))


def _undone(wish: Wish, far: FarSide, former: str) -> str:
    """Back to the former, without what this release withdrew; what became of it."""
    try:
        left_out = receiver_answers.fields(far.ask("undo", receiver_answers.by()), "left")
    except FarSideError as error:
        return f"也没有能退回，服务的是这一版。{error}"
    if not former:
        return "已撤下，之前没有发布过别的。"
    if not left_out:
        return f"已自动退回到 {former}。"
    record = (wish.site / publications.FILE).read_text(encoding="utf-8")
    told = receiver_answers.named(left_out, publications.read(record)[0])
    return f"已自动退回到 {former}，这一版撤回的报告没有带回来：{'；'.join(told)}。"


def _look_again(wish: Wish, local: Local, name: str, advance: Advance) -> None:
    """The release is there already; if it was cut off before anyone looked, this is the look."""
    if wrong := _health(wish, local, (), advance):
        outcome = f"{name} 已经在服务，这次没有改动。可以退回：jixiao rollback {wish.target}"
        raise receiver_answers.unwell(wrong, outcome)


def _health(wish: Wish, local: Local, new: Sequence[str], advance: Advance) -> list[str]:
    if not wish.url:
        return []
    return health.check(wish.url, local.all_sums, new, local.policy, advance)


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
            return receiver_answers.damaged(error, target)
    return error
