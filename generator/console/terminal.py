"""Chinese on the command line: click's help and complaints in words that staff read."""

from __future__ import annotations

import difflib
import errno
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from pathlib import Path

import click

from generator.console.screen import is_screen
from generator.model.problems import JixiaoError

_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")  # as click says it

# What the system says of files, and how to mend it.
_REASONS = {
    errno.ENOSPC: "磁盘满了。请腾出空间再试",
    errno.EDQUOT: "磁盘配额用完了。请腾出空间再试",
    errno.EFBIG: "文件超过了允许的大小。请放宽限制（ulimit -f）再试",
    errno.EACCES: "没有权限。请换有权限的用户，或改文件夹的权限",
    errno.EPERM: "没有权限。请换有权限的用户，或改文件夹的权限",
    errno.EROFS: "磁盘只读。请换一个能写的位置",
    errno.EIO: "磁盘读写出错。请检查磁盘",
    errno.ENOENT: "没有这个文件或文件夹，可能运行期间被删掉了。请再试一次",
    errno.ENOTDIR: "路径里有一段不是文件夹。请换一个位置",
    errno.EEXIST: "已经有同名的文件。请换一个位置",
    errno.EMFILE: "打开的文件太多。请放宽限制（ulimit -n）再试",
}


class Command(click.Command):
    """A command whose help is Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[选项]")
        pieces = pieces.replace("COMMAND [ARGS]...", "命令 [参数]…")
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and a group's commands."""
        records = (param.get_help_record(ctx) for param in self.get_params(ctx))
        rows = [row for row in records if row and row[1]]  # an argument is explained above
        if rows:
            with formatter.section("选项"):
                formatter.write_dl([(name, _chinese(text)) for name, text in rows])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示这段说明"
        return option


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, a line each."""
        with formatter.section("命令"):
            formatter.write_dl(
                [(name, self.commands[name].get_short_help_str(60)) for name in self.commands]
            )


def _chinese(text: str) -> str:
    return text.replace("[default: ", "[默认：").replace("[required]", "[必填]")


class WholeNumber(click.ParamType[int]):
    """A whole number from `least` on, complained of in Chinese."""

    name = "数"

    def __init__(self, least: int) -> None:
        self.least = least

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number."""
        text = str(value)
        if not (
            text.isascii() and text.isdigit() and self.least <= int(text[:9]) and len(text) < 9
        ):
            self.fail(f"应为 {self.least} 以上的整数，写的是“{value}”", param, ctx)
        return int(text)


def run(app: click.Group, name: str) -> None:
    """Run the command: no traceback for anything that a person can mend, the right exit code."""
    signal.signal(signal.SIGTERM, _interrupt)  # who ends a job means what Ctrl+C means
    # None where whoever started the command has closed them.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    try:
        app.main(prog_name=name, standalone_mode=False)
    except click.ClickException as error:
        _stop(_complaint(error), 2)
    except click.Abort:
        _stop("已中断。", 2)
    except JixiaoError as error:
        _stop(str(error), 1)
    except BrokenExecutor:
        _stop("一个工作进程中途被结束（多半是内存不足），什么也没有改动。请腾出内存再试。", 1)
    except BrokenPipeError:  # the reader (head, less) has gone
        _forget_output()
        sys.exit(1)
    except OSError as error:
        _forget_output()
        _stop(_failure(error), 1)


def _forget_output() -> None:
    """Leave what can no longer be written: Python would complain of it while it exits."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failure(error: OSError) -> str:
    """Which file could not be read or written, why, and how to mend it."""
    where = f" {error.filename}" if error.filename else ""
    return f"读写文件失败{where}：{_REASONS.get(error.errno or 0, error.strerror or error)}。"


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _stop(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)


def _complaint(error: click.ClickException) -> str:
    """What was wrong with the command line, and where its help is."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "jixiao"
    return f"{_explain(error)}\n说明见：{path} --help"


def _explain(error: click.ClickException) -> str:
    match error:
        case click.NoSuchCommand():
            near = difflib.get_close_matches(error.command_name, error.possibilities or (), n=1)
            return f"没有这个命令：{error.command_name}{_nearest(near)}"
        case click.NoSuchOption():
            return f"没有这个选项：{error.option_name}{_nearest(error.possibilities)}"
        case click.MissingParameter():
            return f"缺少 {_name(error)}"
        case click.BadParameter():
            return f"{_name(error)} 不对：{error.message}"
        case click.UsageError():
            extra = _EXTRA.search(error.message)
            what = f"多出来的参数：{extra[1]}" if extra else error.format_message()
            if isinstance(error, click.BadOptionUsage):
                what = f"选项 {error.option_name} 后面缺少内容"
            return f"命令用法不对：{what}"
        case _:
            return error.format_message()


def _nearest(words: Sequence[str] | None) -> str:
    return f"，是不是 {words[0]}？" if words else ""


def _name(error: click.BadParameter) -> str:
    return error.param.get_error_hint(error.ctx).strip("'") if error.param else "参数"


@contextmanager
def progress() -> Iterator[Callable[[str, int], None]]:
    """A bar for each kind of step on a terminal, silence elsewhere.

    Yields what to call after a step, with what is done and how many such steps there are.
    """
    if not is_screen(sys.stderr):
        yield lambda _what, _total: None
        return
    from rich import progress as parts  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415  takes a while to load

    columns = (
        parts.TextColumn("{task.description}"), parts.BarColumn(), parts.MofNCompleteColumn()
    )  # fmt: skip
    with parts.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, parts.TaskID] = {}

        def advance(what: str, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.advance(tasks[what])

        yield advance
