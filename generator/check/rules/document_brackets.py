"""Document numbers whose year does not stand in 〔〕."""

from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.text_values import DocumentNumber, document_numbers
from generator.model.problems import Level, quote

RULE = Rule(
    level=Level.NOTICE,
    title="发文字号没有用六角括号",
    why="公文的发文字号，年份写在六角括号“〔〕”里。用了别的括号，读者按字号查找文件时对不上。",
    mend="自己写的，改成“〔〕”。原文如此、要照录的，不必改，也可以写进“核实”。",
    failing="资金: {下达文件: [{文号: 示财农【2023】18号, 日期: 2023-03, 金额: 320}]}",
    passing="资金: {下达文件: [{文号: 示财农〔2023〕18号, 日期: 2023-03, 金额: 320}]}",
)


_AS_PRINTED = "报告文号"  # of an evaluator: no document of an authority


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look at every text, once for a number."""
    for passage in subject.texts:
        reported: set[tuple[int, int]] = set()
        if "号" not in passage.text or passage.heading == _AS_PRINTED:
            continue
        for number in document_numbers(passage.text):
            if number.brackets != "〔〕" and number.key not in reported:
                reported.add(number.key)
                start = number.start + len(number.issuer)
                yield passage.finding((start, number.end), _message(number))


def _message(number: DocumentNumber) -> str:
    return (
        f"发文字号的年份 {number.year} 写在{quote(number.brackets)}里，"
        f"应为“〔{number.year}〕{number.number}号”。原文如此、要照录的，不必改。"
    )
