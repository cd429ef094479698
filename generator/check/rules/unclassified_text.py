"""Text of the original that an import could not place, in a report that is public."""

from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.text_left_over import unclassified_message
from generator.model.problems import Level
from generator.model.report import UNCLASSIFIED

RULE = Rule(
    level=Level.ERROR,
    mandatory=True,
    title="还有原文没有归类",
    why=(
        "jixiao import 没有认出的原文放在“原文未能归类”里，它不公开。带着它公开，"
        "读者看到的报告就比原件少几句话，谁也看不出来。草稿里有是警告，公开了就是错误。"
    ),
    mend=(
        "对照原件，把每一段剪下来放到该在的键下面；不属于报告的（页眉、网页上的字）删去。"
        "都放完了，把“原文未能归类”整个删去。同样的标题、栏目以后还会遇到的，记在 import.yml 里。"
    ),
    failing="原文未能归类: 另附抽查记录三份。",
    passing="原文未能归类:",
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Only public reports come here; `report_checks.py` warns of it in others."""
    if text := subject.report.unclassified:
        yield Finding((UNCLASSIFIED,), unclassified_message(text))
