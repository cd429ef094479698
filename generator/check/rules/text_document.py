"""Document numbers of the narrative that are not among those that allotted the money."""

import re
from collections.abc import Iterator

from generator.check.report_parts import fund_records
from generator.check.rule import Finding, Limits, Passage, Rule, Subject
from generator.check.text_values import DocumentNumber, document_numbers
from generator.model.problems import quote

RULE = Rule(
    title="正文的下达文号与下达文件不一致",
    why="正文说的下达文件，发文字号与“资金”里的“下达文件”对不上，读者查不到资金是哪份文件下达的。",
    mend="对照指标文件原件，改正写错的年份或序号；确有两份文件的，都列进“下达文件”。",
    failing="正文: {项目绩效情况: {项目完成情况: 示财农〔2023〕81号文下达资金320万元，当年完工。}}",
    passing="正文: {项目绩效情况: {项目完成情况: 示财农〔2023〕18号文下达资金320万元，当年完工。}}",
)

_ALLOTS = re.compile(
    r"[》）)\]】”\s]*(?:等?文件?|通知)?(?:精神)?[，,、]?(?:县财政局|财政局|县财政|财政)?(?:共|分别|正式)?"
    r"(?:批复|下达|拨付|安排|核定|追加)"
)
_TITLE = re.compile(r"《([^《》\n]{2,80})》[（(]?$")
_MONEY = re.compile("下达|拨付|安排|批复|追加")


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare year and number where the issuer is the same."""
    allocations = [one for _, funds in fund_records(subject) for one in funds.allocations]
    listed = [number for one in allocations for number in document_numbers(one.document_number)]
    if not listed:
        return
    keys = {one.key for one in listed}
    for passage in subject.passages:
        for number in document_numbers(passage.text):
            if number.key not in keys and _allots(passage, number):
                near = _listed_instead(number, listed, subject.report.fiscal_year)
                if near:
                    yield _finding(passage, number, near)


def _allots(passage: Passage, number: DocumentNumber) -> bool:
    """Whether the sentence says that money was allotted by this document."""
    title = _TITLE.search(passage.text[max(0, number.start - 90) : number.start])
    if title:
        return bool(_MONEY.search(title[1]))
    return bool(_ALLOTS.match(passage.text, number.end))


def _listed_instead(
    number: DocumentNumber, listed: list[DocumentNumber], year: int
) -> DocumentNumber | None:
    """The listed document that is most like it; documents of earlier years are history."""
    same = [one for one in listed if number.issuer.endswith(one.issuer)]
    for one in same:
        if one.number == number.number:
            return one
    return same[0] if same and number.year == year else None


def _finding(passage: Passage, number: DocumentNumber, near: DocumentNumber) -> Finding:
    written = passage.text[number.start : number.end]
    shown = written[len(number.issuer) - len(near.issuer) :]
    message = (
        f"正文写的下达文号是{quote(shown)}，“下达文件”里是"
        f"“{near.issuer}{near.brackets[0]}{near.year}{near.brackets[1]}{near.number}号”。"
        "请对照原件改正；确有两份文件的，都列进“下达文件”。"
    )
    return passage.finding((number.end - len(shown), number.end), message)
