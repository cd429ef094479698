"""The canonical form says what the file said, keeps every comment, and is its own form."""

import pytest

from generator.content import loader
from generator.intake import draft
from generator.intake.key_order import key_order, kind_of
from generator.model.report import Report
from generator.source import tree
from generator.source.canonical import CanonicalError, canonical
from generator.source.validation import validate
from tests.conftest import ROOT
from tests.source.test_edits import HAND_MADE, readable, value_of

CANONICAL = """\
# 写在最前面的话
项目名称: A 项目  # 名称后面的话

部门:  # 还没有填
年度: 2021

资金:  # 万元
  # 单独一行的话
  全年预算: 50.00
  来源:
    - {名称: 中央, 全年预算: 10.00}  # 第一行
    # 两行之间
    - 名称: 省级  # 第二行

      全年预算: 40.00

正文:
  概况: |  # 照原件
    第一段

    第二段
      有缩进

  问题: |
    无

别的: [甲, "乙,", 丙]
最后: 值
"""


def made(text: str) -> str:
    return canonical(text.encode(), "报告.yml")


def comments(text: str) -> list[str]:
    """Each line's words behind the first `#`; the quotes of a value with one may go."""
    return sorted(
        line[line.index("#") :].rstrip().replace('"', "").replace("'", "")
        for line in text.splitlines()
        if "#" in line
    )


def said(value: tree.Value) -> object:
    if isinstance(value, dict):
        return {key: said(one) for key, one in value.items()}
    if isinstance(value, list):
        return [said(one) for one in value]
    return value.rstrip("\n") if value else value


def test_every_file_says_the_same_in_a_form_that_stays() -> None:
    files = readable()
    assert len(files) > 200
    for file, text in files.items():
        once = canonical(text.encode(), file.name, key_order(Report))
        assert canonical(once.encode(), file.name, key_order(Report)) == once, file
        assert said(value_of(once)) == said(value_of(text)), file
        assert comments(once) == comments(text), file
        assert "\r" not in once
        assert once.endswith("\n")


def test_reports_have_the_same_record() -> None:
    found = 0
    for file, text in readable().items():
        if "reports" not in file.parts:
            continue
        source, _ = tree.read(text.encode(), file.name)
        again, _ = tree.read(canonical(text.encode(), file.name, key_order(Report)).encode(), "")
        assert source
        assert again
        found += 1
        assert validate(source, Report)[0] == validate(again, Report)[0], file
    assert found > 50


@pytest.mark.parametrize("text", [HAND_MADE, HAND_MADE.replace("\n", "\r\n"), "\ufeff" + HAND_MADE])
def test_a_file_as_a_person_wrote_it(text: str) -> None:
    assert made(text) == CANONICAL


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("年度: 2021\n项目名称: 甲\n", "项目名称: 甲\n年度: 2021\n"),
        ("年度: 2021  # 年\n# 名\n项目名称: 甲\n", "# 名\n项目名称: 甲\n年度: 2021  # 年\n"),
        ("资金:\n    支出: 1\n    # 尾\n年度: 2021\n", "年度: 2021\n\n资金:\n  支出: 1\n  # 尾\n"),
        ("资金: {支出: 1, # 一\n  单位: 元}\n", "资金:\n  单位: 元\n  支出: 1  # 一\n"),
        ("资金: {支出: , 单位: 元}\n", "资金: {单位: 元, 支出: }\n"),
        ("正文:\n  乙: |2\n      缩进\n    次行\n  甲: x\n", "正文:\n  乙: |2\n      缩进\n    次行\n  甲: x\n"),
        ("新键: 1\n项目名称: 甲\n别的: 2\n", "新键: 1\n项目名称: 甲\n别的: 2\n"),
        ("---\n年度: '2021'   \n\n\n", "年度: 2021\n"),
        ("年度:\n  # 年\n  2021\n", "年度: 2021  # 年\n"),
        ("a:\n    # 一\n\n    # 二\nb: 1\n", "a:\n  # 一\n\n  # 二\n\nb: 1\n"),
        ("# 只有话\n", "# 只有话\n"),
        ("指标:\n- [甲, # 一\n  乙]\n", "指标:\n  -\n    - 甲  # 一\n    - 乙\n"),
    ],
)  # fmt: skip
def test_how_things_are_written(written: str, wanted: str) -> None:
    assert canonical(written.encode(), "", key_order(Report)) == wanted
    assert canonical(wanted.encode(), "", key_order(Report)) == wanted


@pytest.mark.parametrize(
    "text", ["部门：县局\n年度: 2021\n", "a: [1\n", "a: &x 1\n", "a: >\n  甲\n  乙\n"]
)
def test_a_file_with_faults_has_none(text: str) -> None:
    with pytest.raises(CanonicalError, match="没有改动"):
        made(text)


def test_a_new_report_is_canonical_in_every_form() -> None:
    """What `jixiao new` writes is in the order of its form already."""
    content = ROOT / "generator/intake/starter/county/content"
    forms, _ = loader.load_forms(content)
    assert len(forms) > 20
    for name, form in forms.items():
        text = draft.draft_text(
            draft.DraftOptions("甲", "示例县财政局", 2024, {"表单": name}, form, None, None)
        )
        assert canonical(text.encode(), name, key_order(Report, form)) == text, name


def test_the_kinds_of_files() -> None:
    assert kind_of("reports/2021/gonganju/shipin.yml") is Report
    assert kind_of("pages/shuoming.yml") is None
