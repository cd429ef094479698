"""Options that several commands have."""

from pathlib import Path

import click

content_option = click.option(
    "--content",
    "content",
    metavar="文件夹",
    default="content",
    show_default=True,
    type=click.Path(path_type=Path),
    help="内容文件夹",
)

checkpoint_option = click.option(
    "--checkpoint",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="公开记录的留底 [默认：内容所在 git 仓库的分支 jixiao-record]",
)
