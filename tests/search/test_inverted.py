"""The full-text index: what Pagefind's own indexer would make of the same tokens."""

import json
import subprocess
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import cbor2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pagefind_bin import get_executable

from generator.search import folding, inverted
from generator.search.pagefind import version
from tests.conftest import ROOT

pytestmark = pytest.mark.slow("starts Pagefind's indexer")

SIGNATURE = b"pagefind_dcd"
TEXTS = [
    ["县公安局视频会议系统建设项目", "全年预算数1,234,567.89元，到位率100.00％", "", "（）"],
    ["執行率95.6%……達標㎡①", "项目\u3000绩效\n目标", "a", "1,23,456,7890"],
    ["𠮷野家\U0001f600", "\ue000私", "e\u0301té ßẞ ﬁ", "x\x00y\x01z", "\ud800"],
]


def unpacked(file: Path) -> Any:
    content = zlib.decompress(file.read_bytes(), 31)
    assert content.startswith(SIGNATURE)
    return cbor2.loads(content.removeprefix(SIGNATURE))


def words(folder: Path) -> dict[str, dict[int, list[int]]]:
    """All that an index says: of each word, in which report it stands, and where."""
    (meta,) = folder.glob("*.pf_meta")
    found: dict[str, dict[int, list[int]]] = {}
    for first, last, name in unpacked(meta)[2]:
        (members,) = unpacked(folder / f"index/{name}.pf_index")
        assert members[0][0] == first
        assert members[-1][0].startswith(last)  # Pagefind tells as much as sets it apart
        for word, reports, spellings in members:
            assert spellings == []
            found[word] = dict(_places(reports))
    return found


def _places(reports: Iterable[Any]) -> Iterable[tuple[int, list[int]]]:
    number = 0
    for step, (weight, *steps), metadata in reports:
        assert (weight, metadata) == (-25, [])
        number += step
        yield number, [sum(steps[: place + 1]) for place in range(len(steps))]


def by_pagefind(reports: Sequence[Sequence[str]], folder: Path) -> Path:
    """Pages of the tokens, given to Pagefind's indexer."""
    (folder / "pages").mkdir(parents=True)
    for number, texts in enumerate(reports):
        tokens = " ".join(folding.all_tokens(texts))
        page = f"<html lang=und><body>{tokens}"
        (folder / f"pages/{number}.html").write_text(page, encoding="utf-8")
    subprocess.run(
        [get_executable(), "--site", folder / "pages", "--output-path", folder / "index"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder / "index"


def numbers(folder: Path) -> list[int]:
    """Which of our reports each of Pagefind's pages is."""
    (meta,) = folder.glob("*.pf_meta")
    found = []
    for name, _ in unpacked(meta)[1]:
        content = zlib.decompress((folder / f"fragment/{name}.pf_fragment").read_bytes(), 31)
        address = json.loads(content.removeprefix(SIGNATURE))["url"]
        found.append(int(address.strip("/").removesuffix(".html")))
    return found


def test_it_is_what_pagefind_makes_of_the_same_tokens(tmp_path: Path) -> None:
    narrative = next(ROOT.glob("content/reports/*/*/*.yml")).read_text("utf-8")
    long = [narrative[start : start + 700] for start in range(0, 2800, 700)]
    reports = [*TEXTS, long, [*reversed(long), *long] * 3]
    theirs, ours = by_pagefind(reports, tmp_path / "theirs"), tmp_path / "ours"
    ours.mkdir()
    written = inverted.write(reports, ours)
    number = numbers(theirs)
    assert words(ours) == {
        word: {number[report]: places for report, places in sorted(found.items())}
        for word, found in words(theirs).items()
    }
    assert list(written.tokens) == sorted(words(ours))
    entry = json.loads((theirs / "pagefind-entry.json").read_text("utf-8"))
    for one in (entry, written.entry):
        one["languages"]["und"].pop("hash")  # type: ignore[index]
    assert written.entry == entry
    metas = [unpacked(next(folder.glob("*.pf_meta"))) for folder in (ours, theirs)]
    assert metas[0][0] == metas[1][0] == version()
    assert sorted(size for _, size in metas[0][1]) == sorted(size for _, size in metas[1][1])
    assert metas[0][3:] == metas[1][3:] == [[], [], []]
    assert len(metas[0][2]) > 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(reports=st.lists(st.lists(st.text(st.characters(codec=None), max_size=40), max_size=4)))
def test_any_text_is_cut_into_the_tokens_of_its_folded_form(
    reports: list[list[str]], tmp_path_factory: Any
) -> None:
    folder = tmp_path_factory.mktemp("index")
    inverted.write(reports, folder)
    wanted: dict[str, dict[int, list[int]]] = {}
    for number, texts in enumerate(reports):
        for place, token in enumerate(folding.all_tokens(texts)):
            wanted.setdefault(token, {}).setdefault(number, []).append(place)
    assert words(folder) == wanted
