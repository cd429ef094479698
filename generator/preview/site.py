"""The site of content that is being edited: what stands at an address, made when asked for."""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from generator import build, opendata, pages
from generator.catalogue import Catalogue, Entry
from generator.live import Live, path_of
from generator.model import Status
from generator.pages import ReportPage
from generator.pdf import document, press
from generator.preview import notes
from generator.problems import JixiaoError
from generator.search import index
from generator.templating import Page
from generator.whole import whole
from generator.workers import Hire

SEARCH = "search/"
DATA = "search/data/"


class Answer(NamedTuple):
    """What an address is answered with."""

    status: int
    kind: str
    body: bytes


def html(text: str, status: int = 200) -> Answer:
    """A page."""
    return Answer(status, "text/html; charset=utf-8", text.encode(errors="xmlcharrefreplace"))


class Site:
    """Pages of the content as it is now.

    `changed` is called when a page would be another one without an edit: the search came to be.
    """

    def __init__(
        self, live: Live, config_file: Path, cache: Path, workers: Hire, changed: Callable[[], None]
    ) -> None:
        self._live, self._config_file = live, config_file
        self._look: build.Look | None = None
        self._lock = threading.Lock()
        self._search = _Search(cache, workers, changed)
        self._opened = False

    def renew(self) -> None:
        """Forget how the site looks: its configuration, its theme or its sections changed."""
        with self._lock:
            self._look = None

    def open(self) -> None:
        """Have the look ready, so that the first page is there soon."""
        if self._live.catalogue:
            self._looks(self._live.catalogue)
        self._opened = True

    def answer(self, address: str, seen: int) -> Answer:
        """What stands at an address, which is relative to the site's root."""
        if not self._opened:
            text = "正在读取全部内容，读完自动打开。"
            return html(notes.page("请稍候", text, (), seen), 503)
        catalogue = self._live.catalogue
        if catalogue is None:
            problems = self._live.problems
            return html(notes.page("还不能预览", "改好下面的错误，页面自动出现。", problems, seen))
        try:
            return self._answer(catalogue, address, seen)
        except JixiaoError as error:  # changed while it was read: told again in a moment
            return html(notes.page("正在更新", str(error), (), seen), 503)

    def _answer(self, catalogue: Catalogue, address: str, seen: int) -> Answer:
        look = self._looks(catalogue)
        if address.startswith(DATA):
            return self._search.file(address.removeprefix(DATA))
        if address in look.files:
            return _file(address, look.files[address])
        if address == SEARCH:
            return self._search_page(catalogue, look, seen)
        found = pages.found(catalogue, address)
        if found is None:
            return self._beside(catalogue, look, address, seen)
        entry = found.entry if isinstance(found, ReportPage) else None
        made = found if isinstance(found, Page) else self._made(found)
        return html(notes.noted(look.html(made), self._bar(entry), seen))

    def _made(self, recipe: pages.Recipe) -> Page:
        made = recipe.whole()
        if isinstance(made, ReportPage):
            made = made._replace(entry=self._whole(recipe.entry))  # type: ignore[union-attr]
        return made.page()

    def _whole(self, entry: Entry) -> Entry:
        """With its text, and with the day that a draft is given here."""
        day = {"publication_date": entry.report.publication_date}
        full = whole(entry)
        return replace(full, report=full.report.model_copy(update=day))

    def _looks(self, catalogue: Catalogue) -> build.Look:
        with self._lock:
            if self._look is None:
                self._look = build.look(self._config_file, self._live.content, catalogue)
            return self._look

    def _bar(self, entry: Entry | None) -> str:
        said, problems = "预览：只有本机能看到。", self._live.problems_of("")
        if entry:
            said = _standing(*self._live.state(entry), self._live.today)
            problems = self._live.problems_of(path_of(entry))
        elsewhere = sum(one not in problems for one in self._live.errors)
        return notes.bar(said, problems, elsewhere)

    def _search_page(self, catalogue: Catalogue, look: build.Look, seen: int) -> Answer:
        public = self._live.public()
        manifest = self._search.manifest(public) if public else None
        if manifest is None:
            text = "正在做搜索的索引，做好了自动打开。只能搜到已经公开的报告。"
            return html(notes.page("搜索", text, (), seen))
        page = pages.found(catalogue, SEARCH)
        assert isinstance(page, Page)  # noqa: S101  every site has it
        return html(notes.noted(look.search(page, manifest), self._bar(None), seen))

    def _beside(self, catalogue: Catalogue, look: build.Look, address: str, seen: int) -> Answer:
        """A file beside a page; the page of lost addresses where there is none."""
        folder, _, name = address.rpartition("/")
        entry = catalogue.by_address.get(f"{folder}/")
        if entry and name == opendata.file_name(entry):
            return _file(name, opendata.text(self._whole(entry)).encode())
        if entry and catalogue.site.makes_pdf and name == document.file_name(entry):
            return _file(name, self._pdf(catalogue, entry))
        for attached in entry.attachments if entry else ():
            if attached.file.name == name and attached.file.is_file():
                return _file(name, attached.file.read_bytes())
        for place, picture in catalogue.pictures():
            if place == address and picture.is_file():
                return _file(name, picture.read_bytes())
        return html(notes.noted(look.lost, self._bar(None), seen), 404)

    def _pdf(self, catalogue: Catalogue, entry: Entry) -> bytes:
        shown = document.document(catalogue.site, self._whole(entry))
        with press.fonts() as folder:
            return press.Press(folder).make(entry.address, json.dumps(shown, ensure_ascii=False))


def _standing(status: Status, day: date | None, today: date) -> str:
    if status is Status.WITHDRAWN:
        return "预览：这份报告已撤回，公众只看到撤回说明。"
    if status is Status.DRAFT:
        return "预览：这份报告是草稿，还不公开；列表、合计里算上了它。"
    if day and day > today:
        return f"预览：这份报告要到 {day} 才公开；列表、合计里算上了它。"
    return "预览：这份报告是公开的，推送以后网站上就是这样。"


def _file(name: str, data: bytes) -> Answer:
    kind, _ = mimetypes.guess_type(name)
    if kind and (kind.startswith("text/") or kind.endswith(("javascript", "json"))):
        kind += "; charset=utf-8"
    return Answer(200, kind or "application/octet-stream", data)


class _Search:
    """The index of what is public, made when the search is opened and what is public is another."""

    def __init__(self, cache: Path, workers: Hire, changed: Callable[[], None]) -> None:
        self._cache, self._workers, self._changed = cache, workers, changed
        self._folder = TemporaryDirectory(prefix="jixiao-search-")
        self._lock = threading.Lock()
        self._made_of: object = None
        self._manifest: Mapping[str, Any] | None = None
        self._number = 0

    def manifest(self, public: Catalogue) -> Mapping[str, Any] | None:
        """What names the files of the index; None while it is being made."""
        made_of = tuple((one.address, one.said) for one in public.public)
        with self._lock:
            if made_of != self._made_of:
                self._made_of, self._manifest = made_of, None
                self._number += 1
                threading.Thread(
                    target=self._make, args=(public, self._number), daemon=True
                ).start()
            return self._manifest

    def file(self, path: str) -> Answer:
        """A file of the index."""
        folder = Path(self._folder.name) / str(self._number)
        file = (folder / path).resolve()
        if not file.is_relative_to(folder.resolve()) or not file.is_file():
            return Answer(404, "text/plain; charset=utf-8", "没有这个文件".encode())
        return _file(path, file.read_bytes())

    def _make(self, public: Catalogue, number: int) -> None:
        def unheard(_what: str, _total: int) -> None:
            pass

        folder = Path(self._folder.name) / str(number)
        made = index.Index(public, self._cache, self._workers, unheard).write(folder)
        with self._lock:
            if number == self._number:
                self._manifest = made
        self._changed()
