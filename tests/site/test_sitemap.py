"""The sitemap has every page, the day on which it changed, and is what the protocol asks for."""

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from generator.site import sitemap
from generator.site.sitemap import Place
from tests.conftest import ROOT
from tests.support import made_up, releases

ADDRESS = "https://www.example.cn/"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
WITHDRAWN = {"状态": "撤回", "撤回": {"日期": "2023-09-01", "理由": "重复公开。"}}
CORRECTED = {"更正": [{"日期": "2022-08-01", "说明": "改了一处错字。"}]}


def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(ROOT / f"tests/site/{name}.xsd"))


def read(file: Path, root: str = "sitemap") -> dict[str, str | None]:
    """Address to day of a file, which is valid."""
    tree = etree.parse(file)
    schema(root).assertValid(tree)
    rows = tree.getroot()
    return {
        str(one.findtext(f"{NAMESPACE}loc")): one.findtext(f"{NAMESPACE}lastmod") for one in rows
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = made_up.content(tmp_path_factory.mktemp("sitemap"), 地址=ADDRESS)
    made_up.report(made, "gengzheng", 2021, more=CORRECTED)
    made_up.report(made, "chehui", 2021, more=WITHDRAWN)
    made_up.report(made, "xinde", 2023)
    return made_up.build(made)


def test_it_has_every_page_and_no_other(site: Path) -> None:
    pages = {
        f"{ADDRESS}{'' if one.parent == site else f'{one.parent.relative_to(site).as_posix()}/'}"
        for one in site.rglob("index.html")
    }
    assert set(read(site / "sitemap.xml")) == pages


def test_a_page_has_the_day_on_which_what_it_shows_changed(site: Path) -> None:
    days = {
        address.removeprefix(ADDRESS): day for address, day in read(site / "sitemap.xml").items()
    }
    assert days["reports/2021/gonganju/gengzheng/"] == "2022-08-01"
    assert days["reports/2021/gonganju/chehui/"] == "2023-09-01"
    assert days["years/2021/"] == "2023-09-01"
    assert days["departments/gonganju/2023/"] == "2024-06-01"
    assert days["changes/2022/"] == "2022-08-01"
    assert days[""] == days["departments/"] == days["data/"] == "2024-06-01"
    assert days["about/terms/"] is None


def test_robots_are_led_to_it(site: Path) -> None:
    lines = (site / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert f"Sitemap: {ADDRESS}sitemap.xml" in lines
    assert "User-agent: *" in lines


def test_below_a_path_of_a_portal_there_are_no_rules_for_robots(tmp_path: Path) -> None:
    made = made_up.content(tmp_path, 地址=f"{ADDRESS}jixiao/")
    address = made_up.report(made, "shili", 2021)
    site = made_up.build(made)
    assert f"{ADDRESS}jixiao/{address}" in read(site / "sitemap.xml")
    assert not (site / "robots.txt").exists()


def test_without_the_sites_address_there_is_none(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    made_up.report(made, "shili", 2021)
    site = made_up.build(made)
    assert not [one.name for one in site.glob("sitemap*")]
    assert not (site / "robots.txt").exists()


def test_many_addresses_are_divided_below_an_index(tmp_path: Path) -> None:
    found = [Place(f"reports/2021/a/b{one}/", date(2022, 1, 1 + one)) for one in range(5)]
    sitemap.write(tmp_path, ADDRESS, found, most=2)
    index = read(tmp_path / "sitemap.xml", "siteindex")
    assert index == {
        f"{ADDRESS}sitemap-1.xml": "2022-01-02",
        f"{ADDRESS}sitemap-2.xml": "2022-01-04",
        f"{ADDRESS}sitemap-3.xml": "2022-01-05",
    }
    parts = [read(tmp_path / address.removeprefix(ADDRESS)) for address in index]
    assert [len(one) for one in parts] == [2, 2, 1]
    assert {key: day for one in parts for key, day in one.items()} == {
        ADDRESS + one.address: str(one.day) for one in found
    }


def test_a_release_without_the_address_that_the_last_one_had_is_not_refused(tmp_path: Path) -> None:
    made = made_up.content(tmp_path, 地址=ADDRESS)
    made_up.report(made, "shili", 2021)
    former = made_up.build(made).rename(tmp_path / "former")
    assert releases.release(former, "--first").returncode == 0
    assert releases.deploy(former, tmp_path / "target").returncode == 0
    settings = (made / "site.yml").read_text(encoding="utf-8")
    (made / "site.yml").write_text(settings.replace(f"地址: {ADDRESS}\n", ""), encoding="utf-8")
    done = releases.release(made_up.build(made), "--since", tmp_path / "target")
    assert done.returncode == 0, done.stderr
