"""Two people's changes of one file meet where they changed the same value, and nowhere else."""

import pytest

from generator.source.edits import Insert
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
        ([("  支出: 40\n", "")], [("支出: 40", "支出: 41")]),
    ],
)  # fmt: skip
def test_rows_that_moved_or_went_are_asked_about(
    mine: list[tuple[str, str]], theirs: list[tuple[str, str]]
) -> None:
    found = merged(BEFORE, change(*mine), change(*theirs), {}, [])
    assert found.text is None
    assert len(found.clashes) == 1


@pytest.mark.parametrize("is_mine", [True, False])
def test_a_row_that_came_between_meets_no_other_rows_change(*, is_mine: bool) -> None:
    came = change(("  - {名称: 质量", "  - {名称: 时效, 目标值: 3}  # 新的\n  - {名称: 质量"))
    changed = change(("{名称: 质量, 目标值: 2}", "{名称: 质量, 目标值: 9}  # 原有的"))
    both = (came, changed) if is_mine else (changed, came)
    found = merged(BEFORE, *both, {}, [])
    assert found.clashes == []
    rows = value_of(found.text or "")["指标"]  # type: ignore[call-overload, index]
    assert [(one["名称"], one["目标值"]) for one in rows] == [  # type: ignore[call-overload, index, union-attr]
        ("数量", "1"), ("时效", "3"), ("质量", "9")
    ]  # fmt: skip


def test_of_a_row_behind_one_that_came_the_same_value_is_asked_about_once() -> None:
    mine = change(("  - {名称: 质量, 目标值: 2}", "  - {名称: 时效}\n  - {名称: 质量, 目标值: 8}"))
    theirs = change(("目标值: 2", "目标值: 9"))
    where = ("指标", 2, "目标值")
    assert merged(BEFORE, mine, theirs, {}, []).clashes == [(where, "2", "8", "9")]
    assert "目标值: 9}" in (merged(BEFORE, mine, theirs, {where: Decided("theirs")}, []).text or "")


def test_edits_between_put_a_row_where_it_stands_and_leave_the_others() -> None:
    after = value_of(change(("  - {名称: 质量", "  - {名称: 时效, 目标值: 3}\n  - {名称: 质量")))
    (edit,) = edits_between(value_of(BEFORE), after)
    assert edit == Insert(("指标", 1), {"名称": "时效", "目标值": "3"})


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
