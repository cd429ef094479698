"""The build: a checked catalogue to a whole site, through MkDocs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import mkdocs.commands.build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import Files

from generator.model.catalogue import Catalogue
from generator.model.problems import JixiaoError
from generator.pages import catalogue_pages
from generator.pages.templating import Page
from generator.runtime import atomic_folders, cached_files
from generator.runtime.executors import Hire
from generator.site import plugin, render
from generator.site.plugin import JixiaoPlugin

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
    how many there are. Raises JixiaoError, with the reason, where that cannot be done.
    """
    spare = cached_files.of_site(where.config_file.parent, "folders", where.site)
    with atomic_folders.replacing(where.site, SITE_SIGNS, spare) as fresh:
        docs = str(where.content / "pages")
        config = load_config(
            str(where.config_file), site_dir=str(fresh), docs_dir=docs, strict=True
        )
        ours = config.plugins["jixiao"]
        assert isinstance(ours, JixiaoPlugin)  # noqa: S101  mkdocs.yml names it
        ours.catalogue, ours.workers, ours.advance = catalogue, workers, advance
        ours.spare = spare
        try:
            mkdocs.commands.build.build(config)
        except (Abort, MkDocsException) as error:
            reason = error.__context__ or error  # MkDocs' own words tell nothing
            raise JixiaoError(f"生成网站失败，原有的网站没有改动：{reason}") from error
        fresh.chmod(0o755)  # a web server reads it under another name
        return ours.count


class Look(NamedTuple):
    """How the site looks: what makes a page of it, the files that its pages load by their address.

    `search` makes the search page of what names the files of an index; `lost` is the page of an
    address that is none.
    """

    html: Callable[[Page], str]
    search: Callable[[Page, Mapping[str, Any]], str]
    lost: str
    files: Mapping[str, bytes]


def look(config_file: Path, content: Path, catalogue: Catalogue) -> Look:
    """The look of the site of `catalogue`, without a site: pages are made when asked for."""
    docs = str(content.absolute() / "pages")
    try:
        config = load_config(str(config_file), docs_dir=docs)
        config.plugins._current_plugin = "jixiao"  # generated files are asked for whose they are
        few = list(catalogue_pages.few(catalogue))
        plugin.describe(config, catalogue, few)
        files = Files([])
        files.add_files_from_theme(config.theme.get_env(), config)
        delivered = plugin.deliver(files, config)
    except (Abort, MkDocsException) as error:
        raise JixiaoError(f"预览没有启动：{error}") from error
    sections = {address for _, address in plugin.SECTIONS}
    frame = render.frame(config, [page for page in few if page.address in sections])
    theme = render.Theme(frame)

    def search(page: Page, manifest: Mapping[str, Any]) -> str:
        return render.Theme(render.with_index(frame, manifest)).html(page)

    loaded = {file.dest_uri: file.content_bytes for file in delivered}
    return Look(theme.html, search, theme.lost(list(catalogue.by_year)), loaded)
