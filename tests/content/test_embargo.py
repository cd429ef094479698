"""What is not public yet is nowhere: not in the site, the search, the data, the record, a cache."""

import gzip
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.conftest import ROOT, TODAY, run, tree, unpacked

pytestmark = pytest.mark.slow("builds a site on several days")

SECRETS = ("龘靐齉", "mi-bu-lu-de", "nicht-fuer-dich")  # name, slug, attachment of both
DAY = 86_400
REPORT = """\
项目名称: {name}
部门: 示例县公安局
年度: 2023
评价类型: 单位自评
状态: {status}
公开日期: {published}
提纲: ziping
资金: {{单位: 万元, 全年预算: 77777.5}}
正文:
  评价结论: |
    {name}的内容。
附件:
  - {{名称: {name}, 文件: nicht-fuer-dich.txt}}
"""


def content(folder: Path, status: str, published: str) -> Path:
    """The content of a golden case, and a report of 2023 that is not to be seen."""
    made = folder / "content"
    for case in ("_base", "clean-minimal"):
        shutil.copytree(ROOT / "tests/check/cases" / case / "content", made, dirs_exist_ok=True)
    with (made / "site.yml").open("a", encoding="utf-8") as site:
        site.write("地址: https://jixiao.example/\n")
    place = made / "reports/2023/gonganju"
    place.mkdir(parents=True)
    text = REPORT.format(name=SECRETS[0] * 4, status=status, published=published)
    (place / "mi-bu-lu-de.yml").write_text(text, encoding="utf-8")
    (place / "mi-bu-lu-de").mkdir()
    (place / "mi-bu-lu-de/nicht-fuer-dich.txt").write_text(SECRETS[0], encoding="utf-8")
    return made


def publish(folder: Path, day: int) -> None:
    """Build, release, deploy as a scheduled job would, on a day counted from that of the tests."""
    site, target = folder / "site", folder / "srv"
    since = ("--since", target) if target.exists() else ("--first",)
    environment = {
        "JIXIAO_CACHE": str(folder / "cache"),
        "SOURCE_DATE_EPOCH": str(int(TODAY) + day * DAY),
    }
    for command in (
        ("build", "--content", folder / "content", "--site", site),
        ("release", "--content", folder / "content", "--site", site, *since),
        ("deploy", target, "--site", site),
    ):
        done = run("jixiao", *command, cwd=ROOT, **environment)
        assert done.returncode == 0, done.stdout + done.stderr


def readable(name: str, data: bytes) -> str:
    """A file's name and all of its text, unpacked where it is packed."""
    data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else unpacked(name, data)
    if data.startswith(b"%PDF"):
        return name + "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    text = data.decode("utf-8", errors="replace")
    return name + re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def places_of_secrets(folder: Path) -> list[str]:
    found = []
    for part in ("site", "srv", "cache"):
        for name, data in tree(folder / part).items():
            shown = readable(name, data)
            if any(secret in shown for secret in (*SECRETS, *SECRETS[0], "77777", "77,777")):
                found.append(f"{part}/{name}")
    return found


def test_the_search_of_this_test_finds_what_is_public(tmp_path: Path) -> None:
    """Otherwise the next test would pass whatever happened."""
    content(tmp_path, "公开", "2026-11-01")
    publish(tmp_path, 0)
    found = places_of_secrets(tmp_path)
    for part in ("site/search/data", "site/release/manifest.json", "srv/releases", "srv/kept",
                 "cache/search", "cache/pdf", "cache/compressed", "site/years/2023",
                 "site/reports/2023", "site/sitemap.xml", "site/release/publications.jsonl"):  # fmt: skip
        assert any(name.startswith(part) for name in found), (part, found)


@pytest.mark.parametrize(("status", "published"), [("草稿", "2026-11-01"), ("公开", "2026-11-24")])
def test_draft_and_embargoed_are_nowhere(tmp_path: Path, status: str, published: str) -> None:
    content(tmp_path, status, published)
    publish(tmp_path, 0)
    assert places_of_secrets(tmp_path) == []
    assert not (tmp_path / "site/years/2023").exists()


def test_a_scheduled_build_publishes_it_on_its_day(tmp_path: Path) -> None:
    made = content(tmp_path, "公开", "2026-11-24")
    publish(tmp_path, 0)
    before = tree(made)
    publish(tmp_path, 1)
    assert tree(made) == before
    record = (tmp_path / "srv/current/release/publications.jsonl").read_text("utf-8").splitlines()
    last = json.loads(record[-1])
    assert last["address"].endswith("/mi-bu-lu-de/")
    assert (last["event"], last["published"], last["time"][:10]) == (
        "公开",
        "2026-11-24",
        "2026-11-24",
    )
    assert (tmp_path / "srv/current" / last["address"] / "nicht-fuer-dich.txt").exists()
