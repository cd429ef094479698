"""The real report as files of office programs: each becomes the record that `content/` holds."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.documents import libreoffice
from tests.conftest import ROOT, run
from tests.support.word_files import abstract, level, num, paragraph, word_file

pytestmark = pytest.mark.slow("LibreOffice")

KEPT = "2021/gonganju/shipin-huiyi-xitong"
# What people decide, or what is the original's name.
DECIDED = ("提纲", "表单", "状态", "公开日期", "附件")
NUMBERED = (r"[一二三四五六七]、(?=.)", r"（[一二三四五六]）(?=.{2,20}$)")
NUMBERING = abstract(
    0,
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    more='<w:multiLevelType w:val="multilevel"/>',
) + num(1, 0)
OFFICE = ("doc", "rtf", "odt", "pdf", "html")


class _Text(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  PyYAML's own shape


def values(file: Path) -> dict[tuple[str | int, ...], str]:
    """Each value that the file states, by its path."""

    def below(value: Any, where: tuple[str | int, ...]) -> Iterator[tuple[Any, str]]:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for step, one in pairs:
            if isinstance(one, dict | list):
                yield from below(one, (*where, step))
            elif one:
                yield (*where, step), one.strip()

    report = yaml.load(file.read_bytes(), _Text)
    return {where: text for where, text in below(report, ()) if where[0] not in DECIDED}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report as plain text, as Word numbers it, and as LibreOffice saves that."""
    folder = tmp_path_factory.mktemp("files")
    text = (ROOT / "content/reports" / f"{KEPT}/original.txt").read_text(encoding="utf-8")
    (folder / "report.txt").write_text(text, encoding="gb18030")
    body = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        rank = next((at for at, one in enumerate(NUMBERED) if re.match(one, line)), None)
        words = line if rank is None else re.sub(NUMBERED[rank], "", line, count=1)
        body += paragraph(words, number=None if rank is None else (1, rank))
    source = folder / "report.docx"
    source.write_bytes(word_file(body, numbering=NUMBERING))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for ending in OFFICE:
        subprocess.run(
            [libreoffice.find(), profile, "--headless", "--convert-to", ending, "--outdir", folder,
             source],
            check=True, capture_output=True, timeout=100,
            env={**os.environ, "HOME": os.fspath(folder)},
        )  # fmt: skip
    shutil.copy(folder / "report.doc", folder / "report.wps")  # as WPS calls the same format
    return folder


@pytest.mark.parametrize("ending", ["txt", "docx", "wps", *OFFICE])
def test_the_report_comes_back_as_it_is_kept(files: Path, tmp_path: Path, ending: str) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    shutil.rmtree(content / "reports")
    (content / "reports").mkdir()
    done = run("jixiao", "import", files / f"report.{ending}", "--content", content, "--yes")
    assert done.returncode == 0, done.stderr
    (draft,) = (content / "reports").glob("2021/gonganju/*.yml")
    assert values(draft) == values(ROOT / "content/reports" / f"{KEPT}.yml")
