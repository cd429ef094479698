"""The mark of a state secret."""

import re
from collections.abc import Iterator

from generator.check.rule import Limits, Rule, TextFinding
from generator.model.problems import Level

RULE = Rule(
    level=Level.ERROR,
    title="国家秘密标志",
    why="标有绝密、机密、秘密的文件是国家秘密，一律不得在网上公开；已经解密的，也要先除去标志。",
    mend="不要公开，立即报告本单位保密工作机构。确已解密的，由保密工作机构办理后删去标志。",
    sources=(
        "《中华人民共和国保守国家秘密法》（2024年修订）：公开信息前逐件保密审查",
        "《中华人民共和国政府信息公开条例》第十四条",
    ),
    failing="正文: {项目实施及管理情况: {项目管理情况: 实施方案（秘密★1年）已经印发。}}",
    passing="正文: {项目实施及管理情况: {项目管理情况: 项目不涉及国家秘密、商业秘密。}}",
    mandatory=True,
    guards_disclosure=True,
)
_GAP = r"[ \t\u00a0\u2000-\u200d\u3000\u2060\ufeff]{0,6}"
_LEVEL = rf"(?:[绝絕]{_GAP}密|[机機]{_GAP}密|秘{_GAP}密)"
_YEARS = rf"(?:长期|[\d一二三四五六七八九十〇]{{1,3}}{_GAP}(?:年|个月|天))"
_TERM = rf"(?:{_GAP}[★☆⭐✩✭*＊]?{_GAP}{_YEARS})?"
_STAR = rf"{_LEVEL}(?:{_GAP}级)?{_GAP}[★☆⭐✩✭]{_TERM}"
_BRACKETED = rf"[【\[［（(〔「『〖]{_GAP}{_LEVEL}(?:{_GAP}级)?{_TERM}{_GAP}[】\]］）)〕」』〗]"
_AT = rf"{_LEVEL}(?:{_GAP}级)?{_GAP}[@＠]{_GAP}{_YEARS}"
# 本件属于秘密级文件; not: 不属于秘密级文件, 秘密级文件的管理.
_CLASSED = (
    rf"(?<=[于为系是]){_GAP}{_LEVEL}{_GAP}级"
    "(?=的?(?:文件|材料|资料|信息|事项|公文|内容|载体|文电|[，。；\n]))"
)
_NOT_THIS_ONE = re.compile("[不非未无凡如若]|没有|是否|等于|关于|对于|用于")
_STATED = rf"密{_GAP}级{_GAP}[:：]{_GAP}{_LEVEL}"
_EDGE = "[^\n\r\t\x1f\x0b\x0c]"
_ALONE = rf"(?<!{_EDGE})[ \u00a0\u3000]*{_LEVEL}(?:{_GAP}级)?{_TERM}[ \u00a0\u3000]*(?!{_EDGE})"
# A star may also be that of the next item of a list: of what is no level, it is.
_MARK = re.compile(
    rf"(?<!国家)(?<!商业)(?<!保守)(?:{_STAR})|{_AT}|(?P<classed>{_CLASSED})|{_BRACKETED}|{_STATED}|{_ALONE}"
)


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find a level with a star, in brackets, or on a line of its own."""
    if "密" not in text:
        return
    for found in _MARK.finditer(text):
        ahead = text[max(found.start() - 8, 0) : found.start()]
        if found["classed"] and _NOT_THIS_ONE.search(ahead):
            continue
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        mark = found[0].strip()
        message = (
            f"这里有国家秘密的标志“{' '.join(mark.split())}”，有密级的内容一律不得公开。"
            "请停止公开并报告保密工作机构；确已解密的，先办理手续再删去标志。"
        )
        yield TextFinding(start, start + len(mark), message)
