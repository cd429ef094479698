"""The PDF of a report, read as a reader's programs read it: its text, its fonts, its structure."""

import dataclasses
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst
import yaml
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content import loader
from generator.content.full_report import full_entry
from generator.model.catalogue import Catalogue
from generator.model.entry import Entry
from generator.model.problems import JixiaoError
from generator.pages import catalogue_pages, narrative
from generator.pages.report_page import ReportPage
from generator.pages.text_markup import Span
from generator.pdf import build, fallback_font, typesetting
from generator.pdf.document import document
from generator.runtime.executors import LazyExecutor, no_executor
from tests.conftest import ROOT, run
from tests.pages import test_narrative
from tests.site.test_real_report import HEADING_NUMBER, lines
from tests.support.attached import excel_file, pdf_file

pytestmark = pytest.mark.slow("sets PDF files, and looks at their pages")

TODAY = date(2026, 11, 23)
BASE = ROOT / "tests/check/cases/_base/content"
POINTS = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = (place * POINTS for place in (28, 210 - 26, 37, 297 - 35))
SLACK = 2.0  # points: a stroke, a letter's own edge
Content = Callable[..., Catalogue]


def ignore(_what: str, _total: int) -> None:
    pass


def report(**values: object) -> dict[str, object]:
    fixed = {"项目名称": "示例项目", "部门": "示例县公安局", "年度": "2021", "评价类型": "单位自评", "提纲": "ziping",
             "状态": "公开", "公开日期": "2022-06-01"}  # fmt: skip
    return fixed | values


def indicator(number: int, **values: object) -> dict[str, object]:
    fixed = {"一级": "产出指标", "二级": "数量指标", "三级": f"指标{number}号", "性质": "≥", "目标值": "100", "单位": "人次",
             "完成值": "90", "分值": "10", "得分": "8.5"}  # fmt: skip
    return fixed | values


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """Write a content folder of some reports and read it."""

    def make(reports: Mapping[str, Mapping[str, object]], site: str = "") -> Catalogue:
        folder = tmp_path / "content"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(BASE, folder)
        with (folder / "site.yml").open("a", encoding="utf-8") as file:
            file.write(site)
        for slug, values in reports.items():
            target = folder / f"reports/2021/gonganju/{slug}.yml"
            target.parent.mkdir(parents=True, exist_ok=True)
            text = yaml.safe_dump(values, allow_unicode=True, width=10**6, default_style='"')
            target.write_text(text, encoding="utf-8")
            for attached in values.get("附件", ()):  # type: ignore[attr-defined]
                target.with_suffix("").mkdir(exist_ok=True)
                data = excel_file([["x"]]) if attached["文件"].endswith("xlsx") else pdf_file(["x"])
                (target.with_suffix("") / attached["文件"]).write_bytes(data)
        return read(folder)

    return make


def read(folder: Path) -> Catalogue:
    loaded = loader.load(folder, loader.ReadOptions(TODAY))
    assert loaded.catalogue is not None, loaded.problems
    return loaded.catalogue


def built(catalogue: Catalogue, folder: Path, cache: Path) -> dict[str, Path]:
    """The PDF files of a build by the report's slug."""
    with LazyExecutor() as executor_for:
        build.write(catalogue, folder, cache, executor_for, ignore)
    return {file.parent.name: file for file in sorted(folder.rglob("*.pdf"))}


def tool(*arguments: str | Path) -> str:
    done = subprocess.run([*map(str, arguments)], capture_output=True, check=True)
    return done.stdout.decode(errors="replace")  # pdfinfo prints some names byte by byte


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def printed(file: Path, *options: str) -> str:
    """The text of the type area, in the order of the file: no running head, no page number."""
    area = ("-x", "60", "-y", "100", "-W", "480", "-H", f"{BOTTOM - 100 + SLACK:.0f}")
    return tool("pdftotext", "-raw", "-r", "72", *area, *options, file, "-")


def by_page(file: Path) -> list[list[str]]:
    found = [page.strip().split("\n") for page in printed(file).split("\f")[:-1]]
    return [[line for line in page if line.strip()] for page in found]


def assert_in_order(text: str, parts: Sequence[str]) -> None:
    place = 0
    for part in map(squeezed, parts):
        found = text.find(part, place)
        assert found >= 0, f"{part!r} does not come after {text[max(0, place - 60) : place]!r}"
        place = found + len(part)


def assert_inside(file: Path) -> None:
    """Nothing is set beyond the type area's sides, or below its foot but the page number."""
    for page in re.split("<page ", tool("pdftotext", "-bbox", file, "-"))[1:]:
        for word in re.finditer(
            r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)<', page
        ):
            left, upper, right, lower = map(float, word.groups()[:4])
            assert left >= LEFT - SLACK, word[5]
            half = (lower - upper) / 2 if word[5][-1:] in "，。、；：）》”】〕！？" else 0
            assert right - half <= RIGHT + SLACK, word[5]  # the sign is in its left half
            assert lower <= BOTTOM + SLACK or upper > BOTTOM, word[5]


def root(file: Path) -> Any:
    return pypdf.PdfReader(file).trailer["/Root"]


def assert_conforms(file: Path) -> None:
    """It says that it keeps to the standards, which Typst says of no file that does not."""
    metadata = root(file)["/Metadata"].get_data().decode()
    for claim in ("part>2</pdfaid", "conformance>A</pdfaid", "part>1</pdfuaid"):
        assert claim in metadata, claim


# --- The real report ---


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    (file,) = built(read(ROOT / "content"), folder / "site", folder / "cache").values()
    assert str(file.relative_to(folder / "site")) == (
        "reports/2021/gonganju/shipin-huiyi-xitong/shipin-huiyi-xitong.pdf"
    )
    return file


def test_the_text_is_whole_verbatim_and_in_order(real: Path) -> None:
    text = "\n".join(line for page in by_page(real) for line in page)
    start, end = text.index("一、项目概况"), text.index("附件\n")
    shown = [HEADING_NUMBER.sub("", line) for line in text[start:end].split("\n")]
    assert squeezed("".join(shown)) == squeezed("".join(lines()[2:]))


def test_the_head_and_the_figures(real: Path) -> None:
    text = squeezed(printed(real))
    assert text.startswith(
        "视频会议系统升级改造经费资金绩效自评报告2021年度部门盐边县公安局项目视频会议系统升级改造经费"
    )
    record = [
        "财政年度2021",
        "评价类型单位自评",
        "报告日期未填报",
        "公开日期2026年11月22日",
        "下达文件盐财资行【2021】204号",
    ]
    figures = ["项目总额113.5585万元", "全年预算50万元", "到位50万元", "支出50万元", "到位率100%自报100%，按数据计算100%",
               "执行率100%自报100%，按数据计算100%", "满意度100%自报"]  # fmt: skip
    funds = ["金额单位：万元", "项目总额113.5585", "年初预算未填报", "支出占项目总额44.03%（按数据计算）", "文号日期金额",
             "盐财资行【2021】204号2021年6月50"]  # fmt: skip
    assert_in_order(
        text,
        [
            *record,
            *figures,
            *funds,
            "自评报告原文（文本）（TXT）",
            "引用盐边县公安局.",
            "主办单位盐边县人民政府",
        ],
    )


def test_it_is_set_as_an_official_document(real: Path) -> None:
    info = tool("pdfinfo", real)
    assert re.search(r"Page size: .*\(A4\)", info)
    count = int(re.search(r"Pages: +(\d+)", info)[1])  # type: ignore[index]
    feet = tool("pdftotext", "-r", "72", "-x", "0", "-y", "760", "-W", "600", "-H", "82", real, "-")
    assert re.findall(r"—\s*(\d+)\s*—", feet) == [str(number) for number in range(1, count + 1)]
    heads = tool("pdftotext", "-r", "72", "-x", "0", "-y", "0", "-W", "600", "-H", "100", real, "-")
    assert heads.split() == ["盐边县预算绩效公开"] * count
    assert_inside(real)


def test_fonts_are_in_the_file_as_far_as_they_are_used(real: Path) -> None:
    rows = [line.split() for line in tool("pdffonts", real).splitlines()[2:]]
    assert {row[0].split("+")[1].removesuffix("-Identity-H") for row in rows} == {
        f"Noto{family}CJKsc-{weight}"
        for family in ("Sans", "Serif")
        for weight in ("Bold", "Regular")
    }
    for row in rows:
        assert row[-5:-2] == ["yes", "yes", "yes"]  # embedded, a subset, with its letters' meaning
    assert real.stat().st_size < 300_000


def test_title_author_language_day_and_tags(real: Path) -> None:
    reader = pypdf.PdfReader(real)
    assert root(real)["/Lang"] == "zh-CN"
    assert root(real)["/MarkInfo"]["/Marked"]
    assert root(real)["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "视频会议系统升级改造经费资金绩效自评报告"
    assert reader.metadata.author == "盐边县公安局"
    assert (reader.metadata.creation_date_raw or "").startswith("D:20261122")
    assert_conforms(real)


def test_tags_say_what_is_a_heading_and_what_a_table(real: Path) -> None:
    tags = set(re.findall(r"^ *(\w+)", tool("pdfinfo", "-struct", real), re.MULTILINE))
    assert {"H1", "H2", "P", "Table", "Caption", "THead", "TBody", "TH", "TD"} <= tags


def test_bookmarks_are_the_headings(real: Path) -> None:
    view = full_entry(read(ROOT / "content").current[0])
    shown = document(read(ROOT / "content").site, view)["sections"]
    expected: list[Any] = ["资金情况"]  # its form asks for no table of indicators
    for section in shown:
        expected += [section["heading"], [below["heading"] for below in section["below"]]]
    expected += ["附件"]

    def titles(outline: Any) -> list[Any]:
        return [titles(one) if isinstance(one, list) else one["/Title"] for one in outline]

    assert titles(pypdf.PdfReader(real).outline) == expected
    assert len(shown) == 5


# --- Every part of a report ---

PARTS = report(
    标题="示例县公安局2021年度视频会议系统升级改造经费资金绩效自评报告",
    实施单位="县公安局科信大队", 项目编码="ZJ-2021-0042", 索引号="GA-7",
    资金={
        "单位": "万元", "项目总额": "1113.5585", "全年预算": "50", "支出": "48.25",
        "来源": [{"名称": "财政拨款", "全年预算": "50", "支出": "48.25"}, {"名称": "上年结转"}],
    },
    自评={"执行率": "99.5%", "得分": "92.50", "等级": "优"},
    指标=[
        indicator(1, 偏差原因="设备到货较晚。\n已催办。"),
        indicator(2, 性质="定性", 目标值="明显提升", 完成值="", 单位="", 得分="10"),
    ],
    正文={
        "项目概况": {
            "基本情况": "1.甲**、乙**等人。\n**原则：**按需。\n### 小标题\n- 第一项\n- 第二项\n"
            "见[公告](https://example.cn/a?b=1)。\n|名目|数|\n|---|--:|\n|主机|25|\n|合计|25|",
        },
        "评价结论": "好。",
    },
    更正=[{"日期": "2022-07-01", "说明": "更正到位日期。"},
         {"日期": "2022-08-02", "说明": "再更正。", "改动": [{"栏目": "自评·等级", "改为": "优"}]}],
    数据说明=["执行率与所填数据不同，报告未作说明。"],
    附件=[{"名称": "自评表", "文件": "biao.xlsx"}, {"名称": "扫描件", "文件": "shili.pdf"}],
)  # fmt: skip


@pytest.fixture
def parts(content: Content, tmp_path: Path) -> tuple[Catalogue, Path]:
    catalogue = content({"shili": PARTS}, site="地址: https://example.cn/jixiao\n")
    return catalogue, built(catalogue, tmp_path / "site", tmp_path / "cache")["shili"]


def test_every_part_is_shown_in_its_place(parts: tuple[Catalogue, Path]) -> None:
    text = squeezed(printed(parts[1]))
    assert_in_order(text, [
        "示例县公安局2021年度视频会议系统升级改造经费资金绩效自评报告", "实施单位县公安局科信大队",
        "项目编码ZJ-2021-0042", "索引号GA-7", "本报告公开后有更正。最近一次：2022年8月2日，见“更正”。",
        "项目总额1,113.5585万元", "到位未填报支出48.25万元",
        "执行率99.5%自报99.5%，按数据计算96.5%，两者不同", "自评得分92.50分自评等级优",
        "数据说明执行率与所填数据不同，报告未作说明。",
        "资金来源金额单位：万元", "财政拨款未填报50未填报48.25上年结转未填报未填报未填报未填报",
        "“少”是得分少于分值的部分，按数据计算", "指标目标值完成值分值得分",
        "指标1号产出指标·数量指标≥100人次90人次108.5少1.5偏差原因：设备到货较晚。已催办。",
        "指标2号产出指标·数量指标·定性明显提升未填报1010", "合计2018.5",
        "一、项目概况（一）基本情况1.甲**、乙**等人。原则：按需。小标题", "第一项", "第二项", "见公告。",
        "名目数主机25合计25", "（二）绩效目标未填报", "二、评价结论好。",
        "更正2022年7月1日更正到位日期。2022年8月2日再更正。", "栏目原为改为自评·等级未填报优", "附件自评表（XLSX）扫描件（PDF）",
        "固定网址https://example.cn/jixiao/reports/2021/gonganju/shili/",
    ])  # fmt: skip
    assert_conforms(parts[1])
    assert_inside(parts[1])


def test_a_long_title_is_broken_between_words(parts: tuple[Catalogue, Path]) -> None:
    assert by_page(parts[1])[0][:2] == [
        "示例县公安局2021年度视频会议系统",
        "升级改造经费资金绩效自评报告",
    ]


def test_links_lead_to_what_they_say(parts: tuple[Catalogue, Path]) -> None:
    found = {
        note.get_object()["/A"]["/URI"]
        for page in pypdf.PdfReader(parts[1]).pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object() and "/URI" in note.get_object()["/A"]
    }
    assert found == {
        "https://example.cn/a?b=1",
        "https://example.cn/jixiao/reports/2021/gonganju/shili/",
    }


def test_it_is_cited_as_on_its_page(parts: tuple[Catalogue, Path]) -> None:
    catalogue, file = parts
    shown = document(catalogue.site, full_entry(catalogue.current[0]))
    report_page = catalogue_pages.page_at(catalogue, catalogue.current[0].address)
    assert isinstance(report_page, ReportPage)
    page = report_page.rendered().markdown
    assert narrative.escaped(shown["citation"]) in page
    assert shown["permalink"] in page
    assert squeezed(shown["citation"]) in squeezed(printed(file))


def test_no_attachment_has_its_name(parts: tuple[Catalogue, Path]) -> None:
    catalogue, file = parts
    assert file.name == catalogue.current[0].pdf_file == "shili-web.pdf"
    assert file.name not in {one.file.name for one in catalogue.current[0].attachments}


def test_the_template_leaves_typst_nothing_to_warn_of(parts: tuple[Catalogue, Path]) -> None:
    shown = json.dumps(document(parts[0].site, full_entry(parts[0].current[0])))
    with typesetting.fonts() as folder:
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
        _, warnings = typst.compile_with_warnings(
            typesetting.TEMPLATE, font_paths=fonts, sys_inputs={"document": shown}, format="pdf"
        )
    assert [warning.message for warning in warnings] == []


def test_amounts_of_a_wide_table_stay_on_one_line(content: Content, tmp_path: Path) -> None:
    amounts = [f"{1234567 + number:,}.00" for number in range(9)]
    table = f"|年度{'|预算' * 9}|\n|{'---|' * 10}\n|2021|{'|'.join(amounts)}|\n"
    text = {"项目概况": {"基本情况": table}}
    catalogue = content(
        {"shili": report(标题="示例县2021年度部门整体支出绩效评价自评报告", 正文=text)}
    )
    file = built(catalogue, tmp_path / "site", tmp_path / "pdf")["shili"]
    shown = tool("pdftotext", "-layout", file, "-")
    assert set(amounts) <= set(shown.split())
    assert "部门整体支出绩效评价自评报告" in shown.split(), "the title is not broken within a word"


def test_tables_of_many_rows_have_their_head_on_each_page(content: Content, tmp_path: Path) -> None:
    rows = [
        indicator(number, 偏差原因="设备到货较晚，工期顺延。" * (number % 7) or "无。")
        for number in range(60)
    ]
    file = built(content({"shili": report(指标=rows)}), tmp_path / "site", tmp_path / "cache")[
        "shili"
    ]
    number = 0
    spread = [page for page in by_page(file) if any("号" in line for line in page)]
    assert len(spread) > 3
    for page in spread:
        text = squeezed("".join(page))
        assert text.count("指标目标值完成值分值得分") == 1
        while f"指标{number}号" in text:
            reason = rows[number]["偏差原因"]
            assert f"人次90人次108.5少1.5偏差原因：{reason}" in text.split(f"指标{number}号")[1]
            number += 1
    assert number == len(rows)


def test_no_heading_stands_at_the_foot_of_a_page(demo: Path, tmp_path: Path) -> None:
    catalogue = read(demo / "content")
    some = dataclasses.replace(catalogue, public=catalogue.current[:30])
    files = built(some, tmp_path / "site", tmp_path / "cache")
    assert len(list((tmp_path / "site").rglob("*.pdf"))) == 30
    for entry in some.current:
        shown = document(some.site, full_entry(entry))
        headings = {"资金情况", "绩效指标", "更正", "附件"}
        for section in shown["sections"]:
            headings |= {section["heading"], *(below["heading"] for below in section["below"])}
        file = tmp_path / "site" / entry.address / entry.pdf_file
        *_, last = found = by_page(file)
        for page in found:
            assert page, "an empty page"
            assert page[-1].strip() not in headings, entry.address
        assert not last[0].startswith("引用"), "a page with nothing of the report"
        assert_inside(file)
    assert files


# --- Hostile text ---

SIGNS = [
    '#panic("x")', "#import", '#read("/etc/passwd")', "#sys.inputs", "#let x = 1", "$x^2$", "$", "@ref", "*粗*",
    "_斜_", "\\ \\u{41} \\#", "\\", "// 注释", "/* 注释", "*/", "<label>", "`raw`", "```", "= 标题", "+ 项", "/ 词: 义",
    "~ --- ... ''\"\"", "#{", "}]", "#[", "&amp; &#65;", "{{ x }}", "%PDF-1.7", "https://example.cn/?q=a#b",
]  # fmt: skip
BIG = "123456789012345.12345678"
LONG_NAME = "名" * 60


@pytest.fixture
def made_pdf(
    content: Content, tmp_path: Path
) -> Callable[[Mapping[str, object]], tuple[Entry, Path]]:
    def make(values: Mapping[str, object]) -> tuple[Entry, Path]:
        catalogue = content({"shili": values})
        file = built(catalogue, tmp_path / "site", tmp_path / "cache")["shili"]
        return catalogue.current[0], file

    return make


MakePdf = Callable[[Mapping[str, object]], tuple[Entry, Path]]


def test_signs_of_typst_are_text_in_running_text(made_pdf: MakePdf) -> None:
    framed = [f"前{sign}后" for sign in SIGNS]
    text = "\n".join([*framed, *SIGNS, "- " + SIGNS[0], "### " + SIGNS[0]])
    table = "|甲|乙|\n|---|---|\n" + "\n".join(f"|{sign}|乙{n}|" for n, sign in enumerate(SIGNS))
    _, file = made_pdf(report(正文={"评价结论": f"{text}\n{table}"}))
    cells = [f"{sign}乙{n}" for n, sign in enumerate(SIGNS)]
    assert_in_order(squeezed(printed(file)), [*framed, *SIGNS, SIGNS[0], SIGNS[0], *cells])
    assert_conforms(file)


@pytest.mark.parametrize(
    "sign", ['#panic("x")', "$x$ @ref *粗* _斜_ // \\ <label>", '"]) #panic("']
)
def test_signs_of_typst_are_text_in_every_field(made_pdf: MakePdf, sign: str) -> None:
    marked = {
        name: f"{name}{sign}" for name in ("标题", "项目名称", "实施单位", "项目编码", "索引号")
    }
    row = {"一级": f"级{sign}", "三级": f"名{sign}", "目标值": f"标{sign}", "单位": f"位{sign}", "完成值": f"成{sign}",
           "偏差原因": f"因{sign}"}  # fmt: skip
    _, file = made_pdf(report(
        **marked,
        资金={"单位": "元", "来源": [{"名称": f"源{sign}"}], "下达文件": [{"文号": f"文{sign}"}]},
        指标=[row],
        更正=[{"日期": "2022-07-01", "说明": f"更{sign}"}],
        数据说明=[f"说{sign}"],
    ))  # fmt: skip
    text = squeezed(printed(file))
    for word in [*marked, "级", "名", "标", "位", "成", "因", "源", "文", "更", "说"]:
        assert squeezed(f"{word}{sign}") in text, word
    assert pypdf.PdfReader(file).metadata.title == f"标题{sign}"  # type: ignore[union-attr]
    assert_conforms(file)


def test_extremes_stay_on_the_paper(made_pdf: MakePdf) -> None:
    amounts = dict.fromkeys(("年初预算", "全年预算", "到位", "支出"), BIG)
    run_on, dots, wide = "W" * 3000, "…" * 300 + "。" * 300, "字" * 40_000
    columns = "|".join(f"列{n}" for n in range(40))
    figures = "|".join("1234567" for _ in range(40))
    table = f"|{columns}|\n|{'--|' * 40}\n|{figures}|"
    _, file = made_pdf(report(
        标题=LONG_NAME * 2, 项目名称=LONG_NAME, 实施单位="A" * 200, 项目编码="1" * 150,
        资金={"单位": "万元", "项目总额": BIG, **amounts, "来源": [{"名称": LONG_NAME, **amounts}, {"名称": "甲", "支出": "1"}],
              "下达文件": [{"文号": "B" * 90, "日期": "2021-06", "金额": BIG}]},
        自评={"到位率": "123456.12345678%", "得分": BIG},
        指标=[indicator(1, 三级=LONG_NAME, 目标值="C" * 100, 完成值="目" * 80, 分值=BIG, 得分="1", 偏差原因="D" * 1500)],
        正文={"项目概况": {"基本情况": wide, "绩效目标": table}, "评价结论": f"{run_on}\n{dots}"},
        更正=[{"日期": "2022-07-01", "说明": "E" * 300}], 数据说明=["F" * 6000],
    ))  # fmt: skip
    assert_inside(file)
    text = squeezed(printed(file))
    assert_in_order(text, [
        LONG_NAME * 2, LONG_NAME, "A" * 200, "1" * 150, "B" * 90, "项目总额123,456,789,012,345.12345678万元",
        "F" * 6000, "B" * 90, wide, *["1234567"] * 40, run_on, dots, "E" * 300,
    ])  # fmt: skip
    assert (text.count("C"), text.count("D")) == (100, 1500), "a head comes between pages"
    assert_conforms(file)


def test_a_title_of_more_than_a_page_is_whole(made_pdf: MakePdf) -> None:
    title = "".join(f"第{n}件，" for n in range(2000))
    _, file = made_pdf(report(标题=title, 指标=[indicator(1, 三级=title)]))
    text = squeezed(printed(file)).replace("指标目标值完成值分值得分", "")  # on each page
    for place in (0, 500, 1000, 1999):
        assert text.count(f"第{place}件") == 3, "in the title, in the table, where it is cited"
    assert_inside(file)


@pytest.mark.parametrize("length", [100, 190, 210, 390, 410, 3000])
def test_rows_of_any_height_are_whole(made_pdf: MakePdf, length: int) -> None:
    """In the narrowest columns too, where a row is kept whole and where it is broken."""
    table = f"|甲|{'乙|' * 9}\n|{'--|' * 10}\n|{'丙' * length}|{'丁|' * 9}"
    rows = [
        indicator(1),
        indicator(2, 目标值="戊" * length, 完成值="己" * length, 偏差原因="庚" * length),
    ]
    _, file = made_pdf(report(指标=rows, 正文={"评价结论": f"前\n{table}\n后"}))
    text = squeezed(printed(file))
    for sign in "丙戊己庚":
        assert text.count(sign) == length, sign
    assert_inside(file)


def test_numbered_lines_stay_with_what_follows(made_pdf: MakePdf) -> None:
    """A short numbered line is a heading in all but name; that many of them fill pages is no harm."""
    alone = [f"{n}.短行" for n in range(90)]
    mixed = [line for n in range(60) for line in (f"{n}.小题", "正文。" * 20)]
    _, file = made_pdf(
        report(正文={"项目概况": {"基本情况": "\n".join(mixed), "绩效目标": "\n".join(alone)}})
    )
    assert_in_order(squeezed(printed(file)), [*mixed, *alone])
    for page in by_page(file):
        assert not page[-1].endswith("小题")


def test_letters_without_a_form_are_there_all_the_same(made_pdf: MakePdf) -> None:
    """Emoji, a bullet of a word processor, a rare name: a box that is copied as what it is."""
    rare = "笑😀家👨‍👩‍👧点\uf0b7名𠮷𰻝私\ue000未\u0378旗🇨🇳"
    _, file = made_pdf(report(标题=f"标题{rare}", 正文={"评价结论": f"文中{rare}之后"}))
    assert_in_order(squeezed(printed(file)), [f"标题{rare}", f"文中{rare}之后"])
    assert_conforms(file)


def test_signs_that_are_not_seen_neither_hide_nor_turn_text(made_pdf: MakePdf) -> None:
    turned = "金额\u202e001\u202c元、\u2066200\u2069元"
    unseen = "零\u200b宽\u200d字\u2060符\u200e止，左\t右，软\u00ad连，空\u00a0格\u3000，\ufe0f选"
    _, file = made_pdf(
        report(正文={"评价结论": f"{turned}\n{unseen}\n" + "\u2060".join("连" * 200)})
    )
    text = re.sub("[\u200b-\u200f\u2060\u00ad\ufe0f]", "", squeezed(printed(file)))
    expected = "零宽字符止，左右，软连，空格，选"
    assert_in_order(text, ["金额001元、200元", expected, "连" * 200])
    assert_inside(file)
    assert_conforms(file)


def test_any_letter_can_be_printed(made_pdf: MakePdf) -> None:
    """Signs of every block of Unicode; none makes a file that breaks its standards."""
    signs = [chr(code) for code in range(0xA1, 0x2FFFF, 97) if chr(code).isprintable()]
    _, file = made_pdf(report(正文={"评价结论": "\n".join(f"甲{sign}乙" for sign in signs)}))
    assert len(signs) > 1000
    assert squeezed(printed(file)).count("乙") == len(signs)
    assert_conforms(file)


def test_the_font_of_boxes_is_a_font() -> None:
    assert fallback_font.font() == fallback_font.font()
    with typesetting.fonts() as folder:
        found = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
        )
        assert fallback_font.NAME in found.families()
        assert {"Noto Serif CJK SC", "Noto Sans CJK SC"} <= set(found.families())
        files = {Path(font.path or "").name for font in found.fonts()}
        assert files == {*typesetting.FONTS, "boxes.ttf"}


# --- The build ---


def several(count: int) -> dict[str, dict[str, object]]:
    return {f"shili-{n}": report(项目名称=f"示例项目{n}") for n in range(count)}


def test_same_content_same_bytes(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a new cache, alone or in other processes."""
    catalogue = content(several(build.BATCH * 2))
    with monkeypatch.context() as patched:
        patched.setenv("JIXIAO_WORKERS", "2")
        in_parallel = built(catalogue, tmp_path / "site1", tmp_path / "cache1")
    assert len(in_parallel) == build.BATCH * 2
    few = dataclasses.replace(catalogue, public=catalogue.public[:2])
    alone = built(few, tmp_path / "site2", tmp_path / "cache2")
    assert len(alone) == 2
    for slug, file in alone.items():
        assert file.read_bytes() == in_parallel[slug].read_bytes()


def test_only_what_changed_is_made_again(content: Content, tmp_path: Path) -> None:
    reports, cache = several(3), tmp_path / "cache"
    former = built(content(reports), tmp_path / "site1", cache)
    changes = {slug: file.stat().st_mtime_ns for slug, file in former.items()}
    kept = set(cache.iterdir())
    reports["shili-1"]["项目名称"] = "改了名的项目"
    later = built(content(reports), tmp_path / "site2", cache)
    assert len(set(cache.iterdir()) - kept) == 1
    assert "改了名的项目" in printed(later["shili-1"])
    assert "改了名的项目" not in printed(former["shili-1"]), "the former site is as it was"
    for slug in ("shili-0", "shili-2"):
        assert later[slug].read_bytes() == former[slug].read_bytes()
        assert later[slug].stat().st_mtime_ns == changes[slug], "no news for servers and mirrors"


def test_progress_is_told_of_each_file_made_or_kept(content: Content, tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    for count in (2, build.BATCH * 2 + 1):
        catalogue = content(several(count))
        folder = tmp_path / f"site{count}"
        build.write(
            catalogue, folder, tmp_path / "cache", no_executor, lambda *what: told.append(what)
        )
        assert told == [("生成 PDF", count)] * count
        told.clear()


def test_drafts_and_withdrawn_reports_have_none(content: Content, tmp_path: Path) -> None:
    catalogue = content({
        "shili": report(),
        "caogao": report(状态="草稿"),
        "weidao": report(公开日期="2026-11-24"),
        "chehui": report(状态="撤回", 撤回={"日期": "2022-08-01", "理由": "重复"}),
    })  # fmt: skip
    assert len(catalogue.public) == 2
    assert set(built(catalogue, tmp_path / "site", tmp_path / "cache")) == {"shili"}
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_site_can_do_without(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "FONT_FOLDER", tmp_path / "nowhere")
    catalogue = content({"shili": report()}, site="生成PDF: 否\n")
    assert built(catalogue, tmp_path / "site", tmp_path / "cache") == {}
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("line", ["", "生成PDF:\n", "生成PDF: 是\n"])
def test_it_is_done_where_nothing_is_said(content: Content, line: str) -> None:
    assert content({"shili": report()}, site=line).site.makes_pdf


def test_the_switch_is_yes_or_no(content: Content, tmp_path: Path) -> None:
    content({"shili": report()})
    site = tmp_path / "content/site.yml"
    number = len(site.read_text(encoding="utf-8").splitlines()) + 1
    with site.open("a", encoding="utf-8") as file:
        file.write("生成PDF: yes\n")
    done = run("jixiao", "check", "--format", "lines", "content/site.yml", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == (
        f"content/site.yml:{number}:8: 错误: “生成PDF”应为是、否 之一，写的是“yes”。请从中选一个。 (value)\n"
    )


def test_missing_fonts_are_said_with_their_package(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "FONT_FOLDER", tmp_path / "nowhere")
    catalogue = content({"shili": report()})
    with pytest.raises(JixiaoError, match=r"不存在.*fonts-noto-cjk"):
        build.write(catalogue, tmp_path / "site", tmp_path / "cache", no_executor, ignore)
    assert not list(tmp_path.rglob("*.pdf"))


@pytest.mark.parametrize("count", [1, build.BATCH * 2])
def test_a_failure_names_the_report_and_leaves_nothing_behind(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(build, "document", lambda *_: {"title": "只有标题"})
    cache = tmp_path / "cache"
    with pytest.raises(JixiaoError, match=r"reports/2021/gonganju/shili-\d+/ 的 PDF 没有生成"):
        build.write(content(several(count)), tmp_path / "site", cache, no_executor, ignore)
    assert list(cache.iterdir()) == []


def test_another_template_makes_all_files_again(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue, cache = content(several(2)), tmp_path / "cache"
    former = built(catalogue, tmp_path / "site1", cache)
    template = tmp_path / "report.typ"
    text = typesetting.TEMPLATE.read_text(encoding="utf-8")
    template.write_text(text.replace('"固定网址"', '"永久网址"'), encoding="utf-8")
    monkeypatch.setattr(typesetting, "TEMPLATE", template)
    later = built(catalogue, tmp_path / "site2", cache)
    assert len(list(cache.iterdir())) == 4
    for slug, file in later.items():
        assert "永久网址" in printed(file)
        assert "固定网址" in printed(former[slug])


def test_what_no_build_has_used_for_long_is_forgotten(content: Content, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    built(content(several(2)), tmp_path / "site1", cache)
    long_ago = 1_600_000_000
    (cache / ".pdf-broken-off").write_bytes(b"half")
    for file in tmp_path.glob("cache*/*"):
        os.utime(file, (long_ago, long_ago))
    os.utime(tmp_path / "cache.forgotten", (long_ago, long_ago))  # it is looked for once a day
    later = built(content(several(1)), tmp_path / "site2", cache)
    assert [file.read_bytes() for file in cache.iterdir()] == [later["shili-0"].read_bytes()]


def test_where_files_cannot_be_linked_they_are_copied(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    catalogue, cache = content(several(1)), tmp_path / "cache"
    linked = built(catalogue, tmp_path / "site1", cache)["shili-0"]
    assert linked.samefile(next(cache.iterdir()))
    monkeypatch.setattr("os.link", refuse)
    copied = built(catalogue, tmp_path / "site2", cache)["shili-0"]
    assert not copied.samefile(linked)
    assert copied.read_bytes() == linked.read_bytes()
    assert {f"{file.stat().st_mode & 0o777:o}" for file in (linked, copied)} == {"644"}


# --- Blocks of a text, against what the page shows of it ---


def words(block: narrative.Block) -> list[tuple[Span, ...]]:
    if isinstance(block, narrative.Items):
        return list(block.lines)
    if isinstance(block, narrative.Table):
        return [cell for row in block.rows for cell in row]
    return [block.line]


def assert_same_as_on_the_page(text: str) -> None:
    page: BeautifulSoup = test_narrative.render(text)
    found = [line for block in narrative.blocks(text) for line in words(block)]
    shown = [tag.get_text() for tag in page.find_all(["p", "li", "h4", "td", "th"])]
    assert [squeezed("".join(span.text for span in line)) for line in found] == [
        squeezed(one) for one in shown
    ]
    spans = [span for line in found for span in line]
    assert [s.text for s in spans if s.bold] == [tag.get_text() for tag in page.find_all("strong")]
    assert [(s.text, s.url) for s in spans if s.url] == [
        (tag.get_text(), tag["href"]) for tag in page.find_all("a")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "甲\n乙\n\n丙", "**1.资金计划。**按程序", "其中，**重点**：", "- 甲\n- **乙**\n丙", "1. **甲**", "(**甲**", "+**甲**",
        "### 小标题\n|甲|乙|\n|:--|--:|\n|**1**|2|\n尾", "见[公告](https://example.cn/a?b=1&c=2)", "张**、李**",
    ],
)  # fmt: skip
def test_blocks_say_what_the_page_shows(text: str) -> None:
    assert_same_as_on_the_page(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=test_narrative.SIGNS + "*-|", max_size=60))
def test_blocks_say_what_the_page_shows_of_any_text(text: str) -> None:
    assert_same_as_on_the_page(text)


def test_kinds_of_blocks() -> None:
    kinds = [
        type(one).__name__ for one in narrative.blocks("### 甲\n乙\n- 丙\n- 丁\n|戊|\n|--|\n|己|")
    ]
    assert kinds == ["Heading", "Paragraph", "Items", "Table"]
