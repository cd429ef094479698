"""Where the money came from, as one sentence states it: carried over, and allotted in the year."""

import re
from collections.abc import Sequence
from itertools import pairwise

from generator.check.sentences import clause_before, sentence_span
from generator.check.text_values import Amount, amounts
from generator.recognition.claims import Passage, amount_of, passages
from generator.recognition.record import Found, RecognisedReport, Sureness

_CARRIED = re.compile(
    r"(?:上一?年度?|以前年度|年初)结转(?:[和及、]?结余)?(?:资金|经费|指标)?(?=(?:为|共|共计|合计)?$)"
)
_ALLOTTED = re.compile(
    r"(?:本年度?|当年|(?P<year>(?:19|20)\d{2})年度?)(?:下达|安排|拨付|批复|新增)"
    r"(?:中央|省级|市级|县级|财政|预算|专项|补助)*(?:资金|经费|指标|预算|拨款)?"
    r"(?=(?:为|共|共计|合计)?$)"
)


def read(report: RecognisedReport) -> None:
    """Add both as sources, where no table has any."""
    if any(path[:2] == ("资金", "来源") for path in report.values):
        return
    year = report.values.get(("年度",))
    for passage in passages(report):
        for one, other in pairwise(amounts(passage.text)):
            names = _names(passage.text, one, other, year.text if year else "")
            if names:
                _add(report, passage, list(zip(names, (one, other), strict=True)))
                return


def _names(text: str, one: Amount, other: Amount, year: str) -> tuple[str, str] | None:
    """What the sentence calls the two; None where they are other money."""
    if sentence_span(text, one.start) != sentence_span(text, other.start):
        return None
    carried = _CARRIED.search(clause_before(text, one.start))
    allotted = _ALLOTTED.search(clause_before(text, other.start))
    if not carried or not allotted or allotted["year"] not in (None, year):
        return None
    return carried[0], allotted[0]


def _add(report: RecognisedReport, passage: Passage, sources: Sequence[tuple[str, Amount]]) -> None:
    for row, (name, amount) in enumerate(sources):
        figure = amount_of(passage.text, amount, report, passage.place)
        for key, text in (("名称", name), ("全年预算", figure)):
            value = Found(text, passage.place, "句子", Sureness.LIKELY, "")
            report.add(("资金", "来源", row, key), value)
