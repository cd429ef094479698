"""The form of a file: what is typed changes that value in the file, and nothing else."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.desk import without_browser
from tests.support.made_up import content as made_up
from tests.support.made_up import report
from tests.support.posted_form import PostedForm

pytestmark = pytest.mark.slow("starts the desk")

TEXT = """\
# 照印发的报告录入
项目名称: 示例项目   # 照批复
部门: 示例县公安局
年度: 2021
评价类型: 单位自评
状态: 草稿

资金:
  单位: 万元
  全年预算: 50.00
  支出: 48.60  # 多半：正文第 12 段，句子
"""
SPENT = '["资金","支出"]'


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PostedForm, Path]]:
    """One desk for all tests, and its content."""
    content = made_up(tmp_path_factory.mktemp("desk"))
    report(content, "shili", 2021)
    form = "generator/intake/starter/county/content/forms/zi-you.yml"
    (content / "forms").mkdir(exist_ok=True)
    shutil.copy(ROOT / form, content / "forms")
    with without_browser(content) as opened:
        yield opened, content


@pytest.fixture
def file(running: tuple[PostedForm, Path]) -> Path:
    """As it is before each: a form needs no more than the file as it is."""
    made = running[1] / "reports/2021/gonganju/shili.yml"
    made.write_text(TEXT, encoding="utf-8")
    return made


@pytest.fixture
def desk(running: tuple[PostedForm, Path], file: Path) -> PostedForm:
    return running[0]


EDIT = "edit/reports/2021/gonganju/shili.yml"


def test_what_is_typed_changes_its_value_alone(desk: PostedForm, file: Path) -> None:
    form = desk.get(EDIT).values()
    assert form[SPENT] == "48.60"
    answer = desk.post(EDIT, {**form, SPENT: "49.00", "action": ""})
    assert answer.said == "已保存。"
    assert file.read_text("utf-8") == TEXT.replace("48.60", "49.00")


def test_saving_without_a_change_keeps_every_byte(desk: PostedForm, file: Path) -> None:
    assert desk.post(EDIT, {**desk.get(EDIT).values(), "action": ""}).said == "没有改动。"
    assert file.read_text("utf-8") == TEXT


def test_a_wrong_value_is_told_beside_its_field(desk: PostedForm, file: Path) -> None:
    answer = desk.post(EDIT, {**desk.get(EDIT).values(), SPENT: "四十八", "action": ""})
    beside = answer.soup.select_one(f"[data-of='{SPENT}']")
    assert beside is not None
    assert "应为金额" in beside.get_text()
    assert "支出: 四十八" in file.read_text("utf-8"), "what was typed is kept all the same"


def test_a_value_of_an_import_is_confirmed(desk: PostedForm, file: Path) -> None:
    form = desk.get(EDIT)
    assert "多半：正文第 12 段，句子" in form.soup.get_text()
    desk.post(EDIT, {**form.values(), "action": '["confirm",["资金","支出"]]'})
    assert file.read_text("utf-8") == TEXT.replace("  # 多半：正文第 12 段，句子", "")


def test_a_change_is_undone(desk: PostedForm, file: Path) -> None:
    desk.post(EDIT, {**desk.get(EDIT).values(), SPENT: "49.00", "action": ""})
    assert desk.post("undo/reports/2021/gonganju/shili.yml", {}).said == "已撤销上一次的改动。"
    assert file.read_text("utf-8") == TEXT


def test_what_another_wrote_meanwhile_stays(desk: PostedForm, file: Path) -> None:
    form = desk.get(EDIT).values()
    theirs = TEXT.replace("50.00", "51.00")
    file.write_text(theirs, encoding="utf-8")
    assert desk.post(EDIT, {**form, SPENT: "49.00", "action": ""}).said == "已保存。"
    assert file.read_text("utf-8") == theirs.replace("48.60", "49.00")


def test_two_changes_of_one_value_are_both_shown(desk: PostedForm, file: Path) -> None:
    form = desk.get(EDIT).values()
    theirs = TEXT.replace("48.60", "47.00")
    file.write_text(theirs, encoding="utf-8")
    answer = desk.post(EDIT, {**form, SPENT: "49.00", "action": ""})
    assert file.read_text("utf-8") == theirs
    assert answer.values()[SPENT] == "49.00"
    assert "别处改成了：47.00" in answer.soup.get_text()
    assert desk.post(EDIT, {**answer.values(), "action": ""}).said == "已保存。"
    assert file.read_text("utf-8") == theirs.replace("47.00", "49.00")


def test_a_page_of_another_site_writes_nothing(desk: PostedForm, file: Path) -> None:
    form = {**desk.get(EDIT).values(), SPENT: "1", "action": ""}
    assert desk.post(EDIT, form, Origin="http://elsewhere.example").status == 403
    assert file.read_text("utf-8") == TEXT


def test_departments_and_forms_are_offered_by_name(desk: PostedForm) -> None:
    soup = desk.get(EDIT).soup
    box = soup.find("input", attrs={"name": '["部门"]'})
    assert box is not None
    offered = soup.find("datalist", id=box["list"])
    assert offered is not None
    assert "示例县公安局" in [one["value"] for one in offered.select("option")]
    for key in ("表单", "提纲"):
        choice = soup.find("select", attrs={"name": f'["{key}"]'})
        assert choice is not None
        names = {one["value"]: one.get_text() for one in choice.select("option")}
        assert names["ziping"] == "示例提纲"


def test_what_was_typed_is_shown_where_another_broke_the_file(desk: PostedForm, file: Path) -> None:
    form = desk.get(EDIT).values()
    broken = TEXT.replace("年度: 2021", "年度：2021")
    file.write_text(broken, encoding="utf-8")
    answer = desk.post(EDIT, {**form, SPENT: "49.37", "action": ""})
    assert "49.37" in answer.soup.get_text()
    assert "还没有保存" in answer.soup.get_text()
    assert file.read_text("utf-8") == broken


def test_an_address_puts_no_words_into_the_page(desk: PostedForm) -> None:
    for page in (EDIT, EDIT.replace("edit/", "text/")):
        assert "转账" not in desk.get(f"{page}?said=请转账").soup.get_text()
        assert desk.get(f"{page}?said=saved").said == "已保存。"


def test_what_cannot_be_done_is_said_in_words(desk: PostedForm, file: Path) -> None:
    form = desk.get(EDIT).values()
    answer = desk.post(EDIT, {**form, "action": '["remove",["指标",7]]'})
    assert "没有保存：“指标·第 8 行”不在文件里了" in answer.said
    assert file.read_text("utf-8") == TEXT


def test_a_form_is_chosen_by_its_name(desk: PostedForm, file: Path) -> None:
    file.write_text(TEXT.replace("状态:", "表单: zi-you\n状态:"), encoding="utf-8")
    chosen = desk.get(EDIT).soup.select_one("select[name='[\"表单\"]'] option[selected]")
    assert chosen is not None
    assert (chosen["value"], chosen.get_text()) == ("zi-you", "自由格式（栏目和标题都照原件）")
    form = desk.get(EDIT).values()
    assert desk.post(EDIT, {**form, "action": ""}).said == "没有改动。"


@pytest.mark.parametrize(
    ("day", "kind"), [("", "date"), ("2022-03-05", "date"), ("2022年3月", None), ("待定", None)]
)
def test_the_day_of_publication_has_a_calendar_unless_it_says_no_day(
    desk: PostedForm, file: Path, day: str, kind: str | None
) -> None:
    """A browser would show nothing of what is no day, and save nothing of it."""
    file.write_text(
        TEXT.replace("状态: 草稿\n", f"状态: 草稿\n公开日期: {day}\n"), encoding="utf-8"
    )
    found = desk.get(EDIT).soup.select_one("input[name='[\"公开日期\"]']")
    assert found is not None
    assert (found.get("type"), found["value"]) == (kind, day)
