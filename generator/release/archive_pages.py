"""Pages and scripts of a site as an archive holds them: they work where no web server answers.

A browser that opens a page from a folder finds no index of a folder by itself, runs no module and
gives no file to a script. So links name `index.html`, scripts are plain ones, and the data that
they ask for lies there as scripts as well (`overrides/assets/archive/from-folder.js` takes them).
"""

import base64
import json
import re
from typing import NamedTuple

SCRIPT = "assets/archive/from-folder.js"
_TAG = re.compile(r'<(?:a|area|form|iframe|img|link|script|source)\b(?:[^<>"]|"[^"]*")*>')
_ADDRESS = re.compile(r'(?<=[\s"])(href|src|action)="([^"]*)"')
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")  # another scheme, another host
_MODULE = re.compile(r'<script type="module"')
_PRELOAD = re.compile(r'<link rel="modulepreload"[^>]*>')
_HEAD = re.compile(r"<head>")
_SCRIPTS = re.compile(r"assets/(?:search|theme)-[0-9a-f]+/([\w-]+)\.js")
_SEARCHED = re.compile(r"search/data/.+")  # no one but the search reads it
_ASKED_FOR = re.compile(r"search/data/.+|data/v1/years(?:/\d+)?\.json")
_WORKER = "engine"
_PLACE = "import.meta.url"


class Piece(NamedTuple):
    """A file of the archive, below its folder of the site."""

    path: str
    data: bytes


def is_rewritten(path: str) -> bool:
    """Whether a file of the site is not the same in the archive, or not alone."""
    return bool(path.endswith(".html") or _SCRIPTS.fullmatch(path) or _ASKED_FOR.fullmatch(path))


def pieces(path: str, data: bytes) -> list[Piece]:
    """What the archive has in place of such a file, its path first."""
    if path.endswith(".html"):
        return [Piece(path, page(path, data.decode(errors="surrogateescape")))]
    if found := _SCRIPTS.fullmatch(path):
        return [Piece(path, _script(found[1], data.decode()).encode())]
    twin = Piece(f"{path}.js", _told(path, data))
    return [twin] if _SEARCHED.fullmatch(path) else [Piece(path, data), twin]


def page(path: str, html: str) -> bytes:
    """A page as it works in a folder: links, scripts, and the one that stands in for a server."""
    root = "../" * path.count("/")
    stand_in = f'<head>\n<script src="{root}{SCRIPT}"></script>'
    html = _HEAD.sub(stand_in, _PRELOAD.sub("", html), count=1)
    html = _MODULE.sub("<script defer", _TAG.sub(_with_whole_addresses, html))
    return html.encode(errors="surrogateescape")


def _with_whole_addresses(tag: re.Match[str]) -> str:
    return _ADDRESS.sub(lambda found: f'{found[1]}="{_whole(found[2])}"', tag[0])


def _whole(address: str) -> str:
    """An address of this site with the file's name; any other as it is."""
    path = re.split("[?#]", address, maxsplit=1)[0]
    if not path or _ELSEWHERE.match(address):
        return address
    rest = address[len(path) :]
    if path in (".", "..") or path.endswith(("/.", "/..")):
        path += "/"
    return f"{path}index.html{rest}" if path.endswith("/") else address


def _script(name: str, text: str) -> str:
    """A script that is no module: its names in a function, where it lies asked for at its start."""
    if name == _WORKER:
        return f"jixiaoWorker((self) => {{\n{text}\n}});\n"
    place = "const $place = document.currentScript.src;\n" if _PLACE in text else ""
    return f"(() => {{\n{place}{text.replace(_PLACE, '$place')}\n}})();\n"


def _told(path: str, data: bytes) -> bytes:
    """A script that tells the content of a file; of one that is no text by base64."""
    is_packed = not path.endswith(".json")
    text = base64.b64encode(data).decode() if is_packed else data.decode()
    values = (json.dumps(one, ensure_ascii=False) for one in (path, text, is_packed))
    return f"jixiaoFile({', '.join(values)});\n".encode()
