"""Problems for addresses that were public and are gone: one for each cause, not for each file."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from generator.model.problems import Problem
from generator.release import remedies
from generator.release.compared import source_file
from generator.release.files import COMPRESSED
from generator.release.publications import RecordEntry
from generator.site.build_info import RELEASE_FOLDER

_REPORT = re.compile(r"reports/(\d{4})/([^/]+)/([^/]+)/")


def report(entry: RecordEntry, file: str, moved_to: str) -> Problem:
    """The problem for a report that was public; `moved_to` is the file of one of the same title."""
    moved = f"同样的报告现在在 {moved_to}：请改回原来的文件名和位置。" if moved_to else ""
    message = (
        f"已经公开的报告 {entry.address}（{entry.title}）不见了。{moved or '请恢复文件，'}"
        f"{'' if moved else '不能再公开的把状态改为“撤回”，网址保留；也请核对状态和公开日期。'}"
    )
    paste = f"公开日期: {entry.published}"
    return Problem(file, 1, 1, "address-gone", message, where=("状态",), paste=paste)


def files(
    gone: Iterable[str],
    retired: Mapping[str, str],
    reports: Iterable[str],
    is_explained: Callable[[str], bool],
    content: str,
) -> Iterator[Problem]:
    """Problems for files that the former release had and the new one has not.

    `reports` are the addresses of reports that are gone. `is_explained` tells of a report that is
    still there whether a correction or a problem of its own explains its missing files.
    """
    gone_reports = [match.groups() for address in reports if (match := _REPORT.match(address))]
    pdf_files = []
    for path in sorted(gone):
        address = path.removesuffix("index.html")
        if _may_go(path) or address in retired or _is_consequence(address, gone_reports):
            continue
        match = _REPORT.match(path)
        if match is None:
            yield _page(address, content)
        elif not is_explained(match[0]):
            if path == f"{match[0]}{match[3]}.pdf":
                pdf_files.append(path)
            else:
                yield _file(match[0], path, content)
    if pdf_files:
        yield _pdf_files(pdf_files, content)


def _may_go(path: str) -> bool:
    """Files that only other files link to: style sheets, the search index, compressed copies."""
    return path.startswith((f"{RELEASE_FOLDER}/", "assets/", "search/data/")) or path.endswith(
        COMPRESSED
    )


def _is_consequence(address: str, gone_reports: Sequence[tuple[str, ...]]) -> bool:
    """Whether a page is gone because a report is: its own files, lists that held nothing else."""
    if address in ("years/", "departments/"):
        return bool(gone_reports)
    return any(
        address.startswith(f"reports/{year}/{department}/{slug}/")
        or address in (f"years/{year}/", f"departments/{department}/",
                       f"departments/{department}/{year}/", f"projects/{department}/{slug}/")
        for year, department, slug in gone_reports
    )  # fmt: skip


def _page(address: str, content: str) -> Problem:
    name = PurePosixPath(address)
    below = address.startswith("about/")
    file = f"{name.name}.md" if address.endswith("/") else name.name
    source = f"恢复 {content}/pages/{file}" if below else "恢复"
    message = (
        f"公开过的网址 {address or '首页'} 不见了。请{source}，"
        "或在 site.yml 的“停用网址”里写明理由。"
    )
    paste = remedies.retirement(address)
    where = ("停用网址",)
    return Problem(f"{content}/site.yml", 1, 1, "address-gone", message, where=where, paste=paste)


def _file(address: str, path: str, content: str) -> Problem:
    message = f"公开过的网址 {path} 不见了。请恢复文件，或在“更正”里说明。"
    return Problem(source_file(content, address), 1, 1, "address-gone", message)


def _pdf_files(paths: list[str], content: str) -> Problem:
    message = (
        f"公开过的 {len(paths)} 个 PDF 不见了（{paths[0]}{' 等' if len(paths) > 1 else ''}）。"
        "请在 site.yml 里恢复“生成PDF”。"
    )
    file, where = f"{content}/site.yml", ("生成PDF",)
    paste = "生成PDF: 是"
    return Problem(file, 1, 1, "address-gone", message, where=where, paste=paste)
