"""The site of content that is being edited: what stands at an address, made when asked for."""

from __future__ import annotations

import json
import mimetypes
import shutil
import threading
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from generator.content.editing import Condition, Live, path_of
from generator.data import report_json
from generator.model.catalogue import Catalogue, Entry
from generator.model.choices import Status
from generator.model.problems import JixiaoError
from generator.pages import catalogue_pages
from generator.pages.catalogue_pages import ReportPage
from generator.pages.templating import Page
from generator.pdf import document, typesetting
from generator.preview import notes
from generator.runtime.executors import Hire
from generator.search import index
from generator.site import build

SEARCH = "search/"
DATA = "search/data/"


class Answer(NamedTuple):
    """What an address is answered with; `moved` is where it really stands."""

    status: int
    kind: str
    body: bytes
    moved: str = ""


def html(text: str, status: int = 200) -> Answer:
    """A page."""
    return Answer(status, "text/html; charset=utf-8", text.encode(errors="xmlcharrefreplace"))


class Site:
    """Pages of the content as it is now."""

    def __init__(self, live: Live, config_file: Path, cache: Path, workers: Hire) -> None:
        self._live, self._config_file = live, config_file
        self._look: build.Look | None = None
        self._lock = threading.Lock()
        self._search = _Search(cache, workers)
        self._opened = False

    def renew(self) -> None:
        """Forget how the site looks: its configuration, its theme or its sections changed."""
        with self._lock:
            self._look = None

    def open(self) -> None:
        """Have the look ready, so that the first page is there soon."""
        if self._live.catalogue:
            self._looks()
        self._opened = True

    def answer(self, address: str, seen: str) -> Answer:
        """What stands at an address, which is relative to the site's root."""
        if not self._opened:
            text = "正在读取全部内容，读完自动打开。"
            return html(notes.page("请稍候", text, (), seen), 503)
        if address == notes.PROBLEMS:
            problems = self._live.problems
            text = "全部文件的问题，错误在前。" if problems else "没有发现问题。"
            return html(notes.page("检查结果", text, problems, seen))
        if self._live.catalogue is None:
            text = "改好下面的错误，页面自动出现。"
            return html(notes.page("还不能预览", text, self._live.problems, seen), 503)
        try:
            return self._answer(self._live.catalogue, address, seen)
        except JixiaoError as error:  # changed while it was read, or its PDF cannot be made
            return html(notes.page("这一页现在做不出来", str(error), (), seen), 503)

    def _answer(self, catalogue: Catalogue, address: str, seen: str) -> Answer:
        look = self._looks()
        if address.startswith(DATA):
            return self._search.file(address.removeprefix(DATA))
        if address in look.files:
            return _file(address, look.files[address])
        found = catalogue_pages.found(catalogue, _meant(address))
        if found is None:
            return self._beside(catalogue, look, address, seen)
        if found.address != address:
            return Answer(302, "text/plain", b"", found.address)
        if address == SEARCH:
            return self._search_page(catalogue, look, seen)
        made = found if isinstance(found, Page) else self._made(found)
        return html(notes.noted(look.html(made), self._bar(found), seen))

    def _made(self, recipe: catalogue_pages.Recipe) -> Page:
        if isinstance(recipe, ReportPage):
            recipe = recipe._replace(entry=self._live.whole(recipe.entry))
        elif isinstance(recipe, catalogue_pages.ProjectPage):
            every = tuple(map(self._live.whole, recipe.everything))
            recipe = recipe._replace(everything=every)
        return recipe.whole().page()

    def _looks(self) -> build.Look:
        """Made of the content as it is by now: not of what another thread had before."""
        with self._lock:
            if self._look is None:
                assert self._live.catalogue  # noqa: S101  once it is there, it stays
                self._look = build.look(self._config_file, self._live.content, self._live.catalogue)
            return self._look

    def _bar(self, found: catalogue_pages.Recipe | Page | None) -> str:
        hidden, path = self._live.hidden, ""
        said = f"预览：列表、合计里有 {hidden} 份还没有公开的报告。" if hidden else "预览"
        if found is None:
            said = "预览：没有这个网址。"
        elif isinstance(found, ReportPage):
            said, path = _condition(self._live.condition(found.entry)), path_of(found.entry)
        elif isinstance(found, Page) and found.metadata["kind"] == "handwritten":
            slug = found.address.split("/")[-2]
            said, path = "预览", f"{self._live.content}/pages/{slug}.md"
        problems = self._live.problems_of(path)
        elsewhere = [one for one in self._live.errors if one not in problems]
        return notes.bar(said, problems, elsewhere)

    def _search_page(self, catalogue: Catalogue, look: build.Look, seen: str) -> Answer:
        public = self._live.public()
        made = self._search.made(public) if public else None
        if made is None:
            text = "正在做搜索的索引，做好了自动打开。只能搜到已经公开的报告。"
            return html(notes.page("搜索", text, (), seen, again=True))
        if made.manifest is None:
            return html(notes.page("搜索现在做不出来", made.failure, (), seen), 503)
        page = catalogue_pages.found(catalogue, SEARCH)
        assert isinstance(page, Page)  # noqa: S101  every site has it
        bar = notes.bar("预览：只能搜到已经公开的报告。", (), self._live.errors)
        return html(notes.noted(look.search(page, made.manifest), bar, seen))

    def _beside(self, catalogue: Catalogue, look: build.Look, address: str, seen: str) -> Answer:
        """A file beside a page; the page of lost addresses where there is none."""
        folder, _, name = address.rpartition("/")
        entry = catalogue.by_address.get(f"{folder}/")
        if entry and name == entry.data_file:
            return _file(name, report_json.text(self._live.whole(entry)).encode())
        makes_pdf = entry and catalogue.site.makes_pdf and not entry.withdrawn
        if entry and makes_pdf and name == entry.pdf_file:
            return _file(name, self._pdf(catalogue, entry))
        for attached in self._live.attachments(entry) if entry else ():
            if attached.file.name == name:
                return _file(name, attached.file.read_bytes())
        for place, picture in catalogue.pictures():
            if place == address and picture.is_file() and not picture.is_symlink():
                return _file(name, picture.read_bytes())
        path = f"{self._live.content}/{address.strip('/')}.yml"
        if problems := self._live.problems_of(path):
            text = f"{path} 还没有能显示的样子，改好下面的错误，页面自动出现。"
            return html(notes.page("这份报告还不能显示", text, problems, seen), 404)
        return html(notes.noted(look.lost, self._bar(None), seen), 404)

    def _pdf(self, catalogue: Catalogue, entry: Entry) -> bytes:
        shown = document.document(catalogue.site, self._live.whole(entry))
        with typesetting.fonts() as folder:
            return typesetting.Press(folder).make(
                entry.address, json.dumps(shown, ensure_ascii=False)
            )


def _meant(address: str) -> str:
    """A page's address, where its end was left out or its file was named."""
    folder, slash, name = address.rpartition("/")
    if name == "index.html":
        return f"{folder}{slash}"
    return f"{address}/" if name and "." not in name else address


def _condition(one: Condition) -> str:
    """How the report stands, in a sentence."""
    if not one.whole:
        return "预览：文件有错误，显示的是改坏以前的样子；改好自动更新。"
    if one.status is Status.WITHDRAWN:
        return "预览：这份报告已撤回，公众只看到撤回说明。"
    if one.status is Status.DRAFT:
        return "预览：这份报告是草稿，还不公开；列表、合计里算上了它。"
    if not one.good:
        return "预览：这份报告有错误，改好才能公开。"
    if one.day:
        return f"预览：这份报告要到 {one.day} 才公开；列表、合计里算上了它。"
    return "预览：这份报告是公开的，推送以后网站上就是这样。"


def _file(name: str, data: bytes) -> Answer:
    kind, _ = mimetypes.guess_type(name)
    if kind and (kind.startswith("text/") or kind.endswith(("javascript", "json"))):
        kind += "; charset=utf-8"
    return Answer(200, kind or "application/octet-stream", data)


class _Made(NamedTuple):
    """An index: of what it was made, where its files are, what names them; else what failed."""

    of: object
    folder: Path
    manifest: Mapping[str, Any] | None
    failure: str = ""


class _Search:
    """The index of what is public, made when the search is opened and what is public is another."""

    def __init__(self, cache: Path, workers: Hire) -> None:
        self._cache, self._workers = cache, workers
        self._folder = TemporaryDirectory(prefix="jixiao-search-", ignore_cleanup_errors=True)
        self._lock = threading.Lock()
        self._making = False
        self._number = 0
        self._made = _Made(None, Path(self._folder.name) / "0", None)

    def made(self, public: Catalogue) -> _Made | None:
        """The index of it; None while it is being made."""
        of = tuple((e.address, e.said, e.department, e.outline) for e in public.public)
        with self._lock:
            if self._made.of == of:
                return self._made
            if not self._making:
                self._making = True
                threading.Thread(target=self._make, args=(public, of), daemon=True).start()
            return None

    def file(self, path: str) -> Answer:
        """A file of the index."""
        folder = self._made.folder.resolve()
        file = (folder / path.replace("\0", "")).resolve()
        if not file.is_relative_to(folder) or not file.is_file():
            return Answer(404, "text/plain; charset=utf-8", "没有这个文件".encode())
        return _file(path, file.read_bytes())

    def _make(self, public: Catalogue, of: object) -> None:
        """In a thread of its own: whatever fails is told where the search would be."""
        self._number += 1
        folder, former = Path(self._folder.name) / str(self._number), self._made.folder
        try:
            work = index.Index(public, self._cache, self._workers, lambda _what, _total: None)
            made = _Made(of, folder, work.write(folder))
        except Exception as error:
            made = _Made(of, folder, None, str(error) or repr(error))
        with self._lock:
            self._made, self._making = made, False
        shutil.rmtree(former, ignore_errors=True)
