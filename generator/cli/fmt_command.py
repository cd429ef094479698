"""`jixiao fmt`: content files in their canonical form; what they say and their comments stay."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from generator.cli import shared
from generator.console.command_line import Command
from generator.console.terminal import printable
from generator.model.problems import JixiaoError


@click.command(cls=Command)
@shared.content_option
@click.option("--check", "is_check", is_flag=True, help="只列出要整理的，不改；有就退出 1")
@click.argument("files", metavar="[文件]…", nargs=-1, type=shared.FILE)
def fmt(content: Path, is_check: bool, files: tuple[Path, ...]) -> None:
    """整理内容文件的写法：次序、缩进、引号、空行；写的内容和注释不变。

    不写文件，就整理全部内容。读不出的文件不动，并说明为什么。

    \b
    例：
      jixiao fmt
      jixiao fmt content/reports/2024/gonganju/shipin.yml
      jixiao fmt --check
    """
    shared.require_folder(content)
    changed = failed = 0
    tidy = _Tidy(content)
    for file in files or _all(content):
        try:
            is_changed = tidy.file(file, is_check=is_check)
        except (JixiaoError, ValueError, OSError) as error:
            failed += 1
            click.echo(printable(_told(error, file)), err=True)
            continue
        if is_changed:
            changed += 1
            click.echo(f"{'要整理' if is_check else '整理了'}：{printable(file.as_posix())}")
    click.echo(_summary(changed, failed, is_check=is_check), err=True)
    if failed or (is_check and changed):
        sys.exit(1)


def _all(content: Path) -> Sequence[Path]:
    from generator.intake.key_order import kind_of  # noqa: PLC0415

    found = (one for one in sorted(content.rglob("*.yml")) if one.is_file())
    return [one for one in found if kind_of(one.relative_to(content).as_posix())]


def _told(error: Exception, file: Path) -> str:
    if isinstance(error, OSError):
        return f"{file.as_posix()}: 读不了，或者写不了。没有改动。"
    return str(error)


def _summary(changed: int, failed: int, *, is_check: bool) -> str:
    done = "要整理" if is_check else "整理了"
    told = f"{changed} 个文件{done}" if changed else "没有要整理的"
    return f"{told}，{failed} 个没有动。" if failed else f"{told}。"


class _Tidy:
    """Makes files of one content folder canonical; its forms tell the order of reports."""

    def __init__(self, content: Path) -> None:
        from generator.content import loader  # noqa: PLC0415

        self._content = content
        self._forms, _ = loader.load_forms(content)

    def file(self, file: Path, *, is_check: bool) -> bool:
        """Whether the file is not canonical; if so it is written anew, unless it is a check.

        Raises JixiaoError, or CanonicalError, where it cannot be made so.
        """
        from generator.intake.key_order import form_id, key_order, kind_of  # noqa: PLC0415
        from generator.runtime.atomic_folders import write_file  # noqa: PLC0415
        from generator.source import tree  # noqa: PLC0415
        from generator.source.canonical import canonical  # noqa: PLC0415

        kind = kind_of(self._name(file))
        if kind is None:
            raise JixiaoError(f"{file.as_posix()}: 不是内容文件，没有改动。")
        data = file.read_bytes()
        source, _ = tree.read(data, file.as_posix())
        form = self._forms.get(form_id(source.value if source else None))
        text = canonical(data, file.as_posix(), key_order(kind, form))
        if text.encode() == data:
            return False
        if not is_check:
            write_file(file, text)
        return True

    def _name(self, file: Path) -> str:
        inside, content = file.resolve(), self._content.resolve()
        if inside.suffix != ".yml" or not inside.is_relative_to(content):
            return ""
        return inside.relative_to(content).as_posix()


COMMANDS = (fmt,)
