"""Reports on several projects and several years, as their tables state them."""

from collections.abc import Sequence

import pytest

from generator.documents.document import Block, Cell, Document, Paragraph, Place, Table
from generator.recognition.record import RecognisedReport
from tests.recognition.reading import narrative, read, reasons, texts, value

TITLE = "灌区维护绩效自评表"
OF_ONE = (
    ("项目名称", "灌区维护"),
    ("实施单位", "示例县水利局"),
    ("项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ("年度资金总额：", "40", "40", "30", "10", "75.00%", "7.50"),
)


def table(number: int, rows: Sequence[Sequence[str]]) -> Table:
    cells = tuple(
        Cell(row, column, (Paragraph(text, place),), place)
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
        if (place := Place(table=number, row=row + 1))
    )
    return Table(cells, Place(table=number))


def report(
    *blocks: Block | str, title: str = TITLE, year: str = "（2022年度）"
) -> RecognisedReport:
    lines = [Paragraph(title, Place(paragraph=1)), Paragraph(year, Place(paragraph=2))]
    found = [
        Paragraph(one, Place(paragraph=at)) if isinstance(one, str) else one
        for at, one in enumerate(blocks, 3)
    ]
    (only,) = read(Document("自评表.docx", "docx", (*lines, *found)))
    return only


def test_a_list_of_projects() -> None:
    listed = (
        ("序号", "项目名称", "全年预算数（万元）", "全年执行数（万元）", "执行率", "备注"),
        ("1", "东干渠维护", "25.00", "20", "80.00%", "工期顺延。"),
        ("2", "泵站检修", "15", "10", "66.67%", ""),
        ("", "合计", "40", "30", "75.00%", ""),
    )
    found = report(table(1, OF_ONE), "附表：包含项目资金情况表", table(2, listed))
    assert value(found, "项目名称") == "灌区维护"
    first = {path[2:]: text for path, text in texts(found).items() if path[:2] == ("包含项目", 0)}
    assert first == {
        ("项目名称",): "东干渠维护",
        ("资金", "全年预算"): "25.00",
        ("资金", "支出"): "20",
        ("自评", "执行率"): "80.00%",
        ("说明",): "工期顺延。",
    }
    assert value(found, "包含项目", 1, "项目名称") == "泵站检修"
    assert ("包含项目", 2, "项目名称") not in found.values
    assert not any(path[:2] == ("资金", "来源") for path in found.values)
    assert not found.others
    assert not found.unclassified


def test_a_caption_in_a_cell_of_the_same_table_is_left_out() -> None:
    listed = (("序号", "项目名称", "预算数", "执行数"), ("1", "东干渠维护", "40", "30"))
    caption = ("附表1：包含项目资金情况表（单位：万元）", "", "", "")
    found = report(table(1, (*OF_ONE[:2], caption, *listed)))
    assert value(found, "包含项目", 0, "资金", "支出") == "30"
    assert value(found, "资金", "单位") == "万元"
    assert not found.unclassified


def test_a_list_of_projects_in_another_unit_than_the_report() -> None:
    listed = (
        ("项目名称", "预算数（元）", "执行数（元）"),
        ("东干渠维护", "250000", "200000"),
        ("泵站检修", "150000", "100000"),
    )
    found = report(table(1, OF_ONE), table(2, listed))
    assert value(found, "资金", "单位") == "万元"
    assert value(found, "包含项目", 0, "资金", "单位") == "元"
    assert value(found, "包含项目", 1, "资金", "支出") == "100000"


def test_a_list_with_a_column_that_no_project_has_is_none() -> None:
    listed = (
        ("项目名称", "建设地点", "预算数", "执行数"),
        ("东干渠维护", "示例县甲镇", "25", "20"),
        ("泵站检修", "示例县乙乡", "15", "10"),
    )
    found = report(table(1, OF_ONE), table(2, listed))
    assert not any(path[0] == "包含项目" for path in found.values)


def test_a_table_for_each_project() -> None:
    first = (
        ("子项目名称", "东干渠维护", "实施单位", "示例县水利局"),
        ("项目资金（万元）", "全年预算数", "全年执行数", "执行率"),
        ("年度资金总额：", "25", "20", "80.00%"),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
        ("产出指标", "数量指标", "维护渠道", "≥12公里", "12公里", "50", "50"),
        ("总分", "100", "96"),
    )
    second = (("子项目名称", "泵站检修"), ("存在问题", "设备老化。"))
    found = report(table(1, OF_ONE), table(2, first), table(3, second))
    assert value(found, "项目名称") == "灌区维护"
    assert value(found, "资金", "支出") == "30"
    assert value(found, "包含项目", 0, "项目名称") == "东干渠维护"
    assert value(found, "包含项目", 0, "资金", "支出") == "20"
    assert value(found, "包含项目", 0, "自评", "执行率") == "80.00%"
    assert value(found, "包含项目", 0, "指标", 0, "三级") == "维护渠道"
    assert value(found, "包含项目", 0, "自评", "得分") == "96"
    assert value(found, "包含项目", 1, "结论", "存在问题") == "设备老化。"
    assert ("包含项目", 0, "资金", "单位") not in found.values  # it is the report's
    assert not found.unclassified


BY_ROW = (
    ("年度", "全年预算数", "到位数", "全年执行数"),
    ("2021年", "20", "20", "18.5"),
    ("2022年", "40", "36", "30"),
)
BY_COLUMN = tuple(zip(*BY_ROW, strict=True))
NO_CORNER = (("", *BY_COLUMN[0][1:]), *BY_COLUMN[1:])
WITH_LABEL = tuple(("分年度资金情况（万元）", *row) for row in BY_COLUMN)


@pytest.mark.parametrize("shape", [BY_ROW, BY_COLUMN, NO_CORNER, WITH_LABEL])
def test_the_money_of_several_years(shape: Sequence[Sequence[str]]) -> None:
    found = report(table(1, OF_ONE), table(2, shape), year="（2021—2022年度）")
    assert [value(found, "涵盖年度", at) for at in range(2)] == ["2021", "2022"]
    assert value(found, "年度") == "2022"
    assert value(found, "标题") == f"{TITLE}（2021—2022年度）"
    keys = ("年度", "全年预算", "到位", "支出")
    rows = [[value(found, "资金", "分年度", at, key) for key in keys] for at in range(2)]
    assert rows == [["2021", "20", "20", "18.5"], ["2022", "40", "36", "30"]]
    assert value(found, "资金", "支出") == "30"
    assert not any(path[:2] == ("资金", "来源") for path in found.values)
    assert not found.unclassified


SECTIONS = (
    *("一、项目概况", "（一）项目基本情况", "维修管网12公里。"),
    *("二、项目绩效情况", "（一）项目完成情况", "全部完成，群众用水有了保障。"),
)


def test_years_as_columns_of_a_table_in_the_text_stay_in_it() -> None:
    found = report(*SECTIONS[:3], table(1, BY_COLUMN), *SECTIONS[3:])
    assert "| 全年执行数 | 18.5 | 30 |" in narrative(found)["项目概况/项目基本情况"]
    assert value(found, "资金", "分年度", 1, "支出") == "30"


def test_years_in_an_attached_table_are_no_part_of_the_text() -> None:
    for shape in (BY_ROW, BY_COLUMN):
        found = report(*SECTIONS, "附表：分年度资金情况表（单位：万元）", table(1, shape))
        text = narrative(found)["项目绩效情况/项目完成情况"]
        assert text == "全部完成，群众用水有了保障。"
        assert value(found, "资金", "分年度", 0, "支出") == "18.5"
        assert value(found, "资金", "单位") == "万元"
        assert "分年度资金情况表" in reasons(found)["表格的标题"]


def test_two_units_of_a_form_that_calls_them_alike() -> None:
    rows = (
        ("项目名称", "灌区维护"),
        ("项目单位", "示例县水利局", "填报日期", "2023-03"),
        ("主管部门", "示例县水利局", "项目实施单位", "示例县丙镇人民政府"),
    )
    found = report(table(1, rows))
    assert value(found, "部门") == "示例县水利局"
    assert value(found, "实施单位") == "示例县丙镇人民政府"
    assert not found.others
    alone = report(table(1, (*rows[:2], ("主管部门", "示例县财政局"))))
    assert value(alone, "实施单位") == "示例县水利局"


def test_full_marks_are_no_score_where_the_score_is_blank() -> None:
    heads = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分", "备注")
    row = ("产出指标", "数量指标", "维护渠道", "12公里", "12公里", "50", "50", "")
    for total in (("总分", "100", "", ""), ("总分", "", "", "", "", "100", "", "")):
        found = report(table(1, (*OF_ONE[:2], heads, row, total)))
        assert value(found, "自评", "总分") == "100"
        assert ("自评", "得分") not in found.values
    remarks = ("其他需要说明事项", "无")
    found = report(table(1, (*OF_ONE[:2], heads, row, remarks, ("总分", "100", "", "优"))))
    assert value(found, "自评", "总分") == "100"
    assert value(found, "自评", "等级") == "优"
    assert ("自评", "得分") not in found.values
    found = report(table(1, (*OF_ONE[:2], heads, row, ("总分", "96", "", ""))))
    assert value(found, "自评", "得分") == "96"


def test_the_execution_of_the_budget_stands_under_the_heads_of_a_sheet() -> None:
    heads = (
        "一级指标",
        "二级指标",
        "三级指标",
        "指标解释",
        "指标值",
        "完成值",
        "得分",
        "权重占比",
        "折算得分",
    )
    rows = (
        ("产出指标", "数量指标", "维护渠道", "按台账", "12", "12", "10.0", "10", "1.00"),
        ("预算执行率", "", "", "", "", "100.00%", "10.00", "10", "1.00"),
    )
    whole = table(1, (*OF_ONE[:2], heads, *rows))
    filled = tuple(one for one in whole.cells if one.text)
    for made in (whole, Table(filled, whole.place)):
        found = report(made)
        keys = ("得分", "权重占比", "折算得分")
        assert [value(found, "资金", key) for key in keys] == ["10.00", "10", "1.00"]
        assert value(found, "自评", "执行率") == "100.00%"
        assert not found.unclassified


def test_the_income_of_a_department_with_a_row_for_each_body() -> None:
    names = ("收入合计", "其中：上年结转", "公共财政拨款", "其他收入")
    rows = (
        ("年度收入情况（万元）", "机构名称", *names),
        ("", "局机关汇总", "20.62", "1.03", "19.18", "0.41"),
        ("", "所属单位", "3", "", "3", ""),
        ("年度主要工作内容", "完成重点工作70项。"),
    )
    found = report(table(1, rows), title="部门整体支出绩效自评报告")
    assert value(found, "部门整体", "收入", 1, "名称") == "其中：上年结转"
    assert value(found, "部门整体", "收入", 1, "决算") == "1.03"
    assert value(found, "部门整体", "收入", 1, "机构") == "局机关汇总"
    assert value(found, "部门整体", "收入", 4, "机构") == "所属单位"
    assert value(found, "资金", "单位") == "万元"
    assert not found.unclassified


def test_text_between_two_tables_of_a_sheet_is_text() -> None:
    text = (
        *("一、项目概况", "（一）项目基本情况", "维修管网12公里，更换水表三百只，改善了供水条件。"),
        *("二、项目绩效情况", "（一）项目完成情况", "全部完成，群众用水有了保障。"),
    )
    rows = (*OF_ONE, *((one,) for one in text), ("附表：分年度资金情况表（单位：万元）",), *BY_ROW)
    found = report(table(1, rows))
    assert narrative(found)["项目绩效情况/项目完成情况"] == "全部完成，群众用水有了保障。"
    assert value(found, "资金", "分年度", 1, "支出") == "30"
    assert value(found, "资金", "支出") == "30"
    assert not found.unclassified
