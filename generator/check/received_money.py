"""Money that did not come: whether a report says so, and whether all that came is spent."""

import re
from collections.abc import Iterable

from generator.check.sentences import sentences
from generator.model.funds import Funds

_MONEY = re.compile("到位|拨付|下达|配套|财政|资金|预算|经费|款")
# What did not come, or why: words of a lack, of a delay, of a change.
_LACK = re.compile(
    "未(?!发现|出现|发生|单独|制定)[^。；\n]{0,6}(?:到位|下达|拨|落实|安排|足额|全)|没有[^。；\n]{0,4}(?:到位|下达|拨|落实|安排)"
    "|待[^。；\n]{0,10}(?:到位|下达|拨)|缺口|紧张|困难(?!群众|家庭|学生|人员|残疾|职工|户|儿童|党员|老|幼)|调减|压减|核减|削减|收回|缩减|欠拨|欠款|结转|跨年|跨年度"
    "|到位[^。；\n]{0,6}(?:不足|滞后|偏低|较?晚|较?慢|缓慢|不到位)|不到位|不足|分期|分批|分年|按进度|按工程进度"
    "|下一?年[^。；\n]{0,6}(?:到位|下达|拨|安排)|质保金|尾款|余款|剩余|其余|节约|节省"
    "|[晚迟](?:到(?!迟)|拨|下达)|按(?:实际)?需|用款计划|差额|不再(?:拨|下达|安排)|原因|由于|少于"
)


def tells_what_did_not_come(texts: Iterable[str]) -> bool:
    """Whether a sentence speaks of money that did not come, or of why."""
    return any(
        _MONEY.search(sentence) and _LACK.search(sentence)
        for text in texts
        for sentence in sentences(text)
    )


def is_all_spent(funds: Funds) -> bool:
    """Whether what was received is spent: then the lack of it is why no more was."""
    return funds.spent is not None and funds.spent == funds.received
