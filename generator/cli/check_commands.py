"""The commands of the disclosure gate, `check` and `rules`, and what others share with them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from generator.check import permalinks, reporters, rule_pages, selection
from generator.check.reporters.push import as_push
from generator.check.reporters.summary import summary, tables
from generator.check.reporters.text import as_text
from generator.cli.options import checkpoint_option, content_option
from generator.console.screen import look_of
from generator.console.shell import jixiao
from generator.console.terminal import Command, progress
from generator.model.problems import Level, Problem, exit_code, nearest, sorted_out
from generator.runtime import cached_files, clock
from generator.runtime.executors import hired

if TYPE_CHECKING:
    from generator.content.loader import Loaded, Opened, Reading
    from generator.model.catalogue import Catalogue
    from generator.runtime.executors import Hire

MOST_SHOWN = 20  # warnings and notices that a build tells one by one


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
    "--since",
    metavar="位置",
    help="公开的网站在哪里（同 release）：与公开记录核对，release 会拒绝的都是错误",
)
@checkpoint_option
@click.option(
    "--changed",
    metavar="文件",
    type=click.File("rb"),
    help="只要几行：先说结论，再列错误，和这个文件里列着的文件（一行一个；- 为标准输入）的警告",
)
@click.argument("paths", metavar="[路径]…", nargs=-1, type=click.Path(path_type=Path))
def check(  # noqa: PLR0913, PLR0917  an option each
    content: Path,
    style: str,
    since: str | None,
    checkpoint: Path | None,
    changed: IO[bytes] | None,
    paths: tuple[Path, ...],
) -> None:
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
      git diff -z --name-only main | jixiao check --changed -
    """
    if style not in reporters.FORMATS:
        kinds = "、".join(reporters.FORMATS)
        raise click.UsageError(f"--format 应为 {kinds} 之一，写的是“{style}”")
    require_folder(content)
    places = [_place(content, path) for path in paths]
    if since is None:
        loaded = _examined(content, places)
        gone = [] if places else _gone_from_history(content)
    else:
        loaded, gone = _compared(content, places, since, checkpoint)
    problems = sorted_out([*loaded.problems, *gone])
    loaded = replace(loaded, problems=problems)
    if changed:
        files = [
            Path(os.fsdecode(name)) for name in re.split(rb"[\0\r\n]+", changed.read()) if name
        ]
        covers = selection.covering(content, selection.parts(content, files) or ["?"])
        look = look_of(sys.stdout)
        click.echo(as_push(problems, covers, _again(content, since), look), nl=False)
    elif style == "text":
        _show(loaded, len(places))
    else:
        click.echo(reporters.FORMATS[style](problems), nl=False)
        click.echo(_summary(loaded, len(places)), err=True)
    sys.exit(exit_code(problems))


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
    known = {one.id: one for one in rule_pages.every()}
    if out:
        click.echo(f"写出了 {rule_pages.write(out)} 个文件：{out.absolute()}")
    elif rule is None:
        click.echo(rule_pages.overview(), nl=False)
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
    from generator.content import loader  # noqa: PLC0415

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
    from generator.content import loader  # noqa: PLC0415

    wanted = selection.covering(content, places)
    with progress() as advance, hired() as workers:
        found = loader.Opened(content, reading_of(workers), wanted)
        return found.check(lambda: advance("读取报告", found.reports))


def reading_of(workers: Hire) -> Reading:
    """How the commands read content: today, with what they kept in `build/cache`."""
    from generator.content.examination_store import Store  # noqa: PLC0415
    from generator.content.loader import Reading  # noqa: PLC0415

    return Reading(clock.today(), Store(cached_files.folder(Path(), "check")), workers)


def _gone_from_history(content: Path) -> Iterable[Problem]:
    """Reports that a commit took away since this site first published; none where it never did."""
    from generator.release import checkpoint  # noqa: PLC0415

    known = checkpoint.kept(content)
    if known and known.first and known.is_of(content):
        return list(permalinks.gone_from_history(content, known.first))
    return []


def _compared(
    content: Path, places: Sequence[str], since: str, checkpoint: Path | None
) -> tuple[Loaded, Sequence[Problem]]:
    """What is wrong, and what a release would refuse or warn of, compared with the last one."""
    from generator.check import positions  # noqa: PLC0415
    from generator.content import loader  # noqa: PLC0415
    from generator.deploy.last_release import former_release  # noqa: PLC0415
    from generator.release import dry_run  # noqa: PLC0415

    wanted = selection.covering(content, places)
    with (
        former_release(since, content, checkpoint) as former,
        progress() as advance,
        hired() as workers,
    ):
        found = loader.Opened(content, reading_of(workers), wanted)
        loaded, catalogue = found.judge(lambda: advance("读取报告", found.reports))
        if catalogue is None:
            return loaded, ()
        told = dry_run.problems(
            catalogue, former, str(content),
            lambda: advance("核对公开记录", len(catalogue.public)),
        )  # fmt: skip
    broken = {one.path for one in loaded.problems if one.level is Level.ERROR}
    ours = [one for one in told if wanted(one.path) and not _follows(one, broken)]
    return loaded, positions.placed(ours, content)


def _follows(problem: Problem, broken: Set[str]) -> bool:
    """Whether a report is missed only because its file cannot be read."""
    return problem.rule == "address-gone" and problem.path in broken


def _again(content: Path, since: str | None) -> str:
    """The command that lists everything."""
    option = "" if content == Path("content") else f" --content {content}"
    return f"jixiao check{option}{f' --since {since}' if since else ''}"


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
