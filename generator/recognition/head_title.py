"""The title among the lines of a head, and what it tells."""

from generator.documents.document import Place
from generator.model.choices import EvaluationType
from generator.recognition import departments, lines, titles
from generator.recognition.head_fields import Head
from generator.recognition.record import Found, RecognisedReport, Sureness

_DEPARTMENT = ("部门",)


def read_title(head: Head) -> None:
    """The title of the report: the last that says something; what it tells is read off it."""
    report = head.report
    if not head.titles:
        return
    said = [one for one in reversed(head.titles) if not lines.is_year_line(one[0])]
    specific = [one for one in said if not lines.is_generic(one[0])]
    chosen = (specific or said or head.titles)[0]
    words, place, printed = chosen
    if said:
        head.add(("标题",), Found(words, place, "标题", Sureness.SURE, printed))
        head.titles.remove(chosen)
    for text, at, _ in head.titles:
        head.leave_out(text, at, "其他标题")
    _facts(" ".join([words, *(text for text, _, _ in head.titles)]), words, place, head)
    known = report.values.get(_DEPARTMENT)
    named = departments.named_in(words, head.reference)
    if named and (known is None or known.sureness is not Sureness.SURE):
        head.add(_DEPARTMENT, Found(named.name, place, "标题", named.sureness, ""))


def _facts(everything: str, words: str, place: Place, head: Head) -> None:
    told = titles.facts(words, departments.names(head.reference))
    years = told.years or titles.years_of(everything)
    add = head.add
    if told.project and ("项目名称",) not in head.report.values:
        add(("项目名称",), Found(told.project, place, "标题", Sureness.LIKELY, ""))
    if years:
        sure = Sureness.SURE if told.years else Sureness.LIKELY
        add(("年度",), Found(str(years[-1]), place, "标题", sure, ""))
    if len(years) > 1:
        for at, year in enumerate(years):
            add(("涵盖年度", at), Found(str(year), place, "标题", Sureness.SURE, ""))
    kind, sure = told.evaluation_type, Sureness.SURE
    if kind is None:
        kind, sure = _kind_by_work(head.report), Sureness.LIKELY
    add(("评价类型",), Found(str(kind), place, "标题", sure, ""))


def _kind_by_work(report: RecognisedReport) -> EvaluationType:
    """Who evaluated, where the title does not say: the finance bureau if it ordered it."""
    commissioner = report.values.get(("评价工作", "委托单位"))
    if commissioner:
        is_finance = "财政" in commissioner.text
        return EvaluationType.FINANCE if is_finance else EvaluationType.DEPARTMENT
    return EvaluationType.UNIT
