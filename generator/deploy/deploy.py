"""Deploys a release: uploads it, lets it serve, checks it. Always one whole site serves."""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.deploy import answers
from generator.deploy.answers import TargetRelease
from generator.deploy.local_release import LocalRelease
from generator.deploy.remote import Progress, RemoteError, RemoteRelease, Session, Target, connect
from generator.model.problems import JixiaoError
from generator.release import publications
from generator.release.files import COMPRESSED, MANIFEST, SIGNATURE, SUMS
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
    target: str
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
    target, local = Target.parse(options.target), LocalRelease(options.site)
    with connect(target) as remote:
        return _Deploy(options, local, remote, progress).run()


class _Deploy:
    """One deploy: what is told of the target, and the steps."""

    def __init__(
        self, options: DeployOptions, local: LocalRelease, remote: Session, progress: Progress
    ) -> None:
        self.options, self.local, self.remote, self.progress = options, local, remote, progress
        self.target = remote.target

    def run(self) -> DeployResult:
        """Deploy; where the target has this release already, check it alone."""
        self._compare_clocks()
        releases, last = self._lock(), self._last_sums()
        few = len(releases) <= self.options.keep  # else older ones have to go, secrets with them
        if few and self._serves_already(releases, last):
            name, policy = releases[-1].name, self.local.checked_policy()
            # An interrupted deploy may not have checked it.
            if failures := self._check_health(last, (), policy):
                way = f"可以退回：jixiao rollback {self.target}"
                raise answers.health_error(failures, f"{name} 已经在服务，这次没有改动。{way}")
            return DeployResult("", name, 0, 0)
        self.remote.send("begin", self.local.digest[:12])  # it works while files are read here
        policy = self.local.checked_policy()
        changed, gone = self.local.changed_since(last), self.local.gone_since(last)
        self._require_space(changed)
        begun = self.remote.receive()
        folder = answers.field(begun, "room")
        self.remote.request("remove", len(gone), lines=gone)
        sent = self.local.upload(changed, self.target, folder,
                      lambda: self.progress("上传文件", len(changed)))  # fmt: skip
        self.progress("服务器核对", 2)
        former, repaired, sent_again = self._publish(folder)
        self.progress("服务器核对", 2)
        self._check_or_undo(changed, policy, former)
        self.remote.request("confirm", self.options.keep, answers.operator())
        name, strays = folder.partition(".")[0], answers.fields(begun, "stray")
        return DeployResult(name, former, len(changed), sent + sent_again, repaired, strays)

    def _compare_clocks(self) -> None:
        skew = int(self.remote.clock - time.time())
        if abs(skew) > CLOCK_TOLERANCE:
            way = "快" if skew > 0 else "慢"
            raise JixiaoError(
                f"{self.target} 的时钟比本机{way} {abs(skew) // 60} 分钟，"
                "公开记录里的时间会不可信。请先校准两边的时钟。"
            )

    def _lock(self) -> Sequence[TargetRelease]:
        """Lock the target; returns the releases that it has.

        A target without any is taken for mistyped, unless this release is the first one, or a
        person restores the site.
        """
        releases: Sequence[TargetRelease] = ()
        absent, restore = False, self.options.restore
        try:
            self.remote.request("lock")
            releases = answers.releases(self.remote)
        except RemoteError as error:
            absent = error.code == "absent"
            if not absent:
                raise
        if releases and restore:
            raise JixiaoError(f"{self.target} 上有发布过的网站，不用恢复。请去掉 --restore。")
        if not (releases or restore) and self.local.former:
            raise JixiaoError(
                f"{self.target} 上没有发布过网站，而这一版是接着公开记录做的，不是第一次。"
                "请核对目标有没有写错。服务器丢了内容、用这份网站恢复的，加 --restore。"
            )
        if absent:
            self.remote.request("lock", "new")
        return releases

    def _last_sums(self) -> dict[str, str]:
        """Path to SHA-256 of the last release, its own list included; empty where none is."""
        last = Release(RemoteRelease(self.remote))
        with suppress(NotReleasedError):
            return {**last.sums, SUMS: last.digest}
        return {}

    def _serves_already(self, releases: Sequence[TargetRelease], last: Mapping[str, str]) -> bool:
        """Whether this release serves, or one that differs only in the time of its making.

        Otherwise a release each night would drive all that one could roll back to out of the kept
        ones. One that was damaged over there is not the same: it is uploaded again.
        """
        if not (releases and releases[-1].serves and not releases[-1].left_out):
            return False
        if last.get(SUMS) == self.local.digest:
            return True
        if public_key(self.local.signature) != public_key(self.remote.read(SIGNATURE) or b""):
            return False  # another key, or none: whoever verifies the site must see the new one
        its_own = {SUMS, *(f"{MANIFEST}{suffix}" for suffix in ("", *COMPRESSED))}
        sums = self.local.sums
        differ = {path for path in sums.keys() | last.keys() if sums.get(path) != last.get(path)}
        return differ <= its_own and not self.remote.request("check", "current")

    def _require_space(self, paths: Sequence[str]) -> None:
        free = self.remote.free
        needed = sum((self.options.site / path).stat().st_size // 1024 + 4 for path in paths)
        if needed > free:
            raise JixiaoError(
                f"{self.target} 的磁盘不够：要 {needed // 1024 + 1} MB，只有 {free // 1024} MB。"
                "请清理磁盘，或用 --keep 少留几个旧版本。"
            )

    def _publish(self, folder: str) -> tuple[str, list[str], int]:
        """Have all files checked over there, then let them serve; damaged ones are sent again once.

        Returns the release that served before, the paths that were sent again, and their bytes.
        """
        try:
            return answers.field(self.remote.request("publish"), "former"), [], 0
        except RemoteError as error:
            damaged = answers.fields(error.lines, "bad")
            if error.code != "damaged" or len(damaged) < len(error.lines):
                raise _refused(error, self.target) from None
        sent = self.local.upload(damaged, self.target, folder, lambda: None)
        try:
            return answers.field(self.remote.request("publish"), "former"), damaged, sent
        except RemoteError as error:
            raise _refused(error, self.target) from None

    def _check_or_undo(self, changed: Sequence[str], policy: str, former: str) -> None:
        """Check the release that serves now; let the former one serve again where it fails."""
        sums = self.local.sums
        try:
            failures = self._check_health(
                {**sums, SUMS: self.local.digest}, [one for one in changed if one in sums], policy
            )
        except BaseException:
            self.remote.request("undo", answers.operator())
            raise
        if failures:
            raise answers.health_error(failures, self._undo(former))

    def _check_health(
        self, sums: Mapping[str, str], new: Sequence[str], policy: str
    ) -> Sequence[str]:
        if not self.options.url:
            return ()
        from generator.deploy import health  # noqa: PLC0415  takes a while to load

        return health.check(self.options.url, sums, new, policy, self.progress)

    def _undo(self, former: str) -> str:
        """Let the former release serve, without what this one withdrew; the outcome as text."""
        try:
            left_out = answers.fields(self.remote.request("undo", answers.operator()), "left")
        except RemoteError as error:
            return f"也没有能退回，服务的是这一版。{error}"
        if not former:
            return "已撤下，之前没有发布过别的。"
        if not left_out:
            return f"已自动退回到 {former}。"
        record = (self.options.site / publications.FILE).read_text(encoding="utf-8")
        withdrawn = answers.describe_withdrawn(left_out, publications.parse(record)[0])
        return f"已自动退回到 {former}，这一版撤回的报告没有带回来：{'；'.join(withdrawn)}。"


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
            names = [line.partition(" ")[2] for line in error.lines]
            return JixiaoError(
                f"{target} 上有 {len(names)} 个文件与清单不一致（{'、'.join(names[:5])}），"
                "没有启用。如果本机的网站在 jixiao release 之后改过，请重新生成；"
                "否则请检查服务器的磁盘和权限。"
            )
    return error
