"""What a single cell states."""

import pytest

from generator.recognition import cells


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("1、部门预算项目 ☑ 2、市直专项 □ 3、转移支付项目 □", "部门预算项目"),
        ("1、常年性项目 口 2、延续性项目 ☑ 3、一次性项目 口", "延续性项目"),
        ("□新增 ☑延续 □其他", "延续"),
        ("事前□ 事中□ 事后√", "事后"),
        ("甲☑ 乙☑ 丙□", "甲、乙"),
        ("甲□ 乙□", None),
        ("人口普查", None),
    ],
)
def test_the_ticked_option_is_told(text: str, chosen: str | None) -> None:
    assert cells.ticked(text) == chosen


def test_a_word_with_a_mouth_in_it_has_no_box() -> None:
    assert not cells.has_boxes("人口普查项目")
    assert cells.has_boxes("延续性项目 口")


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("318-示例镇人民政府", "318", "示例镇人民政府"),
        ("[155]示例县民政局", "155", "示例县民政局"),
        ("示例县民政局", "", "示例县民政局"),
        ("318001示例县民政局", "318001", "示例县民政局"),
        ("2023年示例工程", "", "2023年示例工程"),
        ("12345热线中心", "", "12345热线中心"),
    ],
)
def test_a_code_stands_before_a_name(text: str, code: str, name: str) -> None:
    assert cells.code_and_name(text) == (code, name)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("412,336.80", "412,336.80"), ("854万", "854万元"), ("3 206.5", "3206.5"), ("—", "—"),
        ("18.14万元", "18.14万元"), ("-3", None), ("约20", None), ("", None),
    ],
)  # fmt: skip
def test_an_amount_is_as_the_format_has_it(text: str, amount: str | None) -> None:
    assert cells.amount(text) == amount


@pytest.mark.parametrize("text", ["10\n5\n5", "50\n100", "2.5\n.5", "97%\n98%"])
def test_figures_a_line_each_are_no_figure_together(text: str) -> None:
    assert cells.number(text) is None
    assert cells.amount(text) is None
    assert cells.rate(text) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("≥50人\n=2场\n100份", "≥50人 =2场 100份"),
        ("1.培训人数\n2.培训场次", "1.培训人数 2.培训场次"),
        ("补助人\n数", "补助人数"), ("示例\n2023年项目", "示例2023年项目"), ("12\n分", "12分"),
        ("Office\nWord", "Office Word"), ("\n\n甲\n\n乙\n", "甲乙"), ("", ""),
    ],
)  # fmt: skip
def test_figures_a_line_each_stay_apart(text: str, line: str) -> None:
    assert cells.one_line(text) == line


@pytest.mark.parametrize(
    ("text", "rate"),
    [("98.5%", "98.5%"), ("97.50", "97.50%"), ("0", "0%"), ("0.98", None), ("1", None), ("/", "/")],
)
def test_a_share_of_one_is_no_percentage(text: str, rate: str | None) -> None:
    assert cells.rate(text) == rate


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2018年1月至2018年12月", ["2018-01", "2018-12"]), ("2023.6.28", ["2023-06-28"]),
        ("2022-02", ["2022-02"]), ("2021-2023", ["2021", "2023"]), ("年底", []),
    ],
)  # fmt: skip
def test_dates_and_spans_of_them(text: str, found: list[str]) -> None:
    assert [one.text for one in cells.dates(text)] == found
