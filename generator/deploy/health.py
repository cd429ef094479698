"""The health check: whether a deployed release is served well, over HTTP as the public asks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.model.problems import JixiaoError
from generator.release import manifest, security_policy
from generator.release.files import COMPRESSED, IMMUTABLE, SUMS
from generator.release.verify import STILL_SERVED, Finding, check_files

if TYPE_CHECKING:
    from generator.release.http_site import HttpSite

Progress = Callable[[str, int], None]  # called with the kind of step and how many there are

SAMPLE = 40  # unchanged files that are checked besides the new ones
MAX_FILES = 400  # in all
ALWAYS = ("index.html", "404.html", "search/index.html", manifest.FILE)
HEADERS = {"X-Content-Type-Options": "nosniff"}


def check(
    address: str,
    sums: Mapping[str, str],
    new: Sequence[str],
    needed_policy: str,
    progress: Progress,
) -> list[str]:
    """Everything that is wrong with what is served; empty where nothing is.

    `sums` is path to SHA-256 of the release, `new` the paths that this deploy uploaded.
    """
    from generator.release.http_site import HttpSite  # noqa: PLC0415  without a URL not needed

    site = HttpSite(address)
    try:
        chosen = _chosen(sums, new)
        found = [str(one) for one in _files(site, chosen, progress)]
        return found or [*_headers(site, needed_policy), *_downloads(site, sums)]
    except JixiaoError as error:
        return [str(error)]


def still_served(address: str, paths: Sequence[str], progress: Progress) -> list[str]:
    """Which of these files, that must be gone, are still served."""
    from generator.release.http_site import HttpSite  # noqa: PLC0415  without a URL not needed

    chosen = _spread(paths, MAX_FILES)
    try:
        site = HttpSite(address)
        findings = check_files(
            site, dict.fromkeys(chosen, ""), lambda: progress("检查撤回的内容", len(chosen))
        )
        return [
            f"{site.where}{one.path}：{STILL_SERVED}。请检查服务器和它前面的缓存。"
            for one in findings if not one.is_missing
        ]  # fmt: skip
    except JixiaoError as error:
        return [str(error)]


def _files(site: "HttpSite", chosen: Mapping[str, str], progress: Progress) -> Iterable[Finding]:
    """What is wrong with files; the list of checksums first, which shows what release is served."""
    if any(check_files(site, {SUMS: chosen[SUMS]}, lambda: None)):
        return [Finding(site.where, "看到的不是刚发布的网站")]
    return list(check_files(site, chosen, lambda: progress("检查网站", len(chosen))))


def _chosen(sums: Mapping[str, str], new: Sequence[str]) -> dict[str, str]:
    always = [path for path in (SUMS, *ALWAYS) if path in sums]
    rest = sorted(sums)
    sample = rest[:: max(1, len(rest) // SAMPLE)]
    paths = list(dict.fromkeys([*always, *_spread(new, MAX_FILES - SAMPLE), *sample]))
    return {path: sums[path] for path in paths}


def _spread(paths: Sequence[str], number: int) -> Sequence[str]:
    """About so many of the paths, evenly chosen."""
    return paths[:: -(-len(paths) // number)] if len(paths) > number else paths


def _headers(site: "HttpSite", needed_policy: str) -> list[str]:
    headers = site.get("").headers
    found = security_policy.complaints(headers.get("Content-Security-Policy", ""), needed_policy)
    found += [
        f"服务器没有发送 {name}: {value}" for name, value in HEADERS.items()
        if headers.get(name) != value
    ]  # fmt: skip
    return [f"{site.where}：{one}。请更新服务器的配置（deploy/nginx/）。" for one in found]


def _downloads(site: "HttpSite", sums: Mapping[str, str]) -> list[str]:
    """Whether attachments are sent as downloads: opened in the browser they could run."""
    pages = ("html", *COMPRESSED)
    downloads = [one for one in sums if one.startswith("reports/") and not one.endswith(pages)]
    if path := min(downloads, default=""):
        disposition = site.get(path).headers.get("Content-Disposition", "")
        if not disposition.startswith("attachment"):
            return [f"{site.where}{path}：应作为下载发送，服务器的配置没有这样做。"]
    immutable = next((path for path in sums if IMMUTABLE.fullmatch(path)), None)
    if immutable and "immutable" not in site.get(immutable).headers.get("Cache-Control", ""):
        return [f"{site.where}{immutable}：不变的文件没有长期缓存，服务器的配置没有这样做。"]
    return []
