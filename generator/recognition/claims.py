"""Figures that sentences state: amounts, rates, the score, the grade, documents that allot money.

The sentence stays in the narrative. The analysis is that of the rules that compare sentences with
fields; what they would hold to be of a part, of another year, of an aim, is none here either.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.check.rules import text_amount, text_rate
from generator.check.sentences import clause_before, is_about_part, sentence_before, sentence_span
from generator.check.text_values import Amount, StatedRate, amounts, half_width, rates
from generator.documents.document import Place
from generator.model.amounts import in_wan
from generator.model.choices import EvaluationType, Grade, Unit
from generator.recognition import bare_amounts
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
_OF_THE_DEPARTMENT = ("initial", "annual")
_RATES: dict[str, FieldPath] = {
    "received": ("自评", "到位率"),
    "executed": ("自评", "执行率"),
    "satisfied": ("自评", "满意度"),
}
_SCORE = re.compile(
    r"(?:自评(?:综合)?(?:得分|总分|分数|结果)?|综合(?:评价)?得分|评价(?:总)?得分|总(?:得)?分|最终得分|得分)"
    r"(?:为|是|[:：]|共|合计|\s)*(\d{1,3}(?:\.\d{1,4})?)\s*分"
)
_ONLY_SCORE = re.compile(r"\s*(\d{1,3}(?:\.\d{1,4})?)\s*分\s*[。.]?\s*")
_GRADE = re.compile(
    r"(?:等级|等次|级别|档次|结果|评定|评价|评)(?:为|是|[:：])\s*[“\"‘]?(优秀|良好|优|良|中|差|合格|不合格)[”\"’]?"
    r"(?=[”\"’]|等|级|次|档|[，,。；;、）)\s]|$)"
)
_SPENT_IN_YEAR = re.compile(r"(?:支付|支出|使用)(?:资金|经费)?(?:了|共|合计)*$")
_SPENT_END = re.compile(
    r"截[至止到]?.{0,14}(?:支付|支出|执行)(?:资金|经费|完成)?(?:了|共|合计|为)*$|全年支出(?:资金|经费)?(?:为|共)?$"
)
_OF_BUDGET = re.compile(
    r"预算(?:安排|资金|为|共)*[\d.,]+\s?(?:亿元|万元|元)[，,；;](?:全年|年度|当年|实际|已|共|累计)*(?:支出|支付|执行|使用)(?:资金|数|了|为|共)*"
)
_MONTH_BEFORE = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(?:(\d{1,2})日)?(?:[^，。；]{0,6})$")
# Also where a bracket was lost: 示财行2020〕189号.
_DOCUMENT = re.compile(
    r"[\u4e00-\u9fa5]{2,14}(?:[〔【\[(（［]\s?(?:19|20)\d{2}年?\s?[〕】\])）］]?|(?:19|20)\d{2}[〕】\])）］])"
    r"\s?第?\d{1,5}\s?号"
)
_AFTER_DATE = re.compile(r"^.*?[年月日](?=[\u4e00-\u9fa5]{2})")
_AFTER_VERB = re.compile(r"^.*?(?:根据|依据|按照|通过|由|以|按)(?=[\u4e00-\u9fa5]{2})")
_RATE_ALONE = re.compile(
    r"(?:项目|专项|财政)?(?:资金|经费|预算)?(?:全部|的)?"
    r"(?:(?P<received>到位率)|(?P<executed>执行率|支付率|(?:支付|支出|执行)(?:完成)?(?:率)?))(?:为|达到?|[:：])?"
)
_SATISFIED = re.compile(r"[\u4e00-\u9fa5]{0,8}满意(?:度|率)(?:为|达到?|[:：])?")
_RECEIVED_BEHIND = re.compile(r"[^，。；,;]{0,22}(?:全部|足额|均已|已|按时)到位")
_MONEY = re.compile(r"(?:项目|专项|财政|补助|下达)*(?:资金|经费)(?:为|共|共计|合计)?")
_UNIT_LINE = re.compile(
    r"(?:^|\n)[（(]?\s*(?:金额)?单位\s*[:：]\s*(亿元|万元|元)\s*[）)]?\s*(?:\n|$)"
)
_SCALE = re.compile(r"\d\s*[（(]含[)）]|\d{2}\s*[-—－–~～至]\s*\d{2,3}\s*分|分以[上下]")
_ALLOTTED = re.compile(r"下达|拨付|批复|安排|解决")
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
    text = passage.text
    for rate in rates(text):
        kind = text_rate.kind_of(text, rate, year, (), names) or _rate_alone(text, rate.start, year)
        if kind in _RATES and "目标" not in "".join(passage.headings[-1:]):
            printed = text[rate.start : rate.end].replace("％", "%").replace(" ", "")
            yield _RATES[kind], printed, Sureness.LIKELY
        elif _is_satisfaction(text, rate):
            printed = text[rate.start : rate.end].replace("％", "%").replace(" ", "")
            yield _RATES["satisfied"], printed, Sureness.GUESS
    is_overall = _is_overall(report)
    for one in amounts(text):
        kind = text_amount.kind_of(text, one, year, names) or _moved(passage, one, year)
        if kind and kind in (_OF_THE_DEPARTMENT if is_overall else _AMOUNTS):
            yield _AMOUNTS[kind], amount_of(text, one, report, passage.place), Sureness.LIKELY
    heading = "" if is_overall else "".join(passage.headings[-1:])
    for kind, one in bare_amounts.claims(text, heading, year):
        yield _AMOUNTS[kind], amount_of(text, one, report, passage.place), Sureness.LIKELY
    yield from _evaluation(passage)
    if period := _PERIOD.search(half_width(text)):
        yield ("开始时间",), f"{period[1]}-{int(period[2]):02}", Sureness.LIKELY
        yield ("结束时间",), f"{period[3]}-{int(period[4]):02}", Sureness.LIKELY


def _is_overall(report: RecognisedReport) -> bool:
    """Whether it is on all spending of a department, of which a sentence states a part."""
    kind = report.values.get(("评价类型",))
    return kind is not None and kind.text == EvaluationType.OVERALL


def _is_satisfaction(text: str, rate: StatedRate) -> bool:
    """读者满意度90%: of whom it is, the rules do not know; no aim, no "at least"."""
    start, end = sentence_span(text, rate.start)
    is_aim = re.search("目标|预期|计划|不低于|以上|力争|确保", text[start:end])
    return bool(_SATISFIED.fullmatch(clause_before(text, rate.start))) and not is_aim


def _evaluation(passage: Passage) -> Iterator[tuple[FieldPath, str, Sureness]]:
    """The score and the grade."""
    text = half_width(passage.text)
    heading = passage.headings[-1] if passage.headings else ""
    if "得分" in heading and (only := _ONLY_SCORE.fullmatch(text)):
        yield ("自评", "得分"), only[1], Sureness.LIKELY
    elif score := _SCORE.search(text):
        yield ("自评", "得分"), score[1], Sureness.LIKELY
    if (grade := _GRADE.search(passage.text)) and not _SCALE.search(text):
        field = "等级" if grade[1] in set(Grade) else "其他等级"
        yield ("自评", field), grade[1], Sureness.LIKELY


def _rate_alone(text: str, start: int, year: int) -> str | None:
    """资金到位率100%, in a sentence that names a month as well: of the whole all the same."""
    found = _RATE_ALONE.fullmatch(clause_before(text, start))
    is_part = found and is_about_part(sentence_before(text, start), year)
    return found.lastgroup if found and not is_part else None


def _moved(passage: Passage, one: Amount, year: int) -> str | None:
    """2021年支付50万元, 资金5万元已全部到位: what was paid in the year, what came in."""
    clause = clause_before(passage.text, one.start)
    if one.is_unit_price or is_about_part(clause, year):
        return None
    if _MONEY.fullmatch(clause) and _RECEIVED_BEHIND.match(passage.text, one.end):
        return "received"
    is_of_year = str(year) in clause and "月" not in clause and _SPENT_IN_YEAR.search(clause)
    if is_of_year or _SPENT_END.search(clause):
        return "spent"
    return _of_section(passage, one, clause)


def _of_section(passage: Passage, one: Amount, clause: str) -> str | None:
    """预算58万元，实际支出55.97万元: of all that the section describes."""
    heading = "".join(passage.headings[-1:])
    if clause in ("预算", "预算为", "预算安排") and re.search("概况|基本情况|预算|资金", heading):
        return "budget"
    is_on_execution = bool(re.search("执行|使用", heading))
    sentence = sentence_before(passage.text, one.start)
    return "spent" if is_on_execution and _OF_BUDGET.fullmatch(sentence) else None


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
        for number, date, one in _documents(passage.text):
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


def _documents(text: str) -> Iterator[tuple[str, str, Amount]]:
    """Number, date (or nothing) and amount of each document that allots money."""
    found = list(_DOCUMENT.finditer(text))
    for at, one in enumerate(found):
        following = found[at + 1].start() if at + 1 < len(found) else len(text)
        end = min(following, sentence_span(text, one.start())[1])
        behind = next((other for other in amounts(text) if one.end() <= other.start < end), None)
        if behind is None or not _ALLOTTED.search(text, one.end(), behind.start):
            continue
        number = _AFTER_VERB.sub("", _AFTER_DATE.sub("", one[0]))
        before = sentence_before(text, one.end() - len(number))
        month = _MONTH_BEFORE.search(re.split("[，,；;]", before)[-1])
        date = f"{month[1]}-{int(month[2]):02}" if month else ""
        date += f"-{int(month[3]):02}" if month and month[3] else ""
        yield number, date, behind


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
