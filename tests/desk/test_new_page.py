"""What is not there yet is made at the desk, never over a file, and undone."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import run
from tests.support.desk_inside import InsideForm
from tests.support.made_up import content as made_up
from tests.support.made_up import report

REPORT = {"department": "gonganju", "year": "2022", "name": "示例平台", "form": "ziping"}
KINDS = {
    "report": (REPORT, "reports/2022/gonganju/shili-pingtai.yml"),
    "form": ({"name": "示例表（2023 版）", "like": "xiangmu-ziping", "id": "shili"}, "forms/shili.yml"),
    "outline": ({"name": "示例提纲二", "like": ""}, "outlines/shili-tigang-er.yml"),
    "import": ({}, "import.yml"),
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> InsideForm:
    content = made_up(tmp_path)
    report(content, "shili", 2021)
    return InsideForm(content)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_is_made_once_and_undone(desk: InsideForm, kind: str) -> None:
    values, name = KINDS[kind]
    page = desk.post(f"new/{kind}", values)
    assert page.said == "已建好，可以撤销。"
    assert "看过，对的" not in page.soup.get_text()  # nobody has filled in anything yet
    file = desk.content / name
    made = file.read_bytes()
    assert run("jixiao", "fmt", "--check", "--content", desk.content, file).returncode == 0
    again = desk.post(f"new/{kind}", values)
    assert "已经有了，没有改动" in again.said
    assert file.read_bytes() == made
    for field, typed in values.items():
        shown = again.soup.find(id=field)
        assert shown is not None
        chosen = shown.select_one("option[selected]")
        assert (chosen or shown).get("value", "") == typed
    assert "删去了" in desk.post(f"undo/{name}", {}).said
    assert not file.exists()


def test_a_department_goes_to_the_end_of_the_register(desk: InsideForm) -> None:
    register = desk.content / "departments.yml"
    before = register.read_text("utf-8")
    page = desk.post("new/department", {"名称": "示例县水利局", "标识": "", "简称": "水利局"})
    number = before.count("名称:")
    added = "- 名称: 示例县水利局\n  标识: shuiliju\n  简称: 水利局\n"
    assert register.read_text("utf-8") == before + added
    assert unquote(page.address).endswith(f"#[{number}]")
    for taken in ({"名称": "示例县水利局"}, {"名称": "示例县畜牧局", "标识": "shuiliju"}):
        assert "已经是登记了的“示例县水利局”的" in desk.post("new/department", taken).said
    assert "示例县水利局" in desk.get("new/report").soup.get_text()
    desk.post("undo/departments.yml", {})
    assert register.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "请先写项目名称"),
        ({"year": "二〇二二"}, "年度应为"),
        ({"slug": "../../x"}, "标识应为小写字母"),
        ({"slug": "con"}, "Windows"),
        ({"department": "meiyou"}, "登记表里没有"),
        ({"form": "meiyou"}, "没有表单"),
        ({"like": "2020"}, "2020 年没有“示例平台”的报告"),
        ({"year": "2021", "slug": "shili"}, "已经有了"),
    ],
)
def test_what_cannot_be_made_is_said_beside_what_was_typed(
    desk: InsideForm, typed: dict[str, str], said: str
) -> None:
    before = sorted(desk.content.rglob("*"))
    page = desk.post("new/report", {**REPORT, **typed})
    assert said in page.said
    name = page.soup.find(id="name")
    assert name is not None
    assert name["value"] == typed.get("name", REPORT["name"])
    assert sorted(desk.content.rglob("*")) == before


def test_a_place_that_cannot_be_written_is_said(desk: InsideForm) -> None:
    (desk.content / "reports/2022").touch()  # where there should be a folder
    answer = desk.post("new/report", REPORT)
    assert answer.status == 500
    assert "没有做成。读写文件失败" in answer.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# 登记表", "# 登记表\n- 名称: 示例县水利局\n  标识: shuiliju\n"),
        ("[]\n", "[{名称: 示例县水利局, 标识: shuiliju}]\n"),
        ("- 名称: [\n", None),
    ],
)
def test_a_register_without_rows_gets_its_first_a_broken_one_none(
    desk: InsideForm, before: str, after: str | None
) -> None:
    register = desk.content / "departments.yml"
    register.write_text(before, "utf-8")
    said = desk.post("new/department", {"名称": "示例县水利局", "标识": "shuiliju"}).said
    assert register.read_text("utf-8") == (after or before)
    assert ("已建好" in said) == bool(after)


def test_a_department_without_a_report_has_a_button_that_makes_one(desk: InsideForm) -> None:
    link = desk.get().soup.select_one("#missing a[aria-label*=示例县教育局]")
    assert link is not None
    page = desk.get(str(link["href"]).partition("/desk/")[2])
    chosen = page.soup.select_one("#department option[selected]")
    assert chosen is not None
    assert chosen["value"] == "jiaoyuju"
    year = page.soup.find(id="year")
    assert year is not None
    assert year["value"] == "2021"


def test_what_was_new_and_changed_by_another_is_not_removed(desk: InsideForm) -> None:
    desk.post("new/import", {})
    file = desk.content / "import.yml"
    file.write_text("栏目: {执行: 资金.支出}\n", "utf-8")
    assert "不能撤销" in desk.post("undo/import.yml", {}).said
    assert file.is_file()
