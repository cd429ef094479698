"""What was changed, in the words of who hands it in."""

import pytest

from generator.desk.change_words import change_words, message_of
from generator.model.field_changes import field_changes
from generator.source.merging import value_of
from generator.source.tree import Value

BEFORE = """\
项目名称: 示例项目
状态: 公开
资金: {全年预算: 50, 支出: 40, 执行率: 80%}
指标:
  - {名称: 数量, 目标值: 1}
"""


def after(old: str, new: str, more: str = "") -> Value:
    assert old in BEFORE
    return value_of(BEFORE.replace(old, new) + more)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (after("支出: 40, 执行率: 80%", "支出: 41, 执行率: 82%"),
         "资金·支出 40→41、资金·执行率 80%→82%"),
        (after("40", "41", "更正: [{日期: 2026-01-01, 说明: 支出应为41}]\n"),
         "更正、资金·支出 40→41"),
        (after("公开", "撤回", "撤回: {日期: 2026-01-01, 理由: 示例}\n"), "撤回"),
        (after("公开", "草稿"), "改回草稿"),
        (after("名称: 数量", "名称: 质量", "附件: [{名称: 表}]\n"), "指标、附件"),
    ],
)  # fmt: skip
def test_what_changed_is_told_in_short(value: Value, words: str) -> None:
    assert change_words(value_of(BEFORE), value) == words


def test_many_figures_are_counted() -> None:
    rows = "".join(f"n{one}: {one}\n" for one in range(9))
    changed = "".join(f"n{one}: {one + 1}\n" for one in range(9))
    assert change_words(value_of(rows), value_of(changed)).endswith("n2 2→3、另 6 个数")


def test_a_message_has_a_line_a_report_below_one_that_sums_up() -> None:
    assert message_of([("2021 甲", "新的")]) == "2021 甲：新的"
    assert message_of([("甲", "新的"), ("乙", "撤回")]) == "甲、乙等 2 项\n\n甲：新的\n乙：撤回"


def test_who_consents_sees_every_value_that_changed() -> None:
    text = "长" * 5000
    value = after("{名称: 数量, 目标值: 1}", f"{{名称: 数量, 目标值: {text}}}")
    (change,) = field_changes(value_of(BEFORE), value)
    assert change[1:] == ("指标“数量”·目标值", "1", text)
    assert ("资金·支出", None, "40") in [one[1:] for one in field_changes(None, value_of(BEFORE))]


ROW: Value = {"三级": "满意度", "完成值": "95%"}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, {}, "新的"),
        ({"状态": "公开", "指标": [ROW]},
         {"状态": "公开", "指标": [{"三级": "人次"}, {"三级": "满意度", "完成值": "96%"}]},
         "指标“满意度”·完成值 95%→96%"),
        ({"状态": "草稿", "资金": {"支出": "40", "到位": "50"}},
         {"状态": "公开", "资金": {"支出": "41", "到位": "50"}, "正文": {"一": "甲"}},
         "公开、资金·支出 40→41、正文"),
        ([ROW], [], "改动"),
    ],
)  # fmt: skip
def test_a_figure_is_told_by_the_name_of_its_row(before: Value, after: Value, said: str) -> None:
    assert change_words(before, after) == said
