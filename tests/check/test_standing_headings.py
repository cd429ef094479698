"""What forms ask on every copy, answered as people answer: no rule takes that for a fault.

`forms/outlines.yml` has the standing headings. Every rule reads a report of each outline with each
answer under all its headings.
"""

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.check.test_rules import BASE, RULES, Dumper, Texts
from tests.conftest import ROOT, run

FORMS = yaml.load((ROOT / "tests/check/forms/outlines.yml").read_text("utf-8"), Loader=Texts)
DENIALS = [
    "无",
    "无。",
    "暂无",
    "没有。",
    "不涉及。",
    "本项目不涉及。",
    "不适用",
    "按规定执行。",
    "严格按有关规定执行。",
    "已公开。",
    "已完成。",
    "/",
    "—",
]
REFERENCES = ["详见附件。", "见附件1。", "见附表", "详见自评表。", "详见上文。"]
# Silence would be wrong: these ask for this report's problems, and nothing is no problem.
ASK_FOR_PROBLEMS = {
    "存在的问题",
    "存在问题",
    "存在的主要问题",
    "存在的问题和原因分析",
    "问题及原因",
    "主要经验及做法、存在问题和建议",
    "主要经验及做法、存在的问题及原因分析",
    "经验、问题和改进",
    "绩效自评工作的经验、问题和建议",
}
STROKES = {"/", "—"}
# No satisfaction is claimed: its survey would have to stand in the text.
NO_SURVEY = {"一级": "效益指标", "二级": "社会效益指标", "三级": "供水保证率"}


def headings() -> Iterator[str]:
    for outline in FORMS.values():
        for heading, below in outline.items():
            yield from below or [heading]


def put(content: Path, name: str, answer: str, number: int) -> Path:
    """A clean report in which all that a form asks in words has the same answer."""
    outline = FORMS[name]
    text = {h: dict.fromkeys(below, answer) if below else answer for h, below in outline.items()}
    rows = [*BASE["指标"][:-1], {**BASE["指标"][-1], **NO_SURVEY}]
    reasons = [{"偏差原因": answer, **row} for row in rows]
    claims = {key: value for key, value in BASE["自评"].items() if key != "满意度"}
    report = {**BASE, "提纲": name, "自评": claims, "指标": reasons, "正文": text}
    file = content / f"reports/2023/shuiliju/{name}-{number}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    made = yaml.dump(report, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    file.write_text(made, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Problems by answer; each with the heading that it stands under."""
    content = tmp_path_factory.mktemp("forms") / "content"
    shutil.copytree(RULES / "_content", content, ignore=shutil.ignore_patterns("forms"))
    answers = {}
    for name, outline in FORMS.items():
        sections = [{"标题": one, "小节": below} for one, below in outline.items()]
        text = yaml.dump({"名称": name, "章节": sections}, Dumper=Dumper, allow_unicode=True)
        (content / f"outlines/{name}.yml").write_text(text, encoding="utf-8")
        for number, answer in enumerate((*DENIALS, *REFERENCES)):
            answers[str(put(content, name, answer, number))] = answer
    done = run("jixiao", "check", "--content", content, "--format", "json")
    assert "Traceback" not in done.stderr
    problems: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in json.loads(done.stdout):
        line = Path(one["path"]).read_text("utf-8").splitlines()[one["line"] - 1]
        one["heading"] = line.strip().partition(":")[0].strip("'\"")
        problems[answers[one["path"]]].append(one)
    return problems


@pytest.mark.parametrize("answer", DENIALS)
def test_only_a_section_on_problems_has_to_say_more(
    found: dict[str, list[dict[str, Any]]], answer: str
) -> None:
    by_rule = defaultdict(set)
    for one in found[answer]:
        by_rule[one["rule"]].add(one["heading"])
    if answer in STROKES:
        empty = by_rule.pop("section-missing")
        assert not {one for one in empty if "其他" in one or "原因" in one or "整改" in one} - (
            ASK_FOR_PROBLEMS
        )
    assert by_rule.keys() == {"problems-none"}, by_rule
    assert by_rule["problems-none"] == ASK_FOR_PROBLEMS


@pytest.mark.parametrize("answer", REFERENCES)
def test_what_stands_elsewhere_need_not_be_said_twice(
    found: dict[str, list[dict[str, Any]]], answer: str
) -> None:
    assert found[answer] == []


def test_the_forms_have_what_is_tested() -> None:
    assert set(headings()) > ASK_FOR_PROBLEMS
    assert len(list(headings())) > 80
