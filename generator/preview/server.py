"""The preview's web server: the site of the content as it is, for this machine."""

from __future__ import annotations

import errno
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler
from socket import AF_INET6, EAI_AGAIN, EAI_NONAME
from socketserver import TCPServer, ThreadingMixIn
from urllib.parse import unquote

from generator.model.problems import JixiaoError
from generator.preview import notes
from generator.preview.site import Answer, Site, html

_PATIENCE = 5  # seconds after which who waits is told how it is, changed or not
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  who says so means it
_OURSELVES = ("localhost", "127.0.0.1", "[::1]")
_REASONS = {
    errno.EADDRINUSE: "已经有程序在用，可能是另一个预览",
    errno.EACCES: "没有权限",
    errno.EADDRNOTAVAIL: "这台机器没有这个地址",
    EAI_NONAME: "没有叫这个名字的机器",
    EAI_AGAIN: "没有叫这个名字的机器",
}


class Changes:
    """Tells one state of the content from another; who waits for the next is woken."""

    def __init__(self) -> None:
        # Never that of an earlier preview, whose pages may still be open.
        self._number = time.time_ns()
        self._news = threading.Condition()

    @property
    def now(self) -> str:
        """What tells the state that it is in."""
        return str(self._number)

    def tell(self) -> None:
        """Something is another than it was."""
        with self._news:
            self._number += 1
            self._news.notify_all()

    def wait(self, seen: str) -> str:
        """What it is when it is no longer what was seen, or after a while."""
        with self._news:
            self._news.wait_for(lambda: self.now != seen, timeout=_PATIENCE)
            return self.now


class Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    protocol_version = "HTTP/1.1"
    server: Server

    def __init__(self, site: Site, changes: Changes, *socket: object) -> None:
        self._site, self._changes = site, changes
        super().__init__(*socket)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """A page, a file, or word of the next change."""
        path, _, query = self.path.partition("?")
        address = unquote(path).removeprefix("/")
        if not self.server.is_called(self.headers.get("Host", "")):
            self._send(_refusal(self.server.address))
        elif address == notes.EVENTS:
            self._follow()
        else:
            self._send(self._answer(address), query)

    do_HEAD = do_GET  # noqa: N815  so it is called

    def _answer(self, address: str) -> Answer:
        if address == notes.SCRIPT:
            return Answer(200, "text/javascript; charset=utf-8", notes.FOLLOW.encode())
        seen = self._changes.now
        try:
            return self._site.answer(address, seen)
        except Exception as error:
            # Whatever happened to one page, the preview goes on, and says so.
            text = f"程序出错，请把这一行告诉维护人员：{error!r}"
            return html(notes.page("这一页没有做出来", text, (), seen), 500)

    def _send(self, answer: Answer, query: str = "") -> None:
        self.send_response(answer.status)
        if answer.status == 302:
            self.send_header("Location", f"/{answer.moved}{query and f'?{query}'}")
        self.send_header("Content-Length", str(len(answer.body)))
        self._end_head(answer.kind)
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _end_head(self, kind: str) -> None:
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        # Nor may a page of another site load what is not public yet, in whatever form.
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()

    def _follow(self) -> None:
        """Tell how it is, and each later state, until the browser goes."""
        self.close_connection = True
        self.send_response(200)
        self._end_head("text/event-stream")
        seen = self._changes.now
        while self.command != "HEAD":
            self.wfile.write(f"data: {seen}\n\n".encode())
            seen = self._changes.wait(seen)

    def log_message(self, *_: object) -> None:
        """Staff have no use for a line a request."""


class Server(ThreadingMixIn, TCPServer):
    """Listens at an address; a browser that waits does not keep it from ending."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str, port: int, site: Site, changes: Changes) -> None:
        self._host = host.strip("[]")
        if ":" in self._host:
            self.address_family = AF_INET6
        super().__init__((self._host, port), partial(Handler, site, changes))

    @property
    def address(self) -> str:
        """Where browsers find it."""
        host = "127.0.0.1" if self._host in _EVERYWHERE else self._host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.server_address[1]}/"

    @property
    def is_open_to_others(self) -> bool:
        """Whether it listens at every address of the machine."""
        return self._host in _EVERYWHERE

    def is_called(self, name: str) -> bool:
        """Whether a request was meant for us, who are called `name` in it.

        A page of another site could have its own name lead here, and read drafts as its own.
        """
        known = (self.address.split("/")[2].rpartition(":")[0], *_OURSELVES)
        port = self.server_address[1]
        names = {f"{one}:{port}".removesuffix(":80") for one in known}
        return self.is_open_to_others or name.lower() in names

    def handle_error(self, *_: object) -> None:
        """A browser that went away is no news."""


def _refusal(address: str) -> Answer:
    text = f"这个网址不是预览的，没有显示。请打开 {address}\n"
    return Answer(403, "text/plain; charset=utf-8", text.encode())


def listen(host: str, port: int, site: Site, changes: Changes) -> Server:
    """A server that listens; raises JixiaoError where the address cannot be used."""
    try:
        return Server(host, port, site, changes)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror)
        other = f"{port + 1 if 1024 <= port < 65535 else 8001}"
        raise JixiaoError(
            f"地址 {host}:{port} 不能用：{reason}。请换一个，如 --address 127.0.0.1:{other}。"
        ) from None
