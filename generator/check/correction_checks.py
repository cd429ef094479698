"""Dates of corrections and of a withdrawal: their order, and none in the future.

On a report's tree, like `report_checks.py`. A correction once published stays as it is, so a wrong
date must be found before it is.
"""

from collections.abc import Generator, Iterator, Mapping
from datetime import date

from pydantic_core import PydanticCustomError

from generator.model.fields import parse_full_date
from generator.model.problems import Level, Problem
from generator.source.tree import Source, Value

RULE_ID = "correction-date"


def check(source: Source, report: Mapping[str, Value], today: date) -> Iterator[Problem]:
    """Every impossible date of a correction or withdrawal, each once."""
    public, is_draft = _date(report.get("公开日期")), report.get("状态") == "草稿"
    if public and public > today and not is_draft:
        yield from _not_yet_public(source, report, public, today)
        return
    last = yield from _corrections(source, report, public, None if is_draft else today)
    yield from _withdrawal(source, report, public, last, today)


def _not_yet_public(
    source: Source, report: Mapping[str, Value], public: date, today: date
) -> Iterator[Problem]:
    """Nothing of it was published, so nothing can be corrected or withdrawn."""
    before = f"公开日期 {public} 还没有到（今天是 {today}），这份报告还没有公开，"
    after = "已经公开过的，请恢复原来的公开日期。"
    if report.get("更正"):
        message = f"{before}不应有“更正”：请直接改正内容，删去“更正”。{after}"
        yield source.key_problem(("更正",), "correction-date", message)
    if report.get("状态") == "撤回":
        message = f"{before}不能撤回：请把状态改为“草稿”，删去“撤回”。{after}"
        yield source.problem(("状态",), "correction-date", message)


def _corrections(
    source: Source, report: Mapping[str, Value], public: date | None, today: date | None
) -> Generator[Problem, None, date | None]:
    """Returns the last possible date."""
    rows, last = report.get("更正"), public
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        found = _date(row.get("日期")) if isinstance(row, dict) else None
        if found is None:
            continue  # the model says what is wrong with it
        if message := _complaint(found, public, last, today):
            problem = source.problem(("更正", number, "日期"), "correction-date", message)
            past = today is None or found <= today
            yield (
                problem._replace(level=Level.WARNING)
                if past and _is_acknowledged(report)
                else problem
            )
        else:
            last = found
    return last


def _complaint(found: date, public: date | None, last: date | None, today: date | None) -> str:
    """What is wrong with the date of a correction; empty where nothing is."""
    stays = "已经公开、不能再改的，见规则说明。"
    if today and found > today:
        return f"更正日期应不晚于今天（{today}），写的是 {found}。请写实际更正的那一天。"
    if public and found < public:
        return (
            f"更正日期应不早于公开日期（{public}），写的是 {found}：公开以后才有更正。"
            f"请核对两个日期；公开以前的改动不用写“更正”。{stays}"
        )
    if last and found < last:
        return (
            f"更正日期应不早于前一条（{last}），写的是 {found}：新的在后。"
            f"请核对日期，或把新的一条移到最后。{stays}"
        )
    return ""


def _is_acknowledged(report: Mapping[str, Value]) -> bool:
    """Whether a person acknowledges a wrong date of a correction that was already published."""
    rows = report.get("核实")
    return any(isinstance(row, dict) and row.get("规则") == RULE_ID for row in rows or ())


def _withdrawal(
    source: Source,
    report: Mapping[str, Value],
    public: date | None,
    last: date | None,
    today: date,
) -> Iterator[Problem]:
    row = report.get("撤回")
    found = _date(row.get("日期")) if isinstance(row, dict) else None
    if found is None or report.get("状态") != "撤回":
        return
    fault = ""
    if found > today:
        fault = f"应不晚于今天（{today}），写的是 {found}。请写实际撤回的那一天。"
    elif public and found < public:
        fault = f"应不早于公开日期（{public}），写的是 {found}。请核对两个日期。"
    elif last and found < last:
        fault = f"应不早于最后一条更正（{last}），写的是 {found}。请核对两个日期。"
    if fault:
        yield source.problem(("撤回", "日期"), "correction-date", f"撤回日期{fault}")


def _date(value: Value) -> date | None:
    try:
        return parse_full_date(value)
    except PydanticCustomError:
        return None
