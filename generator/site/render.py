"""Many pages at once through the theme: on all processors, and only those that changed.

MkDocs' own loop makes the few pages that it needs for its navigation. All others are made here,
with MkDocs' own page, context and template, so that they are what its loop would make of them. What
was made is kept under all that it rests on; the site shares it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from generator.content import handwritten
from generator.data import report_json
from generator.pages.catalogue_pages import Recipe, ReportPage
from generator.pages.indexes import IndexPage
from generator.pages.template_cache import keep_compiled
from generator.pages.templating import Page
from generator.runtime import cached_files, program
from generator.runtime.executors import Hire
from generator.site import fast_markdown, inputs

# What the theme's templates read of the configuration on every page.
SHARED = ("site", "feedback", "search_scripts", "theme_scripts", "style_sheets")
BATCH = 40  # pages that a process takes at a time
EACH = 0.003  # seconds that one takes


@dataclass(frozen=True)
class Frame:
    """What all pages share: the configuration as the build has it, the sections of the site.

    `digest` tells everything in it, the theme's files and the program included.
    """

    config_file: str
    docs_dir: str
    site_name: str
    site_url: str
    extra: Mapping[str, Any]
    sections: tuple[tuple[str, str, str], ...]  # label, file, its front matter
    digest: str


class Ready(NamedTuple):
    """A page whose Markdown is there."""

    made: Page

    @property
    def address(self) -> str:
        """Where it stands."""
        return self.made.address

    @property
    def rests_on(self) -> tuple[object, ...]:
        """All that it says."""
        return (self.made.markdown,)

    def whole(self) -> Ready:
        """Itself."""
        return self

    def page(self) -> Page:
        """The page."""
        return self.made


class Place(NamedTuple):
    """Where pages go, and where they are kept."""

    site: Path
    cache: Path


class Job(NamedTuple):
    """A page to make and what it is kept under."""

    recipe: Recipe | Ready
    name: str


def write(
    recipes: Iterable[Recipe | Ready],
    frame: Frame,
    place: Place,
    workers: Hire,
    advance: Callable[[], None],
) -> None:
    """Put every page into the site, with the data beside a report's.

    `workers` are asked for an executor where pages have to be made, with the seconds that it takes;
    None has them made here. `advance` is called once a page.
    """
    site, cache = place
    cache.mkdir(parents=True, exist_ok=True)
    jobs = [Job(recipe, _name(recipe, frame)) for recipe in recipes]
    kept = cached_files.kept(cache, {name for job in jobs for name in _files(job)})
    there: list[Job] = []
    missing: list[Job] = []
    lists: list[list[Job]] = []
    for job in jobs:
        if kept.issuperset(_files(job)):
            there.append(job)
        elif isinstance(job.recipe, IndexPage):  # made here sooner than sent to another process
            lists.append([job])
        else:
            missing.append(job)
    batches = [missing[start : start + BATCH] for start in range(0, len(missing), BATCH)]
    pool = workers(len(missing) * EACH)
    work = partial(make, frame, cache)
    begun = pool.map(work, batches) if pool else map(work, batches)
    made = chain(zip(lists, map(work, lists), strict=True), zip(batches, begun, strict=True))
    for ready, _ in chain([(there, None)], made):  # others are still being made meanwhile
        for job in ready:
            _place(job, str(site), str(cache))
            advance()


def make(frame: Frame, cache: Path, jobs: Sequence[Job]) -> None:
    """Make pages and keep them; may run in any process that sees the cache."""
    theme = _opened(frame)
    for job in jobs:
        recipe = job.recipe.whole()
        if isinstance(recipe, ReportPage):
            cached_files.keep(f"{cache}/{job.name}.json", report_json.text(recipe.entry).encode())
        made = theme.html(recipe.page()).encode(errors="xmlcharrefreplace")
        cached_files.keep(f"{cache}/{job.name}.html", made)


def _name(recipe: Recipe | Ready, frame: Frame) -> str:
    digest = hashlib.sha256(frame.digest.encode())
    digest.update(repr((recipe.address, recipe.rests_on)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:40]


def _files(job: Job) -> list[str]:
    """What is kept of a page: itself, and a report's data."""
    data = [f"{job.name}.json"] if isinstance(job.recipe, ReportPage) else []
    return [f"{job.name}.html", *data]


def _place(job: Job, site: str, cache: str) -> None:
    folder = f"{site}/{job.recipe.address}"
    try:
        os.mkdir(folder)  # noqa: PTH102  ten thousands of them, most beside others
    except FileExistsError:
        pass
    except OSError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    cached_files.place(f"{cache}/{job.name}.html", f"{folder}index.html")
    if isinstance(job.recipe, ReportPage):
        cached_files.place(f"{cache}/{job.name}.json", folder + job.recipe.entry.data_file)


class Theme:
    """The configuration, the navigation and the template, ready for page after page."""

    def __init__(self, frame: Frame) -> None:
        config = load_config(frame.config_file, docs_dir=frame.docs_dir)
        config.site_name, config.site_url = frame.site_name, frame.site_url
        config.extra.update(frame.extra)
        config.plugins._current_plugin = "jixiao"  # generated files are asked for whose they are
        config.nav = [{label: uri} for label, uri, _ in frame.sections]
        files = Files(
            [File.generated(config, uri, content=text) for _, uri, text in frame.sections]
        )
        self.config: MkDocsConfig = config
        self.navigation: Navigation = get_navigation(files, config)
        self._templates = config.theme.get_env()
        keep_compiled(self._templates)
        self._main = self._templates.get_template("main.html")

    def html(self, page: Page) -> str:
        """The page in its frame, as MkDocs' loop makes it."""
        file = File.generated(self.config, page.source_uri, content=page.markdown)
        one = MkDocsPage(None, file, self.config)
        one.meta, one.markdown = dict(page.metadata), page.body
        found = fast_markdown.render(page.body, slugify(self.config))
        if found is None:
            one.read_source(self.config)
            one.render(self.config, Files([]))
        else:
            one.content, one.toc = found.html, get_toc(found.tokens)  # type: ignore[arg-type]
        if page.metadata["kind"] == "handwritten":
            one.content = handwritten.clean_page(one.content or "")
        one.active = True
        return self._main.render(get_context(self.navigation, [], self.config, one))

    def lost(self, years: Sequence[int]) -> str:
        """The page of an address that is none."""
        self.config.extra["years"] = years
        template = self._templates.get_template("404.html")
        return template.render(get_context(self.navigation, [], self.config, base_url="/"))


def frame(config: MkDocsConfig, sections: Sequence[Page]) -> Frame:
    """The frame of a site whose configuration is complete."""
    labels = {uri: label for item in config.nav or () for label, uri in item.items()}
    told = tuple((labels[one.source_uri], one.source_uri, one.front_matter) for one in sections)
    extra = {name: config.extra[name] for name in SHARED}
    digest = hashlib.sha256(_program(Path(config.config_file_path), _custom(config)).encode())
    site = extra["site"].model_dump_json(exclude={"rules", "cleared", "retired"})
    shown = [value for name, value in extra.items() if name != "site"]
    digest.update(repr((config.site_name, config.site_url, site, shown, told)).encode())
    return Frame(
        str(Path(config.config_file_path).absolute()), config.docs_dir, config.site_name,
        config.site_url or "", extra, told, digest.hexdigest(),
    )  # fmt: skip


def with_index(frame: Frame, manifest: Mapping[str, Any]) -> Frame:
    """The frame of the search page, which carries what names the files of the index."""
    digest = hashlib.sha256(f"{frame.digest} {json.dumps(manifest)}".encode()).hexdigest()
    return replace(frame, extra={**frame.extra, "search_index": manifest}, digest=digest)


def _program(config_file: Path, theme: Path) -> str:
    """What tells the program, the theme and the configuration."""
    files = [config_file, *sorted(f for f in theme.rglob("*.html") if f.is_file())]
    made_by = program.fingerprint("model", "check", "pages", "site"), inputs.versions()
    digest = hashlib.sha256(repr(made_by).encode())
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _custom(config: MkDocsConfig) -> Path:
    """The folder of our own templates, which the theme's are laid under."""
    return Path(config.theme.custom_dir or config.theme.dirs[0])


def slugify(config: MkDocsConfig) -> Callable[[str, str], str]:
    """How the configuration makes anchors of headings."""
    found: Callable[[str, str], str] = config.mdx_configs["toc"]["slugify"]
    return found


_open: dict[str, Theme] = {}  # the last one: a process makes page after page in one frame


def _opened(frame: Frame) -> Theme:
    if frame.digest not in _open:
        _open.clear()
        _open[frame.digest] = Theme(frame)
    return _open[frame.digest]
