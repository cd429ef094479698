"""`jixiao form`: the forms of a content folder, and each of them printed empty."""

from pathlib import Path

import click

from generator.cli import shared
from generator.console.command_line import Command
from generator.model.problems import ContentError, JixiaoError, quote

_MOST_ROWS = 300  # Word's files take cells that span many more only by deep recursion


@click.command(cls=Command)
@shared.content_option
@click.argument("name", metavar="[表单]", required=False)
@click.option("--xlsx", type=shared.FILE, help="写成空的 Excel 表")
@click.option("--docx", type=shared.FILE, help="写成空的 Word 表")
def form(content: Path, name: str | None, xlsx: Path | None, docx: Path | None) -> None:
    """列出可用的表单，或者打印一份空表。

    \b
    例：
      jixiao form
      jixiao form sichuan-0013zp --xlsx 自评表.xlsx
      jixiao form sichuan-0013zp --docx 自评表.docx
    """
    from generator.content import loader  # noqa: PLC0415
    from generator.intake import form_names  # noqa: PLC0415

    shared.require_folder(content)
    forms, broken = loader.load_forms(content)
    asked = (name or "").strip().removesuffix(".yml")
    if asked in broken:
        raise ContentError(broken[asked])
    for problems in broken.values():
        problem = problems[0]
        more = f"（共 {len(problems)} 个错误）" if len(problems) > 1 else ""
        click.echo(
            f"跳过有错误的 {problem.path}，第 {problem.line} 行：{problem.message}{more}", err=True
        )
    if name is None:
        for line in form_names.listed_forms(forms):
            click.echo(line)
        return
    name = form_names.known_form(forms, name)
    if xlsx is None and docx is None:
        raise click.UsageError("请写明 --xlsx 文件 或 --docx 文件")
    from generator.intake import empty_docx, empty_form, empty_xlsx  # noqa: PLC0415
    from generator.runtime.atomic_folders import write_file  # noqa: PLC0415

    empty = empty_form.empty_form(forms[name])
    if empty.rows > _MOST_ROWS:
        raise JixiaoError(
            f"表单{quote(name)}的空表有 {empty.rows} 行，最多打印 {_MOST_ROWS} 行。"
            "请把 forms/ 里这个表单的“行”减到表上固定印的几行。"
        )
    for target, make in ((xlsx, empty_xlsx.xlsx), (docx, empty_docx.docx)):
        if target:
            write_file(target, make(empty), overwrite=False)
            click.echo(f"已写好：{target.absolute()}")


COMMANDS = (form,)
