"""`jixiao new` as a clerk meets it at a terminal: asked again, found by any name, after last year's."""

import os
import pty
import select
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
import yaml

from generator.console.terminal import command
from tests.conftest import BIN, ROOT, TODAY, run

pytestmark = pytest.mark.slow("asks at terminals, where the command loads the words of pinyin")

RULES = ROOT / "tests/check/rules"
NAME = "农村饮水安全巩固提升工程"
FORMER = "reports/2023/shuiliju/nongcun-yinshui.yml"


def content_with_one_outline(folder: Path) -> None:
    """Where there is one form, `jixiao new` does not ask which."""
    shutil.copytree(RULES / "_content", folder, ignore=shutil.ignore_patterns("forms", "ziding*"))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "我的 content"
    content_with_one_outline(folder)
    (folder / FORMER).parent.mkdir(parents=True)
    shutil.copy(RULES / "_base.yml", folder / FORMER)
    return folder


def answered(content: Path, answers: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / "jixiao"), "new", "--content", str(content), *options],
        input=answers,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": TODAY},
    )


def test_a_wrong_or_empty_answer_is_told_and_asked_again(content: Path) -> None:
    answers = "\n林业局\n?\n民政局\nabcd\n2024年\n \n临时救助\nBad Slug\n\n"
    done = answered(content, answers)
    assert done.returncode == 0, done.stderr
    told = [
        "部门不能为空",
        "登记表里没有“林业局”",
        "- 名称: 示例县林业局\n  标识: linyeju",
        "请从上面选一个",
        "年度应为 1994—2099",
        "项目名称不能为空",
        "标识应为小写字母",
    ]
    places = [done.stderr.find(one) for one in told]
    assert -1 not in places
    assert places == sorted(places)
    assert done.stdout.count("示例县民政局（县民政局）") == 2, "listed at first, and on ?"
    assert (content / "reports/2024/minzhengju/linshi-jiuzhu.yml").is_file()


@pytest.mark.parametrize(
    "typed",
    [
        "示例县水利局",
        "县水利局",
        "水利局",
        "shuiliju",
        "SLJ",
        "slxslj",
        "xslj",
        "示例县水务局",
        "水务局",
        " 水利 局 ",
    ],
)
def test_a_department_is_known_by_any_of_its_names(content: Path, typed: str) -> None:
    done = answered(content, f"{typed}\n2024\n甲项目\njia\n")
    assert done.returncode == 0, done.stderr
    assert (content / "reports/2024/shuiliju/jia.yml").is_file()
    assert run(
        "jixiao", "new", "--content", content, "--department", typed, "--year", "2022", "--name",
        "甲项目", "--slug", "jia",
    ).returncode == 0  # fmt: skip


def test_initials_of_two_departments_are_no_answer(content: Path) -> None:
    with (content / "departments.yml").open("a", encoding="utf-8") as file:
        file.write(
            "\n- {名称: 示例县商旅局, 标识: shanglvju}\n- {名称: 示例县税利局, 标识: shuiliju2}\n"
        )
    text = (content / "departments.yml").read_text("utf-8").replace("shuiliju2", "shuilijuer")
    (content / "departments.yml").write_text(text, encoding="utf-8")
    done = answered(content, "slj\nshanglvju\n2024\n甲项目\njia\n")
    assert done.returncode == 0, done.stderr
    assert "“slj”有 3 个部门" in done.stderr
    assert (content / "reports/2024/shanglvju/jia.yml").is_file()


def test_nobody_there_to_answer(content: Path) -> None:
    done = answered(content, "shuiliju\n2024\n")
    assert done.returncode == 2
    assert "已中断：没有读到回答，什么也没有放" in done.stderr
    assert "--department --year --name" in done.stderr
    assert not (content / "reports/2024").exists()


def test_ctrl_c_ends_with_a_word(content: Path) -> None:
    main, side = pty.openpty()
    with subprocess.Popen(
        [str(BIN / "jixiao"), "new", "--content", str(content)],
        stdin=side, stdout=side, stderr=side, env={**os.environ, "TERM": "xterm"},
    ) as process:  # fmt: skip
        os.close(side)
        seen = b""
        try:
            while "首字母".encode() not in seen:
                seen += os.read(main, 65536)
            while process.poll() is None:
                process.send_signal(signal.SIGINT)  # again, where it came before readline waits
                while select.select([main], [], [], 2)[0]:
                    seen += os.read(main, 65536)
        except OSError:
            pass  # the other side is closed: the command has ended
    os.close(main)
    assert process.returncode == 2
    assert "\r\n已中断。" in seen.decode()
    assert "Traceback" not in seen.decode()


def test_a_former_years_report_is_offered_and_only_its_names_are_taken(content: Path) -> None:
    done = answered(content, f"shuiliju\n2024\n{NAME}\n\n也许\n是\n")
    assert done.returncode == 0, done.stderr
    assert "2023 年有这个项目的报告" in done.stdout
    assert "请回答 是 或 否" in done.stderr
    file = content / "reports/2024/shuiliju/nongcun-yinshui.yml"
    made, former = (
        yaml.load(one.read_text("utf-8"), Loader=yaml.CBaseLoader)
        for one in (file, content / FORMER)
    )
    for key in ("项目名称", "部门", "评价类型", "提纲", "实施单位"):
        assert made[key] == former[key]
    assert (made["年度"], made["状态"]) == ("2024", "草稿")
    taken = ("一级", "二级", "三级", "性质", "单位", "分值")
    assert [{k: v for k, v in row.items() if v} for row in made["指标"]] == [
        {key: row[key] for key in taken if key in row} for row in former["指标"]
    ]
    funds = {key: value for key, value in made["资金"].items() if value}
    assert funds.pop("单位") == "万元"
    assert [{k: v for k, v in row.items() if v} for row in funds.pop("来源")] == [
        {"名称": "中央财政资金"}, {"名称": "县级财政资金"},
    ]  # fmt: skip
    assert funds == {}
    assert not any(made["自评"].values())
    assert not any(text for below in made["正文"].values() for text in below.values())
    text = file.read_text("utf-8")
    assert "# 目标值每年由预算批复定，没有带过来" in text
    assert "目标值:  # 2023 年是 46" in text
    for word in ("汛期", "2024-04-18", "304", "46.8", "SLX-2024"):
        assert word not in text
    assert run("jixiao", "check", "--content", content, file).stdout == ""


def test_a_former_report_need_not_be_followed(content: Path) -> None:
    done = answered(content, f"shuiliju\n2024\n{NAME}\n\n否\n")
    assert done.returncode == 0, done.stderr
    text = (content / "reports/2024/shuiliju/nongcun-yinshui.yml").read_text("utf-8")
    assert "年是" not in text
    options = ("--department", "shuiliju", "--year", "2025", "--name", NAME)
    plain = run("jixiao", "new", "--content", content, *options)
    assert plain.returncode == 0
    assert "（是/否）" not in plain.stdout


def test_like_names_the_year_to_follow(content: Path) -> None:
    options = ("--department", "shuiliju", "--year", "2025", "--name", NAME)
    done = run("jixiao", "new", "--content", content, *options, "--like", "2022")
    assert done.returncode == 1
    assert "2022 年没有" in done.stderr
    assert "有的年度：2023" in done.stderr
    done = run("jixiao", "new", "--content", content, *options, "--like", "2023")
    assert done.returncode == 0, done.stderr
    file = content / "reports/2025/shuiliju/nongcun-yinshui.yml"
    assert "2023 年是 46" in file.read_text("utf-8")


def test_a_broken_former_report_is_not_followed(content: Path) -> None:
    with (content / FORMER).open("a", encoding="utf-8") as file:
        file.write("不认识: 甲\n")
    options = ("--department", "shuiliju", "--year", "2024", "--name", NAME, "--like", "2023")
    done = run("jixiao", "new", "--content", content, *options)
    assert done.returncode == 1
    assert "有错误，不能照它放" in done.stderr
    done = answered(content, f"shuiliju\n2024\n{NAME}\n\n是\n")
    assert done.returncode == 0, done.stderr
    assert "不能照它放" in done.stderr
    assert (content / "reports/2024/shuiliju/nongcun-yinshui.yml").is_file()


def test_the_commands_that_are_printed_can_be_pasted(content: Path) -> None:
    options = ("--department", "shuiliju", "--year", "2024", "--name", "甲", "--slug", "jia")
    done = run("jixiao", "new", "--content", content, *options)
    file = content / "reports/2024/shuiliju/jia.yml"
    lines = [line.partition("：")[2] for line in done.stdout.splitlines()]
    check = shlex.split(next(line for line in lines if line.startswith("jixiao check")))
    assert check == ["jixiao", "check", "--content", str(content), str(file)]
    assert run(*check).returncode == 0
    serve = shlex.split(next(line for line in lines if line.startswith("jixiao serve")))
    assert serve == ["jixiao", "serve", "--content", str(content)]
    add = next(line for line in lines if line.startswith("git add")).partition("，")[0]
    assert shlex.split(add) == ["git", "add", str(file)]


def test_the_usual_folder_is_not_named(tmp_path: Path) -> None:
    content_with_one_outline(tmp_path / "content")
    options = ("--department", "slj", "--year", "2024", "--name", "甲", "--slug", "jia")
    done = run("jixiao", "new", *options, cwd=tmp_path)
    assert "jixiao check content/reports/2024/shuiliju/jia.yml\n" in done.stdout
    assert "jixiao serve\n" in done.stdout


def test_words_are_quoted_for_both_shells_of_windows() -> None:
    path = "C:\\我的 文档\\content\\"
    assert command("git", "add", path, windows=True) == 'git add "C:\\我的 文档\\content"'
    assert command("git", "add", "D:\\content\\a.yml", windows=True) == "git add D:\\content\\a.yml"
    assert command("git", "add", "a b's", windows=False) == "git add 'a b'\"'\"'s'"


def test_new_forms_have_rows_as_blocks(content: Path) -> None:
    options = ("--department", "slj", "--year", "2024", "--name", "甲", "--slug", "jia")
    assert run("jixiao", "new", "--content", content, *options).returncode == 0
    file = content / "reports/2024/shuiliju/jia.yml"
    text = file.read_text("utf-8")
    assert "{" not in text
    for key in ("来源", "下达文件", "指标", "附件"):
        block = text.partition(f"{key}:")[2].partition("\n\n")[0]
        rows = [line for line in block.splitlines()[2:] if line.strip().startswith("# ")]
        assert rows[0].strip().startswith("# - "), key
    # Taking the marks off, as an editor does, makes rows that a clerk can fill in.
    example = text.partition("指标:")[2].partition("\n\n")[0].splitlines()[2:]
    bare = "\n".join(line.replace("# ", "", 1) for line in example)
    filled = bare.replace("一级:", "一级: 产出指标").replace("三级:", "三级: 新建管网，1,520.30 米")
    made = yaml.load(f"指标:\n{filled}", Loader=yaml.CBaseLoader)
    assert made["指标"][0]["三级"] == "新建管网，1,520.30 米"


def test_the_preview_names_the_folder_that_it_shows(content: Path) -> None:
    command_line = [str(BIN / "jixiao"), "serve", "--content", str(content), "--address"]
    with subprocess.Popen(
        [*command_line, "127.0.0.1:0"], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        told = next(line for line in process.stderr if "逐条列出：" in line)
        process.send_signal(signal.SIGINT)
        process.stderr.read()
    check = shlex.split(told.partition("逐条列出：")[2])
    assert check == ["jixiao", "check", "--content", str(content)]


STARTER = ROOT / "generator/intake/starter/county/content/forms"
TABLE = """\
名称: 示例自评表
评价类型: [部门评价]
一级指标: [{名称: 产出指标, 分值: 50}, {名称: 效益指标}]
栏目:
  - {栏: 项目名称, 印作: 项目（资金）名称}
  - {栏: 结论.存在问题, 印作: 问题}
  - {栏: 主管部门, 印作: 地方主管部门}
  - 栏: 资金
    列: [{栏: 全年预算, 印作: 调整后预算数}, 支出, 执行率]
    行: [当年财政拨款, 上年结转资金]
  - 栏: 指标
    列: [{栏: 三级, 印作: 指标名称}, 一级, {栏: 完成值, 印作: 全年实际值}]
  - 结论.改进措施
章节:
  - 标题: 概况
    小节:
      - 标题: 立项
        小节: [{标题: 背景, 可省略: 是}, "过程、结果: 两项"]
"""


def new(content: Path, form: str, *more: str) -> Path:
    options = ("--department", "slj", "--year", "2024", "--name", NAME, "--slug", "jia", *more)
    done = run("jixiao", "new", "--content", content, *options, "--form", form)
    assert done.returncode == 0, done.stderr
    return content / "reports/2024/shuiliju/jia.yml"


def with_form(content: Path, name: str, text: str) -> Path:
    (content / "forms").mkdir(exist_ok=True)
    (content / "forms" / name).write_text(text, encoding="utf-8")
    return content


def test_a_draft_has_what_its_form_asks_for_in_its_order_and_words(content: Path) -> None:
    text = new(with_form(content, "biao.yml", TABLE), "biao").read_text("utf-8")
    made = yaml.load(text, Loader=yaml.CBaseLoader)
    assert made["表单"] == "biao"
    assert "提纲" not in made
    assert made["评价类型"] == "部门评价"
    keys = list(made)
    asked = ["结论", "主管部门", "资金", "自评", "指标", "正文"]
    assert keys[keys.index("索引号") + 1 : keys.index("数据说明")] == asked
    assert list(made["结论"]) == ["存在问题", "改进措施"], "what is in one record stands together"
    assert list(made["资金"]) == ["单位", "全年预算", "支出", "来源"]
    assert [one["名称"] for one in made["资金"]["来源"]] == ["当年财政拨款", "上年结转资金"]
    assert list(made["资金"]["来源"][0]) == ["名称", "全年预算", "支出", "执行率"]
    assert list(made["自评"]) == ["执行率"], "the total's rate has its key there"
    for comment in (
        "# 表上印“项目（资金）名称”；", "存在问题:  # 表上印“问题”；", "全年预算:  # 表上印“调整后预算数”；",
        "主管部门:  # 表上印“地方主管部门”；",
    ):  # fmt: skip
        assert comment in text
    assert "表上印“支出”" not in text


def test_first_levels_are_rows_to_be_filled_in_and_headings_are_nested(content: Path) -> None:
    file = new(with_form(content, "biao.yml", TABLE), "biao")
    text = file.read_text("utf-8")
    rows = text.partition("\n指标:")[2].partition("\n\n")[0].splitlines()[2:]
    bare = "\n".join(line.replace("# ", "", 1) for line in rows)
    made = yaml.load(bare, Loader=yaml.CBaseLoader)
    assert [list(row) for row in made] == [["三级", "一级", "完成值"]] * 2
    assert [row["一级"] for row in made] == ["产出指标", "效益指标"]
    assert "# 表上共 50 分" in rows[1]
    assert yaml.load(text, Loader=yaml.CBaseLoader)["正文"] == {
        "概况": {"立项": {"背景": "", "过程、结果: 两项": ""}}
    }
    assert "      背景: |  # 报告没有这一节的，删去\n" in text
    assert run("jixiao", "check", "--content", content, file).stdout == ""


def test_every_form_of_a_county_gives_a_draft_without_problems(content: Path) -> None:
    shutil.copytree(STARTER, content / "forms")
    for form in sorted(STARTER.glob("*.yml")):
        file = new(content, form.stem)
        made = yaml.load(file.read_text("utf-8"), Loader=yaml.CBaseLoader)
        assert made["表单"] == form.stem
        assert run("jixiao", "check", "--content", content, file).stdout == "", form.stem
        file.unlink()


def test_text_after_a_comment_that_names_what_the_form_prints_is_told(content: Path) -> None:
    file = new(with_form(content, "biao.yml", TABLE), "biao")
    line = "  存在问题:  # 表上印“问题”；照表写"
    text = file.read_text("utf-8")
    assert f"{line}\n" in text
    file.write_text(text.replace(line, f"{line} 管护不到位"), encoding="utf-8")
    done = run("jixiao", "check", "--content", content, "--format", "lines", file)
    assert "“管护不到位”写在 # 后面" in done.stdout


def test_a_former_year_gives_bodies_codes_goals_and_levels_too(content: Path) -> None:
    form = "名称: 表\n栏目: [主管部门, 项目类别, {栏: 年度目标, 列: [预期, 实际]}, 资金]\n"
    with_form(content, "biao.yml", form)
    (content / FORMER).write_text(
        f"项目名称: {NAME}\n部门: 示例县水利局\n年度: 2023\n评价类型: 财政评价\n状态: 草稿\n"
        "表单: biao\n提纲: sichuan-2021\n主管部门: 示例县水利局\n主管部门编码: '219'\n"
        "实施单位编码: '51'\n项目编码: SL-7\n资金:\n  单位: 元\n  来源: [{名称: 补助, 级次: 中央, 支出: 7}]\n"
        "年度目标: [{名称: 目标1, 预期: 供水}]\n指标: [{所属目标: 目标1, 三级: 水厂, 完成值: 8}]\n",
        encoding="utf-8",
    )
    options = ("--department", "slj", "--year", "2024", "--name", NAME, "--like", "2023")
    done = run("jixiao", "new", "--content", content, *options)
    assert done.returncode == 0, done.stderr
    file = content / "reports/2024/shuiliju/nongcun-yinshui.yml"
    made = yaml.load(file.read_text("utf-8"), Loader=yaml.CBaseLoader)
    stated = {"表单": "biao", "提纲": "sichuan-2021", "评价类型": "财政评价"}
    stated |= {
        "主管部门": "示例县水利局",
        "主管部门编码": "219",
        "实施单位编码": "51",
        "项目编码": "SL-7",
    }
    assert {key: made[key] for key in stated} == stated
    assert [key for key in made if key.startswith("主管部门")] == ["主管部门", "主管部门编码"]
    assert "项目概况" in made["正文"], "the headings are those of the outline beside the form"
    rows = (made["资金"]["来源"], made["年度目标"], made["指标"])
    assert [[{k: v for k, v in one.items() if v} for one in row] for row in rows] == [
        [{"名称": "补助", "级次": "中央"}], [{"名称": "目标1"}], [{"所属目标": "目标1", "三级": "水厂"}],
    ]  # fmt: skip
    assert run("jixiao", "check", "--content", content, file).stdout == ""


def test_a_file_of_outlines_is_named_as_outline_and_the_old_option_works(content: Path) -> None:
    options = ("--department", "slj", "--year", "2024", "--name", "甲", "--slug", "jia")
    done = run("jixiao", "new", "--content", content, *options, "--outline", "sichuan-2021")
    assert done.returncode == 0, done.stderr
    made = yaml.load(
        (content / "reports/2024/shuiliju/jia.yml").read_text("utf-8"), Loader=yaml.CBaseLoader
    )
    assert made["提纲"] == "sichuan-2021"
    assert "表单" not in made


def test_a_table_that_a_form_lets_out_is_there_to_be_taken(content: Path) -> None:
    form = (
        "名称: 表\n栏目:\n  - {栏: 资金管理, 可省略: 是, 列: [项目, 情况说明], 行: [支付安全性, 支付进度]}\n"
        "  - {栏: 部门整体.三公经费, 列: [名称, 决算], 行: [公务接待费]}\n"
    )
    file = new(with_form(content, "biao.yml", form), "biao")
    text = file.read_text("utf-8")
    made = yaml.safe_load(text)
    assert made["资金管理"] is None
    assert "  # - 项目: 支付进度\n  #   情况说明:\n" in text
    assert made["部门整体"]["三公经费"] == [{"名称": "公务接待费", "决算": None}]


def test_no_form_is_proposed(content: Path) -> None:
    with_form(content, "anhui.yml", "名称: 项目支出绩效自评表（样本省）\n栏目: [项目名称]\n")
    done = answered(content, "shuiliju\n2024\n甲项目\njia\n\n样本省\nanhui\n")
    assert done.returncode == 0, done.stderr
    assert "请写表单的标识" in done.stderr
    assert "名称里有“样本省”的：\n  anhui" in done.stderr
    file = content / "reports/2024/shuiliju/jia.yml"
    assert yaml.safe_load(file.read_text("utf-8"))["表单"] == "anhui"


def test_the_slug_that_is_proposed_for_a_new_department_is_free(content: Path) -> None:
    with (content / "departments.yml").open("a", encoding="utf-8") as file:
        file.write("\n- {名称: 示例县城市管理局, 标识: chengguan}\n")
    done = run(
        "jixiao", "new", "--content", content, "--department", "城管", "--year", "2024", "--name",
        "甲项目", "--slug", "jia",
    )  # fmt: skip
    assert done.returncode == 1
    assert "是不是“示例县城市管理局”" in done.stderr
    assert "- 名称: 示例县城管\n  标识: shilixianchengguan" in done.stderr
    lines = done.stderr[done.stderr.index("- 名称: 示例县城管") :].splitlines()[:2]
    with (content / "departments.yml").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(lines) + "\n")
    assert "duplicate-department" not in run("jixiao", "check", "--content", content).stdout
