"""Attachments come beside a report from its form, and go; drafts are deleted. Both are undone."""

from pathlib import Path

import pytest
import yaml
from bs4 import Tag

from tests.support.desk_inside import InsideForm
from tests.support.git import commit
from tests.support.made_up import content as made_up
from tests.support.made_up import report
from tests.support.posted_form import Answer

NAME = "reports/2021/gonganju/shili.yml"
EDIT = f"edit/{NAME}"
PLAIN = "示例项目的说明。\n".encode()


@pytest.fixture
def desk(tmp_path: Path) -> InsideForm:
    made = made_up(tmp_path)
    report(made, "shili", 2021, more={"状态": "草稿"})
    return InsideForm(made)


def beside(desk: InsideForm) -> dict[str, bytes]:
    folder = desk.content / NAME.removesuffix(".yml")
    return {one.name: one.read_bytes() for one in folder.iterdir()} if folder.is_dir() else {}


def put(desk: InsideForm, *files: tuple[str, bytes], **typed: str) -> Answer:
    """Choose files in the form and press 放进来, as a browser sends it: in parts."""
    values = {**desk.get(EDIT).values(), "action": '["attach"]', **typed}
    return desk.upload(EDIT, files, values)


def test_a_chosen_file_comes_with_what_was_typed_and_both_are_undone(desk: InsideForm) -> None:
    file = desk.content / NAME
    before = file.read_bytes()
    page = put(desk, ("C:\\表\\说明?.txt", PLAIN), **{'["项目名称"]': "改了的项目"})
    assert page.said == "附件“说明.txt”放好了，可以撤销。"
    assert beside(desk) == {"说明.txt": PLAIN}
    written = yaml.safe_load(file.read_text("utf-8"))
    assert written["项目名称"] == "改了的项目"
    assert written["附件"] == [{"名称": "说明", "文件": "说明.txt"}]
    assert "已经是附件" in put(desk, ("说明.txt", PLAIN)).said
    put(desk, ("说明.txt", b"another"))
    assert beside(desk) == {"说明.txt": PLAIN, "说明-2.txt": b"another"}
    desk.post(f"undo/{NAME}", {})
    desk.post(f"undo/{NAME}", {})
    assert file.read_bytes() == before
    assert not (desk.content / NAME).with_suffix("").exists()


def test_a_file_that_must_not_be_public_is_not_put(desk: InsideForm) -> None:
    page = put(desk, ("名单.txt", "电话 13800001001\n".encode()), ("程序.exe", b"MZ"))
    assert "没有放“名单.txt”" in page.said
    assert "手机号码" in page.said
    assert "没有放“程序.exe”" in page.said
    assert not beside(desk)
    assert "附件:" not in (desk.content / NAME).read_text("utf-8")
    assert "没有选文件" in put(desk).said


def test_a_removed_attachment_takes_its_file_and_comes_back(desk: InsideForm) -> None:
    put(desk, ("说明.txt", PLAIN))
    form = desk.get(EDIT).values()
    page = desk.post(EDIT, {**form, "action": '["remove",["附件",0]]'})
    assert "“说明.txt”和它的文件删去了" in page.said
    assert not beside(desk)
    desk.post(f"undo/{NAME}", {})
    assert beside(desk) == {"说明.txt": PLAIN}
    both = '["insert",["附件",1],{"名称":"又一次","文件":"说明.txt"}]'
    desk.post(EDIT, {**desk.get(EDIT).values(), "action": both})
    desk.post(EDIT, {**desk.get(EDIT).values(), "action": '["remove",["附件",1]]'})
    assert beside(desk) == {"说明.txt": PLAIN}  # the first row names it


def test_only_what_an_import_found_is_to_be_confirmed(desk: InsideForm) -> None:
    with (desk.content / NAME).open("a", encoding="utf-8") as file:
        file.write("报告日期: 2022-03-01   # 多半是落款的日期\n主管部门: 示例县公安局   # 照填\n")
    soup = desk.get(EDIT).soup
    notes = [one for one in soup.select("p.note") if isinstance(one, Tag)]
    assert [bool(one.button) for one in notes if "照填" in one.get_text()] == [False]
    assert [bool(one.button) for one in notes if "多半" in one.get_text()] == [True]


def test_a_draft_is_deleted_with_its_files_and_put_back(desk: InsideForm) -> None:
    put(desk, ("说明.txt", PLAIN))
    file = desk.content / NAME
    before = file.read_bytes()
    link = desk.get(EDIT).soup.find("a", string="删去这份草稿…")
    assert isinstance(link, Tag)
    asked = desk.get(f"delete/{NAME}")
    assert "说明.txt" in asked.text
    page = desk.post(f"delete/{NAME}", asked.values())
    assert "草稿删去了" in page.said
    assert not file.exists()
    assert not beside(desk)
    back = page.soup.select_one("#deleted form")
    assert back is not None
    assert desk.post(f"restore/{NAME}", {}).said == "草稿放回来了。"
    assert (file.read_bytes(), beside(desk)) == (before, {"说明.txt": PLAIN})


def test_what_was_public_is_not_deleted(desk: InsideForm) -> None:
    file = desk.content / NAME
    draft = file.read_text("utf-8")
    form = desk.get(f"delete/{NAME}").values()
    file.write_text(draft.replace("草稿", "公开"), encoding="utf-8")
    commit(desk.content.parent)
    assert "撤回" in desk.post(f"delete/{NAME}", form).text
    file.write_text(draft, encoding="utf-8")  # a draft again, here alone
    assert "撤回" in desk.post(f"delete/{NAME}", form).text
    assert file.exists()


def test_a_public_reports_attachment_asks_for_a_correction(desk: InsideForm) -> None:
    file = desk.content / NAME
    file.write_text(file.read_text("utf-8").replace("草稿", "公开"), encoding="utf-8")
    commit(desk.content.parent)
    assert "请点上面的“更正”" in put(desk, ("说明.txt", PLAIN)).said
