"""Dates of corrections and of a withdrawal: their order, and none in the future.

On a report's tree, like `report_checks.py`. A correction once published stays as it is, so a wrong
date must be found before it is.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic_core import PydanticCustomError

from generator.model.dates import parse_full_date
from generator.model.problems import Level, Problem
from generator.source.tree import FieldPath, Source, Value

RULE_ID = "correction-date"
_STAYS = "已经公开、不能再改的，见规则说明。"
# What a date must not precede, and what to do where it does.
_EARLIEST = {
    "更正": (
        ("公开日期", f"：公开以后才有更正。请核对两个日期；公开以前的改动不用写“更正”。{_STAYS}"),
        ("前一条", f"：新的在后。请核对日期，或把新的一条移到最后。{_STAYS}"),
    ),
    "撤回": (("公开日期", "。请核对两个日期。"), ("最后一条更正", "。请核对两个日期。")),
}


def check(source: Source, report: Mapping[str, Value], today: date) -> Iterator[Problem]:
    """Every impossible date of a correction or withdrawal, each once."""
    public, is_draft = _date(report.get("公开日期")), report.get("状态") == "草稿"
    if public and public > today and not is_draft:
        yield from _not_yet_public(source, report, public, today)
        return
    last = public  # of the possible dates
    for where, found in _dates(report):
        what = str(where[0])
        if found > today and not is_draft:
            message = f"{what}日期应不晚于今天（{today}），写的是 {found}。请写实际{what}的那一天。"
            yield source.problem(where, "correction-date", message)
        elif message := _too_early(what, found, public, last):
            is_accepted = what == "更正" and _is_acknowledged(report)
            level = Level.WARNING if is_accepted else Level.ERROR
            yield source.problem(where, "correction-date", message)._replace(level=level)
        else:
            last = found


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


def _dates(report: Mapping[str, Value]) -> Iterator[tuple[FieldPath, date]]:
    """The dates of corrections, then that of the withdrawal, with their places."""
    rows = report.get("更正")
    dated: dict[FieldPath, Value] = {
        ("更正", number): row for number, row in enumerate(rows if isinstance(rows, list) else [])
    }
    if report.get("状态") == "撤回":
        dated["撤回",] = report.get("撤回")
    for where, row in dated.items():
        found = _date(row.get("日期")) if isinstance(row, dict) else None
        if found:  # else the model says what is wrong with it
            yield (*where, "日期"), found


def _too_early(what: str, found: date, *earliest: date | None) -> str:
    """That a date precedes the publication, or the last correction; empty where it does not."""
    for bound, (name, remedy) in zip(earliest, _EARLIEST[what], strict=True):
        if bound and found < bound:
            return f"{what}日期应不早于{name}（{bound}），写的是 {found}{remedy}"
    return ""


def _is_acknowledged(report: Mapping[str, Value]) -> bool:
    """Whether a person acknowledges a wrong date of a correction that was already published."""
    rows = report.get("核实")
    return any(isinstance(row, dict) and row.get("规则") == RULE_ID for row in rows or ())


def _date(value: Value) -> date | None:
    try:
        return parse_full_date(value)
    except PydanticCustomError:
        return None
