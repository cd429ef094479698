"""`jixiao rules`: every rule is listed, explained, and has its page."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from generator.check import rule_pages
from generator.check.rule import Limit, Limits, Rule, TextFinding
from generator.check.rules import RegisteredRule, registered_rules
from generator.model.problems import Level
from tests.conftest import ROOT, run, tree

RENEW = "renew with: jixiao rules --out docs/rules"
STRUCTURE = re.findall(
    r"^### (\S+)$", rule_pages.PROBLEMS_PAGE.read_text(encoding="utf-8"), re.MULTILINE
)


def test_pages_are_current(tmp_path: Path) -> None:
    done = run("jixiao", "rules", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"写出了 {len(registered_rules()) + 1} 个文件" in done.stdout
    kept, made = tree(ROOT / "docs/rules"), tree(tmp_path)
    assert sorted(kept) == sorted(made), RENEW
    for name, text in made.items():
        assert kept[name] == text, f"docs/rules/{name} is not current; {RENEW}"


def test_pages_of_former_rules_go_and_nothing_else(tmp_path: Path) -> None:
    page = rule_pages.PROBLEMS_PAGE.parent / "rules/spent-over-received.md"
    (tmp_path / "former-rule.md").write_bytes(page.read_bytes())
    (tmp_path / "notes.md").write_text("# 记事\n", encoding="utf-8")
    assert run("jixiao", "rules", "--out", tmp_path).returncode == 0
    assert not (tmp_path / "former-rule.md").exists()
    assert (tmp_path / "notes.md").exists()


def test_every_rule_is_listed_once_with_level_and_title() -> None:
    lines = run("jixiao", "rules").stdout.splitlines()
    listed = [line.split() for line in lines if line.startswith("  ")]
    assert sorted(row[0] for row in listed) == sorted([*registered_rules(), *STRUCTURE])
    rows = {row[0]: row[1:] for row in listed}
    assert rows["spent-over-received"] == ["警告", "支出大于到位"]
    assert rows["unlisted-file"][0] == "警告"
    assert rows["figure-corrected"] == ["提示", "加了更正，没有逐项写“改动”，这些数字变了"]
    assert rows["encoding"] == ["错误", "文件不是", "UTF-8"]
    for heading in ("报告的内容", "YAML 语法", "发布时发现的问题"):
        assert heading in lines


@pytest.mark.parametrize("rule", registered_rules())
def test_a_rule_is_explained(rule: str) -> None:
    about = registered_rules()[rule].about
    page = next(one.page for one in rule_pages.explained_rules() if one.id == rule)
    for part in (rule, about.title, about.why, about.mend, about.level, *about.sources):
        assert part in page
    for name, limit in about.limits.items():
        assert f"| {name} | {limit.default} | {limit.meaning} |" in page
    for example in (about.failing, about.passing, about.example):
        assert example.strip() in page
    assert f"规则: {rule}" in page or about.mandatory


def test_the_command_explains_rules_of_both_kinds() -> None:
    done = run("jixiao", "rules", "spent-over-received")
    page = ROOT / "docs/rules/spent-over-received.md"
    assert (done.returncode, done.stdout) == (0, page.read_text(encoding="utf-8"))
    done = run("jixiao", "rules", "yaml-syntax")
    assert done.stdout.startswith("# yaml-syntax\n\n写法不是有效的 YAML。最常见的：")
    assert "yaml-unsafe" not in done.stdout


def test_thresholds_and_fixed_rules_say_how_they_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def check_text(_text: str, _limits: Limits) -> list[TextFinding]:
        return []

    limits = {"比例": Limit(Decimal(20), "百分点")}
    tuned = Rule("标题", "为什么", "怎样改", Level.NOTICE, limits=limits, example="像这样")
    fixed = Rule("标题", "为什么", "怎样改", Level.ERROR, mandatory=True)
    rules = {
        name: RegisteredRule(name, rule, None, check_text, None, None)  # type: ignore[arg-type]
        for name, rule in (("tuned", tuned), ("fixed", fixed))
    }
    monkeypatch.setattr(rule_pages, "registered_rules", lambda: rules)
    rule_pages.explained_rules.cache_clear()
    pages = {one.id: one.page for one in rule_pages.content_rules()}
    rule_pages.explained_rules.cache_clear()
    assert "  - 规则: tuned\n    级别: 警告\n    界限: {比例: 20}\n" in pages["tuned"]
    assert "- {规则: tuned, 说明: 为什么可以这样}" in pages["tuned"]
    assert "## 例子\n\n像这样\n" in pages["tuned"]
    assert "没有成文的规定" in pages["tuned"]
    assert "级别不能降低，也不能核实" in pages["fixed"]
    assert "检查规则:" not in pages["fixed"]
    assert "核实:" not in pages["fixed"]
    assert "查的是报告、页面和附件里的文字" in pages["fixed"]
