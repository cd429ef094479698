"""Comments behind values: found where a person wrote them, taken out alone."""

import pytest

from generator.source.edits import EditError, Rename, Uncomment, edited
from generator.source.value_comments import comments

TEXT = """\
名称: 'A # 不是注释'   # 照批复
资金:  # 万元
  # 单独一行的，不属于哪个值
  支出: 48.60  # 多半：正文第 12 段，句子
  来源:
  - {名称: 中央} # 第一行
正文:
  概况: |  # 照原件
    第一段 # 不是注释
"""


def test_each_comment_belongs_to_its_value() -> None:
    assert comments(TEXT) == {
        ("名称",): "照批复",
        ("资金",): "万元",
        ("资金", "支出"): "多半：正文第 12 段，句子",
        ("资金", "来源", 0): "第一行",
        ("正文", "概况"): "照原件",
    }


@pytest.mark.parametrize("where", list(comments(TEXT)))
def test_a_comment_goes_and_nothing_else(where: tuple[str | int, ...]) -> None:
    said = comments(TEXT)[where]
    made = edited(TEXT, [Uncomment(where)])
    before = next(line for line in TEXT.split("\n") if line.endswith(f"# {said}"))
    assert made == TEXT.replace(before, before.removesuffix(f"# {said}").rstrip())


def test_where_there_is_none_nothing_is_done() -> None:
    with pytest.raises(EditError):
        edited(TEXT, [Uncomment(("资金", "来源"))])


def test_a_heading_gets_another_name_its_text_stays() -> None:
    made = edited(TEXT, [Rename(("正文", "概况"), "项目概况")])
    assert made == TEXT.replace("  概况: |", "  项目概况: |")
    with pytest.raises(EditError):
        edited(TEXT, [Rename(("资金", "支出"), "来源")])
