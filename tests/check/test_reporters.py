"""What `jixiao check --format` writes for CI servers, read as they read it.

`test_text_report.py` is about what people read.
"""

import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import junitparser
import pytest

from generator import __version__
from generator.check.reporters import FORMATS
from tests.conftest import ROOT, only_rules, run

SARIF = json.loads(
    (ROOT / "tests/check/schemas/sarif-schema-2.1.0.json").read_text(encoding="utf-8")
)
# The fields that GitLab documents for a code quality report, and no others.
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "pattern": "^[a-z-]+$"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
HOSTILE = "a,b:c%0A::error::甲\r\n\x01.txt"  # a file name may hold all but a slash
ROWS = "指标:\n  - 一级: 产出\n  - 一级: 效益\n"  # two rows without 三级: two equal problems
Check = Callable[[str], str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "tests/check/cases/_base", tmp_path, dirs_exist_ok=True)
    only_rules(tmp_path / "content", "spent-over-received")
    return tmp_path


@pytest.fixture
def report(project: Path) -> Path:
    file = project / "content/reports/2021/gonganju/shili.yml"
    file.parent.mkdir(parents=True)
    clean = ROOT / "tests/check/cases/clean-minimal/content/reports/2021/gonganju/shili.yml"
    shutil.copy(clean, file)
    return file


@pytest.fixture
def check(project: Path) -> Check:
    """What the command prints in a form."""

    def checked(style: str) -> str:
        done = run("jixiao", "check", "--format", style, cwd=project)
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("检查了 1 份报告")
        return done.stdout

    return checked


@pytest.fixture
def acknowledged(report: Path) -> Path:
    """The report with a warning that a person let pass."""
    folder = report.with_suffix("")
    folder.mkdir()
    (folder / "a.pdf").write_text("x", encoding="utf-8")
    rows = "核实:\n  - {规则: unlisted-file, 说明: 不随报告公开}\n"
    report.write_text(report.read_text(encoding="utf-8") + rows, encoding="utf-8")
    return report


def fingerprints(text: str) -> list[str]:
    return [row["fingerprint"] for row in json.loads(text)]


@pytest.mark.parametrize("style", FORMATS)
def test_every_form_exits_alike(project: Path, report: Path, style: str) -> None:
    assert run("jixiao", "check", "--format", style, cwd=project).returncode == 0
    report.with_suffix("").mkdir()
    (report.with_suffix("") / "a.pdf").write_text("x", encoding="utf-8")
    assert run("jixiao", "check", "--format", style, cwd=project).returncode == 0  # a warning
    report.write_text("项目: x\n", encoding="utf-8")
    assert run("jixiao", "check", "--format", style, cwd=project).returncode == 1


def test_gitlab_reads_the_code_quality_report(check: Check, report: Path) -> None:
    assert json.loads(check("gitlab")) == []
    report.write_text(report.read_text(encoding="utf-8") + "多余: 1\n", encoding="utf-8")
    (report.parent / "a.txt").write_text("x", encoding="utf-8")
    report.with_suffix("").mkdir()
    (report.with_suffix("") / "a.pdf").write_text("x", encoding="utf-8")
    rows = json.loads(check("gitlab"))
    jsonschema.validate(rows, GITLAB)
    found = {row["check_name"]: (row["severity"], row["location"]["path"]) for row in rows}
    folder = "content/reports/2021/gonganju"
    assert found == {
        "unknown-key": ("blocker", f"{folder}/shili.yml"),
        "stray-file": ("blocker", f"{folder}/a.txt"),
        "unlisted-file": ("minor", f"{folder}/shili.yml"),
    }
    lines = {row["check_name"]: row["location"]["lines"]["begin"] for row in rows}
    assert lines["unknown-key"] == len(report.read_text(encoding="utf-8").splitlines())


def test_a_problem_that_moves_stays_the_same_for_gitlab(check: Check, report: Path) -> None:
    body = report.read_text(encoding="utf-8") + "年度: 2021\n公开日期: 2022-06-01\n" + ROWS
    report.write_text(body, encoding="utf-8")
    before = check("gitlab")
    assert "第 3 行已有" in before
    report.write_text("# 一行\n# 两行\n" + body, encoding="utf-8")
    after = check("gitlab")
    assert "第 5 行已有" in after
    assert fingerprints(before) == fingerprints(after)


def test_equal_problems_of_a_file_differ_for_gitlab(check: Check, report: Path) -> None:
    report.write_text(report.read_text(encoding="utf-8") + ROWS, encoding="utf-8")
    rows = json.loads(check("gitlab"))
    assert len({(row["check_name"], row["description"]) for row in rows}) < len(rows)
    assert len(set(fingerprints(check("gitlab")))) == len(rows)


def test_github_marks_lines(check: Check, report: Path) -> None:
    assert check("github") == ""
    report.write_text(report.read_text(encoding="utf-8") + "多余: 1\n", encoding="utf-8")
    number = len(report.read_text(encoding="utf-8").splitlines())
    place = f"file=content/reports/2021/gonganju/shili.yml,line={number},col=1"
    assert check("github").startswith(f"::error {place},title=unknown-key::")


def unescaped(text: str) -> str:
    """As the runner of GitHub Actions takes a value back, the per cent sign last."""
    for coded, plain in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(coded, plain)
    return text


@pytest.mark.usefixtures("report")
def test_a_hostile_file_name_gives_github_one_command(check: Check, project: Path) -> None:
    (project / "content" / HOSTILE).write_text("x", encoding="utf-8")
    (line,) = check("github").splitlines()
    command = re.fullmatch(r"::error file=([^:,]*),line=1,col=1,title=stray-file::(.*)", line)
    assert command
    assert unescaped(command[1]) == f"content/{HOSTILE}".replace("\x01", "\ufffd")
    assert "a,b:c%250A::error::甲" in command[2]


@pytest.mark.usefixtures("report")
def test_github_is_given_nothing_that_a_terminal_obeys(check: Check, project: Path) -> None:
    (project / "content/a\x1b[2J.txt").write_text("x", encoding="utf-8")
    said = check("github")
    assert "stray-file" in said
    assert "\x1b" not in said


def test_per_cent_signs_reach_github_whole(check: Check, report: Path) -> None:
    report.write_text(
        report.read_text(encoding="utf-8") + "自评:\n  得分: 98%25 100%\n", encoding="utf-8"
    )
    (line,) = check("github").splitlines()
    assert "98%2525 100%25" in line
    assert "98%25 100%" in unescaped(line)


def test_junit_has_a_passing_case_where_all_is_well(check: Check, report: Path) -> None:
    assert report.exists()
    suites = ET.fromstring(check("junit"))
    assert suites.tag == "testsuites"
    (suite,) = suites
    assert suite.attrib == {"name": "jixiao check", "tests": "1", "failures": "0", "errors": "0"}
    (case,) = suite
    assert case.tag == "testcase"
    assert list(case) == []


def test_junit_has_a_case_a_file(check: Check, report: Path) -> None:
    report.write_text("项目: x\n", encoding="utf-8")
    (report.parent / "a.txt").write_text("x", encoding="utf-8")
    (suite,) = ET.fromstring(check("junit"))
    cases = {case.get("name", ""): case for case in suite}
    folder = "content/reports/2021/gonganju"
    assert set(cases) == {f"{folder}/shili.yml", f"{folder}/a.txt"}
    assert (suite.get("tests"), suite.get("failures")) == ("2", "2")
    failure = cases[f"{folder}/shili.yml"].find("failure")
    assert failure is not None
    lines = [line for line in check("lines").splitlines() if line.startswith(f"{folder}/shili.yml")]
    assert len(lines) > 1
    assert failure.get("message") == f"{len(lines)} 个错误"
    assert (failure.text or "").splitlines() == lines


def test_junit_shows_warnings_and_passes(check: Check, report: Path) -> None:
    report.with_suffix("").mkdir()
    (report.with_suffix("") / "a.pdf").write_text("x", encoding="utf-8")
    (suite,) = ET.fromstring(check("junit"))
    (case,) = suite
    assert suite.get("failures") == "0"
    assert "警告" in (case.findtext("system-out") or "")


@pytest.mark.usefixtures("report")
def test_junit_is_xml_whatever_a_file_is_called(check: Check, project: Path) -> None:
    (project / "content" / HOSTILE).write_text("x", encoding="utf-8")
    (project / "content" / "]]>&<\x1b\ufffe.txt").write_text("x", encoding="utf-8")
    (suite,) = ET.fromstring(check("junit"))
    names = [case.get("name", "") for case in suite]
    assert "content/" + HOSTILE.replace("\x01", "\ufffd") in names
    assert "content/]]>&<\ufffd\ufffd.txt" in names


@pytest.mark.usefixtures("acknowledged")
def test_what_a_person_let_pass_is_a_notice_with_its_reason(check: Check) -> None:
    assert "提示: a.pdf 没有列在" in check("lines")
    assert "（已核实：不随报告公开） (unlisted-file)" in check("lines")
    (row,) = json.loads(check("json"))
    assert (row["level"], row["acknowledged"]) == ("notice", "不随报告公开")
    (row,) = json.loads(check("gitlab"))
    jsonschema.validate([row], GITLAB)
    assert row["severity"] == "info"
    assert check("github").startswith("::notice ")
    (suite,) = junitparser.JUnitXml.fromstring(check("junit"))
    assert (suite.tests, suite.failures) == (1, 0)


def test_junit_is_read_by_a_parser_of_it(check: Check, report: Path) -> None:
    report.write_text("项目: x\n", encoding="utf-8")
    (report.parent / "a.txt").write_text("x", encoding="utf-8")
    suites = junitparser.JUnitXml.fromstring(check("junit"))
    (suite,) = suites
    assert (suite.tests, suite.failures, suite.errors) == (2, 2, 0)
    for case in suite:
        (outcome,) = case.result
        assert isinstance(outcome, junitparser.Failure)
        assert outcome.text.splitlines()[0].startswith(f"{case.name}:1:1: 错误: ")


def sarif(text: str) -> Any:
    """The one run of a log that is as the standard wants it."""
    log = json.loads(text)
    validator = jsonschema.Draft7Validator(SARIF, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(log)] == []
    (run,) = log["runs"]
    return run


def test_sarif_explains_its_rules(check: Check, report: Path) -> None:
    driver = sarif(check("sarif"))["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("jixiao", __version__)
    rules = {rule["id"]: rule for rule in driver["rules"]}
    assert len(rules) == len(driver["rules"])
    spent = rules["spent-over-received"]
    assert spent["shortDescription"]["text"] == "支出大于到位"
    assert spent["defaultConfiguration"] == {"level": "warning"}
    assert "## 怎样改" in spent["help"]["markdown"]
    assert rules["unknown-key"]["defaultConfiguration"] == {"level": "error"}
    assert report.exists()


def test_sarif_names_place_level_and_rule(check: Check, report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    report.write_text(f"{text}资金: {{单位: 万元, 到位: 1, 支出: 2}}\n", encoding="utf-8")
    report.with_suffix("").mkdir()
    (report.with_suffix("") / "a.pdf").write_text("x", encoding="utf-8")
    (report.parent / "a.txt").write_text("x", encoding="utf-8")
    found = sarif(check("sarif"))
    assert found["columnKind"] == "unicodeCodePoints"
    rules = found["tool"]["driver"]["rules"]
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    results = {result["ruleId"]: result for result in found["results"]}
    levels = {rule: result["level"] for rule, result in results.items()}
    assert levels == {
        "spent-over-received": "warning", "unlisted-file": "warning", "stray-file": "error",
    }  # fmt: skip
    place = results["spent-over-received"]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/reports/2021/gonganju/shili.yml"
    assert place["region"] == {"startLine": len(text.splitlines()) + 1, "startColumn": 25}


@pytest.mark.usefixtures("acknowledged")
def test_sarif_says_what_a_person_let_pass(check: Check) -> None:
    (result,) = sarif(check("sarif"))["results"]
    assert result["level"] == "note"
    assert result["suppressions"] == [{"kind": "inSource", "justification": "不随报告公开"}]


@pytest.mark.usefixtures("report")
def test_sarif_keeps_every_byte_of_a_name(check: Check, project: Path) -> None:
    (project / "content" / HOSTILE).write_text("x", encoding="utf-8")
    (project / "content" / "甲 乙#?.txt").write_text("x", encoding="utf-8")
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in sarif(check("sarif"))["results"]
    ]
    assert all(re.fullmatch(r"[A-Za-z0-9%/._~-]+", uri) for uri in uris)
    assert {unquote(uri) for uri in uris} == {f"content/{HOSTILE}", "content/甲 乙#?.txt"}


def test_a_problem_that_moves_stays_the_same_in_sarif(check: Check, report: Path) -> None:
    body = report.read_text(encoding="utf-8") + ROWS
    prints = []
    for text in (body, f"# 一行\n{body}"):
        report.write_text(text, encoding="utf-8")
        results = sarif(check("sarif"))["results"]
        prints.append([result["partialFingerprints"]["jixiao/v1"] for result in results])
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == len(prints[0]) == 2
