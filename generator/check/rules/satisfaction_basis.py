"""A satisfaction is claimed, and nothing says how it was found."""

import re
from collections.abc import Iterator

from generator.check.report_parts import indicator_tables, parts
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.text_values import half_width

RULE = Rule(
    title="满意度没有依据",
    why="写了满意度，没有写问了谁、问了多少人、怎样问的。没有调查对象、样本和方法的满意度，读者无从相信。",
    mend=(
        "在正文写明调查的对象、方法和份数，如“电话访问 210 户，满意 195 户”。"
        "没有调查过的，不要写满意度。"
    ),
    sources=("已公开的报告里，满意度没有对象、样本和方法，是常见的毛病",),
    failing="正文: {项目绩效情况: {项目效益情况: 群众用上了稳定的自来水，满意度93%。}}",
    passing="正文: {项目绩效情况: {项目效益情况: 发放问卷120份，收回116份，群众满意度93%。}}",
)

_CLAIM = re.compile(r"满意(?:度|率)[^。；，,\n\d]{0,8}\d{1,3}(?:\.\d+)?\s?%")
_BASIS = re.compile(
    "问卷|回访|访谈|受访|访问|入户走访|随机走访|走访群众|座谈|好差评|民意|测评表|评议表|评价器|扫码评价"
    "|满意(?:度|率)?(?:情况)?的?(?:抽样|专项|随机|电话|网络)?(?:调查|测评|评议|抽查|民调)"
)
# Words of common use are a basis only on a line that speaks of satisfaction.
_NEARBY = re.compile(
    r"调查(?!研究|设计)|抽样|样本|走访|抽查|征求|测评|评议|打分|投票|第三方|[\d０-９]余?份"
)
_FILE = re.compile("问卷|满意|调查|测评")
_FIGURE = re.compile(r"\d")


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Find the claim; look for its basis in the narrative, the reasons, the attachments.

    A form that is a table alone has no place for it.
    """
    claim = next(_claims(subject), None)
    form = subject.form
    has_no_room = form and form.parts and not form.headings and not subject.report.narrative
    if claim and not has_no_room and not _has_basis(subject):
        yield claim


def _claims(subject: Subject) -> Iterator[Finding]:
    message = (
        "写了满意度，正文没有写是怎样得出的。"
        "请写明调查的对象、方法和样本数（如问卷多少份、访问多少户）；没有调查的，不要写满意度。"
    )
    for where, part in parts(subject):
        if part.claimed.satisfaction:
            yield Finding((*where, "自评", "满意度"), message)
        for number, row in enumerate(part.indicators):
            if "满意" in row.name and _FIGURE.search(half_width(row.actual or "")):
                yield Finding((*where, "指标", number, "完成值"), message)
    for passage in subject.passages:
        found = _CLAIM.search(half_width(passage.text))
        if found and "目标" not in passage.heading:
            yield passage.finding(found, message)


def _has_basis(subject: Subject) -> bool:
    report = subject.report
    rows = [row for _, table in indicator_tables(subject) for row in table]
    reasons = [row.deviation_reason or "" for row in rows if "满意" in row.name]
    texts = [*(one.text for one in subject.passages), *report.notes, *reasons]
    if any(map(_BASIS.search, texts)) or any(_FILE.search(one.name) for one in report.attachments):
        return True
    lines = (line for text in texts for line in text.split("\n"))
    return any("满意" in line and _NEARBY.search(line) for line in lines)
