"""What stayed and went is the text before, what stayed and came the text now."""

from hypothesis import given
from hypothesis import strategies as st

from generator.changes.texts import GONE, NEW, excerpt, pieces

TEXTS = st.text("甲乙丙1，。\n", max_size=80)


@given(TEXTS, TEXTS)
def test_both_texts_are_in_the_pieces(before: str, now: str) -> None:
    found = pieces(before, now)
    assert "".join(one.text for one in found if one.kind != NEW) == before
    assert "".join(one.text for one in found if one.kind != GONE) == now


def test_a_character_that_changed_is_named_alone() -> None:
    before = "项目于三月启动，年底前完成验收。" * 20
    found = excerpt(pieces(before, before.replace("三月", "四月", 1)))
    changed = {one.kind: one.text for one in found if one.kind in {GONE, NEW}}
    assert changed == {GONE: "三", NEW: "四"}
    assert len("".join(one.text for one in found)) < 60


def test_a_text_of_one_clause_without_end_is_compared_soon() -> None:
    """Tens of thousands of the same clause would be compared each with each."""
    found = pieces("同样的话，" * 20_000, "同样的话，" * 20_000 + "不同的话。")
    assert found[-1].text.endswith("不同的话。")
