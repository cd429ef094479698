"""Headings of the outline that the narrative lacks, or under which nothing stands."""

import re
from collections.abc import Iterator, Mapping

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.sentences import words_only

RULE = Rule(
    title="正文缺少提纲的部分",
    why="提纲里的标题没有写，或标题下面是空的：读者看到的报告不完整，往往是录入时漏了一段。",
    mend="对照原文补上。原文没有这一部分的，写进“核实”。整份报告没有正文的，把原件放进“附件”。",
    failing="正文: {项目绩效情况: {项目效益情况: }}",
    passing="正文: {项目绩效情况: {项目效益情况: 12360名群众用上了稳定的自来水。}}",
)

# What stands under a heading: text, or subheadings with theirs.
Text = str | None | Mapping[str, str | None]
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
        yield from _check_heading(section.heading, narrative, ("正文",))
        if isinstance(content, Mapping) and not _is_empty(content, section.heading):
            for heading in section.subheadings:
                yield from _check_heading(heading, content, ("正文", section.heading))


def _check_heading(
    heading: str, content: Mapping[str, Text], where: tuple[str, ...]
) -> Iterator[Finding]:
    """Whether the heading stands among those at `where`, with text below it."""
    remedy = "请对照原文补上；原文没有的，写进“核实”。"
    if heading not in content:
        missing = "”下的“".join((*where[1:], heading))
        yield Finding(where, f"正文缺少提纲里的“{missing}”。{remedy}")
    elif _is_empty(content[heading], heading):
        yield Finding((*where, heading), f"“{heading}”下面没有内容。{remedy}")


def _is_empty(text: Text, heading: str) -> bool:
    if isinstance(text, Mapping):
        return all(_is_empty(one, subheading) for subheading, one in text.items())
    if text is None or len(text) >= 10:
        return text is None
    words = words_only(text)
    return words in _NO_TEXT and not (not words and text.strip() and _MAY_BE_NONE.search(heading))
