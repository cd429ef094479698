"""Every visible character of any document is accounted for, once: a value, left out, not known."""

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.documents.document import Aside, Block, Cell, Document, Paragraph, Place, Table
from tests.recognition.reading import balance, read

_LINES = (
    "示例县水利局2022年度农村饮水维修项目支出绩效自评报告", "项目支出绩效自评表", "（2022年度）", "附件2-3",
    "示例市2018年度部门整体支出", "绩效评价自评报告", "部门整体支出绩效自评报告", "2022年度水库标尺项目自评表",
    "一、项目概况", "（一）项目基本情况。", "（二）绩效目标（可用表格形式反映）。", "二、项目资金申报及使用情况",
    "1.项目主要内容", "2.资金使用：全部用完。", "（1）数量指标。计划抽检120批次。", "①其他", "第一部分 基本情况",
    "三、项目实施及管理情况", "四、项目绩效情况", "五、评价结论及建议", "（一）评价结论", "存在的问题", "无",
    "全年支出18.36万元，执行率99.2%，自评得分96.5分，等级为优。", "依据示财预〔2021〕3号文，下达50万元，资金到位率100%。",
    "项目负责人张建国，电话：0999-8600000，由其牵头。", "联系人：李明  联系电话：8600000", "填报人：", "联系人",
    "孙建国", "联络电话", "8600000", "评价小组成员：", "目 录", "一、基本情况......3", "二、绩效\t6",
    "--- 第 21 页 ---", "— 3 —", "示例县水利局", "2023年3月8日", "二〇二三年三月八日", "注：1.分值统一设置。",
    "2.定性指标分三档。", "发布日期：2023-04-27 索引号：0009-1", " • 索引号", " • 99918791-2", "文号 浏览量 主题词",
    "来源：财务科 2019-07-09 16:55", "项目名称：农村饮水维修", "委托单位：示例县财政局", "单位：万元", "公开14表",
    "示信会绩报字〔2023〕第0017号", "摘要", "[bookmark: _GoBack]维修管网12公里。", "Ａ１ ①　全角", "…………", "",
    "项目名称 | 农村饮水维修 | 项目负责人 | 张三", "主管部门 | [155]示例县水利局 | 实施单位 | 318-示例县水利局",
    "项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
    " | 年度资金总额 | 20 | 20 | 19 | 10 | 95% | 9.5", "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值",
    " | 产出指标 | 数量指标 | 维修管网 | ≥12公里 | 12公里", "姓名 | 职务 | 单位 | 签字", "孙建国 | 主任 | 示例县水利局 |",
    "年度 | 中央 | 县级 | 预算合计 | 支出", "2021 | 1 | 2 | 3 | 3", "2022 | 2 | 2 | 4 | 3", "合计 | 3 | 4 | 7 | 6",
    "| --- | --- |", "甲 | 乙 | 丙",
)  # fmt: skip
_words = st.sampled_from(_LINES) | st.text("一（）()、。：:1.2|\t •甲年月日", max_size=12)


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    words = draw(_words) + draw(st.sampled_from(("", "", "\n一、项目概况\n维修。")))
    number = draw(st.sampled_from(("", "", "", "一、", "（二）", "3.", "(4)", "●")))
    level = draw(st.sampled_from((0, 0, 0, 1, 2)))
    place = Place(paragraph=draw(st.integers(1, 99)))
    return Paragraph(words, place, number, level, is_bold=draw(st.booleans()))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    place = Place(table=draw(st.integers(1, 9)))
    cells: list[Cell] = []
    for row in range(draw(st.integers(1, 4))):
        width = draw(st.integers(1, 5))
        for column in range(width):
            span = draw(st.integers(1, 3)) if column == width - 1 else 1
            text = draw(_words)
            at = Place(table=place.table, row=row + 1, column=column + 1)
            cells.append(Cell(row, column, (Paragraph(text, at),), at, column_span=span))
    return Table(tuple(cells), place)


_blocks: st.SearchStrategy[Block] = paragraphs() | tables()


@st.composite
def documents(draw: st.DrawFn) -> Document:
    blocks = tuple(draw(st.lists(_blocks, max_size=25)))
    notes = draw(st.lists(paragraphs(), max_size=2))
    kind = draw(st.sampled_from(("页眉", "页脚", "脚注", "文本框", "批注")))
    asides = tuple(Aside(kind, (one,), Place(part=kind)) for one in notes)
    return Document(
        draw(st.sampled_from(("甲.docx", "报告-1.html", "报告-2.html"))), "docx", blocks, asides
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(documents(), max_size=3))
def test_every_character_is_accounted_for_once(found: list[Document]) -> None:
    assert balance(found, read(*found)) == {}


@settings(max_examples=100, deadline=None)
@given(documents())
def test_the_same_document_gives_the_same_reports(found: Document) -> None:
    assert read(found) == read(found)
