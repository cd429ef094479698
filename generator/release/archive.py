"""The whole of a built site as one file, which opens from a disk without any server.

The file is the same for the same site, to the byte. It is written piece by piece: the memory that
it takes does not grow with the site, but for the list of its files.
"""

import hashlib
import html
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from generator.model.problems import JixiaoError
from generator.release import archive_pages, files
from generator.runtime import checksums, program
from generator.site import build_info

FOLDER = "site/"  # of the archive, where the site is
GUIDE, SUMS = "如何打开.txt", "SHA256SUMS"
LABEL = "打包网站"
_LEFT_OUT = re.compile(r"404\.html|.+\.(?:gz|br)|release/build\.sha256")  # for servers alone
_PACKED = (".pdf", ".png", ".jpg", ".jpeg", ".xlsx", ".docx", ".pptx", ".ofd", ".zip", ".rar")
_LEVEL = 6
_CHUNK = 1 << 20
_NAME = re.compile(r'<meta name="SiteName" content="([^"]*)">')
# The earliest that a zip file can name: a file of the site has no time that a rebuild keeps.
_TIME = (1980, 1, 1, 0, 0, 0)


class Archived(NamedTuple):
    """What was written: how many files, how many bytes."""

    files: int
    size: int


def write(site: Path, out: Path, progress: Callable[[str, int], None]) -> Archived:
    """Write the archive of a built site; `progress` is called once a file.

    An archive that is there is replaced, once the new one is whole. Raises JixiaoError where the
    site is not as its list says, or the archive cannot be written.
    """
    listed = _listed(site)
    if out.resolve().is_relative_to(site.resolve()):
        raise JixiaoError(f"{out} 在网站的文件夹里，会被当作网站的文件。请放到别处。")
    fresh = out.with_name(f".{out.name}.new-{os.getpid()}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with ZipFile(fresh, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as opened:
            count = _fill(_Writer(opened), site, listed, progress)
        fresh.replace(out)
    except OSError as error:
        raise JixiaoError(f"写不了 {out}：{error.strerror or error}。") from None
    finally:
        fresh.unlink(missing_ok=True)
    return Archived(count, out.stat().st_size)


def _listed(site: Path) -> dict[str, str]:
    """Path to SHA-256 of what the archive holds: of the release, else of the build."""
    build_info.read(site)  # says so where it is no built site
    is_released = (site / files.SUMS).is_file()
    sums = build_info.read_sums(site, files.SUMS if is_released else build_info.BUILD_SUMS)
    return {path: one for path, one in sums.items() if not _LEFT_OUT.fullmatch(path)}


class _Writer:
    """Writes files into the archive, and keeps their checksums."""

    def __init__(self, opened: ZipFile) -> None:
        self._zip = opened
        self.sums: dict[str, str] = {}

    def put(self, path: str, data: bytes) -> None:
        """A file that is in memory."""
        self.sums[path] = hashlib.sha256(data).hexdigest()
        self._zip.writestr(_info(path), data)

    def copy(self, path: str, source: IO[bytes], size: int) -> str:
        """A file of any size; its SHA-256."""
        digest = hashlib.sha256()
        info = _info(path)
        info.file_size = size
        with self._zip.open(info, "w") as target:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                target.write(chunk)
        self.sums[path] = digest.hexdigest()
        return self.sums[path]


def _info(path: str) -> ZipInfo:
    info = ZipInfo(path, _TIME)
    info.compress_type = ZIP_STORED if path.lower().endswith(_PACKED) else ZIP_DEFLATED
    info.external_attr = 0o100644 << 16
    info.create_system = 3  # whatever system writes it
    return info


def _fill(
    writer: _Writer, site: Path, listed: dict[str, str], progress: Callable[[str, int], None]
) -> int:
    writer.put(GUIDE, "\ufeff".encode() + _guide(site).replace("\n", "\r\n").encode())
    for path, sha256 in listed.items():
        try:
            found = _put(writer, site, path)
        except FileNotFoundError:
            found = ""
        if found != sha256:
            raise JixiaoError(
                f"{site / path} 和生成时不同或没有了，没有打包。请重新运行 jixiao build。"
            )
        progress(LABEL, len(listed))
    for path in (files.SUMS, files.SIGNATURE):  # which no list can name
        if (site / path).is_file():
            writer.put(f"{FOLDER}{path}", (site / path).read_bytes())
    script = program.shipped("overrides") / archive_pages.SCRIPT
    writer.put(f"{FOLDER}{archive_pages.SCRIPT}", script.read_bytes())
    count = len(writer.sums) + 1
    writer.put(SUMS, checksums.format_sums(writer.sums.items()).encode())
    return count


def _put(writer: _Writer, site: Path, path: str) -> str:
    """Put a file of the site into the archive; the SHA-256 of the site's."""
    with (site / path).open("rb") as opened:
        if not archive_pages.is_rewritten(path):
            return writer.copy(f"{FOLDER}{path}", opened, os.fstat(opened.fileno()).st_size)
        data = opened.read()
    for piece in archive_pages.pieces(path, data):
        writer.put(f"{FOLDER}{piece.path}", piece.data)
    return hashlib.sha256(data).hexdigest()


def _guide(site: Path) -> str:
    home = (site / "index.html").read_text(encoding="utf-8", errors="replace")
    name = _NAME.search(home)
    address = build_info.site_address(site)
    return "\n".join(_guide_lines(html.unescape(name[1]) if name else "本网站", address or ""))


def _guide_lines(name: str, address: str) -> Iterator[str]:
    yield f"{name}：整站存档"
    yield ""
    if address:
        yield f"网站：{address}"
        yield ""
    yield "如何打开"
    yield ""
    yield "1. 先把压缩包全部解压（不要在压缩包里直接打开）。"
    yield f"2. 打开 {FOLDER}index.html，用 Chrome、Edge、Firefox 都可以，不用联网，不用安装。"
    yield "3. 浏览、搜索、查询、附件、PDF 都和网站上一样。并排比较报告时，没有逐项的指标。"
    yield ""
    yield "和网站有什么不同"
    yield ""
    yield "网页里的链接改成了文件夹里的，脚本和搜索用的数据换了写法，所以能从文件夹打开。"
    yield "附件、PDF、数据文件（JSON、CSV、Excel、SQLite）和网站上的一字不差。"
    yield ""
    yield "怎样核对"
    yield ""
    yield f"{SUMS} 是存档里每个文件的校验值。在解压的文件夹里运行：sha256sum --check {SUMS}"
    yield f"{FOLDER}release/ 是网站发布时的记录；没有改写的文件可以用它核对。"
    yield ""
