"""An application asked in this process, without a server."""

import asyncio
import urllib.parse
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from starlette.types import ASGIApp, Message


class Response(NamedTuple):
    """What it answers."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    app: ASGIApp, method: str, address: str, body: bytes = b"",
    kind: str = "application/x-www-form-urlencoded",
) -> Response:  # fmt: skip
    """Ask for a whole address."""
    split = urllib.parse.urlsplit(address)
    scope = {
        "type": "http", "http_version": "1.1", "method": method, "root_path": "",
        "scheme": split.scheme, "path": urllib.parse.unquote(split.path),
        "raw_path": split.path.encode(), "query_string": split.query.encode(),
        "server": (split.hostname, split.port), "client": ("127.0.0.1", 1),
        "headers": [(b"host", split.netloc.encode()), (b"content-type", kind.encode())],
    }  # fmt: skip
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    async def answered() -> None:
        await app(scope, receive, send)

    # In a thread of its own: a browser of Playwright's may hold the loop of this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(answered())).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Response(sent[0]["status"], headers, b"".join(one.get("body", b"") for one in sent[1:]))
