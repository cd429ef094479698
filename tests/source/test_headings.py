"""Headings that people type with their numbers: once on the page, plain in the data."""

import json
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from generator.source.headings import split_heading
from tests.conftest import ROOT, only_rules, run

BASE = ROOT / "tests/check/cases/_base/content"
OUTLINE = """\
名称: 从文件里粘贴的提纲
章节:
  - 标题: 一、项目概况
    小节: [（一）项目基本情况, (二)2021年度工作情况]
  - 标题: 第二部分 一般公共预算情况
  - 标题: 3、“十四五”规划
"""
REPORT = """\
项目名称: {name}
部门: 示例县公安局
年度: 2021
评价类型: 单位自评
提纲: pasted
状态: 公开
公开日期: 2022-06-01
正文:
  一、项目概况:
    1.项目基本情况: |
      {text}
    2、2021年度工作情况: 工作按计划完成。
  一般公共预算情况: 预算情况如下。
  三、“十四五”规划: 规划情况如下。
"""
LONG = (
    "本项目对甲镇丙镇的老旧供水管网进行更换并为两个镇的集中供水点加装消毒设备解决枯水期供水不足，"
)
PASSAGE = (
    LONG + "群众冬季用水难的情况得到了根本改变，供水点由村里推选的管护员每日巡查并作出书面记录，"
    "水质由县里的检测中心按季度抽样化验并向群众张榜公布结果，水费由村民大会商定后按户收取并公示。"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(BASE, folder)
    (folder / "outlines/pasted.yml").write_text(OUTLINE, encoding="utf-8")
    return folder


def add(content: Path, slug: str, department: str = "gonganju", text: str = PASSAGE) -> Path:
    file = content / f"reports/2021/{department}/{slug}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    named = REPORT.format(name=f"示例{slug}项目", text=text)
    name = {"gonganju": "示例县公安局", "jiaoyuju": "示例县教育局"}[department]
    file.write_text(named.replace("示例县公安局", name), encoding="utf-8")
    return file


def test_a_page_has_each_number_once_and_the_data_none(content: Path, tmp_path: Path) -> None:
    only_rules(content)
    add(content, "shui")
    site = tmp_path / "site"
    done = run("jixiao", "build", "--content", content, "--site", site)
    assert done.returncode == 0, done.stderr
    folder = site / "reports/2021/gonganju/shui"
    page = BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")
    for link in page.select("a.headerlink"):
        link.decompose()
    headings = [one.get_text().strip() for one in page.select("article h2, article h3")]
    wanted = [
        "一、项目概况",
        "（一）项目基本情况",
        "（二）2021年度工作情况",
        "二、一般公共预算情况",
        "三、“十四五”规划",
    ]
    assert [one for one in headings if one in wanted] == wanted
    assert not [one for one in headings if "一、一" in one.replace("二、一", "") or "、3、" in one]
    data = json.loads(next(folder.glob("*.json")).read_text("utf-8"))
    assert '"项目概况"' in json.dumps(data, ensure_ascii=False)
    assert "一、项目概况" not in json.dumps(data, ensure_ascii=False)


def test_what_is_found_between_reports_stands_at_its_own_line(content: Path) -> None:
    only_rules(content, "copied-passage")
    add(content, "shui")
    file = add(content, "lu", "jiaoyuju")
    done = run("jixiao", "check", "--content", content, "--format", "json", file)
    found = [one for one in json.loads(done.stdout) if one["rule"] == "copied-passage"]
    lines = file.read_text("utf-8").splitlines()
    assert found
    assert LONG[:10] in lines[found[0]["line"] - 1]


@pytest.mark.parametrize(
    "heading",
    [
        "2021年度工作情况",
        "“十四五”规划实施情况",
        '"十四五"规划',
        "一般公共预算情况",
        "三公经费",
        "一、二级指标完成情况",
        "一、二、三产业融合情况",
        "1、2号线建设情况",
        "1.5万亩高标准农田建设",
        "1.5 万亩高标准农田建设",
        "5 公里道路",
        "第一季度执行情况",
        "第一节能改造项目",
        "（2021年度）概况",
        "110指挥中心",
        "3.15消费者权益日活动",
        "一带一路",
        "2021、2022年情况",
        "一、",
    ],
)
def test_words_that_begin_with_a_number_stay_whole(heading: str) -> None:
    assert split_heading(heading) is None


@pytest.mark.parametrize(
    ("heading", "number", "plain"),
    [
        ("一、项目概况", 1, "项目概况"),
        ("(十一) 项目概况", 11, "项目概况"),
        ("【二】项目概况", 2, "项目概况"),
        ("１．项目概况", 1, "项目概况"),
        ("1 项目概况", 1, "项目概况"),
        ("1.2 项目概况", 2, "项目概况"),
        ("二十、其他", 20, "其他"),
        ("一、一般公共预算情况", 1, "一般公共预算情况"),
        ("二、三公经费", 2, "三公经费"),
        ("1、2023年度预算", 1, "2023年度预算"),
        ("第三部分部门概况", 3, "部门概况"),
        ("第二章 总则", 2, "总则"),
        ("②项目概况", 2, "项目概况"),
        ("Ⅱ、项目概况", 2, "项目概况"),
        ("1）项目概况", 1, "项目概况"),
        ("1 年度总体目标", 1, "年度总体目标"),
    ],
)
def test_a_number_is_taken_off(heading: str, number: int, plain: str) -> None:
    found = split_heading(heading)
    assert found
    assert (found.number[-1], found.plain) == (number, plain)
