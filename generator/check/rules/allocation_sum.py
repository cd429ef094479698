"""Amounts of the documents that allotted the money, against what was to come or came.

Only where every document states its amount. The sum may stand for the whole year, for the budget
of its beginning, for what was added since, or for some of the sources: then all is well.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from generator.check.fund_columns import stated_amounts
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.figures import adds_up, format_amount
from generator.model.funds import Funds

RULE = Rule(
    title="下达文件的金额与到位、预算都不符",
    why="下达文件是资金的依据。各文件的金额加起来，既不是到位，也不是全年预算或年初预算，说明漏了文件，"
    "或有一个数填错了。",
    mend="核对每个文件的金额；漏了文件的补上。文件只有一部分金额用于本项目的，写用于本项目的数；说不清的留空。",
    sources=("数字之间的核对，不是成文规定",),
    failing="""
资金:
  下达文件:
    - {文号: 示财农〔2023〕18号, 金额: 220}
    - {文号: 示财农〔2023〕41号, 金额: 10}
""",
    passing="""
资金:
  下达文件:
    - {文号: 示财农〔2023〕18号, 金额: 220}
    - {文号: 示财农〔2023〕41号, 金额: 100}
""",
)
_MOST = 6  # sources of which all combinations are tried


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Add up the documents and look for an amount that they make."""
    funds = subject.funds
    stated = [one.amount for one in funds.allocations if one.amount is not None]
    totals = stated_amounts(funds, "到位", "全年预算", "年初预算")
    if not stated or len(stated) < len(funds.allocations) or not totals:
        return
    makes_total = any(adds_up(stated, total, funds.unit) for total in totals.values())
    if makes_total or _is_part(funds, stated):
        return
    against = "，".join(f"{label} {format_amount(total)}" for label, total in totals.items())
    message = (
        f"下达文件的金额合计 {format_amount(sum(stated, Decimal(0)))}，与{against}都对不上。"
        "请核对各文件的金额；漏了文件的请补上。"
    )
    place = (0, "金额") if len(stated) == 1 else ()
    yield Finding(("资金", "下达文件", *place), message)


def _is_part(funds: Funds, stated: Sequence[Decimal]) -> bool:
    """Whether the sum is the total cost, what was added in the year, or some of the sources."""
    known = list(stated_amounts(funds, "项目总额").values())
    if funds.initial_budget is not None:
        later = stated_amounts(funds, "全年预算", "到位").values()
        known += [total - funds.initial_budget for total in later]
    if any(adds_up(stated, total, funds.unit) for total in known):
        return True
    found = sum(stated, Decimal(0))
    for column in ("initial_budget", "annual_budget", "received"):
        values = [value for row in funds.sources if (value := getattr(row, column))]
        sizes = range(1, len(values)) if len(values) <= _MOST else (1,)
        if any(sum(some) == found for size in sizes for some in combinations(values, size)):
            return True
    return False
