"""Back to an older release, but never with a report that was withdrawn since."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from generator.deploy import health, receiver_answers
from generator.deploy.receiver_answers import Listed
from generator.deploy.target import FarRelease, FarSide, FarSideError, Target, talking
from generator.model.problems import JixiaoError
from generator.release import manifest, publications, withheld
from generator.release.files import SUMS
from generator.release.published_site import Release

Advance = Callable[[str, int], None]


def rollback(
    target: Target,
    number: int | None,
    url: str | None,
    advance: Advance,
    *,
    without_withdrawn: bool = False,
) -> Listed:
    """Let an older release serve again: the one before, or that of the number.

    One in which a report stands that was withdrawn since serves only if wished, and without it.
    """
    with talking(target) as far:
        far.ask("lock")
        listed = receiver_answers.releases(far)
        chosen = _older(listed, number, target)
        words = ["without"] if without_withdrawn else []
        try:
            answer = far.ask("rollback", chosen.number, receiver_answers.by(), *words)
        except FarSideError as error:
            if error.code == "withdrawn":
                raise _withdrawn(
                    far, chosen, receiver_answers.fields(error.lines, "withdrawn")
                ) from None
            raise _not_whole(error, chosen, listed, target) from None
        chosen = replace(chosen, left_out=receiver_answers.fields(answer, "left"))
        if url and (wrong := _look(far, chosen, url, advance)):
            far.ask("return", receiver_answers.by())
            raise receiver_answers.unwell(wrong, "没有退回，服务的仍是原来的版本。")
        known = _known(far)
        return replace(
            chosen,
            left_out=receiver_answers.named(chosen.left_out, known),
            taken_back=_taken_back(far, chosen, known),
        )


def releases(target: Target) -> list[Listed]:
    """The releases that the target has, oldest first."""
    with talking(target) as far:
        return receiver_answers.releases(far)


def _look(far: FarSide, chosen: Listed, url: str, advance: Advance) -> list[str]:
    """What is wrong with what serves now."""
    release = Release(FarRelease(far, chosen.name))
    needed = json.loads(release.site.read(manifest.FILE) or b"{}").get("policy", "")
    left = withheld.paths(far.read(withheld.FILE, "current")) if chosen.left_out else {}
    there = {path: one for path, one in release.sums.items() if path not in left}
    wrong = health.check(url, {**there, SUMS: release.digest}, (), needed, advance)
    return wrong or health.lingering(url, list(left), advance)


def _known(far: FarSide) -> Sequence[publications.Entry]:
    """The newest record that the target knows: by it the release that serves was reduced."""
    text = far.read(withheld.RECORD, "current") or far.read(publications.FILE) or b""
    return publications.read(text.decode("utf-8", errors="replace"))[0]


def _taken_back(far: FarSide, chosen: Listed, known: Sequence[publications.Entry]) -> Sequence[str]:
    """Corrections and other changes that were public and are not in the release."""
    text = far.read(publications.FILE, chosen.name) or b""
    later = known[text.count(b"\n") :]
    told = (publications.Event.CORRECTED, publications.Event.CHANGED)
    return [
        f"{one.event}：{one.title}（{one.address}，{one.time[:10]}）"
        for one in later
        if one.event in told
    ]


def _withdrawn(far: FarSide, chosen: Listed, addresses: Sequence[str]) -> JixiaoError:
    listed = "\n".join(f"  {one}" for one in receiver_answers.named(addresses, _known(far)))
    return JixiaoError(
        f"没有退回：{chosen.name} 里有 {len(addresses)} 份后来撤回的报告：\n{listed}\n"
        "不带这些报告退回：加 --without-withdrawn（git 钩子、deploy/publish 和各平台也有这一项）。"
        "那样它们的网页、数据、PDF、附件和所属项目的各年对比都不再提供，同一年度的一部分报告暂时"
        "搜不到；列表和合计里仍有它们的名称和数字，连这些也不能出现的，不要退回，"
        "请改正内容后重新发布。"
    )


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
        f" jixiao rollback {target} --to 序号（留着的还有 {'、'.join(others)}）；或者"
        if others
        else ""
    )
    return JixiaoError(
        f"第 {chosen.number} 版（{chosen.name}）在服务器上被改动或损坏过：{len(names)} 个文件与清单"
        f"不一致（{'、'.join(names[:5])}{more}）。没有退回，服务的仍是原来的版本。\n"
        f"可以{way}改正内容，再公开一次（jixiao build、release、deploy）。"
        "另请查明是谁改的，检查磁盘。"
    )
