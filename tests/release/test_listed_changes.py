"""What a correction lists, beside what changed since the last release."""

from typing import Any

import pytest

from generator.model.problems import Level
from generator.release.listed_changes import contradictions

LONG = "项目覆盖三个村，建成以来运行平稳，群众反映良好，没有发生事故，没有接到投诉，也没有停用过。"
BEFORE: dict[str, Any] = {
    "年度": 2021,
    "资金": {"单位": "万元", "全年预算": "60", "支出": "50"},
    "指标": [{"三级": "满意度", "完成值": "95%", "偏差原因": "见 13812345678"}],
    "正文": {"概况": f"{LONG}{LONG}支出50万元。"},
    "附件": [{"名称": "原文", "文件": "a.txt", "字节": 2, "SHA-256": "aa"}],
    "印作": {"资金.支出": "全年执行数"},
}
SPENT = {"栏目": "资金·全年执行数", "原为": "50", "改为": "49"}
REPLACED = [{"名称": "原文", "文件": "a.txt", "字节": 2, "SHA-256": "bb"}]
TEXT = {"栏目": "正文·概况", "原为": "支出50万元。", "改为": "支出49万元。"}


def told(*listed: dict[str, str], **changed: Any) -> list[tuple[Level, str]]:
    """What is said of a correction that lists that, when the spending became 49."""
    funds = {**BEFORE["资金"], "支出": "49"}
    corrections = [{"日期": "2026-11-24", "说明": "错", "改动": list(listed)}]
    now = {**BEFORE, "资金": funds, **changed, "更正": corrections}
    return [(level, message) for level, message, _ in contradictions(BEFORE, now)]


def test_a_list_of_what_changed_is_let_through() -> None:
    assert told(SPENT) == []
    assert told({**SPENT, "改为": "49.00"}) == []
    text = {"概况": f"{LONG}{LONG}支出49万元。"}
    assert told(SPENT, TEXT, 正文=text) == []
    whole = {"栏目": "正文·概况", "原为": BEFORE["正文"]["概况"], "改为": text["概况"]}
    assert told(SPENT, whole, 正文=text) == []
    row = {"栏目": "附件“原文”·SHA-256", "原为": "aa", "改为": "bb"}
    assert told(SPENT, row, 附件=REPLACED) == []
    # What takes a phone number out cannot say what stood there.
    assert told(SPENT, 指标=[{**BEFORE["指标"][0], "偏差原因": "见附件"}]) == []


@pytest.mark.parametrize(
    ("listed", "changed", "level", "words"),
    [
        ([{**SPENT, "改为": "48"}], {}, Level.ERROR, "由“50”改为“48”，公开的原为“50”，现为“49”"),
        ([{**SPENT, "原为": "51"}], {}, Level.ERROR, "由“51”改为“49”"),
        ([SPENT, {"栏目": "自评·等级", "改为": "优"}], {}, Level.ERROR, "现为未填报"),
        ([TEXT], {"正文": {"概况": f"{LONG}{LONG}支出49万元。"}}, Level.ERROR, "“资金·全年执行数”原为“50”，现为“49”，更正的“改动”里没有写"),
        ([SPENT], {"指标": [*BEFORE["指标"], {"三级": "人次"}]}, Level.ERROR, "“指标“人次””原为未填报"),
        ([SPENT], {"附件": REPLACED}, Level.WARNING, "“附件“原文”·SHA-256”原为“aa”，现为“bb”"),
        ([SPENT], {"正文": {"概况": f"{LONG}{LONG}支出49万元。"}}, Level.WARNING, "“正文·概况”原为“支出50万元。”"),
        ([SPENT, {**TEXT, "原为": LONG, "改为": LONG}], {"正文": {"概况": f"{LONG}{LONG}支出49万元。"}}, Level.WARNING, "没有写"),
    ],
)  # fmt: skip
def test_what_is_listed_otherwise_or_not_at_all_is_told(
    listed: list[dict[str, str]], changed: dict[str, Any], level: Level, words: str
) -> None:
    found = told(*listed, **changed)
    assert any(one == level and words in message for one, message in found), found
