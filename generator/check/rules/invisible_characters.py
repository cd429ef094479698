"""Characters that nobody sees, or that look like others: searches and screen readers trip."""

import re
from collections import Counter
from collections.abc import Iterator
from unicodedata import normalize

from generator.check.rule import Limits, Rule, TextFinding

RULE = Rule(
    title="看不见或形似的字符",
    why=(
        "零宽字符、不间断空格、私用区字符、形似汉字的部首符号多由网页或 PDF 粘贴带入："
        "看上去没有问题，却搜索不到，读屏软件读不出，有的显示成方框。"
    ),
    mend="删去看不见的字符，不间断空格改成普通空格或删去，形似的字符用输入法重新打一遍。",
    failing='正文: {项目绩效情况: {项目完成情况: "安装消毒设备12套，\\u2F2F程全部完\\u200B工。"}}',
    passing='正文: {项目绩效情况: {项目完成情况: "安装消毒设备12套，工程全部完工。"}}',
)

# Compatibility ideographs, but for the twelve among them that are unified ones.
_CHARACTERS = re.compile(
    "[\xad\xa0\u034f\u061c\u115f\u1160\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u2e80-\u2fdf\u3164\ue000-\uf8ff\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22"
    "\ufa25\ufa26\ufa2a-\ufaff\ufeff\uffa0\ufff9-\ufffd\U0002f800-\U0002fa1f\U000f0000-\U0010ffff"
    "\x00-\x08\x0b\x0e-\x1e\x7f-\x9f]+"
)
_MAX_FINDINGS = 10  # of one character
_NAMES = {
    "\xad": "软连字符",
    "\xa0": "不间断空格",
    "\u202f": "窄的不间断空格",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    "\u2060": "零宽连接符",
    "\ufeff": "零宽不间断空格",
    "\u3164": "空白填充符",
    "\ufffc": "对象占位符，原来的图片或公式已经丢失",
    "\ufffd": "替换字符，原来的字已经丢失",
}
_KINDS = {
    "[\ue000-\uf8ff\U000f0000-\U0010ffff]": "私用区字符，别的电脑上显示成方框",
    "[\u2e80-\u2fdf]": "形似汉字的部首符号",
    "[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]": "控制文字方向的字符",
}


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """One finding for a run of such characters; of one character no more than ten."""
    counts: Counter[str] = Counter()
    for found in _CHARACTERS.finditer(text):
        first = found[0][0]
        counts[first] += 1
        if counts[first] <= _MAX_FINDINGS:
            yield TextFinding(*found.span(), _message(found[0]))


def _message(run: str) -> str:
    first = run[0]
    code = f"U+{ord(first):04X}"
    more = f"等 {len(run)} 个字符" if len(run) > 1 else ""
    usual = normalize("NFKC", first)
    if "\u4e00" <= usual <= "\u9fff" and first > "\u2e7f":
        return f"“{first}”（{code}）{more}形似“{usual}”，是另一个字符，搜索不到。请改成“{usual}”。"
    kind = next((kind for signs, kind in _KINDS.items() if re.match(signs, first)), "看不见的字符")
    remedy = "请对照原件补上。" if first in "\ufffc\ufffd" else "请删去，要紧的用输入法重打。"
    return f"有{_NAMES.get(first, kind)}（{code}）{more}。{remedy}"
