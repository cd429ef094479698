"""The preview's web server: the site of the content as it is, for this machine."""

import asyncio
import errno
import ipaddress
import socket
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from generator.desk import answers, notes
from generator.desk.opening import OpeningSite
from generator.model.problems import JixiaoError

_PATIENCE = 5  # seconds after which a waiting browser is told the state again, changed or not
_LONGEST_WAIT = 2  # seconds that an answer waits for the content to be read again
_OURSELVES = ("localhost", "127.0.0.1", "[::1]")
_REASONS = {
    errno.EADDRINUSE: "已经有程序在用，可能是另一个预览",
    errno.EACCES: "没有权限",
    errno.EADDRNOTAVAIL: "这台机器没有这个地址",
    socket.EAI_NONAME: "没有叫这个名字的机器",
    socket.EAI_AGAIN: "没有叫这个名字的机器",
}


class Changes:
    """The number of the content's state; browsers wait for the next one."""

    def __init__(self) -> None:
        # Never that of an earlier preview, whose pages may still be open.
        self._number = time.time_ns()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = asyncio.Event()
        self._moved = threading.Condition()

    @property
    def now(self) -> str:
        """The number of the state now."""
        return str(self._number)

    def notify(self) -> None:
        """Say, from whatever thread, that the state is another one."""
        with self._moved:
            self._number += 1
            self._moved.notify_all()
        if self._loop:
            self._loop.call_soon_threadsafe(self._wake)

    def wait(self, seen: str) -> None:
        """Until the state is another one than `seen`, or no longer than a person waits."""
        with self._moved:
            self._moved.wait_for(lambda: self.now != seen, _LONGEST_WAIT)

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def events(self) -> AsyncIterator[str]:
        """The state now and each later one, as server-sent events, until the browser goes."""
        self._loop = asyncio.get_running_loop()
        while True:
            changed, seen = self._changed, self.now
            yield f"data: {seen}\n\n"
            with suppress(TimeoutError):
                if self.now == seen:
                    await asyncio.wait_for(changed.wait(), _PATIENCE)


class More(NamedTuple):
    """What another wing serves beside the site: pages, who may see anything, where one begins."""

    root: str  # what the addresses of the pages begin with
    routes: Sequence[Route]
    refusal: Callable[[Request], Awaitable[Response | None]]
    opening_address: str


class Server:
    """Listens at an address, from when it is made.

    Raises JixiaoError where the address cannot be used. With `more`, which is given the address
    and the changes, other pages are served too.
    """

    def __init__(
        self, host: str, port: int, site: OpeningSite, changes: Changes,
        more: Callable[[str, Changes], More] | None = None,
    ) -> None:  # fmt: skip
        self._host = host.strip("[]")
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            self._socket = socket.create_server((self._host, port), family=family)
        except OSError as error:
            reason = _REASONS.get(error.errno or 0, error.strerror)
            other = f"{port + 1 if 1024 <= port < 65535 else 8001}"
            raise JixiaoError(
                f"地址 {host}:{port} 不能用：{reason}。请换一个，如 --address 127.0.0.1:{other}。"
            ) from None
        bound, self._port = self._socket.getsockname()[:2]
        self._ip = ipaddress.ip_address(bound.partition("%")[0])
        self._site, self._changes = site, changes
        self._more = more(self.address, changes) if more and not self.is_open_to_others else None

    @property
    def opening_address(self) -> str:
        """What a person opens first."""
        return self._more.opening_address if self._more else self.address

    @property
    def address(self) -> str:
        """Where browsers find it."""
        return f"http://{self._name}:{self._port}/"

    @property
    def is_open_to_others(self) -> bool:
        """Whether other machines may reach it."""
        return not self._ip.is_loopback

    @property
    def _name(self) -> str:
        """The name by which it was asked for, or the number as browsers write it."""
        if self._host.strip("0123456789abcdefxABCDEFX.:"):
            return self._host.lower()
        if self._ip.is_unspecified:
            return "127.0.0.1" if self._ip.version == 4 else "[::1]"
        return str(self._ip) if self._ip.version == 4 else f"[{self._ip}]"

    def serve_forever(self) -> None:
        """Answer browsers until the process ends."""
        routes = [
            Route(f"/{notes.EVENTS}", self._events),
            Route(f"/{notes.SCRIPT}", self._script),
            *(self._more.routes if self._more else ()),
            Route("/{address:path}", self._page),
        ]
        app = Starlette(routes=routes, exception_handlers=answers.HANDLERS)

        # Starlette's own check compares names without their port, and refuses in English.
        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                return
            request = Request(scope)
            is_ours = self._is_called(request.headers.get("host", ""))
            refusal = None if is_ours else self._refusal()
            if answers.is_too_long(request):
                refusal = answers.too_long()
            if refusal is None and self._more:
                refusal = await self._more.refusal(request)
            is_desk = self._more and scope["path"].startswith(self._more.root)
            headers = answers.DESK_HEADERS if is_desk else answers.HEADERS
            sending = answers.with_headers(send, headers)
            await (refusal or app)(scope, answers.limited(receive), sending)

        # Staff have no use for a line a request, nor for browsers that went away.
        config = uvicorn.Config(
            guarded, log_config=None, log_level="critical", lifespan="off", server_header=False
        )
        uvicorn.Server(config).run([self._socket])

    async def _events(self, request: Request) -> Response:
        kind = "text/event-stream"
        if request.method == "HEAD":
            return Response(media_type=kind)
        return StreamingResponse(self._changes.events(), media_type=kind)

    def _script(self, _: Request) -> Response:
        return Response(notes.FOLLOW, media_type="text/javascript")

    def _page(self, request: Request) -> Response:
        """A page or a file, made in a thread of its own."""
        seen = self._changes.now
        try:
            answer = self._site.answer(request.path_params["address"], seen)
        except Exception as error:
            # Whatever happened to one page, the preview goes on, and says so.
            text = f"程序出错，请把这一行告诉维护人员：{error!r}"
            answer = answers.html(notes.page("这一页没有做出来", text, (), seen), 500)
        if answer.status_code == 302 and request.url.query:
            answer = RedirectResponse(f"{answer.headers['location']}?{request.url.query}", 302)
        return answer

    def _refusal(self) -> Response:
        text = f"这个网址不是预览的，没有显示。请打开 {self.address}\n"
        return PlainTextResponse(text, 403)

    def _is_called(self, name: str) -> bool:
        """Whether a request was meant for us, who are called `name` in it.

        A page of another site could have its own name lead here, and read drafts as its own.
        """
        names = {f"{one}:{self._port}".removesuffix(":80") for one in (self._name, *_OURSELVES)}
        return self._ip.is_unspecified or name.lower() in names
