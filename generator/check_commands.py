"""The commands of the disclosure gate, `check` and `rules`, and what others share with them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import caches, clock, handbook, permanence, reporters, selection
from generator.command_line import jixiao
from generator.problems import Level, Problem, exit_code, nearest, sorted_out
from generator.reporters.summary import summary, tables
from generator.reporters.text import as_text
from generator.screen import look_of
from generator.terminal import Command, progress
from generator.workers import hired

if TYPE_CHECKING:
    from generator.catalogue import Catalogue
    from generator.loader import Loaded, Opened, Reading
    from generator.workers import Hire

MOST_SHOWN = 20  # warnings and notices that a build tells one by one

content_option = click.option(
    "--content",
    "content",
    metavar="文件夹",
    default="content",
    show_default=True,
    type=click.Path(path_type=Path),
    help="内容文件夹",
)


@click.command(cls=Command)
@content_option
@click.option(
    "--format",
    "style",
    metavar="形式",
    default="text",
    show_default=True,
    help=f"输出的形式：{'、'.join(reporters.FORMATS)}",
)
@click.option(
    "--since", metavar="位置", help="公开的网站在哪里（同 release）：公开过的网址不见了是错误"
)
@click.argument("paths", metavar="[路径]…", nargs=-1, type=click.Path(path_type=Path))
def check(content: Path, style: str, since: str | None, paths: tuple[Path, ...]) -> None:
    """检查内容，列出全部问题。

    没有错误时退出码为 0，有错误为 1，用法不对为 2。
    写了路径（报告文件、文件夹、site.yml 等），就只列出那里的问题，退出码也只看那里；
    其余的报告仍会读，用来互相核对。

    \b
    例：
      jixiao check
      jixiao check content/reports/2024/gonganju/shipin-huiyi.yml
      jixiao check content/reports/2024 content/site.yml
      jixiao check --content build/demo/content
      jixiao check --format json > problems.json
      jixiao check --format sarif > problems.sarif
      jixiao check --since https://jixiao.example/
    """
    if style not in reporters.FORMATS:
        kinds = "、".join(reporters.FORMATS)
        raise click.UsageError(f"--format 应为 {kinds} 之一，写的是“{style}”")
    require_folder(content)
    places = [_place(content, path) for path in paths]
    loaded = _examined(content, places)
    if not places:
        gone = [*permanence.gone_from_history(content), *_gone_from_record(content, since)]
        loaded = replace(loaded, problems=sorted_out([*loaded.problems, *gone])) if gone else loaded
    if style == "text":
        _show(loaded, len(places))
    else:
        click.echo(reporters.FORMATS[style](loaded.problems), nl=False)
        click.echo(_summary(loaded, len(places)), err=True)
    sys.exit(exit_code(loaded.problems))


@click.command(cls=Command)
@click.argument("rule", metavar="[规则]", required=False)
@click.option(
    "--out", metavar="文件夹", type=click.Path(path_type=Path), help="每条规则写一页 Markdown"
)
def rules(rule: str | None, out: Path | None) -> None:
    """列出全部检查规则，或说明其中一条。

    规则名就是 jixiao check 每个问题末尾括号里的名字。
    说明里有：为什么、怎样改、依据、例子，以及怎样在 site.yml 里调整。

    \b
    例：
      jixiao rules
      jixiao rules spent-over-received
      jixiao rules --out docs/rules
    """
    known = {one.id: one for one in handbook.every()}
    if out:
        click.echo(f"写出了 {handbook.write(out)} 个文件：{out.absolute()}")
    elif rule is None:
        click.echo(handbook.overview(), nl=False)
    elif rule in known:
        click.echo(known[rule].page, nl=False)
    else:
        near = nearest(rule, known)
        hint = near if near.startswith("是不是") else "全部规则：jixiao rules"
        raise click.UsageError(f"没有规则“{rule}”。{hint}")


def require_folder(content: Path) -> None:
    """A usage error where there is no such folder."""
    if not content.is_dir():
        raise click.UsageError(
            f"没有内容文件夹 {content}。请在项目文件夹里运行，或用 --content 指明"
        )


def opened(content: Path, workers: Hire) -> Opened:
    """The content folder, to be read."""
    from generator import loader  # noqa: PLC0415

    require_folder(content)
    return loader.Opened(content, reading_of(workers))


def load(found: Opened) -> Loaded:
    """All that is in the content folder, with progress on a terminal."""
    with progress() as advance:
        return found.load(lambda: advance("读取报告", found.reports))


def checked(content: Path, workers: Hire) -> Catalogue:
    """The catalogue; problems go to standard error, errors end the command."""
    return catalogue_of(load(opened(content, workers)), content)


def catalogue_of(loaded: Loaded, content: Path) -> Catalogue:
    """The catalogue; problems go to standard error, errors end the command.

    Told one by one is what stands in the way of a site, and the rest where it is little.
    """
    grave = [one for one in loaded.problems if one.level is Level.ERROR]
    few = len(loaded.problems) <= len(grave) + MOST_SHOWN
    look = look_of(sys.stderr)
    text = as_text(loaded.problems if few else grave, look)
    click.echo(text, nl=False, err=True, color=look.colours)
    click.echo(_ending(loaded) if few else in_numbers(loaded, content), nl=False, err=True)
    if loaded.catalogue is None:
        sys.exit(exit_code(loaded.problems))
    return loaded.catalogue


def in_numbers(loaded: Loaded, content: Path) -> str:
    """How many problems there are, of what kind, and how to see them; no word of any report."""
    more = f"\n逐条列出：{jixiao('check', content)}\n" if loaded.problems else ""
    return _ending(loaded) + more


def _examined(content: Path, places: Sequence[str]) -> Loaded:
    """What is wrong; only what changed since the last check is read again."""
    from generator import loader  # noqa: PLC0415

    wanted = selection.covering(content, places)
    with progress() as advance, hired() as workers:
        found = loader.Opened(content, reading_of(workers), wanted)
        return found.check(lambda: advance("读取报告", found.reports))


def reading_of(workers: Hire) -> Reading:
    """How the commands read content: today, with what they kept in `build/cache`."""
    from generator.examined_store import Store  # noqa: PLC0415
    from generator.loader import Reading  # noqa: PLC0415

    return Reading(clock.today(), Store(caches.folder(Path(), "check")), workers)


def _gone_from_record(content: Path, since: str | None) -> Iterable[Problem]:
    """Reports that a released site has in its record, and the content no longer has."""
    from generator.release import publications  # noqa: PLC0415
    from generator.release_commands import former_release  # noqa: PLC0415

    if since is None:
        return
    with former_release(since) as former:
        last = publications.latest(former.entries) if former else {}
    public = [address for address in last if address.startswith("reports/")]
    yield from permanence.gone_from_record(content, public)


def _place(content: Path, path: Path) -> str:
    found = selection.place(content, path)
    if found is None:
        raise click.UsageError(f"内容文件夹 {content} 里没有 {path}。请写那里的文件或文件夹")
    return found


def _show(loaded: Loaded, only: int) -> None:
    """The problems, then how many there are: for people."""
    look = look_of(sys.stdout)
    click.echo(as_text(loaded.problems, look), nl=False, color=look.colours)
    click.echo(_ending(loaded, only), nl=False, err=True)


def _ending(loaded: Loaded, only: int = 0) -> str:
    return f"{_summary(loaded, only)}\n{tables(loaded.problems, loaded.names)}"


def _summary(loaded: Loaded, only: int) -> str:
    return summary(loaded.problems, loaded.reports, loaded.drafts, only)


COMMANDS = (check, rules)
