"""Figures that sentences state: amounts, rates, the score, the grade, documents that allot money.

The sentence stays in the narrative. The analysis is that of the rules that compare sentences with
fields; what they would hold to be of a part, of another year, of an aim, is none here either.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.check import (
    bare_amounts,
    stated_allocations,
    stated_amounts,
    stated_rates,
    stated_scores,
)
from generator.check.text_values import Amount, amounts, half_width, rates
from generator.documents.document import Place
from generator.model.amounts import in_wan
from generator.model.choices import EvaluationType, Grade, Unit
from generator.recognition.record import Found, RecognisedReport, Sureness
from generator.source.tree import FieldPath

_AMOUNTS: dict[str, FieldPath] = {
    "total": ("资金", "项目总额"),
    "initial": ("资金", "年初预算"),
    "annual": ("资金", "全年预算"),
    "budget": ("资金", "全年预算"),
    "received": ("资金", "到位"),
    "spent": ("资金", "支出"),
}
_RATES: dict[str, FieldPath] = {
    "received": ("自评", "到位率"),
    "executed": ("自评", "执行率"),
    "satisfied": ("自评", "满意度"),
}
_UNIT_LINE = re.compile(
    r"(?:^|\n)[（(]?\s*(?:金额)?单位\s*[:：]\s*(亿元|万元|元)\s*[）)]?\s*(?:\n|$)"
)
_PERIOD = re.compile(
    r"(?:实施期限|起止时间|实施时间|建设期限?|项目期限?|实施周期)(?:为|是|[:：])?\s*"
    r"((?:19|20)\d{2})年(\d{1,2})月\s*(?:[-—－–~～至到]+)\s*((?:19|20)\d{2})年(\d{1,2})月"
)


class Passage(NamedTuple):
    """A text of the narrative, the headings over it, and where it stands."""

    headings: tuple[str, ...]
    text: str
    place: Place


def read(report: RecognisedReport, names: Sequence[str]) -> None:
    """Add what sentences of 正文 state; `names` are the project's and the department's."""
    year = report.values.get(("年度",))
    fiscal_year = int(year.text) if year and year.text.isdigit() else 0
    if ("涵盖年度", 1) in report.values:
        fiscal_year = 0  # what is said of any one year is said of a part
    found = passages(report)
    _unit_line(found, report)
    for passage in found:
        for path, text, sureness in _claims(passage, fiscal_year, names, report):
            _keep(report, path, Found(text, passage.place, "句子", sureness, ""))
    _allocations(report, found)
    _budget_from_allotted(report)


def _unit_line(found: Sequence[Passage], report: RecognisedReport) -> None:
    """单位：万元, over a table that stays in the text."""
    for passage in found:
        unit = _UNIT_LINE.search(passage.text)
        if unit and ("资金", "单位") not in report.values:
            value = Found(unit[1], passage.place, "句子", Sureness.LIKELY, "")
            report.add(("资金", "单位"), value)


def passages(report: RecognisedReport) -> list[Passage]:
    """The texts of 正文 as they were found."""
    return [
        Passage(tuple(map(str, path[1:])), found.text, found.place)
        for path, found in report.values.items()
        if path[0] == "正文" and found.text
    ]


def _claims(
    passage: Passage, year: int, names: Sequence[str], report: RecognisedReport
) -> Iterator[tuple[FieldPath, str, Sureness]]:
    text, heading = passage.text, "".join(passage.headings[-1:])
    for rate in rates(text):
        kind = stated_rates.kind_of(text, rate, year, (), names)
        kind = kind or stated_rates.rate_alone(text, rate.start, year)
        if kind in _RATES and "目标" not in heading:
            yield _RATES[kind], f"{rate.percent:f}%", Sureness.LIKELY
        elif stated_rates.is_satisfaction(text, rate, year):
            yield _RATES["satisfied"], f"{rate.percent:f}%", Sureness.GUESS
    is_overall = _is_overall(report)
    for one in amounts(text):
        kind = stated_amounts.kind_of(text, one, year, names)
        kind = kind or stated_amounts.looser_kind_of(text, heading, one, year)
        if kind and kind in (stated_amounts.OF_THE_DEPARTMENT if is_overall else _AMOUNTS):
            yield _AMOUNTS[kind], amount_of(text, one, report, passage.place), Sureness.LIKELY
    for kind, one in () if is_overall else bare_amounts.claims(text, heading, year):
        yield _AMOUNTS[kind], amount_of(text, one, report, passage.place), Sureness.LIKELY
    if score := next(stated_scores.scores(text, heading), None):
        yield ("自评", "得分"), score[1], Sureness.LIKELY
    if grade := next(stated_scores.grades(text), None):
        field = "等级" if grade[1] in set(Grade) else "其他等级"
        yield ("自评", field), grade[1], Sureness.LIKELY
    if period := _PERIOD.search(half_width(text)):
        yield ("开始时间",), f"{period[1]}-{int(period[2]):02}", Sureness.LIKELY
        yield ("结束时间",), f"{period[3]}-{int(period[4]):02}", Sureness.LIKELY


def _is_overall(report: RecognisedReport) -> bool:
    """Whether it is on all spending of a department, of which a sentence states a part."""
    kind = report.values.get(("评价类型",))
    return kind is not None and kind.text == EvaluationType.OVERALL


def amount_of(text: str, one: Amount, report: RecognisedReport, place: Place) -> str:
    """The figure as printed; with its unit where that is not the unit of the report."""
    printed = half_width(text[one.start : one.end])
    figure = printed.removesuffix(one.unit).strip()
    unit = ("资金", "单位")
    known = report.values.get(unit)
    if known is None:
        report.values[unit] = Found(str(one.unit), place, "句子", Sureness.LIKELY, "")
        return figure
    return figure if known.text == one.unit else f"{figure}{one.unit}"


def _keep(report: RecognisedReport, path: FieldPath, found: Found) -> None:
    """Add a claim, unless it says what is known: the same figure, or one more precise."""
    known = [one for one in (report.values.get(path), *report.others.get(path, ())) if one]
    if not any(is_same(one.text, found.text, report) for one in known):
        report.add(path, found)


def is_same(one: str, other: str, report: RecognisedReport) -> bool:
    """Whether two values state the same figure, in whatever unit and precision."""
    if one == other:
        return True
    figures = [_figure(text, report) for text in (one, other)]
    return None not in figures and figures[0] == figures[1]


def _figure(text: str, report: RecognisedReport) -> Decimal | None:
    found = re.fullmatch(r"(\d[\d,]*(?:\.\d+)?)\s*(%|亿元|万元|元)?", half_width(text).strip())
    if not found:
        return None
    value = Decimal(found[1].replace(",", ""))
    unit = report.values.get(("资金", "单位"))
    if found[2] and found[2] != "%":
        return in_wan(value, Unit(found[2]))
    return value if found[2] == "%" or unit is None else in_wan(value, _unit(unit.text)) or value


def _unit(word: str) -> Unit | None:
    return Unit(word) if word in set(Unit) else None


def _allocations(report: RecognisedReport, found: Sequence[Passage]) -> None:
    """Documents by which money was allotted, each with the amount behind it in its sentence."""
    row = len({path[2] for path in report.values if path[:2] == ("资金", "下达文件")})
    seen = {found.text for path, found in report.values.items() if path[-1] == "文号"}
    for passage in found:
        for number, date, one in stated_allocations.documents(passage.text):
            if number in seen:
                continue
            seen.add(number)
            base = ("资金", "下达文件", row)
            stated = {
                "文号": number,
                "日期": date,
                "金额": amount_of(passage.text, one, report, passage.place),
            }
            for key, text in stated.items():
                if text:
                    value = Found(text, passage.place, "句子", Sureness.LIKELY, "")
                    report.add((*base, key), value)
            row += 1


def _budget_from_allotted(report: RecognisedReport) -> None:
    """One document allotted the money, and no budget is stated: its amount is likely to be it."""
    rows = [
        found
        for path, found in report.values.items()
        if path[-1] == "金额" and path[1] == "下达文件"
    ]
    if len(rows) != 1:
        return
    guess = rows[0]._replace(sureness=Sureness.GUESS)
    if not any(("资金", key) in report.values for key in ("全年预算", "年初预算")):
        report.add(("资金", "全年预算"), guess)
    rate = report.values.get(("自评", "到位率"))
    is_all = bool(rate and rate.text == "100%" and rate.place == guess.place)
    if is_all and ("资金", "到位") not in report.values:
        report.add(("资金", "到位"), guess)
