"""Documents that allot money, as sentences name them: what import and site share."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter

from generator.check.sentences import sentence_before, sentence_span
from generator.check.text_values import Amount, amounts

_MONTH_BEFORE = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(?:(\d{1,2})日)?(?:[^，。；]{0,6})$")
# Also where a bracket was lost: 示财行2020〕189号.
_DOCUMENT = re.compile(
    r"[\u4e00-\u9fa5]{2,14}(?:[〔【\[(（［]\s?(?:19|20)\d{2}年?\s?[〕】\])）］]?|(?:19|20)\d{2}[〕】\])）］])"
    r"\s?第?\d{1,5}\s?号"
)
_AFTER_DATE = re.compile(r"^.*?[年月日](?=[\u4e00-\u9fa5]{2})")
_AFTER_VERB = re.compile(r"^.*?(?:根据|依据|按照|通过|由|以|按)(?=[\u4e00-\u9fa5]{2})")
_ALLOTTED = re.compile(r"下达|拨付|批复|安排|解决")
_START = attrgetter("start")


def documents(text: str) -> Iterator[tuple[str, str, Amount]]:
    """Number, date (or nothing) and amount of each document that allots money."""
    found = list(_DOCUMENT.finditer(text))
    given = sorted(amounts(text), key=_START) if found else []
    for at, one in enumerate(found):
        following = found[at + 1].start() if at + 1 < len(found) else len(text)
        end = min(following, sentence_span(text, one.start())[1])
        place = bisect_left(given, one.end(), key=_START)
        behind = given[place] if place < len(given) and given[place].start < end else None
        if behind is None or not _ALLOTTED.search(text, one.end(), behind.start):
            continue
        number = _AFTER_VERB.sub("", _AFTER_DATE.sub("", one[0]))
        before = sentence_before(text, one.end() - len(number))
        month = _MONTH_BEFORE.search(re.split("[，,；;]", before)[-1])
        date = f"{month[1]}-{int(month[2]):02}" if month else ""
        date += f"-{int(month[3]):02}" if month and month[3] else ""
        yield number, date, behind
