"""Rolls a target back to an older release, never with a report that was withdrawn since."""

import json
from collections.abc import Sequence
from dataclasses import replace

from generator.deploy import answers
from generator.deploy.answers import TargetRelease
from generator.deploy.remote import Progress, RemoteError, RemoteRelease, Session, Target, connect
from generator.model.problems import JixiaoError
from generator.release import publications, withheld
from generator.release.files import MANIFEST, SUMS
from generator.release.publications import Event, RecordEntry
from generator.release.published_site import Release


def rollback(
    where: str, number: int | None, url: str | None, progress: Progress, *, without_withdrawn: bool
) -> TargetRelease:
    """Let an older release of a target serve: that before the current one, or that of `number`.

    One that has a report that was withdrawn since serves only with `without_withdrawn`, and
    without that report. With `url` the site is checked, and nothing changes if it fails. Raises
    JixiaoError with the reason.
    """
    target = Target.parse(where)
    with connect(target) as remote:
        remote.request("lock")
        kept = answers.releases(remote)
        chosen = _choose(kept, number, target)
        words = ["without"] if without_withdrawn else []
        try:
            answer = remote.request("rollback", chosen.number, answers.operator(), *words)
        except RemoteError as error:
            if error.code == "withdrawn":
                raise _withdrawn(remote, chosen, answers.fields(error.lines, "withdrawn")) from None
            raise _damaged(error, chosen, kept, target) from None
        chosen = replace(chosen, left_out=answers.fields(answer, "left"))
        if url and (failures := _failures(remote, chosen, url, progress)):
            remote.request("return", answers.operator())
            raise answers.health_error(failures, "没有退回，服务的仍是原来的版本。")
        record = _newest_record(remote)
        return replace(
            chosen,
            left_out=answers.describe_withdrawn(chosen.left_out, record),
            taken_back=_taken_back(remote, chosen, record),
        )


def releases(where: str) -> list[TargetRelease]:
    """The releases that the target has, oldest first."""
    with connect(Target.parse(where)) as remote:
        return answers.releases(remote)


def _failures(remote: Session, chosen: TargetRelease, url: str, progress: Progress) -> list[str]:
    """What is wrong with the site that serves now."""
    from generator.deploy import health  # noqa: PLC0415  takes a while to load

    release = Release(RemoteRelease(remote, chosen.name))
    policy = json.loads(release.site.read(MANIFEST) or b"{}").get("policy", "")
    left_out = withheld.parse(remote.read(withheld.FILE, "current")) if chosen.left_out else {}
    expected = {path: one for path, one in release.sums.items() if path not in left_out}
    failures = health.check(url, {**expected, SUMS: release.digest}, (), policy, progress)
    return failures or health.still_served(url, list(left_out), progress)


def _newest_record(remote: Session) -> Sequence[RecordEntry]:
    """The newest record that the target has: by it the reports were left out."""
    text = remote.read(withheld.RECORD, "current") or remote.read(publications.FILE) or b""
    return publications.parse(text.decode("utf-8", errors="replace"))[0]


def _taken_back(remote: Session, chosen: TargetRelease, record: Sequence[RecordEntry]) -> list[str]:
    """Corrections and other changes that were published after the release, as text."""
    known = (remote.read(publications.FILE, chosen.name) or b"").count(b"\n")
    return [
        f"{one.event}：{one.title}（{one.address}，{one.time[:10]}）"
        for one in record[known:]
        if one.event in (Event.CORRECTED, Event.CHANGED)
    ]


def _withdrawn(remote: Session, chosen: TargetRelease, addresses: Sequence[str]) -> JixiaoError:
    described = answers.describe_withdrawn(addresses, _newest_record(remote))
    listed = "\n".join(f"  {one}" for one in described)
    return JixiaoError(
        f"没有退回：{chosen.name} 里有 {len(addresses)} 份后来撤回的报告：\n{listed}\n"
        "不带这些报告退回：加 --without-withdrawn（git 钩子、deploy/publish 和各平台也有这一项）。"
        "那样它们的网页、数据、PDF、附件和所属项目的各年对比都不再提供，同一年度的一部分报告暂时"
        "搜不到；列表和合计里仍有它们的名称和数字，连这些也不能出现的，不要退回，"
        "请改正内容后重新发布。"
    )


def _choose(kept: Sequence[TargetRelease], number: int | None, target: Target) -> TargetRelease:
    current = next((one.number for one in kept if one.serves), 0)
    matching = [
        one for one in kept
        if (one.number == number if number is not None else one.number < current)
    ]  # fmt: skip
    if not matching:
        numbers = "、".join(str(one.number) for one in kept) or "没有"
        wanted = f"第 {number} 版" if number is not None else "更早的版本"
        raise JixiaoError(f"{target} 没有{wanted}。留着的有：{numbers}。")
    if matching[-1].serves:
        raise JixiaoError(f"第 {number} 版正在服务，不用退回。")
    return matching[-1]


def _damaged(
    error: RemoteError, chosen: TargetRelease, kept: Sequence[TargetRelease], target: Target
) -> JixiaoError:
    """The error for damaged files, which names the other releases; other errors as they are."""
    if error.code != "damaged":
        return error
    names = [line.partition(" ")[2] for line in error.lines]
    more = " 等" if len(names) > 5 else ""
    others = "、".join(str(one.number) for one in kept if one is not chosen and not one.serves)
    way = f" jixiao rollback {target} --to 序号（留着的还有 {others}）；或者" if others else ""
    return JixiaoError(
        f"第 {chosen.number} 版（{chosen.name}）在服务器上被改动或损坏过：{len(names)} 个文件与清单"
        f"不一致（{'、'.join(names[:5])}{more}）。没有退回，服务的仍是原来的版本。\n"
        f"可以{way}改正内容，再公开一次（jixiao build、release、deploy）。"
        "另请查明是谁改的，检查磁盘。"
    )
