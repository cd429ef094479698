"""The command line in Chinese: help, options, and what is said where a command goes wrong."""

import difflib
import errno
import io
import os
import re
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from pathlib import Path

import click

from generator.console.terminal import printable
from generator.model.problems import JixiaoError, WrongUseError

_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")  # as click says it

_SHOW_CURSOR = b"\x1b[?25h"  # which a progress bar hides

# Error codes of the system, in Chinese, and how to mend each.
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


_IN_USE = 32  # ERROR_SHARING_VIOLATION of Windows, which comes as EACCES


class Command(click.Command):
    """A command of click whose help is Chinese."""

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
                formatter.write_dl(
                    [(name, text.replace("[default: ", "[默认：")) for name, text in rows]
                )
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


class WholeNumber(click.ParamType[int]):
    """The type of an option: a whole number from `least` on, of at most eight digits."""

    name = "数"

    def __init__(self, least: int) -> None:
        self.least = least

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number; raises BadParameter where it is none."""
        text = str(value)
        if not re.fullmatch("0|[1-9][0-9]{0,7}", text) or int(text) < self.least:
            zeros = "，前面不写 0" if re.fullmatch("0[0-9]+", text) else ""
            self.fail(f"应为 {self.least} 以上的整数{zeros}，写的是“{value}”", param, ctx)
        return int(text)


def _interrupt(_number: int, _frame: object) -> None:
    """Interrupt; a second time, end at once: what is written is written whole or not at all."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    raise KeyboardInterrupt


def _end(_number: int, _frame: object) -> None:
    if sys.stderr.isatty():
        os.write(2, _SHOW_CURSOR)
    os._exit(2)


def run(app: click.Group, name: str) -> None:
    """Run the app; exit with 1 on errors of content or files, with 2 on wrong use or interruption.

    Prints a Chinese message instead of a traceback wherever a person can mend the cause.
    """
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as where it runs in the background
        signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)  # whoever ends a job means what Ctrl+C means
    # None where whoever started the command has closed them.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):  # a console of Windows may have only GBK
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")
    try:
        app.main(prog_name=name, standalone_mode=False)
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else name
        _stop(f"{_complaint(error)}\n说明见：{path} --help", 2)
    except click.Abort:
        _stop("已中断。", 2)
    except JixiaoError as error:
        _stop(str(error), 2 if isinstance(error, WrongUseError) else 1)
    except BrokenExecutor:
        _stop("一个工作进程中途被结束（多半是内存不足），什么也没有改动。请腾出内存再试。", 1)
    except BrokenPipeError:  # the reader (head, less) has gone
        _forget_output()
        sys.exit(1)
    except OSError as error:
        _forget_output()
        _stop(what_failed(error), 1)


def what_failed(error: OSError) -> str:
    """Which file could not be read or written, why, and what to do."""
    where = f" {error.filename}" if error.filename else ""
    reason = _REASONS.get(error.errno or 0, error.strerror or error)
    if getattr(error, "winerror", None) == _IN_USE:
        reason = "正被别的程序打开。请关掉它（编辑器、资源管理器、预览的网页服务）再试"
    return f"读写文件失败{where}：{reason}。"


def _forget_output() -> None:
    """Discard output that can no longer be written: Python would report it while it exits."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop(message: str, code: int) -> None:
    # A name of a file, a word of the command line: whoever made it may have put anything into it.
    click.echo("\n".join(map(printable, message.split("\n"))), err=True)
    sys.exit(code)


def _complaint(error: click.ClickException) -> str:
    """What is wrong with the command line."""
    match error:
        case click.NoSuchCommand():
            similar = difflib.get_close_matches(error.command_name, error.possibilities or (), n=1)
            return f"没有这个命令：{error.command_name}{_did_you_mean(similar)}"
        case click.NoSuchOption():
            return f"没有这个选项：{error.option_name}{_did_you_mean(error.possibilities)}"
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


def _did_you_mean(words: Sequence[str] | None) -> str:
    return f"，是不是 {words[0]}？" if words else ""


def _name(error: click.BadParameter) -> str:
    return error.param.get_error_hint(error.ctx).strip("'") if error.param else "参数"
