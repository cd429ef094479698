"""The made-up county: its forms, in the proportions of the field, and what the check finds of it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, run, tree

SHIPPED = ROOT / "generator/intake/starter/county/content/forms"
# Gaps and sentences that are repeated on purpose, as in real reports.
MEANT = {
    "evaluation-missing", "full-marks", "problems-none", "reason-missing", "record-fields",
    "repeated-passage", "satisfaction-basis", "score-balance", "section-missing",
    "unexplained-gap", "unspent",
}  # fmt: skip


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county") / "content"
    done = run("jixiao", "demo", "--reports", "400", "--out", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def reports(content: Path) -> list[dict[str, Any]]:
    """Those on projects."""
    files = sorted(content.glob("reports/*/*/*.yml"))
    found = [yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader) for file in files]
    return [one for one in found if one["评价类型"] != "部门整体支出自评"]


def test_it_has_the_forms_that_a_county_begins_with(content: Path) -> None:
    assert tree(content / "forms") == tree(SHIPPED)


def test_reports_are_written_as_counties_write_them(reports: list[dict[str, Any]]) -> None:
    counts = Counter(one.get("表单") or one["提纲"] for one in reports)
    shares = {form: count / len(reports) for form, count in counts.items()}
    assert 0.45 < shares["zhongyang-2020"] < 0.65
    assert 0.04 < shares["xiangmu-pingjia"] < 0.12
    assert len(shares) > 15
    several = [one for one in reports if "包含项目" in one]
    assert 0.08 < len(several) / len(reports) < 0.18
    assert any("标识" in project for one in several for project in one["包含项目"])
    assert any("涵盖年度" in one for one in reports)
    struck = [
        row for one in reports for row in one["资金"].get("来源") or () if "/" in row.values()
    ]
    assert struck


def test_a_project_keeps_its_form_over_the_years(content: Path) -> None:
    forms: dict[str, set[str]] = {}
    for file in content.glob("reports/*/*/*.yml"):
        report = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)
        of_its_year = ("zhuanyi-zhifu-20", "xiangmu-ziping-yunnan")
        if not str(report.get("表单")).startswith(of_its_year):
            key = f"{file.parent.name}/{file.stem}"
            forms.setdefault(key, set()).add(report.get("表单") or report["提纲"])
    assert {key: found for key, found in forms.items() if len(found) > 1} == {}


def test_the_check_finds_what_is_meant_and_nothing_else(content: Path) -> None:
    done = run("jixiao", "check", "--content", content, "--format", "json")
    found = json.loads(done.stdout)
    assert [one for one in found if one["rule"] not in MEANT or one["level"] == "error"] == []
    assert {"section-missing", "repeated-passage"} <= {one["rule"] for one in found}
