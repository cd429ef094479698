"""An edit changes the characters of one value, and nothing else of a file as a person wrote it."""

import difflib
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from generator.source import tree
from generator.source.edits import Edit, EditError, Insert, Move, Put, Remove, edited
from generator.source.layout import layout
from generator.source.notes import notes
from generator.source.ordering import Order
from generator.source.tree import FieldPath, Value
from tests.conftest import ROOT

FILES = sorted(
    file
    for folder in ("content", "tests/check", "generator/intake/starter/county/content")
    for file in (ROOT / folder).rglob("*.yml")
)
EDITS = 2000
TEXTS = [
    "50.00", "0", "新的值", "a: b", "# x", "- 横", "带,逗号 {x}", "两行\n第二行", "", "null", "~", "true",
    "  缩进开头\n次行", "'引'", '"双"', "年度: 2021，县级", "末尾空行\n\n中间", "长" * 300, "：全角", "|",
    "> 大", "[a]", "@a", "-", "≥95%", "\\n", "a #b", "a\tb", "？: ", "!x", "%x", "&x", "*x", "`x",
]  # fmt: skip
HAND_MADE = """\
# 写在最前面的话
项目名称:   'A 项目'   # 名称后面的话


部门:\t# 还没有填
年度: "2021"
资金:  # 万元
  # 单独一行的话
  全年预算: 50.00
  来源:
  - {名称: 中央,   全年预算: 10.00} # 第一行
  # 两行之间
  - 名称: 省级    # 第二行

    全年预算: 40.00
正文:
    概况: |   # 照原件
        第一段

        第二段
          有缩进


    问题: |-
        无
别的: [甲, "乙,", '丙']
最后: 值"""


def value_of(text: str) -> Value:
    source, problems = tree.read(text.encode(), "")
    assert source is not None, problems
    return source.value


def paths(value: Value, where: FieldPath = ()) -> Iterator[FieldPath]:
    if where:
        yield where
    below = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value if isinstance(value, list) else ())
    )
    for step, one in below:
        yield from paths(one, (*where, step))


def at(value: Value, where: FieldPath) -> Value:
    for step in where:
        value = value[step]  # type: ignore[index]
    return value


def comments(text: str) -> list[str]:
    return [one.text for one in notes(text, layout(text)) if one.text]


def any_edit(chance: random.Random, value: Value) -> Edit:
    where = chance.choice(list(paths(value)))
    above = at(value, where[:-1])
    kinds = ["put", "remove"]
    if not isinstance(at(value, where), str | None):
        kinds.remove("put")
    kinds += ["insert", "move"] if isinstance(above, list) else ["add", "move key"]
    kind = chance.choice(kinds)
    text = chance.choice(TEXTS)
    if kind == "put":
        return Put(where, text)
    if kind == "add":
        return Put((*where[:-1], f"新键{chance.randrange(9)}"), text)
    if kind == "remove":
        return Remove(where)
    if kind == "move key":
        # The first key of a row stands behind its dash: no heading, and refused.
        is_row = any(isinstance(one, int) for one in where)
        return Remove(where) if is_row else Move(where, chance.randrange(len(above or ())))
    assert isinstance(above, list)
    if kind == "insert":
        row: Value = {"一级": text, "三级": "x, y"} if chance.random() < 0.7 else text
        return Insert((*where[:-1], chance.randrange(len(above) + 1)), row)
    return Move(where, chance.randrange(len(above)))


def any_order(chance: random.Random, value: Value) -> Order:
    """The keys of a file in whatever order, with others that it does not have."""
    if isinstance(value, list):
        return any_order(chance, value[0]) if value else {}
    keys = [*(value if isinstance(value, dict) else ()), *(f"新键{n}" for n in range(9))]
    chance.shuffle(keys)
    known = value if isinstance(value, dict) else {}
    return {key: any_order(chance, known[key]) if key in known else {} for key in keys}


def readable() -> dict[Path, str]:
    found = {file: file.read_bytes().decode("utf-8", "replace") for file in FILES}
    return {
        file: text
        for file, text in found.items()
        if (read := tree.read(text.encode(), ""))[0] and not read[1] and isinstance(read[0].value, dict | list)
    }  # fmt: skip


def test_any_edit_of_any_file_says_what_it_should_and_nothing_else_moves() -> None:
    """What was not edited keeps its bytes: the lines that differ are those of the one value."""
    texts = [*readable().values(), HAND_MADE, HAND_MADE.replace("\n", "\r\n"), "\ufeff" + HAND_MADE]
    assert len(texts) > 200
    chance = random.Random(28)
    for _ in range(EDITS):
        text = chance.choice(texts)
        edit = any_edit(chance, value_of(text))
        # which reads it back
        made = edited(text, [edit], any_order(chance, value_of(text)))
        if isinstance(edit, Put) and isinstance(at_or_none(value_of(text), edit.where), str | None):
            assert one_place(text, made), edit
            if edit.value and "#" not in str(edit.value):
                assert comments(made) == comments(text), edit


def at_or_none(value: Value, where: FieldPath) -> Value:
    try:
        return at(value, where)
    except (LookupError, TypeError):
        return None


def one_place(before: str, after: str) -> bool:
    """Whether the lines that differ stand together."""
    matcher = difflib.SequenceMatcher(None, before.split("\n"), after.split("\n"), autojunk=False)
    changed = [block for block in matcher.get_opcodes() if block[0] != "equal"]
    same_block = all(two[1] - one[2] <= 3 for one, two in pairwise(changed))
    return len(changed) <= 1 or same_block


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (Put(("项目名称",), "B"), "'A 项目'   # 名称", "'B'   # 名称"),
        (Put(("部门",), "县局"), "部门:\t# 还", "部门: 县局\t# 还"),
        (Put(("部门",), "两\n行"), "部门:\t# 还没有填\n", "部门: |\t# 还没有填\n  两\n  行\n"),
        (Put(("年度",), "2022"), '"2021"', '"2022"'),
        (Put(("资金", "全年预算"), "50.10"), "预算: 50.00\n", "预算: 50.10\n"),
        (Put(("资金", "来源", 0, "名称"), "中, 央"), "{名称: 中央,", '{名称: "中, 央",'),
        (Put(("资金", "来源", 0, "名称"), None), "{名称: 中央,", "{名称: ,"),
        (Put(("资金", "来源", 0, "支出"), "1"), "10.00} #", "10.00, 支出: 1} #"),
        (Put(("资金", "来源", 1, "全年预算"), ""), "    全年预算: 40.00\n", "    全年预算:\n"),
        (Put(("资金", "支出"), "9"), "50.00\n", "50.00\n  支出: 9\n"),
        (Put(("自评", "得分"), "9"), "正文:\n", "自评:\n  得分: 9\n正文:\n"),
        (Move(("正文", "问题"), 0), "    概况: |   # 照原件\n        第一段\n\n        第二段\n          有缩进\n\n\n    问题: |-\n        无\n", "    问题: |-\n        无\n    概况: |   # 照原件\n        第一段\n\n        第二段\n          有缩进\n\n\n"),
        (Insert(("指标", 0), {"三级": "丙", "一级": "甲"}), "正文:\n", "指标:\n  - 一级: 甲\n    三级: 丙\n正文:\n"),
        (Put(("正文", "概况"), "换了"), "第一段\n\n        第二段\n          有缩进\n", "换了\n"),
        (Put(("正文", "概况"), None), "概况: |   # 照原件\n        第一段\n\n        第二段\n          有缩进\n", "概况:   # 照原件\n"),
        (Put(("正文", "概况"), {"前文": "甲"}), "概况: |   # 照原件\n        第一段\n\n        第二段\n          有缩进\n", "概况:   # 照原件\n      前文: 甲\n"),
        (Put(("部门",), {"前文": "甲"}), "部门:\t# 还没有填\n", "部门:\t# 还没有填\n  前文: 甲\n"),
        (Put(("正文", "建议"), "多"), "        无\n", "        无\n    建议: |\n      多\n"),
        (Put(("其他", "得分"), "95"), "最后: 值", "最后: 值\n其他:\n  得分: 95\n"),
        (Put(("最后",), "两\n行"), "最后: 值", "最后: |\n  两\n  行"),
        (Put(("别的", 1), "丁"), '"乙,"', '"丁"'),
        (Remove(("资金", "来源", 0)), "  - {名称: 中央,   全年预算: 10.00} # 第一行\n", ""),
        (Insert(("资金", "来源", 2), {"名称": "县级"}), "40.00\n正文", "40.00\n  - 名称: 县级\n正文"),
    ],
)  # fmt: skip
def test_an_edit_as_a_person_would_make_it(edit: Edit, old: str, new: str) -> None:
    assert HAND_MADE.count(old) == 1
    order: Order = {
        "资金": {"全年预算": {}, "支出": {}, "来源": {}},
        "自评": {},
        "指标": {"一级": {}, "三级": {}},
    }
    assert edited(HAND_MADE, [edit], order) == HAND_MADE.replace(old, new)


def test_a_key_is_added_to_a_file_of_comments() -> None:
    assert edited("# 还没有写\n", [Put(("年度",), "2021")]) == "# 还没有写\n年度: 2021\n"


def test_a_file_with_faults_is_not_changed() -> None:
    with pytest.raises(EditError):
        edited("部门：县局\n年度: 2021\n", [Put(("年度",), "2022")])
    with pytest.raises(EditError):
        edited("年度: 2021\n", [Remove(("部门",))])


@pytest.mark.parametrize("text", ["一句话\n", "'引'\n", "|\n  两行\n  的话\n", "- 一项\n"])
@pytest.mark.parametrize("edit", [Put(("年度",), "2021"), Put(("资金", "支出"), "1"),
                                  Insert(("附件", 0), "甲"), Remove(("年度",))])  # fmt: skip
def test_a_file_that_holds_no_keys_takes_none(text: str, edit: Edit) -> None:
    with pytest.raises(EditError):
        edited(text, [edit])


ROW = {"三级": "丙", "目标值": "1"}


@pytest.mark.parametrize(
    ("text", "before", "behind"),
    [
        ("指标:\n  - 三级: 甲 # 说明\n  - 三级: 乙\n正文:\n", 1, 1),
        ("指标:\n  - 三级: 甲 # 说明\n", 1, 0),
        ("指标:\n  - {三级: 甲}\n", 1, 0),
        ("指标: [{三级: 甲}, {三级: 乙}]\n", 1, 1),
        ("指标: []\n", 0, 0),
        ("指标:\n正文:\n", 0, 0),
        ("年度: 2021\n", 0, 0),
    ],
)
def test_rows_in_one_go_are_what_they_are_one_by_one(
    text: str, before: int, behind: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But the file is read once for all of them."""
    rows = [
        Insert(("指标", before + number), {**ROW, "目标值": str(number)}) for number in range(30)
    ]
    one_by_one = text
    for one in rows:
        one_by_one = edited(one_by_one, [one])
    read: list[bytes] = []
    real = tree.read

    def counted(data: bytes, path: str) -> object:
        read.append(data)
        return real(data, path)

    monkeypatch.setattr(tree, "read", counted)
    assert edited(text, rows) == one_by_one
    assert len(read) == 2
    found = tree.read(one_by_one.encode(), "")[0]
    assert found is not None
    assert isinstance(found.value, dict)
    assert len(found.value["指标"]) == 30 + before + behind  # type: ignore[arg-type]
