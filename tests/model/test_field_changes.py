"""Two states of a report, compared field by field."""

from typing import Any

import pytest

from generator.model.field_changes import field_changes, is_within, label_of, labelled_texts

PRINTED = {"资金.支出": "全年执行数", "自评.得分": "总分"}
KEPT = "项目覆盖三个村，建成以来运行平稳，群众反映良好，没有发生事故，没有接到投诉，也没有停用过。"
ROW = {"三级": "满意度", "目标值": "90%", "完成值": "95%", "分值": "10"}


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (
            {"资金": {"支出": "50", "来源": [{"名称": "财政", "支出": "40"}]}},
            {"资金": {"支出": "60", "来源": [{"名称": "自筹"}, {"名称": "财政", "支出": "50"}]}},
            [("资金·全年执行数", "50", "60"), ("资金·来源“自筹”", None, "名称：自筹"),
             ("资金·来源“财政”·支出", "40", "50")],
        ),
        ({"指标": [ROW]}, {"指标": [{**ROW, "三级": "群众满意度"}]},
         [("指标“群众满意度”·三级", "满意度", "群众满意度")]),
        ({"指标": [ROW, {"三级": "人次"}]}, {"指标": [{"三级": "人次"}, ROW]},
         [("指标·次序", "“满意度”“人次”", "“人次”“满意度”")]),
        ({"指标": [ROW, ROW]}, {"指标": [ROW, {**ROW, "完成值": "9"}]},
         [("指标“满意度”（2）·完成值", "95%", "9")]),
        ({"正文": {"一、概况": f"{KEPT}支出50万元。\n{KEPT}"}},
         {"正文": {"一、概况": f"{KEPT}支出60万元。{KEPT}"}},
         [("正文·一、概况", "支出50万元。", "支出60万元。")]),
        ({"包含项目": [{"项目名称": "甲", "资金": {"支出": "1"}}]},
         {"包含项目": [{"项目名称": "甲", "资金": {"支出": "2"}}]},
         [("包含项目“甲”·资金·全年执行数", "1", "2")]),
        # A form prints 总分 for what the format calls 得分: then the key, or two fields had one name.
        ({"自评": {"得分": "90", "总分": "100"}}, {"自评": {"得分": "91", "总分": "100"}},
         [("自评·得分", "90", "91")]),
        ({"涵盖年度": [2020]}, {"涵盖年度": [2020, 2021]}, [("涵盖年度", "2020", "2020、2021")]),
        ({"自评": {"等级": "优"}, "正文": {"一": "甲"}}, {"正文": {"一": {"（一）": "甲"}}},
         [("自评·等级", "优", None), ("正文·一", "甲", None), ("正文·一·（一）", None, "甲")]),
    ],
)  # fmt: skip
def test_each_change_is_told_by_its_field(
    before: dict[str, Any], now: dict[str, Any], told: list[tuple[str, str | None, str | None]]
) -> None:
    found = field_changes(before, now, PRINTED)
    assert [one[1:] for one in found] == told
    called = [label_of(one.where, now, PRINTED) for one in found]
    assert called == [one.label.removesuffix("·次序") for one in found]
    assert field_changes(now, now) == []
    texts = labelled_texts(now, PRINTED)
    for label, _, text in told:
        if text and "次序" not in label:
            assert is_within(text, texts[label])


def test_a_text_of_one_clause_without_end_is_compared_soon() -> None:
    """Tens of thousands of the same clause would be compared each with each."""
    text = "同样的话。" * 20_000
    (change,) = field_changes({"正文": {"一": text}}, {"正文": {"一": f"{text}不同的话。"}})
    assert (change.now or "").endswith("不同的话。")
