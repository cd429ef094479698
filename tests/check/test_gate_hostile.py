"""Whatever bytes a report holds: a list of problems, never a traceback, in bounded time and memory.

`JIXIAO_EXAMPLES=5000 pytest tests/check/test_gate_hostile.py` tries more, and watches time and memory.
"""

import resource
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.check.report_checks import ReferenceData, ReportPath
from generator.check.rule_settings import RuleSettings
from generator.content import loader
from generator.content.examination import CheckContext, examine
from generator.model.problems import Problem
from generator.model.report import Report
from generator.model.site import Site
from tests.conftest import ROOT
from tests.support.hostile import WATCHED, hostile

pytestmark = pytest.mark.slow("judges megabytes and thousands of damaged reports")

HOSTILE = hostile(examples=150, deadline=5000)
CONTENT = ROOT / "tests/check/rules/_content"
BASE = (ROOT / "tests/check/rules/_base.yml").read_text("utf-8")

WORDS = st.sampled_from([
    "示例县公安局", "2023", "50", "50.00", "１２", "95%", "≥95%", "优", "元", "万元", "≥", "定性",
    "公开", "草稿", "撤回", "单位自评", "sichuan-2021", "2024-01-31", "2023-02-30", "无", "",
    "110101199003074477", "13800138000", "绝密★长期", "示财〔2023〕1号", "100000000000000000%",
    "9" * 40, "0", "-1", "1e9", "NaN", "本项目", "示例县教育局某某工程经费", "[bookmark: _GoBack]",
])  # fmt: skip
TEXTS = st.one_of(
    WORDS,
    st.text(max_size=60),
    st.text(alphabet="一二三经费项目工程，。；、 \t\n0123456789.%％年月日〔〕万元", max_size=400),
    st.lists(WORDS, max_size=30).map("，".join),
)
KEYS = st.sampled_from(
    [str(field.alias) for field in Report.model_fields.values()]
    + [
        "单位",
        "名称",
        "文件",
        "一级",
        "三级",
        "目标值",
        "完成值",
        "分值",
        "得分",
        "支出",
        "项目概况",
    ]
)
TREES = st.recursive(
    st.one_of(st.none(), TEXTS),
    lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(KEYS, below, max_size=6)),
    max_leaves=25,
)


@pytest.fixture(scope="module")
def context() -> CheckContext:
    departments, outlines = loader.load_register(CONTENT, date(2026, 11, 24))
    site = Site.model_validate(yaml.safe_load((CONTENT / "site.yml").read_text("utf-8")) | {
        "评分等级": {"优": "90", "良": "80", "中": "60", "差": "0"}
    })  # fmt: skip
    reference_data = ReferenceData(departments, outlines, date(2026, 11, 23))
    return CheckContext(reference_data, tuple(set(departments.values())), site, RuleSettings(site))


def judged(data: bytes, folder: Path, context: CheckContext) -> tuple[Problem, ...]:
    file = folder / "shili.yml"
    file.write_bytes(data)
    found = examine(
        file, ReportPath("2023", "shuiliju", "shili", folder / "shili"), context
    ).problems
    lines = data.count(b"\n") + data.count(b"\r") + 2
    for problem in found:
        assert problem.message
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert str(problem).startswith(str(file))
    if WATCHED:
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 500_000  # KB
    return found


@HOSTILE
@given(data=st.binary(max_size=2000))
def test_any_bytes(data: bytes, tmp_path: Path, context: CheckContext) -> None:
    judged(data, tmp_path, context)


@HOSTILE
@given(tree=TREES)
def test_any_tree(tree: Any, tmp_path: Path, context: CheckContext) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True)
    judged(text.encode("utf-8", "surrogatepass"), tmp_path, context)


@HOSTILE
@given(key=KEYS, value=TREES)
def test_any_value_in_a_whole_report(
    key: str, value: Any, tmp_path: Path, context: CheckContext
) -> None:
    report = yaml.load(BASE, Loader=yaml.CBaseLoader) | {key: value}
    text = yaml.safe_dump(report, allow_unicode=True, sort_keys=False)
    judged(text.encode("utf-8", "surrogatepass"), tmp_path, context)


@HOSTILE
@given(start=st.integers(0, len(BASE)), length=st.integers(0, 40), other=TEXTS)
def test_any_damage_to_a_report(
    start: int, length: int, other: str, tmp_path: Path, context: CheckContext
) -> None:
    text = BASE[:start] + other + BASE[start + length :]
    judged(text.encode("utf-8", "surrogatepass"), tmp_path, context)


@pytest.mark.parametrize(
    "text",
    [
        "经费" * 200_000,
        "示例县公安局" * 60_000,
        "1" * 900_000,
        "1 3 8 " * 150_000,
        "（" * 300_000,
        "〔2023〕" * 100_000,
        "2023年" * 150_000,
        "一二三四五六，" * 40_000,
        "，" * 300_000,
        "\t" * 900_000,
        "12.5万元" * 90_000,
        "的项目工程" * 60_000,
    ],
    ids=range(12),
)
def test_a_megabyte_of_one_thing_is_judged_soon(
    text: str, tmp_path: Path, context: CheckContext
) -> None:
    """Nothing is quadratic in a text: such a file would take hours (the run has a time limit)."""
    lines = BASE.split("\n")
    place = next(i for i, line in enumerate(lines) if line.startswith("    项目基本情况: |"))
    lines[place + 1] = f"      {text[:320_000]}"
    judged("\n".join(lines).encode()[:999_000], tmp_path, context)
