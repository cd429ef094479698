"""What a report does not tell itself: from the same document, from its unit, from the command."""

import re
from typing import NamedTuple

from generator.documents.document import Place
from generator.recognition import claims, departments
from generator.recognition.ledger import REPEATED
from generator.recognition.record import Found, LeftOut, RecognisedReport, Sureness
from generator.recognition.reference import Reference
from generator.source.tree import FieldPath

_SHARED: tuple[FieldPath, ...] = (
    ("标题",), ("部门",), ("年度",), ("评价类型",), ("索引号",), ("原发布日期",),
    ("主题词",), ("主题分类",),
)  # fmt: skip
_UNIT_OF_MONEY = ("资金", "单位")
_DEPARTMENT, _YEAR, _NAME, _UNIT = ("部门",), ("年度",), ("项目名称",), ("实施单位",)


class Options(NamedTuple):
    """What the command was told for reports that do not tell it."""

    department: str | None
    year: int | None


def fill(
    report: RecognisedReport, first: RecognisedReport, reference: Reference, options: Options
) -> None:
    """Add what is missing. `first` is the first report of the same document."""
    _own_department(report, reference)
    _own_unit(report, reference)
    if first is not report:
        _share(report, first)
    _department(report, reference, options)
    _year(report, options)
    _tidy(report)


def guess_year(report: RecognisedReport, year: int, place: Place) -> None:
    """A year that the text speaks of."""
    report.add(_YEAR, Found(str(year), place, "句子", Sureness.GUESS, ""))


def _share(report: RecognisedReport, first: RecognisedReport) -> None:
    """The head of a document is that of all its reports."""
    has_money = any(path[0] == "资金" for path in report.values)
    for path in (*_SHARED, *([_UNIT_OF_MONEY] if has_money else [])):
        if path in first.values and path not in report.values:
            found = first.values[path]
            sureness = found.sureness.at_most(Sureness.LIKELY)
            shared = found._replace(how="同一文件的开头", sureness=sureness, printed="")
            report.values[path] = shared


def _own_department(report: RecognisedReport, reference: Reference) -> None:
    """The unit that the table names, where no head names a department of the register."""
    known = report.values.get(_DEPARTMENT)
    if known and known.sureness is not Sureness.GUESS:
        return
    for path in (("评价工作", "委托单位"), ("实施单位",), ("主管部门",)):
        unit = report.values.get(path)
        named = departments.named_by(unit.text, reference) if unit else None
        if unit and named:
            how = f"栏目“{path[-1]}”"
            report.add(_DEPARTMENT, Found(named.name, unit.place, how, Sureness.LIKELY, ""))
            return


def _own_unit(report: RecognisedReport, reference: Reference) -> None:
    """The unit of the project, where the form means by the name of the cell who carried it out."""
    form = reference.forms.get(report.form)
    part = form.part(_UNIT[0]) if form else None
    unit = report.values.get(_DEPARTMENT)
    if part is None or unit is None or _UNIT in report.values:
        return
    if unit.how in {f"栏目“{name}”" for name in (part.printed, *part.synonyms)}:
        report.add(_UNIT, unit._replace(printed=""))


def _department(report: RecognisedReport, reference: Reference, options: Options) -> None:
    known = report.values.get(_DEPARTMENT)
    if known and known.sureness is not Sureness.GUESS:
        return
    if options.department:
        option = departments.by_option(options.department, reference)
        name = option.name if option else options.department
        report.add(_DEPARTMENT, Found(name, Place(), "命令给出", Sureness.SURE, ""))
    elif known is None:
        _guess_department(report, reference)


def _guess_department(report: RecognisedReport, reference: Reference) -> None:
    for path, found in report.values.items():
        if path[0] == "正文" and (named := departments.named_in(found.text, reference)):
            guess = Found(named.name, found.place, "句子", Sureness.GUESS, "")
            report.values[_DEPARTMENT] = guess
            return


def _year(report: RecognisedReport, options: Options) -> None:
    known = report.values.get(_YEAR)
    if options.year and (known is None or known.sureness is Sureness.GUESS):
        report.add(_YEAR, Found(str(options.year), Place(), "命令给出", Sureness.SURE, ""))
    elif known is None:
        _year_before(report)


def _year_before(report: RecognisedReport) -> None:
    """A report is made in the year after the one that it is on."""
    date = report.values.get(("报告日期",)) or report.values.get(("原发布日期",))
    if date and re.match(r"\d{4}", date.text):
        text = str(int(date.text[:4]) - 1)
        report.values[_YEAR] = Found(text, date.place, "报告日期的前一年", Sureness.GUESS, "")


def _tidy(report: RecognisedReport) -> None:
    """Only what contradicts a value is kept beside it."""
    for path, others in list(report.others.items()):
        value = report.values[path].text
        is_name = path == _NAME
        kept = []
        for one in others:
            derived = is_name and not one.printed and one.how == "标题"
            first, second = ("".join(text.split()) for text in (one.text, value))
            if not claims.is_same(first, second, report) and not derived:
                kept.append(one)
            elif one.printed:
                report.left_out.append(LeftOut(one.printed, one.place, REPEATED))
        if kept:
            report.others[path] = kept
        else:
            del report.others[path]
