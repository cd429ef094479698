"""Whatever a report states, in any key of the format, stands on its page; of covered projects too."""

import itertools
import re
from html import unescape
from typing import Any

import pytest
from pydantic import BaseModel

from generator.model.report import CoveredProject, Report
from generator.source.key_hints import record_in
from tests.support import made_up

pytestmark = pytest.mark.slow("builds a site")

# Keys of the site; those that are shown in other words or beside another key only.
NOT_SHOWN = {
    "项目名称", "标题", "部门", "年度", "评价类型", "表单", "提纲", "状态", "公开日期", "数据说明", "附件",
    "更正", "撤回", "核实", "正文", "涵盖年度", "标识", "合并计分", "其他等级", "总分",
    "原文未能归类",
}  # fmt: skip
CHOICES = {"单位": "万元", "级次": "县", "等级": "良", "性质": "≥"}


class _Filler:
    """Values for all keys of a record: words that name the key, figures that occur once."""

    def __init__(self, mark: str, first: int) -> None:
        self._mark, self._figures = mark, itertools.count(first)
        self.stated: list[str] = []

    def record(self, kind: type[BaseModel], place: str = "") -> dict[str, Any]:
        return {
            str(one.alias): self._value(f"{place}{one.alias}", str(one.alias), one.annotation)
            for one in kind.model_fields.values()
            if one.alias not in NOT_SHOWN and one.alias != "包含项目"
        }

    def _value(self, place: str, key: str, annotation: Any) -> Any:
        below = record_in(annotation)
        if below:
            found = self.record(below, place)
            return [found] if "tuple" in str(annotation) else found
        if key in CHOICES and not (key == "单位" and place.startswith("指标")):
            return CHOICES[key]
        kinds = str(annotation)
        figure = str(next(self._figures))
        if "PartialDate" in kinds:
            year, month = 1994 + int(figure) % 100, int(figure) // 100 % 10 + 1
            value, shown = f"{year}-{month}", f"{year}年{month}月"
        elif "Decimal" in kinds:
            value, shown = figure, f"{int(figure):,}"
        else:
            value = shown = f"{figure}%" if "Rate" in kinds else f"{self._mark}{place}"
        self.stated.append(shown)
        return value


def texts(page: str) -> str:
    article = page.split("<article", 1)[1].split("</article", maxsplit=1)[0]
    return " ".join(unescape(re.sub("<[^>]+>", " ", article)).split())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, _Filler, _Filler]:
    whole, part = _Filler("全", 2001), _Filler("分", 2401)
    values = whole.record(Report)
    values["资金"]["分年度"][0]["年度"] = "2022"
    values["年度目标"][0]["年度"] = "2022"
    covered = part.record(CoveredProject)
    covered["资金"]["分年度"][0]["年度"] = "2022"
    values["包含项目"] = [{"项目名称": "子项目", **covered}]
    content = made_up.content(tmp_path_factory.mktemp("cells"))
    address = made_up.report(content, "ce-shi", 2022, more=values)
    page = (made_up.build(content) / address / "index.html").read_text(encoding="utf-8")
    return texts(page), whole, part


def test_what_a_report_states_stands_on_its_page(told: tuple[str, _Filler, _Filler]) -> None:
    page, whole, _ = told
    assert len(whole.stated) > 120
    assert [one for one in whole.stated if one not in page] == []


def test_what_is_stated_of_a_covered_project_stands_there(
    told: tuple[str, _Filler, _Filler],
) -> None:
    page, _, part = told
    assert len(part.stated) > 100
    assert [one for one in part.stated if one not in page] == []
