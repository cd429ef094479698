"""What clerks paste from Word and Excel: the true cause, on its own line, with the lines as they should be."""

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import ROOT, only_rules, run

BASE = ROOT / "tests/check/cases/_base/content"
HEAD = """\
项目名称: 示例项目
部门: 示例县公安局
年度: 2021
评价类型: 单位自评
状态: 公开
公开日期: 2022-06-01
"""  # six lines: what follows begins on the seventh
TEXT = HEAD + "提纲: ziping\n正文:\n"  # … on the ninth
ROWS = (
    HEAD + "提纲: ziping\n资金:\n  单位: 万元\n  支出: 5\n指标:\n  - 一级: 产出指标\n    三级: 甲\n"
)
NARRATIVE = TEXT + "  项目概况:\n"


class Told(NamedTuple):
    line: int
    words: str
    mended: str = ""


def row(first: str, *rest: str, indent: int = 4) -> str:
    """A row as a block."""
    lead = " " * indent
    return "\n".join([f"{lead}- {first}", *(f"{lead}  {one}" for one in rest)])


CASES = {
    "full-width-colons-throughout": (
        HEAD.replace(": ", "："),
        [Told(n, "冒号应为半角", line) for n, line in enumerate(HEAD.splitlines(), 1)],
    ),
    "relation": (
        ROWS + "    性质: >= # 怎样算：≥\n    目标值: >= 12\n    完成值: 12\n",
        [
            Told(14, "大于等于请写 ≥", "    性质: ≥  # 怎样算：≥"),
            Told(15, "大于等于请写 ≥", "    目标值: ≥ 12"),
        ],
    ),
    "percent-before-a-comment": (
        ROWS + "    单位: % # 度量单位，如 %\n",
        [Told(14, "不能以这个符号开头", "    单位: '%'  # 度量单位，如 %")],
    ),
    "full-width-colon-of-a-heading-after-text": (
        NARRATIVE + "    基本情况: |\n      甲。\n    绩效目标：|\n      乙。\n  评价结论|\n    丙。\n",
        [
            Told(12, "应为半角", "    绩效目标: |"),
            Told(14, "“评价结论”后面缺少冒号", "  评价结论: |"),
        ],
    ),
    "full-width-colons-of-all-headings": (
        NARRATIVE.replace(":\n", "：\n") + "    基本情况：甲\n    绩效目标：乙\n  评价结论：丙\n",
        [
            Told(8, "应为半角", "正文:"),
            Told(9, "应为半角", "  项目概况:"),
            Told(10, "应为半角", "    基本情况: 甲"),
            Told(11, "应为半角", "    绩效目标: 乙"),
            Told(12, "应为半角", "  评价结论: 丙"),
        ],
    ),
    "full-width-colons-where-yaml-reads-one-text": (
        NARRATIVE + "    基本情况：|\n      甲\n    绩效目标：|\n      乙\n  评价结论: 丙\n",
        [
            Told(10, "应为半角", "    基本情况: |"),
            Told(12, "应为半角", "    绩效目标: |"),
        ],
    ),
    "heading-without-colon": (
        NARRATIVE.replace("况:", "况") + "    基本情况: 甲\n    绩效目标: 乙\n  评价结论: 丙\n",
        [Told(9, "“项目概况”后面缺少冒号", "  项目概况:")],
    ),
    "group-without-colon": (
        HEAD + "资金\n  单位: 万元\n  支出: 5\n",
        [Told(7, "“资金”后面缺少冒号", "资金:")],
    ),
    "key-without-colon": (
        HEAD + "资金:\n  单位 万元\n  支出: 5\n",
        [Told(8, "“单位”后面缺少冒号", "  单位: 万元")],
    ),
    "two-keys-on-a-line": (
        HEAD + "资金:\n  单位: 万元\n  全年预算: 50  支出: 40\n",
        [Told(9, "一行只写一项", "  全年预算: 50\n  支出: 40")],
    ),
    "key-below-the-dash": (ROWS.replace("    三级", "  三级"), [Told(13, "应与“一级”对齐", "    三级: 甲")]),
    "key-too-far-right": (ROWS.replace("    三级", "      三级"), [Told(13, "应与“一级”对齐", "    三级: 甲")]),
    "tabs-before-a-row": (
        ROWS.replace("  - ", "\t- ").replace("    三级", "\t  三级"),
        [
            Told(12, "制表符", "  - 一级: 产出指标"),
            Told(13, "制表符", "    三级: 甲"),
        ],
    ),
    "row-beside-its-key": (
        HEAD + "更正: - {日期: 2022-07-01, 说明: 甲}\n",
        [Told(7, "一项应另起一行", "更正:\n  - 日期: 2022-07-01\n    说明: 甲")],
    ),
    "paragraph-after-text-that-looks-like-a-key": (
        TEXT + "  项目概况: |\n  甲乙，丙: 丁。\n 第二段\n",
        [Told(10, "“甲乙，丙”前面空了 2 格", "甲乙，丙: 丁。")],
    ),
    "paragraphs-without-indent": (
        TEXT + "  项目概况:\n    基本情况: |\n第一段，很长。\n第二段：也长。\n    绩效目标: |\n      好。\n"
        "  评价结论: |\n结论。\n",
        [
            Told(11, "“基本情况”下面的文字没有缩进（2 行）", "      第一段，很长。\n      第二段：也长。"),
            Told(16, "“评价结论”下面的文字没有缩进（1 行）", "    结论。"),
        ],
    ),
    "full-width-indent": (
        TEXT + "  评价结论: |\n　　第一段。\n　　第二段。\n",
        [Told(10, "缩进用了全角空格", "    第一段。\n    第二段。")],
    ),
    "tab-indent-of-text": (
        TEXT + "  评价结论: |\n\t第一段。\n",
        [Told(10, "制表符", "    第一段。")],
    ),
    "first-line-indented-more": (
        TEXT + "  评价结论: |\n        第一段。\n    第二段。\n",
        [Told(10, "缩进不齐", "    第一段。")],
    ),
    "dashes-without-indent": (
        TEXT + "  评价结论: |\n- 一是。\n- 二是。\n",
        [Told(10, "没有缩进（2 行）", "    - 一是。\n    - 二是。")],
    ),
    "hash-at-the-start-of-text": (
        TEXT + "  评价结论: |\n    第一段。\n# 第二段。\n    第三段。\n",
        [Told(11, "没有缩进", "    # 第二段。")],
    ),
    "thousands-in-braces": (
        HEAD + "资金:\n  单位: 万元\n  来源:\n    - {名称: 财政拨款, 全年预算: 1,520.30, 支出: 1,000}\n",
        [Told(10, "“1,520.30”成了几截。请写 1520.30", row("名称: 财政拨款", "全年预算: 1,520.30", "支出: 1,000"))],
    ),
    "colon-in-braces": (
        HEAD + "指标:\n  - {一级: 产出指标, 三级: 甲, 偏差原因: 原因: 雨季}\n",
        [Told(8, "有“: ”", row("一级: 产出指标", "三级: 甲", "偏差原因: '原因: 雨季'", indent=2))],
    ),
    "comma-in-braces": (
        HEAD + "指标:\n  - {一级: 产出指标, 三级: 甲, 偏差原因: 因雨季, 推迟}\n",
        [Told(8, "有“,”（逗号）", row("一级: 产出指标", "三级: 甲", "偏差原因: 因雨季, 推迟", indent=2))],
    ),
    "full-width-braces-row": (
        HEAD + "资金:\n  单位: 万元\n  来源:\n    - ｛名称: 甲, 支出: 50｝\n",
        [Told(10, "花括号应为半角", row("名称: 甲", "支出: 50"))],
    ),
    "full-width-colon-and-comma-in-braces": (
        HEAD + "资金:\n  单位: 万元\n  来源:\n    - {名称：甲，支出：50}\n    - {名称: 乙，支出：60}\n",
        [
            Told(10, "“名称”后面的冒号应为半角", row("名称: 甲", "支出: 50")),
            Told(11, "应为半角逗号", row("名称: 乙", "支出: 60")),
        ],
    ),
    "full-width-comma-in-braces": (
        HEAD + "资金:\n  单位: 万元\n  来源:\n    - {名称: 甲，支出: 50}\n",
        [Told(10, "两项之间应为半角逗号", row("名称: 甲", "支出: 50"))],
    ),
    "percent-in-braces": (
        HEAD + "指标:\n  - {一级: 产出指标, 三级: 甲, 单位: %}\n",
        [Told(8, "值不能以这个符号开头：%", row("一级: 产出指标", "三级: 甲", "单位: '%'", indent=2))],
    ),
    "table-with-tabs": (
        HEAD + "指标:\n一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\n"
        "产出指标\t数量指标\t新建管网\t≥46公里\t46.8\t20\n效益指标\t社会效益\t受益人口\t1.2万人\t\t30\n自评:\n  得分: 90\n",
        [
            Told(
                8,
                "粘贴了一张表",
                row("一级: 产出指标", "二级: 数量指标", "三级: 新建管网", "目标值: ≥46公里", "完成值: 46.8", "分值: 20", indent=2)
                + "\n" + row("一级: 效益指标", "二级: 社会效益", "三级: 受益人口", "目标值: 1.2万人", "分值: 30", indent=2),
            )
        ],
    ),
    "indented-table-with-tabs": (
        HEAD + "指标:\n  一级指标\t三级指标\n  产出指标\t新建管网\n",
        [Told(8, "粘贴了一张表", row("一级: 产出指标", "三级: 新建管网", indent=2))],
    ),
    "signs-at-the-start-of-a-value": (
        HEAD + "标题: @甲\n索引号: `乙\n项目编码: [2021]5号\n报告日期: - 2021\n实施单位: \"十四五\"规划办\n",
        [
            Told(7, "@", "标题: '@甲'"),
            Told(8, "`", "索引号: '`乙'"),
            Told(9, "以 [ 开头会当作一组内容", "项目编码: '[2021]5号'"),
            Told(10, "值不能以“- ”开头", "报告日期: '- 2021'"),
            Told(11, "引号又没有括住整个值", "实施单位: '\"十四五\"规划办'"),
        ],
    ),
    "colon-and-space-in-a-value": (
        HEAD + "标题: 关于: 甲\n",
        [Told(7, "值里有“: ”", "标题: '关于: 甲'")],
    ),
    "quotes-of-two-kinds": (
        HEAD + '标题: "甲”\n',
        [Told(7, "引号应为一对半角的", "标题: 甲")],
    ),
    "full-width-colons": (
        "项目名称：示例项目\n部门：示例县公安局\n" + HEAD.split("\n", 2)[2],
        [Told(1, "全角“：”", "项目名称: 示例项目"), Told(2, "全角“：”", "部门: 示例县公安局")],
    ),
    "no-break-space-after-colon": (
        HEAD + "标题:\xa0甲乙\n",
        [Told(7, "U+00A0", "标题: 甲乙")],
    ),
    "full-width-spaces-before-keys": (
        HEAD + "资金:\n　单位: 万元\n　支出: 50\n",
        [Told(8, "缩进里有全角空格", "  单位: 万元"), Told(9, "缩进里有全角空格", "  支出: 50")],
    ),
    "zero-width-before-a-key": (
        HEAD + "\u200b标题: 甲\n",
        [Told(7, "看不见的字符 U+200B", "标题: 甲")],
    ),
    "full-width-dash-of-a-row": (
        HEAD + "附件:\n  － 名称: 甲\n    文件: a.pdf\n",
        [Told(8, "应为半角的 -", "  - 名称: 甲")],
    ),
    "no-space-after-the-dash": (
        HEAD + "附件:\n  -名称: 甲\n    文件: a.pdf\n",
        [Told(8, "后面应空一格", "  - 名称: 甲")],
    ),
    "full-width-bar": (
        TEXT + "  评价结论: ｜\n    第一段\n    第二段\n",
        [Told(9, "应为半角的 |")],
    ),
    "line-separator": (
        HEAD + "标题: 甲\u2028乙\n",
        [Told(7, "换行符 U+2028")],
    ),
    "mixed-line-breaks": (
        (TEXT + "  评价结论: |\n    第一段\n").replace("\n", "\r\n") + "第二段\n",
        [Told(11, "没有缩进", "    第二段")],
    ),
    "breaks-of-old-macintoshes": (
        (TEXT + "  评价结论: |\n    第一段\n第二段\n").replace("\n", "\r"),
        [Told(11, "没有缩进", "    第二段")],
    ),
    "a-line-that-is-no-key": (
        HEAD + "这一行是多出来的\n实施单位: 甲\n",
        [Told(7, "“这一行是多出来的”不是“键: 值”")],
    ),
    "rows-in-an-open-bracket": (
        HEAD + "附件: [{名称: 甲, 文件: a.pdf}\n实施单位: 甲\n",
        [Told(7, "括号没有成对", "附件:\n  - 名称: 甲\n    文件: a.pdf")],
    ),
}  # fmt: skip


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(BASE, folder)
    only_rules(folder)
    return folder


def put(content: Path, name: str, text: str) -> Path:
    file = content / f"reports/2021/gonganju/{name}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def test_each_slip_is_told_by_its_cause_with_the_lines_as_they_should_be(content: Path) -> None:
    for name, (text, _) in CASES.items():
        put(content, name, text)
    done = run("jixiao", "check", "--content", content, "--format", "json")
    assert "Traceback" not in done.stderr
    found: dict[str, list[dict[str, Any]]] = {}
    for one in json.loads(done.stdout):
        found.setdefault(Path(one["path"]).stem, []).append(one)
    wrong = {}
    for name, (_, wanted) in CASES.items():
        told = [
            Told(one["line"], one["message"], one.get("paste", "").partition("\n")[2])
            for one in found.get(name, [])
        ]
        same = [
            (one.line, one.mended) == (other.line, other.mended) and other.words in one.words
            for one, other in zip(told, wanted, strict=False)
        ]
        if len(told) != len(wanted) or not all(same):
            wrong[name] = told
    assert wrong == {}


def test_people_see_the_lines_below_the_message(content: Path) -> None:
    put(content, "shili", TEXT + "  评价结论: |\n第一段。\n")
    done = run("jixiao", "check", "--content", content)
    assert done.stdout.splitlines()[-2:] == ["    应写成：", "    第一段。"]


def test_what_is_written_as_told_is_read(content: Path) -> None:
    """The block form takes what braces do not: commas, brackets, percent signs in quotes."""
    text = (
        HEAD
        + "资金:\n  单位: 万元\n  来源:\n"
        + row("名称: 甲，乙", "全年预算: 1,520.30", "支出: 1,000")
    )
    put(content, "shili", text + "\n")
    done = run("jixiao", "check", "--content", content)
    assert done.stdout == ""


def test_text_below_a_bar_may_hold_anything(content: Path) -> None:
    lines = ["　　全角空格开头", "# 井号", "- 一项", "键: 值", "项目名称：全角", "@甲 `乙 %丙 *丁 &戊", "[己] {庚: 1,520.30}",
             "“弯引号” \"直引号'", "甲\t乙\t丙"]  # fmt: skip
    text = "".join(f"    {line}\n" for line in lines)
    put(
        content,
        "shili",
        TEXT + "  项目概况:\n    基本情况: 甲\n    绩效目标: 乙\n  评价结论: |\n" + text,
    )
    done = run("jixiao", "check", "--content", content)
    assert done.stdout == ""


def test_words_that_become_a_comment_are_told(content: Path) -> None:
    text = (
        HEAD
        + "标题: #1 泵站改造\n实施单位: 甲 #2 泵站  \n索引号: 乙  # 注释\n项目编码: '丙 #3'\n报告日期: # 没有\n"
    )
    put(content, "shili", text)
    done = run("jixiao", "check", "--content", content, "--format", "json")
    found = [(one["line"], one["rule"], one["level"]) for one in json.loads(done.stdout)]
    assert found == [(7, "hash-comment", "warning"), (8, "hash-comment", "warning")]
    assert "“#2 泵站”会当作注释" in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("below", "line"),
    [
        ("#1 泵站已经完工。\n", 13),
        ("## 二、主要做法\n", 13),
        ("# （一）资金\n", 13),
        ("  # 2. 管理\n", 13),
        ("    # 甲\n# 乙\n", 0),  # the first is text, the second a plain comment
        ("    #1 泵站\n", 0),
    ],
)
def test_lines_of_text_that_become_comments_are_told(content: Path, below: str, line: int) -> None:
    """Text that was pasted without its indent, of which YAML makes a comment."""
    text = TEXT + "  项目概况:\n    基本情况: 甲\n    绩效目标: 乙\n  评价结论: |\n    第一段。\n"
    put(content, "shili", text + below)
    done = run("jixiao", "check", "--content", content, "--format", "json")
    found = [(one["line"], one["rule"]) for one in json.loads(done.stdout)]
    assert found == ([(line + 1, "hash-comment")] if line else [])


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        ("-5", "不能是负数"),
        ("1" * 30, "位数太多"),
        ("1.123456789", "最多 8 位"),
        ("'12,34'", "三位一隔"),
        ("五百", "只写数字"),
    ],
)
def test_a_number_that_is_none_is_told_why(content: Path, amount: str, why: str) -> None:
    put(content, "shili", HEAD + f"资金:\n  单位: 万元\n  支出: {amount}\n")
    done = run("jixiao", "check", "--content", content, "--format", "json")
    (found,) = (one for one in json.loads(done.stdout) if one["level"] == "error")
    assert found["line"] == 9
    assert why in found["message"]


def test_a_report_is_not_given_up_by_its_address(content: Path) -> None:
    row = "停用网址:\n  - {网址: reports/2021/gonganju/shili/, 理由: 重复}\n"
    site = content / "site.yml"
    site.write_text(site.read_text("utf-8") + row, "utf-8")
    done = run("jixiao", "check", "--content", content)
    assert done.returncode == 1
    assert "报告不能停用，只能撤回" in done.stdout


def test_a_name_that_is_still_in_use_is_no_former_one(content: Path) -> None:
    register = content / "departments.yml"
    former = "  曾用名:\n    - {名称: 示例县旧名局, 停用日期: 2090-01}\n"
    register.write_text(register.read_text("utf-8").rstrip() + f"\n{former}", "utf-8")
    done = run("jixiao", "check", "--content", content)
    assert "2090-01 才停用" in done.stdout


def test_a_department_without_its_dash_is_told(content: Path) -> None:
    register = content / "departments.yml"
    text = register.read_text("utf-8")
    register.write_text(f"{text}名称: 示例县水利局\n标识: shuiliju\n", "utf-8")
    done = run("jixiao", "check", "--content", content)
    assert "第一行前面要写“- ”" in done.stdout
    assert "- 名称: 示例县水利局\n  标识: shuiliju" in done.stdout


def test_what_is_written_behind_the_words_of_the_form_is_told(content: Path) -> None:
    form = "资金:  # 金额\n  单位: 万元\n  支出:  # 本年实际支出（执行数）1500.30\n"
    put(content, "shili", HEAD + form)
    done = run("jixiao", "check", "--content", content, "--format", "json")
    found = [one for one in json.loads(done.stdout) if one["rule"] == "hash-comment"]
    assert [(one["line"], "“1500.30”写在 # 后面" in one["message"]) for one in found] == [(9, True)]


@pytest.mark.parametrize(
    "text",
    [
        "  评价结论: |\n    完成时间: 2020年\n    部门：文化局\n    资金：40万元\n",
        "  评价结论: |\n    第一段\n      其中：管网\n      部门：甲\n",
        "  评价结论: |\n    总体目标\n      建设内容：管网5公里\n      完成情况：已完成\n",
        "  评价结论: |2\n    部门：甲\n",
    ],
)
def test_what_a_text_says_is_no_slip_wherever_the_true_one_is(content: Path, text: str) -> None:
    put(content, "shili", TEXT + text + '标题: "甲\n')
    done = run("jixiao", "check", "--content", content, "--format", "json")
    (found,) = json.loads(done.stdout)
    assert found["line"] == (TEXT + text).count("\n") + 1
    assert "引号没有成对" in found["message"]


def test_a_comment_behind_a_value_with_a_sign_of_its_own_is_told(content: Path) -> None:
    put(content, "shili", HEAD + '标题: "一 #1 二" #2 泵站\n')
    done = run("jixiao", "check", "--content", content)
    assert "“#2 泵站”会当作注释" in done.stdout


def test_lines_of_quoted_text_are_no_keys(content: Path) -> None:
    put(content, "shili", TEXT + '  评价结论: "第一段\n    部门：甲\n    资金：乙"\n')
    done = run("jixiao", "check", "--content", content)
    assert "冒号应为半角" not in done.stdout
    assert "(folded-text)" in done.stdout
