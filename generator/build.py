"""The build: a checked catalogue to a whole site, through MkDocs."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import click
import mkdocs.commands.build
import mkdocs.commands.serve
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from generator import directories
from generator.catalogue import Catalogue
from generator.plugin import CONTENT_VARIABLE, JixiaoPlugin
from generator.problems import JixiaoError
from generator.workers import Hire

SITE_SIGNS = ("index.html", "404.html", "search/index.html")


class Where(NamedTuple):
    """What a site is built from and to."""

    config_file: Path
    content: Path
    site: Path


def build(
    catalogue: Catalogue, where: Where, workers: Hire, advance: Callable[[str, int], None]
) -> int:
    """Build `catalogue` into the site, whole or not at all; the number of pages.

    `advance` is called after each page and each part of the search index, with what it was and
    how many there are. Raises JixiaoError where MkDocs refuses, with its reasons in
    the log.
    """
    with directories.replacing(where.site, SITE_SIGNS) as fresh:
        docs = str(where.content / "pages")
        config = load_config(
            str(where.config_file), site_dir=str(fresh), docs_dir=docs, strict=True
        )
        plugin = config.plugins["jixiao"]
        assert isinstance(plugin, JixiaoPlugin)  # noqa: S101  mkdocs.yml names it
        plugin.catalogue, plugin.workers, plugin.advance = catalogue, workers, advance
        try:
            mkdocs.commands.build.build(config)
        except (Abort, MkDocsException) as error:
            raise JixiaoError(f"生成网站失败，原有的网站没有改动：{error}") from error
        fresh.chmod(0o755)  # a web server reads it under another name
        return plugin.count


def serve(config_file: Path, content: Path, address: str) -> None:
    """Show the site at `address` and rebuild it when content changes, until interrupted."""
    os.environ[CONTENT_VARIABLE] = str(content.absolute())
    log = logging.getLogger(mkdocs.__name__)  # ProperDocs answers to this name and logs by its own
    log.setLevel(logging.INFO)
    log.addHandler(_Chinese())
    try:
        mkdocs.commands.serve.serve(
            str(config_file), docs_dir=str(content / "pages"), dev_addr=address
        )
    except (Abort, MkDocsException) as error:
        raise JixiaoError(f"预览没有启动：{error}") from error


class _Chinese(logging.Handler):
    """What MkDocs' preview says, in words for staff; its other messages are left out."""

    _WORDS = (
        ("Serving on", "预览：{rest}（按 Ctrl+C 结束）"),
        ("Detected file changes", "内容有改动，正在更新…"),
        ("Reloading browsers", "已更新。"),
        ("An error happened during the rebuild", "有错误，页面停在上一次的样子；改好后自动更新。"),
    )

    def emit(self, record: logging.LogRecord) -> None:
        """Print the message where a person can use it."""
        text = record.getMessage()
        for english, chinese in self._WORDS:
            _, found, rest = text.partition(english)  # a time of day stands before it
            if found:
                click.echo(chinese.format(rest=rest.strip()), err=True)
                return
        if record.levelno >= logging.WARNING:
            click.echo(text, err=True)
