"""`jixiao import`: files of the bureau become drafts."""

import sys
from pathlib import Path

import click

from generator.cli import shared
from generator.console.command_line import Command, WholeNumber
from generator.console.terminal import echo_data, progress_bar
from generator.model.problems import has_errors


@click.command("import", cls=Command)
@shared.content_option
@click.option("--department", metavar="部门", help="原件没有写明的，是哪个部门的")
@click.option("--year", metavar="年度", type=WholeNumber(1994), help="原件没有写明的，是哪一年的")
@click.option("--dry-run", is_flag=True, help="只读，不写：看看能放几份，有什么认不出")
@click.option("--explain", is_flag=True, help="逐项列出：从哪里读来的，有多确定，什么没有收")
@click.option("--json", "json_file", type=shared.FILE, help="逐项写成 JSON，给程序读；- 为标准输出")
@click.option(
    "--clean", is_flag=True, help="附件去掉作者、批注、修订（.docx、.xlsx），并说去掉了什么"
)
@click.option("--yes", is_flag=True, help="不提问：同名的另取标识（-2），认不出的列出")
@click.argument("paths", metavar="文件或文件夹…", nargs=-1, required=True, type=shared.FILE)
def import_(  # noqa: PLR0913, PLR0917  an option each
    content: Path,
    department: str | None,
    year: int | None,
    dry_run: bool,
    explain: bool,
    json_file: Path | None,
    clean: bool,
    yes: bool,
    paths: tuple[Path, ...],
) -> None:
    """把 Word、Excel、PDF、网页、文本读成草稿。

    每份报告一个草稿，放到 content/reports/ 年度/部门/ 下面，原件放作附件。已有的文件不会改动。
    原件的每个字，不是在草稿里，就列在“没有收进草稿的”里；什么都不计算，也不编造。
    拿不准的写在值后面的 # 注释里，看过一项删一项。认错的可以记进 content/import.yml。

    \b
    例：
      jixiao import 自评表.docx
      jixiao import 2023年自评/ --year 2023
      jixiao import 自评表.doc --department gonganju --dry-run --explain
      jixiao import 历年报告.zip --yes --json 导入结果.json
    """
    from generator.intake import import_summary, importing  # noqa: PLC0415
    from generator.runtime.atomic_folders import write_file  # noqa: PLC0415

    shared.require_folder(content)
    to_output = json_file is not None and json_file.as_posix() == "-"
    options = importing.ImportOptions(
        department=department, year=year, is_dry_run=dry_run, clean=clean, takes_others=yes,
        asks=not (yes or dry_run) and sys.stdin is not None and sys.stdin.isatty(),
    )  # fmt: skip
    with progress_bar() as progress:
        done = importing.import_files(content, paths, options, progress)
    if explain:
        click.echo(import_summary.explanation(done), nl=False, err=to_output)
    if to_output:
        echo_data(import_summary.as_json(done))
    elif json_file is not None:
        write_file(json_file, import_summary.as_json(done))
    shared.show_problems(done.problems)
    said = import_summary.summary(done, content, is_dry_run=dry_run)
    click.echo(said, nl=False, err=to_output)
    sys.exit(int(has_errors(done.problems) or any(not one.is_done for one in done.left)))


COMMANDS = (import_,)
