"""Whether a deployed release serves well, asked over HTTP as the public would ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.model.problems import JixiaoError
from generator.release import security_policy
from generator.release.files import LASTING, SUMS
from generator.release.verify import LINGERS, Finding, check_files

if TYPE_CHECKING:
    from generator.release.http_site import Served

SAMPLE = 40  # unchanged files that are asked for besides what is new
MOST = 400  # files in all
ALWAYS = ("index.html", "404.html", "search/index.html", "release/manifest.json")
HEADERS = {"X-Content-Type-Options": "nosniff"}


def check(
    address: str,
    sums: Mapping[str, str],
    new: Sequence[str],
    needed_policy: str,
    advance: Callable[[str, int], None],
) -> list[str]:
    """Everything that is wrong with what is served; nothing where the release serves well.

    `sums` is path to SHA-256 of the release, `new` the paths that this deploy brought.
    """
    from generator.release.http_site import Served  # noqa: PLC0415  a deploy may ask nobody

    site = Served(address)
    try:
        chosen = _chosen(sums, new)
        found = [str(one) for one in _served(site, chosen, advance)]
        return found or [*_headers(site, needed_policy), *_downloads(site, sums)]
    except JixiaoError as error:
        return [str(error)]


def lingering(address: str, paths: Sequence[str], advance: Callable[[str, int], None]) -> list[str]:
    """Which of these files, that must be gone, can still be read."""
    from generator.release.http_site import Served  # noqa: PLC0415  a deploy may ask nobody

    chosen = _spread(paths, MOST)
    try:
        site = Served(address)
        asked = check_files(
            site, dict.fromkeys(chosen, ""), lambda: advance("检查撤回的内容", len(chosen))
        )
        return [
            f"{site.where}{one.path}：{LINGERS}。请检查服务器和它前面的缓存。"
            for one in asked if not one.is_missing
        ]  # fmt: skip
    except JixiaoError as error:
        return [str(error)]


def _served(
    site: Served, chosen: Mapping[str, str], advance: Callable[[str, int], None]
) -> Iterable[Finding]:
    """The list of sums first: it says at once which release is served."""
    listed = {SUMS: chosen[SUMS]}
    wrong = list(check_files(site, listed, lambda: None))
    if wrong:
        return [Finding(site.where, "看到的不是刚发布的网站")]
    return list(check_files(site, chosen, lambda: advance("检查网站", len(chosen))))


def _chosen(sums: Mapping[str, str], new: Sequence[str]) -> dict[str, str]:
    always = [path for path in (SUMS, *ALWAYS) if path in sums]
    rest = sorted(sums)
    sample = rest[:: max(1, len(rest) // SAMPLE)]
    paths = list(dict.fromkeys([*always, *_spread(new, MOST - SAMPLE), *sample]))
    return {path: sums[path] for path in paths}


def _spread(paths: Sequence[str], most: int) -> Sequence[str]:
    return paths[:: -(-len(paths) // most)] if len(paths) > most else paths


def _headers(site: Served, needed_policy: str) -> list[str]:
    answer = site.answer("")
    found = security_policy.complaints(
        answer.headers.get("Content-Security-Policy", ""), needed_policy
    )
    found += [
        f"服务器没有发送 {name}: {value}" for name, value in HEADERS.items()
        if answer.headers.get(name) != value
    ]  # fmt: skip
    return [f"{site.where}：{one}。请更新服务器的配置（deploy/nginx/）。" for one in found]


def _downloads(site: Served, sums: Mapping[str, str]) -> list[str]:
    """What rides with a report is sent as a download: opened in place, it could run."""
    downloads = [path for path in sums if path.startswith("reports/") and not path.endswith("html")]
    packed = [path for path in downloads if PurePosixPath(path).suffix in (".gz", ".br")]
    for path in sorted(set(downloads) - set(packed))[:1]:
        sent = site.answer(path).headers.get("Content-Disposition", "")
        if not sent.startswith("attachment"):
            return [f"{site.where}{path}：应作为下载发送，服务器的配置没有这样做。"]
    lasting = next((path for path in sums if LASTING.fullmatch(path)), None)
    if lasting and "immutable" not in site.answer(lasting).headers.get("Cache-Control", ""):
        return [f"{site.where}{lasting}：不变的文件没有长期缓存，服务器的配置没有这样做。"]
    return []
