"""A site at an address of the web, read file by file. Apart: what asks over HTTP loads slowly."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import urllib3

from generator.model.problems import JixiaoError
from generator.release.published_site import CONNECTIONS

TIMEOUT = urllib3.Timeout(connect=10, read=30)  # seconds
LOST = "jixiao/no-such-page/"  # an address that no site has


class Served:
    """A site that a web server serves, read as the public reads it.

    Only what the server itself says is taken: no proxy's copy, nothing compressed on the way.
    """

    def __init__(self, address: str) -> None:
        if not _is_web_address(address):
            raise JixiaoError(f"网址应如 https://主机/路径/，写的是“{address}”。")
        self.where = address.rstrip("/") + "/"  # as a message names it
        self._pool = urllib3.PoolManager(
            maxsize=CONNECTIONS, block=True, retries=urllib3.Retry(2, redirect=0, status=0)
        )

    def read(self, path: str) -> bytes | None:
        """The file's bytes; a page is asked for by its address, the lost page by being lost."""
        answer = self.answer(_address(path))
        expected = 404 if path == "404.html" else 200
        return answer.data if answer.status == expected else None

    def answer(self, address: str, **headers: str) -> urllib3.BaseHTTPResponse:
        """The server's answer for an address below the root; JixiaoError where none comes."""
        sent = {"Accept-Encoding": "identity", "Cache-Control": "no-cache", **headers}
        try:
            return self._pool.request(
                "GET",
                self.where + quote(address),
                headers=sent,
                timeout=TIMEOUT,
                decode_content=False,
                redirect=False,
            )
        except urllib3.exceptions.HTTPError as error:
            raise JixiaoError(f"连不上 {self.where}：{_reason(error)}") from None


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _address(path: str) -> str:
    if path == "404.html":
        return LOST
    head, last = path.rpartition("/")[::2]
    return (f"{head}/" if head else "") if last == "index.html" else path


# What keeps a server from being asked, the particular before the general.
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (urllib3.exceptions.NameResolutionError, "找不到这台主机，请核对主机名和网络"),
    (urllib3.exceptions.ProxyError, "代理服务器不通，请核对环境变量 http_proxy、https_proxy"),
    (urllib3.exceptions.NewConnectionError, "这个端口上没有网站，请核对网址，看服务器是否在运行"),
    (urllib3.exceptions.TimeoutError, "等候超时，请核对网络"),
    (urllib3.exceptions.ProtocolError, "连接中途断了，请再试"),
)


def _reason(error: urllib3.exceptions.HTTPError) -> str:
    cause = getattr(error, "reason", None) or error
    if isinstance(cause, urllib3.exceptions.SSLError):
        return f"证书不被接受（{cause}）。"
    meaning = next((words for kind, words in _REASONS if isinstance(cause, kind)), "")
    return f"{meaning}。" if meaning else f"{type(cause).__name__}：{cause}"
