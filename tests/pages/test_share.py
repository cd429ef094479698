"""What other sites, chats and search engines show of a link: title, key figures, one picture."""

import struct
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.support import made_up

pytestmark = pytest.mark.slow("draws the picture of a site")

ADDRESS = "https://www.example.gov.cn/jixiao/"
MORE = {
    "资金": {"单位": "万元", "项目总额": "80", "全年预算": "50", "支出": "48.6"},
    "自评": {"得分": 95, "等级": "优"},
}
GONE = {"状态": "撤回", "撤回": {"日期": "2023-01-05", "理由": "数据有误"}}


def tags(site: Path, address: str) -> dict[str, str]:
    page = BeautifulSoup((site / address / "index.html").read_text("utf-8"), "lxml")
    found = page.select("meta[property], meta[name]")
    return {str(one.get("property") or one["name"]): str(one["content"]) for one in found}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = made_up.content(tmp_path_factory.mktemp("share"), 地址=ADDRESS, 生成PDF="是")
    made_up.report(content, "shili", 2021, more=MORE)
    made_up.report(content, "shili", 2020, more=MORE | GONE)
    return made_up.build(content)


def test_a_report_tells_its_key_figures(site: Path) -> None:
    found = tags(site, "reports/2021/gonganju/shili/")
    figures = (
        "全年预算 50 万元，支出 48.6 万元，执行率 按数据计算 97.2%，自评得分 95 分，自评等级 优"
    )
    expected = f"示例县公安局2021年度“示例项目”单位自评：{figures}"
    assert found["og:description"] == found["Description"] == expected
    assert found["og:title"] == "示例项目单位自评报告（示例县公安局 2021 年度）"
    assert found["og:type"] == "article"
    assert found["og:url"] == f"{ADDRESS}reports/2021/gonganju/shili/"
    assert found["citation_title"] == "示例项目单位自评报告"
    assert found["citation_author"] == "示例县公安局"
    assert found["citation_publication_date"] == "2022/06/01"
    assert found["citation_pdf_url"] == f"{ADDRESS}reports/2021/gonganju/shili/shili.pdf"
    assert (site / "reports/2021/gonganju/shili/shili.pdf").is_file()


def test_a_withdrawn_report_tells_no_figure(site: Path) -> None:
    found = tags(site, "reports/2020/gonganju/shili/")
    assert found["og:description"] == "示例县公安局2020年度“示例项目”单位自评，已撤回"
    assert not [name for name in found if name.startswith("citation_")]


@pytest.mark.parametrize("address", ["", "years/2021/", "reports/2021/gonganju/shili/", "search/"])
def test_every_page_has_the_picture_of_the_site(site: Path, address: str) -> None:
    found = tags(site, address)
    assert found["og:image"] == f"{ADDRESS}assets/share.png"
    assert found["og:site_name"] == found["og:image:alt"]
    data = (site / "assets/share.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    size = struct.unpack(">II", data[16:24])
    assert size == (1200, 630)
    assert tuple(int(found[f"og:image:{one}"]) for one in ("width", "height")) == size


def test_a_site_without_an_address_has_none(tmp_path: Path) -> None:
    content = made_up.content(tmp_path, 生成PDF="是")
    address = made_up.report(content, "shili", 2021, more=MORE)
    site = made_up.build(content)
    found = tags(site, address)
    assert "og:image" not in found
    assert "og:url" not in found
    assert not (site / "assets/share.png").exists()
    assert "全年预算 50 万元" in found["og:description"]
