"""The commands of the release: `release`, `verify`, `deploy`, `rollback`, `releases`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import caches, clock
from generator.problems import JixiaoError, exit_code
from generator.reporters.text import as_lines
from generator.terminal import Command, WholeNumber, progress

if TYPE_CHECKING:
    from generator.deploy.target import Target
    from generator.release.published import Release

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
def release(  # noqa: PLR0913, PLR0917  an option each
    site: Path, since: str | None, first: bool, key: Path | None, brotli: bool, content: Path
) -> None:
    """把生成好的网站做成一次发布：核对、记录、清单、签名。

    与上一次发布比较：公开过的网址不能消失，数字不能悄悄改，公开日期不能变。

    \b
    例：
      jixiao release --since jixiao@web.example:/srv/jixiao
      jixiao release --since https://jixiao.example/ --key release-key
      jixiao release --first
    """
    from generator.release import make as making  # noqa: PLC0415

    if bool(since) == first:
        raise click.UsageError("请用 --since 说明上一次发布在哪里；从未发布过的用 --first")
    cache = caches.folder(Path(), "compressed")
    with former_release(since) as former, progress() as advance:
        wish = making.Wish(site, content, former, cache, clock.now(), key, with_brotli=brotli)
        made = making.make(wish, advance)
    click.echo(as_lines(made.problems), nl=False, err=True)
    if exit_code(made.problems):
        raise JixiaoError("与上一次发布核对，发现以上错误，没有做成发布。")
    for entry in made.news[:20]:
        click.echo(f"{entry.event}：{entry.title}（{entry.address}）")
    if len(made.news) > 20:
        click.echo(f"…共 {len(made.news)} 条")
    size = f"{made.size / 1e6:.1f} MB"
    signed = "，已签名" if key else ""
    click.echo(
        f"做成了发布：{made.reports} 份报告，{made.files} 个文件，{size}，"
        f"公开记录新增 {len(made.news)} 条{signed}。"
    )


@contextmanager
def former_release(since: str | None) -> Iterator[Release | None]:
    """The last release; None where nothing was released before."""
    from generator.deploy.target import FarRelease, Target, talking  # noqa: PLC0415
    from generator.release.published import NotReleasedError, Release  # noqa: PLC0415

    if since is None:
        yield None
    elif since.startswith(("http://", "https://")):
        from generator.release.served import Served  # noqa: PLC0415

        found = Release(Served(since))
        _ = found.sums  # a site that cannot be read must not pass for none
        yield found
    else:
        with talking(Target.parse(since)) as far:
            last: Release | None = Release(FarRelease(far))
            try:
                _ = last and last.sums
            except NotReleasedError:
                last = None  # a deploy target that is empty: surely nothing was released there
                click.echo(f"{since} 还没有发布过，这是第一次。", err=True)
            yield last


@click.command(cls=Command)
@click.argument("where", metavar="位置")
@click.option(
    "--signers", metavar="文件", type=click.Path(path_type=Path), help="允许签名的人，见 ssh-keygen"
)
@click.option(
    "--record", metavar="文件", type=click.Path(path_type=Path), help="以前保存的公开记录"
)
def verify(where: str, signers: Path | None, record: Path | None) -> None:
    """核对网站是否就是发布的样子：每个文件、公开记录、签名。

    位置是网址，或者一个文件夹。一个字节不同、文件缺少或多出、记录被改，都会指出来，退出码为 1。

    \b
    例：
      jixiao verify https://jixiao.example/
      jixiao verify /srv/jixiao/current --signers signers
      jixiao verify https://jixiao.example/ --record 去年保存的.jsonl
    """
    from generator.release import verify as verifying  # noqa: PLC0415
    from generator.release.published import Folder, Reader  # noqa: PLC0415

    site: Reader = Folder(Path(where).resolve())
    if where.startswith(("http://", "https://")):
        from generator.release.served import Served  # noqa: PLC0415

        site = Served(where)
    elif not Path(where).is_dir():
        raise click.UsageError(f"没有文件夹 {where}")
    with progress() as advance:
        found = verifying.verify(site, verifying.Trust(signers, record), advance)
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
        f"核对了 {found.files} 个文件、{found.entries} 条公开记录，发布于 {found.time or '未知'}；"
        f"{found.signature}。{outcome}"
    )
    sys.exit(int(bool(found.findings)))


@click.command(cls=Command)
@_target
@_site
@_url
@click.option(
    "--keep", metavar="个数", default=10, show_default=True, type=WholeNumber(1), help="留几个版本"
)
def deploy(target: str, site: Path, url: str | None, keep: int) -> None:
    """把做好的发布送到服务器，全部核对后一次切换。

    目标是本机的文件夹，或 用户@主机:/文件夹（经 ssh 和 rsync）。只传有变化的文件；
    中断、出错、检查不通过，服务的都是原来的版本。ssh 的选项写在环境变量 JIXIAO_SSH 里。

    \b
    例：
      jixiao deploy jixiao@web.example:/srv/jixiao --url https://jixiao.example/
      jixiao deploy /srv/jixiao
      JIXIAO_SSH="ssh -p 2222 -i deploy-key" jixiao deploy jixiao@web.example:/srv/jixiao
    """
    from generator.deploy import deploy as deploying  # noqa: PLC0415

    with progress() as advance:
        wish = deploying.Wish(site, _parsed(target), url, keep)
        done = deploying.deploy(wish, advance)
    for path in done.mended[:10]:
        click.echo(f"警告：服务器上的 {path} 被改动或损坏过，已重新上传。请查明原因。", err=True)
    for path in done.strays[:10]:
        click.echo(f"警告：服务器上多出来的 {path} 没有带进新版本。请查明是谁放的。", err=True)
    if not done.name:
        click.echo(f"{target} 已经是这一版（{done.former}），没有改动。")
        return
    checked = "，检查通过" if url else "；没有给 --url，没有检查网站"
    click.echo(
        f"发布了 {done.name}：上传 {done.files} 个文件，发送 {done.sent / 1000:.1f} KB{checked}。"
    )


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

    with progress() as advance:
        chosen = rolling.rollback(
            _parsed(target), number, url, advance, without_withdrawn=without_withdrawn
        )
    click.echo(f"退回到了 {chosen.name}（发布于 {chosen.time}）。")
    for one in chosen.left_out:
        click.echo(f"没有带回撤回的报告：{one}")


@click.command(cls=Command)
@_target
def releases(target: str) -> None:
    """列出服务器上留着的版本。

    \b
    例：
      jixiao releases jixiao@web.example:/srv/jixiao
    """
    from generator.deploy import rollback as rolling  # noqa: PLC0415

    found = rolling.releases(_parsed(target))
    for one in found:
        reduced = f"（不带 {len(one.left_out)} 份撤回的报告）" if one.left_out else ""
        serves = f"  ← 正在服务{reduced}" if one.serves else ""
        click.echo(f"{one.number:>5}  {one.time or '刚切换，未确认'}  {one.name}  {one.by}{serves}")
    if not found:
        click.echo(f"{target} 还没有发布过。", err=True)


def _parsed(target: str) -> Target:
    from generator.deploy.target import Target as Place  # noqa: PLC0415

    return Place.parse(target)


COMMANDS = (release, verify, deploy, rollback, releases)
