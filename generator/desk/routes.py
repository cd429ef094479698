"""All pages of the desk, and who may see them."""

from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from generator.content.editing import EditedContent
from generator.desk.access import Access, secret
from generator.desk.changes_page import ChangesPage
from generator.desk.correct_page import CorrectPage
from generator.desk.desk import ROOT, STATIC, Desk, static
from generator.desk.edit_page import EditPage
from generator.desk.files import digest_of
from generator.desk.hand_in_page import HandInPage
from generator.desk.import_page import ImportPage
from generator.desk.manual_page import ManualPage
from generator.desk.review_page import ReviewPage
from generator.desk.server import More
from generator.desk.start_page import StartPage
from generator.runtime.program import PACKAGE

_PAGES = (
    StartPage, EditPage, CorrectPage, ImportPage, ReviewPage, ChangesPage, HandInPage, ManualPage,
)  # fmt: skip


def desk(edited: EditedContent, store: Path) -> Callable[[str], More]:
    """The desk of a content folder; `store` is the folder for what it keeps beside the files."""

    def at(address: str) -> More:
        access = Access(address, secret(store / "secret"))
        shared = Desk(edited, store)
        routes = [route for page in _PAGES for route in page(shared).routes()]
        served = Route(f"{ROOT}static/{{name}}", _static)

        def refusal(request: Request) -> Response | None:
            return access.refusal(request) or _not_yet(shared, request)

        return More(ROOT, [*routes, served], refusal, access.opening_address)

    return at


def store(config_file: Path, content: Path) -> Path:
    """Where the desk of a content folder keeps its own: beside the configuration, not in git."""
    base = Path() if config_file.is_relative_to(PACKAGE) else config_file.parent
    return base / "build/desk" / digest_of(content.absolute().as_posix().encode())[:16]


def _not_yet(shared: Desk, request: Request) -> Response | None:
    """The answer of a page while the content is read for the first time, as after a restart."""
    path = request.url.path
    if shared.edited.is_read or not path.startswith(ROOT) or path.startswith(f"{ROOT}static/"):
        return None
    text = "正在读取全部内容。读完以后再打开或再保存一次；写了的，按浏览器的返回就在。"
    answer = shared.page("message.html.j2", 503, title="请稍候", text=text)
    if request.method == "GET":
        answer.headers["Refresh"] = "1"
    return answer


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        return PlainTextResponse("没有这个文件", 404)
    return Response(static(name), media_type=f"{STATIC[name]}; charset=utf-8")
