"""The commands of the disclosure gate: `check`, `rules`."""

import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from generator.check import deleted_reports, reporters, rule_pages, selection
from generator.check.reporters.summary import as_push
from generator.cli import shared
from generator.console.command_line import Command
from generator.console.terminal import echo_data, jixiao, progress_bar, style_of
from generator.model.problems import Level, Problem, did_you_mean, distinct_in_order, has_errors
from generator.runtime.executors import LazyExecutor

if TYPE_CHECKING:
    from generator.content.loader import Loaded


@click.command(cls=Command)
@shared.content_option
@click.option(
    "--format",
    "output_format",
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
@shared.checkpoint_option
@click.option(
    "--changed",
    metavar="文件",
    type=click.File("rb"),
    help="只要几行：先说结论，再列错误，和这个文件里列着的文件（一行一个；- 为标准输入）的警告",
)
@click.option(
    "--consent",
    "needs_consent",
    is_flag=True,
    help="site.yml 写着“四眼: 是”的：还没有另一个人同意的文件也是错误",
)
@click.argument("paths", metavar="[路径]…", nargs=-1, type=shared.FILE)
def check(  # noqa: PLR0913, PLR0917  an option each
    content: Path,
    output_format: str,
    since: str | None,
    checkpoint: Path | None,
    changed: IO[bytes] | None,
    paths: tuple[Path, ...],
    *,
    needs_consent: bool,
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
    if output_format not in reporters.FORMATS:
        raise click.UsageError(
            f"--format 应为 {'、'.join(reporters.FORMATS)} 之一，写的是“{output_format}”"
        )
    shared.require_folder(content)
    places = [_place(content, path) for path in paths]
    loaded, others = (
        _check_since(content, places, since, checkpoint) if since else _check(content, places)
    )
    lacking = _lacking_consent(content, places) if needs_consent else []
    problems = distinct_in_order([*loaded.problems, *others, *lacking])
    loaded = replace(loaded, problems=problems)
    if changed:
        click.echo(_for_push(problems, content, changed.read(), since), nl=False)
    elif output_format == "text":
        shared.show_problems(problems, err=False)
        click.echo(shared.totals(loaded, len(places)), nl=False, err=True)
    else:
        echo_data(reporters.FORMATS[output_format](problems))
        click.echo(shared.summary_line(loaded, len(places)), err=True)
    sys.exit(int(has_errors(problems)))


@click.command(cls=Command)
@click.argument("rule", metavar="[规则]", required=False)
@click.option("--out", type=shared.FOLDER, help="每条规则写一页 Markdown")
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
    known = {one.id: one for one in rule_pages.explained_rules()}
    if out:
        click.echo(f"写出了 {rule_pages.write_pages(out)} 个文件：{out.absolute()}")
    elif rule is None:
        click.echo(rule_pages.overview(), nl=False)
    elif rule in known:
        click.echo(known[rule].page, nl=False)
    else:
        near = did_you_mean(rule, known)
        hint = near if near.startswith("是不是") else "全部规则：jixiao rules"
        raise click.UsageError(f"没有规则“{rule}”。{hint}")


def _for_push(problems: Sequence[Problem], content: Path, changed: bytes, since: str | None) -> str:
    """A few lines for who pushed the files that are listed."""
    files = [Path(os.fsdecode(name)) for name in re.split(rb"[\0\r\n]+", changed) if name]
    covers = selection.path_filter(content, selection.parts_of(content, files) or ["?"])
    full_check = jixiao("check", content, *(["--since", since] if since else []))
    return as_push(problems, covers, full_check, style_of(sys.stdout))


def _check(content: Path, places: Sequence[str]) -> "tuple[Loaded, Iterable[Problem]]":
    """Check the content; only what changed since the last check is reread.

    Also what is gone from its history.
    """
    wanted = selection.path_filter(content, places)
    with progress_bar() as progress, LazyExecutor() as executor_for:
        reader = shared.content_reader(content, executor_for, wanted)
        loaded = reader.check(lambda: progress(shared.READING, reader.report_count))
    return loaded, [] if places else _gone_from_history(content)


def _lacking_consent(content: Path, places: Sequence[str]) -> Iterable[Problem]:
    """What becomes public without a second person's consent, where the settings ask for it."""
    from generator.content import consents  # noqa: PLC0415

    wanted = selection.path_filter(content, places)
    return [one for one in consents.problems(content) if wanted(one.path)]


def _gone_from_history(content: Path) -> Iterable[Problem]:
    """Reports that a commit removed since this site first published; none where it never did."""
    from generator.release import checkpoint  # noqa: PLC0415

    saved = checkpoint.load(content)
    if saved and saved.first and saved.is_of(content):
        return list(deleted_reports.deleted_public_reports(content, saved.first))
    return []


def _check_since(
    content: Path, places: Sequence[str], since: str, checkpoint: Path | None
) -> "tuple[Loaded, Sequence[Problem]]":
    """Check the content; also what a release would refuse or warn of after the last one."""
    from generator.check.problem_locations import locate  # noqa: PLC0415
    from generator.deploy.last_release import former_release  # noqa: PLC0415
    from generator.release import dry_run  # noqa: PLC0415

    wanted = selection.path_filter(content, places)
    with (
        former_release(since, content, checkpoint) as former,
        progress_bar() as progress,
        LazyExecutor() as executor_for,
    ):
        reader = shared.content_reader(content, executor_for, wanted)
        loaded, catalogue = reader.load_despite_errors(
            lambda: progress(shared.READING, reader.report_count)
        )
        if catalogue is None:
            return loaded, ()
        refused = dry_run.problems(
            catalogue, former, content.as_posix(),
            lambda: progress("核对公开记录", len(catalogue.public)),
        )  # fmt: skip
    broken = {one.path for one in loaded.problems if one.level is Level.ERROR}
    shown = [
        one for one in refused
        if wanted(one.path)
        and not (one.rule == "address-gone" and one.path in broken)  # its file cannot be read
    ]  # fmt: skip
    return loaded, locate(shown, content)


def _place(content: Path, path: Path) -> str:
    """A path on the command line as the check selects by it: below the content folder."""
    found = selection.selected_part(content, path)
    if found is None:
        raise click.UsageError(f"内容文件夹 {content} 里没有 {path}。请写那里的文件或文件夹")
    return found


COMMANDS = (check, rules)
