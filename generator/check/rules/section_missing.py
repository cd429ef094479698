"""Headings of the outline that the narrative lacks, or under which nothing stands."""

import re
from collections.abc import Iterator, Mapping

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.sentences import words_only
from generator.model.problems import Level
from generator.model.report import OutlineSection

RULE = Rule(
    level=Level.WARNING,
    title="正文缺少提纲的部分",
    why="提纲里的标题没有写，或标题下面是空的：读者看到的报告不完整，往往是录入时漏了一段。",
    mend="对照原文补上。原文没有这一部分的，写进“核实”。整份报告没有正文的，把原件放进“附件”。",
    failing="正文: {项目绩效情况: {项目效益情况: }}",
    passing="正文: {项目绩效情况: {项目效益情况: 12360名群众用上了稳定的自来水。}}",
)

_NO_TEXT = {"", "略", "待补", "待补充", "待填", "待填写"}


# Standing headings of forms to which a stroke is an answer.
_MAY_BE_NONE = re.compile("其[他它]|需要?说明|原因|整改|改进")


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Go through the outline in its order."""
    narrative = subject.report.narrative
    if subject.outline is None:
        return
    if not narrative:
        message = "写了“提纲”，没有“正文”。请录入正文；只公开原件的，删去“提纲”。"
        yield Finding(("提纲",), message)
        return
    for section in subject.outline.sections:
        content = narrative.get(section.heading)
        if isinstance(content, Mapping):
            yield from _check_subheadings(section, content)
        elif section.heading not in narrative:
            yield Finding(("正文",), _missing_message(section.heading))
        elif _is_empty(content, section.heading):
            yield Finding(("正文", section.heading), _empty_message(section.heading))


def _check_subheadings(
    section: OutlineSection, content: Mapping[str, str | None]
) -> Iterator[Finding]:
    if all(_is_empty(text, heading) for heading, text in content.items()):
        yield Finding(("正文", section.heading), _empty_message(section.heading))
        return
    for heading in section.subheadings:
        if heading not in content:
            message = _missing_message(f"{section.heading}”下的“{heading}")
            yield Finding(("正文", section.heading), message)
        elif _is_empty(content[heading], heading):
            yield Finding(("正文", section.heading, heading), _empty_message(heading))


def _is_empty(text: str | None, heading: str) -> bool:
    if text is None or len(text) >= 10:
        return text is None
    words = words_only(text)
    return words in _NO_TEXT and not (not words and text.strip() and _MAY_BE_NONE.search(heading))


def _missing_message(heading: str) -> str:
    return f"正文缺少提纲里的“{heading}”。请对照原文补上；原文没有的，写进“核实”。"


def _empty_message(heading: str) -> str:
    return f"“{heading}”下面没有内容。请对照原文补上；原文没有的，写进“核实”。"
