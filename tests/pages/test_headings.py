"""Headings to four levels, the form's and free ones, as readers meet them: page, PDF, search, JSON."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from generator.content import loader
from generator.content.full_report import full_entry
from generator.search import documents
from tests.conftest import run
from tests.support import made_up

FREE = "名称: 自由格式\n自定标题: 是\n栏目: [正文]\n"
NESTED = """\
名称: 分级的表单
栏目: [正文]
章节:
  - 标题: 一、项目概况
    小节:
      - 标题: （一）资金
        小节:
          - {标题: 到位, 可省略: 是}
          - 标题: 使用
            小节: [{标题: 支出, 可省略: 是}, {标题: 结余, 可省略: 是}]
  - {标题: 自评步骤, 可省略: 是}
  - 标题: 建议
"""
TEXT: dict[str, Any] = {
    "前文": "现将自评情况报告如下。",
    "项目概况": {
        "前文": "本项目有两笔资金。",
        "资金": {"到位": "四月到位。", "使用": {"前文": "分两次使用。", "支出": "# 管材\n购管材pe100。", "结余": "没有结余。"}},
    },
    "自评步骤": "查阅账簿。",
    "建议": "按时拨款。",
}  # fmt: skip
WANTED = [
    ("h2", "正文"), ("h2", "一、项目概况"), ("h3", "（一）资金"), ("h4", "1.到位"), ("h4", "2.使用"),
    ("h5", "（1）支出"), ("h6", "管材"), ("h5", "（2）结余"), ("h2", "二、自评步骤"), ("h2", "三、建议"),
]  # fmt: skip


def content(folder: Path, form: str, text: Mapping[str, Any], **site: str) -> Path:
    made = made_up.content(folder, **site)
    (made / "forms").mkdir()
    (made / "forms/biaodan.yml").write_text(form, encoding="utf-8")
    made_up.report(made, "jia", 2021, more={"表单": "biaodan", "正文": text})
    return made


def article(site: Path) -> Tag:
    page = (site / "reports/2021/gonganju/jia/index.html").read_text("utf-8")
    found = BeautifulSoup(page, "html.parser").select_one("article")
    assert found
    for link in found.select("a.headerlink"):
        link.decompose()
    return found


def headings(found: Tag) -> list[tuple[str, str]]:
    """Tag and text of each heading of the narrative."""
    every = [(one.name, one.get_text().strip()) for one in found.select("h2, h3, h4, h5, h6")]
    start = every.index(("h2", "正文")) if ("h2", "正文") in every else 0
    end = next(at for at, (_, text) in enumerate(every) if text.endswith("建议"))
    return every[start : end + 1]


def anchors(found: Tag) -> dict[str, str]:
    return {
        one.get_text().strip().lstrip("一二三四（）()1234、."): str(one["id"])
        for one in found.select("h2, h3, h4, h5")
    }


@pytest.mark.parametrize("form", [FREE, NESTED], ids=["free", "form"])
def test_each_level_is_numbered_as_official_documents_are(form: str, tmp_path: Path) -> None:
    found = article(made_up.build(content(tmp_path, form, TEXT)))
    assert headings(found) == WANTED
    text = found.get_text()
    places = [text.rindex(one) for one in (
        "现将自评", "一、项目概况", "有两笔资金", "（一）资金", "四月到位", "2.使用", "分两次", "（1）支出", "购管材pe100",
    )]  # fmt: skip
    assert places == sorted(places)


def test_what_a_report_leaves_out_is_not_counted(tmp_path: Path) -> None:
    text = {"项目概况": {"资金": {"使用": "全部使用。"}}, "建议": "按时拨款。"}
    made = content(tmp_path, NESTED, text)
    found = article(made_up.build(made))
    assert [one for _, one in headings(found)][-4:] == [
        "一、项目概况", "（一）资金", "1.使用", "二、建议",
    ]  # fmt: skip
    typed = {"一、项目概况": {"（一）资金": {"1.使用": "全部使用。"}}, "二、建议": "按时拨款。"}
    made_up.report(made, "jia", 2021, more={"表单": "biaodan", "正文": typed})
    assert run("jixiao", "check", "--content", made).stdout == "", "the numbers that pages show"


@pytest.mark.parametrize("form", [FREE, NESTED], ids=["free", "form"])
def test_links_to_a_heading_stay_when_another_comes_before_it(form: str, tmp_path: Path) -> None:
    made = content(tmp_path, form, {one: TEXT[one] for one in ("项目概况", "建议")})
    before = anchors(article(made_up.build(made)))
    made_up.report(made, "jia", 2021, more={"表单": "biaodan", "正文": TEXT})
    after = anchors(article(made_up.build(made)))
    assert before.items() <= after.items()
    assert len(set(after.values())) == len(after)


def test_headings_of_the_same_words_have_anchors_of_their_own(tmp_path: Path) -> None:
    text = {
        "甲项目": {"资金": "到位。", "成效": "很好。"},
        "乙项目": {"资金": "到位。"},
        "建议": "无。",
    }
    found = article(made_up.build(content(tmp_path, FREE, text)))
    ids = [str(one["id"]) for one in found.select("h2, h3")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("form", [FREE, NESTED], ids=["free", "form"])
def test_contents_search_and_json_lead_to_the_headings(form: str, tmp_path: Path) -> None:
    made = content(tmp_path, form, TEXT)
    site = made_up.build(made)
    page = (site / "reports/2021/gonganju/jia/index.html").read_text("utf-8")
    soup = BeautifulSoup(page, "html.parser")
    listed = {one.get_text().strip(): str(one["href"]) for one in soup.select(".jx-contents a")}
    ids = {str(one["id"]) for one in soup.select("article [id]")}
    assert {"正文", "一、项目概况", "（一）资金", "二、自评步骤", "三、建议"} <= set(listed)
    assert {one[1:] for one in listed.values() if one.startswith("#")} <= ids
    catalogue = loader.load(made, loader.ReadOptions(date(2026, 11, 23))).catalogue
    assert catalogue
    (entry,) = map(full_entry, catalogue.public)
    found = {one.text: one for one in documents.passages(entry)}
    for text, heading in (
        ("现将自评情况报告如下。", "正文"), ("本项目有两笔资金。", "一、项目概况"),
        ("四月到位。", "1.到位"), ("没有结余。", "（2）结余"), ("管材", "（1）支出"),
    ):  # fmt: skip
        assert found[text].place == heading
        tag = soup.find(id=found[text].anchor)
        assert tag
        assert heading in tag.get_text()
    (file,) = (site / "reports/2021/gonganju/jia").glob("*.json")
    data = json.loads(file.read_text("utf-8"))
    assert TEXT in [value for value in data.values() if isinstance(value, dict)] or TEXT in [
        value for one in data.values() if isinstance(one, dict) for value in one.values()
    ]


@pytest.mark.parametrize("form", [FREE, NESTED], ids=["free", "form"])
def test_the_pdf_has_a_bookmark_for_each_heading(form: str, tmp_path: Path) -> None:
    site = made_up.build(content(tmp_path, form, TEXT, 生成PDF="是"))
    (file,) = (site / "reports/2021/gonganju/jia").glob("*.pdf")

    def below(items: list[Any], level: int) -> list[tuple[int, str]]:
        found = []
        for one in items:
            found += below(one, level + 1) if isinstance(one, list) else [(level, str(one.title))]
        return found

    marks = below(pypdf.PdfReader(file).outline, 2)
    titles = [(int(tag[1]), text) for tag, text in WANTED]
    start = marks.index(titles[0])
    assert marks[start : start + len(titles)] == titles


def test_a_fifth_level_is_told_with_its_line_and_what_to_do(tmp_path: Path) -> None:
    text = {"甲": {"乙": {"丙": {"丁": {"戊": "太深。"}}}}}
    made = content(tmp_path, FREE, text)
    done = run("jixiao", "check", "--content", made, "--format", "json")
    (told,) = json.loads(done.stdout)
    lines = (made / "reports/2021/gonganju/jia.yml").read_text("utf-8").splitlines()
    assert "戊" in lines[told["line"] - 1]
    for words in ("“丁”已经是第四级标题", "现有“戊”", "行首写 # 和一个空格"):
        assert words in told["message"]


def test_only_headings_that_a_form_asks_for_are_missed(tmp_path: Path) -> None:
    made = content(
        tmp_path, f"{FREE}章节: [建议, {{标题: 结果应用, 可省略: 是}}]\n", {"甲": "本项目已完成。"}
    )
    site = made / "site.yml"
    line = "  - {规则: section-missing, 级别: 不查}\n"
    site.write_text(site.read_text("utf-8").replace(line, ""), encoding="utf-8")
    told = run("jixiao", "check", "--content", made).stdout
    assert "“建议”" in told
    assert "结果应用" not in told
    (made / "forms/biaodan.yml").write_text(FREE, encoding="utf-8")
    assert run("jixiao", "check", "--content", made).stdout == ""
    text = yaml.safe_load((made / "reports/2021/gonganju/jia.yml").read_text("utf-8"))["正文"]
    assert text == {"甲": "本项目已完成。"}
