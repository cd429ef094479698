"""Who may use the desk: the browser that was opened with its secret, and no page of another site.

The secret comes in the address that the terminal prints, and is a cookie from then on. Another
user of the machine can reach the port, but does not know it. A page of another site in the same
browser can send a request, but its browser says where it came from, and the cookie stays at home.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

KEY = "key"  # of the address, and what the cookie's name begins with
_READING = ("GET", "HEAD")
_LENGTH = 43  # characters of 32 bytes in base 64
_REFUSED = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>请从终端的网址打开</title>'
    "<h1>请从终端的网址打开</h1><p>运行 jixiao serve 的窗口里印着网址，后面带着口令。"
    "请照它打开；口令只有您知道，同一台机器上的别人打不开。</p></html>"
)


def secret(store: Path) -> str:
    """The secret of a content folder: the same each time, so that a page left open still works.

    It is kept in `store`, the folder for what the desk keeps.

    Only the file's owner can read it, where the system knows owners; one that others could read
    may be known, and is made anew.
    """
    file = store / "secret"
    try:
        kept = file.read_text("utf-8").strip() if _is_private(file) else ""
    except (OSError, UnicodeDecodeError):
        kept = ""
    if len(kept) == _LENGTH and kept.isascii():
        return kept
    made = secrets.token_urlsafe(32)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{made[:8]}")
    # Private from its first byte on: nobody can have opened it meanwhile.
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        written.write(made)
    fresh.replace(file)
    return made


def _is_private(file: Path) -> bool:
    return os.name != "posix" or not (file.is_symlink() or file.stat().st_mode & 0o077)


class Access:
    """Decides on requests; `address` is where the desk is, as browsers write it."""

    def __init__(self, address: str, secret: str) -> None:
        self._origin, self._secret = address.rstrip("/"), secret
        self._cookie = f"{KEY}-{self._origin.rpartition(':')[2].strip('/')}"

    @property
    def opening_address(self) -> str:
        """What is opened first: with the secret."""
        return f"{self._origin}/_jixiao/desk/?{KEY}={self._secret}"

    def refusal(self, request: Request) -> Response | None:
        """The answer to who may not, or must come again with a cookie; None: go on."""
        given = request.query_params.get(KEY)
        if request.method in _READING and given and self._is_secret(given):
            return self._welcome(request)
        if not self._has_cookie(request) or self._is_for_another(request):
            return HTMLResponse(_REFUSED, 403)
        if request.method not in _READING and not self._is_from_us(request):
            return HTMLResponse(_REFUSED, 403)
        return None

    def _welcome(self, request: Request) -> Response:
        """To the same address without the secret, which would stay in the browser's history."""
        rest = [one for one in parse_qsl(request.url.query) if one[0] != KEY]
        query = f"?{urlencode(rest)}" if rest else ""
        path = f"/{request.url.path.lstrip('/')}"  # two strokes would lead to another machine
        answer = RedirectResponse(f"{path}{query}", 303)
        answer.set_cookie(self._cookie, self._secret, httponly=True, samesite="strict", path="/")
        return answer

    def _is_secret(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(errors="replace"), self._secret.encode())

    def _has_cookie(self, request: Request) -> bool:
        """Whether one of the cookies is ours; other programs of this machine may send some too."""
        pairs = (one.partition("=") for one in request.headers.get("cookie", "").split(";"))
        return any(
            self._is_secret(value.strip()) for name, _, value in pairs
            if name.strip() == self._cookie
        )  # fmt: skip

    @staticmethod
    def _is_for_another(request: Request) -> bool:
        """Whether a page elsewhere, also at another port, loads it into itself."""
        headers = request.headers
        is_elsewhere = headers.get("sec-fetch-site") in ("cross-site", "same-site")
        return is_elsewhere and headers.get("sec-fetch-dest") != "document"

    def _is_from_us(self, request: Request) -> bool:
        """Whether a page of ours sent it: browsers since 2020 say so of whatever changes things."""
        origin = request.headers.get("origin")
        host = request.headers.get("host", "")
        if origin is not None:
            return origin == f"http://{host}"
        return request.headers.get("sec-fetch-site") == "same-origin"
