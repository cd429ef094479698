"""Files that a browser sent: kept in a folder of their own until they were imported, or not at all.

Their names are those of the sender's machine and may say anything: the last part alone is used, as
every system takes it.
"""

import re
import shutil
import time
from collections.abc import Collection, Sequence
from pathlib import Path, PurePosixPath

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from generator.desk.posted import files
from generator.model.file_names import name_complaint
from generator.model.problems import JixiaoError

MAX_FILES = 200
MAX_BYTES = 60 * 1024**2  # of all files of one upload: the server takes no longer request
_OLD = 24 * 3600  # seconds after which what nobody asked for is removed
_PIECE = 1024**2
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]')


class Uploads:
    """What was sent, below `folder`, each upload in a folder that is named by its id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def receive(self, request: Request, id: str) -> list[Path]:
        """Write the files of a form. Raises JixiaoError; nothing is kept then."""
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > MAX_BYTES:
            async for _ in request.stream():  # or the browser shows no answer
                pass
            raise JixiaoError(
                f"一次最多 {MAX_BYTES // 1024**2} MB，没有收。请分几次导入，"
                "或者在终端里用 jixiao import。"
            )
        try:
            form = await request.form(max_files=MAX_FILES, max_fields=10)
        except HTTPException:
            raise JixiaoError(
                f"没有收：一次最多 {MAX_FILES} 个文件。请压成一个 zip，或者分几次。"
            ) from None
        sent = files(form)
        if not sent:
            raise JixiaoError("没有选文件。请选一个或几个，或者拖到框里。")
        try:
            return await self.keep(id, sent)
        finally:
            await form.close()

    async def keep(
        self, id: str, sent: Sequence[UploadFile], taken: Collection[str] = ()
    ) -> list[Path]:
        """Write files of a form, each under a usable name that is not taken. Raises JixiaoError."""
        if not sent:
            return []
        self._remove_old()
        try:
            return await self._written(self.folder(id), sent, taken)
        except OSError as error:
            self.remove(id)
            raise JixiaoError(f"没有收：写不下（{error.strerror}）。") from None

    def folder(self, id: str) -> Path:
        """Where the files of an upload are."""
        return self._folder / id

    def remove(self, id: str) -> None:
        """Keep nothing of an upload."""
        shutil.rmtree(self.folder(id), ignore_errors=True)

    async def _written(
        self, folder: Path, sent: Sequence[UploadFile], taken: Collection[str]
    ) -> list[Path]:
        folder.mkdir(parents=True, mode=0o700)
        made: list[Path] = []
        for one in sent:
            file = folder / usable_name(
                one.filename or "", {*taken, *(known.name for known in made)}
            )
            with file.open("xb") as out:
                while piece := await one.read(_PIECE):
                    out.write(piece)
            made.append(file)
        return made

    def _remove_old(self) -> None:
        before = time.time() - _OLD
        for one in self._folder.iterdir() if self._folder.is_dir() else ():
            if one.stat().st_mtime < before:
                shutil.rmtree(one, ignore_errors=True)


def usable_name(sent: str, taken: set[str]) -> str:
    """The last part of a name as every system takes it, and none that is taken."""
    name = PurePosixPath(sent.replace("\\", "/")).name
    name = _FORBIDDEN.sub("", name.encode("utf-8", "ignore").decode()).strip(" .")
    ending = PurePosixPath(name).suffix[:12]
    if not name or name_complaint(name):
        name = f"文件{ending}"
    folded = {one.casefold() for one in taken}
    stem, number = name.removesuffix(ending), 1
    while name.casefold() in folded:
        number += 1
        name = f"{stem}-{number}{ending}"
    return name
