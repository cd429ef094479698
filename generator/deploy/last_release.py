"""The last release, and the site that is served now, at a target or an address of the web."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.deploy.remote import RemoteRelease, connect, current_release
from generator.deploy.target import Target
from generator.model.problems import JixiaoError
from generator.release import checkpoint
from generator.release.checkpoint import HELP, Checkpoint
from generator.release.files import SUMS
from generator.release.published_site import FolderSite, NotReleasedError, Release, SiteReader


@contextmanager
def former_release(
    since: str, content: Path, checkpoint_file: Path | None = None
) -> Iterator[Release]:
    """The last release at `since`, a target or an address of the web.

    Raises JixiaoError where there is none, or where its record does not continue the checkpoint
    (in `checkpoint_file`, if given, else in the content's repository).
    """
    wanted = checkpoint.load(content, checkpoint_file)
    if since.startswith(("http://", "https://")):
        from generator.release.http_site import HttpSite  # noqa: PLC0415  loads slowly

        yield _verified(Release(HttpSite(since)), since, content, wanted)
    else:
        with connect(Target.parse(since)) as remote:
            yield _verified(Release(RemoteRelease(remote)), since, content, wanted)


@contextmanager
def site_at(where: str) -> Iterator[SiteReader]:
    """The site at an address of the web, at a target or in a folder of this machine.

    Raises JixiaoError where there is none.
    """
    if where.startswith(("http://", "https://")):
        from generator.release.http_site import HttpSite  # noqa: PLC0415  loads slowly

        yield HttpSite(where)
        return
    target = Target.parse(where)
    folder = Path(target.folder)
    if not target.host:
        yield FolderSite(_site_in(folder, where).resolve())
        return
    with connect(target) as remote:
        site = current_release(remote)
        if site is None:
            raise JixiaoError(f"{where} 上没有公开过的网站。请核对主机和文件夹有没有写错。")
        yield site


def _site_in(folder: Path, where: str) -> Path:
    """The folder itself where a site is in it; where it is a target, the release that it serves."""
    if not folder.is_dir():
        raise JixiaoError(f"没有文件夹 {where}。")
    current = folder / "current"
    if (folder / SUMS).is_file() or not current.is_symlink():
        return folder
    if not current.is_dir():
        raise JixiaoError(f"{current} 指向的 {current.readlink()} 不见了。怎样恢复见 {HELP}。")
    return current


def _verified(release: Release, since: str, content: Path, wanted: Checkpoint | None) -> Release:
    try:
        _ = release.sums
    except NotReleasedError:
        checkpoint.fail_without_release(wanted, since, _reason(since), content)
    checkpoint.require_continuation(wanted, release.entries, since, content)
    return release


def _reason(since: str) -> str:
    """Why there is no release, as far as this machine can tell."""
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
