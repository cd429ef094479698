"""The permalink guard: what was published stays, and changes only with a word to the public.

Sources: 政府信息公开条例 art. 41 (correction of what was published) and the practice that a
report's address, its date of publication and its figures are a record, not a page to be edited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.problems import Level, Problem
from generator.release import renamed
from generator.release.files import FOLDER
from generator.release.publications import Entry, Event, News, latest

DATA_FILE = re.compile(r"(reports/\d{4}/[^/]+/([^/]+)/)\2\.json")
# What a report is about, and what it states in figures, with what they are figures of.
FIGURES = ("项目名称", "评价类型", "资金", "自评", "指标")
TEXTS = ("偏差原因",)  # in a row of figures, running text
COMPRESSED = (".gz", ".br")

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Report:
    """A report of a built site: its address, the SHA-256 of its data file, where that is."""

    address: str
    content: str
    file: Path

    @cached_property
    def data(self) -> Data:
        """What the file says: read only where it is not what it was."""
        found: Data = json.loads(self.file.read_bytes())
        return found

    @property
    def withdrawn(self) -> bool:
        """Whether only the address still stands."""
        return bool(self.data["状态"] == "撤回")

    @property
    def title(self) -> str:
        """What the record calls it."""
        name = self.data.get("标题") or self.data["项目名称"]
        return f"{self.data['部门']} {self.data['年度']}年度 {name}"

    @property
    def published(self) -> str:
        """The date of publication that it states, ISO 8601."""
        return str(self.data["公开日期"])


@dataclass(frozen=True, slots=True)
class New:
    """What is to be released: paths of all files, reports, addresses that were given up and why.

    `departments` has their names by slug, today's first.
    """

    paths: frozenset[str]
    reports: Mapping[str, Report]
    retired: Mapping[str, str]
    departments: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Former:
    """What was released last: paths, record, and data files of the reports that changed since."""

    paths: frozenset[str]
    entries: Sequence[Entry]
    data: Mapping[str, Data | None]


def data_file(address: str) -> str:
    """Path of the data file of the report at an address."""
    return f"{address}{address.rstrip('/').rpartition('/')[2]}.json"


def changed(reports: Iterable[Report], entries: Iterable[Entry]) -> list[str]:
    """Addresses of published reports that are not what they were."""
    last = latest(entries)
    return [
        one.address for one in reports
        if one.address in last and last[one.address].content != one.content
    ]  # fmt: skip


def news(new: New, former: Former) -> Iterator[News]:
    """What the record has to tell of this release, in the order of addresses."""
    last = latest(former.entries)
    for address, report in sorted(new.reports.items()):
        before = last.get(address)
        if before is None or before.content != report.content:
            event = _event(report, before, former.data.get(address))
            yield News(event, address, report.title, report.published, report.content)
    for address, reason in sorted(new.retired.items()):
        if address not in last:
            yield News(Event.RETIRED, address, reason)


def _event(report: Report, before: Entry | None, data: Data | None) -> Event:
    if report.withdrawn:
        return Event.WITHDRAWN
    if before is None:
        return Event.PUBLISHED
    if before.event is Event.WITHDRAWN:
        return Event.RESTORED
    return Event.CORRECTED if _newly_corrected(report.data, data or {}) else Event.CHANGED


def problems(new: New, former: Former, content: str) -> list[Problem]:
    """Everything that must not be released, and what staff should look at twice.

    `content` is the content folder, for the paths in messages.
    """
    found = [
        *_gone_reports(new, former, content),
        *_gone_files(new, former, content),
        *_backdated(new, former, content),
    ]
    last = latest(former.entries)
    for address in changed(new.reports.values(), former.entries):
        file, before = _source(content, address), former.data.get(address)
        if before is not None:
            names = new.departments.get(new.reports[address].data["部门标识"], ())
            found += _changes(new.reports[address], before, names, file)
        if last[address].event is Event.WITHDRAWN:
            found += _restored(new.reports[address], before or {}, former.entries, file)
        if new.reports[address].published != last[address].published:
            found.append(_moved(new.reports[address], last[address], file))
    return sorted(found)


def _restored(
    report: Report, before: Data, entries: Iterable[Entry], file: str
) -> Iterator[Problem]:
    """A report that was withdrawn comes back as it was, or with a correction."""
    stood = [one.content for one in entries
             if one.address == report.address and one.event is not Event.WITHDRAWN]  # fmt: skip
    same = stood[-1:] == [report.content]
    if not (report.withdrawn or same or _newly_corrected(report.data, before)):
        message = "恢复公开的报告与撤回前不同。请恢复原样，或在“更正”里加一条，说明日期和改了什么。"
        yield Problem(file, 1, 1, "figure-changed", message)


def _gone_reports(new: New, former: Former, content: str) -> Iterator[Problem]:
    for address, entry in latest(former.entries).items():
        if address not in new.reports and entry.event is not Event.RETIRED:
            message = (
                f"已经公开的报告 {address}（{entry.title}）不见了。请恢复文件，"
                "不能再公开的把状态改为“撤回”，网址保留；也请核对状态和公开日期。"
            )
            yield Problem(_source(content, address), 1, 1, "address-gone", message)


def _gone_files(new: New, former: Former, content: str) -> Iterator[Problem]:
    for path in sorted(former.paths - new.paths):
        address = path.removesuffix("index.html")
        report = re.match(r"reports/\d{4}/[^/]+/[^/]+/", path)
        if (
            _may_go(path)
            or address in new.retired
            or (report and _accounted(report[0], new, former))
        ):
            continue
        where, advice = f"{content}/site.yml", "请恢复，或在 site.yml 的“停用网址”里写明理由。"
        if report:
            where = _source(content, report[0])
            advice = "请恢复文件，或在“更正”里说明。"
        message = f"公开过的网址 {address or '首页'} 不见了。{advice}"
        yield Problem(where, 1, 1, "address-gone", message)


def _may_go(path: str) -> bool:
    """Files that only other files lead to: a style sheet, a part of the index, a packed copy."""
    return path.startswith((f"{FOLDER}/", "assets/", "search/data/")) or path.endswith(COMPRESSED)


def _accounted(address: str, new: New, former: Former) -> bool:
    """Whether the public is told what became of a report's file, or already is of the report."""
    report = new.reports.get(address)
    if report is None:
        return True  # the whole report is gone: said once
    before = former.data.get(address)
    return report.withdrawn or _newly_corrected(report.data, before or report.data)


def _backdated(new: New, former: Former, content: str) -> Iterator[Problem]:
    """A forged date fails an inspection of government sites: a first publication is of today."""
    last = latest(former.entries)
    if not former.entries:
        return
    day = former.entries[-1].time[:10]
    for address, report in new.reports.items():
        if address not in last and report.published < day:
            message = (
                f"公开日期写的是 {report.published}，但 {day} 发布时网站上还没有它。"
                "请改为实际公开的日期。"
            )
            yield Problem(_source(content, address), 1, 1, "date-early", message, Level.WARNING)


def _moved(report: Report, before: Entry, file: str) -> Problem:
    message = (
        f"公开日期原为 {before.published}，现为 {report.published}。首次公开的日期不能改；"
        "内容有改动请写在“更正”里。"
    )
    return Problem(file, 1, 1, "date-moved", message)


def _changes(report: Report, before: Data, names: Sequence[str], file: str) -> Iterator[Problem]:
    """What changed without a word to the public."""
    kept = _corrections(before)
    if _corrections(report.data)[: len(kept)] != kept:
        message = "公开过的“更正”被改动或删去。请恢复原样，新的更正加在后面。"
        yield Problem(file, 1, 1, "correction-changed", message)
    corrected = _newly_corrected(report.data, before)
    if not corrected and (complaint := renamed.complaint(before, report.data, names)):
        yield Problem(file, 1, 1, "department-changed", complaint[1], complaint[0])
    if report.withdrawn or before.get("状态") == "撤回":
        return
    told = list(_figure_changes(before, report.data))
    if corrected:
        if told:
            message = f"{'；'.join(told)}。请核对“更正”的说明包括了这些改动。"
            yield Problem(file, 1, 1, "figure-corrected", message, Level.NOTICE)
        return
    advice = "公开过的数字不能悄悄改：请恢复，或在“更正”里说明日期和原因。"
    if told:
        yield Problem(file, 1, 1, "figure-changed", f"{'；'.join(told)}。{advice}")
    if before.get("附件") != report.data.get("附件"):
        message = "公开过的附件有改动。请恢复，或在“更正”里说明。"
        yield Problem(file, 1, 1, "attachment-changed", message)
    elif not told and _essence(before) != _essence(report.data):
        message = "公开过的文字有改动，没有写“更正”。公开记录会写明“改动”；请考虑加一条更正。"
        yield Problem(file, 1, 1, "text-changed", message, Level.WARNING)


def _corrections(data: Data) -> list[Any]:
    return list(data.get("更正", []))


def _newly_corrected(data: Data, before: Data) -> bool:
    return len(_corrections(data)) > len(_corrections(before))


def _essence(data: Data) -> dict[str, Any]:
    """Without the department's name: what became of that is told by itself."""
    return {key: value for key, value in data.items() if key != "部门"}


def _figure_changes(before: Data, now: Data) -> Iterator[str]:
    """Each figure that is not what it was: “支出”原为 50，现为 60."""
    old = {name: value for key in FIGURES for name, value in _flat(before.get(key, {}), key)}
    new = {name: value for key in FIGURES for name, value in _flat(now.get(key, {}), key)}
    for name in [*old, *(name for name in new if name not in old)]:
        if _figure(old.get(name)) != _figure(new.get(name)):
            yield f"“{name}”原为 {_short(old.get(name))}，现为 {_short(new.get(name))}"


def _short(value: str | None) -> str:
    return "未填报" if value is None else value if len(value) < 40 else f"{value[:40]}…"


def _flat(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Name and value of every figure in a part of a report."""
    if isinstance(value, list):
        for number, row in enumerate(value, 1):
            yield from _flat(row, f"{name}第 {number} 行")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in TEXTS:
                yield from _flat(inner, f"{name}·{key}")
    else:
        yield name, str(value)


def _figure(text: str | None) -> Decimal | str | None:
    """50.00 and 50 are the same figure."""
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return text


def _source(content: str, address: str) -> str:
    return f"{content}/{address.rstrip('/')}.yml"
