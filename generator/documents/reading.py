"""Files of the bureau as documents: each by what it is, in a process that has limits.

What cannot be read is a document without blocks, whose `missing` says why and what to do.
"""

import atexit
import json
import os
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generator.check.attachments.contents import (
    ARCHIVE,
    BROKEN,
    ENCRYPTED,
    TOO_MANY,
    TOO_MUCH,
)
from generator.documents.conversions import Conversions
from generator.documents.document import Document
from generator.documents.kinds import EMPTY
from generator.documents.transfer import unpacked
from generator.documents.worker import MAX_MEMORY
from generator.runtime.limited_process import Died, LimitedProcess, TooSlow

TIMEOUT = 30.0  # seconds for one file
ARCHIVE_TIMEOUT = 300.0  # seconds for all files of an archive
MAX_SIZE = 200 * 1024**2  # bytes of one file, archive or not
_MAX_DEPTH = 3  # a document in an archive in an archive in an archive
_MOST_HANGING = 3  # files of an archive
_COMMAND = (sys.executable, "-P", "-m", "generator.documents.worker")
_UNKNOWN = "不明"

_TOO_BIG = f"文件超过 {MAX_SIZE // 1024**2} MB。请分成几份，或者去掉里面的图片，再导入"
_DIED = f"文件读到一半，程序停了：文件已损坏，或者内容太多（内存超过 {MAX_MEMORY // 1024**3} GB）"
_SLOW = f"读了 {TIMEOUT:.0f} 秒还没有读完。请打开看看，另存一份再导入"
_TOO_DEEP = "压缩包套得太深，没有读。请解压以后再导入"
_STOPPED = "压缩包读得太久，后面的文件没有读。请解压以后再导入"
_NOT_OPENED = "文件打不开：系统不让读。请看是不是别的软件正开着它，有没有读的权限"
_REMEDIES: Mapping[str, str] = {
    EMPTY: "请找给文件的人重发",
    ENCRYPTED: "请打开它，去掉密码，另存一份再导入",
    BROKEN: "请用 Word、Excel 或 WPS 打开看看：能打开就另存一份再导入，打不开就请给文件的人重发",
    TOO_MUCH: "请打开看看，只把要导入的内容另存一份再导入",
    TOO_MANY: "请解压以后分几次导入",
}


@dataclass
class _Archive:
    """How much longer files of an archive may take, and how many may still hang."""

    until: float = field(default_factory=lambda: time.monotonic() + ARCHIVE_TIMEOUT)
    hanging: int = 0

    @property
    def seconds(self) -> float:
        """For the next file; 0 or less where there shall be none."""
        left = self.until - time.monotonic()
        return min(TIMEOUT, left) if self.hanging < _MOST_HANGING else 0.0


class FileReader:
    """Reads files one after another in one process, which is replaced when one of them kills it.

    `close`, or the end of a `with` block, ends the process for good.
    """

    def __init__(self, conversions: Path | None = None) -> None:
        """`conversions` is a folder of older files that were converted beforehand."""
        folder = (os.fspath(conversions.resolve()),) if conversions else ()
        self._process = LimitedProcess((*_COMMAND, *folder), MAX_MEMORY)

    def __enter__(self) -> "FileReader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; what is being read is given up."""
        self._process.close()

    def read(self, file: Path) -> list[Document]:
        """The document of a file; of an archive one for each file in it, named archive/file."""
        try:
            if file.stat().st_size > MAX_SIZE:
                return [_unread(file.name, _TOO_BIG)]
            with file.open("rb"):
                pass
        except FileNotFoundError:
            return [_unread(file.name, "没有这个文件。请看文件名写得对不对")]
        except OSError:
            is_folder = file.is_dir()
            return [_unread(file.name, "这是文件夹，不是文件" if is_folder else _NOT_OPENED)]
        return list(self._read(file, (), _Archive()))

    def _read(self, file: Path, inner: tuple[str, ...], archive: _Archive) -> Iterator[Document]:
        name = "/".join((file.name, *inner))
        found = self._asked(file, inner, archive)
        if "document" in found:
            document: Document = unpacked(found["document"])
            yield replace(document, name=name)
        elif "unreadable" in found:
            yield _unread(name, found["unreadable"])
        elif len(inner) >= _MAX_DEPTH:
            yield _unread(name, _TOO_DEEP)
        else:
            told = found["missing"] if found["members"] else (*found["missing"], "压缩包里没有文件")
            if told:
                yield Document(name, ARCHIVE, (), missing=tuple(told))
            for member in found["members"]:
                if archive.seconds <= 0 or self._process.is_closed:
                    yield Document(name, ARCHIVE, (), missing=(_STOPPED,))
                    return
                yield from self._read(file, (*inner, member), archive)

    def _asked(self, file: Path, inner: tuple[str, ...], archive: _Archive) -> Mapping[str, Any]:
        request = json.dumps([os.fspath(file.resolve()), inner])
        try:
            found: Mapping[str, Any] = json.loads(self._process.ask(request, archive.seconds))
        except Died:
            return {"unreadable": _DIED}
        except TooSlow:
            archive.hanging += 1
            return {"unreadable": _SLOW}
        return found


_reader = FileReader()
atexit.register(_reader.close)


def read_file(file: Path) -> list[Document]:
    """The document of a file; of a ZIP file one for each file in it, named archive/file.

    Never raises: what cannot be read is a document without blocks, and `missing` says why.
    """
    return _reader.read(file)


def read_files(files: Iterable[Path], processes: int = 0) -> Iterator[tuple[Path, list[Document]]]:
    """Each file with its documents, in their order, while the next ones are being read.

    In so many processes, by default as many as there are processors.
    """
    count = processes or os.cpu_count() or 1
    made = TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True)
    conversions = Conversions(Path(made.name))
    idle = [FileReader(conversions.folder) for _ in range(count)]
    pending: deque[tuple[Path, Future[list[Document]]]] = deque()

    def read(file: Path) -> list[Document]:
        reader = idle.pop()  # there are as many as threads
        try:
            return reader.read(file)
        finally:
            idle.append(reader)

    with ExitStack() as ends:
        ends.enter_context(made)
        pool = ends.enter_context(ThreadPoolExecutor(count))
        for reader in tuple(idle):  # first of all, which ends what the threads wait for
            ends.callback(reader.close)
        ends.callback(pool.shutdown, wait=False, cancel_futures=True)
        for file in ends.enter_context(closing(conversions.prepare(files))):
            pending.append((file, pool.submit(read, file)))
            if len(pending) > 2 * count:
                done, future = pending.popleft()
                yield done, future.result()
        for done, future in pending:
            yield done, future.result()


def _unread(name: str, reason: str) -> Document:
    remedy = _REMEDIES.get(reason)
    return Document(name, _UNKNOWN, (), missing=(f"{reason}。{remedy}" if remedy else reason,))
