"""`jixiao import` as a clerk runs it: files of the bureau become drafts, and nothing is lost."""

import errno
import io
import json
import os
import subprocess
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from openpyxl.comments import Comment

from generator.intake import importing
from generator.runtime.atomic_folders import write_file
from tests.conftest import BIN, TODAY, run, tree
from tests.support.made_up import content as made_up
from tests.support.made_up import department
from tests.support.terminal import seen_on_a_terminal
from tests.support.word_files import plain_document
from tests.support.word_tables import save_by_library

REPORT = """示例县水利局2023年农村饮水巩固项目支出绩效自评报告
一、基本情况
本项目更换老旧供水管网。
二、存在的问题
管护经费不足。
示例县水利局
2024年3月5日
"""
TABLE = (
    ("项目名称", "农村饮水巩固", "实施单位", "县水管所", ""),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"),
    ("产出指标", "数量指标", "更换管网长度", "≥40公里", "46.8公里"),
    ("", "质量指标", "验收合格率", "100%", "100%"),
)
DRAFT = "reports/2023/shuiliju/nongcun-yinshui-gonggu"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    made = made_up(tmp_path)
    department(made, "shuiliju", "示例县水利局")
    return made


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "原件"
    folder.mkdir()
    return folder


def imported(content: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    done = run("jixiao", "import", "--content", content, *words)
    assert "Traceback" not in done.stderr
    return done


def text_file(folder: Path, text: str = REPORT, name: str = "自评报告.txt") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def read(content: Path, draft: str = DRAFT) -> dict[str, object]:
    text = (content / f"{draft}.yml").read_text("utf-8")
    found: dict[str, object] = yaml.load(text, Loader=yaml.CBaseLoader)
    return found


def word_file(folder: Path, name: str = "自评表.docx") -> Path:
    made = plain_document()
    made.core_properties.author = "示例作者"
    made.add_paragraph("示例县水利局2023年项目支出绩效自评表")
    table = made.add_table(len(TABLE), len(TABLE[0]))
    for number, row in enumerate(TABLE):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    made.save(os.fspath(folder / name))
    return folder / name


def problems(content: Path) -> list[dict[str, str]]:
    done = run("jixiao", "check", "--content", content, "--format", "json")
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


def test_a_report_becomes_a_draft_with_its_original_beside_it(content: Path, sources: Path) -> None:
    file = text_file(sources)
    done = imported(content, file)
    assert done.returncode == 0, done.stdout + done.stderr
    draft = read(content)
    assert draft["项目名称"] == "农村饮水巩固"
    assert (draft["部门"], draft["年度"], draft["状态"]) == ("示例县水利局", "2023", "草稿")
    assert draft["报告日期"] == "2024-03-05"
    assert "本项目更换老旧供水管网。" in str(draft["正文"])
    assert draft["附件"] == [{"名称": "自评报告", "文件": "自评报告.txt"}]
    assert (content / DRAFT / "自评报告.txt").read_bytes() == file.read_bytes()
    top = (content / f"{DRAFT}.yml").read_text("utf-8").splitlines()[0]
    assert "schema" not in top, "there is none beside this content"
    assert "读了 1 个文件，放好了 1 份草稿" in done.stdout
    assert f"检查：jixiao check --content {content.as_posix()}" in done.stdout
    assert [one for one in problems(content) if one["level"] == "error"] == []


def test_the_only_figure_of_a_total_is_that_over_which_it_stands(
    content: Path, sources: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("示例县水利局2023年项目支出绩效自评表",),
        ("项目名称", "农村饮水巩固"),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "备注"),
        ("产出指标", "数量指标", "更换管网长度", "≥40公里", "46.8公里", 100, 98),
        ("总分", "", "", "", "", 100, "=SUM(G4)"),
    ):
        sheet.append(row)
    book.save(sources / "自评表.xlsx")
    imported(content, sources / "自评表.xlsx")
    assert read(content)["自评"] == {"总分": "100"}


def test_figures_a_line_each_become_no_figure(content: Path, sources: Path) -> None:
    head = ("三级指标", "年度指标值", "实际完成值", "分值", "得分")
    cells = ("1.更换管网<br>2.新建水池", "≥40公里<br>≥2座", "46公里<br>1座", "20<br>10", "20<br>5")
    rows = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in (head, cells))
    page = f"<p>示例县水利局2023年农村饮水巩固项目绩效自评表</p><table border=1>{rows}</table>"
    imported(content, text_file(sources, page, "自评表.html"))
    draft = read(content)
    assert draft["指标"] == [
        {"三级": "1.更换管网 2.新建水池", "目标值": "≥40公里 ≥2座", "完成值": "46公里 1座"}
    ]
    assert draft["原文未能归类"] == "20 10 | 20 5\n"


def test_a_digit_that_is_struck_out_or_raised_is_none_of_its_figure(
    content: Path, sources: Path
) -> None:
    rows = (
        ("三级指标", "年度指标值", "实际完成值", "分值", "得分"),
        ("更换管网", "≥40公里", "<s>1</s>46公里", "20<sup>2</sup>", "<del>1</del>9"),
    )
    cells = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in rows)
    page = f"<p>示例县水利局2023年农村饮水巩固项目绩效自评表</p><table border=1>{cells}</table>"
    done = imported(content, text_file(sources, page, "自评表.html"))
    assert done.returncode == 0, done.stdout + done.stderr
    draft = read(content)
    assert draft["指标"] == [
        {"三级": "更换管网", "目标值": "≥40公里", "完成值": "46公里", "得分": "9"}
    ]
    assert draft["原文未能归类"] == "20²\n"
    assert "删除线划去的文字 2 处" in done.stdout


def test_what_must_not_be_public_in_a_draft_is_told_at_once(content: Path, sources: Path) -> None:
    number = "110101199003071233"
    done = imported(content, text_file(sources, REPORT.replace("管护经费", f"张三{number}的经费")))
    assert done.returncode == 1
    (told,) = [line for line in done.stderr.splitlines() if "(identity-number)" in line]
    assert told.startswith(f"{(content / DRAFT).as_posix()}.yml:")
    assert number not in done.stdout + done.stderr


def test_a_table_of_word_is_read_as_printed(content: Path, sources: Path) -> None:
    done = imported(content, word_file(sources))
    assert done.returncode == 0, done.stdout + done.stderr
    rows = read(content)["指标"]
    assert isinstance(rows, list)
    assert [one["三级"] for one in rows] == ["更换管网长度", "验收合格率"]
    assert [one["完成值"] for one in rows] == ["46.8公里", "100%"]
    assert {one["一级"] for one in rows} == {"产出指标"}


def test_a_table_and_its_narrative_become_one_report(content: Path, sources: Path) -> None:
    word_file(sources)
    text_file(sources)
    done = imported(content, sources)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [one.stem for one in content.glob("reports/2023/shuiliju/*.yml")] == [Path(DRAFT).name]
    draft = read(content)
    assert draft["指标"]
    assert draft["正文"]
    files = {one["文件"] for one in draft["附件"] if isinstance(one, dict)}  # type: ignore[attr-defined]
    assert files == {"自评表.docx", "自评报告.txt"}


def test_amounts_in_its_sentences_keep_a_narrative_apart_from_no_table(
    content: Path, sources: Path
) -> None:
    word_file(sources)
    text_file(sources, REPORT.replace("管网。", "管网，2023年度预算46万元，支出45万元。"))
    done = imported(content, sources)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [one.stem for one in content.glob("reports/2023/shuiliju/*.yml")] == [Path(DRAFT).name]
    draft = read(content)
    assert draft["指标"]
    assert draft["资金"] == {"单位": "万元", "全年预算": "46", "支出": "45"}


def test_reports_in_one_file_become_drafts_of_their_own(content: Path, sources: Path) -> None:
    other = REPORT.replace("农村饮水巩固", "河道清淤")
    done = imported(content, text_file(sources, REPORT + other))
    assert done.returncode == 0, done.stdout + done.stderr
    slugs = {one.stem for one in content.glob("reports/2023/shuiliju/*.yml")}
    assert slugs == {"nongcun-yinshui-gonggu", "hedao-qingyu"}
    assert f"{content.as_posix()}/reports/2023/shuiliju\n" in done.stdout, "to check them both"


def test_several_projects_and_years_become_one_draft(content: Path, sources: Path) -> None:
    tables = (
        (
            ("项目名称", "农村饮水巩固", "实施单位", "县水管所"),
            ("项目资金（万元）", "全年预算数", "全年执行数", "执行率"),
            ("年度资金总额：", "40", "30", "75.00%"),
            ("分年度资金情况（万元）", "", "2022年", "2023年"),
            ("", "全年预算数", "20", "40"),
            ("", "全年执行数", "18.5", "30"),
        ),
        (
            ("子项目名称", "东干渠维护", "实施单位", "县水管所"),
            ("项目资金（万元）", "全年预算数", "全年执行数", "备注"),
            ("年度资金总额：", "25", "20", "工期顺延。"),
        ),
        (("子项目名称", "泵站检修", "存在问题", "设备老化。"),),
    )
    made = plain_document()
    made.add_paragraph("示例县水利局2022—2023年度项目支出绩效自评表")
    for rows in tables:
        table = made.add_table(len(rows), 4)
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                table.cell(number, place).text = text
        made.add_paragraph()
    made.save(os.fspath(sources / "自评表.docx"))
    done = imported(content, sources / "自评表.docx")
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = content.glob("reports/*/*/*.yml")
    draft = yaml.load(file.read_text("utf-8"), Loader=yaml.CBaseLoader)
    assert draft["涵盖年度"] == ["2022", "2023"]
    assert draft["资金"]["分年度"] == [
        {"年度": "2022", "全年预算": "20", "支出": "18.5"},
        {"年度": "2023", "全年预算": "40", "支出": "30"},
    ]
    first, second = draft["包含项目"]
    assert first == {
        "项目名称": "东干渠维护",
        "实施单位": "县水管所",
        "资金": {"全年预算": "25", "支出": "20", "说明": "工期顺延。"},
    }
    assert second == {"项目名称": "泵站检修", "结论": {"存在问题": "设备老化。"}}
    assert "原文未能归类" not in draft
    assert [one for one in problems(content) if one["level"] == "error"] == []


def test_nothing_is_written_over(content: Path, sources: Path) -> None:
    file = text_file(sources)
    assert imported(content, file).returncode == 0
    before = tree(content)
    done = imported(content, file)
    assert done.returncode == 0, "the same file again is no mistake"
    assert f"已经导入过：{content.as_posix()}/{DRAFT}.yml，没有改动" in done.stdout
    assert tree(content) == before
    changed = text_file(sources, REPORT.replace("老旧", "全部"), "改过的.txt")
    done = imported(content, changed)
    assert done.returncode == 1
    assert (
        "已经有了，没有改动。是另一个项目的，加 --yes 放成 nongcun-yinshui-gonggu-2" in done.stdout
    )
    assert tree(content) == before
    done = imported(content, changed, "--yes")
    assert done.returncode == 0, done.stdout
    assert "已经有了，这一份是 nongcun-yinshui-gonggu-2" in done.stdout
    assert "全部供水管网" in (content / f"{DRAFT}-2.yml").read_text("utf-8")
    assert {name: data for name, data in tree(content).items() if name in before} == before


def test_a_dry_run_writes_nothing(content: Path, sources: Path) -> None:
    before = tree(content)
    done = imported(content, text_file(sources), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "能放 1 份草稿" in done.stdout
    assert "什么都没有写" in done.stdout
    assert tree(content) == before


def test_what_the_file_does_not_tell_an_option_tells(content: Path, sources: Path) -> None:
    text = REPORT.replace("示例县水利局2023年", "").replace("示例县水利局\n2024年3月5日\n", "")
    file = text_file(sources, text)
    done = imported(content, file)
    assert done.returncode == 1
    assert "--year" in done.stdout
    done = imported(content, file, "--year", "2023")
    assert done.returncode == 1
    assert "用 --department 指明" in done.stdout
    assert not (content / "reports").exists()
    done = imported(content, file, "--year", "2023", "--department", "slj")
    assert done.returncode == 0, done.stdout
    assert (read(content)["部门"], read(content)["年度"]) == ("示例县水利局", "2023")


def test_wrong_options_are_told(content: Path, sources: Path) -> None:
    file = text_file(sources)
    for words, told in (
        ((file, "--department", "没有这个局"), "登记表里没有“没有这个局”"),
        ((file, "--year", "3000"), "--year 应为 1994"),
        ((sources / "没有.docx",), "没有文件或文件夹"),
        ((content / "site.yml",), "在内容文件夹里，不是要导入的原件"),
    ):
        done = imported(content, *words)
        assert done.returncode == 1
        assert told in done.stderr
    assert not (content / "reports").exists()


def test_a_department_that_is_not_registered_can_be_taught(content: Path, sources: Path) -> None:
    file = text_file(sources, REPORT.replace("示例县水利局", "示例县河道管护所"))
    done = imported(content, file)
    assert done.returncode == 1
    assert "登记表里没有" in done.stdout
    assert '部门:\n    "示例县河道管护所":  # 这里写登记表里的标识' in done.stdout
    (content / "import.yml").write_text("部门:\n  示例县河道管护所: shuiliju\n", encoding="utf-8")
    done = imported(content, file)
    assert done.returncode == 0, done.stdout
    assert read(content)["部门"] == "示例县水利局"


def test_departments_that_are_new_are_told_with_the_lines_to_register_them(
    content: Path, sources: Path
) -> None:
    file = word_file(sources)
    made = docx.Document(os.fspath(file))
    made.paragraphs[0].runs[0].text = "2023年项目支出绩效自评表"
    made.tables[0].cell(0, 3).text = "示例县林业局"
    made.save(os.fspath(file))
    done = imported(content, file)
    assert done.returncode == 1
    assert "原件写的是“示例县林业局”，登记表里没有" in done.stdout
    lines = "- 名称: 示例县林业局\n  标识: linyeju\n"
    assert lines in done.stdout
    register = content / "departments.yml"
    register.write_text(register.read_text("utf-8") + lines, encoding="utf-8")
    assert imported(content, file).returncode == 0
    assert (content / "reports/2023/linyeju/nongcun-yinshui-gonggu.yml").is_file()


def test_a_mistake_in_what_was_taught_is_told(content: Path, sources: Path) -> None:
    (content / "import.yml").write_text("部门:\n  河管所: shuliju\n", encoding="utf-8")
    done = imported(content, text_file(sources))
    assert done.returncode == 1
    assert "import.yml:2:8: 错误: “河管所”写的部门“shuliju”不在登记表" in done.stderr


def test_persons_are_left_out_and_the_original_stays_where_it_is(
    content: Path, sources: Path
) -> None:
    text = REPORT.replace(
        "示例县水利局\n2024", "联系人及电话：张三丰 13900001234\n示例县水利局\n2024"
    )
    file = text_file(sources, text)
    done = imported(content, file, "--explain")
    assert done.returncode == 0, done.stdout
    draft = (content / f"{DRAFT}.yml").read_text("utf-8")
    assert "张三丰" not in draft
    assert "13900001234" not in draft
    assert "附件" not in read(content)
    assert "# 原件 自评报告.txt 没有放进来：里面的文字：这里有手机号码" in draft
    assert not (content / DRAFT).exists()
    assert "自评报告.txt 没有放进来，免得推送出去：里面的文字：这里有手机号码" in done.stdout
    assert "张三丰" in done.stdout  # --explain lists what was left out, for the clerk
    assert not {"error", "warning"} & {one["level"] for one in problems(content)}
    before = tree(content)
    again = imported(content, file, "--yes")
    assert again.returncode == 0
    assert "已经导入过" in again.stdout
    assert tree(content) == before


def test_what_was_found_is_explained_and_written_for_programs(content: Path, sources: Path) -> None:
    target = sources.parent / "结果.json"
    done = imported(content, text_file(sources), "--explain", "--json", target)
    assert done.returncode == 0, done.stderr
    assert "部门  “示例县水利局”" in done.stdout
    data = json.loads(target.read_text("utf-8"))
    (draft,) = data["drafts"]
    assert draft["path"].endswith(f"{DRAFT}.yml")
    values = {tuple(one["field"]): one for one in draft["values"]}
    assert values["年度",]["text"] == "2023"
    assert values["年度",]["place"]
    assert {one["sureness"] for one in values.values()} <= {"确定", "多半", "猜测"}
    assert all(one["reason"] for one in draft["left_out"])
    there = imported(content, text_file(sources), "--dry-run", "--json", "-")
    assert json.loads(there.stdout)["files"] == 1


def test_what_is_not_understood_is_kept_until_it_is_placed(content: Path, sources: Path) -> None:
    made = imported(content, text_file(sources))
    assert made.returncode == 0
    file = content / f"{DRAFT}.yml"
    file.write_text(
        file.read_text("utf-8") + "原文未能归类: |\n  另附抽查记录三份。\n", encoding="utf-8"
    )
    found = {one["rule"]: one for one in problems(content)}
    assert found["unclassified-text"]["level"] == "warning"
    assert "“另附抽查记录三份。”" in found["unclassified-text"]["message"]
    public = file.read_text("utf-8").replace("状态: 草稿", "状态: 公开\n公开日期: 2024-04-01", 1)
    public = "\n".join(one for one in public.split("\n") if not one.startswith("公开日期:  #"))
    file.write_text(public, encoding="utf-8")
    found = {one["rule"]: one for one in problems(content)}
    assert found["unclassified-text"]["level"] == "error"


def test_a_bad_file_does_not_stop_the_others(content: Path, sources: Path) -> None:
    text_file(sources)
    (sources / "空的.docx").write_bytes(b"")
    (sources / "坏的.docx").write_bytes(b"PK\x03\x04" + b"\0" * 200)
    (sources / "乱码.bin").write_bytes(bytes(range(256)) * 20)
    (sources / "~$自评.docx").write_bytes(b"lock")
    done = imported(content, sources)
    assert done.returncode == 1
    assert (content / f"{DRAFT}.yml").is_file()
    assert "没有放成草稿的 3 个：" in done.stdout
    for name in ("空的.docx", "坏的.docx", "乱码.bin"):
        assert f"原件/{name}：" in done.stdout
    assert "~$" not in done.stdout


@pytest.mark.parametrize(
    ("name", "title", "put"),
    [
        (" 自 评 .txt", "自 评", "自 评 .txt"),
        ("自评\n报告.txt", "自评 报告", "自评 报告.txt"),
        ("自评\x1b[31m\u202e.txt", "自评 [31m", "自评 [31m .txt"),
        (os.fsdecode("自评\udcff.txt".encode(errors="surrogateescape")), "自评", "自评 .txt"),
        ("CON.txt", "CON", "original.txt"),
        ('自评"<?>.txt', '自评"<?>', "自评____.txt"),
    ],
)
def test_an_original_of_any_name_has_one_that_is_good(
    content: Path, sources: Path, name: str, title: str, put: str
) -> None:
    done = imported(content, text_file(sources, name=name))
    assert done.returncode == 0, done.stdout + done.stderr
    assert read(content)["附件"] == [{"名称": title, "文件": put}]
    assert (content / DRAFT / put).read_text("utf-8") == REPORT
    assert "\x1b" not in done.stdout
    assert [one for one in problems(content) if one["level"] == "error"] == []


@pytest.mark.parametrize("below", ["reports", "reports/2023", "reports/2023/shuiliju"])
def test_nothing_is_written_through_a_link(content: Path, sources: Path, below: str) -> None:
    outside = sources.parent / "别处"
    outside.mkdir()
    (content / below).parent.mkdir(parents=True, exist_ok=True)
    (content / below).symlink_to(outside, target_is_directory=True)
    done = imported(content, text_file(sources))
    assert done.returncode == 1
    assert (
        f"{(content / below).as_posix()} 应为文件夹，现在不是。请改名、移走或删去。" in done.stdout
    )
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("taken", [".yml", ""])
def test_a_link_to_nowhere_has_the_place_of_a_draft(
    content: Path, sources: Path, taken: str
) -> None:
    file = content / f"{DRAFT}{taken}"
    file.parent.mkdir(parents=True)
    file.symlink_to(sources.parent / "没有")
    done = imported(content, text_file(sources), "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (content / f"{DRAFT}-2.yml").is_file()
    assert not (sources.parent / "没有").exists()


def test_a_draft_that_cannot_be_written_does_not_stop_the_others(
    content: Path, sources: Path
) -> None:
    text_file(sources)
    text_file(sources, REPORT.replace("2023", "2022"), "去年.txt")
    (content / "reports").mkdir()
    (content / "reports/2022").write_text("占着", encoding="utf-8")
    done = imported(content, sources)
    assert done.returncode == 1
    assert (content / f"{DRAFT}.yml").is_file()
    assert "读了 2 个文件，放好了 1 份草稿" in done.stdout
    assert f"去年.txt：{(content / 'reports/2022').as_posix()} 应为文件夹，现在不是" in done.stdout


def test_a_full_disk_leaves_nothing_of_a_draft_and_is_told(
    content: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(target: Path, data: str | bytes, *, overwrite: bool = True) -> None:
        if target.suffix == ".yml" and "2022" in target.parts:
            raise OSError(errno.ENOSPC, "full", os.fspath(target))
        write_file(target, data, overwrite=overwrite)

    monkeypatch.setattr(importing, "write_file", full)
    files = [text_file(sources), text_file(sources, REPORT.replace("2023", "2022"), "去年.txt")]
    options = importing.ImportOptions()
    done = importing.import_files(content, files, options, lambda *_: None)
    assert [one.file.stem for one in done.drafts] == ["nongcun-yinshui-gonggu"]
    (left,) = done.left
    assert "磁盘满了" in left.reason
    assert not list((content / "reports/2022/shuiliju").iterdir())


class InGbk(zipfile.ZipInfo):
    """A member whose name is written as Windows in China writes it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gb18030"), self.flag_bits


def test_a_second_date_that_is_spelled_otherwise_is_not_lost(content: Path, sources: Path) -> None:
    done = imported(content, text_file(sources, f"2023年12月\n{REPORT}"), "--yes")
    assert "报告日期: 2024-03-05  # 另一处是 2023-12" in (content / f"{DRAFT}.yml").read_text(
        "utf-8"
    )
    assert "import-lost" not in done.stdout + done.stderr


@pytest.mark.parametrize("text", ["一\n" * 30_001, "县" * 1_000_001])
def test_more_than_a_report_has_is_refused(content: Path, sources: Path, text: str) -> None:
    done = imported(content, text_file(sources, text), "--yes", "--year", "2023")
    assert done.returncode == 1
    assert "里面的文字太多（超过 3 万段，单元格也算；或者 100 万字）" in done.stdout
    assert not list(content.glob("reports/2023/*/*"))


def test_an_archive_gives_each_report_its_own_original(content: Path, sources: Path) -> None:
    other = REPORT.replace("农村饮水巩固", "河道清淤")
    target = sources / "2023年.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in (("饮水.txt", REPORT), ("清淤.txt", other)):
            archive.writestr(InGbk(f"自评/{name}"), text)
    done = imported(content, target)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (content / DRAFT / "饮水.txt").read_text("utf-8") == REPORT
    assert (content / "reports/2023/shuiliju/hedao-qingyu/清淤.txt").read_text("utf-8") == other


def test_the_same_file_twice_is_read_once(content: Path, sources: Path) -> None:
    text_file(sources)
    text_file(sources, name="自评报告 - 副本.txt")
    done = imported(content, sources)
    assert done.returncode == 0, done.stdout
    assert "是同一个文件，只读一次" in done.stdout
    assert len(list(content.glob("reports/*/*/*.yml"))) == 1


def test_a_web_page_is_no_attachment(content: Path, sources: Path) -> None:
    page = "<html><body><article>{}</article></body></html>".format(
        "".join(f"<p>{line}</p>" for line in REPORT.splitlines())
    )
    done = imported(content, text_file(sources, page, "报告.html"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "附件" not in read(content)
    assert "报告.html：.html 文件不能作附件公开" in done.stdout
    assert "已经导入过" in imported(content, sources / "报告.html", "--yes").stdout
    assert len(list(content.glob("reports/*/*/*.yml"))) == 1


def test_a_shipped_form_is_put_into_the_content(content: Path, sources: Path) -> None:
    done = imported(content, text_file(sources))
    draft = read(content)
    named = draft.get("提纲") or draft["表单"]
    assert (content / f"forms/{named}.yml").is_file() or (
        content / f"outlines/{named}.yml"
    ).is_file()
    for file in (content / "forms").glob("*.yml"):
        assert f"放好了表单：{file.as_posix()}" in done.stdout


def test_a_person_at_a_terminal_is_asked(content: Path, sources: Path) -> None:
    text = REPORT.replace("示例县水利局2023年", "").replace("示例县水利局\n2024年3月5日\n", "")
    file = text_file(sources, text)
    command = [str(BIN / "jixiao"), "import", "--content", str(content), str(file)]
    environment = {**os.environ, "TERM": "xterm", "SOURCE_DATE_EPOCH": TODAY}
    seen = seen_on_a_terminal(command, environment, typed="2023\n没有\nslj\n")
    assert "看不出是哪一年的报告" in seen
    assert "登记表里没有“没有”" in seen
    assert read(content)["部门"] == "示例县水利局"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "部门:\n  示例县河道管护所: shuiliju\n"),
        ("# 导入时认错过的\n", "# 导入时认错过的\n部门:\n  示例县河道管护所: shuiliju\n"),
        (
            "部门:  # 叫法\n    水管站: shuiliju  # 老叫法\n\n栏目: {列支数: 支出}",
            "部门:  # 叫法\n    示例县河道管护所: shuiliju\n    水管站: shuiliju  # 老叫法\n\n"
            "栏目: {列支数: 支出}\n",
        ),
        ("部门: {水管站: shuiliju}\n", "部门: {水管站: shuiliju}\n"),
    ],
)
def test_what_a_person_answers_is_kept_for_the_next_file(
    content: Path, sources: Path, before: str | None, after: str
) -> None:
    memory = content / "import.yml"
    if before is not None:
        memory.write_text(before, encoding="utf-8")
    text = REPORT.replace("示例县水利局", "示例县河道管护所")
    text_file(sources, text)
    text_file(sources, text.replace("农村饮水巩固", "河道清淤"), "另一份.txt")
    command = [str(BIN / "jixiao"), "import", "--content", str(content), str(sources)]
    environment = {**os.environ, "TERM": "xterm", "SOURCE_DATE_EPOCH": TODAY}
    seen = seen_on_a_terminal(command, environment, typed="slj\n是\n")
    assert seen.count("原件写的是") == 1, "asked once for both"
    assert len(list(content.glob("reports/2023/shuiliju/*.yml"))) == 2
    assert memory.read_text("utf-8") == after
    if after != before:
        assert "记下了：“示例县河道管护所”是示例县水利局" in seen
        done = imported(content, text_file(sources, text.replace("农村饮水巩固", "涵闸"), "三.txt"))
        assert done.returncode == 0, done.stdout
    else:
        assert "没有改动。请自己加上：\n  示例县河道管护所: shuiliju" in seen


def test_a_file_of_no_department_is_skipped(content: Path, sources: Path) -> None:
    text_file(sources)
    text_file(sources, REPORT.replace("示例县水利局", "示例县河道管护所"), "另一份.txt")
    command = [str(BIN / "jixiao"), "import", "--content", str(content), str(sources)]
    environment = {**os.environ, "TERM": "xterm", "SOURCE_DATE_EPOCH": TODAY}
    seen = seen_on_a_terminal(command, environment, typed="-\n", returns=1)
    assert "您跳过了它" in seen
    assert len(list(content.glob("reports/2023/*/*.yml"))) == 1


def with_marks(file: Path) -> None:
    """Tracked changes and a comment, as Word writes them."""
    source, target = zipfile.ZipFile(file), io.BytesIO()
    author = 'w:author="a &gt; b" w:date="2024-01-01T00:00:00Z"'
    marks = (
        f'<w:ins w:id="1" {author}><w:r><w:t>（新增）</w:t></w:r></w:ins>'
        f'<w:del w:id="2" {author}><w:r><w:delText>（旧稿）</w:delText></w:r></w:del>'
        '<w:commentRangeStart w:id="0"/><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
    )
    gone = (
        f'<w:p><w:pPr><w:rPr><w:del w:id="3" {author}/></w:rPr></w:pPr>'
        f'<w:del w:id="4" {author}><w:r><w:delText>整段删去</w:delText></w:r></w:del></w:p>'
    )
    row = f'<w:tr><w:trPr><w:del w:id="5" {author}/></w:trPr>'
    with source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                text = part.decode()
                text = text.replace("自评表</w:t></w:r>", f"自评表</w:t></w:r>{marks}", 1)
                text = text.replace("<w:sectPr", f"{gone}<w:sectPr", 1)
                start = text.rindex("<w:tr>")
                part = (text[:start] + row + text[start + 6 :]).encode()
            made.writestr(name, part)
        made.writestr("word/comments.xml", '<w:comments xmlns:w="http://schemas.openxmlformats.org/'
                      'wordprocessingml/2006/main"><w:comment w:id="0" w:author="某人"/></w:comments>')  # fmt: skip
    file.write_bytes(target.getvalue())


def test_clean_takes_author_comments_and_changes_out_and_says_so(
    content: Path, sources: Path
) -> None:
    file = word_file(sources)
    with_marks(file)
    done = imported(content, file, "--clean")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "自评表.docx：清理了作者、修订（删去的文字）、修订（插入的文字）、批注。" in done.stdout
    cleaned = next(content.glob("reports/2023/shuiliju/*/自评表.docx"))
    made = docx.Document(os.fspath(cleaned))
    assert made.core_properties.author == ""
    assert [one.text for one in made.paragraphs] == ["示例县水利局2023年项目支出绩效自评表（新增）"]
    assert len(made.tables[0].rows) == len(TABLE) - 1
    with zipfile.ZipFile(cleaned) as archive:
        assert "word/comments.xml" not in archive.namelist()
        document = archive.read("word/document.xml").decode()
    for word in ("旧稿", "整段删去", "w:ins", "w:del", "comment", "a &gt; b"):
        assert word not in document
    assert file.read_bytes() != cleaned.read_bytes()


def test_clean_takes_author_and_comments_out_of_a_workbook(content: Path, sources: Path) -> None:
    made = openpyxl.Workbook()
    made.properties.creator = made.properties.lastModifiedBy = "示例作者"
    sheet = made.active
    assert sheet is not None
    sheet.append(["示例县水利局2023年项目支出绩效自评表"])
    for row in TABLE:
        sheet.append(row)
    sheet["B2"].comment = Comment("批注里的话", "示例作者")
    sheet["E4"].number_format = "0.00%"
    file = sources / "自评表.xlsx"
    made.save(file)
    done = imported(content, file, "--clean")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "自评表.xlsx：清理了作者、批注、最后修改者。" in done.stdout
    cleaned = next(content.glob("reports/2023/shuiliju/*/自评表.xlsx"))
    with zipfile.ZipFile(cleaned) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not [name for name, text in parts.items() if "示例作者" in text or "批注里的话" in text]
    again = openpyxl.load_workbook(cleaned).active
    assert again is not None
    assert list(again.values)[1:] == [tuple(one or None for one in row) for row in TABLE]
    assert (again["B2"].comment, again["E4"].number_format) == (None, "0.00%")


def test_what_cannot_be_cleaned_is_put_as_it_is_and_said(content: Path, sources: Path) -> None:
    file = text_file(sources)
    done = imported(content, file, "--clean")
    assert done.returncode == 0
    assert "自评报告.txt：只会清理 .docx、.xlsx，这个文件原样放的" in done.stdout
    assert (content / DRAFT / "自评报告.txt").read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    ("caption", "year"), [("示例县2022年度资金自查表", "2022"), ("2022年资金自查表", "2023")]
)
def test_the_fiscal_year_over_the_first_table_goes_before_the_year_of_the_date(
    content: Path, sources: Path, caption: str, year: str
) -> None:
    table = "项目名称 | 农村饮水巩固\n实施单位 | 示例县水利局\n全年预算数（万元） | 20.00"
    date = "填报日期：2024年3月5日"
    save_by_library(
        sources,
        "自查.docx",
        caption,
        date,
        table,
        "一、管护",
        "各村自管。",
        "二、巡护",
        "每周两次。",
    )
    imported(content, sources / "自查.docx")
    assert [one.parent.parent.name for one in content.glob("reports/*/*/*.yml")] == [year]


def test_a_goal_is_entered_without_the_name_of_its_column_before_it(
    content: Path, sources: Path
) -> None:
    table = (
        "项目名称 | 农村饮水巩固 | <\n年度总体目标 | 预期目标 | 实际完成情况\n"
        "^ | 预期：改造12所。 | 实际完成：改造11所。\n全年预算数（万元） | 20.00 | <"
    )
    title = "示例县水利局2023年项目支出绩效自评表"
    save_by_library(sources, "自评.docx", title, table)
    done = imported(content, "--explain", sources / "自评.docx")
    (draft,) = content.glob("reports/*/*/*.yml")
    goals = yaml.load(draft.read_text("utf-8"), Loader=yaml.BaseLoader)["年度目标"]
    assert goals == [{"预期": "改造12所。", "实际": "改造11所。"}]
    assert "“实际完成：”" in done.stdout, "nothing is lost without a word"
