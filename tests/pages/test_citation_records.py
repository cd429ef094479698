"""BibTeX and RIS records on a report's page, as the programs read them that readers keep them in."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from bs4 import BeautifulSoup

from tests.support import made_up

ADDRESS = "https://www.example.gov.cn/jixiao/"
HOSTILE = "甲{乙}}, @book{x, title = {丙}} \\input{丁} 100%_#$&~^ ER - 戊"
TITLES = {
    "plain": "视频会议系统升级改造绩效自评报告",
    "hostile": HOSTILE,
    "corrected": "示例项目单位自评报告",
}
CORRECTION = [{"日期": "2023-05-04", "说明": "更正金额"}]


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BeautifulSoup]:
    """The citation of each report, by its name."""
    content = made_up.content(tmp_path_factory.mktemp("cited"), 地址=ADDRESS)
    reports: dict[str, dict[str, object]] = {
        "plain": {"标题": "视频会议系统升级改造绩效自评报告"},
        "dated": {"标题": "2021年度示例项目绩效自评报告"},
        "hostile": {"标题": HOSTILE},
        "corrected": {"更正": CORRECTION},
    }
    made = {name: made_up.report(content, name, 2021, more=more) for name, more in reports.items()}
    site = made_up.build(content)
    pages = {name: (site / one / "index.html").read_text("utf-8") for name, one in made.items()}
    return {name: BeautifulSoup(text, "lxml") for name, text in pages.items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plain", "示例县公安局. 视频会议系统升级改造绩效自评报告: 2021年度[R/OL]. (2022-06-01)"),
        ("dated", "示例县公安局. 2021年度示例项目绩效自评报告[R/OL]. (2022-06-01)"),
        ("hostile", f"示例县公安局. {HOSTILE}: 2021年度[R/OL]. (2022-06-01)"),
        ("corrected", "示例县公安局. 示例项目单位自评报告: 2021年度[R/OL]. (2023-05-04)"),
    ],
)
def test_a_citation_is_by_the_standard(
    cited: dict[str, BeautifulSoup], name: str, expected: str
) -> None:
    """GB/T 7714—2015, 8.8: author, title, kind, date of the last change, day of reading, address."""
    shown = cited[name].select_one(".jx-cite")
    assert shown
    address = f"{ADDRESS}reports/2021/gonganju/{name}/"
    assert shown.get_text() == f"{expected}[____-__-__]. {address}."


def _files(page: BeautifulSoup) -> dict[str, str]:
    """What a browser saves of each link, without any script."""
    found = {}
    for link in page.select(".jx-cite-files a[download]"):
        head, _, data = str(link["href"]).partition(",")
        assert head.startswith("data:application/x-")
        assert head.endswith(";charset=utf-8")
        found[str(link["download"])] = unquote(data)
    return found


def _bibtex(page: BeautifulSoup) -> Any:
    library = parse_string(_files(page)["cite.bib"], append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    (entry,) = library.entries
    return entry


def _ris(page: BeautifulSoup) -> dict[str, Any]:
    (entry,) = rispy.loads(_files(page)["cite.ris"])
    return dict(entry)


@pytest.mark.parametrize("name", TITLES)
def test_bibtex_is_read(cited: dict[str, BeautifulSoup], name: str) -> None:
    entry = _bibtex(cited[name])
    # The reader takes braces for grouping, however they are written.
    fields = {one.key: re.sub("[{}]", "", one.value).replace("ˆ", "^") for one in entry.fields}
    assert entry.entry_type == "techreport"
    assert entry.key == f"gonganju_2021_{name}"
    assert fields["author"] == fields["institution"] == "示例县公安局"
    assert (fields["year"], fields["date"]) == ("2022", "2022-06-01")
    assert fields["url"] == f"{ADDRESS}reports/2021/gonganju/{name}/"
    assert fields["title"] == re.sub("[{}]", "", TITLES[name])
    assert ("2023-05-04更正" in fields["note"]) == (name == "corrected")


@pytest.mark.parametrize("name", TITLES)
def test_ris_is_read(cited: dict[str, BeautifulSoup], name: str) -> None:
    entry = _ris(cited[name])
    assert entry["type_of_reference"] == "RPRT"
    assert entry["authors"] == ["示例县公安局"]
    assert entry["title"] == TITLES[name]
    assert (entry["year"], entry["date"]) == ("2022", "2022/06/01/")
    assert entry["urls"] == [f"{ADDRESS}reports/2021/gonganju/{name}/"]
