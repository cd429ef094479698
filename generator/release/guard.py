"""The permalink guard: what was published stays, and changes only with a public correction.

Sources: 政府信息公开条例 art. 41 (correction of what was published) and the practice that a
report's address, its date of publication and its figures are a record, not a page to be edited.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from generator.model.problems import Level, Problem, in_order, quote
from generator.release import compared, corrections, gone_files, listed_changes
from generator.release.compared import BuiltReport, Data, FieldPath, FormerRelease, NewRelease
from generator.release.publications import Event, NewEntry, RecordEntry

_REPORT = re.compile(r"reports/(\d{4})/([^/]+)/([^/]+)/")


def new_entries(new: NewRelease, former: FormerRelease) -> Iterator[NewEntry]:
    """What this release adds to the record, in the order of addresses."""
    for address, report in sorted(new.reports.items()):
        before = former.last.get(address)
        if before is None or before.content != report.sha256:
            event = _event(report, before, former.data.get(address))
            yield NewEntry(event, address, report.title, report.published, report.sha256)
    for address, reason in sorted(new.retired.items()):
        if address not in former.last:
            yield NewEntry(Event.RETIRED, address, reason)


def _event(report: BuiltReport, before: RecordEntry | None, data: Data | None) -> Event:
    if report.withdrawn:
        return Event.WITHDRAWN
    if before is None:
        return Event.PUBLISHED
    if before.event is Event.WITHDRAWN:
        return Event.RESTORED
    return Event.CORRECTED if compared.newly_corrected(data or {}, report.data) else Event.CHANGED


def problems(new: NewRelease, former: FormerRelease, content: str) -> list[Problem]:
    """Errors for all that must not be released, warnings and notices for what to look at again.

    `content` is the content folder, for the paths in messages.
    """
    guard = _Guard(new, former, content)
    found = [*guard.gone(), *guard.backdated()]
    for address in former.data:
        found += guard.changes(address)
    return in_order(found)


class _Guard:
    """Compares a release with the former one."""

    def __init__(self, new: NewRelease, former: FormerRelease, content: str) -> None:
        self.new, self.former, self.content = new, former, content

    def _file(self, address: str) -> str:
        """Path of the YAML file of the report at an address."""
        return f"{self.content}/{address.rstrip('/')}.yml"

    def gone(self) -> Iterator[Problem]:
        """Problems for addresses that were public: one for each cause, not for each file."""
        last, reports = self.former.last, self.new.reports
        gone = [
            address for address, one in last.items()
            if address not in reports and one.event is not Event.RETIRED
        ]  # fmt: skip
        moved = {one.title: a for a, one in reports.items() if gone and a not in last}
        for address in gone:
            entry = last[address]
            remedy = "请恢复文件，不能再公开的把状态改为“撤回”，网址保留；也请核对状态和公开日期。"
            if to := moved.get(entry.title):
                remedy = f"同样的报告现在在 {self._file(to)}：请改回原来的文件名和位置。"
            message = f"已经公开的报告 {address}（{entry.title}）不见了。{remedy}"
            yield Problem(self._file(address), 1, 1, "address-gone", message,
                          where=("状态",), paste=f"公开日期: {entry.published}")  # fmt: skip
        yield from self._gone_files(gone)

    def _gone_files(self, gone: Sequence[str]) -> Iterator[Problem]:
        """Problems for files; `gone` are the addresses of the reports that are gone."""
        gone_reports = [one for address in gone for one in self._reports_at(address)]
        of_withdrawn = gone_files.lists_of_withdrawn(self.new.reports.values())
        pdf_files = []
        for path in sorted(self.former.paths - self.new.paths):
            address = path.removesuffix("index.html")
            retired = address in self.new.retired
            if retired or gone_files.may_go(path) or address in of_withdrawn:
                continue
            if gone_files.is_consequence(address, gone_reports):
                continue
            match = _REPORT.match(path)
            if match is None:
                yield self._gone_page(address)
            elif not self._is_explained(match[0]):
                if path == f"{match[0]}{match[3]}.pdf":
                    pdf_files.append(path)
                else:
                    message = f"公开过的网址 {path} 不见了。请恢复文件，或在“更正”里说明。"
                    yield Problem(self._file(match[0]), 1, 1, "address-gone", message)
        if pdf_files:
            message = (
                f"公开过的 {len(pdf_files)} 个 PDF 不见了（{pdf_files[0]}"
                f"{' 等' if len(pdf_files) > 1 else ''}）。请在 site.yml 里恢复“生成PDF”。"
            )
            yield Problem(f"{self.content}/site.yml", 1, 1, "address-gone", message,
                          where=("生成PDF",), paste="生成PDF: 是")  # fmt: skip

    def _reports_at(self, address: str) -> Iterator[tuple[str, str, str]]:
        """Year, department and slug of a former report, and of each project that it covered."""
        if match := _REPORT.match(address):
            year, department, slug = match.groups()
            yield year, department, slug
            for one in self.former.read(address).get("包含项目") or ():
                if one.get("标识"):
                    yield year, department, one["标识"]

    def _is_explained(self, address: str) -> bool:
        """Whether a correction, a withdrawal, another problem explains a report's missing files."""
        report, before = self.new.reports.get(address), self.former.data.get(address)
        if report is None:
            return True  # the whole report is gone: that is one problem
        if report.withdrawn or before is None:
            return report.withdrawn
        changed = compared.changed_attachments(before, report.data)
        return bool(changed) or compared.newly_corrected(before, report.data)

    def _gone_page(self, address: str) -> Problem:
        source = ""
        if address.startswith("about/"):
            name = PurePosixPath(address).name
            source = f" {self.content}/pages/{name}{'.md' if address.endswith('/') else ''}"
        message = (
            f"公开过的网址 {address or '首页'} 不见了。请恢复{source}，"
            "或在 site.yml 的“停用网址”里写明理由。"
        )
        paste = f"停用网址:\n  - {{网址: {corrections.yaml_text(address)}, 理由: }}"
        return Problem(f"{self.content}/site.yml", 1, 1, "address-gone", message,
                       where=("停用网址",), paste=paste)  # fmt: skip

    def backdated(self) -> Iterator[Problem]:
        """New reports that are dated before the last release, when they were not public yet.

        A forged date fails an inspection of government sites.
        """
        if not self.former.entries:
            return
        day = self.former.entries[-1].time[:10]
        for address, report in self.new.reports.items():
            if address not in self.former.last and report.published < day:
                message = (
                    f"公开日期写的是 {report.published}，但 {day} 发布时网站上还没有它。"
                    "请改为实际公开的日期。"
                )
                yield Problem(self._file(address), 1, 1, "date-early", message, Level.WARNING,
                              where=("公开日期",))  # fmt: skip

    def changes(self, address: str) -> Iterator[Problem]:
        """What is wrong with how a published report changed."""
        report, entry = self.new.reports[address], self.former.last[address]
        before, file = self.former.data[address], self._file(address)
        names = self.new.departments.get(report.data["部门标识"], ())
        yield from _changes(report, before, names, file)
        # What was withdrawn comes back as it was, or with a correction.
        published = [
            one.content for one in self.former.entries
            if one.address == address and one.event is not Event.WITHDRAWN
        ]  # fmt: skip
        same = published[-1:] == [report.sha256] or report.withdrawn
        restored = entry.event is Event.WITHDRAWN and not same
        if restored and not compared.newly_corrected(before, report.data):
            message = (
                "恢复公开的报告与撤回前不同。请恢复原样，或在“更正”里加一条，说明日期和改了什么。"
            )
            paste = corrections.new_correction([])
            yield Problem(file, 1, 1, "figure-changed", message, where=("状态",), paste=paste)
        if report.published != entry.published:
            message = (
                f"公开日期原为 {entry.published}，现为 {report.published}。"
                "首次公开的日期不能改；内容有改动请写在“更正”里。"
            )
            paste = f"公开日期: {entry.published}"
            yield Problem(file, 1, 1, "date-moved", message, where=("公开日期",), paste=paste)


def _changes(
    report: BuiltReport, before: Data, names: Sequence[str], file: str
) -> Iterator[Problem]:
    """What changed in a report without a correction, or other than its correction says."""
    # Of what is withdrawn, no file tells what was corrected.
    is_shown = not report.withdrawn and before.get("状态") != "撤回"
    former, now = (compared.corrections_in(one, whole=is_shown) for one in (before, report.data))
    if now[: len(former)] != former:
        index = next(n for n, one in enumerate(former) if now[n : n + 1] != [one])
        message = corrections.mend_changed(former, now)
        yield Problem(file, 1, 1, "correction-changed", message, where=("更正", index))
    corrected = len(now) > len(former)
    if not corrected and before.get("部门") != report.data.get("部门"):
        level, message = _renamed_department(before, report.data, names)
        yield Problem(file, 1, 1, "department-changed", message, level, where=("部门",))
    if not is_shown:
        return
    if not corrected:
        yield from _uncorrected(before, report.data, file)
        return
    where = ("更正", len(former))
    for level, message in corrections.contradictions(before, report.data):
        yield Problem(file, 1, 1, "correction-figure", message, level, where=where)
    for level, message, place in listed_changes.contradictions(before, report.data):
        yield Problem(file, 1, 1, "correction-list", message, level, where=place)
    figures = compared.changed_figures(before, report.data)
    if figures and not listed_changes.lists_changes(now[len(former) :]):
        message = f"{'；'.join(map(compared.told, figures))}。请核对“更正”的说明包括了这些改动。"
        yield Problem(file, 1, 1, "figure-corrected", message, Level.NOTICE, where=where)


def _uncorrected(before: Data, now: Data, file: str) -> Iterator[Problem]:
    """A problem for each figure and each file; the last has the lines of one correction for all.

    Where no more than words changed, a warning.
    """
    found: list[tuple[str, str, FieldPath]] = []
    notes = []
    for one in compared.changed_figures(before, now):
        notes.append(compared.note(one))
        remedy = "公开过的数字不能悄悄改：请恢复，或写更正（jixiao correct），说明原因。"
        message = f"{compared.told(one)}。{remedy}"
        found.append(("figure-changed", message, one.where))
    for one in compared.changed_attachments(before, now):
        if one.before is None:
            what, note = f"{one.now} 是新加的", "增加"
        elif one.now:
            what, note = f"{one.before} 换了内容或名称", "更换"
        else:
            what, note = f"{one.before} 不见了", "撤下"
        notes.append(f"{note}附件 {one.now or one.before}")
        message = f"附件 {what}。公开过的附件不能悄悄改：请恢复，或写更正（jixiao correct）。"
        found.append(("attachment-changed", message, one.where))
    for number, (rule, message, where) in enumerate(found, 1):
        paste = corrections.new_correction(notes) if number == len(found) else ""
        yield Problem(file, 1, 1, rule, message, where=where, paste=paste)
    keys = (before.keys() | now.keys()) - {"部门"}  # that has a problem of its own
    changed = {key for key in keys if before.get(key) != now.get(key)}
    if changed and not found:
        message = "公开过的文字有改动，没有写“更正”。公开记录会写明“改动”；请考虑加一条更正。"
        first = [key for key in now if key in changed][:1]
        yield Problem(file, 1, 1, "text-changed", message, Level.WARNING, where=tuple(first))


def _renamed_department(before: Data, now: Data, names: Sequence[str]) -> tuple[Level, str]:
    """A renamed department: its old reports keep the name under which they were published.

    `names` are today's name and the former ones; empty where an earlier build did not write them.
    """
    old, new = str(before.get("部门")), str(now.get("部门"))
    change = f"公开过的“部门”原为{quote(old)}，现为{quote(new)}"
    today, former = names[:1], names[1:]
    if old in former and new in today:
        remedy = f"请在报告里写“部门: {old}”；原来就写错的，在“更正”里说明"
        return Level.ERROR, f"{change}。机构改名，旧报告仍用出具时的名称：{remedy}。"
    if old in today and new in former:
        return Level.NOTICE, f"{change}，是报告出具时的名称。公开记录会写明一次“改动”。"
    return Level.WARNING, f"{change}，没有写“更正”。公开记录会写明“改动”；请考虑加一条更正。"
