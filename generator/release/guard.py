"""The permalink guard: what was published stays, and changes only with a public correction.

Sources: 政府信息公开条例 art. 41 (correction of what was published) and the practice that a
report's address, its date of publication and its figures are a record, not a page to be edited.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from generator.model.problems import Level, Problem, in_order
from generator.release import corrections, remedies, removed, renamed_departments
from generator.release.compared import BuiltReport, FormerRelease, NewRelease, source_file
from generator.release.differences import Data, Difference, changed_attachments, changed_figures
from generator.release.publications import Event, NewEntry, RecordEntry, latest


def new_entries(new: NewRelease, former: FormerRelease) -> Iterator[NewEntry]:
    """What this release adds to the record, in the order of addresses."""
    last = latest(former.entries)
    for address, report in sorted(new.reports.items()):
        before = last.get(address)
        if before is None or before.content != report.sha256:
            event = _event(report, before, former.data.get(address))
            yield NewEntry(event, address, report.title, report.published, report.sha256)
    for address, reason in sorted(new.retired.items()):
        if address not in last:
            yield NewEntry(Event.RETIRED, address, reason)


def _event(report: BuiltReport, before: RecordEntry | None, data: Data | None) -> Event:
    if report.withdrawn:
        return Event.WITHDRAWN
    if before is None:
        return Event.PUBLISHED
    if before.event is Event.WITHDRAWN:
        return Event.RESTORED
    return Event.CORRECTED if _newly_corrected(report.data, data or {}) else Event.CHANGED


def problems(new: NewRelease, former: FormerRelease, content: str) -> list[Problem]:
    """Errors for all that must not be released, warnings and notices for what to look at again.

    `content` is the content folder, for the paths in messages.
    """
    found = [
        *_gone_reports(new, former, content),
        *_gone_files(new, former, content),
        *_backdated(new, former, content),
    ]
    last = latest(former.entries)
    for address, before in former.data.items():
        report, file = new.reports[address], source_file(content, address)
        names = new.departments.get(report.data["部门标识"], ())
        found += _changes(report, before, names, file)
        if last[address].event is Event.WITHDRAWN:
            found += _restored(report, before, former.entries, file)
        if report.published != last[address].published:
            found.append(_date_changed(report, last[address], file))
    return in_order(found)


def _restored(
    report: BuiltReport, before: Data, entries: Iterable[RecordEntry], file: str
) -> Iterator[Problem]:
    """A report that was withdrawn comes back as it was, or with a correction."""
    published = [one.content for one in entries
                 if one.address == report.address and one.event is not Event.WITHDRAWN]  # fmt: skip
    same = published[-1:] == [report.sha256]
    if not (report.withdrawn or same or _newly_corrected(report.data, before)):
        message = "恢复公开的报告与撤回前不同。请恢复原样，或在“更正”里加一条，说明日期和改了什么。"
        paste = remedies.correction([])
        yield Problem(file, 1, 1, "figure-changed", message, where=("状态",), paste=paste)


def _gone_reports(new: NewRelease, former: FormerRelease, content: str) -> Iterator[Problem]:
    last, gone = latest(former.entries), _gone(new, former)
    by_title = {one.title: a for a, one in new.reports.items() if a not in last} if gone else {}
    for address in gone:
        entry, moved = last[address], by_title.get(last[address].title, "")
        to = source_file(content, moved) if moved else ""
        yield removed.report(entry, source_file(content, address), to)


def _gone(new: NewRelease, former: FormerRelease) -> list[str]:
    """Addresses of reports that were public and are not."""
    last = latest(former.entries)
    return [a for a, one in last.items() if a not in new.reports and one.event is not Event.RETIRED]


def _gone_files(new: NewRelease, former: FormerRelease, content: str) -> Iterator[Problem]:
    gone = former.paths - new.paths
    is_explained = partial(_are_files_explained, new, former)
    return removed.files(gone, new.retired, _gone(new, former), is_explained, content)


def _are_files_explained(new: NewRelease, former: FormerRelease, address: str) -> bool:
    """Whether a correction, a withdrawal or another problem explains a report's missing files."""
    report = new.reports.get(address)
    if report is None:
        return True  # the whole report is gone: that is one problem
    before = former.data.get(address)
    if report.withdrawn or before is None:
        return report.withdrawn
    return _newly_corrected(report.data, before) or bool(changed_attachments(before, report.data))


def _backdated(new: NewRelease, former: FormerRelease, content: str) -> Iterator[Problem]:
    """New reports that are dated before the last release, when they were not public yet.

    A forged date fails an inspection of government sites.
    """
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
            yield Problem(source_file(content, address), 1, 1, "date-early", message, Level.WARNING,
                          where=("公开日期",))  # fmt: skip


def _date_changed(report: BuiltReport, before: RecordEntry, file: str) -> Problem:
    message = (
        f"公开日期原为 {before.published}，现为 {report.published}。首次公开的日期不能改；"
        "内容有改动请写在“更正”里。"
    )
    paste = f"公开日期: {before.published}"
    return Problem(file, 1, 1, "date-moved", message, where=("公开日期",), paste=paste)


def _changes(
    report: BuiltReport, before: Data, names: Sequence[str], file: str
) -> Iterator[Problem]:
    """What changed in a report without a correction, or other than its correction says."""
    yield from _changed_corrections(report, before, file)
    corrected = _newly_corrected(report.data, before)
    if not corrected and (complaint := renamed_departments.complaint(before, report.data, names)):
        level, message = complaint
        yield Problem(file, 1, 1, "department-changed", message, level, where=("部门",))
    if report.withdrawn or before.get("状态") == "撤回":
        return
    differences = changed_figures(before, report.data)
    if corrected:
        where = ("更正", len(_corrections(before)))
        for level, message in corrections.contradictions(before, report.data):
            yield Problem(file, 1, 1, "correction-figure", message, level, where=where)
        if differences:
            message = f"{'；'.join(map(str, differences))}。请核对“更正”的说明包括了这些改动。"
            yield Problem(file, 1, 1, "figure-corrected", message, Level.NOTICE, where=where)
        return
    files = changed_attachments(before, report.data)
    yield from _uncorrected(differences, files, file)
    same = _without_department(before) == _without_department(report.data)
    if not (differences or files or same):
        message = "公开过的文字有改动，没有写“更正”。公开记录会写明“改动”；请考虑加一条更正。"
        yield Problem(file, 1, 1, "text-changed", message, Level.WARNING,
                      where=_first_change(before, report.data))  # fmt: skip


def _changed_corrections(report: BuiltReport, before: Data, file: str) -> Iterator[Problem]:
    former, now = _corrections(before), _corrections(report.data)
    if now[: len(former)] != former:
        index = next(n for n, one in enumerate(former) if now[n : n + 1] != [one])
        message = corrections.mend_changed(former, now)
        yield Problem(file, 1, 1, "correction-changed", message, where=("更正", index))


def _uncorrected(
    figures: Sequence[Difference], attached: Sequence[Difference], file: str
) -> Iterator[Problem]:
    """A problem for each figure and each file; the last has the lines of one correction for all."""
    notes = [*(one.note for one in figures), *map(_attachment_note, attached)]
    advice = "公开过的数字不能悄悄改：请恢复，或在“更正”里说明日期和原因。"
    found = [
        Problem(file, 1, 1, "figure-changed", f"{one}。{advice}", where=one.where)
        for one in figures
    ]
    for one in attached:
        message = f"{_attachment_change(one)}。公开过的附件不能悄悄改：请恢复，或在“更正”里说明。"
        found.append(Problem(file, 1, 1, "attachment-changed", message, where=one.where))
    if found:
        yield from found[:-1]
        yield found[-1]._replace(paste=remedies.correction(notes))


def _attachment_change(file: Difference) -> str:
    if file.before is None:
        return f"附件 {file.now} 是新加的"
    return f"附件 {file.before} {'换了内容或名称' if file.now else '不见了'}"


def _attachment_note(file: Difference) -> str:
    """The note of a correction on a file."""
    name = file.now or file.before
    return f"{'增加' if file.before is None else '更换' if file.now else '撤下'}附件 {name}"


def _first_change(before: Data, now: Data) -> tuple[str, ...]:
    return next(((key,) for key in now if now.get(key) != before.get(key) and key != "部门"), ())


def _corrections(data: Data) -> list[Any]:
    return list(data.get("更正", []))


def _newly_corrected(data: Data, before: Data) -> bool:
    return len(_corrections(data)) > len(_corrections(before))


def _without_department(data: Data) -> dict[str, Any]:
    """Without the department's name: `_changes` has a problem of its own for that."""
    return {key: value for key, value in data.items() if key != "部门"}
