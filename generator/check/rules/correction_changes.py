"""What a correction says it changed, beside what the report says now."""

from collections.abc import Iterator, Mapping, Sequence

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.field_changes import ORDER, SUM, is_within, labelled_texts, stated
from generator.model.problems import did_you_mean, quote
from generator.model.record import field_names
from generator.model.report import CorrectedField, Report

RULE = Rule(
    title="更正的改动与报告不一致",
    why="更正逐项写明原为什么、改为什么，读者据此知道哪个数作数。改动说的与报告现在写的不同，两处总有一处是错的。",
    mend="改好内容，运行 jixiao correct 或在工作台保存，改动由程序重写；手写的照报告现在的内容改。",
    sources=("政府信息公开条例 第四十一条",),
    failing=(
        "资金: {支出: 304}\n"
        "更正: [{日期: 2026-06-01, 说明: 填错, 改动: [{栏目: 资金·支出, 原为: 300, 改为: 305}]}]"
    ),
    passing=(
        "资金: {支出: 304}\n"
        "更正: [{日期: 2026-06-01, 说明: 填错, 改动: [{栏目: 资金·支出, 原为: 300, 改为: 304}]}]"
    ),
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Each change but those that a later one took up again."""
    corrections = subject.report.corrections
    if not any(one.changes for one in corrections):
        return
    state, names = stated(subject.report), subject.form.printed_names if subject.form else {}
    texts = {**labelled_texts(state), **labelled_texts(state, names)}
    keys = {*field_names(Report), *names.values()}
    later: list[CorrectedField] = []
    for number, correction in reversed(list(enumerate(corrections))):
        for place, one in enumerate(correction.changes):
            where = ("更正", number, "改动", place)
            if not _is_known(one.field, texts, keys):
                hint = did_you_mean(one.field, texts)
                yield Finding((*where, "栏目"), f"报告没有这一栏：{quote(one.field)}。{hint}")
            elif not _is_explained(one.field, later) and (message := _contradiction(one, texts)):
                yield Finding(where, message)
        later += correction.changes


def _is_known(label: str, texts: Mapping[str, str], keys: set[str]) -> bool:
    """Whether a report has or can have such a field: what was removed is in no report."""
    head = label.partition("·")[0].partition("“")[0].partition("第 ")[0]
    return label in texts or head in keys


def _is_explained(label: str, later: Sequence[CorrectedField]) -> bool:
    """Whether a later change is of the same field, of its row, or gave the row another name."""
    return any(
        f"{label}·".startswith(f"{one.field}·")
        or f"{one.field}·".startswith(f"{label}·")
        or (one.before and f"“{one.before}”" in label)
        for one in later
    )


def _contradiction(change: CorrectedField, texts: Mapping[str, str]) -> str:
    """What is wrong with a change that is the last of its field; empty where nothing is."""
    label, before, now, text = change.field, change.before, change.now, texts.get(change.field)
    name = quote(label)
    if (before or "") == (now or ""):
        return f"{name}的“原为”和“改为”一样，没有改动。请核对，或删去这一项。"
    if label.endswith((f"·{ORDER}", f"·{SUM}")):
        return ""
    if now and text is None:
        return f"改动说{name}改为{quote(now)}，报告里现在没有这一栏。请核对。"
    if now and text is not None and not is_within(now, text):
        return f"改动说{name}改为{quote(now)}，报告里现在是{quote(text)}。请核对，改正其中一处。"
    if not now and text is not None and text == before:
        return f"改动说{name}删去了{quote(text)}，报告里现在还有。请核对，改正其中一处。"
    return ""
