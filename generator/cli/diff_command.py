"""`jixiao diff`: what would become public of what was changed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import shared
from generator.console.command_line import Command
from generator.console.terminal import TerminalStyle, echo_data, progress_bar, style_of
from generator.runtime.executors import LazyExecutor

if TYPE_CHECKING:
    from generator.changes.compare import Changes

FORMATS = ("text", "markdown", "html", "json")


@click.command(cls=Command)
@shared.content_option
@click.option("--head", metavar="提交", help="比哪个提交或分支 [默认：文件夹现在的样子]")
@click.option(
    "--format",
    "output_format",
    metavar="形式",
    default="text",
    show_default=True,
    help=f"输出的形式：{'、'.join(FORMATS)}",
)
@click.option("--out", metavar="文件", type=shared.FILE, help="写进文件，不打印")
@click.option("--exit-code", is_flag=True, help="有改动就退出 1，像 git diff")
@click.argument("revision", metavar="[提交]", required=False)
def diff(  # noqa: PLR0913  an option each
    content: Path,
    head: str | None,
    output_format: str,
    out: Path | None,
    revision: str | None,
    *,
    exit_code: bool,
) -> None:
    """列出将要公开什么：与主分支比，哪些报告、数字、文字会变。

    没有提交的改动也算。写了提交或分支，就从与它分出的地方比起。

    \b
    例：
      jixiao diff
      jixiao diff HEAD~3
      jixiao diff origin/main --head fenzhi
      jixiao diff --format html --out build/diff.html
    """
    from generator.changes import compare  # noqa: PLC0415

    if output_format not in FORMATS:
        kinds = "、".join(FORMATS)
        raise click.UsageError(f"--format 应为 {kinds} 之一，写的是“{output_format}”")
    if out and out.is_dir():
        raise click.UsageError(f"--out 应为文件，{out} 是文件夹")
    shared.require_folder(content)
    with progress_bar() as progress, LazyExecutor() as executor_for:
        options = shared.read_options(executor_for)
        asked = compare.Asked(revision, head)
        found = compare.read(content, options, asked, lambda total: progress(shared.READING, total))
    if out is None:
        _print(found, output_format)
    else:
        _write(found, output_format, out)
    if exit_code and found:
        sys.exit(1)


def _text(found: "Changes", output_format: str, style: TerminalStyle) -> str:
    from generator.changes import page, writers  # noqa: PLC0415

    match output_format:
        case "markdown":
            return writers.as_markdown(found)
        case "html":
            return page.as_html(found)
        case "json":
            return writers.as_json(found)
    return writers.as_text(found, style)


def _print(found: "Changes", output_format: str) -> None:
    style = style_of(sys.stdout)
    text = _text(found, output_format, style)
    if output_format == "text":
        click.echo(text, nl=False, color=style.colours)
    else:
        echo_data(text)


def _write(found: "Changes", output_format: str, out: Path) -> None:
    from generator.changes import lines  # noqa: PLC0415
    from generator.runtime.atomic_folders import write_file  # noqa: PLC0415

    text = _text(found, output_format, TerminalStyle())
    out.parent.mkdir(parents=True, exist_ok=True)
    write_file(out, text.encode("utf-8", "xmlcharrefreplace"))
    for one in lines.lead(found):
        click.echo(one)
    click.echo(f"写进了 {out.as_posix()}")


COMMANDS = (diff,)
