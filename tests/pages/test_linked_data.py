"""What pages tell search engines is JSON-LD, in words that schema.org has, and true."""

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from rdflib import RDF, SDO, Graph, Literal, URIRef

from tests.support import made_up

# rdflib's own reader of JSON-LD uses a class that rdflib gives up.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
ADDRESS = "https://www.example.cn/jixiao/"
TERMS = "可以自由使用，请注明来源。"
HOSTILE = "</script><script>alert(1)</script>&amp;的报告"
# What of schema.org's own context matters here; nothing is loaded from elsewhere.
CONTEXT = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "@id"} for name in ("url", "contentUrl", "item")},
}
# schema.org: which properties a type has, its own and those of the types above it.
WORK = {
    "name", "description", "inLanguage", "url", "identifier", "datePublished", "dateModified",
    "temporalCoverage", "isAccessibleForFree", "author", "creator", "publisher", "encoding",
    "license", "keywords", "text", "encodingFormat",
}  # fmt: skip
PROPERTIES = {
    "Report": WORK,
    "Dataset": WORK | {"distribution"},
    "CreativeWork": WORK,
    "MediaObject": WORK | {"contentUrl"},
    "DataDownload": WORK | {"contentUrl"},
    "GovernmentOrganization": {"name", "url", "identifier"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"name", "position", "item"},
}


@pytest.fixture(scope="module", params=[ADDRESS, ""], ids=["address", "no-address"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    stated = {"地址": request.param} if request.param else {}
    made = made_up.content(tmp_path_factory.mktemp("linked"), 数据许可=TERMS, **stated)
    made_up.report(made, "yi", 2021, more={
        "项目名称": "道路", "标题": HOSTILE, "索引号": "A-1",
        "更正": [{"日期": "2022-08-01", "说明": "改了一处错字。"}],
    })  # fmt: skip
    made_up.report(made, "er", 2019)
    gone = {"状态": "撤回", "撤回": {"日期": "2022-09-01", "理由": "重复公开。"}}
    made_up.report(made, "san", 2021, more=gone)
    return made_up.build(made)


def told(site: Path, address: str) -> list[dict[str, Any]]:
    """The data blocks of a page, as JSON."""
    html = (site / address / "index.html").read_text(encoding="utf-8")
    scripts = BeautifulSoup(html, "html.parser").find_all("script", type="application/ld+json")
    return [json.loads(one.get_text()) for one in scripts]


def graph(site: Path, address: str) -> Graph:
    """What they say."""
    found = Graph()
    for one in told(site, address):
        assert one.pop("@context") == "https://schema.org"
        text = json.dumps({"@context": CONTEXT, **one})
        found.parse(data=text, format="json-ld", publicID=ADDRESS + address)
    return found


def check(found: Graph) -> None:
    """Every type and every property is one of schema.org, and of that type."""
    words: Any = SDO  # its own class knows its words
    assert len(found)
    for subject, kind in found.subject_objects(RDF.type):
        name = str(kind).removeprefix(str(SDO))
        assert kind in words
        for used in found.predicates(subject):
            if used != RDF.type:
                assert used in words
                assert str(used).removeprefix(str(SDO)) in PROPERTIES[name], name


def only(found: Graph, kind: URIRef) -> Any:
    (subject,) = found.subjects(RDF.type, kind)
    return subject


def files_of(site: Path, found: Graph) -> list[str]:
    """Addresses of the files that are named, each of which exists."""
    named = sorted(str(one).removeprefix(ADDRESS) for one in found.objects(None, SDO.contentUrl))
    assert all((site / one).is_file() for one in named)
    return named


def test_a_report_says_what_it_is(site: Path) -> None:
    found = graph(site, "reports/2021/gonganju/yi/")
    check(found)
    report = only(found, SDO.Report)
    assert found.value(report, SDO.name) == Literal(HOSTILE)
    assert found.value(report, SDO.datePublished) == Literal("2022-06-01")
    assert found.value(report, SDO.dateModified) == Literal("2022-08-01")
    assert found.value(report, SDO.temporalCoverage) == Literal("2021")
    assert found.value(report, SDO.identifier) == Literal("A-1")
    author, publisher = found.value(report, SDO.author), found.value(report, SDO.publisher)
    assert found.value(author, SDO.name) == Literal("示例县公安局")
    assert found.value(publisher, SDO.name) == Literal("示例县人民政府")
    assert files_of(site, found) == ["reports/2021/gonganju/yi/yi.json"]


def test_what_is_not_known_is_left_out(site: Path) -> None:
    found = graph(site, "reports/2019/gonganju/er/")
    report = only(found, SDO.Report)
    assert found.value(report, SDO.identifier) is None


def test_the_way_to_a_report_leads_over_pages_that_there_are(site: Path) -> None:
    found = graph(site, "reports/2021/gonganju/yi/")
    steps = sorted(
        (int(str(found.value(one, SDO.position))), str(found.value(one, SDO.item)))
        for one in found.subjects(RDF.type, SDO.ListItem)
    )
    assert [address.removeprefix(ADDRESS) for _, address in steps] == [
        "departments/",
        "departments/gonganju/",
        "departments/gonganju/2021/",
        "reports/2021/gonganju/yi/",
    ]
    for _, address in steps:
        assert (site / address.removeprefix(ADDRESS) / "index.html").is_file()


def test_of_a_withdrawn_report_nothing_is_told(site: Path) -> None:
    assert told(site, "reports/2021/gonganju/san/") == []


def test_the_data_are_a_data_set_with_files(site: Path) -> None:
    found = graph(site, "data/")
    check(found)
    data = only(found, SDO.Dataset)
    assert found.value(data, SDO.temporalCoverage) == Literal("2019/2021")
    assert found.value(data, SDO.dateModified) == Literal("2022-09-01")
    assert found.value(found.value(data, SDO.license), SDO.text) == Literal(TERMS)
    assert 50 <= len(str(found.value(data, SDO.description))) <= 5000
    files = files_of(site, found)
    assert "data/all/reports.csv" in files
    assert "data/all/jixiao-all.xlsx" in files
    assert len(set(found.objects(data, SDO.distribution))) == len(files)


def test_terms_of_use_stand_on_the_page_of_the_data(site: Path) -> None:
    html = (site / "data/index.html").read_text(encoding="utf-8")
    assert f"怎样使用：{TERMS}" in html
