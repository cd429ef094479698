"""Units of length where an area or a volume is meant: the little figure got lost."""

import re
from collections.abc import Iterator

from generator.check.report_parts import indicator_tables
from generator.check.rule import Finding, Limits, Rule, Subject, TextFinding
from generator.check.text_values import half_width
from generator.model.problems import quote

RULE = Rule(
    title="面积、体积的单位少了平方、立方",
    why="“1429.39hm”少了右上角的 2：hm 是长度，面积应是 hm²。从别的文件粘贴时，上标最容易丢。",
    mend="补上“²”“³”，或写成公顷、平方米、立方米。说的确是长度的，改掉“面积”“体积”这样的字。",
    sources=("已公开的报告里有“治理面积1429.39hm”",),
    failing="正文: {项目绩效情况: {项目效益情况: 治理水土流失面积1429.39hm。}}",
    passing="正文: {项目绩效情况: {项目效益情况: 治理水土流失面积1429.39hm²。}}",
)
_NUMBER = r"[\d.,]*\d\s?[万亿]?"
_LENGTH = "(?:hm|km|dm|cm|m|米|公里|千米)"
_ENDS = r"(?![A-Za-z\d²³^平立×xX*乘长宽高厚深粗沿渠管路河堤])(?!\s?[×xX*]\s?\d)"
_IS_LENGTH = "长宽高厚深径距周延退移"
_AREA = re.compile(
    rf"(?:面积|占地)(?P<between>[^，。；、,;\d\n\x1f|]{{0,10}}?){_NUMBER}(?P<unit>{_LENGTH}){_ENDS}"
)
_VOLUME = re.compile(
    r"(?:体积|容积|库容|蓄水量|土石?方量?|石方量?|挖方量?|填方量?)"
    rf"(?P<between>[^，。；、,;\d\n\x1f|]{{0,8}}?){_NUMBER}(?P<unit>{_LENGTH}){_ENDS}"
)
# Nobody measures a length in hectometres.
_HECTARE = re.compile(rf"hm(?<=\d.hm|\d\dhm|[\d万] hm)(?P<unit>){_ENDS}(?!/)")
_OF_ROW = re.compile(rf"万?{_LENGTH}")
_NAMED = re.compile(r"面积|占地|体积|容积|库容|蓄水量|土石?方|挖方|填方")
_REMEDY = "面积、体积的单位要有平方、立方，多半是上标丢了：请对照原件写成"


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Look behind the words that tell of an area or a volume, and at each hm."""
    folded = half_width(text)
    told: set[int] = set()
    for pattern, power in ((_AREA, "²"), (_VOLUME, "³"), (_HECTARE, "²")):
        for found in pattern.finditer(folded):
            between = found.groupdict().get("between") or ""
            if any(one in between for one in _IS_LENGTH) or found.end() in told:
                continue
            told.add(found.end())
            unit = found["unit"] or "hm"
            words = quote(text[slice(*found.span())])
            message = f"{words}用的是长度单位。{_REMEDY}“{_right(unit, power)}”。"
            yield TextFinding(*found.span(), message)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look at the unit of each row of indicators that is named an area or a volume."""
    for where, rows in indicator_tables(subject):
        for number, row in enumerate(rows):
            unit = half_width((row.unit or "").strip())
            named = _NAMED.search(row.name)
            if unit == "hm" or (
                named and _OF_ROW.fullmatch(unit) and not set(row.name) & set(_IS_LENGTH)
            ):
                power = "²" if not named or named[0] in ("面积", "占地") else "³"
                message = (
                    f"指标{quote(row.name)}的单位{quote(unit)}是长度单位。"
                    f"{_REMEDY}“{_right(unit, power)}”。"
                )
                yield Finding((*where, number, "单位"), message)


def _right(unit: str, power: str) -> str:
    if unit[-1].isascii():
        return unit + power
    word = "平方" if power == "²" else "立方"
    return unit[:-2] + word + unit[-2:] if unit.endswith(("公里", "千米")) else f"{word}{unit}"
