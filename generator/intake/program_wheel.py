"""The program's own package in a county's repository: which version, pinned by its hash.

A county has no entry in a public index. The wheel lies in the repository, the hash in one line of
`requirements.txt`; the wheel carries the list of all other packages, each with its hash.
"""

import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from generator import __version__
from generator.model.problems import JixiaoError
from generator.runtime.atomic_folders import write_file

NOT_PINNED = "# 还没有安装包：jixiao upgrade --wheel 安装包，会写好这一行。"
_FOLDER = "wheels"
_NAME = re.compile(r"jixiao-([0-9][0-9A-Za-z.+!]*)-py3-none-any\.whl")
_PINNED = re.compile(rf"^(?:jixiao==(\S+).*|{re.escape(NOT_PINNED)})$", re.MULTILINE)
_LOCK = "generator/shipped/requirements.txt"


def find() -> Path | None:
    """The wheel that this program was installed from, or one of its version that lies at hand."""
    name = f"jixiao-{__version__}-py3-none-any.whl"
    return next((one for one in _candidates(name) if one.is_file()), None)


def _candidates(name: str) -> Iterator[Path]:
    try:
        origin = metadata.distribution("jixiao").read_text("direct_url.json")
        address = urlsplit(json.loads(origin or "{}").get("url", ""))
    except (metadata.PackageNotFoundError, ValueError):
        address = urlsplit("")
    if address.scheme == "file" and address.path.endswith(".whl"):
        yield Path(url2pathname(address.path))
    folders = [os.environ.get(one) for one in ("JIXIAO_WHEELS", "PIP_FIND_LINKS")]
    for folder in (".", _FOLDER, *filter(None, folders)):
        yield Path(folder) / name


def version(wheel: Path) -> str:
    """The version of a wheel. Raises JixiaoError where it is none of this program."""
    named = _NAME.fullmatch(wheel.name)
    try:
        with zipfile.ZipFile(wheel) as archive:
            is_whole = _LOCK in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        is_whole = False
    if not named or not is_whole:
        raise JixiaoError(
            f"{wheel} 不是本程序的安装包，或者没有这个文件，什么也没有放。"
            "安装包的名称如 jixiao-1.2.0-py3-none-any.whl，不要改名；用 --wheel 指明。"
        )
    return named[1]


def is_asked_for(root: Path) -> bool:
    """Whether the repository has the line that pins the program: `jixiao init` made it."""
    return bool(_PINNED.search(_text(root / "requirements.txt")))


def require_installed(root: Path) -> None:
    """Raise JixiaoError where the repository is pinned to another version than the one running."""
    file = root / "requirements.txt"
    found = _PINNED.search(_text(file))
    if found and found[1] and found[1] != __version__:
        raise JixiaoError(
            f"{file} 写的是 jixiao {found[1]}，现在运行的是 {__version__}，什么也没有改。"
            "请先装上它：make site（Windows 见 README.md），再用 .venv 里的 jixiao。"
        )


def _text(file: Path) -> str:
    """What the file says, nothing where there is none."""
    try:
        return file.read_text(encoding="utf-8") if file.is_file() else ""
    except UnicodeDecodeError:
        raise JixiaoError(
            f"{file} 不是 UTF-8，什么也没有改。请用 UTF-8 保存，或恢复它：git checkout -- {file}"
        ) from None


def pin(root: Path, wheel: Path) -> str:
    """Put the wheel into the repository at `root` in place of a former one; returns its version."""
    new, file = version(wheel), root / "requirements.txt"
    text = _text(file)
    if len(list(_PINNED.finditer(text))) != 1:
        raise JixiaoError(
            f"{file} 里应有一行 jixiao==…，现在没有，或不止一行，什么也没有改。"
            "请在 jixiao init 做的文件夹里运行。"
        )
    target = root / _FOLDER / wheel.name
    target.parent.mkdir(exist_ok=True)
    if not (target.exists() and target.samefile(wheel)):
        fresh = target.with_name(f".{target.name}.new")
        shutil.copyfile(wheel, fresh)
        fresh.replace(target)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    write_file(file, _PINNED.sub(f"jixiao=={new} --hash=sha256:{digest}", text))
    for one in target.parent.iterdir():
        if _NAME.fullmatch(one.name) and one != target:
            one.unlink()
    return new
