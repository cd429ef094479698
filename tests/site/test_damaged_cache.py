"""One bit of the cache is another, the time of change the same: as a failing disk does it.

What is published is what a build from nothing makes. `make bench-flips` tries twenty of each kind.
"""

import os
import random
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT, run, tree
from tests.support import releases

pytestmark = pytest.mark.slow("builds and releases a site for every bit")
FLIPS = int(os.environ.get("JIXIAO_FLIPS", "1"))
# What a build puts into the site: the release compares it, and names each file that differs.
PLACED = (
    "attachments/*", "bulk/*.csv", "bulk/*.jsonl", "bulk/*.sqlite", "bulk/*.xlsx", "data/*",
    "pages/*.html", "pages/*.json", "pdf/*", "search/*/register.json", "search/*/pairs/*",
    "search/*/text/*",
)  # fmt: skip
# What a build reads to make something else: it has to see itself that it is damaged.
READ = (
    "bulk/*.frame", "bulk/database.json", "check/*", "compressed/*", "pages/*.pictures", "parts/*",
    "pinyin/*", "search/*/seal.json", "search/*/keys.npy", "standing/*",
)  # fmt: skip
KINDS = (*PLACED, *READ)
GROUPS = [(one,) for one in KINDS] if FLIPS > 1 else [PLACED, READ]


class Published(NamedTuple):
    content: Path
    cache: Path
    checked: str  # what `jixiao check` says
    expected: dict[str, bytes]  # the release made from nothing

    def run(self, command: str, *options: str | Path) -> tuple[int, str]:
        done = run(
            "jixiao", command, "--content", self.content, *options, cwd=self.content.parent,
            JIXIAO_CACHE=str(self.cache),
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def build(self) -> None:
        code, said = self.run("build", "--config", ROOT / "mkdocs.yml")
        assert code == 0, said

    def release(self) -> tuple[int, str]:
        return self.run("release", "--first")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    place = tmp_path_factory.mktemp("damaged")
    content = releases.content(place)
    report = releases.standing(content)
    releases.append(report, "附件: [{名称: 说明, 文件: shuoming.txt}]")
    report.with_suffix("").mkdir()
    (report.with_suffix("") / "shuoming.txt").write_text("说明\n", encoding="utf-8")
    settings = content / "site.yml"
    settings.write_text(settings.read_text("utf-8").replace("生成PDF: 否\n", ""), encoding="utf-8")
    made = Published(content, place / "cache", "", {})
    made.build()
    assert made.release()[0] == 0
    made = made._replace(checked=made.run("check")[1], expected=tree(place / "site"))
    made.build()
    return made


def flip(file: Path, at: random.Random) -> None:
    """One bit, in the file that the site shares."""
    status, data = file.stat(), bytearray(file.read_bytes())
    data[at.randrange(len(data))] ^= 1 << at.randrange(8)
    with file.open("r+b") as opened:
        opened.write(data)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("has_site", [True, False])
@pytest.mark.parametrize("kinds", GROUPS, ids=" ".join)
def test_what_is_published_is_what_a_build_from_nothing_makes(
    published: Published, kinds: tuple[str, ...], has_site: bool
) -> None:
    site = published.content.parent / "site"
    for number in range(FLIPS):
        at = random.Random(f"{kinds} {has_site} {number}")
        if not has_site:  # another job has the cache
            shutil.rmtree(site)
        for kind in kinds:
            flip(at.choice(sorted(published.cache.glob(kind))), at)
        if "check/*" in kinds:
            assert published.run("check")[1] == published.checked
        published.build()
        code, said = published.release()
        told = re.search(r"网站里有 (\d+) 个文件与生成时不一样", said)
        assert (code, told and int(told[1])) == (
            (1, len(kinds)) if kinds[0] in PLACED else (0, None)
        ), said
        if code:
            published.build()
            code, said = published.release()
        assert code == 0, said
        assert tree(site) == published.expected
        published.build()


def test_the_page_that_a_release_fills_in_is_looked_at_as_well(published: Published) -> None:
    site = published.content.parent / "site"
    shutil.rmtree(site)
    (page,) = (
        one for one in published.cache.glob("pages/*.html")
        if "<title>公开记录与核对" in one.read_text(encoding="utf-8")
    )  # fmt: skip
    text = page.read_text(encoding="utf-8")
    time = page.stat().st_mtime_ns
    with page.open("r+b") as opened:
        opened.write(text.replace("怎样核对", "怎么核对").encode())
    os.utime(page, ns=(time, time))
    published.build()
    code, said = published.release()
    assert code == 1
    assert "网站里有 1 个文件与生成时不一样：about/record/index.html。" in said
    published.build()
    assert published.release()[0] == 0
    assert tree(site) == published.expected
    published.build()


def test_every_kind_of_file_in_the_cache_is_tried(published: Published) -> None:
    tried = {file for kind in KINDS for file in published.cache.glob(kind)}
    left = [
        one.relative_to(published.cache)
        for one in published.cache.rglob("*")
        if one.is_file() and one not in tried and one.suffix != ".forgotten"
    ]
    # The lists of the data are as those of `data/*`; more files of the search as those tried.
    assert {one.parts[0] for one in left} <= {"search", "bulk"}, left
    assert all(one.suffix == ".json" for one in left if one.parts[0] == "bulk"), left


def test_a_file_of_the_site_that_was_changed_after_the_build_is_not_released(
    published: Published,
) -> None:
    page = published.content.parent / "site/about/index.html"
    text = page.read_text(encoding="utf-8")
    page.unlink()
    page.write_text(text.replace("</body>", " </body>"), encoding="utf-8")
    code, said = published.release()
    assert code == 1
    assert "网站里有 1 个文件与生成时不一样：about/index.html。" in said
    published.build()
    assert published.release()[0] == 0
    assert published.release()[0] == 0  # again, of the same site
    published.build()


def test_a_list_of_the_build_that_cannot_be_read_is_made_again(published: Published) -> None:
    file = published.content.parent / "site/release/build.sha256"
    time = file.stat().st_mtime_ns
    with file.open("r+b") as opened:
        opened.write(b"x")
    os.utime(file, ns=(time, time))
    code, said = published.release()
    assert (code, "请重新运行 jixiao build" in said) == (1, True)
    published.build()
    assert published.release()[0] == 0
    published.build()
