"""Files sent to the desk become drafts; what is missing is asked; nothing is written elsewhere."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import tree
from tests.support.desk import without_browser
from tests.support.made_up import content as made_up
from tests.support.made_up import department
from tests.support.posted_form import Answer, PostedForm

pytestmark = pytest.mark.slow("starts the desk")

REPORT = """示例县水利局2023年农村饮水巩固项目支出绩效自评报告
一、基本情况
本项目更换老旧供水管网。年初预算 50 万元。
二、存在的问题
管护经费不足。
联系人：示例甲
示例县水利局
2024年3月5日
"""
DRAFT = "reports/2023/shuiliju/nongcun-yinshui-gonggu.yml"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PostedForm, Path]]:
    """One desk for all tests, and its content."""
    made = made_up(tmp_path_factory.mktemp("desk"))
    department(made, "shuiliju", "示例县水利局")
    with without_browser(made) as opened:
        yield opened, made


@pytest.fixture
def content(running: tuple[PostedForm, Path]) -> Path:
    """Without a report, and with nothing learnt, before each."""
    shutil.rmtree(running[1] / "reports", ignore_errors=True)
    (running[1] / "import.yml").unlink(missing_ok=True)
    return running[1]


@pytest.fixture
def desk(running: tuple[PostedForm, Path], content: Path) -> PostedForm:
    return running[0]


def imported(desk: PostedForm, *files: tuple[str, str | bytes]) -> Answer:
    """Send files; the page once they are read."""
    sent = [(name, one if isinstance(one, bytes) else one.encode()) for name, one in files]
    return finished(desk, desk.upload("import/", sent))


def finished(desk: PostedForm, answer: Answer) -> Answer:
    """The page of an import once it does not say any more that it runs.

    Where a draft was opened at once, that which its page leads to.
    """
    address = answer.address.partition("/_jixiao/desk/")[2]
    while answer.soup.select_one("progress"):
        answer = desk.get(address)
    if "/review/" in answer.address:
        link = answer.soup.select_one("form.bar a[href*='/import/']")
        assert link is not None
        answer = desk.get(str(link["href"]).partition("/_jixiao/desk/")[2])
    return answer


def here(answer: Answer) -> str:
    return answer.address.partition("/_jixiao/desk/")[2].partition("?")[0]


def text(answer: Answer) -> str:
    return answer.soup.get_text(" ", strip=True)


def test_a_file_becomes_a_draft_with_its_original(desk: PostedForm, content: Path) -> None:
    answer = imported(desk, ("自评报告.txt", REPORT))
    assert "放好了 1 份草稿" in text(answer)
    assert answer.soup.select_one(f"a[href$='review/{DRAFT}']")
    assert "状态: 草稿" in (content / DRAFT).read_text("utf-8")


def test_a_draft_of_which_nothing_else_is_to_be_told_is_opened_at_once(desk: PostedForm) -> None:
    answer = desk.upload("import/", [("自评报告.txt", REPORT.encode())])
    while answer.soup.select_one("progress"):
        answer = desk.get(answer.address.partition("/_jixiao/desk/")[2])
    assert answer.address.partition("?")[0].endswith(f"review/{DRAFT}")
    assert "没有收进的" in text(answer)


def test_a_phone_number_keeps_the_result_open(desk: PostedForm) -> None:
    """Its original is not put beside it, and why is told there."""
    answer = desk.upload("import/", [("自评.txt", f"{REPORT}电话：13800138000\n".encode())])
    while answer.soup.select_one("progress"):
        answer = desk.get(answer.address.partition("/_jixiao/desk/")[2])
    assert "没有放作附件" in text(answer)


def test_what_was_left_out_is_listed_with_a_warning(desk: PostedForm) -> None:
    said = text(imported(desk, ("自评报告.txt", REPORT)))
    assert "示例甲" in said
    assert "里面可能有姓名、电话" in said


def test_a_year_that_is_missing_is_asked_and_nothing_is_sent_again(
    desk: PostedForm, content: Path
) -> None:
    bare = REPORT.replace("2023年", "").replace("2024年3月5日\n", "")
    answer = imported(desk, ("自评报告.txt", bare))
    assert "看不出是哪一年的报告" in text(answer)
    about = answer.soup.select_one("[name=about-0]")
    assert about is not None
    told = {"about-0": str(about["value"]), "answer-0": "二〇"}
    assert "应" in desk.post(here(answer), told).said
    answer = finished(desk, desk.post(here(answer), {**told, "answer-0": "2022"}))
    assert "放好了 1 份草稿" in text(answer)
    assert list((content / "reports/2022/shuiliju").glob("*.yml"))


def test_a_department_is_asked_and_remembered(desk: PostedForm, content: Path) -> None:
    strange = REPORT.replace("示例县水利局", "示例县水务所")
    answer = imported(desk, ("自评报告.txt", strange))
    assert "原件写的是“示例县水务所”" in text(answer)
    told = {"about-0": "示例县水务所", "answer-0": "shuiliju", "remember-0": "1"}
    assert "放好了 1 份草稿" in text(finished(desk, desk.post(here(answer), told)))
    assert "示例县水务所: shuiliju" in (content / "import.yml").read_text("utf-8")
    other = strange.replace("饮水巩固", "污水治理")
    assert "放好了 1 份草稿" in text(imported(desk, ("另一份.txt", other)))


def test_another_project_of_the_same_name_is_asked_about(desk: PostedForm, content: Path) -> None:
    imported(desk, ("自评报告.txt", REPORT))
    before = (content / DRAFT).read_bytes()
    answer = imported(desk, ("又一份.txt", REPORT.replace("管护", "管理")))
    about = answer.soup.select_one("[name=about-0]")
    assert about is not None, text(answer)
    told = {"about-0": str(about["value"]), "answer-0": "1"}
    assert "放好了 1 份草稿" in text(finished(desk, desk.post(here(answer), told)))
    assert (content / DRAFT.replace(".yml", "-2.yml")).is_file()
    assert (content / DRAFT).read_bytes() == before


def test_questions_may_be_left(desk: PostedForm, content: Path) -> None:
    answer = imported(desk, ("自评报告.txt", REPORT.replace("示例县水利局", "示例县水务所")))
    dropped = desk.post(here(answer), {"action": "drop"})
    assert "您没有导入它" in text(dropped)
    assert not list(content.glob("reports/*/*/*.yml"))


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, REPORT)
    return made.getvalue()


@pytest.mark.parametrize(
    "name",
    ["../../../outside.txt", "..\\..\\outside.txt", "/etc/outside.txt", "C:\\outside.txt",
     "con.txt", "...", "很" * 400 + ".txt", "a\u202etxt.exe", ".htaccess"],
)  # fmt: skip
def test_a_name_leads_nowhere_else(desk: PostedForm, content: Path, name: str) -> None:
    before = set(tree(content.parent))
    answer = imported(desk, (name, REPORT))
    assert answer.status == 200
    new = {one for one in set(tree(content.parent)) - before if not one.startswith("cache/")}
    assert all(one.startswith("content/reports/2023/shuiliju/") or "/forms/" in one
               for one in new), new  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data"),
    [("空.docx", b""), ("坏.docx", b"PK\x03\x04" + b"\0" * 90), ("图.png", b"\x89PNG\r\n\x1a\n\0"),
     ("坏.pdf", b"%PDF-1.7\n%%EOF"), ("程序.exe", b"MZ" + bytes(range(256)))],
)  # fmt: skip
def test_what_is_no_report_is_told(
    desk: PostedForm, content: Path, name: str, data: bytes
) -> None:  # fmt: skip
    answer = imported(desk, (name, data), ("自评报告.txt", REPORT))
    assert name in text(answer)
    assert "没有放成草稿的" in text(answer)
    assert (content / DRAFT).is_file(), "the other file is imported all the same"


def test_members_of_an_archive_lead_nowhere_else(desk: PostedForm, content: Path) -> None:
    imported(desk, ("历年.zip", archive("../../outside.txt", "/tmp/outside-too.txt")))
    assert not list(content.parent.glob("outside*"))
    assert not Path("/tmp/outside-too.txt").exists()


def test_too_many_files_are_refused(desk: PostedForm, content: Path) -> None:
    answer = desk.upload("import/", [(f"{one}.txt", b"x") for one in range(201)])
    assert answer.status == 400
    assert "一次最多 200 个文件" in answer.said
    assert not list(content.glob("reports/*/*/*.yml"))


def test_no_file_at_all_is_told(desk: PostedForm) -> None:
    assert "没有选文件" in desk.upload("import/", []).said


def test_an_import_that_is_not_known_is_told(desk: PostedForm) -> None:
    assert desk.get("import/0123456789abcdef").status == 404
