"""The commands of the release: `release`, `deploy`, `rollback`, `releases`."""

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.check.reporters.text import as_text
from generator.cli.options import checkpoint_option, content_option
from generator.console.command_line import Command, WholeNumber
from generator.console.terminal import progress_bar, style_of
from generator.model.problems import JixiaoError, has_errors
from generator.runtime import cached_files, clock

if TYPE_CHECKING:
    from generator.deploy.target import Target
    from generator.release.published_site import Release

_site = click.option(
    "--site",
    metavar="文件夹",
    default="site",
    show_default=True,
    type=click.Path(path_type=Path),
    help="生成好的网站",
)
_url = click.option("--url", metavar="网址", help="发布后检查这个网址，不通过就自动退回")
_target = click.argument("target", metavar="目标")


@click.command(cls=Command)
@_site
@click.option(
    "--since", metavar="位置", help="上一次发布在哪里：部署目标（文件夹、用户@主机:/文件夹）或网址"
)
@click.option("--first", is_flag=True, help="这是第一次发布，之前什么都没有公开过")
@click.option("--key", metavar="文件", type=click.Path(path_type=Path), help="用这把 SSH 私钥签名")
@click.option("--brotli", is_flag=True, help="另外预压缩成 brotli，供装了该模块的服务器")
@click.option(
    "--content",
    metavar="文件夹",
    default="content",
    show_default=True,
    type=click.Path(path_type=Path),
    help="内容文件夹，写进提示和发布清单",
)
@checkpoint_option
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
    from generator.release import make as making  # noqa: PLC0415

    if since and first:
        raise click.UsageError(
            "--since 和 --first 只用一个：发布过的用 --since，从未发布过的用 --first"
        )
    if not since and not first:
        raise click.UsageError("请用 --since 说明上一次发布在哪里；从未发布过的用 --first")
    cache = cached_files.folder(Path(), "compressed")
    with _former_release(since, content, checkpoint) as former, progress_bar() as progress:
        options = making.ReleaseOptions(
            site, content, former, cache, clock.now(), key, with_brotli=brotli
        )
        made = making.make(options, progress)
    style = style_of(sys.stderr)
    text = as_text(locate(made.problems, content), style)
    click.echo(text, nl=False, err=True, color=style.colours)
    if has_errors(made.problems):
        raise JixiaoError("与上一次发布核对，发现以上错误，没有做成发布。")
    for entry in made.new_entries[:20]:
        click.echo(f"{entry.event}：{entry.title}（{entry.address}）")
    if len(made.new_entries) > 20:
        click.echo(f"…共 {len(made.new_entries)} 条")
    size = f"{made.size / 1e6:.1f} MB"
    signed = "，已签名" if key else ""
    click.echo(
        f"做成了发布：{made.reports} 份报告，{made.files} 个文件，{size}，"
        f"公开记录新增 {len(made.new_entries)} 条{signed}。"
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
@content_option
@checkpoint_option
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

    if restore:
        _require_newest(site, content, checkpoint)
    with progress_bar() as progress:
        options = deploying.DeployOptions(site, _target_of(target), url, keep, restore=restore)
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


def _require_newest(site: Path, content: Path, checkpoint_file: Path | None) -> None:
    """Raise a JixiaoError unless a site to be restored has the newest record.

    With an older one, withdrawn reports would come back.
    """
    from generator.release import checkpoint  # noqa: PLC0415
    from generator.release.published_site import FolderSite, Release  # noqa: PLC0415

    wanted = checkpoint.load(content, checkpoint_file)
    if wanted is None or not (checkpoint_file or wanted.is_of(content)):
        raise JixiaoError(
            f"找不到公开记录的留底（{checkpoint_file or content}），"
            "不知道这份网站是不是最后公开的："
            "旧的会让撤回的报告又出现。请在内容的仓库里运行，或用 --checkpoint 指明留底的文件，"
            "见 docs/restore.md。"
        )
    entries = Release(FolderSite(site)).entries
    checkpoint.require_continuation(wanted, entries, f"这份网站（{site}）", content)


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
    "--without-withdrawn",
    is_flag=True,
    help="那一版里有后来撤回的报告时，不带这些报告退回",
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

    with progress_bar() as progress:
        chosen = rolling.rollback(
            _target_of(target), number, url, progress, without_withdrawn=without_withdrawn
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

    found = rolling.releases(_target_of(target))
    for one in found:
        without = f"（不带 {len(one.left_out)} 份撤回的报告）" if one.left_out else ""
        serves = f"  ← 正在服务{without}" if one.serves else ""
        click.echo(f"{one.number:>5}  {one.time or '刚切换，未确认'}  {one.name}  {one.by}{serves}")
    if not found:
        click.echo(f"{target} 还没有发布过网站。不是第一次的，请核对目标有没有写错。", err=True)


def _target_of(text: str) -> "Target":
    from generator.deploy.target import Target  # noqa: PLC0415

    return Target.parse(text)


COMMANDS = (release, deploy, rollback, releases)
