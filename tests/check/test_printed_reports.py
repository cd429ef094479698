"""Reports as offices print them, entered by hand: every cell has a place, every fault is found.

Each folder of `printed/` has the content that a clerk makes of a text, the text itself
(`printed.txt`), and what the check says of it (`findings.yml`: by report, rule and a piece of the
line). Of the text, `==` begins the part that is one report, `|` parts cells, and `{…}` does not
go on the page: names, telephones, signatures, boxes that are not ticked, words that the form prints
around what is filled in. Where `findings.yml` names an original, it goes to the check as an
attachment: what must not be published is found there.
"""

import json
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.conftest import ROOT, run

PRINTED = ROOT / "tests/check/printed"
FORMS = ROOT / "generator/intake/starter/county/content/forms"
TEXTS = sorted(file.parent.name for file in PRINTED.glob("*/printed.txt"))
_NOT_PUBLISHED = re.compile(r"\{([^{}]*)\}")
_PERSONAL = re.compile(r"[赵钱孙李周吴郑冯陈张]示例|(?<![\d-])1\d{10}|(?:\d{4}-)?\d{7}(?!\d)")
_DATE = re.compile(r"((?:19|20)\d\d)[年.-](\d\d?)[月.-](\d\d?)日?")
# Labels that no form file names: each form has them.
_LABELS = {
    *("项目名称", "部门", "索引号", "监督索引号", "主题词", "主题分类", "发布日期", "金额单位"),
    *("一级指标", "年度资金总额", "年度财政资金总额", "总分"),
}
_SIGNS = {"×": "*", ">=": "≥", "≧": "≥", "<=": "≤", "≦": "≤", "═": "="}


class Printed(NamedTuple):
    """The text of one report, line by line."""

    address: str
    lines: tuple[str, ...]


def printed(text: str) -> Iterator[Printed]:
    """The parts of a text, one a report."""
    for part in (PRINTED / text / "printed.txt").read_text("utf-8").split("== ")[1:]:
        address, *lines = part.splitlines()
        yield Printed(address, tuple(lines))


def plain(cell: str) -> str:
    """A cell in one spelling: width, signs, strokes, thousands, no white space."""
    text = "".join(unicodedata.normalize("NFKC", cell).split())
    for sign, usual in _SIGNS.items():
        text = text.replace(sign, usual)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = _DATE.sub(lambda date: f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}", text)
    text = "/" if text in ("—", "-", "－") else text
    return text.removeprefix("其中:").rstrip(":").removesuffix("%")


def expected() -> dict[str, list[dict[str, str]]]:
    """What the check says of each file: rule and a piece of the line, one after the other."""
    found: dict[str, list[dict[str, str]]] = {}
    for text in TEXTS:
        found |= yaml.safe_load((PRINTED / text / "findings.yml").read_text("utf-8"))
    return found


def lay_out(content: Path, originals: Iterable[str] = ()) -> None:
    """One content folder of all texts, with the forms that the program brings."""
    content.mkdir()
    for name in ("site.yml", "departments.yml"):
        shutil.copy(PRINTED / name, content)
    shutil.copytree(FORMS, content / "forms")
    shutil.copytree(PRINTED / "forms", content / "forms", dirs_exist_ok=True)  # the county's own
    (content / "pages").mkdir()
    (content / "pages/about.md").write_text("# 关于\n\n预算绩效公开。\n", encoding="utf-8")
    for text in TEXTS:
        shutil.copytree(PRINTED / text / "reports", content / "reports", dirs_exist_ok=True)
        for address, lines in printed(text):
            if f"{address}/original.txt" in originals:
                original = "\n".join(lines).replace("{", "").replace("}", "")
                (content / address).mkdir()
                (content / address / "original.txt").write_text(original, encoding="utf-8")
                with (content / f"{address}.yml").open("a", encoding="utf-8") as file:
                    file.write("附件:\n  - {名称: 原件, 文件: original.txt}\n")


# What the site says.


class Published(NamedTuple):
    """A report: all words of its page, the labels of its form, its data file bag by bag."""

    words: str
    labels: frozenset[str]
    bags: tuple[Counter[str], ...]


def form_labels(form: object) -> Iterator[str]:
    """Every word that a form has for what it asks for."""
    if isinstance(form, dict):
        for one in form.values():
            yield from form_labels(one)
    elif isinstance(form, list):
        for one in form:
            yield from form_labels(one)
    else:
        yield plain(str(form).rpartition(".")[2])


def bags(record: dict[str, Any]) -> Iterator[Counter[str]]:
    """What stands together: a record with its groups, each row of a table by itself."""
    own: Counter[str] = Counter()
    groups = [record]
    while groups:
        group = groups.pop()
        for value in group.values():
            if isinstance(value, dict):
                groups.append(value)
            elif isinstance(value, list) and value and isinstance(value[0], dict):
                for row in value:
                    yield from bags(row)
            else:
                for text in value if isinstance(value, list) else [value]:
                    lines = str(text).splitlines()
                    own.update(plain(line) for line in lines)
                    if len(lines) > 1:
                        own[plain(str(text))] += 1
                    for line in lines:
                        if line.startswith("|"):  # a table within a text
                            yield Counter(map(plain, line.strip("|").split("|")))
    yield own


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    lay_out(folder / "content")
    done = run("jixiao", "build", "--content", folder / "content", "--site", folder / "site")
    assert done.returncode == 0, done.stderr
    return folder / "site"


def published(site: Path, address: str) -> Published:
    folder = site / address
    page = BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")
    article = page.select_one("article")
    assert article
    (data,) = folder.glob("*.json")
    record = json.loads(data.read_text("utf-8"))
    file = f"content/forms/{record['表单']}.yml"
    form = yaml.safe_load((site.parent / file).read_text("utf-8"))
    return Published(
        plain(article.text), frozenset(_LABELS.union(form_labels(form))), tuple(bags(record))
    )


def lost(line: str, report: Published) -> list[str]:
    """Cells of a line that stand nowhere, or not together."""
    cells = [plain(cell) for cell in _NOT_PUBLISHED.sub("", line).split("|")]
    values = Counter(cell for cell in cells if cell and cell not in report.labels)
    if absent := [cell for cell in values if cell not in report.words]:
        return absent
    nearest = min((values - bag for bag in report.bags), key=Counter.total)
    return list(nearest) if len(values) > 1 else []


@pytest.mark.slow("builds a site")
@pytest.mark.parametrize("text", TEXTS)
def test_every_cell_has_a_place(site: Path, text: str) -> None:
    found = {}
    for address, lines in printed(text):
        report = published(site, address)
        for line in lines:
            if without_place := lost(line, report):
                found[address, line] = without_place
    assert found == {}


@pytest.mark.slow("builds a site")
@pytest.mark.parametrize("text", TEXTS)
def test_names_and_telephones_stay_out(site: Path, text: str) -> None:
    for address, lines in printed(text):
        report = published(site, address)
        public = "\n".join((report.words, *(value for bag in report.bags for value in bag)))
        for kept in _NOT_PUBLISHED.findall("\n".join(lines)):
            for personal in _PERSONAL.findall(kept):
                assert personal not in public, address


def test_each_fault_is_found_and_nothing_else(tmp_path: Path) -> None:
    """Every finding has its line in the lists, and every line of the lists its finding."""
    left = {file: [tuple(*one.items()) for one in rows] for file, rows in expected().items()}
    lay_out(tmp_path / "content", [file for file in left if file.endswith(".txt")])
    done = run("jixiao", "check", "--content", tmp_path / "content", "--format", "json")
    false_alarms = []
    for one in json.loads(done.stdout):
        file = Path(one["path"])
        line = file.read_text("utf-8").splitlines()[one["line"] - 1]
        address = file.relative_to(tmp_path / "content").as_posix().removesuffix(".yml")
        rows = left.get(address, [])
        row = next((row for row in rows if row[0] == one["rule"] and str(row[1]) in line), None)
        if row:
            rows.remove(row)
        else:
            false_alarms.append((address, one["line"], one["rule"], one["message"]))
    missed = {file: rows for file, rows in left.items() if rows}
    assert (false_alarms, missed) == ([], {})
