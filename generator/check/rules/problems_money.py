"""The section on problems only says that there was not enough money.

A section without any problem is told by `problems-none`. A lack that is given as a figure, money
that came late and any other problem beside it are answers: nothing is found.
"""

import re
from collections.abc import Iterator

from generator.check.problem_sections import names_problem, problem_sections
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.text_values import half_width
from generator.model.problems import quote

RULE = Rule(
    title="存在的问题只说钱不够",
    why="“存在的问题”只写经费不足、请加大投入，没有说项目本身哪里没有做好。自评是为了改进管理，这样写看不出问题。",
    mend="写出执行中的问题：进度、质量、管护、资金使用哪里不够好。确实缺钱的，写明缺多少、影响了什么。按用词判断，是本系统的约定。",
    sources=("已公开的报告里，“存在的问题”一节只要求增加经费，是常见的毛病",),
    failing="正文: {评价结论及建议: {存在的问题: 管护经费不足，难以提供更多更好的服务。}}",
    passing="正文: {评价结论及建议: {存在的问题: 管护经费不足，三个村的管护员没有经过培训。}}",
)
_CLAUSE = re.compile(r"[^，。；：！？,;:!?\n]+")
_MONEY = "(?:经费|资金|投入|财力|预算|补助|金额|拨款)"
_ASKS_FOR_MONEY = re.compile(
    f"{_MONEY}(?:安排|保障|支持|总量|总体|规模|标准|力度|仍|还|相对|较为|比较|十分|严重|有所|的|存在)*"
    "(?:不足|短缺|有限|紧张|不够|匮乏|缺乏|缺口|偏少|较少|偏低|较低|过少|过低|少|低|小|大)$"
    f"|(?:缺乏|缺少|缺)[^。]{{0,6}}{_MONEY}$"
    "|(?:加大|增加|追加|争取|提高|加强)[^。]{0,12}"
    f"{_MONEY}(?:力度|支持|保障|安排|额度|标准|规模)*$"
)
_CONSEQUENCE = re.compile(
    "^(?:从而|进而|因此|所以|以致|致使|导致|使得?|造成|故)*(?:难以|难于|无法|不能|不足以|制约|影响|满足不了|限制)"
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Take the clauses on money and what follows of it out; nothing else may name a problem."""
    for sections in problem_sections(subject):
        passage = next((one for one in sections if _is_on_money_alone(one.text)), None)
        if passage:
            text = passage.text.strip()
            message = (
                f"“{passage.heading}”只说钱不够，写的是{quote(text)}。"
                "请写明项目执行中的问题和原因；确实缺钱的，写明缺多少、影响了什么。"
            )
            yield passage.finding((0, len(text.split("\n")[0])), message)


def _is_on_money_alone(section: str) -> bool:
    text = half_width(section)
    clauses = [one.strip() for one in _CLAUSE.findall(text)]
    on_money = [bool(_ASKS_FOR_MONEY.search(one)) for one in clauses]
    others = (
        one
        for one, is_on_money in zip(clauses, on_money, strict=True)
        if not is_on_money and not _CONSEQUENCE.search(one)
    )
    with_figure = re.search(r"\d\s*(?:[万亿]?元|%)", text)
    is_alone = any(on_money) and not with_figure and not any(map(names_problem, others))
    return len(section) <= 300 and is_alone
