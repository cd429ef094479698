"""Every problem of the golden cases stands on the page of its file: at its field, or on top."""

import re
import shutil
from pathlib import Path

import pytest

from tests.check.test_cases import CASES, NAMES
from tests.conftest import only_rules
from tests.support.desk_inside import InsideForm
from tests.support.posted_form import Answer

LINE = re.compile(
    r"content/(?P<name>.+\.yml):(?P<line>\d+):(?P<column>\d+): \S+: (?P<message>.*) \("
)
NAMED = re.compile("(?:缺少)?“([^”]+)”(?:应为|。请补上)")  # the field, as a message begins
# Their files have names that the desk does not open: the first page tells of them.
NO_PAGE = ("Zheng_Ti.yml", "转移支付.yml", "示例_项目.yml", "2021/shili.yml")


@pytest.mark.parametrize("case", NAMES)
def test_each_problem_stands_where_it_belongs(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    shutil.copytree(CASES / "_base", tmp_path, dirs_exist_ok=True)
    shutil.copytree(CASES / case, tmp_path, dirs_exist_ok=True)
    only_rules(tmp_path / "content")
    desk, pages = InsideForm(tmp_path / "content"), dict[str, Answer]()
    for line in (CASES / case / "problems.txt").read_text("utf-8").splitlines():
        found = LINE.match(line)
        if found is None:
            continue
        if found["name"] not in pages:
            pages[found["name"]] = desk.get(f"edit/{found['name']}")
        page = pages[found["name"]]
        if found["name"].endswith(NO_PAGE):
            assert found["message"] in desk.get().soup.get_text()
        elif "/text/" in page.address:
            _stands_at_its_line(page, found)
        else:
            _stands_at_its_field(page, found)


def _stands_at_its_line(page: Answer, found: re.Match[str]) -> None:
    told = [one.get_text(" ", strip=True) for one in page.soup.select(".problems > li")]
    assert [one for one in told if found["message"] in one and f"第 {found['line']} 行" in one]


def _stands_at_its_field(page: Answer, found: re.Match[str]) -> None:
    boxes = [
        str(box["data-of"])
        for box in page.soup.select(".problems-of")
        for one in box.select(":scope > .problems > li")
        if found["message"] in one.get_text()
    ]
    assert boxes, "it is nowhere on the page"
    named = NAMED.match(found["message"])
    if named and f'"{named[1]}"' in " ".join(
        str(one["data-of"]) for one in page.soup.select(".problems-of")
    ):
        assert [one for one in boxes if one.endswith(f'"{named[1]}"]')]
    elif "rest" in boxes:
        assert found["column"] == "1", "only what is about no field stands on top"
