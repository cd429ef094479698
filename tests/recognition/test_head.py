"""What the head of a report says, the words of a portal, persons, and what sentences state."""

from dataclasses import replace

import pytest

from generator.documents.document import Aside, Document, Paragraph, Place
from generator.recognition.record import Sureness
from tests.recognition.reading import (
    document,
    narrative,
    read,
    read_text,
    reasons,
    remembering,
    texts,
    value,
)

BODY = "一、做了什么\n修了三座桥，又补了两段路。\n二、有什么问题\n没有问题，都做完了。\n"


@pytest.mark.parametrize(
    ("title", "project", "year", "kind"),
    [
        (
            "示例县水利局2022年度农村饮水维修项目支出绩效自评报告",
            "农村饮水维修",
            "2022",
            "单位自评",
        ),
        ("2023年示例县水利局水库标尺项目绩效自评报告", "水库标尺", "2023", "单位自评"),
        (
            "示例县2020-2022年度渠系改造专项资金财政重点绩效评价报告",
            "渠系改造专项资金",
            "2022",
            "财政评价",
        ),
        (
            "示例县水利局2021年度部门整体支出绩效自评报告",
            "部门整体支出",
            "2021",
            "部门整体支出自评",
        ),
        (
            "示例县水利局2022年度项目支出绩效自评报告（防汛物资购置）",
            "防汛物资购置",
            "2022",
            "单位自评",
        ),
        ("关于示例县水利局2022年度水质检测项目绩效自评情况的报告", "水质检测", "2022", "单位自评"),
    ],
)
def test_a_title_tells_project_year_and_kind(
    title: str, project: str, year: str, kind: str
) -> None:
    report = read_text(f"{title}\n{BODY}")
    assert value(report, "标题") == title
    assert value(report, "项目名称") == project
    assert value(report, "年度") == year
    assert value(report, "评价类型") == kind


def test_a_title_can_have_two_lines_and_a_year_below() -> None:
    report = read_text(f"附件2：\n示例县水利局水库标尺项目支出\n绩效自评报告\n（2022年度）\n{BODY}")
    assert value(report, "标题") == "示例县水利局水库标尺项目支出绩效自评报告"
    assert value(report, "年度") == "2022"
    assert reasons(report)["附件标记"] == "附件2："


def test_years_of_a_report_on_several() -> None:
    found = texts(read_text(f"示例县2020-2022年度渠系改造资金绩效评价报告\n{BODY}"))
    assert [found["涵盖年度", at] for at in range(3)] == ["2020", "2021", "2022"]


def test_a_cover_has_labels() -> None:
    report = read_text(
        "示例县2022年度渠系改造资金绩效评价报告\n示信会绩报字〔2023〕第0017号\n委托单位：示例县财政局\n"
        "项目主管部门：示例县水利局\n评价机构：示例诚信会计师事务所\n2023年10月28日\n" + BODY
    )
    assert value(report, "评价工作", "委托单位") == "示例县财政局"
    assert value(report, "评价工作", "评价机构") == "示例诚信会计师事务所"
    assert value(report, "评价工作", "报告文号") == "示信会绩报字〔2023〕第0017号"
    assert value(report, "主管部门") == "示例县水利局"
    assert value(report, "报告日期") == "2023-10-28"
    assert value(report, "评价类型") == "财政评价"
    assert value(report, "部门") == "示例县财政局"


@pytest.mark.parametrize("bullet", [" • ", ""])
def test_words_of_a_portal_are_fields_or_left_out(bullet: str) -> None:
    words = (
        *("索引号", "99918791-2-/2023-0427027", "发布机构", "示例市文化和旅游局", "公开目录"),
        *("自评报告", "发布日期", "2023-04-27", "文号", "浏览量", "主题词"),
    )
    title = "示例市图书馆2022年度数字阅览项目绩效自评报告"
    report = read_text("".join(f"{bullet}{one}\n" for one in words) + f"{title}\n{BODY}")
    assert value(report, "标题") == title
    assert value(report, "主题词") is None
    assert value(report, "索引号") == "99918791-2-/2023-0427027"
    assert value(report, "原发布日期") == "2023-04-27"
    assert "示例市文化和旅游局" in reasons(report)["网页信息"]
    assert not report.unclassified


def test_what_a_portal_says_over_its_article_is_read_as_what_stands_in_it() -> None:
    about = (
        "发布日期：2021.07.14 索引号：00099999-2-0404 责任编辑：钱示例",
        "来源：示例县水利局 作者：赵示例",
        "单位：示例县信息中心",
    )
    blocks = tuple(Paragraph(one, Place("网页信息", paragraph=at)) for at, one in enumerate(about))
    page = document(f"示例县水利局2020年度水库标尺项目绩效自评报告\n{BODY}")
    (report,) = read(replace(page, asides=(Aside("网页信息", blocks, Place("网页信息")),)))
    assert value(report, "原发布日期") == "2021-07-14"
    assert value(report, "索引号") == "00099999-2-0404"
    assert value(report, "部门") == "示例县水利局"
    assert not any("示例" in found for found in texts(report).values() if "水利" not in found)
    assert not report.unclassified


def test_a_page_title_that_names_the_site_is_left_out() -> None:
    title = Paragraph("绩效公开-示例县人民政府", Place("网页标题", paragraph=1), style="标题")
    page = document(f"示例县水利局2020年度水库标尺项目绩效自评报告\n{BODY}")
    (report,) = read(replace(page, blocks=(title, *page.blocks)))
    assert value(report, "标题") == "示例县水利局2020年度水库标尺项目绩效自评报告"
    assert "绩效公开" in reasons(report)["网页信息"]
    assert not report.unclassified


def test_the_day_of_publication_beside_the_source() -> None:
    text = "来源：财务科 2019-07-09 16:55\n浏览量：1\n"
    report = read_text(f"示例县水利局2018年度水库标尺项目绩效自评报告\n{text}{BODY}")
    assert value(report, "原发布日期") == "2019-07-09"


@pytest.mark.parametrize(
    "line",
    [
        "填报单位（盖章）：示例县水利局",
        "部门：示例州示例县水利局",
        "单位名称：示例县水利局  填报日期：2023.6.28",
    ],
)
def test_the_department_stands_behind_a_label(line: str) -> None:
    report = read_text(f"2022年度水库标尺项目绩效自评报告\n{line}\n{BODY}")
    assert value(report, "部门") == "示例县水利局"
    assert report.values["部门",].sureness is Sureness.SURE


def test_a_department_by_what_the_county_calls_it() -> None:
    text = document(f"2022年度水库标尺项目绩效自评报告\n单位名称：县水务局\n{BODY}")
    (report,) = read(text, known=remembering(departments={"县水务局": "shuiliju"}))
    assert value(report, "部门") == "示例县水利局"
    assert report.values["部门",].sureness is Sureness.LIKELY
    (report,) = read(text)
    assert report.values["部门",].sureness is Sureness.GUESS


def test_a_cover_of_a_county_of_its_own_is_read() -> None:
    report = read_text(
        "示例县项目支出绩效自评报告\n（2022年度）\n项目名称：水库标尺\n"
        "项目主管单位：示例县水利局（盖章）\n项目承担单位：示例水管站（公章）\n"
        "单位主要负责人：张建国\n填表日期：2023年3月12日\n示例县财政局  制\n"
        f"{BODY}"
    )
    assert value(report, "部门") == value(report, "主管部门") == "示例县水利局"
    assert value(report, "实施单位") == "示例水管站"
    assert reasons(report)["签字栏"] == "（盖章）（公章）"
    assert reasons(report)["人员姓名"] == "单位主要负责人：张建国"
    assert reasons(report)["封面"] == "示例县财政局  制"
    assert report.unclassified == []


def test_what_a_report_does_not_tell_the_command_does() -> None:
    text = document(f"水库标尺项目绩效自评报告\n{BODY}")
    (report,) = read(text, department="shuiliju", year=2022)
    assert value(report, "部门") == "示例县水利局"
    assert value(report, "年度") == "2022"
    told = document(f"示例县民政局2021年度慰问项目绩效自评报告\n{BODY}")
    (report,) = read(told, department="shuiliju", year=2022)
    assert value(report, "部门") == "示例县民政局"
    assert value(report, "年度") == "2021"


@pytest.mark.parametrize(
    ("said", "year"),
    [("校舍建于2000年以前。", None), ("2023年投入50万元。\n全部资金于2023年付清。", "2023")],
)
def test_a_year_is_guessed_of_what_the_text_names_again(said: str, year: str | None) -> None:
    (report,) = read(document(f"示例县水利局水库标尺项目绩效自评报告\n{BODY}{said}\n"))
    found = report.values.get(("年度",))
    assert (found and found.text) == year


def test_persons_in_cells_of_other_things_are_left_out_too() -> None:
    report = read_text(
        "示例县教育局2023年度示例项目支出绩效自评表\n"
        "项目名称 | 示例项目\n"
        "实施单位 | 示例学校（联系人：张建国，0999-8600000）\n"
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 备注\n"
        "产出指标 | 数量指标 | 办学人数 | ≥50人 | 52人 | 20 | 20 | 李建国（13900000000）\n"
        "填表人：孙建国 联系电话：(0999)8600000 填报日期：2024年1月5日\n"
    )
    said = texts(report)
    for one in ("张建国", "李建国", "孙建国", "8600000", "13900000000"):
        assert not any(one in text for text in said.values())
        assert one in "".join(reasons(report)[name] for name in ("人员姓名", "电话号码"))
    assert value(report, "实施单位") == "示例学校"
    assert ("指标", 0, "偏差原因") not in report.values
    assert value(report, "报告日期") == "2024-01-05"
    assert "空白模板行" not in reasons(report)


def test_persons_are_left_out_and_listed() -> None:
    report = read_text(
        f"示例县水利局2022年度水库标尺项目绩效自评报告\n{BODY}三、谁来负责\n"
        "项目负责人张建国，电话：0999-8600000，由其牵头办理此事。\n"
        "评价小组成员：\n姓名 | 职务 | 单位 | 签字\n孙建国 | 主任 | 示例县水利局 | \n"
        "联系人：李建国  联系电话：8600000\n填报人：        审核人：\n"
    )
    everything = "".join(found.text + found.printed for found in report.values.values())
    for name in ("张建国", "孙建国", "李建国", "8600000"):
        assert name not in everything
        assert name in "".join(one.text for one in report.left_out)
    assert "孙建国" in reasons(report)["人员姓名"]
    assert "示例县水利局" in reasons(report)["人员名单"]
    assert "主任" not in reasons(report)["人员姓名"]
    assert "由其牵头办理此事。" in narrative(report)["谁来负责"]


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("项目负责人张建国，电话：13900000000，由县水管所实施。", "由县水管所实施。"),
        ("由县水管所实施（联系人：李建国，电话：0999-8600000），已完工。", "由县水管所实施，已完工。"),
        ("组长张建国，组员：李建国、王小明，共3人。", "共3人。"),
        ("项目负责人张建国负责现场管理。", "项目负责人负责现场管理。"),
        ("举报电话：12345，联系人张建国。", "举报电话：12345。"),
    ],
)  # fmt: skip
def test_a_label_goes_with_the_name_that_it_stood_for(printed: str, kept: str) -> None:
    report = read_text(
        f"示例县水利局2022年度水库标尺项目绩效自评报告\n{BODY}三、谁来负责\n{printed}\n"
    )
    assert narrative(report)["谁来负责"] == kept


def test_a_line_of_a_contact_in_brackets_leaves_nothing() -> None:
    report = read_text(
        f"示例县水利局2022年度水库标尺项目绩效自评报告\n{BODY}三、其他\n没有别的了。\n"
        "（联系人：李建国，电话：0999-8600000）\n"
    )
    assert narrative(report)["其他"] == "没有别的了。"
    assert report.unclassified == []


def test_heads_and_feet_of_pages_are_left_out_and_boxes_are_not() -> None:
    made = document(f"示例县水利局2022年度水库标尺项目绩效自评报告\n{BODY}— 3 —\n")
    asides = tuple(
        Aside(kind, (Paragraph(words, Place(part=kind)),), Place(part=kind))
        for kind, words in (("页眉", "水利局"), ("页脚", "第 1 页 共 9 页"), ("文本框", "内部资料"))
    )
    (report,) = read(Document(made.name, made.kind, made.blocks, asides))
    assert reasons(report)["页眉"] == "水利局"
    assert reasons(report)["页码"] == "— 3 —第 1 页 共 9 页"
    assert [one.text for one in report.unclassified] == ["内部资料"]


CLAIMS = """\
示例县水利局2022年度水库标尺项目绩效自评报告
一、资金情况
（一）资金下达
2022年3月由示财预〔2022〕21号文下达资金50万元，资金到位率100%。
（二）资金使用
全年预算50万元，全年支出48.60万元，执行率97.2%。
二、自评结果
项目自评得分96.5分，等级为优，群众满意度98%。
"""


def test_sentences_state_figures() -> None:
    report = read_text(CLAIMS)
    found = texts(report)
    assert found["资金", "单位"] == "万元"
    assert found["资金", "全年预算"] == "50"
    assert found["资金", "支出"] == "48.60"
    assert found["资金", "下达文件", 0, "文号"] == "示财预〔2022〕21号"
    assert found["资金", "下达文件", 0, "日期"] == "2022-03"
    assert found["自评", "到位率"] == "100%"
    assert found["自评", "执行率"] == "97.2%"
    assert found["自评", "满意度"] == "98%"
    assert found["自评", "得分"] == "96.5"
    assert found["自评", "等级"] == "优"
    for path in (("资金", "支出"), ("自评", "得分")):
        assert report.values[path].sureness is Sureness.LIKELY
        assert report.values[path].how == "句子"
        assert not report.values[path].printed


def test_what_a_sentence_says_otherwise_stands_beside_the_table() -> None:
    table = (
        "项目名称 | 水库标尺\n项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分\n"
        " | 年度资金总额 | 50 | 50 | 50 | 10 | 100% | 10\n"
    )
    (report,) = read(document(CLAIMS), document("项目支出绩效自评表\n（2022年度）\n" + table))
    assert value(report, "资金", "支出") == "50"
    assert [one.text for one in report.others["资金", "支出"]] == ["48.60"]
    assert ("资金", "全年预算") not in report.others


@pytest.mark.parametrize(
    "sentence",
    [
        "目标是满意度达到95%以上。", "其中县级资金支出8万元。", "上年支出30万元。",
        "等级分为：90（含）-100分为优，80（含）-90分为良。", "每户支出3万元。",
    ],
)  # fmt: skip
def test_aims_parts_and_other_years_are_no_figures_of_the_report(sentence: str) -> None:
    report = read_text(
        f"示例县水利局2022年度水库标尺项目绩效自评报告\n一、做了什么\n{sentence}\n二、其他\n没有别的了。\n"
    )
    assert not [path for path in report.values if path[0] in ("资金", "自评")]


def test_a_month_is_a_date_behind_its_label() -> None:
    for printed in ("2023-02", "2023.2", "2023/02", "2023年2月"):
        report = read_text(f"2022年度水库标尺项目绩效自评报告\n报告日期：{printed}\n{BODY}")
        assert value(report, "报告日期") == "2023-02", printed


def test_a_sentence_says_where_the_money_came_from() -> None:
    said = "2021年度我局上年结转资金2.4万元，2021年下达预算资金5万元，其中省级3万元。"
    report = read_text(
        f"示例县水利局2021年度水库标尺项目绩效自评报告\n一、项目概况\n{said}\n{BODY}"
    )
    stated = {path[2:]: text for path, text in texts(report).items() if path[1:2] == ("来源",)}
    assert stated == {
        (0, "名称"): "上年结转资金",
        (0, "全年预算"): "2.4",
        (1, "名称"): "2021年下达预算资金",
        (1, "全年预算"): "5",
    }


@pytest.mark.parametrize(
    "said",
    [
        "结转下年资金2.4万元，2021年下达预算资金5万元。",
        "上年结转资金2.4万元，2020年下达预算资金5万元。",
        "上年结转资金2.4万元。2021年下达预算资金5万元。",
        "上年结转资金2.4万元，2021年完成产值5万元。",
    ],
)
def test_other_money_is_no_source(said: str) -> None:
    report = read_text(
        f"示例县水利局2021年度水库标尺项目绩效自评报告\n一、项目概况\n{said}\n{BODY}"
    )
    assert not any(path[1:2] == ("来源",) for path in report.values)
