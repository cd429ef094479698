"""A desk in the test's own process: its pages read and sent as a browser without scripts does."""

import asyncio
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from starlette.applications import Starlette

from generator.desk.answers import HANDLERS
from generator.desk.routes import desk
from generator.desk.server import Changes
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

    def _ask(self, request: urllib.request.Request) -> Answer:
        # In a thread of its own: a browser of Playwright's may hold the loop of this one.
        with ThreadPoolExecutor(1) as thread:
            answer = thread.submit(lambda: asyncio.run(self._answer(request))).result()
        status, headers, body = answer
        if request.data is not None:
            self._edited.read_changed(self._files())
        if status == 303:
            address = urllib.parse.urljoin(request.full_url, headers["location"])
            return self._ask(urllib.request.Request(urllib.parse.quote(address, safe="/:?=&%#")))
        return Answer(request.full_url, status, BeautifulSoup(body, "lxml"))

    def _files(self) -> Iterator[Path]:
        return (one.absolute() for one in self.content.rglob("*.yml"))

    async def _answer(self, request: urllib.request.Request) -> tuple[int, dict[str, str], bytes]:
        sent: list[dict[str, Any]] = []
        split = urllib.parse.urlsplit(request.full_url)
        data = request.data if isinstance(request.data, bytes) else b""
        kind = request.get_header("Content-type", "application/x-www-form-urlencoded")

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": data, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http", "http_version": "1.1", "method": request.get_method(), "root_path": "",
            "scheme": "http", "path": urllib.parse.unquote(split.path),
            "raw_path": split.path.encode(), "query_string": split.query.encode(),
            "server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 1),
            "headers": [(b"host", split.netloc.encode()), (b"content-type", kind.encode())],
        }  # fmt: skip
        await self._app(scope, receive, send)
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        body = b"".join(one.get("body", b"") for one in sent[1:])
        return sent[0]["status"], headers, body
