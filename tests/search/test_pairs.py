"""The files of pairs: what is asked of them is what plain substring search finds."""

import itertools
import json
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from generator.search import folding, pairs
from tests.conftest import ROOT
from tests.support.nginx import serving

pytestmark = pytest.mark.slow("asks the scripts of the search in Chromium")

TEXTS = [
    ["绩效自评报告", "预算113.5585万元"],
    [],
    ["執行率95.6%……達標㎡①", "项目\u3000绩效\n目标", "a", "1,23,456,7890"],
    ["𠮷野家\U0001f600", "\ue000私", "e\u0301té ßẞ ﬁ", "x\x00y\x01z", "\ud800"],
]
# Numbers of the reports that hold a phrase, by the scripts that a browser runs.
FOUND = """
async ([module, reports, phrases, files]) => {
  const {coveringPairs, fileOf, Pairs, phrasePlaces} = await import(module);
  const opened = files.map((bytes) => new Pairs(Uint8Array.from(bytes)));
  return phrases.map((phrase) => {
    const places = phrasePlaces(coveringPairs(phrase).map(([key, place]) =>
      [opened[fileOf(key, files.length)].places(key), place]));
    return [...new Set([...places].map((place) => reports.filter((start) => start <= place).length - 1))];
  });
}
"""


def read(file: Path) -> dict[int, list[int]]:
    """The places of each key of a file."""
    text = iter(zlib.decompress(file.read_bytes()))

    def number() -> int:
        value = shift = 0
        while (byte := next(text)) > 0x7F:
            value |= (byte & 0x7F) << shift
            shift += 7
        return value | byte << shift

    keys, sizes, first, second = [], [], 0, 0
    for _ in range(number()):
        step = number()
        first, second = first + step, number() if step else second + number()
        keys.append(first << 21 | second)
        sizes.append(number())
    found = {}
    for key, size in zip(keys, sizes, strict=True):
        content, place, places = bytes(next(text) for _ in range(size)), 0, []
        shift = value = 0
        for byte in content:
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                place += value
                places.append(place)
                shift = value = 0
        found[key] = places
    assert next(text, None) is None
    return found


@settings(deadline=None)
@given(
    reports=st.lists(st.lists(st.text(st.characters(codec=None), max_size=40), max_size=4)),
    files=st.sampled_from([1, 2, 40]),
)
def test_every_pair_of_any_text_is_in_its_file(reports: list[list[str]], files: int) -> None:
    codes = pairs.folded(reports)
    with tempfile.TemporaryDirectory() as folder:
        written = pairs.write(pairs.places(codes), Path(folder) / "pairs", files)
        found: dict[int, list[int]] = {}
        for number in range(written.files):
            here = read(Path(folder) / f"pairs/{number}.bin")
            assert list(here) == sorted(here)
            for key in here:
                assert ((key >> 21) * 31 + key % 2**21) % written.files == number
            found |= here
    wanted: dict[int, list[int]] = {}
    place = 0
    for texts in reports:
        seen = set()
        for text in texts:
            folded = folding.fold(text.replace("\0", "").replace("\1", ""))
            for at, one in enumerate(folded):
                if one not in seen:
                    wanted.setdefault(ord(one) << 21, []).append(place + at)
                seen.add(one)
                if at + 1 < len(folded):
                    wanted.setdefault(ord(one) << 21 | ord(folded[at + 1]), []).append(place + at)
            place += len(folded) + 1
        place += 1
    assert found == {key: sorted(places) for key, places in wanted.items()}
    assert sorted(written.keys.tolist()) == sorted(found)


@pytest.fixture(scope="module")
def scripts(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, str]]:
    """A page beside the module that reads them, and its address."""
    folder = tmp_path_factory.mktemp("pairs")
    (folder / "index.html").write_text("<title>pairs</title>", encoding="utf-8")
    (folder / "pairs.js").write_bytes((ROOT / "overrides/assets/search/pairs.js").read_bytes())
    folder.chmod(0o755)
    with serving(folder) as root:
        page = browser.new_page()
        page.goto(root)
        yield page, f"{root}pairs.js"
        page.close()


def found_by_scripts(
    scripts: tuple[Page, str],
    reports: Sequence[Sequence[str]],
    phrases: Sequence[str],
    folder: Path,
) -> list[list[int]]:
    codes = pairs.folded(reports)
    files = pairs.write(pairs.places(codes), folder / "pairs", 40).files
    content = [
        list(zlib.decompress((folder / f"pairs/{number}.bin").read_bytes()))
        for number in range(files)
    ]
    page, module = scripts
    starts = pairs.starts(codes).tolist()
    answers: list[list[int]] = page.evaluate(FOUND, [module, starts, phrases, content])
    return answers


def test_a_phrase_is_found_where_its_pairs_follow_one_another(
    scripts: tuple[Page, str], tmp_path: Path
) -> None:
    narrative = next(ROOT.glob("content/reports/*/*/*.yml")).read_text("utf-8")
    long = [narrative[start : start + 700] for start in range(0, 2800, 700)]
    reports = [*TEXTS[:3], long, [*reversed(long), *long] * 3, ["绩", "效"], ["绩效", "自评"]]
    folded = [[folding.fold(text) for text in texts] for texts in reports]
    texts = [text for one in folded for text in one]
    # Every piece of one to nine characters of some texts, and what would run from text to text.
    phrases = {
        text[at : at + length]
        for text in [*texts[:6], texts[-1], texts[8][:80]]
        for at in range(len(text))
        for length in range(1, 10)
    }
    phrases |= {before[-2:] + after[:2] for before, after in itertools.pairwise(texts)}
    asked = sorted(filter(None, phrases))
    wanted = [
        [number for number, one in enumerate(folded) if any(phrase in text for text in one)]
        for phrase in asked
    ]
    assert found_by_scripts(scripts, reports, asked, tmp_path) == wanted
    assert sum(not one for one in wanted) > 2  # some stand nowhere


def test_runs_of_numbers_are_keys_of_their_own() -> None:
    """Of 1135.58 every pair is in every part: five signs at a time are not."""
    one, other = (pairs.keys(pairs.folded([[text]])) for text in ("预算1135.58万元", "35.581135."))
    runs = set(pairs.runs(pairs.folded([["1135.58"]])).tolist())
    assert len(runs) == 3
    assert runs <= set(one.tolist())
    assert not runs <= set(other.tolist())


def test_the_browser_makes_the_same_runs(scripts: tuple[Page, str]) -> None:
    page, module = scripts
    text = "预算1135.58万元，占95.6%（a-b/c~）"
    script = "async ([module, text]) => (await import(module)).runKeys(text)"
    wanted = pairs.runs(pairs.folded([[text]])).tolist()
    assert sorted(page.evaluate(script, [module, folding.fold(text)])) == sorted(wanted)
    assert json.dumps(wanted)  # numbers that a browser knows exactly
    assert max(wanted) < 2**53
