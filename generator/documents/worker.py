"""Reads files for another process, each by what it is: a hostile one can only bring this down.

A request is a file's path and the names that lead to a file within archives, the response its
document, or the names of what an archive holds, or why it cannot be read; all in JSON.
"""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.check.attachments.contents import (
    ARCHIVE,
    BROKEN,
    PDF,
    Contents,
    Quota,
    Unreadable,
)
from generator.check.attachments.signatures import is_clutter
from generator.check.attachments.xml_package import ZipPackage
from generator.documents import conversions
from generator.documents.archives import unpacked_bytes
from generator.documents.kinds import kind_of, reader_of
from generator.documents.transfer import packed
from generator.runtime.limited_process import serve

MAX_MEMORY = 1024**3  # bytes
NO_TEXT = "里面没有文字"
SCANNED = "整个文件没有文字，可能是扫描件，程序不认图片上的字。请找原来的 Word、Excel 文件"
_NOT_YET = "这个版本的程序还不会读这种文件（{}）"
_HEAD = 64  # bytes of a file


def answer(request: str) -> str:
    """The response to a request."""
    path, inner = json.loads(request)
    try:
        return json.dumps(_found(Path(path), inner), ensure_ascii=False)
    except MemoryError:  # there may be none left to go on with
        os._exit(1)
    except Unreadable as error:
        return json.dumps({"unreadable": str(error)})
    except Exception:  # whatever a damaged file leads to
        return json.dumps({"unreadable": BROKEN})


def _found(file: Path, inner: list[str]) -> dict[str, Any]:
    data = unpacked_bytes(file, inner)
    kind = kind_of(data, Quota())
    if kind == ARCHIVE:
        return _members(ZipPackage(data, Quota()))
    name = inner[-1] if inner else file.name
    try:
        reader = reader_of(kind)
    except ModuleNotFoundError:
        raise Unreadable(_NOT_YET.format(kind)) from None
    document = reader(data, name.encode(errors="replace").decode(), Quota())
    told = document.missing
    if not told and not any(one.text.strip() for one in document.pieces()):
        told = (SCANNED if kind == PDF else NO_TEXT,)
    return {"document": packed(replace(document, missing=told))}


def _members(package: ZipPackage) -> dict[str, Any]:
    contents = Contents()
    package.add_leftovers(contents)
    return {
        "members": [one for one in package.members if not _is_clutter(package, one)],
        "missing": contents.unread,
    }


def _is_clutter(package: ZipPackage, name: str) -> bool:
    try:
        return is_clutter(name, package.start_of(name, _HEAD))
    except Exception:  # who reads it says what is wrong with it
        return False


if __name__ == "__main__":
    if sys.argv[1:]:  # a folder
        conversions.prepared = conversions.Conversions(Path(sys.argv[1]))
    serve(answer, MAX_MEMORY)
