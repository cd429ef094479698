"""A report on several years: its years, the rows of each year, and the totals.

The totals may be those of all years, or those of the fiscal year alone: a column is told only
where neither fits, and only where each year states it. 结余 is left alone: that of a year may have
the balance of the year before in it.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from generator.check.fund_columns import stated_amounts
from generator.check.report_parts import fund_records
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.figures import adds_up, format_amount
from generator.model.funds import Funds
from generator.source.tree import FieldPath

RULE = Rule(
    title="分年度的资金与涵盖年度、总额对不上",
    why="一份报告写几个年度的，网站按“涵盖年度”把它放到每一年下面。年度写漏或写多，读者在那一年找不到报告；各年之和不等于总额，一定有一个数填错了。",
    mend="核对“涵盖年度”“年度”和“分年度”各行：每个年度一行，加起来等于总额；漏了的补上，填错的改正。",
    sources=("数字之间的核对，不是成文规定",),
    failing="涵盖年度: [2021, 2022]",
    passing="涵盖年度: [2021, 2022, 2023]",
)
_COLUMNS = ("年初预算", "全年预算", "到位", "支出")


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """The years first, then the sums."""
    report = subject.report
    covered = report.covered_years
    if covered and report.fiscal_year not in covered:
        message = (
            f"报告的年度是 {report.fiscal_year}，“涵盖年度”写的是 {_list(covered)}，没有它。"
            "请把它补进涵盖年度，或改正年度。"
        )
        yield Finding(("涵盖年度",), message)
    for where, funds in fund_records(subject):
        if funds.by_year:
            yield from _years(where, funds, covered)
            yield from _sums(where, funds, report.fiscal_year)


def _years(where: FieldPath, funds: Funds, covered: tuple[int, ...]) -> Iterator[Finding]:
    found = Counter(row.year for row in funds.by_year)
    seen: set[int] = set()
    for number, row in enumerate(funds.by_year):
        place = (*where, "分年度", number, "年度")
        if row.year in seen:
            yield Finding(place, f"“分年度”有两行都是 {row.year}。请改正年度，或合成一行。")
        elif covered and row.year not in covered:
            message = (
                f"“分年度”有 {row.year}，“涵盖年度”写的是 {_list(covered)}。"
                "请补进涵盖年度，或改正这一行的年度。"
            )
            yield Finding(place, message)
        seen.add(row.year)
    missing = [year for year in covered if year not in found]
    if missing and where == ("资金",):
        message = (
            f"“涵盖年度”有 {_list(missing)}，“分年度”没有这一年的资金。"
            "请补上一行；那一年没有资金的，金额写 0。"
        )
        yield Finding((*where, "分年度"), message)


def _sums(where: FieldPath, funds: Funds, fiscal_year: int) -> Iterator[Finding]:
    rows = [(row.year, stated_amounts(row, *_COLUMNS)) for row in funds.by_year]
    for label, total in stated_amounts(funds, *_COLUMNS).items():
        values = [amounts[label] for _, amounts in rows if label in amounts]
        if len(values) < len(rows) or adds_up(values, total, funds.unit):
            continue
        if any(year == fiscal_year and amounts[label] == total for year, amounts in rows):
            continue
        found = sum(values, Decimal(0))
        message = (
            f"“分年度”各行的{label}合计 {format_amount(found)}，“{label}”写的是 "
            f"{format_amount(total)}，相差 {format_amount(abs(found - total))}。请逐年核对。"
        )
        yield Finding((*where, label), message)


def _list(years: tuple[int, ...] | list[int]) -> str:
    return "、".join(map(str, years))
