"""Paragraphs of Word files for tests, written as text with a mark of what they are.

`{1.0}` before it: list 1, level 0; `{居中}` in the middle; `{标题1}` and the like: a style.
"""

import re
from collections.abc import Callable
from itertools import cycle

from tests.support.word_files import paragraph, run, style

Texture = Callable[[str], str]  # the runs of a text
_MARK = re.compile(r"\{(?:(?P<list>\d+)\.(?P<level>\d)|(?P<style>\w+))\}")
_CENTRED = '<w:jc w:val="center"/>'
_STYLES = {f"标题{rank}": str(rank) for rank in range(1, 5)} | {"正文缩进": "a5", "目录": "TOC1"}
_REVISION = "00{:02X}5E2B"
_MARKS = ('<w:proofErr w:type="spellStart"/>', "", '<w:proofErr w:type="spellEnd"/>', "")
_WPS = (
    '<w:rFonts w:hint="eastAsia" w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋" w:cs="仿宋"/>'
    '<w:color w:val="auto"/><w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
)


def text_paragraph(text: str, texture: Texture = run) -> str:
    """A paragraph of a marked text, its runs as the texture has them; XML stays as it is."""
    if text.startswith("<w:"):
        return text
    mark = _MARK.match(text)
    if not mark:
        return paragraph(texture(text)) if text else paragraph()
    inner = texture(text[mark.end() :])
    if mark["list"]:
        return paragraph(inner, number=(mark["list"], mark["level"]))
    if mark["style"] == "居中":
        return paragraph(inner, more=_CENTRED)
    return paragraph(inner, style=_STYLES[mark["style"]])


def sliced(text: str) -> str:
    """Runs as Word cuts them: by revision, proofing and the last place of the cursor."""
    found, at = "", 0
    for number, (size, mark) in enumerate(zip(cycle((2, 3, 1, 4)), cycle(_MARKS), strict=False)):
        if at >= len(text):
            break
        piece = run(text[at : at + size]).replace(
            "<w:r>", f'<w:r w:rsidRPr="{_REVISION.format(number)}">'
        )
        found += mark + piece
        at += size
    return found + '<w:bookmarkStart w:id="9" w:name="_GoBack"/><w:bookmarkEnd w:id="9"/>'


def by_wps(text: str) -> str:
    """Runs as WPS writes them: figures and words apart, each with its fonts."""
    return "".join(run(one, _WPS) for one in re.findall(r"[\d.,%]+|[^\d.,%]+", text))


def contents(*entries: tuple[str, str]) -> list[str]:
    """A list of contents as Word stores it: one field over paragraphs, tabs before the pages."""
    start = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
             ' TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>')  # fmt: skip
    lines = [f"{run(words)}<w:r><w:tab/></w:r>{run(page)}" for words, page in entries]
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return [paragraph(f"{start if not at else ''}{line}{end if at == len(lines) - 1 else ''}",
                      style="TOC1") for at, line in enumerate(lines)]  # fmt: skip


def heading_styles(*, outline: bool = True) -> str:
    """标题 1 to 4 of a Chinese Word, with or without their levels in the outline."""
    found = style("a", "Normal")
    for rank in range(1, 5):
        level = f'<w:outlineLvl w:val="{rank - 1}"/>' if outline else ""
        name = f"heading {rank}" if outline else f"公文标题{rank}"
        found += style(str(rank), name, based_on="a", inner=f"<w:pPr>{level}</w:pPr>")
    return found + style("a5", "Normal Indent", based_on="a") + style("TOC1", "toc 1")
