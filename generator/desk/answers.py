"""What holds for every answer: headers that keep other sites out, an end to long requests."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Message, Receive, Send

from generator.console.command_line import what_failed

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # No page of another site may load what is not public yet, in whatever form.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}
# Of pages that change files: no script but ours, no page of others around them.
DESK_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'self'"
    ),
}
_LONGEST = 64_000_000  # bytes of a request: what staff import at once
_SAID = {
    400: "浏览器发来的内容读不了。请返回上一页再试。",
    404: "没有这一页。",
    405: "这个网址不能这样打开。",
    413: "发来的内容太长。请分几次。",
}


def html(text: str, status: int = 200) -> Response:
    """An answer that is a page."""
    return HTMLResponse(text.encode(errors="xmlcharrefreplace"), status)


class TooLongError(Exception):
    """The body of a request has more bytes than any of ours."""


def is_too_long(request: Request) -> bool:
    """Whether a request says that its body is longer than any of ours."""
    stated = request.headers.get("content-length", "0")
    return not (stated.isascii() and stated.isdigit() and len(stated) < 12) or (
        int(stated) > _LONGEST
    )


def too_long() -> Response:
    """The answer to such a request."""
    return PlainTextResponse(_SAID[413], 413)


def saved_file(name: str, data: bytes) -> Response:
    """A file to be saved, never opened by the browser."""
    saved = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, headers={"Content-Disposition": saved},
                    media_type="application/octet-stream")  # fmt: skip


def with_headers(send: Send, headers: Mapping[str, str]) -> Send:
    """Sends each answer with these headers, in place of its own of the same names."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return sending


def limited(receive: Receive) -> Receive:
    """Receives a body up to the longest; raises TooLongError where it goes on."""
    received = 0

    async def receiving() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > _LONGEST:
            raise TooLongError
        return message

    return receiving


def _of_status(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 413
    return PlainTextResponse(_SAID.get(status, "没有做成。请返回上一页再试。"), status)


def _of_fault(_: Request, error: Exception) -> Response:
    """Whatever happened to one page, the desk goes on, and says so."""
    return PlainTextResponse(f"程序出错，请把这一行告诉维护人员：{error!r}", 500)


def _of_system(_: Request, error: Exception) -> Response:
    """A full disk, a folder that nobody may write: for a person to mend, no fault of ours."""
    assert isinstance(error, OSError)  # noqa: S101  as HANDLERS has it
    text = f"没有做成。{what_failed(error)}写了的，按浏览器的返回就在。"
    return PlainTextResponse(text, 500)


HANDLERS: Mapping[Any, Callable[[Request, Exception], Response]] = {
    HTTPException: _of_status,
    TooLongError: _of_status,
    OSError: _of_system,
    Exception: _of_fault,
}
