"""Deploys a release: uploads it, lets it serve, checks it. Always one whole site serves."""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.deploy import health, local_release, receiver_answers
from generator.deploy.health import Progress
from generator.deploy.local_release import LocalRelease
from generator.deploy.receiver_answers import (
    TargetRelease,
    damage_error,
    describe_withdrawn,
    field,
    fields,
    health_error,
    operator,
)
from generator.deploy.remote import RemoteError, RemoteRelease, RemoteSession, connect
from generator.deploy.rsync import upload
from generator.deploy.target import Target
from generator.model.problems import JixiaoError
from generator.release import manifest, publications
from generator.release.files import COMPRESSED, SIGNATURE, SUMS
from generator.release.published_site import NotReleasedError, Release
from generator.release.signing import public_key

CLOCK_TOLERANCE = 600  # seconds: beyond that, times in the record mislead


@dataclass(frozen=True, slots=True)
class DeployOptions:
    """What to deploy, where, and at which `url` to check it (empty: no health check).

    `keep` is how many releases the target keeps. `restore`: a person says that the target lost what
    it had, and begins again with this site.
    """

    site: Path
    target: Target
    url: str | None = None
    keep: int = 10
    restore: bool = False


@dataclass(frozen=True, slots=True)
class DeployResult:
    """What a deploy did: the new release and the former one, files and bytes uploaded.

    `name` is empty where the target had this release already. `repaired` are paths that were
    damaged over there and uploaded again, `strays` files over there that are in no list.
    """

    name: str
    former: str
    files: int
    sent: int
    repaired: Sequence[str] = ()
    strays: Sequence[str] = ()


def deploy(options: DeployOptions, progress: Progress) -> DeployResult:
    """Upload the site's release and let it serve; undo that where the health check fails.

    Raises JixiaoError with the reason; then the former release serves.
    """
    digest = local_release.digest(options.site)
    with connect(options.target) as remote:
        _compare_clocks(remote)
        releases, last = _lock(remote, options), _last_sums(remote)
        few = len(releases) <= options.keep  # else the older ones have to go, secrets with them
        if few and (
            _serves(releases, last, digest)
            or _serves_the_same(options.site, remote, releases, last)
        ):
            name, policy = releases[-1].name, local_release.read(options.site).policy
            # An interrupted deploy may not have checked it.
            if failures := _check_health(options, last, (), policy, progress):
                outcome = (
                    f"{name} 已经在服务，这次没有改动。可以退回：jixiao rollback {options.target}"
                )
                raise health_error(failures, outcome)
            return DeployResult("", name, 0, 0)
        remote.send("begin", digest[:12])  # it prepares the folder there while files are read here
        local = local_release.read(options.site)
        changed, gone = local.changed_since(last), local.gone_since(last)
        _require_space(options.site, changed, remote)
        begun = remote.receive()
        folder = field(begun, "room")
        remote.request("remove", len(gone), lines=gone)
        sent = upload(options.site, changed, options.target, folder,
                    lambda: progress("上传文件", len(changed)))  # fmt: skip
        progress("服务器核对", 2)
        former, repaired, sent_again = _publish(options, remote, folder)
        progress("服务器核对", 2)
        _check_or_undo(options, remote, local, changed, former, progress)
        remote.request("confirm", options.keep, operator())
        name, strays = folder.partition(".")[0], fields(begun, "stray")
        return DeployResult(name, former, len(changed), sent + sent_again, repaired, strays)


def _lock(remote: RemoteSession, options: DeployOptions) -> Sequence[TargetRelease]:
    """Lock the target; returns the releases that it has.

    A target without any is taken for mistyped, unless this release is the first one, or a person
    restores the site.
    """
    releases: Sequence[TargetRelease] = ()
    absent = False
    try:
        remote.request("lock")
        releases = receiver_answers.releases(remote)
    except RemoteError as error:
        absent = error.code == "absent"
        if not absent:
            raise
    if releases and options.restore:
        raise JixiaoError(f"{options.target} 上有发布过的网站，不用恢复。请去掉 --restore。")
    if not (releases or options.restore) and local_release.former_digest(options.site):
        raise JixiaoError(
            f"{options.target} 上没有发布过网站，而这一版是接着公开记录做的，不是第一次。"
            "请核对目标有没有写错。服务器丢了内容、用这份网站恢复的，加 --restore。"
        )
    if absent:
        remote.request("lock", "new")
    return releases


def _compare_clocks(remote: RemoteSession) -> None:
    skew = int(remote.clock - time.time())
    if abs(skew) > CLOCK_TOLERANCE:
        way = "快" if skew > 0 else "慢"
        raise JixiaoError(
            f"{remote.target} 的时钟比本机{way} {abs(skew) // 60} 分钟，公开记录里的时间会不可信。"
            "请先校准两边的时钟。"
        )


def _serves(releases: Sequence[TargetRelease], last: Mapping[str, str], digest: str) -> bool:
    """Whether the newest release serves, with all its reports, and has this digest."""
    newest = releases[-1] if releases else None
    return bool(newest and newest.serves and not newest.left_out and last.get(SUMS) == digest)


def _serves_the_same(
    site: Path, remote: RemoteSession, releases: Sequence[TargetRelease], last: Mapping[str, str]
) -> bool:
    """Whether the release that serves differs from this one only in the time of its making.

    Otherwise a release each night would drive all that one could roll back to out of the kept ones.
    One that was damaged over there is not the same: it is uploaded again.
    """
    if not _serves(releases, last, last.get(SUMS, "")):
        return False
    ours = (site / SIGNATURE).read_bytes() if (site / SIGNATURE).is_file() else b""
    if public_key(ours) != public_key(remote.read(SIGNATURE) or b""):
        return False  # another key, or none: whoever verifies the site must see the new one
    its_own = {SUMS, *(f"{manifest.FILE}{suffix}" for suffix in ("", *COMPRESSED))}
    sums = local_release.sums(site)
    differ = {path for path in sums.keys() | last.keys() if sums.get(path) != last.get(path)}
    return differ <= its_own and not remote.request("check", "current")


def _last_sums(remote: RemoteSession) -> dict[str, str]:
    """Path to SHA-256 of the last release, its own list included; empty where there is none."""
    last = Release(RemoteRelease(remote))
    with suppress(NotReleasedError):
        return {**last.sums, SUMS: last.digest}
    return {}


def _require_space(site: Path, paths: Sequence[str], remote: RemoteSession) -> None:
    needed = sum((site / path).stat().st_size // 1024 + 4 for path in paths)
    if needed > remote.free:
        raise JixiaoError(
            f"{remote.target} 的磁盘不够：要 {needed // 1024 + 1} MB，"
            f"只有 {remote.free // 1024} MB。"
            "请清理磁盘，或用 --keep 少留几个旧版本。"
        )


def _publish(
    options: DeployOptions, remote: RemoteSession, folder: str
) -> tuple[str, list[str], int]:
    """Have all files checked over there, then let them serve; damaged ones are uploaded again once.

    Returns the release that served before, the paths that were uploaded again, and their bytes.
    """
    try:
        return field(remote.request("publish"), "former"), [], 0
    except RemoteError as error:
        damaged = fields(error.lines, "bad")
        if error.code != "damaged" or len(damaged) < len(error.lines):
            raise _refused(error, options.target) from None
    sent = upload(options.site, damaged, options.target, folder, lambda: None)
    try:
        return field(remote.request("publish"), "former"), damaged, sent
    except RemoteError as error:
        raise _refused(error, options.target) from None


def _check_or_undo(  # noqa: PLR0913, PLR0917  it needs all of them
    options: DeployOptions,
    remote: RemoteSession,
    local: LocalRelease,
    changed: Sequence[str],
    former: str,
    progress: Progress,
) -> None:
    """Check the release that serves now; let the former one serve again where it fails."""
    new = [path for path in changed if path in local.sums]
    try:
        failures = _check_health(options, local.all_sums, new, local.policy, progress)
    except BaseException:
        remote.request("undo", operator())
        raise
    if failures:
        raise health_error(failures, _undo(options, remote, former))


def _undo(options: DeployOptions, remote: RemoteSession, former: str) -> str:
    """Let the former release serve, without what this one withdrew; returns the outcome as text."""
    try:
        left_out = fields(remote.request("undo", operator()), "left")
    except RemoteError as error:
        return f"也没有能退回，服务的是这一版。{error}"
    if not former:
        return "已撤下，之前没有发布过别的。"
    if not left_out:
        return f"已自动退回到 {former}。"
    record = (options.site / publications.FILE).read_text(encoding="utf-8")
    withdrawn = describe_withdrawn(left_out, publications.parse(record)[0])
    return f"已自动退回到 {former}，这一版撤回的报告没有带回来：{'；'.join(withdrawn)}。"


def _check_health(
    options: DeployOptions,
    sums: Mapping[str, str],
    new: Sequence[str],
    policy: str,
    progress: Progress,
) -> list[str]:
    return health.check(options.url, sums, new, policy, progress) if options.url else []


def _refused(error: RemoteError, target: Target) -> JixiaoError:
    """The error, with what to do, where the server's half did not accept the release."""
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
            return damage_error(error, target)
    return error
