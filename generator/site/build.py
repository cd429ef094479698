"""Builds the site of a checked catalogue through MkDocs; renders single pages for the preview."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import mkdocs.commands.build
from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import Files

from generator.model.catalogue import Catalogue
from generator.model.problems import JixiaoError
from generator.pages import catalogue_pages
from generator.pages.templating import Page
from generator.runtime import atomic_folders, cached_files
from generator.runtime.executors import ExecutorFor
from generator.site import assets, configuration, plugin
from generator.site.plugin import JixiaoPlugin
from generator.site.theme import Theme, render_context, with_search_index

SITE_MARKERS = ("index.html", "404.html", "search/index.html")


class BuildPaths(NamedTuple):
    """What a site is built from and to."""

    config_file: Path
    content: Path
    site: Path


def build(
    catalogue: Catalogue,
    paths: BuildPaths,
    executor_for: ExecutorFor,
    progress: Callable[[str, int], None],
) -> int:
    """Build the site of `catalogue`, whole or not at all; returns the number of pages.

    `progress` is called after each page and each part of the search index, with what it was and
    how many there are. Raises JixiaoError, with the reason, where the build fails.
    """
    spare = cached_files.site_folder(paths.config_file.parent, "folders", paths.site)
    with atomic_folders.replacing(paths.site, SITE_MARKERS, spare) as fresh:
        docs = os.fspath(paths.content / "pages")
        config = configuration.load(
            paths.config_file, site_dir=os.fspath(fresh), docs_dir=docs, strict=True
        )
        ours = config.plugins["jixiao"]
        assert isinstance(ours, JixiaoPlugin)  # noqa: S101  mkdocs.yml names it
        ours.catalogue, ours.executor_for, ours.progress = catalogue, executor_for, progress
        ours.spare = spare
        try:
            mkdocs.commands.build.build(config)
        except (Abort, MkDocsException, TemplateError) as error:
            raise JixiaoError(f"生成网站失败，原有的网站没有改动：{_reason(error)}") from error
        fresh.chmod(0o755)  # a web server reads it under another name
        return ours.count


def _reason(error: Exception) -> object:
    if isinstance(error, TemplateSyntaxError):
        return f"模板 {error.filename} 第 {error.lineno} 行写错了：{error.message}"
    return error.__context__ or error  # MkDocs' own message tells nothing


class PageRenderer:
    """Renders single pages of a site to HTML, each when it is asked for; no site is written.

    `not_found` is the HTML of 404.html; `assets` are the files that pages load: address to bytes.
    Raises JixiaoError where MkDocs refuses the configuration or the theme.
    """

    def __init__(self, config_file: Path, content: Path, catalogue: Catalogue) -> None:
        docs = os.fspath(content.absolute() / "pages")
        try:
            config = configuration.load(config_file, docs_dir=docs)
            config.plugins._current_plugin = "jixiao"  # MkDocs asks whose the generated files are
            index_pages = list(catalogue_pages.index_pages(catalogue))
            plugin.set_site_values(config, catalogue, index_pages)
            files = Files([])
            files.add_files_from_theme(config.theme.get_env(), config)
            bundled = assets.bundle(files, config)
            self.assets = {file.dest_uri: file.content_bytes for file in bundled}
            self._context = render_context(config, index_pages)
            theme = Theme(self._context)
            self.not_found = theme.not_found(list(catalogue.by_year))
        except (Abort, MkDocsException, TemplateError) as error:
            raise JixiaoError(f"页面的样子做不出来：{_reason(error)}") from error
        self.page = theme.html

    def search_page(self, page: Page, manifest: Mapping[str, Any]) -> str:
        """The search page, which carries the manifest of the search index."""
        return Theme(with_search_index(self._context, manifest)).html(page)
