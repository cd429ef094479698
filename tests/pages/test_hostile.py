"""HTML, script and Markdown in every text field: shown as text, run by nothing, anywhere."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from pydantic import BaseModel

from generator.model.department import Department
from generator.model.report import Report
from generator.model.site import Site
from tests.conftest import ROOT, run
from tests.support.attached import pdf_file
from tests.support.search_page import results
from tests.theme.test_browser import quiet_page

pytestmark = pytest.mark.slow("opens hostile pages in Chromium")

ATTACK = (
    "{0}</title></script><script>hit('{0}')</script><img src=x onerror=hit('{0}')>"
    "\"'><svg onload=hit('{0}')>[{0}](javascript:hit('{0}')){{: onclick=hit('{0}') }}"
    "{{{{ config }}}}{{% raw %}}`**|_&lt;script&gt;"
)
FIXED = {"部门", "年度", "评价类型", "表单", "提纲", "开始时间", "结束时间", "状态", "公开日期", "原发布日期", "单位", "地址", "合并请求地址", "标识", "等级", "性质",
         "日期", "报告日期", "文件", "规则", "原文未能归类"}  # fmt: skip


def attacked(kind: type[BaseModel], prefix: str = "") -> dict[str, object]:
    """A record with the attack in every text field, named by the field; no figures."""
    values: dict[str, object] = {}
    for field in kind.model_fields.values():
        key = str(field.alias)
        text = f"{field.annotation}"
        if "str" in text and key not in FIXED and "Mapping" not in text and "tuple" not in text:
            values[key] = ATTACK.format(prefix + key)
    return values


DATA = ("application/json", "application/ld+json")  # what no browser runs
CHART_TAGS = {
    "figcaption",
    "small",
    "ul",
    "li",
    "svg",
    "g",
    "rect",
    "path",
    "text",
    "title",
    "desc",
}


@pytest.fixture(scope="module")
def site(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    def fill(folder: Path) -> None:
        content = folder / "content"
        shutil.copytree(ROOT / "tests/check/cases/_base/content", content)
        department = attacked(Department) | {
            "标识": "gonganju",
            "曾用名": [ATTACK.format("曾用名")],
        }
        outline = {
            "名称": ATTACK.format("提纲"),
            "章节": [{"标题": ATTACK.format("标题一"), "小节": [ATTACK.format("小节")]}],
        }
        row = {
            key: ATTACK.format(f"指标{key}")
            for key in ("一级", "二级", "三级", "目标值", "单位", "完成值", "偏差原因")
        }
        report = attacked(Report) | {
            "部门": department["名称"],
            "年度": "2021",
            "评价类型": "单位自评",
            "提纲": "ziping",
            "状态": "公开",
            "公开日期": "2022-06-01",
            "资金": {"单位": "万元", "全年预算": "5", "来源": [{"名称": ATTACK.format("来源")}],
                     "下达文件": [{"文号": ATTACK.format("文号")}]},
            "指标": [row],
            "正文": {ATTACK.format("标题一"): {
                ATTACK.format("小节"): "### " + ATTACK.format("小标题") + "\n" + ATTACK.format("正文")
                + "\n- " + ATTACK.format("列表") + "\n|甲|乙|\n|---|---|\n|" + ATTACK.format("格").replace("|", "") + "|丁|\n"}},
            "附件": [{"名称": ATTACK.format("附件"), "文件": "a'&lt;b`&amp;.pdf"}],
            "更正": [{"日期": "2022-07-01", "说明": ATTACK.format("更正"),
                    "改动": [{key: ATTACK.format(key) for key in ("栏目", "原为", "改为")}]}],
            "核实": [{"规则": "x", "说明": ATTACK.format("核实")}],
        }  # fmt: skip
        withdrawn = report | {
            "状态": "撤回",
            "撤回": {"日期": "2022-08-01", "理由": ATTACK.format("撤回")},
        }
        files = {
            "site.yml": attacked(Site) | {"格式版本": "1"},
            "departments.yml": [department],
            "outlines/ziping.yml": outline,
            "reports/2021/gonganju/gongji.yml": report,
            "reports/2022/gonganju/gongji.yml": report | {"年度": "2022"},
            "reports/2021/gonganju/chehui.yml": withdrawn,
        }
        for name, value in files.items():
            file = content / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(
                yaml.safe_dump(value, allow_unicode=True, width=100_000, default_style='"'),
                encoding="utf-8",
            )
            if file.parent.name == "gonganju":
                (file.with_suffix("")).mkdir()
                (file.with_suffix("") / "a'&lt;b`&amp;.pdf").write_bytes(pdf_file(["x"]))
        done = run("jixiao", "build", "--content", content, "--site", folder / "site")
        assert done.returncode == 0, done.stdout + done.stderr

    return once("hostile", fill) / "site"


def addresses(site: Path) -> list[str]:
    return [
        str(f.parent.relative_to(site)).replace(".", "") for f in sorted(site.rglob("index.html"))
    ]


def test_nothing_of_the_text_became_a_tag_or_an_attribute(site: Path) -> None:
    for file in site.rglob("*.html"):
        page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        for tag in page.find_all(True):
            for name, value in tag.attrs.items():
                assert not name.startswith("on"), (file, tag)
                assert not (name in ("href", "src") and "script:" in str(value)), (file, tag)
        inside = page.select_one("article")
        if inside:
            for drawing in inside.find_all("figure"):  # our charts, in which names are labels
                assert {tag.name for tag in drawing.find_all(True)} <= CHART_TAGS, file
                drawing.extract()
            assert not inside.find_all(["script", "img", "svg", "iframe", "style"]), file
        for script in page.find_all("script"):
            text = script.get_text()
            if script.get("type") in DATA:
                assert "<" not in text, file
                assert json.loads(text), file
            else:
                assert "hit(" not in text, file


def test_no_script_runs_and_the_text_is_seen(
    site: Path, serve: Callable[[Path], str], browser: Browser
) -> None:
    root = serve(site)
    host = root.split("/")[2]
    seen = ""
    with quiet_page(browser, host) as page:
        hits: list[str] = []
        page.expose_function("hit", lambda name: hits.append(name))
        for address in addresses(site):
            page.goto(f"{root}{address}/")
            seen += page.locator("body").inner_text() + page.title()
        assert hits == []
    shown = ["项目名称", "标题", "实施单位", "索引号", "项目编码", "部门编码", "发文字号", "主题分类", "主题词", "表注", "来源", "文号", "指标三级", "指标偏差原因",
             "正文", "列表", "附件", "更正", "原为", "改为", "撤回", "简称", "曾用名", "主办单位", "联系方式", "小节"]  # fmt: skip
    for key in shown:
        assert ATTACK.format(key) in seen, key
    assert "核实" not in seen, "what staff acknowledged is for staff"


def test_search_shows_hostile_text_as_text(
    site: Path, serve: Callable[[Path], str], browser: Browser
) -> None:
    root = serve(site)
    with quiet_page(browser, root.split("/")[2]) as page:
        hits: list[str] = []
        page.expose_function("hit", lambda name: hits.append(name))
        page.goto(root)
        page.locator("form.jx-find input").press_sequentially("标题")
        page.get_by_role("option").first.wait_for()
        page.goto(f"{root}search/")
        for word in ("正文", "小标题"):
            results(page, word)
            page.locator(".jx-excerpt mark").first.wait_for()
            assert word in page.locator("#jx-results").inner_text()
            page.locator("#jx-results a").first.click()
            page.locator("mark.jx-mark").first.wait_for()
            page.goto(f"{root}search/")
        assert hits == []
