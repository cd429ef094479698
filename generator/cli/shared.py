"""What commands share: options, the loading of content, problems to standard error, exit codes."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from generator.check.reporters.summary import summary, tables
from generator.check.reporters.text import as_text
from generator.console.terminal import jixiao, progress_bar, style_of
from generator.model.problems import Level, Problem, has_errors
from generator.runtime import cached_files, clock

if TYPE_CHECKING:
    from generator.content.loader import ContentReader, Loaded, ReadOptions
    from generator.model.catalogue import Catalogue
    from generator.runtime.executors import ExecutorFor

READING = "读取报告"
MAX_LISTED = 20  # warnings and notices that a build lists one by one
FILE, FOLDER = click.Path(path_type=Path), click.Path(path_type=Path)
FILE.name, FOLDER.name = "文件", "文件夹"  # as help names what to write
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def folder_option(name: str, default: str, meaning: str) -> Callable[[Decorated], Decorated]:
    """An option that takes a folder; its help shows the default."""
    return click.option(name, default=default, show_default=True, type=FOLDER, help=meaning)


content_option = folder_option("--content", "content", "内容文件夹")
checkpoint_option = click.option(
    "--checkpoint", type=FILE, help="公开记录的留底 [默认：内容所在 git 仓库的分支 jixiao-record]"
)


def require_folder(content: Path) -> None:
    """Raise a usage error where there is no such content folder."""
    if not content.is_dir():
        raise click.UsageError(
            f"没有内容文件夹 {content}。请在项目文件夹里运行，或用 --content 指明"
        )


def read_options(executor_for: "ExecutorFor") -> "ReadOptions":
    """How all commands read content: as of today, with the cache in `build/cache`."""
    from generator.content.examination_store import Store  # noqa: PLC0415
    from generator.content.loader import ReadOptions  # noqa: PLC0415

    return ReadOptions(clock.today(), Store(cached_files.folder(Path(), "check")), executor_for)


def content_reader(
    content: Path, executor_for: "ExecutorFor", wanted: Callable[[str], bool] = lambda _path: True
) -> "ContentReader":
    """The reader of a content folder, which exists, for problems of the `wanted` paths."""
    from generator.content import loader  # noqa: PLC0415

    require_folder(content)
    return loader.ContentReader(content, read_options(executor_for), wanted)


def load(reader: "ContentReader") -> "Loaded":
    """All content, with a progress bar on a terminal."""
    with progress_bar() as progress:
        return reader.load(lambda: progress(READING, reader.report_count))


@contextmanager
def no_cache(site: Path) -> Iterator[None]:
    """For the block nothing that was made before is used, nor kept."""
    from generator.content.examination_store import close_readers  # noqa: PLC0415

    with cached_files.disabled(site):
        try:
            yield
        finally:
            close_readers()


def show_problems(
    problems: Sequence[Problem], *, unlisted: Sequence[Problem] = (), err: bool = True
) -> None:
    """Print problems in the style of the terminal, to standard error or output."""
    style = style_of(sys.stderr if err else sys.stdout)
    click.echo(as_text(problems, style, unlisted), nl=False, err=err, color=style.colours)


def catalogue_or_exit(loaded: "Loaded", content: Path) -> "Catalogue":
    """The catalogue; problems go to standard error, errors end the command.

    Errors are listed one by one; warnings and notices only where there are few.
    """
    errors = [one for one in loaded.problems if one.level is Level.ERROR]
    few = len(loaded.problems) <= len(errors) + MAX_LISTED
    show_problems(loaded.problems if few else errors, unlisted=loaded.problems)
    click.echo(totals(loaded) if few else problem_counts(loaded, content), nl=False, err=True)
    if loaded.catalogue is None:
        sys.exit(int(has_errors(loaded.problems)))
    return loaded.catalogue


def problem_counts(loaded: "Loaded", content: Path) -> str:
    """How many problems there are, of what kind, and how to see them; no word of any report."""
    more = f"\n逐条列出：{jixiao('check', content)}\n" if loaded.problems else ""
    return totals(loaded) + more


def totals(loaded: "Loaded", paths: int = 0) -> str:
    """The summary, and the tables of problems by rule and by department.

    `paths` is how many paths the check was confined to; 0 for all content.
    """
    return f"{summary_line(loaded, paths)}\n{tables(loaded.problems, loaded.department_names)}"


def summary_line(loaded: "Loaded", paths: int = 0) -> str:
    """How many reports were read and how many problems were found."""
    return summary(loaded.problems, loaded.report_count, loaded.unpublished, paths)
