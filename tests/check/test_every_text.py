"""Rules on what texts say read every one of them: cells, rows, covered projects, not 正文 only."""

import json
import shutil
from pathlib import Path

from tests.check.test_rules import RULES, put
from tests.conftest import run

FAULTS = {
    "bracket-lost": "依据示财行2020〕189号实施。",
    "contact-names": "项目负责人：张建国。",
    "document-brackets": "依据示财农[2023]18号实施。",
    "impossible-date": "于202年1月11日到位。",
    "numbering-repeated": "1.更换管网。2.安装设备。2.培训管护员。",
    "residue": "执行率#DIV/0!，按时完成。",
    "text-year": "2021年度绩效自评得分90分。",
    "unit-superscript": "治理面积1429.39hm。",
    "word-doubled": "食品食品监管到位。",
}
HEADING = "情况说明（200字以内）"


def _everywhere(text: str) -> dict[str, object]:
    """A report with the text in nine places."""
    row = {"一级": "产出指标", "三级": "管网", "目标值": "46", "分值": "90", "得分": "80"}
    return {
        "实施内容": text,
        "结论": {"评价结论": text, "主要成效": text},
        "年度目标": [{"预期": text, "实际": text}],
        "资金": {"说明": text},
        "指标": [{**row, "偏差原因": text}],
        "包含项目": [{"项目名称": "甲镇供水", "说明": text}],
        "正文": {"项目绩效情况": {"项目完成情况": text}},
    }


def test_a_fault_is_found_in_every_place(tmp_path: Path) -> None:
    shutil.copytree(RULES / "_content", tmp_path / "content")
    files = {
        rule: put(tmp_path / "content", _everywhere(text), f"fault-{number}", {})
        for number, (rule, text) in enumerate(FAULTS.items())
    }
    problems = json.loads(run("jixiao", "check", "--format", "json", cwd=tmp_path).stdout)
    for rule, file in files.items():
        found = [one for one in problems if one["rule"] == rule and one["path"].endswith(file.name)]
        assert len(found) == 9, rule


def test_a_heading_is_read_as_well_and_is_told_by_its_line(tmp_path: Path) -> None:
    shutil.copytree(RULES / "_content", tmp_path / "content")
    over = {"提纲": "ziding", "正文": {HEADING: "更换管网46.8公里。"}}
    file = put(tmp_path / "content", over, "heading", {})
    problems = json.loads(run("jixiao", "check", "--format", "json", cwd=tmp_path).stdout)
    lines = file.read_text("utf-8").splitlines()
    found = [one["line"] for one in problems if one["rule"] == "residue"]
    assert [lines[line - 1].strip() for line in found] == [f"{HEADING}: 更换管网46.8公里。"]
