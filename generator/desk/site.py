"""The site of content that is being edited: each page and file is made when it is asked for."""

import json
import mimetypes
import shutil
import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from generator.content.editing import EditedContent
from generator.content.shown_catalogue import path_of
from generator.content.summaries import Summary
from generator.data import exports, report_json
from generator.desk import notes
from generator.desk.answers import html
from generator.model.catalogue import Catalogue
from generator.model.choices import Status
from generator.model.entry import Entry
from generator.model.problems import JixiaoError
from generator.pages import catalogue_pages, chart_pictures
from generator.pages.report_page import ReportPage
from generator.pages.templating import Page
from generator.pdf import document, typesetting
from generator.runtime.executors import ExecutorFor
from generator.search import index
from generator.site import build

SEARCH = "search/"
DATA = "search/data/"


class Site:
    """Pages of the content as it is now."""

    def __init__(
        self, edited: EditedContent, config_file: Path, cache: Path, executor_for: ExecutorFor
    ) -> None:
        self._edited, self._config_file = edited, config_file
        self._renderer: build.PageRenderer | None = None
        self._lock = threading.Lock()
        self._search = _SearchIndexer(cache, executor_for)

    def reset_renderer(self) -> None:
        """Forget the page renderer: the configuration, the theme or the sections changed."""
        with self._lock:
            self._renderer = None

    def prepare(self) -> None:
        """Have the page renderer ready, so that the first page comes soon."""
        if self._edited.catalogue:
            self._page_renderer()

    def answer(self, address: str, state: str) -> Response:
        """The answer for an address relative to the site's root.

        `state` is the number of the content's state, which the page follows.
        """
        if address == notes.PROBLEMS:
            problems = self._edited.problems
            text = "全部文件的问题，错误在前。" if problems else "没有发现问题。"
            return html(notes.page("检查结果", text, problems, state))
        if self._edited.catalogue is None:
            text = "改好下面的错误，页面自动出现。"
            return html(notes.page("还不能预览", text, self._edited.problems, state), 503)
        try:
            return self._answer(self._edited.catalogue, address, state)
        except JixiaoError as error:  # changed while it was read, or its PDF cannot be made
            return html(notes.page("这一页现在做不出来", str(error), (), state), 503)

    def _answer(self, catalogue: Catalogue, address: str, state: str) -> Response:
        renderer = self._page_renderer()
        if address.startswith(DATA):
            return self._search.file(address.removeprefix(DATA))
        if address in renderer.assets:
            return _file(address, renderer.assets[address])
        found = catalogue_pages.page_at(catalogue, _page_address(address))
        if found is None:
            return self._file_beside_page(catalogue, renderer, address, state)
        if found.address != address:
            return RedirectResponse(f"/{found.address}", 302)
        if isinstance(found, Page) and address == SEARCH:
            return self._search_page(found, renderer, state)
        page = found.rendered(self._edited.full_entry)
        return html(notes.with_bar(renderer.page(page), self._bar(found), state))

    def _page_renderer(self) -> build.PageRenderer:
        """The renderer for the content as it is now, not as another thread had it before."""
        with self._lock:
            if self._renderer is None:
                assert self._edited.catalogue  # noqa: S101  once it is there, it stays
                self._renderer = build.PageRenderer(
                    self._config_file, self._edited.content, self._edited.catalogue
                )
            return self._renderer

    def _bar(self, found: catalogue_pages.DeferredPage | None) -> str:
        hidden, path = self._edited.unpublished, ""
        text = f"预览：列表、合计里有 {hidden} 份还没有公开的报告。" if hidden else "预览"
        if found is None:
            text = "预览：没有这个网址。"
        elif isinstance(found, ReportPage):
            path = path_of(found.entry)
            text = _publication(self._edited.summaries[path], self._edited.reference_data.today)
        elif isinstance(found, Page) and found.metadata["kind"] == "handwritten":
            slug = found.address.split("/")[-2]
            text, path = "预览", f"{self._edited.content}/pages/{slug}.md"
        problems = self._edited.problems_of(path)
        elsewhere = [one for one in self._edited.errors if one not in problems]
        return notes.bar(text, problems, elsewhere)

    def _search_page(self, page: Page, renderer: build.PageRenderer, state: str) -> Response:
        public = self._edited.public()
        found = self._search.index(public) if public else None
        if found is None:
            text = "正在做搜索的索引，做好了自动打开。只能搜到已经公开的报告。"
            return html(notes.page("搜索", text, (), state, refresh=True))
        if found.manifest is None:
            return html(notes.page("搜索现在做不出来", found.failure, (), state), 503)
        bar = notes.bar("预览：只能搜到已经公开的报告。", (), self._edited.errors)
        return html(notes.with_bar(renderer.search_page(page, found.manifest), bar, state))

    def _file_beside_page(
        self, catalogue: Catalogue, renderer: build.PageRenderer, address: str, state: str
    ) -> Response:
        """A file beside a page; 404.html where there is none."""
        folder, _, name = address.rpartition("/")
        if (made := self._made_file(catalogue, address)) is not None:
            return _file(name, made)
        entry = catalogue.by_address.get(f"{folder}/")
        for attached in self._edited.attachments(entry) if entry else ():
            if attached.file.name == name:
                return _file(name, attached.file.read_bytes())
        for picture_address, picture in catalogue.pictures():
            if picture_address == address and picture.is_file() and not picture.is_symlink():
                return _file(name, picture.read_bytes())
        path = f"{self._edited.content}/{address.strip('/')}.yml"
        if problems := self._edited.problems_of(path):
            text = f"{path} 还没有能显示的样子，改好下面的错误，页面自动出现。"
            return html(notes.page("这份报告还不能显示", text, problems, state), 404)
        return html(notes.with_bar(renderer.not_found, self._bar(None), state), 404)

    def _made_file(self, catalogue: Catalogue, address: str) -> bytes | None:
        """A file that a build makes of reports: their data, their PDF, open data."""
        folder, _, name = address.rpartition("/")
        if name.startswith("chart-") and (page := catalogue_pages.page_at(catalogue, f"{folder}/")):
            shown = page.rendered(self._edited.full_entry)
            return chart_pictures.pictures(shown.body, page.address, catalogue.site).get(name)
        entry = catalogue.by_address.get(f"{folder}/")
        if entry and name == entry.data_file:
            return report_json.text(self._edited.full_entry(entry)).encode()
        makes_pdf = entry and catalogue.site.makes_pdf and not entry.withdrawn
        if entry and makes_pdf and name == entry.pdf_file:
            return self._pdf(catalogue, entry)
        return exports.file_at(catalogue, address)

    def _pdf(self, catalogue: Catalogue, entry: Entry) -> bytes:
        shown = document.document(catalogue.site, self._edited.full_entry(entry))
        with typesetting.fonts() as folder:
            return typesetting.pdf(
                typesetting.compiler(folder), entry.address, json.dumps(shown, ensure_ascii=False)
            )


def _page_address(address: str) -> str:
    """The address of a page that was asked for without its last slash, or by its file."""
    folder, slash, name = address.rpartition("/")
    if name == "index.html":
        return f"{folder}{slash}"
    return f"{address}/" if name and "." not in name else address


def _publication(state: Summary, today: date) -> str:
    """Whether the report is public, and what keeps it from that, in a sentence."""
    if not state.is_readable:
        return "预览：文件有错误，显示的是改坏以前的样子；改好自动更新。"
    if state.status is Status.WITHDRAWN:
        return "预览：这份报告已撤回，公众只看到撤回说明。"
    if state.status is Status.DRAFT:
        return "预览：这份报告是草稿，还不公开；列表、合计里算上了它。"
    if state.has_errors:
        return "预览：这份报告有错误，改好才能公开。"
    if due := state.due(today):
        return f"预览：这份报告要到 {due} 才公开；列表、合计里算上了它。"
    return "预览：这份报告是公开的，提交、合并以后网站上就是这样。"


def _file(name: str, data: bytes) -> Response:
    kind, _ = mimetypes.guess_type(name)
    if kind and kind.endswith(("javascript", "json")):  # of text the library says so itself
        kind += "; charset=utf-8"
    return Response(data, media_type=kind or "application/octet-stream")


class _SearchIndex(NamedTuple):
    """A search index: what it depends on, its folder, its manifest; or why there is none."""

    depends_on: object
    folder: Path
    manifest: Mapping[str, Any] | None
    failure: str = ""


class _SearchIndexer:
    """Makes the index of the public reports when the search page is opened and they changed."""

    def __init__(self, cache: Path, executor_for: ExecutorFor) -> None:
        self._cache, self._executor_for = cache, executor_for
        self._folder = TemporaryDirectory(prefix="jixiao-search-", ignore_cleanup_errors=True)
        self._lock = threading.Lock()
        self._making = False
        self._number = 0
        self._current = _SearchIndex(None, Path(self._folder.name) / "0", None)

    def index(self, public: Catalogue) -> _SearchIndex | None:
        """The index of these reports; None while it is being made."""
        depends_on = tuple(
            (e.address, e.content_digest, e.department, e.form) for e in public.public
        )
        with self._lock:
            if self._current.depends_on == depends_on:
                return self._current
            if not self._making:
                self._making = True
                threading.Thread(target=self._make, args=(public, depends_on), daemon=True).start()
            return None

    def file(self, path: str) -> Response:
        """A file of the index."""
        folder = self._current.folder.resolve()
        file = (folder / path.replace("\0", "")).resolve()
        if not file.is_relative_to(folder) or not file.is_file():
            return PlainTextResponse("没有这个文件", 404)
        return _file(path, file.read_bytes())

    def _make(self, public: Catalogue, depends_on: object) -> None:
        """Runs in a thread of its own; the search page shows what failed."""
        self._number += 1
        folder, former = Path(self._folder.name) / str(self._number), self._current.folder
        try:
            builder = index.IndexBuilder(
                public, self._cache, self._executor_for, lambda _what, _total: None
            )
            made = _SearchIndex(depends_on, folder, builder.write(folder))
        except Exception as error:
            made = _SearchIndex(depends_on, folder, None, str(error) or repr(error))
        with self._lock:
            self._current, self._making = made, False
        shutil.rmtree(former, ignore_errors=True)
