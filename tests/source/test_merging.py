"""Two people's changes of one file meet where they changed the same value, and nowhere else."""

import pytest

from generator.source.merging import Decided, edits_between, merged, value_of

BEFORE = """\
项目名称: 示例项目  # 名称
状态: 草稿
资金:
  全年预算: 50
  支出: 40
指标:
  - {名称: 数量, 目标值: 1}
  - {名称: 质量, 目标值: 2}
更正:
  - {日期: 2024-01-01, 说明: 甲}
正文:
  一、概况: |
    第一段
"""


def change(*pairs: tuple[str, str], more: str = "") -> str:
    text = BEFORE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text + more


@pytest.mark.parametrize(
    ("mine", "theirs", "parts"),
    [
        ([("支出: 40", "支出: 41")], [("预算: 50", "预算: 51")], ["支出: 41", "预算: 51"]),
        ([("目标值: 1", "目标值: 3")], [("目标值: 2", "目标值: 4")], ["目标值: 3", "目标值: 4"]),
        ([("支出: 40", "支出: 41 # 注")], [("支出: 40", "支出: 41")], ["支出: 41"]),
        ([("说明: 甲}", "说明: 甲}\n  - {日期: 2024-02-01, 说明: 乙}")],
         [("说明: 甲}", "说明: 丙}")], ["丙", "乙"]),
        ([("状态: 草稿\n", "")], [("# 名称", "# 另一句话")], ["# 另一句话"]),
        ([("第一段", "第一段\n    第二段")], [("支出: 40\n", "支出: 40\n  执行率: 80%\n")],
         ["第二段", "80%"]),
    ],
)  # fmt: skip
def test_changes_of_different_values_come_together(
    mine: list[tuple[str, str]], theirs: list[tuple[str, str]], parts: list[str]
) -> None:
    one, other = change(*mine), change(*theirs)
    found = [merged(BEFORE, *both, {}, []) for both in ((one, other), (other, one))]
    assert [one.clashes for one in found] == [[], []]
    assert value_of(found[0].text or "") == value_of(found[1].text or "")
    assert all(part in (found[0].text or "") for part in parts)


def test_corrections_of_both_stay_those_on_the_server_first() -> None:
    was = BEFORE.replace("更正:\n  - {日期: 2024-01-01, 说明: 甲}\n", "")
    mine, theirs = BEFORE.replace("甲", "我的"), BEFORE.replace("甲", "对方的")
    found = merged(was, mine, theirs, {}, [])
    assert found.clashes == []
    assert found.text
    assert found.text.index("对方的") < found.text.index("我的")


def test_who_changed_the_same_value_is_asked_and_the_answer_holds() -> None:
    mine, theirs = change(("支出: 40", "支出: 41")), change(("支出: 40", "支出: 42"))
    found = merged(BEFORE, mine, theirs, {}, [])
    assert found.text is None
    assert found.clashes == [(("资金", "支出"), "40", "41", "42")]
    text = merged(BEFORE, mine, theirs, {("资金", "支出"): Decided("own", "43")}, []).text
    assert text == change(("支出: 40", "支出: 43"))


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ([("- {名称: 数量, 目标值: 1}\n  - {名称: 质量, 目标值: 2}",
           "- {名称: 质量, 目标值: 2}\n  - {名称: 数量, 目标值: 1}")], [("目标值: 1", "目标值: 9")]),
        ([("  - {名称: 数量, 目标值: 1}\n", "")], [("目标值: 2", "目标值: 9")]),
        ([("  - {名称: 质量", "  - {名称: 时效, 目标值: 2}\n  - {名称: 质量")],
         [("目标值: 2", "目标值: 9")]),
        ([("  支出: 40\n", "")], [("支出: 40", "支出: 41")]),
    ],
)  # fmt: skip
def test_rows_that_moved_went_or_came_between_are_asked_about(
    mine: list[tuple[str, str]], theirs: list[tuple[str, str]]
) -> None:
    found = merged(BEFORE, change(*mine), change(*theirs), {}, [])
    assert found.text is None
    assert len(found.clashes) == 1


def test_a_text_that_cannot_be_read_is_not_merged() -> None:
    assert merged(BEFORE, "a: [", BEFORE, {}, []) == (None, [])


def test_a_draft_is_brought_to_what_is_meant_and_keeps_its_comments() -> None:
    mine = change(("支出: 40", "支出: 41"), ("# 名称", "# 我的话"))
    theirs = change(("支出: 40", "支出: 42"), more="# 对方的话\n")
    draft = change(("# 名称", "# 我的话"), more="# 对方的话\n")
    text = merged(BEFORE, mine, theirs, {("资金", "支出"): Decided("theirs")}, [draft]).text
    assert text == draft.replace("支出: 40", "支出: 42")


def test_edits_between_touch_only_what_differs() -> None:
    after = value_of(change(("目标值: 2", "目标值: 3")))
    (edit,) = edits_between(value_of(BEFORE), after)
    assert edit.where == ("指标", 1, "目标值")
