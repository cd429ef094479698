"""`jixiao correct` and `jixiao withdraw`: what becomes of a report that is public."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import shared
from generator.console.command_line import Command

if TYPE_CHECKING:
    from generator.intake.public_changes import Corrected

_dry_run = click.option("--dry-run", is_flag=True, help="只看能不能写，什么也不写")
_since = click.option(
    "--since", metavar="版本", help="公开的是 git 的哪个版本 [默认：与主分支分开的那一处]"
)


@click.command(cls=Command)
@shared.content_option
@click.argument("report", metavar="报告", type=shared.FILE)
@click.option("--reason", metavar="理由", default="", help="为什么更正，读者会看到")
@_since
@_dry_run
def correct(content: Path, report: Path, reason: str, since: str | None, *, dry_run: bool) -> None:
    """给公开的报告写一条更正：今天的日期、理由，逐项写明改动。

    先改好内容。与公开的比，改了的每一栏原为什么、改为什么，由程序写；还没有公开的
    更正，再运行就补齐，不另加一条，这时不必再写理由。

    \b
    例：
      jixiao correct content/reports/2021/gonganju/shili.yml --reason 全年执行数漏算结转
    """
    from generator.intake import public_changes  # noqa: PLC0415
    from generator.release import public_state  # noqa: PLC0415

    shared.require_folder(content)
    former_of = partial(public_state.former, content, since=since)
    made = public_changes.correct(content, report, reason, former_of, write=not dry_run)
    verb = "可以写更正" if dry_run else "已写更正" if made.entry.edits else "更正已经写好，没有变"
    click.echo(f"{verb}：{made.file.as_posix()}")
    for line in _told(made):
        click.echo(line)


def _told(made: "Corrected") -> list[str]:
    """What the entry lists, a line each; what to do where it lists nothing."""
    found = made.entry
    if not found.is_known:
        return [
            "看不出公开的是什么（不在 git 仓库里，没有主分支，或那一版读不了），没有逐项写改动。"
            "可以用 --since 指明公开的版本。"
        ]
    lines = [f"与 {made.revision} 比，改动 {len(found.changes)} 处"]
    lines += [
        f"  {one.label}：{one.before or '未填报'} → {one.now or '未填报'}" for one in found.changes
    ]
    if not found.changes and not found.unlisted:
        lines = [f"与 {made.revision} 比还没有改动：改好内容，再运行一次 jixiao correct。"]
    lines += [f"  {one}：原来的内容不得公开，没有列出" for one in found.unlisted]
    return lines


@click.command(cls=Command)
@shared.content_option
@click.argument("report", metavar="报告", type=shared.FILE)
@click.option("--reason", metavar="理由", default="", help="为什么撤回，读者会看到")
@_since
@_dry_run
def withdraw(content: Path, report: Path, reason: str, since: str | None, *, dry_run: bool) -> None:
    """撤回公开的报告，日期是今天；还没有公开的撤回，再运行就换理由。

    \b
    例：
      jixiao withdraw content/reports/2021/gonganju/shili.yml --reason 重复公开
    """
    from generator.intake import public_changes  # noqa: PLC0415
    from generator.release import public_state  # noqa: PLC0415

    shared.require_folder(content)
    former_of = partial(public_state.former, content, since=since)
    file = public_changes.withdraw(content, report, reason, former_of, write=not dry_run)
    click.echo(f"{'可以撤回' if dry_run else '已撤回'}：{file.as_posix()}")


COMMANDS = (correct, withdraw)
