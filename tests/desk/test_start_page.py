"""The first page of the desk: reports by state, narrowed, page by page; who changed them last."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk import without_browser
from tests.support.made_up import content as made_up
from tests.support.made_up import report
from tests.support.posted_form import Answer, PostedForm

pytestmark = pytest.mark.slow("starts the desk")

SCRIPT = "<script>alert(1)</script>"
ODD = "示例甲&lt;i&gt;\"'丙"  # git itself leaves out < and >


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = made_up(tmp_path_factory.mktemp("desk"))
    for number in range(60):
        report(made, f"a{number}", 2021, more={"项目名称": f"示例道路{number}"})
    report(made, "caogao", 2021, more={"状态": "草稿", "项目名称": f"示例桥{SCRIPT}"})
    git = ["git", "-C", os.fspath(made), "-c", "user.email=a@example.invalid"]
    for name, which in ((ODD, "."), ("示例乙", "reports/2021/gonganju/a1.yml")):
        if which != ".":
            with (made / which).open("a", encoding="utf-8") as file:
                file.write("# 核对过\n")
        for said in (
            ["init", "-q"],
            ["add", which],
            ["-c", f"user.name={name}", "commit", "-qm", "x"],
        ):
            subprocess.run([*git, *said], check=True)
    return made


@pytest.fixture(scope="module")
def desk(content: Path) -> Iterator[PostedForm]:
    with without_browser(content) as opened:
        while "示例乙" not in opened.get().soup.get_text():
            pass  # git is asked beside the first answers
        yield opened


def _titles(page: Answer) -> list[str]:
    return [one.get_text() for one in page.soup.select(".reports td:first-child")]


def test_reports_stand_by_state_and_page_by_page(desk: PostedForm) -> None:
    assert len(_titles(desk.get())) == 10 + 1
    assert len(_titles(desk.get("?state=公开"))) == 50
    second = desk.get("?state=公开&page=2")
    assert len(_titles(second)) == 10
    assert "第 2 页，共 2 页" in second.soup.get_text()
    for odd in ("0", "-1", "99", "x", "９", "9" * 5000):
        assert len(_titles(desk.get(f"?state=公开&page={odd}"))) in (10, 50)


def test_they_are_found_by_name_department_and_who_changed_them(desk: PostedForm) -> None:
    assert _titles(desk.get("?words=道路59")) == ["示例道路59单位自评报告"]
    assert len(_titles(desk.get("?words=A5.YML"))) == 1
    assert _titles(desk.get("?department=jiaoyuju")) == []
    assert "没有这样的报告" in desk.get("?department=jiaoyuju").soup.get_text()
    assert _titles(desk.get("?person=示例乙")) == ["示例道路1单位自评报告"]


def test_departments_without_a_report_are_named(desk: PostedForm) -> None:
    assert "示例县教育局" in desk.get().soup.get_text().partition("还没有报告的部门")[2]


def test_names_of_reports_and_people_are_text(desk: PostedForm) -> None:
    page = desk.get("?state=草稿")
    assert _titles(page) == [f"示例桥{SCRIPT}单位自评报告"]
    assert ODD in page.soup.get_text()
    assert {one.get_text() for one in page.soup.select("script")} == {""}
