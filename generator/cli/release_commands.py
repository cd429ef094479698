"""The commands of the release: it is made, deployed, rolled back, verified."""

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import shared
from generator.console.command_line import Command, WholeNumber
from generator.console.terminal import progress_bar
from generator.model.problems import JixiaoError, has_errors
from generator.runtime import cached_files, clock

if TYPE_CHECKING:
    from generator.release.published_site import Release

_site = shared.folder_option("--site", "site", "生成好的网站")
_url = click.option("--url", metavar="网址", help="发布后检查这个网址，不通过就自动退回")
_target = click.argument("target", metavar="目标")


@click.command(cls=Command)
@_site
@click.option(
    "--since", metavar="位置", help="上一次发布在哪里：部署目标（文件夹、用户@主机:/文件夹）或网址"
)
@click.option("--first", is_flag=True, help="这是第一次发布，之前什么都没有公开过")
@click.option("--key", type=shared.FILE, help="用这把 SSH 私钥签名")
@click.option("--brotli", is_flag=True, help="另外预压缩成 brotli，供装了该模块的服务器")
@shared.folder_option("--content", "content", "内容文件夹，写进提示和发布清单")
@shared.checkpoint_option
def release(  # noqa: PLR0913, PLR0917  an option each
    site: Path,
    since: str | None,
    first: bool,
    key: Path | None,
    brotli: bool,
    content: Path,
    checkpoint: Path | None,
) -> None:
    """把生成好的网站做成一次发布：核对、记录、清单、签名。

    与上一次发布比较：公开过的网址不能消失，数字不能悄悄改，公开日期不能变。

    \b
    例：
      jixiao release --since jixiao@web.example:/srv/jixiao
      jixiao release --since https://jixiao.example/ --key release-key
      jixiao release --first
    """
    from generator.check.problem_locations import locate  # noqa: PLC0415
    from generator.content import consents  # noqa: PLC0415
    from generator.release import make as making  # noqa: PLC0415

    if since and first:
        raise click.UsageError(
            "--since 和 --first 只用一个：发布过的用 --since，从未发布过的用 --first"
        )
    if not since and not first:
        raise click.UsageError("请用 --since 说明上一次发布在哪里；从未发布过的用 --first")
    if content.is_dir() and (lacking := consents.problems(content)):
        shared.show_problems(lacking)
        raise JixiaoError("以上文件还没有另一个人同意，没有做成发布。")
    cache = cached_files.folder(Path(), "compressed")
    with _former_release(since, content, checkpoint) as former, progress_bar() as progress:
        options = making.ReleaseOptions(
            site, content, former, cache, clock.now(), key, with_brotli=brotli
        )
        made = making.make(options, progress)
    shared.show_problems(locate(made.problems, content))
    if has_errors(made.problems):
        raise JixiaoError("与上一次发布核对，发现以上错误，没有做成发布。")
    for entry in made.new_entries[:20]:
        click.echo(f"{entry.event}：{entry.title}（{entry.address}）")
    if len(made.new_entries) > 20:
        click.echo(f"…共 {len(made.new_entries)} 条")
    click.echo(
        f"做成了发布：{made.reports} 份报告，{made.files} 个文件，{made.size / 1e6:.1f} MB，"
        f"公开记录新增 {len(made.new_entries)} 条{'，已签名' if key else ''}。"
    )


def _former_release(
    since: str | None, content: Path, checkpoint_file: Path | None
) -> "AbstractContextManager[Release | None]":
    """The last release; None for the first, which no checkpoint may contradict."""
    from generator.deploy.last_release import former_release  # noqa: PLC0415
    from generator.release import checkpoint  # noqa: PLC0415

    if since is not None:
        return former_release(since, content, checkpoint_file)
    checkpoint.require_none(checkpoint.load(content, checkpoint_file), content)
    return nullcontext()


@click.command(cls=Command)
@_target
@_site
@_url
@click.option(
    "--keep", metavar="个数", default=10, show_default=True, type=WholeNumber(1), help="留几个版本"
)
@click.option("--restore", is_flag=True, help="服务器丢了内容，用这份公开过的网站恢复")
@shared.content_option
@shared.checkpoint_option
def deploy(  # noqa: PLR0913, PLR0917  an option each
    target: str,
    site: Path,
    url: str | None,
    keep: int,
    content: Path,
    checkpoint: Path | None,
    *,
    restore: bool,
) -> None:
    """把做好的发布送到服务器，全部核对后一次切换。

    目标是本机的文件夹，或 用户@主机:/文件夹（经 ssh 和 rsync）。只传有变化的文件；
    中断、出错、检查不通过，服务的都是原来的版本。ssh 的选项写在环境变量 JIXIAO_SSH 里。
    没有发布过的目标，只有第一次的发布（jixiao release --first）可以放上去。

    \b
    例：
      jixiao deploy jixiao@web.example:/srv/jixiao --url https://jixiao.example/
      jixiao deploy /srv/jixiao
      JIXIAO_SSH="ssh -p 2222 -i deploy-key" jixiao deploy jixiao@web.example:/srv/jixiao
    """
    from generator.deploy import deploy as deploying  # noqa: PLC0415
    from generator.deploy.remote import require_posix  # noqa: PLC0415
    from generator.release.checkpoint import require_newest  # noqa: PLC0415

    require_posix()
    if restore:
        require_newest(site, content, checkpoint)
    with progress_bar() as progress:
        options = deploying.DeployOptions(site, target, url, keep, restore=restore)
        done = deploying.deploy(options, progress)
    for path in done.repaired[:10]:
        click.echo(f"警告：服务器上的 {path} 被改动或损坏过，已重新上传。请查明原因。", err=True)
    for path in done.strays[:10]:
        click.echo(f"警告：服务器上多出来的 {path} 没有带进新版本。请查明是谁放的。", err=True)
    if not done.name:
        click.echo(f"{target} 已经是这一版（{done.former}），没有改动。")
        return
    checked = "，检查通过" if url else "；没有给 --url，没有检查网站"
    _hint_at_other_address(site, url)
    click.echo(
        f"发布了 {done.name}：上传 {done.files} 个文件，发送 {done.sent / 1000:.1f} KB{checked}。"
    )


def _hint_at_other_address(site: Path, url: str | None) -> None:
    """Print a hint where `url` is not the address of `site.yml`, which pages and citations show."""
    from generator.site import build_info  # noqa: PLC0415

    stated = build_info.site_address(site)
    if not url or stated is None or stated.rstrip("/") == url.rstrip("/"):
        return
    line = f"地址: {url.rstrip('/')}/"
    if stated:
        hint = f"“地址”写的是 {stated}，--url 是 {url}。网址改了的，请改成：{line}"
    else:
        hint = f"“地址”空着，网页里的固定链接、引用和网站地图就没有主机名。请写上：{line}"
    click.echo(f"提示：site.yml 的{hint}（--url 不是给公众的网址的，不用改）", err=True)


@click.command(cls=Command)
@_target
@click.option(
    "--to", "number", metavar="序号", type=WholeNumber(1), help="退到第几版 [默认：上一版]"
)
@_url
@click.option(
    "--without-withdrawn", is_flag=True, help="那一版里有后来撤回的报告时，不带这些报告退回"
)
def rollback(target: str, number: int | None, url: str | None, without_withdrawn: bool) -> None:
    """退回到以前的版本。

    那一版里有后来撤回的报告，就列出来，不退回；加 --without-withdrawn 才退回，而不带它们。

    公开记录不会因此变短：下一次发布仍要接在最后公开的那一版后面。

    \b
    例：
      jixiao rollback jixiao@web.example:/srv/jixiao --url https://jixiao.example/
      jixiao rollback /srv/jixiao --to 12
      jixiao rollback /srv/jixiao --without-withdrawn
    """
    from generator.deploy import rollback as rolling  # noqa: PLC0415
    from generator.deploy.remote import require_posix  # noqa: PLC0415

    require_posix()
    with progress_bar() as progress:
        chosen = rolling.rollback(
            target, number, url, progress, without_withdrawn=without_withdrawn
        )
    click.echo(f"退回到了 {chosen.name}（发布于 {chosen.time}）。")
    for one in chosen.left_out:
        click.echo(f"没有带回撤回的报告：{one}")
    if chosen.taken_back:
        click.echo("以下改动公开过，这一版里没有；请尽快改正内容，重新公开：")
    for one in chosen.taken_back[:20]:
        click.echo(f"  {one}")
    if len(chosen.taken_back) > 20:
        click.echo(f"  …共 {len(chosen.taken_back)} 条")


@click.command(cls=Command)
@_target
def releases(target: str) -> None:
    """列出服务器上留着的版本。

    \b
    例：
      jixiao releases jixiao@web.example:/srv/jixiao
    """
    from generator.deploy import rollback as rolling  # noqa: PLC0415

    found = rolling.releases(target)
    for one in found:
        without = f"（不带 {len(one.left_out)} 份撤回的报告）" if one.left_out else ""
        serves = f"  ← 正在服务{without}" if one.serves else ""
        click.echo(f"{one.number:>5}  {one.time or '刚切换，未确认'}  {one.name}  {one.by}{serves}")
    if not found:
        click.echo(f"{target} 还没有发布过网站。不是第一次的，请核对目标有没有写错。", err=True)


@click.command(cls=Command)
@click.argument("where", metavar="位置")
@click.option("--signers", type=shared.FILE, help="允许签名的人，见 ssh-keygen")
@click.option("--record", type=shared.FILE, help="以前保存的公开记录")
def verify(where: str, signers: Path | None, record: Path | None) -> None:
    """核对网站是否就是发布的样子：每个文件、公开记录、签名。

    位置是网址、部署目标（同 release、deploy），或者网站的文件夹。
    一个字节不同、文件缺少或多出、记录被改，都会指出来，退出码为 1。

    \b
    例：
      jixiao verify https://jixiao.example/
      jixiao verify /srv/jixiao --signers signers
      jixiao verify jixiao@web.example:/srv/jixiao
      jixiao verify https://jixiao.example/ --record 去年保存的.jsonl
    """
    from generator.deploy.last_release import site_at  # noqa: PLC0415
    from generator.release.verify import Verification  # noqa: PLC0415

    with site_at(where) as site, progress_bar() as progress:
        found = Verification(site, signers, record)
        found.run(progress)
    for finding in found.findings:
        click.echo(str(finding))
    for entry in found.withdrawn:
        click.echo(
            f"没有提供：{entry.title}（{entry.address}）：退回到了较早的版本，"
            f"这份报告已在 {entry.time[:10]} 撤回（公开记录第 {entry.number} 条）。"
        )
    rest = f"因报告撤回而没有提供的 {found.left_out} 个文件不算，其余" if found.left_out else ""
    outcome = f"有 {len(found.findings)} 处不对。" if found.findings else f"{rest}全部一致。"
    click.echo(
        f"核对了 {found.files} 个文件、{len(found.entries)} 条公开记录，"
        f"发布于 {found.time or '未知'}；{found.signature}。{outcome}"
    )
    sys.exit(int(bool(found.findings)))


@click.command(cls=Command)
@_target
@shared.content_option
def checkpoint(target: str, content: Path) -> None:
    """把公开记录到了哪里记进内容的 git 仓库，作为留底。

    记在分支 jixiao-record 里：有几条，最后一条的校验值。以后 release 和 check 都与它核对，
    服务器丢了内容、或是从旧备份恢复的，就看得出来。deploy/publish 每次公开以后自动记下；
    自己用 release、deploy 公开的，公开以后运行这个命令，再推送：git push origin jixiao-record

    \b
    例：
      jixiao checkpoint jixiao@web.example:/srv/jixiao
      jixiao checkpoint /srv/jixiao
    """
    from generator.deploy.last_release import former_release  # noqa: PLC0415
    from generator.release import checkpoint as checkpoints  # noqa: PLC0415

    with former_release(target, content) as last:
        reached = checkpoints.Checkpoint.of(last.entries, target, content)
    outcome = "记下了" if checkpoints.save(content, reached) else "已经记着"
    click.echo(
        f"{outcome}：公开记录 {reached.entries} 条，公开到 {target}（分支 {checkpoints.BRANCH}）。"
    )


COMMANDS = (release, deploy, rollback, releases, verify, checkpoint)
