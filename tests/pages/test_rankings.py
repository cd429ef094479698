"""The pages of rankings follow what changes beside the reports that they rank."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.support import made_up

pytestmark = pytest.mark.slow("builds sites")


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_CACHE", str(tmp_path / "cache"))


def ranking(site: Path, year: int) -> BeautifulSoup:
    return BeautifulSoup((site / f"rankings/{year}/index.html").read_text("utf-8"), "html.parser")


def test_a_page_leads_to_the_years_that_there_are_now(tmp_path: Path) -> None:
    content = made_up.content(tmp_path)
    made_up.report(content, "xunlian", 2019)
    made_up.build(content)
    later = made_up.report(content, "xunlian", 2021)
    page = ranking(made_up.build(content), 2019)
    assert page.find("a", string="2021 年度", href=lambda one: "rankings/2021" in (one or ""))
    (content / f"{later.rstrip('/')}.yml").unlink()
    page = ranking(made_up.build(content), 2019)
    assert not page.find("a", href=lambda one: "rankings/2021" in (one or ""))


def test_full_marks_are_those_that_the_form_has_now(tmp_path: Path) -> None:
    content = made_up.content(tmp_path)
    form = content / "outlines/ziping.yml"
    form.write_text(f"{form.read_text('utf-8')}总分: 120\n", "utf-8")
    made_up.report(content, "xunlian", 2021, more={"表单": "ziping", "自评": {"得分": 90}})
    assert "满分 120" in ranking(made_up.build(content), 2021).text
    form.write_text(form.read_text("utf-8").replace("总分: 120", "总分: 150"), "utf-8")
    assert "满分 150" in ranking(made_up.build(content), 2021).text
