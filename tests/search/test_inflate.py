"""What the search unpacks itself is what zlib packed; anything else is no file of the index."""

import base64
import random
import zlib
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import ROOT

pytestmark = pytest.mark.slow("runs a script in Chromium")

UNPACK = """
(packed) => packed.map((one) => {
  try {
    const bytes = self.inflated(Uint8Array.from(atob(one), (sign) => sign.charCodeAt(0)));
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  } catch {
    return null;
  }
})
"""
CHANCE = random.Random(7)
TEXTS = {
    "nothing": b"",
    "one": b"x",
    "run": b"a" * 70_000,
    "chinese": "绩效评价报告，预算执行率。".encode() * 500,
    "noise": CHANCE.randbytes(70_000),
    "both": b"".join(CHANCE.randbytes(3) + "执行率".encode() for _ in range(3_000)),
}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(path=ROOT / "overrides/assets/search/inflate.js")
    yield page
    page.close()


def packed(data: bytes, level: int = 6, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    made = zlib.compressobj(level, strategy=strategy)
    return made.compress(data) + made.flush()


def unpacked(page: Page, packed: Sequence[bytes]) -> list[bytes | None]:
    """What each is unpacked to; None where it is refused."""
    found = page.evaluate(UNPACK, [base64.b64encode(one).decode() for one in packed])
    return [None if one is None else base64.b64decode(one) for one in found]


@pytest.mark.parametrize("name", TEXTS)
def test_every_kind_of_block_is_unpacked(page: Page, name: str) -> None:
    kinds = ((0, 0), (1, 0), (9, 0), (6, zlib.Z_FIXED), (6, zlib.Z_HUFFMAN_ONLY))
    found = unpacked(page, [packed(TEXTS[name], *kind) for kind in kinds])
    assert [one == TEXTS[name] for one in found] == [True] * len(kinds)


def test_what_is_cut_off_changed_or_another_is_refused(page: Page) -> None:
    text = TEXTS["both"][:600]
    bad = [b"", b"x", b"<html>login</html>", b"{}"]
    for level, strategy in ((0, 0), (9, 0), (6, zlib.Z_FIXED)):
        whole = packed(text, level, strategy)
        bad += [whole[:end] for end in range(len(whole))]
        for place in range(2, len(whole)):
            flipped = bytearray(whole)
            flipped[place] ^= 1 << place % 8
            bad.append(bytes(flipped))
    found = unpacked(page, bad)
    # A changed bit that fills a byte up, or says which block is the last one, may not matter.
    assert set(found) <= {None, text}
    assert found.count(None) > 0.99 * len(bad)
