"""The last release of a site, from where a person says that it stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.deploy.target import FarRelease, Target, serving, talking
from generator.model.problems import JixiaoError
from generator.release import checkpoint
from generator.release.checkpoint import HELP, Checkpoint
from generator.release.files import SUMS
from generator.release.published_site import Folder, NotReleasedError, Reader, Release


@contextmanager
def former_release(since: str, content: Path, kept: Path | None = None) -> Iterator[Release]:
    """The last release at a target or an address of the web.

    Raises JixiaoError where none is, or where its record is not the one that was published last:
    that is kept in the content's repository, else in the file `kept`.
    """
    wanted = checkpoint.kept(content, kept)
    if since.startswith(("http://", "https://")):
        from generator.release.http_site import Served  # noqa: PLC0415  loads slowly

        yield _read(Release(Served(since)), since, content, wanted)
    else:
        with talking(Target.parse(since)) as far:
            yield _read(Release(FarRelease(far)), since, content, wanted)


@contextmanager
def standing_at(where: str) -> Iterator[Reader]:
    """The site that stands at an address, at a target, in a folder of this machine.

    Raises JixiaoError where there is no such place, or nothing is released there.
    """
    if where.startswith(("http://", "https://")):
        from generator.release.http_site import Served  # noqa: PLC0415  loads slowly

        yield Served(where)
        return
    target = Target.parse(where)
    folder = Path(target.folder)
    if not target.host:
        yield Folder(_site_in(folder, where).resolve())
        return
    with talking(target) as far:
        site = serving(far)
        if site is None:
            raise JixiaoError(f"{where} 上没有公开过的网站。请核对主机和文件夹有没有写错。")
        yield site


def _site_in(folder: Path, where: str) -> Path:
    """The folder itself, where a site is in it; that which it serves, where it is a target."""
    if not folder.is_dir():
        raise JixiaoError(f"没有文件夹 {where}。")
    current = folder / "current"
    if (folder / SUMS).is_file() or not current.is_symlink():
        return folder
    if not current.is_dir():
        raise JixiaoError(f"{current} 指向的 {current.readlink()} 不见了。怎样恢复见 {HELP}。")
    return current


def _read(found: Release, since: str, content: Path, wanted: Checkpoint | None) -> Release:
    try:
        _ = found.sums
    except NotReleasedError:
        checkpoint.refuse_lost(wanted, since, _reason(since), content)
    checkpoint.refuse_other(wanted, found.entries, since, content)
    return found


def _reason(since: str) -> str:
    """Why there is no release, as far as it can be seen from here."""
    nothing = f"{since} 上没有公开过的网站，没有可接着写的公开记录。"
    if since.startswith(("http://", "https://")):
        return nothing
    target = Target.parse(since)
    if target.host:
        return nothing
    folder = Path(target.folder)
    if (folder / SUMS).is_file():
        return f"{since} 是一个网站的文件夹，不是部署目标。目标是里面有 current 的那个文件夹。"
    if not folder.exists():
        return f"没有文件夹 {since}。"
    if not folder.is_dir():
        return f"{since} 不是文件夹。"
    return nothing
