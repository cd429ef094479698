"""One page at a time through the theme's templates, as MkDocs' own loop makes it."""

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from generator.content import handwritten
from generator.pages.templating import Page, template_cache
from generator.runtime import program
from generator.site import build_info, configuration, fast_markdown

# What the templates read of `config.extra` on every page.
SHARED_EXTRA = ("site", "feedback", "search_scripts", "theme_scripts", "style_sheets")
_HEADING_WITH_ID = re.compile(r'<(h[2-6]) id="([^"]+)">(.+?)</\1>')


@dataclass(frozen=True)
class RenderContext:
    """What all pages share: the configuration as the build has it, the sections of the site.

    It can be sent to another process. `fingerprint` is a digest of all of it, of the templates and
    of the program.
    """

    config_file: str
    docs_dir: str
    site_name: str
    site_url: str
    extra: Mapping[str, Any] = field(compare=False)  # in the fingerprint, as the rest is
    sections: tuple[tuple[str, str, str], ...]  # label, file, its front matter
    fingerprint: str


def render_context(config: MkDocsConfig, index_pages: Sequence[Page]) -> RenderContext:
    """The context of a site whose configuration is complete: its navigation names the sections."""
    labels = {uri: label for item in config.nav or () for label, uri in item.items()}
    rows = tuple(
        (labels[one.source_uri], one.source_uri, _only_titled(one).front_matter)
        for one in index_pages
        if one.source_uri in labels
    )
    extra = {name: config.extra[name] for name in SHARED_EXTRA}
    digest = hashlib.sha256(_program_fingerprint(config).encode())
    site = extra["site"].model_dump_json(exclude={"rules", "cleared", "retired", "owed"})
    shown = [value for name, value in extra.items() if name != "site"]
    digest.update(repr((config.site_name, config.site_url, site, shown, rows)).encode())
    return RenderContext(
        os.fspath(Path(config.config_file_path).absolute()), config.docs_dir, config.site_name,
        config.site_url or "", extra, rows, digest.hexdigest(),
    )  # fmt: skip


def _only_titled(page: Page) -> Page:
    """A section as all other pages know it: what else it tells of itself moves none of them."""
    return page._replace(metadata={"title": page.metadata["title"]})


def with_search_index(context: RenderContext, manifest: Mapping[str, Any]) -> RenderContext:
    """The context of the search page, which carries the manifest of the search index."""
    digest = hashlib.sha256(f"{context.fingerprint} {json.dumps(manifest)}".encode()).hexdigest()
    extra = {**context.extra, "search_index": manifest}
    return replace(context, extra=extra, fingerprint=digest)


def _program_fingerprint(config: MkDocsConfig) -> str:
    """A digest of the program, the theme's templates and the configuration file."""
    # The site's own theme and ours, laid over Material's.
    themes = {Path(config.theme.custom_dir or config.theme.dirs[0]), program.shipped("overrides")}
    files = (file for theme in sorted(themes) for file in sorted(theme.rglob("*.html")))
    templates = [file for file in files if file.is_file()]
    made_by = program.fingerprint("model", "check", "data", "pages", "site"), build_info.versions()
    digest = hashlib.sha256(repr(made_by).encode())
    for file in [Path(config.config_file_path), *templates]:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


class Theme:
    """The configuration, the navigation and the template, ready for page after page."""

    def __init__(self, context: RenderContext) -> None:
        config = configuration.load(Path(context.config_file), docs_dir=context.docs_dir)
        config.site_name, config.site_url = context.site_name, context.site_url
        config.extra.update(context.extra)
        config.plugins._current_plugin = "jixiao"  # MkDocs asks whose the generated files are
        config.nav = [{label: uri} for label, uri, _ in context.sections]
        files = Files(
            [File.generated(config, uri, content=text) for _, uri, text in context.sections]
        )
        self.config: MkDocsConfig = config
        self.navigation: Navigation = get_navigation(files, config)
        self._templates = config.theme.get_env()
        self._templates.bytecode_cache = template_cache()
        self._main = self._templates.get_template("main.html")

    def html(self, page: Page) -> str:
        """The HTML of a page, the same as from MkDocs' loop."""
        file = File.generated(self.config, page.source_uri, content=page.markdown)
        one = MkDocsPage(None, file, self.config)
        one.meta, one.markdown = dict(page.metadata), page.body
        rendered = fast_markdown.render(page.body, self.config.mdx_configs["toc"]["slugify"])
        if rendered is None:
            one.read_source(self.config)
            one.render(self.config, Files([]))
        else:
            one.content, one.toc = rendered.html, get_toc(rendered.tokens)  # type: ignore[arg-type]
        if page.metadata["kind"] == "handwritten":
            one.content = handwritten.clean_page(one.content or "")
        if page.metadata["kind"] == "report":
            one.content = with_heading_links(one.content or "")
        one.active = True
        return self._main.render(get_context(self.navigation, [], self.config, one))

    def not_found(self, years: Sequence[int]) -> str:
        """The HTML of 404.html, which links to these years."""
        self.config.extra["years"] = years
        template = self._templates.get_template("404.html")
        return template.render(get_context(self.navigation, [], self.config, base_url="/"))


def with_heading_links(html: str) -> str:
    """The HTML of a report with a quiet link in each heading, as its rows have one."""
    link = r'<a class="jx-here" href="#\2" aria-label="这一节的链接"></a>'
    return _HEADING_WITH_ID.sub(rf'<\1 id="\2">\3{link}</\1>', html)
