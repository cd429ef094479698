"""Which values of a published report may not change without a correction."""

from typing import Any

import pytest

from generator.release.compared import changed_figures, told


@pytest.mark.parametrize(
    ("before", "now", "named"),
    [
        (
            {"包含项目": [{"项目名称": "甲", "资金": {"支出": "18.14"}}]},
            {"包含项目": [{"项目名称": "甲", "资金": {"支出": "21.60"}}]},
            "“包含项目“甲”·资金·支出”原为 18.14，现为 21.60",
        ),
        (
            {"部门整体": {"支出": [{"机构": "汇总", "名称": "支出合计", "决算": "829.7"}]}},
            {"部门整体": {"支出": [{"机构": "汇总", "名称": "支出合计", "决算": "832.5"}]}},
            "“部门整体·支出“支出合计”·决算”原为 829.7，现为 832.5",
        ),
        (
            {"支出明细": [{"名称": "外包", "支出": "398"}]},
            {"支出明细": [{"名称": "外包", "支出": "400"}]},
            "“支出明细“外包”·支出”原为 398，现为 400",
        ),
        (
            {"指标": [{"三级": "甲", "完成值": "1"}]},
            {"指标": [{"三级": "乙", "完成值": "2"}, {"三级": "甲", "完成值": "1.0"}]},
            "“指标“乙””原为 未填报，现为 三级：乙；完成值：2",
        ),
        (
            {"包含项目": [{"项目名称": "甲"}]},
            {"包含项目": [{"项目名称": "甲"}, {"项目名称": "乙"}]},
            "“包含项目“乙””原为 未填报，现为 项目名称：乙",
        ),
    ],
)
def test_figures_beside_those_of_the_report_need_a_correction_too(
    before: dict[str, Any], now: dict[str, Any], named: str
) -> None:
    assert [told(one) for one in changed_figures(before, now)] == [named]


def test_a_row_more_is_one_change() -> None:
    rows = [{"三级": "满意度", "完成值": "95%"}, {"三级": "人次", "完成值": "9"}]
    found = changed_figures({"指标": rows}, {"指标": [{"三级": "新"}, *rows]})
    assert [told(one) for one in found] == ["“指标“新””原为 未填报，现为 三级：新"]
    covered = [{"项目名称": "甲"}, {"项目名称": "乙"}]
    found = changed_figures({"包含项目": covered[:1]}, {"包含项目": covered})
    assert [one.label for one in found] == ["包含项目“乙”"]


def test_words_beside_figures_need_none() -> None:
    before = {
        "部门整体": {"职能职责": "负责监督。"},
        "包含项目": [{"项目名称": "甲", "结论": {"存在问题": "无"}, "实施内容": "核发。"}],
    }
    now = {
        "部门整体": {"职能职责": "负责监督、指挥。"},
        "包含项目": [
            {"项目名称": "甲", "结论": {"存在问题": "经费不足"}, "实施内容": "按季核发。"}
        ],
    }
    assert changed_figures(before, now) == []
