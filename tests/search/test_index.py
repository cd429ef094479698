"""The index: the same folding on both sides, built only where content changed, whole or not."""

import json
import os
import re
import shutil
import unicodedata
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from generator.search import folding
from generator.site import assets
from tests.conftest import ROOT, emptied, run, tree
from tests.support import releases
from tests.support.nginx import serving

Once = Callable[[str, Callable[[Path], None]], Path]

pytestmark = pytest.mark.slow("builds sites one after the other")

FOLDED = {
    "盐财资行〔２０２１〕 204 号": "盐财资行2021204号",
    "盐财资行【2021】204号": "盐财资行2021204号",
    "盐财资行(2021)204号": "盐财资行2021204号",
    "“整改”《措施》「一」": "整改措施一",
    "１，１３５．５８５５": "1135.5855",
    "1,135,585.5万元": "1135585.5万元",
    "1,13": "1,13",
    "95.60％": "95.60%",
    "績效評價報告": "绩效评价报告",
    "乾隆 著作": "乾隆著作",  # words of their own in simplified text
    "ＶＰＮ Vpn": "vpnvpn",
    "2020—2021": "2020-2021",
    "a\u200bb\u00a0c\td": "abcd",
    "①㎡": "1m2",
}
JAVASCRIPT = """
async ([folding, table, texts]) => {
  const {fold, foldWithPlaces, learnSimplified} = await import(folding);
  learnSimplified(await (await fetch(table)).json());
  return texts.map((text) => {
    const {folded, starts, ends} = foldWithPlaces(text);
    const pieces = starts.map((start, place) => text.slice(start, ends[place])).join("|");
    return [fold(text), folded, pieces];
  });
}
"""


@pytest.mark.parametrize("text", FOLDED)
def test_texts_are_folded(text: str) -> None:
    assert folding.fold(text) == FOLDED[text]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = folding.fold(text)
    assert folding.fold(once) == once


@pytest.fixture(scope="module")
def folding_page(
    demo: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, list[str]]]:
    """A page beside the module that folds, and the addresses of it and of its table."""
    folder = tmp_path_factory.mktemp("folding")
    (folder / "index.html").write_text("<title>folding</title>", encoding="utf-8")
    table = next((demo / "site/search/data").glob("simplified-*/table.json"))
    for file in (ROOT / "overrides/assets/search/folding.js", table):
        shutil.copy(file, folder)
    folder.chmod(0o755)
    with serving(folder) as root:
        page = browser.new_page()
        page.goto(root)
        yield page, [f"{root}folding.js", f"{root}table.json"]
        page.close()


def test_the_browser_folds_alike(folding_page: tuple[Page, list[str]]) -> None:
    tab, addresses = folding_page
    # What Unicode 14, Python's, has assigned; the browser's is newer.
    characters = [
        chr(code)
        for code in range(0x20, 0x30000)
        if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")
    ]
    blocks = ["".join(characters[at : at + 500]) for at in range(0, len(characters), 500)]
    texts = [*FOLDED, *FOLDED.values(), *blocks, "1,234,567,89", "万1,234", ",123", "1,234"]
    for text, (folded, same, _) in zip(
        texts, tab.evaluate(JAVASCRIPT, [*addresses, texts]), strict=True
    ):
        assert folded == same == folding.fold(text)


def test_a_folded_text_knows_where_it_came_from(folding_page: tuple[Page, list[str]]) -> None:
    tab, addresses = folding_page
    (_, folded, pieces), *_ = tab.evaluate(JAVASCRIPT, [*addresses, ["〔２０２１〕1,234號"]])
    assert folded == "20211234号"
    assert pieces == "２|０|２|１|1|2|3|4|號"


def build(content: Path, site: Path, cache: Path, workers: str = "") -> dict[str, bytes]:
    command = ("jixiao", "build", "--content", content, "--site", site)
    done = run(*command, JIXIAO_CACHE=str(cache), JIXIAO_WORKERS=workers)
    assert done.returncode == 0, done.stderr
    return tree(site / "search/data")


@pytest.fixture(scope="module")
def forty(once: Once) -> Path:
    """Forty reports with their site and the cache of its build, from nothing."""

    def fill(folder: Path) -> None:
        build(releases.content(folder, 40), folder / "site", folder / "cache")

    return once("forty", fill)


@pytest.fixture
def content(forty: Path, tmp_path: Path) -> Path:
    """Forty reports of their own."""
    return releases.copy(forty / "content", tmp_path / "content")


@pytest.fixture
def first(forty: Path, tmp_path: Path) -> dict[str, bytes]:
    """The index of their site, and its cache to go on with."""
    releases.copy(forty / "cache", tmp_path / "cache")
    return tree(forty / "site/search/data")


def parts(files: dict[str, bytes]) -> dict[str, int]:
    """Folder of each part, and how many reports it has."""
    return {name: reports for name, _, reports, _ in json.loads(files["manifest.json"])["parts"]}


def test_only_the_part_with_the_changed_report_is_built_anew(
    content: Path, first: dict[str, bytes], tmp_path: Path
) -> None:
    kept = {part.name: part.stat().st_ino for part in (tmp_path / "cache/search").iterdir()}
    changed = sorted((content / "reports/2021").rglob("*.yml"))[0]
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace("项目名称: ", "项目名称: 改过的", 1), encoding="utf-8")
    second = build(content, tmp_path / "site", tmp_path / "cache")
    gone, come = set(parts(first)) - set(parts(second)), set(parts(second)) - set(parts(first))
    assert {name[:4] for name in (*gone, *come)} == {"2021"}
    assert len(come) == 1
    now = {part.name: part.stat().st_ino for part in (tmp_path / "cache/search").iterdir()}
    assert {name: now[name] for name in kept} == kept


def test_the_same_content_gives_the_same_index_with_and_without_a_cache(
    content: Path, first: dict[str, bytes], tmp_path: Path
) -> None:
    assert build(content, tmp_path / "two", tmp_path / "cache") == first
    assert build(content, tmp_path / "three", tmp_path / "other") == first


def test_one_process_builds_what_several_build(
    content: Path, first: dict[str, bytes], tmp_path: Path
) -> None:
    assert len(parts(first)) > 1
    for site, workers in (("one", "2"), ("two", "0")):
        shutil.rmtree(tmp_path / "cache/search")
        assert build(content, tmp_path / site, tmp_path / "cache", workers) == first


def test_a_build_that_died_midway_is_not_taken_for_whole(
    content: Path, first: dict[str, bytes], tmp_path: Path
) -> None:
    part = next((tmp_path / "cache/search").glob("2021-*"))
    part.rename(tmp_path / "cache/search/.part-died")  # where a part is put together
    (tmp_path / "cache/search/.part-died/register.json").unlink()
    assert build(content, tmp_path / "site", tmp_path / "cache") == first


def longer(file: Path) -> None:
    with file.open("ab") as opened:  # in its place: the site shares it
        opened.write(b" ")


@pytest.mark.parametrize("harm", [Path.unlink, longer, emptied])
def test_a_part_that_was_harmed_is_built_again(
    content: Path, first: dict[str, bytes], tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """Whatever cleans up takes single files of a cache."""
    kept = [file for file in (tmp_path / "cache/search").rglob("*") if file.is_file()]
    names = {re.sub(r"\d+", "n", file.name): file for file in kept}  # one of each kind
    for file in names.values():
        harm(file)
    assert {"keys.npy", "register.json", "n.bin", "seal.json"} == set(names)
    assert build(content, tmp_path / "again", tmp_path / "cache") == first


def test_what_no_build_has_used_for_long_is_forgotten(
    content: Path, first: dict[str, bytes], tmp_path: Path
) -> None:
    old = tmp_path / "cache/search/2001-0123456789ab"
    old.mkdir()
    for part in (tmp_path / "cache/search").iterdir():
        os.utime(part, (1_000_000_000, 1_000_000_000))
    assert build(content, tmp_path / "again", tmp_path / "cache") == first
    kept = {part.name for part in (tmp_path / "cache/search").iterdir()}
    assert kept == set(parts(first))


def test_a_site_without_reports_has_a_search_page(tmp_path: Path, content: Path) -> None:
    shutil.rmtree(content / "reports")
    (content / "reports").mkdir()
    files = build(content, tmp_path / "site", tmp_path / "cache")
    assert parts(files) == {}
    assert "尚未公开" in (tmp_path / "site/search/index.html").read_text(encoding="utf-8")


def test_what_all_reports_share_is_not_searched(demo: Path) -> None:
    """Headings and labels of the form are on every page and would be found on every page."""
    assert not list((demo / "site/search/data").rglob("*.npy"))  # the build's own
    files = list((demo / "site/search/data").glob("*/text/*.bin"))[:50]
    assert files
    for file in files:
        for _, _, passages in json.loads(zlib.decompress(file.read_bytes())):
            assert not {"项目立项", "到位率", "一级指标", "实施单位"} & set(passages)


def test_a_script_is_one_file_with_all_that_it_imports(demo: Path) -> None:
    """A browser asks for no script that it learns of only from another one."""
    folder = next((demo / "site/assets").glob("search-*"))
    files = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    assert set(files) == {f"{name}.js" for name in assets.ENTRY_POINTS}
    for text in files.values():
        assert not re.search(r'^import |^export |import\("', text, re.MULTILINE)
    page = (demo / "site/search/index.html").read_text(encoding="utf-8")
    asked = re.findall(r'(?:src|href)="[^"]*assets/search-[^/]*/([^"]*)"', page)
    assert set(asked) == {"ahead.js", "search-page.js"}


def modules(**texts: str) -> dict[str, str]:
    return {**dict.fromkeys(assets.ENTRY_POINTS, ""), **texts}


@pytest.mark.parametrize(
    "text",
    ['import all from "./other.js";', 'import { a as b } from "./other.js";',
     "export default 1;", "export let a = 1;", 'export { a } from "./other.js";'],
)  # fmt: skip
def test_a_way_to_import_that_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not understood"):
        assets.script_bundles(modules(engine=text, other=""))


def test_modules_that_import_each_other_are_refused() -> None:
    one, other = 'import { b } from "./other.js";', 'import { a } from "./one.js";'
    with pytest.raises(ValueError, match="imports itself"):
        assets.script_bundles(modules(engine='import { a } from "./one.js";', one=one, other=other))


def test_what_has_one_name_in_two_modules_stays_apart(tmp_path: Path, browser: Browser) -> None:
    def module(name: str) -> str:
        return f'const hidden = "{name}";\nexport function of_{name}() {{\n  return hidden;\n}}\n'

    engine = (
        'import { of_one } from "./one.js";\nimport {\n  of_two,\n} from "./two.js";\n'
        "const hidden = 1;\ndocument.title = of_one() + of_two() + hidden;"
    )
    made = assets.script_bundles(modules(engine=engine, one=module("one"), two=module("two")))
    (tmp_path / "engine.js").write_text(made["engine"], encoding="utf-8")
    (tmp_path / "index.html").write_text('<script type="module" src="engine.js"></script>')
    tmp_path.chmod(0o755)
    with serving(tmp_path) as root:
        page = browser.new_page()
        page.goto(root)
        assert page.title() == "onetwo1"
        page.close()


def test_scripts_of_the_search_are_named_by_what_they_say(tmp_path: Path, demo: Path) -> None:
    """A browser keeps them for good; the configuration of the server tells it so."""
    name = next((demo / "site/assets").glob("search-*")).name
    theme = next((demo / "site/assets").glob("theme-*")).name
    part = next((demo / "site/search/data").glob("2021-*")).name
    style = f"assets/{next((demo / 'site/assets').glob('style-*')).name}/jixiao.css"
    with serving(demo / "site") as root:
        for address, kept in (
            (f"assets/{name}/engine.js", True), ("search/data/manifest.json", False), ("search/", False),
            (f"search/data/{part}/pairs/0.bin", True), (f"assets/{theme}/reader.js", True), (style, True),
            ("", False), ("assets/icon.svg", False),
        ):  # fmt: skip
            with urllib.request.urlopen(root + address) as answer:
                assert ("immutable" in answer.headers["Cache-Control"]) is kept, address
                assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"{root}search/data/none/none.json")
        assert "immutable" not in (missing.value.headers["Cache-Control"] or "")
        missing.value.close()
