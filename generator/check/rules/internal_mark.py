"""A mark that says that the text is not meant for the public."""

import re
from collections.abc import Iterator

from generator.check.rule import Limits, Rule, TextFinding

RULE = Rule(
    title="内部文件标志",
    why=(
        "标有“内部资料”“工作秘密”“不予公开”等字样的文件没有打算公开。"
        "连标志一起公开，要么内容不该公开，要么标志忘了删。这是常见字样的归纳，不是成文规定。"
    ),
    mend="先问起草单位能不能公开：不能的撤下；能公开的，删去标志。",
    sources=("《中华人民共和国政府信息公开条例》第十六条、第十七条",),
    failing="正文: {项目实施及管理情况: {项目管理情况: 验收报告（内部资料，注意保存）已经归档。}}",
    passing="正文: {项目实施及管理情况: {项目管理情况: 局里健全内部控制和内部审计制度。}}",
    guards_disclosure=True,
)
_USE = "(?:办公)?(?:使用|参考|参阅|传阅|交流|学习|掌握)?"
_NAMES = rf"内部(?:资料|文件|材料|刊物)|(?:仅供|仅限)内部{_USE}|内部(?:使用|参考|传阅)|工作秘密"
_ORDERS = (
    r"(?:此件|本件)?(?:不予|不得|不宜)(?:对外)?公开|注意(?:妥善)?保存|"
    r"(?:严禁|请勿|不得|禁止)(?:外传|外泄|翻印)"
)
_GAP = r"[^\w\n\r\t\x1f。；]{0,6}"
_BEGINNING = re.compile("内部|仅供|仅限|工作秘密|此件|本件|不予|不得|不宜|注意|严禁|请勿|禁止")
_MARKS = re.compile(rf"(?:{_NAMES}|{_ORDERS})(?:{_GAP}(?:{_NAMES}|{_ORDERS}))*(?!\w)")
_NAME_AND_ORDER = re.compile(rf"(?:{_NAMES})\W+(?:{_ORDERS})")
_LINE_BEFORE = re.compile(r"(?:^|[\n\r\t\x1f])[^\w\n\r\t\x1f]*\Z")
_LINE_BEHIND = re.compile(r"[^\w\n\r\t\x1f]*(?:[\n\r\t\x1f]|\Z)")
_OPEN, _CLOSED = "【[［（(〔「『〖", "】]］）)〕」』〗"
# What a mark speaks of, where it stands in a sentence: the paper itself, or how it is made public.
_ITSELF = re.compile(
    r"(?:(?:此|本|该)(?:件|文件?|资料|材料|报告|表)(?:为|属于?|系|是)?|"
    r"公开(?:属性|方式|形式|类别|类型|选项)(?:为|是)?[:：]?)[ \u3000]*\Z"
)


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find words of this kind that are a mark: a line, in brackets, two in a row, of the paper."""
    end = 0  # of what was found: many such words in a row are one mark
    for begins in _BEGINNING.finditer(text):
        found = _MARKS.match(text, begins.start()) if begins.start() >= end else None
        if not found:
            continue
        end = found.end()
        if _is_mark(text, found):
            message = (
                f"这里有“{found[0]}”的字样，像是内部文件的标志。"
                "请先问起草单位能不能公开：不能的撤下，能公开的删去这个标志。"
            )
            yield TextFinding(*found.span(), message)


def _is_mark(text: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    ahead, behind = text[max(start - 20, 0) : start], text[end : end + 20]
    if _LINE_BEFORE.search(ahead if start > 20 else f"\n{ahead}") and _LINE_BEHIND.match(behind):
        return True
    if ahead.rstrip()[-1:] in tuple(_OPEN) and behind.lstrip()[:1] in tuple(_CLOSED):
        return True
    return bool(_NAME_AND_ORDER.match(found[0]) or _ITSELF.search(ahead))
