"""`jixiao form`: each shipped form printed empty, in its order and words; filled in it stays whole."""

import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml

from tests.conftest import ROOT, run

SHIPPED = ROOT / "generator/intake/starter/county/content/forms"
IDS = sorted(file.stem for file in SHIPPED.glob("*.yml"))


def printed(name: str) -> list[str]:
    """What the form prints, in its order: fields, and the columns of its tables."""
    form = yaml.safe_load((SHIPPED / f"{name}.yml").read_text(encoding="utf-8"))
    found = []
    for part in form.get("栏目", []):
        one = {"栏": part} if isinstance(part, str) else part
        if one.get("印作"):
            found.append(one["印作"])
        names = [
            column if isinstance(column, str) else column.get("印作", column["栏"])
            for column in one.get("列", [])
        ]
        # Of bodies each has a row: what the form names in rows is printed over columns.
        found += [names[0], *one["行"]] if "机构名称" in names else names
    return [str(one) for one in found]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms") / "content"
    shutil.copytree(ROOT / "tests/check/rules/_content", folder)
    shutil.copytree(SHIPPED, folder / "forms", dirs_exist_ok=True)
    return folder


def in_order(texts: list[str], wanted: list[str]) -> bool:
    rest = iter(texts)
    return all(any(one == text for text in rest) for one in wanted)


@pytest.mark.parametrize("name", IDS)
def test_each_form_is_printed_in_its_order_and_words(
    content: Path, tmp_path: Path, name: str
) -> None:
    xlsx, word = tmp_path / "表.xlsx", tmp_path / "表.docx"
    done = run("jixiao", "form", name, "--content", content, "--xlsx", xlsx, "--docx", word)
    assert (done.returncode, done.stderr) == (0, "")
    sheet = openpyxl.load_workbook(xlsx).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert in_order(cells, printed(name)), (cells, printed(name))
    document = docx.Document(str(word))
    texts = [
        cell.text for table in document.tables for row in table.rows
        for number, cell in enumerate(row.cells) if cell not in row.cells[:number] and cell.text
    ]  # fmt: skip
    assert in_order(texts, printed(name)), (texts, printed(name))
    headings = [one.text for one in document.paragraphs if one.text][2:]
    stated = [cell for cell in cells if cell in headings]
    assert stated[-len(headings) :] == headings[-len(stated) :] if headings else True
    assert document.core_properties.author == ""


def test_every_cell_of_a_form_can_be_filled_in(content: Path, tmp_path: Path) -> None:
    xlsx = tmp_path / "表.xlsx"
    run("jixiao", "form", "sichuan-0013zp", "--content", content, "--xlsx", xlsx)
    book = openpyxl.load_workbook(xlsx)
    sheet = book.worksheets[0]
    merged = {one.start_cell.coordinate for one in sheet.merged_cells.ranges}
    empty = [
        cell for row in sheet.iter_rows(min_row=4) for cell in row
        if cell.value is None and (cell.coordinate in merged or type(cell).__name__ == "Cell")
    ]  # fmt: skip
    assert len(empty) > 80
    for number, cell in enumerate(empty):
        cell.value = f"填{number}"
    book.save(xlsx)
    again = openpyxl.load_workbook(xlsx).worksheets[0]
    values = [str(c.value) for row in again.iter_rows() for c in row if c.value]
    assert sum(value.startswith("填") for value in values) == len(empty)


def test_an_existing_file_is_not_overwritten(content: Path, tmp_path: Path) -> None:
    there = tmp_path / "表.xlsx"
    there.write_bytes(b"mine")
    done = run("jixiao", "form", "sichuan-0013zp", "--content", content, "--xlsx", there)
    assert done.returncode == 1
    assert "已经有" in done.stderr
    assert there.read_bytes() == b"mine"


def test_without_a_name_the_forms_are_listed(content: Path) -> None:
    done = run("jixiao", "form", "--content", content)
    assert done.returncode == 0
    assert all(f"  {name} " in done.stdout for name in IDS)


def test_a_name_that_is_nearly_one_is_told(content: Path) -> None:
    done = run("jixiao", "form", "sichuan-0013", "--content", content)
    assert done.returncode == 1
    assert "是不是“sichuan-0013zp”" in done.stderr


def lines(content: Path, folder: Path, name: str) -> list[list[str]]:
    """What is printed in each row of the empty form."""
    run("jixiao", "form", name, "--content", content, "--xlsx", folder / f"{name}.xlsx")
    sheet = openpyxl.load_workbook(folder / f"{name}.xlsx").worksheets[0]
    return [[str(cell) for cell in row if cell] for row in sheet.iter_rows(values_only=True)]


def test_a_table_of_bodies_has_a_row_for_each_and_its_kinds_as_heads(
    content: Path, tmp_path: Path
) -> None:
    found = lines(content, tmp_path, "hunan-zhengti")
    heads = next(row for row in found if "年度收入情况" in row)
    assert heads[1:4] == ["机构名称", "收入合计", "其中：上年结转"]
    assert found[found.index(heads) + 1] == []


def test_paper_has_one_cell_for_a_period_and_one_row_for_the_points_of_execution(
    content: Path, tmp_path: Path
) -> None:
    special = [cell for row in lines(content, tmp_path, "hunan-zhuanxiang-biao") for cell in row]
    assert "项目起止时间" in special
    assert "结束时间" not in special
    three = lines(content, tmp_path, "hebei-sanfen")
    assert three.index(["预算执行率"]) + 1 == three.index(["自评总分"])
    assert [row for row in three if row in (["得分"], ["折算得分"])] == []


def test_what_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/check/rules/_content", tmp_path / "content")
    link = '=HYPERLINK("http://x")'
    form = {"名称": "=1+1", "栏目": [{"栏": "主管部门", "印作": link}], "章节": ["=2+2"]}
    file = tmp_path / "content/forms/own.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(form, allow_unicode=True), encoding="utf-8")
    book = tmp_path / "表.xlsx"
    done = run("jixiao", "form", "own", "--content", tmp_path / "content", "--xlsx", book)
    assert (done.returncode, done.stderr) == (0, "")
    cells = [cell for row in openpyxl.load_workbook(book).worksheets[0] for cell in row]
    texts = {cell.value: cell.data_type for cell in cells if str(cell.value).startswith("=")}
    assert texts[link] == "s"
    assert set(texts.values()) == {"s"}


def test_a_form_of_thousands_of_rows_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/check/rules/_content", tmp_path / "content")
    rows = [f"来源{number}" for number in range(3000)]
    form = {"名称": "甲", "栏目": [{"栏": "资金", "列": ["全年预算", "支出"], "行": rows}]}
    file = tmp_path / "content/forms/own.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(form, allow_unicode=True), encoding="utf-8")
    word = tmp_path / "表.docx"
    done = run("jixiao", "form", "own", "--content", tmp_path / "content", "--docx", word)
    assert done.returncode == 1
    assert "最多打印 300 行" in done.stderr
    assert "Traceback" not in done.stderr
    assert not word.exists()


def test_a_word_of_the_name_lists_the_forms_that_have_it(content: Path) -> None:
    done = run("jixiao", "form", "湖南", "--content", content)
    assert done.returncode == 1
    assert "  hunan-zhengti " in done.stderr
    assert "sichuan-0013zp" not in done.stderr


def test_names_of_forms_stand_below_one_another(content: Path) -> None:
    listed = run("jixiao", "form", "--content", content).stdout.splitlines()
    assert len({len(line) - len(line.split(maxsplit=1)[1]) for line in listed}) == 1


def test_a_broken_form_stops_none_of_the_others(content: Path, tmp_path: Path) -> None:
    made = tmp_path / "content"
    shutil.copytree(content, made)
    (made / "forms/huai.yml").write_text(
        "名称: 坏表\n栏目: [主管部門, 实施単位]\n", encoding="utf-8"
    )
    (made / "forms/huai-2.yml").write_text("名称: 坏表\n栏目: [主管部门\n", encoding="utf-8")
    (made / "departments.yml").write_text("坏\n", encoding="utf-8")
    listed = run("jixiao", "form", "--content", made)
    assert listed.returncode == 0
    assert [name for name in IDS if f"  {name} " not in listed.stdout] == []
    assert "坏表" not in listed.stdout
    told = [line for line in listed.stderr.splitlines() if line.startswith("跳过有错误的")]
    assert [line.partition("，")[0].rpartition("/")[2] for line in told] == [
        "huai-2.yml", "huai.yml",
    ]  # fmt: skip
    assert "没有栏目“主管部門”" in told[1]
    assert "共 2 个错误" in told[1]
    book = tmp_path / "表.xlsx"
    done = run("jixiao", "form", "sichuan-0013zp", "--content", made, "--xlsx", book)
    assert (done.returncode, book.exists()) == (0, True)


def test_a_broken_form_itself_is_not_printed(content: Path, tmp_path: Path) -> None:
    made, book = tmp_path / "content", tmp_path / "表.xlsx"
    shutil.copytree(content, made)
    (made / "forms/huai.yml").write_text("名称: 坏表\n栏目: [主管部門]\n", encoding="utf-8")
    done = run("jixiao", "form", "huai", "--content", made, "--xlsx", book)
    assert (done.returncode, book.exists()) == (1, False)
    assert "forms/huai.yml:2:6" in done.stderr
    assert "是不是“主管部门”" in done.stderr or "没有栏目" in done.stderr
    assert "Traceback" not in done.stderr


TOTALS = ("总分", "自评得分", "自评总分", "绩效自评综合得分", "自评总分（分）", "得分合计")


@pytest.mark.parametrize("name", IDS)
def test_a_form_asks_for_one_total_and_for_the_unit_of_its_money(
    content: Path, tmp_path: Path, name: str
) -> None:
    form = yaml.safe_load((SHIPPED / f"{name}.yml").read_text(encoding="utf-8"))
    fields = [one if isinstance(one, str) else one["栏"] for one in form.get("栏目", [])]
    rows = lines(content, tmp_path, name)
    cells = [cell for row in rows for cell in row]
    assert sum(cells.count(one) for one in TOTALS) <= 1, cells
    assert cells.count("金额单位") == any(
        one.startswith(("资金", "支出明细", "部门整体.收入", "部门整体.支出")) for one in fields
    )


def test_the_total_is_the_last_row_of_a_table_or_the_field_that_the_form_has(
    content: Path, tmp_path: Path
) -> None:
    own = lines(content, tmp_path, "hubei-fuhe")
    assert any("自评总分" in row for row in own)
    assert ["总分"] not in own
    assert ["总分"] in lines(content, tmp_path, "zhongyang-2020")


def test_a_form_without_headings_of_its_own_has_room_for_those_of_the_report(
    content: Path, tmp_path: Path
) -> None:
    found = lines(content, tmp_path, "zi-you")
    assert any("标题不固定，照原件的写" in cell for row in found for cell in row)
    assert [row for row in found if row in (["一、"], ["二、"], ["三、"])] == [
        ["一、"],
        ["二、"],
        ["三、"],
    ]
    word = tmp_path / "表.docx"
    run("jixiao", "form", "zi-you", "--content", content, "--docx", word)
    texts = [one.text for one in docx.Document(str(word)).paragraphs]
    assert "标题不固定，照原件的写；下级标题依次用（一）、1.、（1）。" in texts
    assert "一、" in texts
