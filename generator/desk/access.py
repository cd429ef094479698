"""Who may use the desk: the browser that was opened with its secret, and no page of another site.

The secret comes in the address that the terminal prints, and is a cookie from then on. Another
user of the machine can reach the port, but does not know it. A page of another site in the same
browser can send a request, but its browser says where it came from, and the cookie stays at home.
"""

import secrets
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from generator.runtime.atomic_folders import write_file

KEY = "key"  # of the address, and what the cookie's name begins with
_READING = ("GET", "HEAD")
_LENGTH = 43  # characters of 32 bytes in base 64
_REFUSED = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>请从终端的网址打开</title>'
    "<h1>请从终端的网址打开</h1><p>运行 jixiao serve 的窗口里印着网址，后面带着口令。"
    "请照它打开；口令只有您知道，同一台机器上的别人打不开。</p></html>"
)


def secret(file: Path) -> str:
    """The secret of a content folder: the same each time, so that a page left open still works.

    Only the file's owner can read it, where the system knows owners.
    """
    try:
        kept = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        kept = ""
    if len(kept) == _LENGTH:
        return kept
    made = secrets.token_urlsafe(32)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    write_file(file, made)
    file.chmod(0o600)
    return made


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
        if request.method in _READING and given and secrets.compare_digest(given, self._secret):
            return self._welcome(request)
        if not self._has_cookie(request):
            return HTMLResponse(_REFUSED, 403)
        if request.method not in _READING and not self._is_from_us(request):
            return HTMLResponse(_REFUSED, 403)
        return None

    def _welcome(self, request: Request) -> Response:
        """To the same address without the secret, which would stay in the browser's history."""
        rest = [one for one in parse_qsl(request.url.query) if one[0] != KEY]
        query = f"?{urlencode(rest)}" if rest else ""
        answer = RedirectResponse(f"{request.url.path}{query}", 303)
        answer.set_cookie(self._cookie, self._secret, httponly=True, samesite="strict", path="/")
        return answer

    def _has_cookie(self, request: Request) -> bool:
        try:
            cookies = SimpleCookie(request.headers.get("cookie", ""))
        except CookieError:
            return False
        found = cookies.get(self._cookie)
        return found is not None and secrets.compare_digest(found.value, self._secret)

    def _is_from_us(self, request: Request) -> bool:
        """Whether a page of ours sent it: browsers since 2020 say so of whatever changes things."""
        origin = request.headers.get("origin")
        host = request.headers.get("host", "")
        if origin is not None:
            return origin == f"http://{host}"
        return request.headers.get("sec-fetch-site") == "same-origin"
