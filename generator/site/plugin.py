"""The MkDocs plugin: each event hands over to one plain function.

With it `mkdocs build` and `mkdocs serve` work by themselves. Outside this wing only the build
command and the preview come to MkDocs, through `build`.
"""

import html
import logging
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import jinja2
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage

from generator.content import handwritten, loader
from generator.content.examination_store import Store
from generator.data import exports, report_json
from generator.model.catalogue import Catalogue
from generator.model.problems import ContentError, JixiaoError, has_errors
from generator.pages import catalogue_pages
from generator.pages.catalogue_pages import DeferredPage
from generator.pages.templating import Page, template_cache
from generator.pdf import build as pdf
from generator.pdf import share_picture
from generator.runtime import atomic_folders, cached_files, clock
from generator.runtime.executors import ExecutorFor, LazyExecutor
from generator.search import index
from generator.site import assets, build_info, render, sitemap, theme

# Material's notice on its own end of life is for maintainers (see CONTRIBUTING.md), not for every
# build of staff; `mkdocs.yml` names `heading_id`, so this is read before the theme prints it.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

CONTENT_VARIABLE = "JIXIAO_CONTENT"  # another content folder, for MkDocs by itself
SEARCH_DATA = "search/data"
SECTIONS = (
    ("首页", ""),
    ("年度", "years/"),
    ("部门", "departments/"),
    ("查询", "explore/"),
    ("数据", "data/"),
    ("说明", "about/"),
)
_SECTION_ADDRESSES = frozenset(address for _, address in SECTIONS)


class JixiaoConfig(Config):  # type: ignore[no-untyped-call]
    """Options of the plugin in `mkdocs.yml`."""

    content = Type(str, default="content")
    loop = Type(bool, default=False)  # every page through MkDocs' own loop, one after the other


class JixiaoPlugin(BasePlugin[JixiaoConfig]):  # type: ignore[no-untyped-call]
    """Gives MkDocs the pages and files that are generated from the content folder.

    The build command sets `catalogue`, `executor_for`, `spare` (for folders of the former site) and
    `progress` (called after each page and each part of the index). MkDocs by itself sets none of
    them; then the content is read here.
    """

    catalogue: Catalogue | None = None
    executor_for: ExecutorFor | None = None
    spare: Path | None = None
    index_pages: list[Page]
    detail_pages: list[DeferredPage]
    progress: Callable[[str, int], None] = staticmethod(lambda _what, _total: None)

    @property
    def count(self) -> int:
        """How many pages the site has."""
        return len(self.index_pages) + len(self.detail_pages)

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the content before anything is written: a build that must fail fails here."""
        logging.getLogger("jieba").setLevel(logging.WARNING)
        cache = _cache(config, "check")
        try:
            self._own_executor = LazyExecutor()
            self._executor_for = self.executor_for or self._own_executor
            self.catalogue = self.catalogue or _load(
                self._content(config), cache, self._executor_for
            )
        except JixiaoError as error:
            raise PluginError(str(error)) from error
        self._sums: dict[str, str] = {}  # SHA-256 of each file that came from the cache
        self.index_pages = list(catalogue_pages.index_pages(self.catalogue))
        self.detail_pages = list(catalogue_pages.detail_pages(self.catalogue))
        set_site_values(config, self.catalogue, self.index_pages)
        config.theme.static_templates.discard("sitemap.xml")  # it knows MkDocs' own pages only

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Our pages and files in place of whatever lies in `docs_dir`."""
        assert self.catalogue is not None  # noqa: S101  `on_config` has set it
        bundled = assets.bundle(files, config)
        self._index = index.IndexBuilder(
            self.catalogue, _cache(config, "search"), self._executor_for, self.progress
        )
        if self.config.loop:
            self._write_index(config)
        return Files([*bundled, *_generated(self._pages_for_mkdocs(), self.catalogue, config)])

    def on_env(self, env: jinja2.Environment, **_: object) -> None:
        """Compile no template that was compiled before."""
        env.bytecode_cache = template_cache()

    def on_page_content(self, html: str, page: MkDocsPage, **_: object) -> str:
        """Clean what staff wrote by hand; report text was made harmless before."""
        match page.meta.get("kind"):
            case "handwritten":
                return handwritten.clean_page(html)
            case "report":
                return theme.with_heading_links(html)
        return html

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, **_: object) -> None:
        """Rebuild when content changes."""
        server.watch(os.fspath(self._content(config)))

    def on_post_page(self, output: str, **_: object) -> str:
        """Count the page for the progress bar."""
        self._count_page()
        return output

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write all other pages, and the files that lie beside the reports' pages."""
        assert self.catalogue is not None  # noqa: S101  `on_config` has set it
        try:
            with atomic_folders.lent(self.spare, Path(config.site_dir)):
                self._finish(self.catalogue, config)
        except JixiaoError as error:
            raise PluginError(str(error)) from error
        finally:
            self._own_executor.close()

    def _pages_for_mkdocs(self) -> list[Page]:
        """Pages for MkDocs' loop: the sections of its navigation, what staff wrote."""
        if self.config.loop:
            return [*self.index_pages, *(one.rendered() for one in self.detail_pages)]
        return [
            page
            for page in self.index_pages
            if page.address in _SECTION_ADDRESSES or page.metadata["kind"] == "handwritten"
        ]

    def _finish(self, catalogue: Catalogue, config: MkDocsConfig) -> None:
        site = Path(config.site_dir)
        if self.config.loop:
            report_json.write(catalogue, site)
        else:
            self._render(config)
        for page in self._pages_for_mkdocs():
            self._sums |= render.write_pictures(page, catalogue.site, site)
        self._sums |= render.write_attachments(catalogue, site, _cache(config, "attachments"))
        caches = exports.Caches(*(_cache(config, one) for one in ("data", "parts", "bulk")))
        self._sums |= exports.write(catalogue, site, caches, self._executor_for)
        places = sitemap.places((*self.index_pages, *self.detail_pages), catalogue.public)
        sitemap.write(site, catalogue.site.base_url, places)
        build_info.write(site, build_info.BuildInfo.of(catalogue))
        pdf_cache = _cache(config, "pdf")
        self._sums |= pdf.write(catalogue, site, pdf_cache, self._executor_for, self.progress)
        self._sums |= share_picture.write(catalogue.site, site, _cache(config, "shared"))
        build_info.write_sums(site, self._sums)

    def _render(self, config: MkDocsConfig) -> None:
        """Render all other pages; last the search page, which carries the index's manifest."""
        by_mkdocs = {page.address for page in self._pages_for_mkdocs()}
        others = [one for one in self.index_pages if one.address not in by_mkdocs]
        search = [one for one in others if one.metadata["kind"] == "search"]
        rest = [one for one in others if one.metadata["kind"] != "search"]
        context = theme.render_context(config, self.index_pages)
        caches = _cache(config, "pages"), _cache(config, "data")
        folders = render.OutputFolders(Path(config.site_dir), *caches)
        pages = [*rest, *self.detail_pages]
        executor_for, count = self._executor_for, self._count_page
        self._sums |= render.write(pages, context, folders, executor_for, count)
        self._write_index(config)
        context = theme.with_search_index(context, config.extra["search_index"])
        self._sums |= render.write(search, context, folders, executor_for, count)

    def _count_page(self) -> None:
        self.progress("生成页面", self.count)

    def _write_index(self, config: MkDocsConfig) -> None:
        folder = Path(config.site_dir) / SEARCH_DATA
        config.extra["search_index"] = self._index.write(folder)
        for path, sha256 in self._index.sums.items():
            self._sums[f"{SEARCH_DATA}/{path}"] = sha256

    def _content(self, config: MkDocsConfig) -> Path:
        folder = os.environ.get(CONTENT_VARIABLE) or self.config.content
        return Path(config.config_file_path).parent / folder


def set_site_values(config: MkDocsConfig, catalogue: Catalogue, index_pages: list[Page]) -> None:
    """Put into the configuration what every page shows of the site."""
    site = catalogue.site
    uris = {page.address: page.source_uri for page in index_pages}
    # An index with no page, because nothing is in it, is not linked.
    config.nav = [{label: uris[address]} for label, address in SECTIONS if address in uris]
    # The theme prints site_name unescaped in places.
    config.site_name = html.escape(site.name)
    config.site_url = site.base_url or ""
    feedback = next((one.address for one in catalogue.pages if one.slug == "feedback"), None)
    config.extra.update(site=site, feedback=feedback, years=list(catalogue.by_year))


def heading_id(heading: str, separator: str) -> str:
    """A heading's anchor: its words, Chinese ones kept, so that a link to it can be read."""
    return re.sub(r"[^\w]+", separator, heading.strip()).strip(separator).lower()


def _cache(config: MkDocsConfig, name: str) -> Path:
    return cached_files.folder(Path(config.config_file_path).parent, name)


def _load(content: Path, cache: Path, executor_for: ExecutorFor) -> Catalogue:
    loaded = loader.load(content, loader.ReadOptions(clock.today(), Store(cache), executor_for))
    if loaded.catalogue is None or has_errors(loaded.problems):
        raise PluginError(f"内容有错误，没有生成网站：\n{ContentError(loaded.problems)}")
    return loaded.catalogue


def _generated(pages: list[Page], catalogue: Catalogue, config: MkDocsConfig) -> Iterator[File]:
    for page in pages:
        yield File.generated(config, page.source_uri, content=page.markdown)
    for address, source in catalogue.pictures():
        yield File.generated(config, address, abs_src_path=os.fspath(source.absolute()))
