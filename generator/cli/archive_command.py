"""The command that makes one file of a whole site."""

from pathlib import Path

import click

from generator.cli import shared
from generator.console.command_line import Command
from generator.console.terminal import progress_bar


@click.command(cls=Command)
@shared.folder_option("--site", "site", "生成好的网站")
@click.option(
    "--out",
    metavar="文件",
    default="build/archive.zip",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="存档放到哪里",
)
def archive(site: Path, out: Path) -> None:
    """把生成好的整个网站打成一个压缩包，解压以后不用服务器就能看。

    \b
    网站相同，存档就一字节不差。里面有：
      如何打开.txt    给拿到它的人
      site/          网站；打开 site/index.html
      SHA256SUMS     每个文件的校验值

    \b
    例：
      jixiao archive --site site --out 2024年底存档.zip
    """
    from generator.release import archive as archiving  # noqa: PLC0415

    with progress_bar() as progress:
        made = archiving.write(site, out, progress)
    click.echo(f"打包了 {made.files} 个文件，{made.size / 1e6:.1f} MB：{out.absolute()}")


COMMANDS = (archive,)
