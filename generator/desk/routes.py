"""All pages of the desk, and who may see them."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from generator.content.editing import EditedContent
from generator.desk.access import Access, secret
from generator.desk.changes_page import ChangesPage
from generator.desk.consent_page import ConsentPage
from generator.desk.correct_page import CorrectPage
from generator.desk.delete_page import DeletePage
from generator.desk.desk import ROOT, STATIC, Desk, static
from generator.desk.edit_page import EditPage
from generator.desk.hand_in_page import HandInPage
from generator.desk.kept_versions import digest_of
from generator.desk.manual_page import ManualPage
from generator.desk.new_page import NewPage
from generator.desk.running import OneDesk, remove_unfinished
from generator.desk.server import Changes, More
from generator.desk.start_page import StartPage
from generator.runtime.program import PACKAGE

_PAGES = (
    StartPage, NewPage, EditPage, CorrectPage, DeletePage, ChangesPage, HandInPage, ConsentPage,
    ManualPage,
)  # fmt: skip
_PATIENCE = 10  # seconds that a page waits for what a form needs
# What reads files of the bureau takes as long to load as all else.
_LATER = (
    ("import_page", "ImportPage", ("import/",)),
    ("review_page", "ReviewPage", ("review/", "original/")),
)


def desk(edited: EditedContent, store: Path) -> Callable[[str, Changes], More]:
    """The desk of a content folder; `store` is the folder for what it keeps beside the files.

    Raises JixiaoError where another process is the desk of that folder.
    """
    one_desk = OneDesk(store)
    one_desk.refuse_second()

    def at(address: str, changes: Changes) -> More:
        one_desk.take(address)
        access = Access(address, secret(store))
        shared = Desk(edited, store, lambda: changes.now, changes.wait)
        threading.Thread(target=_tidy, args=(shared,), daemon=True).start()
        routes = [route for page in _PAGES for route in page(shared).routes()]
        for module, name, addresses in _LATER:
            later = _Later(module, name, shared)
            routes += [Route(f"{ROOT}{one}{{_:path}}", later) for one in addresses]
        served = Route(f"{ROOT}static/{{name}}", _static)

        async def refusal(request: Request) -> Response | None:
            return access.refusal(request) or await _not_yet(shared, request)

        return More(ROOT, [*routes, served], refusal, access.opening_address)

    return at


class _Later:
    """Pages whose module is loaded when one of them is asked for."""

    def __init__(self, module: str, name: str, shared: Desk) -> None:
        self._module, self._name, self._shared = module, name, shared
        self._lock = threading.Lock()
        self._routes: Sequence[Route] = ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        router = await run_in_threadpool(self._load)
        await router(scope, receive, send)

    def _load(self) -> Router:
        with self._lock:
            if not self._routes:
                module = import_module(f"{__package__}.{self._module}")
                self._routes = getattr(module, self._name)(self._shared).routes()
            return Router(self._routes)


def store(config_file: Path, content: Path) -> Path:
    """Where the desk of a content folder keeps its own: beside the configuration, not in git."""
    base = Path() if config_file.is_relative_to(PACKAGE) else config_file.parent
    return base / "build/desk" / digest_of(content.resolve().as_posix().encode())[:16]


def _tidy(shared: Desk) -> None:
    """Remove what was left behind, once the first pages can be answered."""
    started = time.time()
    shared.edited.opened.wait()
    with suppress(OSError):  # a folder that goes meanwhile has nothing to be tidied
        remove_unfinished(shared.content, started)
        shared.files.remove_old_versions()


async def _not_yet(shared: Desk, request: Request) -> Response | None:
    """The answer where what all reports are checked against is long in being read."""
    path = request.url.path
    if not path.startswith(ROOT) or path.startswith(f"{ROOT}static/"):
        return None
    opened = shared.edited.opened
    if opened.is_set() or await run_in_threadpool(opened.wait, _PATIENCE):
        return None
    text = "刚刚启动，正在读取。读完以后再打开或再保存一次；写了的，按浏览器的返回就在。"
    answer = shared.page("message.html.j2", 503, title="请稍候", text=text)
    if request.method == "GET":
        answer.headers["Refresh"] = "1"
    return answer


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        return PlainTextResponse("没有这个文件", 404)
    return Response(static(name), media_type=f"{STATIC[name]}; charset=utf-8")
