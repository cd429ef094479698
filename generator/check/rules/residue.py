"""What a word processor or a template leaves behind in a text."""

import re
from collections.abc import Iterator

from generator.check.rule import FIELD_SEPARATOR, Limits, Rule, TextFinding
from generator.model.problems import quote

RULE = Rule(
    title="排版残留和没有填的占位",
    why="书签、域代码、“错误！未找到引用源”、“XXX”、“此处填写”和多出的制表符、空格、标点，说明稿子没有定稿就导出了。",
    mend="删去残留；占位处填上实际内容，没有的整句删去。制表符和空格删去，重复的标点留一个。",
    sources=("已公开的报告里有“[bookmark: _GoBack]”和多出的制表符",),
    failing="正文: {项目绩效情况: {项目完成情况: 更换供水管网46.8公里（见错误!未找到引用源。）。}}",
    passing="正文: {项目绩效情况: {项目完成情况: 更换供水管网46.8公里（见附件一）。}}",
)

# Hidden names of people (张××, 李XX) are no blanks: not after a surname.
_SURNAMES = (
    "张王李刘陈杨黄赵周吴徐孙马朱胡郭何林罗高郑梁谢宋唐许邓韩冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏"
    "苏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
    "严覃武戴莫孔汤某"
)
_UNITS = "万元|亿元|元(?!旦)|%|％|公里|亩|人次|平方米"
# What is looked at begins with one of these: found by leaps, then compared with each pattern.
_BEGINNING = re.compile(r"[\[_&错EHPM{XxＸ×此请示（(]")
_RESIDUE = re.compile(
    r"(?P<mark>\[bookmark: ?[^\]\n]{0,60}\]|_GoBack\b|_Toc\d{5,}|_Ref\d{5,}|&nbsp;|<o:p>)"
    "|(?P<error>错误 ?[!！] ?(?:未找到引用源|未定义书签|未指定书签|链接无效|书签自引用|不能识别)"
    r"|Error! ?(?:Reference source|Bookmark|No text of specified|Not a valid)[\w ]{0,30})"
    r"|(?P<field>HYPERLINK +(?:\\[a-z] +)?[\"“”]|PAGEREF +_|MERGEFORMAT"
    r"|\{ ?(?:TOC|PAGE|REF|SEQ|HYPERLINK|NUMPAGES|MERGEFIELD)\b[^}\n]{0,60}\}?)"
    rf"|(?P<figure>[XxＸ×](?<![A-Za-z0-9Ｘ×].)[XxＸ×]+(?={_UNITS}))"
    rf"|(?P<blank>[XxＸ×](?<![A-Za-z0-9Ｘ×{_SURNAMES}].)"
    r"(?:[XxＸ]{2,}|[XxＸ×]+(?=年度|项目|县|局|部门))(?![A-Za-z0-9Ｘ×]))"
    "|(?P<year>(?<=20)[XxＸ×]{2}年)"
    "|(?P<hint>此处?(?:填写|填入|输入|插入)|请填写(?!问卷|调查|测评|表|满意)|示例[:：])"
    r"|(?P<omitted>[（(](?<![^\n\x1f\u3000].)略[）)]。?(?=[ \t]*(?:[\r\n\x1f]|\Z)))"
)
_LINE_BEGINS = r"(?:(?<=[\n\x1f])|\A)"
# Who looks whether something was done, what is scored: no question of a guideline.
_ACTS = "查看核审监督测检验问评考扣得定"
# B stands for a box. Between them there are the answers, or numbered items of which none is ticked;
# in a cell: a questionnaire in a text has empty boxes for good.
_EMPTY_BOXES = (
    r"\x1f[^\n\x1f]{0,20}?"
    r"(?:B\s?[是有][\s、，/；]{0,4}B\s?[否无]|[是有]\s?B[\s、，/；]{0,4}[否无]\s?B|B\s?1\s{0,3}B\s?2"
    r"|(?<!\d)1\s?[、.．)）]?\s?[^B☑√■☒✓✔\n\x1f]{0,14}(?<![\u4e00-\u9fa5])B\s{0,3}"
    r"2\s?[、.．)）]?\s?[^B☑√■☒✓✔\n\x1f]{0,14}(?<![\u4e00-\u9fa5])B)"
    r"[^\n\x1f☑√■☒✓✔]{0,30}(?=\x1f)"
)
_PRINTED_NAMES = (
    "项目名称|部门名称|单位名称|主管部门(?:[（(]单位[）)])?|实施单位|预算单位|填报单位|年度总体目标|预期目标"
    "|实际完成情况|年初设定目标|年度指标值|指标值|实际完成值|完成值|[一二三]级指标|偏差原因分析及改进措施"
)
# What forms and spreadsheets print where nothing was filled in: a sign of it, then the whole.
_OF_FORMS = tuple(
    (sign, re.compile(pattern))
    for sign, pattern in (
        ("字以内", r"[（(][^（）()\n]{0,12}\d{2,3}字以内[^（）()\n]{0,6}[）)]"),
        (
            "自评情况",
            r"结合自评情况[，,]\s?(?:说明项目(?:自评总分|实施取得)|分析存在的问题及原因(?=[。（(\s]|\Z))"
            r"[^\n\x1f]{0,60}",
        ),
        ("对照年度目标", r"对照年度目标[，,]\s?说明相关任务目标的?完成情况[^\n\x1f]{0,20}"),
        ("针对项目自评", r"针对项目自评中发现的问题[，,]\s?提出下一步改进完善[^\n\x1f]{0,40}"),
        ("需说明原因", r"执行率未达到?\d+[%％]的?[，,]?需说明原因(?:[（(]\d+字以内[）)])?"),
        ("应单独说明理由", r"年中发生预算调整的[^\n\x1f]{0,12}应单独说明理由"),
        ("说明项目主管部门", rf"{_LINE_BEGINS}\d?[.、．]?\s?说明项目主管部门[^\n\x1f，。]{{0,25}}"),
        ("申报内容是否", rf"{_LINE_BEGINS}\d?[.、．]?\s?分析评价申报内容是否[^\n\x1f。]{{0,30}}"),
        (
            "是否严格",
            rf"(?:{_LINE_BEGINS}|(?<=[。；]))[^，。；\n\x1f{_ACTS}]{{0,16}}"
            rf"是否严格(?:按照?|执行|遵守)[^。；;\n\x1f{_ACTS}]{{0,60}}[。？?；]",
        ),
        ("指标", r"\x1f\s*指标\s?\d{1,2}\s?[:：]?\s?(?:…+|\.+)?(?=\x1f)"),
        ("□", _EMPTY_BOXES.replace("B", "□")),
        ("口", _EMPTY_BOXES.replace("B", "口")),
        ("\x1f", rf"\x1f(?:{_PRINTED_NAMES}|[×xX＊*]{{2,}})(?=\x1f)"),
        ("必填", r"[（(]必填[^（）()\n]{0,6}[）)]"),
        ("选填", r"[（(]选填[^（）()\n]{0,6}[）)]"),
        ("可用表格", r"[（(]可用表格形式反映[）)]"),
        ("**", r"[≥≤>=<≧≦]\s?\*{2,}(?!\s?\d)[^\s，。；、）)*]{0,4}"),
        ("···", r"(?:(?<=[\n\x1f])|\A)[ \u3000]*·{6,}[ \u3000]*(?=[\n\x1f]|\Z)"),
        ("#", r"#(?:DIV/0!|REF!|N/A|VALUE!|NAME\?|NULL!|NUM!)"),
        ("????", r"\?{4,}"),
        ("？？？？", r"？{4,}"),
        ("......", r"(?:(?<=[\n\x1f])|\A)[ \u3000]*\.{6,}[. ]*(?=[\n\x1f]|\Z)"),
        ("……", r"(?:(?<=[\n\x1f])|\A)[ \u3000]*…{2,}[ \u3000]*(?=[\n\x1f]|\Z)"),
    )
)
_DOUBLED = re.compile("[。，、；：][。，、；：]+")
_TABS = re.compile(r"\t+")
_SPACES = re.compile(r"[ \u3000][ \u3000]+")
_FILL_IN = "请填上实际内容，没有的删去。"
_REPLACE = "请删去，引用的内容补上文字。"
_KINDS = {
    "mark": ("文字处理软件留下的标记", "请删去。"),
    "error": ("失效的引用", _REPLACE),
    "field": ("文字处理软件的域代码", _REPLACE),
    "figure": ("未填的数字", _FILL_IN),
    "blank": ("未填的占位", _FILL_IN),
    "year": ("未填的年份", _FILL_IN),
    "hint": ("模板里的填写提示", _FILL_IN),
    "omitted": ("只写“（略）”、没有内容的地方", _FILL_IN),
}
_HAN = re.compile(r"[\u4e00-\u9fa5，。；：、！？“”（）《》]")
_PROSE = re.compile("[，。；]")
_REACH = 1000
_LINE_END = "\n\x1f"  # the second stands between two fields that are read in one go


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Words, punctuation, tabs and spaces; of the last two one a line."""
    end = 0
    for begun in _BEGINNING.finditer(text):
        found = _RESIDUE.match(text, begun.start()) if begun.start() >= end else None
        if found:
            end = found.end()
            what, remedy = _KINDS[str(found.lastgroup)]
            yield TextFinding(*found.span(), f"有{what}{quote(found[0])}。{remedy}")
    for found in _of_forms(text):
        words = found[0].strip(f" \u3000{_LINE_END}")
        message = f"有空表上印的提示、符号或没有算出的公式{quote(words)}。{_FILL_IN}"
        start = found.start() + (text[found.start()] == FIELD_SEPARATOR)
        yield TextFinding(start, found.end(), message)
    for found in _DOUBLED.finditer(text):
        one = "。" if "。" in found[0] else found[0][0]
        yield TextFinding(*found.span(), f"标点重复：{quote(found[0])}。请只留一个，如“{one}”。")
    if "\t" in text:
        yield from _white_space(text, _TABS, "制表符")
    if "  " in text or "\u3000\u3000" in text:
        yield from _white_space(text, _SPACES, "连着的空格")


def _of_forms(text: str) -> Iterator[re.Match[str]]:
    """What a form prints, in its order; of a sentence and a hint within it the sentence."""
    patterns = (pattern for sign, pattern in _OF_FORMS if sign in text)
    end = 0
    for found in sorted(
        (one for pattern in patterns for one in pattern.finditer(text)), key=re.Match.start
    ):
        if found.start() >= end:
            end = found.end()
            yield found


def _white_space(text: str, pattern: re.Pattern[str], what: str) -> Iterator[TextFinding]:
    reported_to = -1
    for found in pattern.finditer(text):
        if found.start() > reported_to:
            first, end = _line(text, found.start())
            if _is_stray(text, found, first, end):
                reported_to = end
                message = f"这一行有多出的{what}。请删去，要分段的另起一行。"
                yield TextFinding(*found.span(), message)


def _line(text: str, at: int) -> tuple[int, int]:
    """The line around a character, of an endless one no more than what matters."""
    least, most = max(0, at - _REACH), min(len(text), at + _REACH)
    first = max(text.rfind(mark, least, at) for mark in _LINE_END) + 1
    ends = [end for mark in _LINE_END if (end := text.find(mark, at, most)) >= 0]
    return first or least, min(ends, default=most)


def _is_stray(text: str, found: re.Match[str], first: int, end: int) -> bool:
    """Whether white space stands in prose: not an indent, not a column of a table."""
    before, after = text[first : found.start()].rstrip(), text[found.end() : end].strip()
    if not before or "|" in before + after:
        return False
    if found[0][0] == "\t":
        return bool(_PROSE.search(before)) if after or "\t" in before else True
    facing = bool(after) and bool(_HAN.match(before, len(before) - 1) and _HAN.match(after))
    return facing and bool(_PROSE.search(before))
