"""The score and the grade that a sentence gives: what import and site share."""

import re
from collections.abc import Iterator

from generator.check.text_values import half_width

_SCORE = re.compile(
    r"(?:自评(?:综合)?(?:得分|总分|分数|结果)?|综合(?:评价)?得分|评价(?:总)?得分|总(?:得)?分|最终得分|得分)"
    r"(?:为|是|[:：]|共|合计|\s)*(\d{1,3}(?:\.\d{1,4})?)\s*分"
)
_ONLY_SCORE = re.compile(r"\s*(\d{1,3}(?:\.\d{1,4})?)\s*分\s*[。.]?\s*")
_GRADE = re.compile(
    r"(?:等级|等次|级别|档次|结果|评定|评价|评)(?:为|是|[:：])\s*[“\"‘]?(优秀|良好|优|良|中|差|合格|不合格)[”\"’]?"
    r"(?=[”\"’]|等|级|次|档|[，,。；;、）)\s]|$)"
)
_SCALE = re.compile(r"\d\s*[（(]含[)）]|\d{2}\s*[-—－–~～至]\s*\d{2,3}\s*分|分以[上下]")


def scores(text: str, heading: str) -> Iterator[re.Match[str]]:
    """Each score of a text under a heading; its group is the figure."""
    text = half_width(text)
    only = _ONLY_SCORE.fullmatch(text) if "得分" in heading else None
    yield from [only] if only else _SCORE.finditer(text)


def grades(text: str) -> Iterator[re.Match[str]]:
    """Each grade of a text, in its group; none of a line that tells how grades are given."""
    for found in _GRADE.finditer(text):
        begin, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
        if not _SCALE.search(half_width(text[begin : None if end < 0 else end])):
            yield found
