"""What was found in a report is used again only where nothing that it depends on changed."""

import shutil
from datetime import date
from importlib import metadata
from pathlib import Path

import pytest

from generator.content import examine_all
from generator.content.loader import ReadOptions, load
from generator.pdf import build
from generator.runtime import program
from generator.search import shards
from generator.site import configuration, theme
from tests.conftest import ROOT, run
from tests.support import made_up

BASE = ROOT / "tests/check/cases/_base/content"


def test_a_folder_of_attachments_that_became_a_link_is_looked_at_again(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(BASE, content)
    report = content / "reports/2021/gonganju/a.yml"
    report.parent.mkdir(parents=True)
    report.write_text(
        "项目名称: 示例项目\n部门: 示例县公安局\n年度: 2021\n评价类型: 单位自评\n状态: 公开\n"
        "公开日期: 2022-06-01\n附件: [{名称: 说明, 文件: a.txt}]\n",
        encoding="utf-8",
    )
    folder, elsewhere = report.with_suffix(""), tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "a.txt").write_text("说明", encoding="utf-8")

    def checked(cache: str) -> str:
        return run(
            "jixiao", "check", "--content", content, cwd=ROOT, JIXIAO_CACHE=str(tmp_path / cache)
        ).stdout

    before = checked("cache")
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    after = checked("cache")
    assert after == checked("empty")
    assert after != before


@pytest.mark.parametrize("name", ["defusedxml", "olefile", "pypdf", "pypdfium2", "xlrd"])
def test_another_version_of_a_reader_has_another_key(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = tmp_path / "content"
    shutil.copytree(BASE, content)
    former, version = examine_all.fingerprint(content, [], []), metadata.version
    monkeypatch.setattr(metadata, "version", lambda one: "0" if one == name else version(one))
    assert examine_all.fingerprint(content, [], []) != former


def _of_another_program(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on one file of the program is another one."""
    files = dict(program._files())
    assert file in files
    other = tuple(sorted((files | {file: b"of another program"}).items()))
    monkeypatch.setattr(program, "_files", lambda: other)
    monkeypatch.setattr(program, "fingerprint", program.fingerprint.__wrapped__)


@pytest.mark.parametrize("file", ["data/report_json.py", "pages/report_page.py"])
def test_a_page_and_the_data_file_beside_it_are_made_again_by_another_program(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configuration.load(ROOT / "mkdocs.yml")
    former = theme._program_fingerprint(config)
    _of_another_program(file, monkeypatch)
    assert theme._program_fingerprint(config) != former


# Which shows tables in texts, in PDF files and results of the search as well.
@pytest.mark.parametrize("file", ["check/text_values.py", "pages/text_markup.py"])
def test_a_pdf_and_a_shard_of_the_search_are_made_again_by_another_program(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = made_up.content(tmp_path)
    made_up.report(content, "shili", 2021)
    catalogue = load(content, ReadOptions(date(2026, 11, 23))).catalogue
    assert catalogue

    def names() -> tuple[str, ...]:
        ((_, pdf),) = build._jobs(catalogue)
        return pdf, shards._name(catalogue.current)

    former = names()
    _of_another_program(file, monkeypatch)
    assert set(names()).isdisjoint(former)
