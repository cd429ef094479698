"""Labels of covers, heads and portals with what stands behind them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.documents.document import Place
from generator.recognition.persons import ROLE_OR_CALL
from generator.source.tree import FieldPath

PORTAL = "网页信息"
_LONGEST = 200  # characters of a line with labels
FORM_NUMBER = "表号"
SEAL = r"\s*[（(]\s*(?:盖\s*章|公\s*章|签\s*章)\s*[）)]"


class Label(NamedTuple):
    """What a label stands for: a field, or the reason why its value is left out."""

    pattern: str
    field: FieldPath = ()
    reason: str = ""
    below: bool = False  # the value may stand in the next line


_SEAL = rf"(?:{SEAL})?"
LABELS = (
    Label(r"(?:监督)?索\s*引\s*号(?:码)?", ("索引号",), below=True),
    Label(r"发\s*布\s*(?:日\s*期|时\s*间)|公开(?:日期|时间)", ("原发布日期",), below=True),
    Label(r"主\s*题\s*词|关\s*键\s*词", ("主题词",), below=True),
    Label(r"主题分类", ("主题分类",), below=True),
    Label(r"发文字号|发\s*文\s*号|文\s*号", ("发文字号",), below=True),
    Label(r"发布机构|公开机构|公开目录|信息分类|公开方式|公开范围|生成日期|有效性|来\s*源|浏览(?:量|次数)"
          r"|点击(?:数|量|率)|阅读(?:量|次数)|字\s*体(?:大小)?|打印(?:本页)?|关闭(?:窗口)?|分享到|当前位置|您的位置",
          reason=PORTAL, below=True),
    Label(r"报表编号|表\s*号", reason=FORM_NUMBER),
    Label(r"报告\s*(?:文号|编号)", ("评价工作", "报告文号")),
    Label(r"委托(?:单位|方|机构)", ("评价工作", "委托单位")),
    Label(r"(?:受托)?评价(?:机构|单位)", ("评价工作", "评价机构")),
    Label(r"评价(?:方式|形式)", ("评价工作", "评价方式")),
    Label(r"评价类型", ("评价类型",)),
    Label(r"评价时间", ("评价工作", "评价时间")),
    Label(r"(?:项目)?主管(?:部门|单位)" + _SEAL, ("主管部门",)),
    Label(r"(?:项目)?(?:实施|承担)单位" + _SEAL, ("实施单位",)),
    Label(r"(?:金\s*额|货\s*币)\s*单\s*位", ("资金", "单位")),
    Label(r"项目(?:编码|代码)", ("项目编码",)),
    Label(r"项\s*目\s*名\s*称", ("项目名称",)),
    Label(r"(?:报告|填报|填表|编制|成文)\s*(?:日\s*期|时\s*间)", ("报告日期",)),
    Label(r"(?:单位|部门)?预\s*算\s*编\s*码", ("部门编码",)),
    Label(
        r"(?:填\s*报|项\s*目|预\s*算|编制|申报|报告|被?评价)\s*(?:单\s*位|部\s*门)(?:名称)?"
        + _SEAL,
        ("部门",),
    ),
    Label(r"部\s*门\s*(?:[（(]\s*单\s*位\s*[）)])?\s*(?:名\s*称)?" + _SEAL, ("部门",)),
    Label(r"单\s*位\s*(?:名\s*称)?" + _SEAL, ("部门",)),
    Label(ROLE_OR_CALL, reason="签字栏"),
)  # fmt: skip
_PATTERNS = "|".join(f"(?P<L{at}>{one.pattern})" for at, one in enumerate(LABELS))
_WITH_COLON = re.compile(rf"(?:(?<=^)|(?<=[\s•·|\u3000]))\s*(?:{_PATTERNS})\s*[:：]")
_ALONE = re.compile(rf"[\s•·]*(?:{_PATTERNS})\s*[:：]?\s*")
_BEFORE_DIGITS = re.compile(r"\s*(?P<label>(?:监督)?索引号|报表编号)\s*(?P<value>\d[\w-]*)\s*")
_FORM_NUMBER = re.compile(r"\s*(?:公开\s*\d+\s*表|表\s*[\d-]+)\s*")


class Answer(NamedTuple):
    """A label as it is printed, and its value; empty where nothing stands behind it."""

    label: Label
    printed: str
    value: str
    place: Place


def answers(words: str, place: Place) -> list[Answer] | None:
    """The labels of a line with their values; None where it has none or has other words before."""
    if len(words) > _LONGEST:
        return None
    if found := _BEFORE_DIGITS.fullmatch(words):
        label = LABELS[0] if "索引" in found["label"] else Label("", reason=FORM_NUMBER)
        return [Answer(label, found["label"], found["value"], place)]
    if _FORM_NUMBER.fullmatch(words):
        return [Answer(Label("", reason=FORM_NUMBER), words.strip(), "", place)]
    if several := _only_labels(words, place):
        return several
    marks = list(_WITH_COLON.finditer(words))
    if not marks or words[: marks[0].start()].strip(" •·\u3000\t"):
        return None
    ends = [*(one.start() for one in marks[1:]), len(words)]
    return [
        Answer(_label(mark), mark[0].strip(), words[mark.end() : end].strip(), place)
        for mark, end in zip(marks, ends, strict=True)
    ]


def of_cells(cells: Sequence[tuple[str, Place]]) -> list[Answer] | None:
    """Labels and values that stand in cells of their own, or behind a colon in one cell."""
    found: list[Answer] = []
    at = 0
    while at < len(cells):
        words, place = cells[at]
        if not words.strip():
            at += 1
        elif len(words) > _LONGEST:
            return None
        elif label := _ALONE.fullmatch(words):
            value = cells[at + 1][0].strip() if at + 1 < len(cells) else ""
            is_value = bool(value) and not _ALONE.fullmatch(value)
            found.append(Answer(_label(label), words.strip(), value if is_value else "", place))
            at += 1 + is_value
        elif inner := answers(words, place):
            found += inner
            at += 1
        else:
            return None
    return found or None


def _only_labels(words: str, place: Place) -> list[Answer] | None:
    """Labels side by side with nothing behind them: 文号 浏览量 主题词."""
    parts = re.split(r"[\s\u3000]{1,}", words.strip(" •·\u3000\t"))
    whole = _ALONE.fullmatch(words)
    if whole:
        return [Answer(_label(whole), words.strip(" •·\u3000\t"), "", place)]
    matches = [_ALONE.fullmatch(one) for one in parts]
    if len(parts) < 2 or not all(matches):
        return None
    return [Answer(_label(one), one[0].strip(), "", place) for one in _sure(matches)]


def _sure(matches: Sequence[re.Match[str] | None]) -> Iterator[re.Match[str]]:
    return (one for one in matches if one)


def _label(found: re.Match[str]) -> Label:
    """The label whose pattern it was that matched."""
    return LABELS[int(str(found.lastgroup)[1:])]
