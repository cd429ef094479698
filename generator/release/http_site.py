"""A site that a web server serves, read file by file.

A module of its own because urllib3 takes a while to load.
"""

from urllib.parse import quote, urlsplit

import urllib3

from generator.model.problems import JixiaoError
from generator.release.published_site import CONNECTIONS

TIMEOUT = urllib3.Timeout(connect=10, read=30)  # seconds
NO_SUCH_PAGE = "jixiao/no-such-page/"


class HttpSite:
    """A site at an address of the web, read as the public reads it.

    Caches of proxies are not used, and nothing is compressed on the way.
    """

    def __init__(self, address: str) -> None:
        if not _is_web_address(address):
            raise JixiaoError(f"网址应如 https://主机/路径/，写的是“{address}”。")
        self.where = address.rstrip("/") + "/"  # as messages name it
        self._pool = urllib3.PoolManager(
            maxsize=CONNECTIONS, block=True, retries=urllib3.Retry(2, redirect=0, status=0)
        )

    def read(self, path: str) -> bytes | None:
        """The file's bytes; 404.html is read at an address that does not exist."""
        response = self.get(_address(path))
        expected = 404 if path == "404.html" else 200
        return response.data if response.status == expected else None

    def get(self, address: str) -> urllib3.BaseHTTPResponse:
        """The server's response for an address below the root; JixiaoError where none comes."""
        try:
            return self._pool.request(
                "GET",
                self.where + quote(address),
                headers={"Accept-Encoding": "identity", "Cache-Control": "no-cache"},
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
        return NO_SUCH_PAGE
    head, last = path.rpartition("/")[::2]
    return (f"{head}/" if head else "") if last == "index.html" else path


# Why a server cannot be reached, special cases before general ones.
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
