"""A desk in the test's own process: its pages read and sent as a browser without scripts does."""

import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from starlette.applications import Starlette

from generator.desk.answers import HANDLERS
from generator.desk.routes import desk
from generator.desk.server import Changes
from tests.support.inside import ask
from tests.support.posted_form import Answer, PostedForm
from tests.support.random_edits import edited_content


class InsideForm(PostedForm):
    """The desk of a content folder; what a page wrote is read again at once."""

    def __init__(self, content: Path) -> None:
        self.content, self._edited = content, edited_content(content)
        at = desk(self._edited, content.parent / "desk")
        more = at("http://127.0.0.1:8000/", Changes())
        self._root = f"http://127.0.0.1:8000{more.root}"
        self._app = Starlette(routes=list(more.routes), exception_handlers=HANDLERS)

    def bytes_at(self, address: str) -> bytes:
        """What is no page: a picture."""
        return ask(self._app, "GET", self._address(address)).body

    def _ask(self, request: urllib.request.Request) -> Answer:
        data = request.data if isinstance(request.data, bytes) else b""
        kind = request.get_header("Content-type", "application/x-www-form-urlencoded")
        status, headers, body = ask(
            self._app, request.get_method(), request.full_url, data, kind or ""
        )
        if request.data is not None:
            self._edited.read_changed(self._files())
        if status == 303:
            address = urllib.parse.urljoin(request.full_url, headers["location"])
            return self._ask(urllib.request.Request(urllib.parse.quote(address, safe="/:?=&%#")))
        return Answer(request.full_url, status, body.decode())

    def _files(self) -> Iterator[Path]:
        return (one.absolute() for one in self.content.rglob("*.yml"))
