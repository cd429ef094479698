"""The commands about what was published: `verify`, `checkpoint`."""

import sys
from pathlib import Path

import click

from generator.cli.options import content_option
from generator.console.command_line import Command
from generator.console.terminal import progress_bar


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
    from generator.release import verify as verifying  # noqa: PLC0415

    with site_at(where) as site, progress_bar() as progress:
        found = verifying.verify(site, verifying.Trust(signers, record), progress)
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
@click.argument("target", metavar="目标")
@content_option
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


COMMANDS = (verify, checkpoint)
