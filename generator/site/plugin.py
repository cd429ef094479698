"""The MkDocs adapter: each event hands over to one plain function.

It is how `mkdocs build` and `mkdocs serve` work by themselves; nothing else knows MkDocs but
the build command.
"""

from __future__ import annotations

import hashlib
import html
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
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
from generator.data import report_json
from generator.model.catalogue import Catalogue
from generator.model.problems import ContentError, JixiaoError, has_errors
from generator.pages import catalogue_pages
from generator.pages.catalogue_pages import Recipe
from generator.pages.template_cache import keep_compiled
from generator.pages.templating import Page
from generator.pdf import build as pdf
from generator.runtime import cached_files, clock, spare_folders
from generator.runtime.executors import Hire, Workers
from generator.search import index, scripts
from generator.site import attachment_files, inputs, render

# Material's notice on its own end of life is for maintainers (see CONTRIBUTING.md), not for every
# build of staff; `mkdocs.yml` names `heading_id`, so this is read before the theme prints it.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

CONTENT_VARIABLE = "JIXIAO_CONTENT"  # another content folder, for MkDocs by itself
SEARCH_DATA = "search/data"
SEARCH_SCRIPTS = "assets/search"
STYLES = "assets/style"
THEME_SCRIPTS = "assets/theme"
# In this order: what comes later may build on what came before.
STYLE_SHEETS = (
    "tokens", "frame", "text", "report", "tables", "charts", "lists", "search", "contents", "print",
)  # fmt: skip
SECTIONS = (("首页", ""), ("年度", "years/"), ("部门", "departments/"), ("说明", "about/"))

# What we use of the theme's files, and our own: its scripts and its icons' font stay away.
_OF_THE_THEME = re.compile(r"assets/(stylesheets/(main|palette)\.\w+\.min\.css|icon\.svg)")


def _silent(_what: str, _total: int) -> None:
    """What a build tells when nobody listens."""


class JixiaoConfig(Config):  # type: ignore[no-untyped-call]
    """Options of the plugin in `mkdocs.yml`."""

    content = Type(str, default="content")
    loop = Type(bool, default=False)  # every page through MkDocs' own loop, one after the other


class JixiaoPlugin(BasePlugin[JixiaoConfig]):  # type: ignore[no-untyped-call]
    """Gives MkDocs the pages and files that the content folder makes.

    The build command has read the content already and sets `catalogue`, `spare` for folders of the
    former site, and `advance` to be told of each page and part of the index; MkDocs by itself has
    not, and the content is read here.
    """

    catalogue: Catalogue | None = None
    workers: Hire | None = None
    spare: Path | None = None
    few: list[Page]
    many: list[Recipe]
    advance: Callable[[str, int], None] = staticmethod(_silent)

    @property
    def count(self) -> int:
        """How many pages the site has."""
        return len(self.few) + len(self.many)

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the content before anything is written: a build that must fail fails here."""
        logging.getLogger("jieba").setLevel(logging.WARNING)
        kept = _cache(config, "check")
        try:
            self._crew = Workers()
            self.catalogue = self.catalogue or _load(self._content(config), kept, self._hire)
        except JixiaoError as error:
            raise PluginError(str(error)) from error
        self.few = list(catalogue_pages.few(self.catalogue))
        self.many = list(catalogue_pages.many(self.catalogue))
        describe(config, self.catalogue, self.few)
        config.extra["addresses"] = [one.address for one in (*self.few, *self.many)]

    def _hire(self, seconds: float) -> Executor | None:
        """Those of the build command, else our own: sent away when the site is there."""
        return (self.workers or self._crew)(seconds)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Our pages and attachments in place of whatever lies in `docs_dir`."""
        assert self.catalogue is not None  # noqa: S101  `on_config` has set it
        delivered = deliver(files, config)
        cache = _cache(config, "search")
        self._index = index.Index(self.catalogue, cache, self._hire, self.advance)
        if self.config.loop:
            self._write_index(config)
        return Files([*delivered, *_made_files(self._own(), self.catalogue, config)])

    def on_env(self, env: jinja2.Environment, **_: object) -> None:
        """Compile no template that was compiled before."""
        keep_compiled(env)

    def _own(self) -> list[Page]:
        """Pages for MkDocs' loop: the sections of its navigation, what staff wrote."""
        if self.config.loop:
            return [*self.few, *(one.whole().page() for one in self.many)]
        sections = {address for _, address in SECTIONS}
        return [
            page
            for page in self.few
            if page.address in sections or page.metadata["kind"] == "handwritten"
        ]

    def on_page_content(self, html: str, page: MkDocsPage, **_: object) -> str:
        """Clean what staff wrote by hand; report text was made harmless before."""
        return handwritten.clean_page(html) if page.meta.get("kind") == "handwritten" else html

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, **_: object) -> None:
        """Rebuild when content changes."""
        server.watch(str(self._content(config)))

    def on_post_page(self, output: str, **_: object) -> str:
        """Count the page for whoever shows progress."""
        self.advance("生成页面", self.count)
        return output

    def on_post_build(self, config: MkDocsConfig) -> None:
        """All other pages, and the files that lie beside the reports' pages."""
        assert self.catalogue is not None  # noqa: S101  `on_config` has set it
        try:
            with spare_folders.lent(self.spare, Path(config.site_dir)):
                self._finish(self.catalogue, config)
        except JixiaoError as error:
            raise PluginError(str(error)) from error
        finally:
            self._crew.close()

    def _finish(self, catalogue: Catalogue, config: MkDocsConfig) -> None:
        site = Path(config.site_dir)
        (site / "sitemap.xml.gz").unlink(missing_ok=True)  # it tells when it was packed
        if self.config.loop:
            report_json.write(catalogue, site)
        else:
            self._render(config)
        attachment_files.write(catalogue, site, _cache(config, "attachments"))
        retired = {one.address: one.reason for one in catalogue.site.retired}
        departments = map(catalogue.department, catalogue.by_department)
        names = {one.slug: (one.name, *one.former_names) for one in departments}
        inputs.write(site, inputs.Inputs(retired, names, catalogue.site.base_url or ""))
        pdf.write(catalogue, site, _cache(config, "pdf"), self._hire, self.advance)

    def _render(self, config: MkDocsConfig) -> None:
        """All other pages, side by side; last the search's, which carries what names its files."""
        own = {page.address for page in self._own()}
        sections = {address for _, address in SECTIONS}
        frame = render.frame(config, [page for page in self.few if page.address in sections])
        ready = [render.Ready(page) for page in self.few if page.address not in own]
        place = render.Place(Path(config.site_dir), _cache(config, "pages"))
        search = [one for one in ready if one.made.metadata["kind"] == "search"]
        others = [one for one in ready if one not in search]

        def advance() -> None:
            self.advance("生成页面", self.count)

        render.write([*others, *self.many], frame, place, self._hire, advance)
        self._write_index(config)
        frame = render.with_index(frame, config.extra["search_index"])
        render.write(search, frame, place, self._hire, advance)

    def _write_index(self, config: MkDocsConfig) -> None:
        folder = Path(config.site_dir) / SEARCH_DATA
        config.extra["search_index"] = self._index.write(folder)

    def _content(self, config: MkDocsConfig) -> Path:
        folder = os.environ.get(CONTENT_VARIABLE) or self.config.content
        return Path(config.config_file_path).parent / folder


def _cache(config: MkDocsConfig, name: str) -> Path:
    return cached_files.folder(Path(config.config_file_path).parent, name)


def deliver(files: Iterable[File], config: MkDocsConfig) -> list[File]:
    """Of the theme's files those that pages load, under their names on the site; all else stays."""
    theme_files = [file for file in files if file.src_dir != config.docs_dir]
    texts = scripts.delivered(_texts(theme_files, SEARCH_SCRIPTS))
    search_scripts = _hashed(SEARCH_SCRIPTS, texts, config)
    theme_scripts = _hashed(THEME_SCRIPTS, _texts(theme_files, THEME_SCRIPTS), config)
    styles = _texts(theme_files, STYLES)
    style = "\n".join(styles[name] for name in STYLE_SHEETS)
    style_sheet = _hashed(STYLES, {"jixiao": style}, config, "css")
    theme = [file for file in theme_files if _OF_THE_THEME.fullmatch(file.src_uri)]
    config.extra["search_scripts"] = str(Path(search_scripts[0].src_uri).parent)
    config.extra["theme_scripts"] = str(Path(theme_scripts[0].src_uri).parent)
    config.extra["style_sheets"] = [
        *sorted(file.src_uri for file in theme if file.src_uri.endswith(".css")),
        style_sheet[0].src_uri,
    ]
    return [*theme, *search_scripts, *theme_scripts, *style_sheet]


def heading_id(heading: str, separator: str) -> str:
    """A heading's anchor: its words, Chinese ones kept, so that a link to it can be read."""
    return re.sub(r"[^\w]+", separator, heading.strip()).strip(separator).lower()


def _load(content: Path, kept: Path, workers: Hire) -> Catalogue:
    loaded = loader.load(content, loader.Reading(clock.today(), Store(kept), workers))
    if loaded.catalogue is None or has_errors(loaded.problems):
        raise PluginError(f"内容有错误，没有生成网站：\n{ContentError(loaded.problems)}")
    return loaded.catalogue


def _texts(files: list[File], folder: str) -> dict[str, str]:
    """Name to text of the theme's files in a folder."""
    found = [file for file in files if file.src_uri.startswith(f"{folder}/")]
    return {Path(file.src_uri).stem: file.content_string for file in found}


def _hashed(
    folder: str, texts: Mapping[str, str], config: MkDocsConfig, suffix: str = "js"
) -> list[File]:
    """Files as the site has them, in a folder that is named by what they say.

    A browser may then keep them for good, and never has some of one release and some of another.
    """
    digest = hashlib.sha256("".join(texts.values()).encode()).hexdigest()
    return [
        File.generated(config, f"{folder}-{digest[:12]}/{name}.{suffix}", content=text)
        for name, text in texts.items()
    ]


def _navigation(made: list[Page]) -> list[dict[str, str]]:
    """Sections that have a page; an empty index is never linked."""
    uris = {page.address: page.source_uri for page in made}
    return [{label: uris[address]} for label, address in SECTIONS if address in uris]


def describe(config: MkDocsConfig, catalogue: Catalogue, few: list[Page]) -> None:
    """Tell the configuration what every page says of the site."""
    site = catalogue.site
    config.nav = _navigation(few)
    # The theme prints site_name unescaped in places.
    config.site_name = html.escape(site.name)
    config.site_url = site.base_url or ""
    config.extra["site"] = catalogue.site
    feedback = next((one.address for one in catalogue.pages if one.slug == "feedback"), None)
    config.extra["feedback"] = feedback
    config.extra["years"] = list(catalogue.by_year)


def _made_files(made: list[Page], catalogue: Catalogue, config: MkDocsConfig) -> Iterator[File]:
    for page in made:
        yield File.generated(config, page.source_uri, content=page.markdown)
    for address, source in catalogue.pictures():
        yield File.generated(config, address, abs_src_path=str(source.absolute()))
