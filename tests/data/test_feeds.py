"""Feeds: valid Atom, true dates, ids that stay, links that lead somewhere, nothing that is hidden."""

from pathlib import Path
from urllib.parse import urljoin

import feedparser
import pytest
from bs4 import BeautifulSoup
from lxml import etree

from tests.conftest import run
from tests.support import made_up

pytestmark = pytest.mark.slow("builds a site for each state of its settings")

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
POLICE, SCHOOLS = ("gonganju", "示例县公安局"), ("jiaoyuju", "示例县教育局")
NEXT_YEAR = "1826928000"  # 2027-11-23
HIDDEN = ("草稿里的项目", "明天公开的项目", "撤下的说明", "撤下的数")


def content(folder: Path, **site: str) -> Path:
    """Publications of three years, corrections, a withdrawal; a draft and one of a later day."""
    made = made_up.content(folder, **site)
    fields = [
        {"栏目": "资金·支出", "原为": "5<b>&", "改为": "50"},
        {"栏目": "自评·等级", "改为": "优"},
        {"栏目": "结论", "原为": "好" * 500},
        {"栏目": "正文"},  # by hand, without either value
    ]
    corrected = {
        "项目名称": "校舍 <b>维修</b> & 改造",
        "更正": [
            {"日期": "2023-07-01", "说明": "早先的一次"},
            {"日期": "2024-03-01", "说明": "写错 <i>一位</i>", "改动": fields},
        ],
    }
    made_up.report(made, "xiaoshe", 2022, SCHOOLS, corrected)
    made_up.report(made, "xiaoshe", 2021, SCHOOLS)
    made_up.report(made, "shipin", 2022, POLICE)
    gone = {
        "状态": "撤回",
        "撤回": {"日期": "2023-05-06", "理由": "与另一份重复"},
        "更正": [{"日期": "2023-01-02", "说明": "撤下的说明",
                "改动": [{"栏目": "资金·支出", "原为": "撤下的数", "改为": "1"}]}],
    }  # fmt: skip
    made_up.report(made, "chongfu", 2021, SCHOOLS, gone)
    made_up.report(made, "caogao", 2022, POLICE, {"项目名称": HIDDEN[0], "状态": "草稿"})
    later = {"项目名称": HIDDEN[1], "公开日期": "2026-11-24"}
    made_up.report(made, "mingtian", 2022, POLICE, later)
    return made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return content(tmp_path_factory.mktemp("feeds"))


@pytest.fixture(scope="module")
def site(made: Path) -> Path:
    return made_up.build(made)


def read(site: Path, address: str = "") -> feedparser.FeedParserDict:
    found = feedparser.parse((site / address / "feed.xml").read_bytes())
    assert not found.bozo, found.bozo_exception
    return found


def told(entry: feedparser.FeedParserDict) -> list[str]:
    page = BeautifulSoup(entry.content[0].value, "html.parser")
    return [one.get_text() for one in page.select("p, li")]


def test_every_feed_is_valid_and_tells_its_own(site: Path) -> None:
    feeds = sorted(one.parent.relative_to(site).as_posix() for one in site.rglob("feed.xml"))
    assert feeds == [
        ".",
        "departments/gonganju",
        "departments/jiaoyuju",
        "projects/jiaoyuju/xiaoshe",
    ]
    for address in feeds:
        SCHEMA.assertValid(etree.parse(site / address / "feed.xml"))
    titles = [one.title for one in read(site).entries]
    assert titles == [
        "更正：校舍 <b>维修</b> & 改造单位自评报告（示例县教育局 2022 年度）",
        "更正：校舍 <b>维修</b> & 改造单位自评报告（示例县教育局 2022 年度）",
        "公开：示例项目单位自评报告（示例县公安局 2022 年度）",
        "公开：校舍 <b>维修</b> & 改造单位自评报告（示例县教育局 2022 年度）",
        "撤回：示例项目单位自评报告（示例县教育局 2021 年度）",
        "公开：示例项目单位自评报告（示例县教育局 2021 年度）",
    ]
    assert [one.title for one in read(site, "departments/gonganju").entries] == titles[2:3]
    of_project = [one.title for one in read(site, "projects/jiaoyuju/xiaoshe").entries]
    assert of_project == [titles[0], titles[1], titles[3], titles[5]]


def test_a_correction_tells_its_fields_and_a_withdrawal_its_reason(site: Path) -> None:
    entries = read(site).entries
    assert told(entries[0]) == [
        "写错 <i>一位</i>",
        "资金·支出：原为 5<b>&，改为 50",
        "自评·等级：原来没有，现在是 优",
        f"结论：删去了 {'好' * 200}……",
        "正文：有改动",
    ]
    assert told(entries[1]) == ["早先的一次"]
    assert told(entries[4]) == ["撤回理由：与另一份重复"]


def test_what_is_hidden_is_on_no_page_and_in_no_feed_nor_record(site: Path) -> None:
    files = [*site.rglob("*.html"), *site.rglob("feed.xml"), *site.rglob("*.json"),
             *site.rglob("*.csv")]  # fmt: skip
    assert len(files) > 20
    for file in files:
        found = [one for one in HIDDEN if one in file.read_text("utf-8")]
        assert not found, file


def test_dates_are_those_of_events(made: Path, site: Path, tmp_path: Path) -> None:
    """And nothing of a feed is of the day of the build, nor is anything told before its day."""
    feed = read(site)
    days = [one.updated for one in feed.entries]
    assert days[0] == feed.feed.updated == "2024-03-01T00:00:00+08:00"
    assert days == sorted(days, reverse=True)
    assert all(one.published == one.updated for one in feed.entries)
    done = run("jixiao", "build", "--content", made, "--site", tmp_path / "site", "--no-cache",
               SOURCE_DATE_EPOCH=NEXT_YEAR)  # fmt: skip
    assert done.returncode == 0, done.stderr
    newest = read(tmp_path / "site").entries[0]
    assert newest.title.startswith("公开：明天公开的项目")
    assert newest.updated == "2026-11-24T00:00:00+08:00"
    same = "departments/jiaoyuju/feed.xml"
    assert (tmp_path / "site" / same).read_bytes() == (site / same).read_bytes()


def test_ids_stay_whatever_the_settings_say(site: Path, tmp_path: Path) -> None:
    other = content(tmp_path, 地址="https://web.example/jixiao/")
    made_up.report(other, "xinde", 2023, POLICE)
    settings = other / "site.yml"
    renamed = settings.read_text("utf-8").replace("名称: 示例县预算绩效公开", "名称: 另一个名称")
    settings.write_text(renamed, "utf-8")
    found = read(made_up.build(other))
    ids = [one.id for one in found.entries]
    assert len(set(ids)) == len(ids)
    assert ids[1:] == [one.id for one in read(site).entries]  # after the new one
    assert found.feed.id == read(site).feed.id
    assert all(one.startswith("urn:uuid:") for one in ids)
    links = [one.link for one in found.entries]
    assert links[0] == "https://web.example/jixiao/reports/2023/gonganju/xinde/"
    assert links[1] == "https://web.example/jixiao/reports/2022/jiaoyuju/xiaoshe/#corrections"
    own = [one.href for one in found.feed.links]
    assert own == ["https://web.example/jixiao/feed.xml", "https://web.example/jixiao/"]


def test_links_lead_to_pages_where_no_address_is_known(site: Path) -> None:
    for file in site.rglob("feed.xml"):
        root = etree.parse(file).getroot()
        links = [one.get("href") or "" for one in root.iter("{*}link")]
        assert len(links) > 2
        for link in links:
            target = (file.parent / link.partition("#")[0]).resolve()
            assert target == file or (target / "index.html").is_file(), (file, link)


def test_pages_name_the_feeds_that_there_are(site: Path) -> None:
    found = {}
    for page in site.rglob("index.html"):
        address = f"{page.parent.relative_to(site)}/"
        html = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        links = html.select('head link[rel="alternate"][type="application/atom+xml"]')
        found[address] = [urljoin(f"/{address}", str(one["href"])) for one in links]
        for one in found[address]:
            assert (site / one.lstrip("/")).is_file(), (address, one)
    school, project = "/departments/jiaoyuju/feed.xml", "/projects/jiaoyuju/xiaoshe/feed.xml"
    assert found["./"] == found["changes/"] == ["/feed.xml"]
    assert found["departments/jiaoyuju/"] == found["departments/jiaoyuju/2021/"] == [school]
    assert found["projects/jiaoyuju/xiaoshe/"] == [project, school]
    assert found["reports/2022/jiaoyuju/xiaoshe/"] == [project, school]
    assert found["reports/2021/jiaoyuju/chongfu/"] == [school]
    assert not found["about/"]
    for address, feed in (
        ("departments/jiaoyuju/", school),
        ("projects/jiaoyuju/xiaoshe/", project),
    ):
        html = BeautifulSoup((site / address / "index.html").read_text("utf-8"), "html.parser")
        shown = html.select_one("article a[href$='feed.xml']")
        assert shown
        assert urljoin(f"/{address}", str(shown["href"])) == feed


def test_a_feed_is_bounded(demo: Path) -> None:
    assert len(read(demo / "site").entries) == 100
    for file in (demo / "site").rglob("feed.xml"):
        SCHEMA.assertValid(etree.parse(file))


def test_a_site_without_reports_has_no_feed(tmp_path: Path) -> None:
    made = made_up.build(made_up.content(tmp_path))
    assert not list(made.rglob("feed.xml"))
    assert "本站尚未公开报告" in (made / "changes/index.html").read_text("utf-8")
