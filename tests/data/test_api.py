"""The files below `data/v1/` say what lists show; `openapi.json` describes each of them."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from tests.conftest import run
from tests.support import made_up
from tests.support.nginx import serving

V1 = "data/v1"
LINKS = {"网址", "数据", "原样数据", "PDF", "file"}
GONE = {"状态": "撤回", "撤回": {"日期": "2022-09-01", "理由": "重复公开。"}}


def read(site: Path, address: str) -> Any:
    return json.loads((site / address).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports that state all, nothing, zero, more than one year; one withdrawn, one a draft."""
    made = made_up.content(tmp_path_factory.mktemp("api"), 数据许可="可以自由使用，请注明来源。")
    form = made / "forms/biao.yml"
    form.parent.mkdir()
    form.write_text(
        "名称: 没有等级的表\n自定标题: 是\n章节:\n  - {标题: 情况, 可省略: 是}\n不要求: [等级]\n",
        encoding="utf-8",
    )
    made_up.report(made, "a-quan-xie", 2021, more={
        "资金": {"单位": "万元", "全年预算": "113.50", "支出": "1001234 元"},
        "自评": {"得分": "95.50", "总分": 100, "等级": "优", "满意度": "98%"},
        "更正": [{"日期": "2022-08-01", "说明": "改了一处错字。"}],
    })  # fmt: skip
    made_up.report(made, "a-quan-xie", 2020)
    made_up.report(made, "b-mei-xie", 2021, more={"表单": "biao"})
    made_up.report(made, "c-ling", 2021, more={"资金": {"单位": "元", "全年预算": 5, "支出": 0}})
    made_up.report(made, "d-chehui", 2021, more={"标题": "撤回的报告", **GONE})
    made_up.report(made, "e-caogao", 2021, more={"项目名称": "没有公开", "状态": "草稿"})
    made_up.report(made, "f-quanbu", 2019, more=GONE)
    return made_up.build(made)


def test_a_department_and_year_lists_its_reports(site: Path) -> None:
    found = read(site, f"{V1}/departments/gonganju/2021.json")
    assert (found["部门"], found["年度"], found["更新日期"]) == ("示例县公安局", 2021, "2022-09-01")
    ids = [one["报告"] for one in found["报告"]]
    assert ids == [f"2021/gonganju/{slug}" for slug in ("a-quan-xie", "b-mei-xie", "c-ling")]
    all_stated, nothing, zero = found["报告"]
    assert (all_stated["全年预算"], all_stated["全年预算（元）"]) == ("113.50 万元", 1135000)
    assert (all_stated["支出"], all_stated["支出（元）"]) == ("1001234 元", 1001234)
    assert (all_stated["得分"], all_stated["总分"], all_stated["满意度"]) == (95.5, 100, 98)
    assert (all_stated["公开日期"], all_stated["更新日期"]) == ("2022-06-01", "2022-08-01")
    stated = ("全年预算", "全年预算（元）", "支出（元）", "执行率", "得分", "等级", "满意度")
    assert [nothing[key] for key in stated] == [None] * len(stated)
    assert nothing["表单没有的栏目"] == ["等级"]
    assert (zero["支出"], zero["支出（元）"], zero["执行率"]) == ("0 元", 0, 0)


def test_figures_have_the_decimals_of_the_report(site: Path) -> None:
    text = (site / V1 / "departments/gonganju/2021.json").read_text(encoding="utf-8")
    assert '"得分":95.50,' in text


def test_of_a_withdrawn_report_only_what_it_was_and_why_is_told(site: Path) -> None:
    found = read(site, f"{V1}/departments/gonganju/2021.json")
    assert found["撤回"] == [
        {
            "报告": "2021/gonganju/d-chehui",
            "网址": "reports/2021/gonganju/d-chehui/",
            "标题": "撤回的报告",
            "状态": "撤回",
            "撤回日期": "2022-09-01",
            "撤回理由": "重复公开。",
        }
    ]
    assert read(site, f"{V1}/departments/gonganju/2019.json")["报告"] == []
    years = read(site, f"{V1}/index.json")["年度"]
    assert [(one["年度"], one["报告数"], one["撤回数"]) for one in years] == [
        (2021, 3, 1), (2020, 1, 0), (2019, 0, 1),
    ]  # fmt: skip


def test_what_is_not_public_stands_nowhere(site: Path) -> None:
    for file in (site / V1).rglob("*.json"):
        text = file.read_text(encoding="utf-8")
        assert "caogao" not in text, file
        assert '"没有公开"' not in text, file


def test_the_index_tells_how_much_there_is_until_which_day(site: Path) -> None:
    found = read(site, f"{V1}/index.json")
    assert (found["报告数"], found["撤回数"], found["数据日期"]) == (4, 2, "2022-09-01")
    assert found["数据许可"] == "可以自由使用，请注明来源。"
    assert found["网站"] is None
    departments = read(site, f"{V1}/departments.json")["部门"]
    assert {one["标识"]: one["报告数"] for one in departments}["jiaoyuju"] == 0


def test_a_project_has_its_years(site: Path) -> None:
    found = read(site, f"{V1}/projects/gonganju/a-quan-xie.json")
    assert [one["年度"] for one in found["报告"]] == [2021, 2020]
    projects = {
        one["项目标识"]: one for one in read(site, f"{V1}/departments/gonganju.json")["项目"]
    }
    assert projects["a-quan-xie"]["年度"] == [2021, 2020]
    assert projects["c-ling"]["数据"] is None
    assert "d-chehui" not in projects


def described(site: Path) -> dict[str, Any]:
    found: dict[str, Any] = read(site, f"{V1}/openapi.json")
    return found


def patterns(spec: dict[str, Any]) -> Iterator[tuple[re.Pattern[str], dict[str, Any]]]:
    """Of each path what addresses it allows, and what its answer holds."""
    for path, item in spec["paths"].items():
        pattern = re.escape(path.lstrip("/")).replace(r"\{", "{").replace(r"\}", "}")
        for one in item["get"]["parameters"]:
            schema = one["schema"]
            allowed = "|".join(map(str, schema.get("enum", ()))) or (
                schema.get("pattern", "").strip("^$") or r"\d{4}"
            )
            pattern = pattern.replace(f"{{{one['name']}}}", f"(?:{allowed})")
        yield re.compile(pattern), item["get"]["responses"]["200"]["content"]


def files(site: Path) -> Iterator[str]:
    """Addresses of all files of data."""
    for file in site.rglob("*"):
        address = file.relative_to(site).as_posix()
        if file.is_file() and (
            (address.startswith("data/") and file.suffix != ".html")
            or (address.startswith("reports/") and file.suffix == ".json")
            or file.name == "feed.xml"
        ):
            yield address


def check(site: Path) -> Counter[str]:
    """Every file has one path, and is what it says; how many each has."""
    spec = described(site)
    validate(spec, cls=OpenAPIV31SpecValidator)
    known = list(patterns(spec))
    counts: Counter[str] = Counter()
    validators: dict[str, Draft202012Validator] = {}
    for address in files(site):
        found = [(one.pattern, content) for one, content in known if one.fullmatch(address)]
        assert len(found) == 1, (address, found)
        counts[found[0][0]] += 1
        if content := found[0][1].get("application/json"):
            reference = content["schema"]["$ref"]
            whole = {"$ref": reference, "components": spec["components"]}
            validator = validators.setdefault(
                reference,
                Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER),
            )
            validator.validate(read(site, address))
    assert len(counts) == len(known), "a path that no file has"
    return counts


def links(value: object) -> Iterator[str]:
    """Every address in an answer."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key in LINKS and isinstance(one, str):
                yield one
            yield from links(one)
    for one in value if isinstance(value, list) else ():
        yield from links(one)


@pytest.mark.slow("needs the site of many reports")
def test_every_file_is_described_and_every_address_leads_somewhere(demo: Path) -> None:
    site = demo / "site"
    counts = check(site)
    assert sum(counts.values()) > 1000
    named = {
        address
        for file in (site / V1).rglob("*.json")
        if file.name != "openapi.json"
        for address in links(json.loads(file.read_text(encoding="utf-8")))
    }
    assert [one for one in sorted(named) if not leads_somewhere(site, one)] == []


@pytest.mark.slow("asks nginx")
def test_every_file_is_sent_as_what_it_is_described_as(site: Path) -> None:
    known = list(patterns(described(site)))
    wrong = []
    with serving(site) as root, urllib3.PoolManager() as web:
        for address in files(site):
            (described_as,) = (content for one, content in known if one.fullmatch(address))
            answer = web.request("GET", f"{root}{address}", headers={"Origin": "https://a.example"})
            kind = answer.headers["Content-Type"].partition(";")[0]
            told = answer.status, kind, answer.headers["Access-Control-Allow-Origin"]
            if told != (200, *described_as, "*") or answer.data != (site / address).read_bytes():
                wrong.append((address, told))
    assert wrong == []


def leads_somewhere(site: Path, address: str) -> bool:
    """Whether there is a file, or a page, with the place in it that the address names."""
    path, _, place = address.partition("#")
    target = site / path / "index.html" if path.endswith("/") else site / path
    return target.is_file() and (not place or f'id="{place}"' in target.read_text("utf-8"))


def test_what_is_not_stated_is_described_too(site: Path) -> None:
    counts = check(site)
    assert counts[next(one for one in counts if "openapi" in one)] == 1
    validator = Draft202012Validator(described(site)["components"]["schemas"]["Withdrawn"])
    assert list(validator.iter_errors({"状态": "公开"}))


def test_addresses_begin_with_that_of_the_site_where_it_is_stated(tmp_path: Path) -> None:
    made = made_up.content(tmp_path, 地址="https://www.example.cn/a/")
    address = made_up.report(made, "shili", 2021)
    site = made_up.build(made)
    (one,) = read(site, f"{V1}/departments/gonganju/2021.json")["报告"]
    assert one["网址"] == f"https://www.example.cn/a/{address}"
    assert described(site)["servers"] == [{"url": "https://www.example.cn/a"}]


def test_of_nothing_there_are_files_too(tmp_path: Path) -> None:
    site = made_up.build(made_up.content(tmp_path))
    assert read(site, f"{V1}/index.json")["数据日期"] is None
    validate(described(site), cls=OpenAPIV31SpecValidator)


@pytest.mark.slow("builds twice")
def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    """A report's change moves its department and year, and the day of all data; nothing of others."""
    (tmp_path / "mkdocs.yml").write_text("site_name: 示例\n", encoding="utf-8")  # its own cache
    made = made_up.content(tmp_path)
    made_up.report(made, "yi", 2021)
    other = made_up.report(made, "er", 2021, ("jiaoyuju", "示例县教育局"))
    before, after = tmp_path / "before", tmp_path / "after"
    build = ("jixiao", "build", "--content", made, "--site")
    assert run(*build, before, cwd=tmp_path).returncode == 0
    correction = [{"日期": "2024-08-01", "说明": "改了一处错字。"}]
    made_up.report(made, "yi", 2021, more={"更正": correction})
    assert run(*build, after, cwd=tmp_path).returncode == 0

    def is_same(address: str) -> bool:
        return (before / address).samefile(after / address)

    assert not is_same(f"{V1}/departments/gonganju/2021.json")
    assert not is_same(f"{V1}/index.json")
    assert not is_same("data/index.html")
    assert is_same(f"{V1}/departments/jiaoyuju/2021.json")
    assert is_same(f"{V1}/departments/jiaoyuju.json")
    assert is_same(f"{V1}/openapi.json")
    assert is_same(f"{other}index.html")
