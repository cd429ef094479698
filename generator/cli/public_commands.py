"""`jixiao correct` and `jixiao withdraw`: what becomes of a report that is public."""

from pathlib import Path

import click

from generator.cli import shared
from generator.console.command_line import Command

_dry_run = click.option("--dry-run", is_flag=True, help="只看能不能写，什么也不写")


@click.command(cls=Command)
@shared.content_option
@click.argument("report", metavar="报告", type=shared.FILE)
@click.option("--note", metavar="说明", help="更正了什么，读者会看到")
@_dry_run
def correct(content: Path, report: Path, note: str | None, *, dry_run: bool) -> None:
    """给公开的报告写一条更正，日期是今天。

    \b
    例：
      jixiao correct content/reports/2021/gonganju/shili.yml --note 更正全年执行数
    """
    from generator.intake import public_changes  # noqa: PLC0415

    shared.require_folder(content)
    file = public_changes.correct(content, report, note, write=not dry_run)
    click.echo(f"{'可以写更正' if dry_run else '已写更正'}：{file.as_posix()}")


@click.command(cls=Command)
@shared.content_option
@click.argument("report", metavar="报告", type=shared.FILE)
@click.option("--reason", metavar="理由", help="为什么撤回，读者会看到")
@_dry_run
def withdraw(content: Path, report: Path, reason: str | None, *, dry_run: bool) -> None:
    """撤回公开的报告，日期是今天。

    \b
    例：
      jixiao withdraw content/reports/2021/gonganju/shili.yml --reason 重复公开
    """
    from generator.intake import public_changes  # noqa: PLC0415

    shared.require_folder(content)
    file = public_changes.withdraw(content, report, reason, write=not dry_run)
    click.echo(f"{'可以撤回' if dry_run else '已撤回'}：{file.as_posix()}")


COMMANDS = (correct, withdraw)
