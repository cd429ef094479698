"""The permalink guard: what was published stays, and changes only with a word to the public.

Sources: 政府信息公开条例 art. 41 (correction of what was published) and the practice that a
report's address, its date of publication and its figures are a record, not a page to be edited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.model.problems import Level, Problem, in_order
from generator.release import corrections, remedies, removed, renamed_departments
from generator.release.differences import Data, Difference, attachments, figures
from generator.release.publications import Entry, Event, News, latest

DATA_FILE = re.compile(r"(reports/\d{4}/[^/]+/([^/]+)/)\2\.json")


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
    return in_order(found)


def _restored(
    report: Report, before: Data, entries: Iterable[Entry], file: str
) -> Iterator[Problem]:
    """A report that was withdrawn comes back as it was, or with a correction."""
    stood = [one.content for one in entries
             if one.address == report.address and one.event is not Event.WITHDRAWN]  # fmt: skip
    same = stood[-1:] == [report.content]
    if not (report.withdrawn or same or _newly_corrected(report.data, before)):
        message = "恢复公开的报告与撤回前不同。请恢复原样，或在“更正”里加一条，说明日期和改了什么。"
        paste = remedies.correction([])
        yield Problem(file, 1, 1, "figure-changed", message, where=("状态",), paste=paste)


def _gone_reports(new: New, former: Former, content: str) -> Iterator[Problem]:
    last, lost = latest(former.entries), _gone(new, former)
    now = {one.title: a for a, one in new.reports.items() if a not in last} if lost else {}
    for address in lost:
        entry, moved = last[address], now.get(last[address].title, "")
        to = _source(content, moved) if moved else ""
        yield removed.report(address, entry.title, _source(content, address), entry.published, to)


def _gone(new: New, former: Former) -> list[str]:
    """Addresses of reports that were public and are not."""
    last = latest(former.entries)
    return [a for a, one in last.items() if a not in new.reports and one.event is not Event.RETIRED]


def _gone_files(new: New, former: Former, content: str) -> Iterator[Problem]:
    def settled(address: str) -> bool:
        return _accounted(address, new, former)

    lost = former.paths - new.paths
    return removed.files(lost, new.retired, _gone(new, former), settled, content)


def _accounted(address: str, new: New, former: Former) -> bool:
    """Whether the public is told what became of a report's files, or staff are told of them."""
    report = new.reports.get(address)
    if report is None:
        return True  # the whole report is gone: said once
    before = former.data.get(address)
    if report.withdrawn or before is None:
        return report.withdrawn
    return _newly_corrected(report.data, before) or bool(attachments(before, report.data))


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
            yield Problem(_source(content, address), 1, 1, "date-early", message, Level.WARNING,
                          where=("公开日期",))  # fmt: skip


def _moved(report: Report, before: Entry, file: str) -> Problem:
    message = (
        f"公开日期原为 {before.published}，现为 {report.published}。首次公开的日期不能改；"
        "内容有改动请写在“更正”里。"
    )
    paste = f"公开日期: {before.published}"
    return Problem(file, 1, 1, "date-moved", message, where=("公开日期",), paste=paste)


def _changes(report: Report, before: Data, names: Sequence[str], file: str) -> Iterator[Problem]:
    """What changed without a word to the public."""
    yield from _changed_corrections(report, before, file)
    corrected = _newly_corrected(report.data, before)
    if not corrected and (complaint := renamed_departments.complaint(before, report.data, names)):
        level, message = complaint
        yield Problem(file, 1, 1, "department-changed", message, level, where=("部门",))
    if report.withdrawn or before.get("状态") == "撤回":
        return
    told = figures(before, report.data)
    if corrected:
        where = ("更正", len(_corrections(before)))
        for level, message in corrections.contradictions(before, report.data):
            yield Problem(file, 1, 1, "correction-figure", message, level, where=where)
        if told:
            message = f"{'；'.join(map(str, told))}。请核对“更正”的说明包括了这些改动。"
            yield Problem(file, 1, 1, "figure-corrected", message, Level.NOTICE, where=where)
        return
    files = attachments(before, report.data)
    yield from _uncorrected(told, files, file)
    if not (told or files) and _essence(before) != _essence(report.data):
        message = "公开过的文字有改动，没有写“更正”。公开记录会写明“改动”；请考虑加一条更正。"
        yield Problem(file, 1, 1, "text-changed", message, Level.WARNING,
                      where=_first_change(before, report.data))  # fmt: skip


def _changed_corrections(report: Report, before: Data, file: str) -> Iterator[Problem]:
    kept, now = _corrections(before), _corrections(report.data)
    if now[: len(kept)] != kept:
        place = next(n for n, one in enumerate(kept) if now[n : n + 1] != [one])
        message = corrections.mending(kept, now)
        yield Problem(file, 1, 1, "correction-changed", message, where=("更正", place))


def _uncorrected(
    told: Sequence[Difference], files: Sequence[Difference], file: str
) -> Iterator[Problem]:
    """Each figure and each file at its own place; the lines of the correction with the last."""
    notes = [*(one.note for one in told), *map(_note, files)]
    advice = "公开过的数字不能悄悄改：请恢复，或在“更正”里说明日期和原因。"
    found = [
        Problem(file, 1, 1, "figure-changed", f"{one}。{advice}", where=one.where) for one in told
    ]
    for one in files:
        message = f"{_about(one)}。公开过的附件不能悄悄改：请恢复，或在“更正”里说明。"
        found.append(Problem(file, 1, 1, "attachment-changed", message, where=one.where))
    if found:
        yield from found[:-1]
        yield found[-1]._replace(paste=remedies.correction(notes))


def _about(file: Difference) -> str:
    if file.before is None:
        return f"附件 {file.now} 是新加的"
    return f"附件 {file.before} {'换了内容或名称' if file.now else '不见了'}"


def _note(file: Difference) -> str:
    """What a correction would say of a file."""
    name = file.now or file.before
    return f"{'增加' if file.before is None else '更换' if file.now else '撤下'}附件 {name}"


def _first_change(before: Data, now: Data) -> tuple[str, ...]:
    return next(((key,) for key in now if now.get(key) != before.get(key) and key != "部门"), ())


def _corrections(data: Data) -> list[Any]:
    return list(data.get("更正", []))


def _newly_corrected(data: Data, before: Data) -> bool:
    return len(_corrections(data)) > len(_corrections(before))


def _essence(data: Data) -> dict[str, Any]:
    """Without the department's name: what became of that is told by itself."""
    return {key: value for key, value in data.items() if key != "部门"}


def _source(content: str, address: str) -> str:
    return f"{content}/{address.rstrip('/')}.yml"
