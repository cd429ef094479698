"""The preview's web server: the site of the content as it is, for this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from generator.preview import notes
from generator.preview.site import Answer, Site, html
from generator.problems import JixiaoError, Problem

_PATIENCE = 15  # seconds after which a browser that waits is told that we are still there


class Changes:
    """How often something changed; who waits for the next time is woken."""

    def __init__(self) -> None:
        self.number = 0
        self._news = threading.Condition()

    def tell(self) -> None:
        """Something is another than it was."""
        with self._news:
            self.number += 1
            self._news.notify_all()

    def wait(self, seen: int) -> int:
        """The number, when it is no longer the one that was seen, or after a while."""
        with self._news:
            self._news.wait_for(lambda: self.number != seen, timeout=_PATIENCE)
            return self.number


Problems = Callable[[], tuple[Problem, ...]]


class Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    protocol_version = "HTTP/1.1"

    def __init__(self, site: Site, problems: Problems, changes: Changes, *socket: object) -> None:
        self._site, self._problems, self._changes = site, problems, changes
        super().__init__(*socket)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """A page, a file, or word of the next change."""
        path = unquote(urlsplit(self.path).path)
        if path == notes.EVENTS:
            self._follow()
        else:
            self._send(self._answer(path))

    do_HEAD = do_GET  # noqa: N815  so it is called

    def _answer(self, path: str) -> Answer:
        seen = self._changes.number
        if path == notes.SCRIPT:
            return Answer(200, "text/javascript; charset=utf-8", notes.FOLLOW.encode())
        if path == notes.PROBLEMS:
            problems = self._problems()
            text = "全部问题，错误在前。" if problems else "没有发现问题。"
            return html(notes.page("检查结果", text, problems, seen))
        try:
            return self._site.answer(path.removeprefix("/"), seen)
        except Exception as error:
            # Whatever happened to one page, the preview goes on, and says so.
            return html(notes.page("这一页没有做出来", repr(error), (), seen), 500)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _follow(self) -> None:
        """Tell the number of the change, and each later one, until the browser goes."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        number = self._changes.number
        try:
            while True:
                self.wfile.write(f"data: {number}\n\n".encode())
                self.wfile.flush()
                number = self._changes.wait(number)
        except OSError:
            return  # the browser has gone

    def log_message(self, *_: object) -> None:
        """Staff have no use for a line a request."""


class Server(ThreadingHTTPServer):
    """Listens at an address of this machine; a browser that waits does not keep it from ending."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """A browser that went away is no news."""


def listen(host: str, port: int, site: Site, problems: Problems, changes: Changes) -> Server:
    """A server that listens; raises JixiaoError where the address is taken."""
    try:
        return Server((host, port), partial(Handler, site, problems, changes))
    except OSError as error:
        raise JixiaoError(
            f"{host}:{port} 不能用：{error.strerror}。请换一个，如 --address 127.0.0.1:{port + 1}。"
        ) from None
