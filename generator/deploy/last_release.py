"""The last release, and the site that is served now, at a target or an address of the web."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.deploy.answers import releases
from generator.deploy.remote import CurrentRelease, RemoteRelease, Target, connect
from generator.model.problems import JixiaoError
from generator.release import checkpoint
from generator.release.checkpoint import HELP
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
    with _last_at(since) as release:
        try:
            _ = release.sums
        except NotReleasedError:
            checkpoint.fail_without_release(wanted, since, _reason(since), content)
        checkpoint.require_continuation(wanted, release.entries, since, content)
        yield release


@contextmanager
def _last_at(since: str) -> Iterator[Release]:
    if site := _served_at(since):
        yield Release(site)
    else:
        with connect(Target.parse(since)) as remote:
            yield Release(RemoteRelease(remote))


@contextmanager
def site_at(where: str) -> Iterator[SiteReader]:
    """The site at a web address, at a target or in a folder; JixiaoError where there is none."""
    if served := _served_at(where):
        yield served
        return
    target = Target.parse(where)
    folder = Path(target.folder)
    if not target.host:
        yield FolderSite(_site_in(folder, where).resolve())
        return
    with connect(target) as remote:
        if not any(one.serves for one in releases(remote)):
            raise JixiaoError(f"{where} 上没有公开过的网站。请核对主机和文件夹有没有写错。")
        yield CurrentRelease(remote)


def _served_at(where: str) -> SiteReader | None:
    """The site at an address of the web; None where it is no such address."""
    if not where.startswith(("http://", "https://")):
        return None
    from generator.release.http_site import HttpSite  # noqa: PLC0415  loads slowly

    return HttpSite(where)


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


def _reason(since: str) -> str:
    """Why there is no release, as far as this machine can tell."""
    nothing = f"{since} 上没有公开过的网站，没有可接着写的公开记录。"
    if _served_at(since) or (target := Target.parse(since)).host:
        return nothing
    folder = Path(target.folder)
    if (folder / SUMS).is_file():
        return f"{since} 是一个网站的文件夹，不是部署目标。目标是里面有 current 的那个文件夹。"
    if not folder.exists():
        return f"没有文件夹 {since}。"
    return nothing if folder.is_dir() else f"{since} 不是文件夹。"
