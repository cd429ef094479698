"""Compares the figures that a correction names with the figures that changed.

A correction is on the record for good: one that names a wrong figure can only be mended by another
one. So its figures are compared before it is published.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations
from typing import Any, NamedTuple

from generator.model.field_changes import label_of
from generator.model.fields import half_width
from generator.model.problems import Level, quote
from generator.model.row_matching import partners
from generator.release.compared import Data, FieldPath, is_figure, leaves
from generator.runtime import clock

_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_UNIT_NAMES = {"万": "万元", "亿": "亿元", "个百分点": "%"}
_NAMES = ("项目名称", "评价类型")  # need a correction as figures do, and are none
_AMOUNTS = frozenset({"项目总额", "年初预算", "全年预算", "到位", "支出", "金额"})
_MAX_AMOUNTS = 20  # amounts that are compared in pairs
_NOT_CORRECTED = ("更正", "网址", "部门", "部门标识")  # keys that no correction is about
_MAX_NAMED = 3  # differences that the note of a correction names
# What YAML would not read as something else inside `{…}`.
_PLAIN = re.compile(r"[^\s\[\]{},#&*!|>'\"%@`?:\-][^\[\]{},#:\"'\n]*")

_AMOUNT = (
    r"(?P<number>(?<![\d.])[-−]?\d++(?:\.\d++)?)\s*(?P<unit>亿元?|万元?|元|%|个百分点)?"
    r"(?!\d|\.\d|-\d|\s*[年月日号条页行])"
)
_BETWEEN = r"[\s“”\"'「」:]*"
# What stands before the new figure, and before the former one.
_NEW = re.compile(
    r"(?:应该?[为是]|(?:更正|更改|修改|修正|订正|调整|变更|改|调)[为成至到]|现[为是]|实际?[为是])"
    + _BETWEEN + _AMOUNT
)  # fmt: skip
_OLD = re.compile(
    r"(?:原[写填]?[为是成]|(?<!有)[误错][写填录报]?[为成]"
    r"|[由从将把][^,。;\d]{0,10}?(?=[-\d.]+[^,。;\d]{0,8}(?:改|更|调|修|订|变)))"
    + _BETWEEN
    + _AMOUNT
)
_ARROW = re.compile(_AMOUNT + _BETWEEN + r"(?:→|⇒|➔|->|=>)" + _BETWEEN + r"(?=(?P<later>[-−]?\d))")
_AFTER_ARROW = re.compile(r"(?:→|⇒|➔|->|=>)" + _BETWEEN + _AMOUNT)
_NUMBERS = re.compile(_AMOUNT.partition("(?!")[0])
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SENTENCE = re.compile("[。;\n]")


class Mention(NamedTuple):
    """A number that a note mentions, with the words around it and its sentence up to it."""

    amount: "Amount"
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, which is empty where none stands by it."""

    number: Decimal
    unit: str = ""

    @classmethod
    def of(cls, match: re.Match[str], unit: str = "") -> "Amount":
        """The amount that a pattern matched; `unit` where it matched none."""
        found = match["unit"] or unit
        return cls(Decimal(match["number"].replace("−", "-")), _UNIT_NAMES.get(found, found))

    def may_equal(self, other: "Amount") -> bool:
        """Whether the two may be the same amount: a unit that is not written may be any."""
        if self.unit in _MONEY and other.unit in _MONEY:
            return self.number * _MONEY[self.unit] == other.number * _MONEY[other.unit]
        return self.number == other.number and (
            "" in (self.unit, other.unit) or self.unit == other.unit
        )


def contradictions(before: Data, now: Data) -> Iterator[tuple[Level, str]]:
    """Messages on figures that the new corrections name but that did not change so.

    An error where it is certain, else a warning.
    """
    rows = now.get("更正", [])[len(before.get("更正", [])) :]
    note = _normalised("\n".join(str(row.get("说明", "")) for row in rows))
    changes = list(_changes(before, now))
    figures = [one for one in changes if one.is_figure]
    listed = "；".join(str(one) for one in figures[:5])
    new, old = list(_mentions(note, (_NEW, _AFTER_ARROW))), list(_mentions(note, (_OLD, _ARROW)))
    if not figures:
        yield from _without_changes(new, now)
        return
    sides: list[tuple[list[Mention], Data, Callable[[_Change], str], str]] = [
        (new, now, lambda one: one.new, "变成"), (old, before, lambda one: one.old, "原来是")
    ]  # fmt: skip
    for mentions, data, side, verb in sides:
        amounts = list(_amounts(((one.path, side(one)) for one in changes), _unit(data)))
        if any(one.path == ("资金", "单位") for one in changes):  # then all are other amounts
            amounts += [Amount(one, _unit(data)) for one in _funds(data)]
        for one in mentions:
            if not any(map(one.amount.may_equal, amounts)) and not _is_derived(one.amount, data):
                named = any(each.word and each.word in one.sentence for each in figures)
                certain = named or len(changes) == len(mentions) == 1
                message = (
                    f"“更正”的说明写{quote(one.words)}，改动的数字里没有{verb}这个数的：{listed}。"
                    "请核对，改正说明或数字；公开以后，说明就不能再改。"
                )
                yield Level.ERROR if certain else Level.WARNING, message


def new_correction(notes: Sequence[str]) -> str:
    """The lines of a correction of today; without notes, what only staff know is left to them."""
    more = f"等 {len(notes)} 处" if len(notes) > _MAX_NAMED else ""
    note = "；".join(notes[:_MAX_NAMED]) + more
    text = yaml_text(note) if note else ""  # an empty one does not pass the check
    return f"更正:\n  - {{日期: {clock.today()}, 说明: {text}}}"


def yaml_text(text: str) -> str:
    """The text as it is written in YAML inside `{…}`."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def mend_changed(before: Sequence[Any], now: Sequence[Any]) -> str:
    """How to mend published corrections that were changed: the former lines, and a further one."""
    changed = [
        (number, row) for number, row in enumerate(before)
        if number >= len(now) or now[number] != row
    ]  # fmt: skip
    number, row = changed[0]
    back = "；".join(f"第 {n + 1} 条 {_line(one)}" for n, one in changed[:3])
    new_note = now[number].get("说明") if len(now) == len(before) else ""
    has_note = new_note and new_note != row.get("说明")
    # Without a note it does not pass the check: what is right only a person knows.
    note = f"{row.get('日期')} 的更正有误，更正如下：{new_note}" if has_note else ""
    further = {"日期": clock.today().isoformat(), "说明": note}
    what = "" if has_note else "，说明里写清哪一天的更正有误、应为什么"
    return (
        f"公开过的“更正”被改动或删去，公开过的不能再改。请恢复原样：{back}；"
        f"写错了的，在最后再加一条{what}：{_line(further)}"
    )


def _line(row: Mapping[str, Any]) -> str:
    """A correction as it is written in a report's file."""
    note = json.dumps(str(row["说明"]), ensure_ascii=False) if "说明" in row else ""
    changes = f", 改动: [{', '.join(map(_in_braces, row['改动']))}]" if row.get("改动") else ""
    return f"- {{日期: {row.get('日期')}{note and f', 说明: {note}'}{changes}}}"


def _in_braces(row: Mapping[str, Any]) -> str:
    cells = (f"{key}: {json.dumps(str(one), ensure_ascii=False)}" for key, one in row.items())
    return f"{{{', '.join(cells)}}}"


class _Change(NamedTuple):
    path: FieldPath
    old: str
    new: str
    label: str  # 资金·支出
    word: str  # by which a sentence names it

    @property
    def is_figure(self) -> bool:
        return is_figure(self.path) and self.path[-1] not in _NAMES

    def __str__(self) -> str:
        return f"“{self.label}”原为 {self.old or '未填报'}，现为 {self.new or '未填报'}"


def _changes(before: Data, now: Data) -> Iterator[_Change]:
    kept = [{key: one for key, one in data.items() if key not in _NOT_CORRECTED}
            for data in (before, now)]  # fmt: skip
    for path, old, new in _pairs(kept[0], kept[1], ()):
        if old != new:
            data = before if new is None else now
            names = label_of(path, data), _word(path, data)
            yield _Change(path, old or "", new or "", *names)


def _pairs(
    before: Any, now: Any, path: FieldPath
) -> Iterator[tuple[FieldPath, str | None, str | None]]:
    """Each value as it was and as it is, None where it is not stated; rows by their names.

    The path is that in the state now, of what is gone that in the former one.
    """
    if isinstance(before, Mapping | None) and isinstance(now, Mapping | None):
        for key in {**(before or {}), **(now or {})}:
            yield from _pairs((before or {}).get(key), (now or {}).get(key), (*path, key))
    elif isinstance(before, list | None) and isinstance(now, list | None):
        matched = partners(before or [], now or [])
        for number, row in enumerate(now or []):
            was = (before or [])[matched[number]] if number in matched else None
            yield from _pairs(was, row, (*path, number))
        for number in {*range(len(before or []))} - {*matched.values()}:
            yield from _pairs((before or [])[number], None, (*path, number))
    elif any(isinstance(one, Mapping | list) for one in (before, now)):  # a section got headings
        yield from ((at, text, None) for at, text in leaves(before, path) if before is not None)
        yield from ((at, None, text) for at, text in leaves(now, path) if now is not None)
    else:
        was, value = (None if one is None else str(one) for one in (before, now))
        yield path, was, value


def _word(path: FieldPath, data: Data) -> str:
    """The name of a figure in a sentence: that of the indicator, else the key."""
    if path[0] == "指标" and len(path) > 1 and isinstance(path[1], int):
        rows = data.get("指标", [])
        return str(rows[path[1]].get("三级", "")) if path[1] < len(rows) else ""
    return str(path[-1])


def _normalised(text: str) -> str:
    """In half-width characters, without separators of thousands."""
    return _THOUSANDS.sub("", half_width(text))


def _mentions(note: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[Mention]:
    for pattern in patterns:
        for match in pattern.finditer(note):
            start = match.start("number")
            sentence = _SENTENCE.split(note[:start])[-1]
            yield Mention(Amount.of(match), match[0].strip(), sentence)


def _amounts(values: Iterable[tuple[FieldPath, str]], unit: str) -> Iterator[Amount]:
    """Every number in these texts; `unit` is that of the report's funds."""
    for path, text in values:
        for match in _NUMBERS.finditer(_normalised(text)):
            yield Amount.of(match, unit if path[0] == "资金" else "")


def _unit(data: Data) -> str:
    return str((data.get("资金") or {}).get("单位", ""))


def _funds(data: Data) -> list[Decimal]:
    """The amounts of the report's funds."""
    texts = (
        text for path, text in leaves(data.get("资金") or {}, ("资金",)) if path[-1] in _AMOUNTS
    )
    return [Decimal(text) for text in texts if re.fullmatch(r"-?\d+(\.\d+)?", text)][:_MAX_AMOUNTS]


def _is_derived(amount: Amount, data: Data) -> bool:
    """Whether it follows from two amounts of the funds: their difference, a rounded percentage."""
    pairs, unit = permutations(_funds(data), 2), _unit(data)
    if amount.unit in _MONEY:
        return any(amount.may_equal(Amount(one - other, unit)) for one, other in pairs)
    if amount.unit != "%":
        return False
    place = Decimal(1).scaleb(int(amount.number.as_tuple().exponent))
    return any(
        whole and (part * 100 / whole).quantize(place, ROUND_HALF_UP) == amount.number
        for part, whole in pairs
    )


def _without_changes(mentions: Iterable[Mention], now: Data) -> Iterator[tuple[Level, str]]:
    """Where no figure changed, what the correction names should at least be in the report."""
    stated = ((path, text) for path, text in leaves(now) if path[0] not in _NOT_CORRECTED)
    known = list(_amounts(stated, _unit(now)))
    for one in mentions:
        if known and not any(map(one.amount.may_equal, known)):
            message = (
                f"“更正”的说明写{quote(one.words)}，但没有一个数字有改动，报告里也没有这个数。"
                "请核对：改正说明，或改正数字；公开以后，说明就不能再改。"
            )
            yield Level.WARNING, message
