"""The health check: whether a deployed release is served well, over HTTP as the public asks."""

from collections.abc import Mapping, Sequence

from generator.deploy.remote import Progress
from generator.model.problems import JixiaoError
from generator.release import security_policy
from generator.release.files import COMPRESSED, IMMUTABLE, MANIFEST, SUMS
from generator.release.http_site import HttpSite
from generator.release.verify import STILL_SERVED, check_files

SAMPLE = 40  # unchanged files that are checked besides the new ones
MAX_FILES = 400  # in all
ALWAYS = ("index.html", "404.html", "search/index.html", MANIFEST)


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
    site = HttpSite(address)
    try:
        chosen = _chosen(sums, new)
        # The list of checksums first, which shows what release is served.
        if any(check_files(site, {SUMS: chosen[SUMS]}, lambda: None)):
            return [f"{site.where}：看到的不是刚发布的网站"]
        found = check_files(site, chosen, lambda: progress("检查网站", len(chosen)))
        return [*map(str, found)] or [*_headers(site, needed_policy), *_downloads(site, sums)]
    except JixiaoError as error:
        return [str(error)]


def still_served(address: str, paths: Sequence[str], progress: Progress) -> list[str]:
    """Which of these files, that must be gone, are still served."""
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


def _chosen(sums: Mapping[str, str], new: Sequence[str]) -> dict[str, str]:
    always = [path for path in (SUMS, *ALWAYS) if path in sums]
    rest = sorted(sums)
    sample = rest[:: max(1, len(rest) // SAMPLE)]
    paths = list(dict.fromkeys([*always, *_spread(new, MAX_FILES - SAMPLE), *sample]))
    return {path: sums[path] for path in paths}


def _spread(paths: Sequence[str], number: int) -> Sequence[str]:
    """About so many of the paths, evenly chosen."""
    return paths[:: -(-len(paths) // number)] if len(paths) > number else paths


def _headers(site: HttpSite, needed_policy: str) -> list[str]:
    headers = site.get("").headers
    found = security_policy.complaints(headers.get("Content-Security-Policy", ""), needed_policy)
    if headers.get("X-Content-Type-Options") != "nosniff":
        found.append("服务器没有发送 X-Content-Type-Options: nosniff")
    return [f"{site.where}：{one}。请更新服务器的配置（deploy/nginx/）。" for one in found]


def _downloads(site: HttpSite, sums: Mapping[str, str]) -> list[str]:
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
