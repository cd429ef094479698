"""How was evaluated, and the goals of the years: what narratives say that other forms ask for."""

import re
from collections.abc import Iterator

from generator.check.sentences import sentences
from generator.recognition.claims import Passage, passages
from generator.recognition.record import Found, RecognisedReport, Sureness
from generator.source.tree import FieldPath

_SUBJECT = re.compile("评价.*对象|对象.*范围")
_METHOD_HEADING = re.compile("评价.*方法|方法.*标准")
_METHOD = re.compile(r"(?:采用|运用|采取|使用)[^，。；;]*法|[^，。；;]{0,10}评价方法[:：为]")
_STANDARD = re.compile(r"评价标准(?:为|是|采用|包括|[:：])")
_PROCESS_HEADING = re.compile("评价.*(?:过程|实施|开展)")
_SAMPLE = re.compile(r"抽查|抽样|问卷|抽取")
_GOAL_HEADING = re.compile("绩效目标|年度目标|总体目标")
_GOAL = re.compile(
    r"(?:^|(?<=[。；;\s]))(?:\d{1,2}\s*[.．、]\s*|[（(]\d{1,2}[）)]\s*)?"
    r"(?P<name>总体目标|(?P<year>(?:19|20)\d{2})年度?目标)\s*[:：]\s*(?P<text>[^。；;\n]+[。；;]?)"
)


def read(report: RecognisedReport) -> None:
    """Add what the narrative says of the evaluation itself; the words stay in it as well."""
    for passage in passages(report):
        for path, text in _stated(passage):
            if path not in report.values:
                found = Found(text, passage.place, "句子", Sureness.LIKELY, "")
                report.add(path, found)
    if not any(path[0] == "年度目标" for path in report.values):
        _goals(report)


def _stated(passage: Passage) -> Iterator[tuple[FieldPath, str]]:
    heading = passage.headings[-1] if passage.headings else ""
    if "评价" not in heading:
        return
    if _SUBJECT.search(heading):
        yield ("评价工作", "评价对象和范围"), passage.text
    for sentence in sentences(passage.text):
        words = sentence.rstrip("。；;")
        if _METHOD_HEADING.search(heading) and _METHOD.search(words):
            yield ("评价工作", "评价方法"), words
        if _METHOD_HEADING.search(heading) and _STANDARD.match(words):
            yield ("评价工作", "评价标准"), sentence
    if _PROCESS_HEADING.search(heading):
        sampled = [one for one in sentences(passage.text) if _SAMPLE.search(one)]
        if sampled:
            yield ("评价工作", "抽样情况"), "".join(sampled)


def _goals(report: RecognisedReport) -> None:
    """总体目标：…。2020年度目标：…, as they stand in a text about goals."""
    row = 0
    for passage in passages(report):
        if not any(_GOAL_HEADING.search(one) for one in passage.headings[-1:]):
            continue
        for goal in _GOAL.finditer(passage.text):
            stated = {"年度": goal["year"], "名称": goal["name"], "预期": goal["text"]}
            for key, text in stated.items():
                if text:
                    found = Found(text, passage.place, "句子", Sureness.LIKELY, "")
                    report.add(("年度目标", row, key), found)
            row += 1
