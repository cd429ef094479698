"""Files at random from valid parts, in all formats, with the text that their reader sees.

The text is put down as the file is made: no reader of ours has part in it.
"""

import html
import io
import os
import random
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

from generator.documents import libreoffice
from tests.support.attached import with_members
from tests.support.pdf_pages import HEIGHT, LEFT, TOP, Draw, at, both, broken, lines, pdf, ruled
from tests.support.word_files import (
    abstract,
    cell,
    level,
    num,
    paragraph,
    row,
    run,
    style,
    table,
    word_file,
)

Part = str | list[list[str]]  # a paragraph, or a table by rows

SENTENCES = (
    "示例县水利局2023年农村饮水项目支出绩效自评报告", "一、项目基本情况", "（一）项目概况", "二、存在的问题",
    "1.资金到位情况。", "年初预算50.00万元，实际支出48.6万元，执行率97.2％。", "项目名称：示例灌溉水渠维修",
    "联系人：示例甲", "电话：0999-1234567", "自评得分：96分", "评价年度：2023", "第 3 页", "附件：", "无",
    "更换管网≥40公里，验收合格率100%；群众满意度>=95%。", "填报单位（盖章）：示例县水利局", "2024年3月5日",
    "A&B <示例> \"引\" '号' # 一 : - [甲] {乙} | > ! @ %", "- 示例", "# 示例", "---", "①示例②", "…… ——", "～", "\\示例\\n",
)  # fmt: skip
LABELS = (
    "项目名称", "主管部门", "实施单位", "年初预算数", "全年执行数", "执行率", "一级指标", "二级指标", "三级指标", "年度指标值",
    "实际完成值", "分值", "得分", "产出指标", "数量指标", "满意度指标", "合计", "总分", "年度总体目标", "备注", "偏差原因分析",
)  # fmt: skip
VALUES = (
    "50.00",
    "48.6",
    "97.2%",
    "≥40公里",
    "10",
    "9.5",
    "",
    "",
    "示例水渠",
    "/",
    "无",
    "√",
    "2023年12月",
)
LETTERS = "示例县项目资金绩效评价一二三（）、。：0123456789.%&<>«»éß𠀀㎡\u3000 "
_NUMBERING = abstract(
    0, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
) + num(1, 0)  # fmt: skip
_UNSEEN = paragraph(f"<w:del>{run('删去')}</w:del>" + run("隐藏", "<w:vanish/>"))
_STYLES = style("1", "heading 1") + style("2", "heading 2", based_on="1")


class Made(NamedTuple):
    """A file, and all that its reader sees but for the numbers that a program sets."""

    name: str
    data: bytes
    text: str


def made(ending: str, seed: int) -> Made:
    """A file of one of `WRITERS`; the same for the same seed."""
    chosen = random.Random(f"{ending} {seed}")
    data, text = WRITERS[ending](chosen, list(_parts(chosen)))
    return Made(f"{seed:05}.{ending.partition(' ')[0]}", data, text)


def files(folder: Path, ending: str, count: int) -> dict[Path, str]:
    """So many of a format, two in a folder, with their texts; older ones through LibreOffice."""
    texts = {}
    source = CONVERTED.get(ending, ending)
    for seed in range(count):
        one = made(source, seed)
        file = folder / f"{seed // 2}" / one.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(one.data)
        texts[file] = one.text
    return texts if source == ending else _saved_as(folder, ending, texts)


def _saved_as(folder: Path, ending: str, texts: Mapping[Path, str]) -> dict[Path, str]:
    """The files as LibreOffice saves them in another format, in the places of these."""
    found = {}
    environment = {**os.environ, "HOME": os.fspath(folder)}
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    made_ones = folder / "saved"
    for start in range(0, len(texts), _AT_ONCE):
        batch = [*texts][start : start + _AT_ONCE]
        command = [libreoffice.find(), profile, "--headless", "--convert-to", ending, "--outdir"]
        subprocess.run(
            [*command, made_ones, *batch], check=True, capture_output=True, env=environment
        )
        for file in batch:
            to = file.with_suffix(f".{ending}")
            (made_ones / to.name).replace(to)
            file.unlink()
            found[to] = texts[file]
    return found


def _words(chosen: random.Random) -> str:
    if chosen.random() < 0.7:
        return chosen.choice(SENTENCES)
    return "".join(chosen.choices(LETTERS, k=chosen.randrange(1, 60)))


def _parts(chosen: random.Random) -> Iterator[Part]:
    for _ in range(chosen.randrange(1, 14)):
        if chosen.random() < 0.75:
            yield _words(chosen)
            continue
        width = chosen.randrange(1, 7)
        every = [*LABELS, *VALUES, *VALUES]
        yield [[chosen.choice(every) for _ in range(width)] for _ in range(chosen.randrange(1, 7))]


def _flat(parts: Sequence[Part]) -> str:
    return "".join(
        one if isinstance(one, str) else "".join(text for line in one for text in line)
        for one in parts
    )


def _docx(chosen: random.Random, parts: list[Part]) -> tuple[bytes, str]:
    body = "".join(_word_part(chosen, one) for one in parts)
    edges = {"header1": _words(chosen), "footer1": _words(chosen)} if chosen.random() < 0.4 else {}
    notes = [_words(chosen) for _ in range(chosen.choice((0, 0, 1, 3)))]
    marks = "".join(
        f'<w:r><w:footnoteReference w:id="{one}"/></w:r>' for one in range(2, 2 + len(notes))
    )
    shown = "".join(
        f'<w:{name[:-1]}Reference w:type="default" r:id="rId-{name}"/>' for name in edges
    )
    further = {name: paragraph(run(text)) for name, text in edges.items()}
    if notes:
        further["footnotes"] = "".join(
            f'<w:footnote w:id="{one}">{paragraph(run(text))}</w:footnote>'
            for one, text in enumerate(notes, 2)
        )
    data = word_file(
        f"{body}{paragraph(marks)}<w:sectPr>{shown}</w:sectPr>",
        styles=_STYLES,
        numbering=_NUMBERING,
        **further,
    )
    return data, _flat(parts) + "".join((*edges.values(), *notes))


def _docx_to_convert(chosen: random.Random, parts: list[Part]) -> tuple[bytes, str]:
    """Without content controls: LibreOffice writes their text twice in older formats."""
    data, text = _docx(chosen, parts)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml")
    return with_members(
        data, {"word/document.xml": re.sub(rb"</?w:sdt(?:Pr|Content)?/?>", b"", body)}
    ), text


# Fields and boxes, which other programs store anew, are in tests/documents/test_word_at_random.py.
def _word_part(chosen: random.Random, part: Part) -> str:
    if isinstance(part, list):
        return _word_table(chosen, part)
    number = chosen.choice((None, None, None, (1, 0), (1, 1), (1, 2)))
    whole = paragraph(
        _runs(chosen, part), style=chosen.choice(("", "", "1", "2")), number=number
    )  # fmt: skip
    kind = chosen.randrange(12)
    if kind == 1:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{whole}</w:sdtContent></w:sdt>"
    if kind == 2:  # what was deleted, and what is hidden
        return whole + _UNSEEN
    return whole


def _runs(chosen: random.Random, text: str) -> str:
    """A text in one to four runs, each in one of the ways that Word stores it."""
    ends = sorted(chosen.randrange(len(text) + 1) for _ in range(chosen.randrange(4)))
    found = ""
    for start, end in zip((0, *ends), (*ends, len(text)), strict=True):
        inner = run(text[start:end], chosen.choice(("", "", "<w:b/>")))
        found += chosen.choice(_WRAPPED).format(inner)
    return found


_WRAPPED = (
    "{}", "{}", "{}", "<w:ins>{}</w:ins>", "<w:hyperlink>{}</w:hyperlink>", "<w:smartTag>{}</w:smartTag>",
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "{}<w:r><w:br/></w:r>", "{}<w:r><w:tab/></w:r>",
)  # fmt: skip


def _word_table(chosen: random.Random, rows: list[list[str]]) -> str:
    made_rows = []
    for line in rows:
        cells = [cell(paragraph(_runs(chosen, text)) if text else "<w:p/>") for text in line]
        if chosen.random() < 0.15:  # a table in a cell
            cells[-1] = cell(table(row(line[-1])) + "<w:p/>")
        if chosen.random() < 0.2:
            cells.append(cell("<w:p/>", '<w:gridSpan w:val="2"/>'))
        made_rows.append(row(*cells))
    return table(*made_rows)


def _xlsx(chosen: random.Random, parts: list[Part]) -> tuple[bytes, str]:
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.title = "自评表"
    count = 0
    for part in parts:
        for line in [[part]] if isinstance(part, str) else part:
            count += 1
            for column, text in enumerate(line, 1):
                one = sheet.cell(count, column, text or None)
                one.data_type = "s" if text else "n"  # never a formula
            if len(line) == 1 and chosen.random() < 0.4:
                sheet.merge_cells(start_row=count, end_row=count, start_column=1, end_column=4)
    book.create_sheet("底稿")["A1"] = "隐藏"
    book["底稿"].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), _flat(parts)


def _html(chosen: random.Random, parts: list[Part]) -> tuple[bytes, str]:
    written = ""
    for part in parts:
        if isinstance(part, str):
            tag = chosen.choice(("p", "div", "h2", "b", "blockquote"))
            written += f"<{tag}>{html.escape(part)}</{tag}>"
        else:
            cells = ("".join(f"<td>{html.escape(text)}" for text in line) for line in part)
            written += f"<table border=1>{''.join(f'<tr>{one}' for one in cells)}</table>"
    encoding = chosen.choice(("utf-8", "gb18030"))
    page = f'<html><head><meta charset="{encoding}"></head><body>{written}</body></html>'
    return page.encode(encoding), _flat(parts)


def _txt(chosen: random.Random, parts: list[Part]) -> tuple[bytes, str]:
    lines_ = [
        line
        for part in parts
        for line in ([part] if isinstance(part, str) else ["\t".join(one) for one in part])
    ]
    encoding = chosen.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    text = chosen.choice(("\n", "\r\n")).join([SENTENCES[0], *lines_])  # enough to know the coding
    return text.encode(encoding), SENTENCES[0] + _flat(parts)


def _pdf(chosen: random.Random, parts: list[Part]) -> tuple[bytes, str]:
    """A page for each part: its letters are those that the font has."""
    pages, text = list[Draw](), ""
    for number, part in enumerate(parts, 1):
        if isinstance(part, str):
            words = "".join(one for one in part if one.encode("gb2312", "ignore"))
            draw, text = lines(broken([words])), text + words
        else:
            draw, text = ruled([80.0] * len(part[0]), part), text + _flat([part])
        top = TOP - HEIGHT * 12
        pages.append(both(draw, at(LEFT, top, "以下空白"), at(290, 40, f"{number}")))
        text += f"以下空白{number}"
    return pdf(*pages), text


WRITERS: Mapping[str, Callable[[random.Random, list[Part]], tuple[bytes, str]]] = {
    "docx": _docx,
    "docx to convert": _docx_to_convert,
    "xlsx": _xlsx,
    "html": _html,
    "txt": _txt,
    "pdf": _pdf,
}
CONVERTED = dict.fromkeys(("doc", "odt", "rtf"), "docx to convert")  # and what they are made of
_AT_ONCE = 50  # files
