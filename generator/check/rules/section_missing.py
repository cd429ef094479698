"""Headings of the outline that the narrative lacks, or under which nothing stands."""

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.sentences import words_only
from generator.model.form import Heading

RULE = Rule(
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
    """Go through the form's headings in their order."""
    narrative, form = subject.report.narrative, subject.form
    if form is None or not form.headings:
        return
    if not narrative:
        if subject.report.outline:
            message = "写了“提纲”，没有“正文”。请录入正文；只公开原件的，删去“提纲”。"
            yield Finding(("提纲",), message)
        return
    yield from _check_headings(form.headings, narrative, ("正文",))


def _check_headings(
    headings: Sequence[Heading], content: Mapping[str, object], where: tuple[str, ...]
) -> Iterator[Finding]:
    """Whether each heading stands at `where`, with text below it; then those under it."""
    for one in headings:
        below = content.get(one.heading)
        if one.is_optional and one.heading not in content:
            continue
        yield from _check_heading(one.heading, content, where)
        if isinstance(below, Mapping) and not _is_empty(below, one.heading):
            yield from _check_headings(one.subheadings, below, (*where, one.heading))


def _check_heading(
    heading: str, content: Mapping[str, object], where: tuple[str, ...]
) -> Iterator[Finding]:
    remedy = "请对照原文补上；原文没有的，写进“核实”。"
    if heading not in content:
        missing = "”下的“".join((*where[1:], heading))
        yield Finding(where, f"正文缺少提纲里的“{missing}”。{remedy}")
    elif _is_empty(content[heading], heading):
        yield Finding((*where, heading), f"“{heading}”下面没有内容。{remedy}")


def _is_empty(text: object, heading: str) -> bool:
    if isinstance(text, str) and len(text) >= 10:
        return False
    if isinstance(text, Mapping):
        return all(_is_empty(one, subheading) for subheading, one in text.items())
    if not isinstance(text, str):
        return text is None
    words = words_only(text)
    return words in _NO_TEXT and not (not words and text.strip() and _MAY_BE_NONE.search(heading))
