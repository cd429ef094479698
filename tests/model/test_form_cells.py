"""Cells of a form: a stroke is an answer, an amount may have a unit of its own."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from generator.model.fields import StatedAmount
from generator.model.funds import Funds
from generator.model.indicator import Indicator
from generator.model.report import Report

BASE = {
    "项目名称": "管网维护", "部门": "示例县水利局", "年度": "2023", "评价类型": "单位自评",
    "状态": "草稿",
}  # fmt: skip


@pytest.mark.parametrize("stroke", ["/", "／", "—", "——", "-", " – ", "不适用"])
def test_a_stroke_says_that_a_cell_does_not_apply(stroke: str) -> None:
    row = Indicator.model_validate({"三级": "到馆人次", "分值": stroke, "得分": None})
    assert (row.weight, row.score) == (None, None)
    assert row.not_applicable == {"weight"}
    assert row.model_dump(mode="json", by_alias=True, exclude_none=True) == {
        "三级": "到馆人次", "分值": "/",
    }  # fmt: skip


def test_a_cell_of_words_keeps_its_stroke() -> None:
    row = Indicator.model_validate({"三级": "到馆人次", "目标值": "—"})
    assert row.target == "—"
    assert row.not_applicable == frozenset()


def test_a_required_cell_cannot_be_struck() -> None:
    with pytest.raises(ValidationError):
        Funds.model_validate({"单位": "万元", "分年度": [{"年度": "/"}]})


@pytest.mark.parametrize(
    ("unit", "stated", "value", "shown"),
    [
        ("万元", "4712300元", "471.23", "4712300 元"),
        ("元", "3.86亿元", "386000000", "3.86 亿元"),
        ("亿元", "40,957 万元", "4.0957", "40,957 万元"),
        ("万元", "２.38 万元", "2.38", "2.38 万元"),
    ],
)
def test_an_amount_with_a_unit_of_its_own_is_exact_in_the_reports(
    unit: str, stated: str, value: str, shown: str
) -> None:
    funds = Funds.model_validate(
        {"单位": unit, "支出": stated, "来源": [{"名称": "财政拨款", "支出": stated}]}
    )
    for spent in (funds.spent, funds.sources[0].spent):
        assert spent == Decimal(value)
        assert isinstance(spent, StatedAmount)
        assert spent.stated == shown
    again = Funds.model_validate(funds.model_dump(mode="json", by_alias=True))
    assert again == funds


@pytest.mark.parametrize("wrong", ["5百元", "万元", "5 元 6", "-3万元", "5①元"])
def test_no_other_words_stand_beside_an_amount(wrong: str) -> None:
    with pytest.raises(ValidationError, match="应为金额"):
        Funds.model_validate({"单位": "万元", "支出": wrong})


def test_amounts_of_covered_projects_and_of_the_department_are_in_the_reports_unit() -> None:
    report = Report.model_validate(
        BASE
        | {
            "资金": {"单位": "万元"},
            "部门整体": {"收入": [{"名称": "收入合计", "决算": "8325000元"}]},
            "包含项目": [
                {"项目名称": "甲", "资金": {"支出": "50"}},
                {"项目名称": "乙", "资金": {"单位": "元", "支出": "500000"}},
                {"项目名称": "丙", "支出明细": [{"名称": "设备", "支出": "20000元"}]},
            ],
        }
    )
    assert report.projects[2].spending_details[0].spent == Decimal(2)
    assert report.overview
    assert report.overview.income[0].actual == Decimal("832.5")
    units = [one.funds.unit for one in report.projects if one.funds]
    assert units == ["万元", "元"]


def test_a_covered_project_takes_what_a_report_on_one_project_does() -> None:
    told = {
        "主管部门": "示例县司法局", "主管部门编码": "318", "项目类型": "常年性项目", "专项资金": "否",
        "开始时间": "2023-01", "结束时间": "2023-12", "实施内容": "按季度核发。",
        "资金管理": [{"项目": "支付规范性", "情况说明": "规范"}],
        "支出明细": [{"名称": "办案补贴", "支出": "18.14", "凭证号": "见附件"}],
        "结论": {"存在问题": "年初没有到位。"}, "表注": "注：分值统一设置。",
        "资金": {"单位": "万元", "得分": "9.75", "权重占比": "10.00", "折算得分": "0.98"},
    }  # fmt: skip
    report = Report.model_validate(BASE | told | {"包含项目": [{"项目名称": "甲", **told}]})
    one = report.projects[0].model_dump(mode="json", by_alias=True)
    whole = report.model_dump(mode="json", by_alias=True)
    assert {key: one[key] for key in told} == {key: whole[key] for key in told}


def test_keys_of_a_report_stay_in_their_order() -> None:
    keys = [str(one.alias) for one in Report.model_fields.values()]
    first = [
        "项目名称",
        "标题",
        "部门",
        "年度",
        "报告日期",
        "主管部门",
        "资金",
        "指标",
        "包含项目",
        "正文",
    ]
    assert sorted(first, key=keys.index) == first
