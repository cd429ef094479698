"""Whatever stands in a table: nothing of it is lost, nothing is there twice, nothing fails."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.documents.document import Block, Cell, Paragraph, Place, Table, paragraphs
from generator.recognition.rows import block_items
from generator.recognition.words import COLUMNS, LABELS, SECTIONS, TOTALS
from tests.recognition.reading import visible
from tests.recognition.test_form_tables import read

_PRINTED = sorted(
    {
        *(word for words in COLUMNS.values() for word in words),
        *(*LABELS, *SECTIONS, *TOTALS),
        *(
            "联系人",
            "填报人：",
            "联系电话",
            "负责人及电话",
            "姓名",
            "签字",
            "注：1.按表填写。",
            "2.另附说明。",
        ),
        *(
            "产出指标（50分）",
            "效益指标",
            "数量指标",
            "满意度指标",
            "预算执行率",
            "指标1：",
            "……",
            "年度绩效目标1（80分）",
        ),
        *(
            "其中：财政拨款",
            "上年结转资金",
            "年度资金总额：",
            "项目资金（万元）",
            "收入合计",
            "基本支出",
            "公务接待费",
        ),
        *("子项目名称", "序号", "2021年", "2022年度", "东干渠维护"),
        *("三公经费合计", "支付安全性", "支付规范性", "分配科学性", "中央", "县级"),
    }
)
_FILLED = (
    *(
        "100",
        "98.5%",
        "0",
        "—",
        "/",
        "412,336.80",
        "854万",
        "10分",
        "≥95%",
        ">=21933人",
        "≧",
        "═",
        "定性",
        "人次",
    ),
    *(
        "318-示例县民政局",
        "[155]示例县民政局",
        "51999923R000000071234-工资性支出",
        "1、甲类 ☑ 2、乙类 □",
    ),
    *(
        "2018年1月至2018年12月",
        "2023.6.28",
        "赵示例 13900000000",
        "0999-7211000",
        "优",
        "优秀",
        "无",
        "完成",
    ),
    *(
        "填报日期：2023.6.28 负责人：",
        "示例县示例项目",
        "按期完成\n全部任务",
        "口",
        "（",
        "()",
        "：",
        "1",
    ),
)
_texts = st.one_of(
    st.sampled_from(_PRINTED),
    st.sampled_from(_FILLED),
    st.just(""),
    st.text("甲乙丙（）()：:|｜ 、0123.%万元≥☑□口分\t", max_size=8),
)
_rows = st.lists(st.lists(_texts, min_size=1, max_size=8), min_size=1, max_size=9)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table with cells that reach over rows and columns."""
    rows = draw(_rows)
    width = max(map(len, rows))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if (row, column) in taken:
                continue
            wide = draw(st.sampled_from((1, 1, 1, 2)))
            high = draw(st.sampled_from((1, 1, 1, 1, 2)))
            extent = {(row + down, column + right) for down in range(high) for right in range(wide)}
            if extent & taken or column + wide > width or row + high > len(rows):
                wide = high = 1
                extent = {(row, column)}
            taken |= extent
            place = Place(table=1, row=row + 1, column=column + 1)
            blocks = (Paragraph(text, place),) if text.strip() else ()
            cells.append(Cell(row, column, blocks, place, high, wide))
    return Table(tuple(cells), Place(table=1))


def in_text(rows: Sequence[Sequence[str]], separator: str) -> list[Paragraph]:
    return [
        Paragraph(separator.join(texts), Place(paragraph=number))
        for number, texts in enumerate(rows, 1)
        if separator.join(texts).strip()
    ]


_blocks = st.lists(
    st.one_of(
        tables().map(lambda table: [table]),
        st.tuples(_rows, st.sampled_from((" | ", "\t", " ", "  "))).map(lambda one: in_text(*one)),
        st.lists(_texts, max_size=8).map(lambda texts: in_text([[one] for one in texts], " ")),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=400, deadline=None)
@given(_blocks)
def test_every_character_is_accounted_for_once(groups: Sequence[Sequence[Block]]) -> None:
    blocks = [one for group in groups for one in group]
    items = block_items(blocks)
    assert sorted("".join(map(visible, items))) == sorted(
        "".join("".join(one.shown for one in paragraphs(tuple(blocks))).split())
    )
    read(items)
