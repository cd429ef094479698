"""原文未能归类 is for the clerk: nothing that readers get has it, even where no rule kept it back."""

import os
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pypdfium2
import pytest

from tests.conftest import TODAY
from tests.support import made_up

pytestmark = pytest.mark.slow("builds a site")

KEPT_BACK, STATED = "蓝鲸座谈纪要另附", "灌区渠系清淤完毕"
BUILD = """
import sys
from generator.check.rules import unclassified_text
unclassified_text.check_report = None
from generator.cli.main import main
sys.argv[0] = "jixiao"
main()
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unclassified")
    content = made_up.content(folder)
    (content / "site.yml").write_text(
        (content / "site.yml").read_text("utf-8").replace("生成PDF: 否", "生成PDF: 是"), "utf-8"
    )
    more = {"实施内容": STATED, "原文未能归类": f"第一段，{KEPT_BACK}"}
    made_up.report(content, "qingyu", 2022, more=more)
    words: list[str | Path] = ["build", "--content", content, "--site", folder / "site"]
    done = subprocess.run(
        [sys.executable, "-c", BUILD, *(os.fspath(one) for one in words)],
        env={**os.environ, "SOURCE_DATE_EPOCH": TODAY, "JIXIAO_WORKERS": "0",
             "JIXIAO_CACHE": os.fspath(folder / "cache")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def files_with(site: Path, words: str) -> set[str]:
    """The kinds of files of the site that have the words, in any form that such files have."""
    escaped = words.encode("ascii", "backslashreplace")
    found = set()
    for file in site.rglob("*"):
        if not file.is_file():
            continue
        data = _READERS.get(file.suffix, Path.read_bytes)(file)
        if words.encode() in data or escaped in data:
            found.add("search" if "search" in file.relative_to(site).parts else file.suffix)
    return found


def _pdf(file: Path) -> bytes:
    with pypdfium2.PdfDocument(file) as document:
        return "".join(page.get_textpage().get_text_range() for page in document).encode()


def _packed(file: Path) -> bytes:
    """Streams of zlib, one behind the other."""
    rest, found = file.read_bytes(), b""
    while rest:
        stream = zlib.decompressobj()
        found += stream.decompress(rest)
        rest = stream.unused_data
    return found


def _workbook(file: Path) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


_READERS = {".pdf": _pdf, ".bin": _packed, ".xlsx": _workbook}
READ = {".html", ".json", ".pdf", "search", ".csv", ".jsonl", ".xlsx", ".sqlite"}


def test_nothing_that_readers_get_has_it(site: Path) -> None:
    assert files_with(site, STATED) == READ, "what is stated is"
    assert files_with(site, KEPT_BACK) == set()
    assert files_with(site, "原文未能归类") == set()
