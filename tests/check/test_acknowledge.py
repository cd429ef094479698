"""What people say of the rules: warnings that they let pass, rules tuned, numbers cleared."""

import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.check import gate, rule_settings
from generator.check.rule import Limit, Limits, Rule, TextFinding
from generator.check.rule_settings import RuleSettings
from generator.check.rules import RegisteredRule, registered_rules
from generator.model.problems import Level
from generator.model.site import Site
from generator.source.tree import read
from tests.check.test_rules import RULES, put
from tests.conftest import only_rules, run

SPENT = "spent-over-received"
FAILS: dict[str, Any] = {"资金": {"到位": "300"}}  # spent are 304
FIXED = next(
    (one.id for one in registered_rules().values() if one.about.mandatory), "identity-number"
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


Told = dict[str, Any]


def clean_content(place: Path) -> Path:
    folder = place / "content"
    shutil.copytree(RULES / "_content", folder)
    only_rules(folder, SPENT)
    return folder


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return clean_content(tmp_path)


def report(content: Path, over: dict[str, Any] = FAILS, slug: str = "a", **more: Any) -> Path:
    return put(content, {**over, **more}, slug, {})


def settings(content: Path, *rows: str) -> None:
    """Rows of `检查规则`, after those that are there."""
    file = content / "site.yml"
    text = file.read_text(encoding="utf-8")
    begin = "" if "检查规则:\n" in text else "检查规则:\n"
    file.write_text(text + begin + "".join(f"  - {row}\n" for row in rows), encoding="utf-8")


def told(content: Path, *paths: Path) -> list[Told]:
    """The problems."""
    done = run("jixiao", "check", "--content", content, "--format", "json", *paths)
    problems: list[Told] = json.loads(done.stdout)
    assert done.returncode == int(any(one["level"] == "error" for one in problems))
    return problems


def found(content: Path, *paths: Path) -> list[tuple[str, str, str]]:
    """Level, rule and message of each problem."""
    return [(one["level"], one["rule"], one["message"]) for one in told(content, *paths)]


def kinds(content: Path) -> list[tuple[str, str]]:
    return [(level, rule) for level, rule, _ in found(content)]


# ---------------------------------------------------------------- warnings that a person let pass


def test_a_warning_that_a_person_let_pass_is_a_notice_with_the_reason(content: Path) -> None:
    report(content)
    assert kinds(content) == [("warning", SPENT)]
    report(content, 核实=[{"规则": SPENT, "说明": "含上年结转，\n决算批复如此。"}])
    done = run("jixiao", "check", "--content", content, "--format", "lines")
    assert done.returncode == 0
    assert ": 提示: 支出 304 大于到位 300。" in done.stdout
    assert done.stdout.endswith(f"（已核实：含上年结转， 决算批复如此。） ({SPENT})\n")
    assert done.stderr == "检查了 1 份报告：1 个提示。\n"


def test_words_of_the_message_narrow_what_is_let_pass(content: Path) -> None:
    rows = [{"规则": "unlisted-file", "内容": "a.pdf", "说明": "内部资料"}]
    folder = report(content, {}, 核实=rows).with_suffix("")
    folder.mkdir()
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_text("x", encoding="utf-8")
    assert [(level, message[:5]) for level, _, message in found(content)] == [
        ("notice", "a.pdf"), ("warning", "b.pdf"),
    ]  # fmt: skip


def test_of_several_reasons_the_most_exact_counts_and_none_is_of_no_use(content: Path) -> None:
    rows = [{"规则": SPENT, "说明": "甲"}, {"规则": SPENT, "内容": "304", "说明": "乙"}]
    report(content, 核实=rows)
    (problem,) = json.loads(run("jixiao", "check", "--content", content, "--format", "json").stdout)
    assert problem["acknowledged"] == "乙"


def test_an_error_is_never_let_pass(content: Path) -> None:
    settings(content, f"{{规则: {SPENT}, 级别: 错误}}")
    report(content, 核实=[{"规则": SPENT, "说明": "原文如此"}])
    (error, warning) = found(content)
    assert error[:2] == ("error", SPENT)
    assert warning[:2] == ("warning", "acknowledgement")
    assert "在这里是错误，不能核实" in warning[2]


def test_an_error_in_structure_is_never_let_pass(content: Path) -> None:
    rows = [{"规则": "status", "说明": "原文如此"}]
    report(content, {}, 公开日期="null", 核实=rows)
    assert kinds(content) == [("error", "status"), ("warning", "acknowledgement")]


OF_NO_USE: list[tuple[dict[str, str], str]] = [
    ({"规则": SPENT}, "核实了“spent-over-received”，但没有这样的警告"),
    ({"规则": SPENT, "内容": "九百"}, "（内容“九百”），但没有这样的警告"),
    (
        {"规则": "spent-over-receive"},
        "没有可以核实的规则“spent-over-receive”。是不是“spent-over",
    ),
    ({"规则": "unlisted-fil"}, "没有可以核实的规则“unlisted-fil”。是不是“unlisted-file”？"),
    ({"规则": "甲"}, "没有可以核实的规则“甲”。全部规则：jixiao rules。"),
]


@pytest.fixture(scope="module")
def of_no_use(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[list[Told], str]]:
    """What is said of a report with each of these reasons, and the report."""
    content = clean_content(tmp_path_factory.mktemp("of-no-use"))
    files = [
        report(content, FAILS if "内容" in row else {}, f"a{n}", 核实=[{**row, "说明": "原文如此"}])
        for n, (row, _) in enumerate(OF_NO_USE)
    ]
    problems = told(content)
    return [([o for o in problems if o["path"] == str(f)], f.read_text("utf-8")) for f in files]


@pytest.mark.parametrize(("number", "row", "says"), [(n, *one) for n, one in enumerate(OF_NO_USE)])
def test_what_is_of_no_use_is_reported_in_its_place(
    of_no_use: list[tuple[list[Told], str]], number: int, row: dict[str, str], says: str
) -> None:
    problems, text = of_no_use[number]
    (problem,) = (one for one in problems if one["rule"] == "acknowledgement")
    assert problem["level"] == "warning"
    assert says in problem["message"]
    line = text.splitlines()[problem["line"] - 1]
    assert line[problem["column"] - 1 :] == row["规则"]


def test_a_report_that_the_rules_do_not_judge_keeps_its_reasons(content: Path) -> None:
    rows = [{"规则": SPENT, "说明": "原文如此"}]
    withdrawal = {"日期": "2025-01-02", "理由": "重复公开"}
    report(content, 核实=rows, 状态="撤回", 撤回=withdrawal)
    assert found(content) == []
    report(content, 核实=rows, 部门="示例县水利局", 年度="2023", 多余="1")
    assert "acknowledgement" not in {rule for _, rule in kinds(content)}


# ---------------------------------------------------------------- rules tuned


def test_a_level_holds_for_the_years_that_it_is_given_for(content: Path) -> None:
    for year in ("2021", "2022", "2023", "2024"):
        report(content, slug=f"a{year}", 年度=year)
    assert kinds(content) == [("warning", SPENT)] * 4
    settings(
        content,
        f"{{规则: {SPENT}, 级别: 提示, 截止年度: 2022}}",
        f"{{规则: {SPENT}, 级别: 不查, 截止年度: 2021}}",
        f"{{规则: {SPENT}, 级别: 错误, 起始年度: 2024, 截止年度: 2024}}",
    )
    assert kinds(content) == [("notice", SPENT), ("warning", SPENT), ("error", SPENT)]


def test_a_rule_can_be_switched_off(content: Path) -> None:
    report(content)
    settings(content, f"{{规则: {SPENT}, 级别: 不查}}")
    assert found(content) == []


IMPOSSIBLE = [
    ("{规则: spent-over-receive, 级别: 提示}", "spent-over-receive,", "是不是“spent-over-received”？"),
    ("{规则: yaml-syntax, 级别: 提示}", "yaml-syntax,", "没有可以调整的规则“yaml-syntax”"),
    (f"{{规则: {SPENT}, 界限: {{比例: 5}}}}", "比例: 5", "没有界限“比例”。这条规则没有界限，请删去"),
    (f"{{规则: {SPENT}}}", "{规则", "什么也没有改变"),
    (f"{{规则: {SPENT}, 级别: 提示, 起始年度: 2024, 截止年度: 2023}}", "2024", "应不晚于“截止年度”"),
    (f"{{规则: {FIXED}, 级别: 不查}}", "不查", "级别应为“错误”，写的是“不查”"),
    (f"{{规则: {FIXED}, 级别: 警告, 截止年度: 2020}}", "警告", "级别应为“错误”，写的是“警告”"),
]  # fmt: skip


@pytest.fixture(scope="module")
def impossible(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Told], list[str]]:
    """What is said of all these settings, and the lines of the file."""
    content = clean_content(tmp_path_factory.mktemp("impossible"))
    settings(content, *(row for row, _, _ in IMPOSSIBLE))
    return told(content), (content / "site.yml").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("row", "marked", "says"), IMPOSSIBLE)
def test_a_setting_that_cannot_be_is_an_error_in_its_place(
    impossible: tuple[list[Told], list[str]], row: str, marked: str, says: str
) -> None:
    problems, lines = impossible
    (problem,) = (one for one in problems if lines[one["line"] - 1] == f"  - {row}")
    assert (problem["level"], problem["rule"]) == ("error", "rule-setting")
    assert says in problem["message"]
    assert lines[problem["line"] - 1][problem["column"] - 1 :].startswith(marked)


def test_nothing_else_is_said_of_settings(impossible: tuple[list[Told], list[str]]) -> None:
    assert len(impossible[0]) == len(IMPOSSIBLE)


def test_a_fixed_rule_at_its_own_level_is_no_mistake(content: Path) -> None:
    settings(content, f"{{规则: {FIXED}, 级别: 错误}}")
    assert found(content) == []


def made_up(level: Level = Level.WARNING, *, mandatory: bool = False) -> RegisteredRule:
    """A rule with a threshold, on texts."""

    def check_text(text: str, limits: Limits) -> Iterator[TextFinding]:
        for match in re.finditer(r"甲\s*乙|丙[^丁]*丁|戊己", text):
            yield TextFinding(*match.span(), f"界限是 {limits['比例']}")

    about = Rule(
        "标题", "为什么", "怎样改", level,
        limits={"比例": Limit(Decimal(20), "百分点")}, mandatory=mandatory,
    )  # fmt: skip
    return RegisteredRule("made-up", about, None, check_text, None, None)


def site(*rules: dict[str, Any]) -> Site:
    rows = [{"规则": "made-up", **rule} for rule in rules]
    return Site.model_validate({"名称": "甲", "主办单位": "乙", "检查规则": rows})


def test_thresholds_are_set_by_year_and_the_last_row_wins() -> None:
    rows = {"界限": {"比例": "30"}}, {"界限": {"比例": "40"}, "起始年度": "2022"}
    strict = RuleSettings(site(*rows))
    limits = {year: strict.of(made_up(), year)[1]["比例"] for year in (2021, 2022)}
    assert limits == {2021: 30, 2022: 40}
    level, limits_as_they_come = RuleSettings(None).of(made_up(), 2022)
    assert (level, dict(limits_as_they_come)) == (Level.WARNING, {"比例": Decimal(20)})


def test_what_is_of_no_year_takes_what_holds_for_all() -> None:
    some = {"级别": "不查", "截止年度": "2020"}, {"级别": "不查", "起始年度": "2020"}
    assert RuleSettings(site(*some)).of(made_up(), 0)[0] is Level.WARNING
    assert RuleSettings(site({"级别": "提示"})).of(made_up(), 0)[0] is Level.NOTICE


@pytest.mark.parametrize("level", ["不查", "提示", "警告"])
def test_a_fixed_rule_stays_as_it_is_whatever_is_set(level: str) -> None:
    rule = made_up(Level.ERROR, mandatory=True)
    assert RuleSettings(site({"级别": level})).of(rule, 2022)[0] is Level.ERROR


def test_an_unknown_threshold_names_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_settings, "registered_rules", lambda: {"made-up": made_up()})
    text = "名称: 甲\n主办单位: 乙\n检查规则:\n  - {规则: made-up, 界限: {比列: 3}}\n"
    source, _ = read(text.encode(), "site.yml")
    assert source
    (problem,) = rule_settings.check_settings(source, site({"界限": {"比列": "3"}}))
    assert (problem.line, problem.column) == (4, 24)
    assert problem.message == "规则 made-up 没有界限“比列”。是不是“比例”？"


def test_nothing_is_found_across_two_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_settings, "registered_rules", lambda: {"made-up": made_up()})
    text = "一: 甲\n二: 乙\n三:\n  - 戊\n  - 己\n四: 甲 乙\n五: 戊己\n"
    source, _ = read(text.encode(), "f.yml")
    assert source
    problems = list(gate.check_tree(source, gate.shown_texts(source), 2022, RuleSettings(None)))
    assert [(one.line, one.column, one.length) for one in problems] == [(6, 4, 3), (7, 4, 2)]


def test_of_several_lines_the_first_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_settings, "registered_rules", lambda: {"made-up": made_up()})
    text = "一: |\n  甲\n  乙\n"
    source, _ = read(text.encode(), "f.yml")
    assert source
    (of_tree,) = gate.check_tree(source, gate.shown_texts(source), 2022, RuleSettings(None))
    (of_text,) = gate.check_text("一\n甲\r\n 乙", "f.txt", 2022, RuleSettings(None))
    assert (of_tree.line, of_tree.column, of_tree.length) == (2, 3, 1)
    assert (of_text.line, of_text.column, of_text.length) == (2, 1, 1)


# ---------------------------------------------------------------- numbers that must not be published


def identity(begin: str) -> str:
    """The first 17 digits with the right last one."""
    total = sum(int(digit) * weight for digit, weight in zip(begin, WEIGHTS, strict=True))
    return begin + "10X98765432"[total % 11]


NUMBER = identity("11010119500101001")
PLACE = ("正文", "项目实施及管理情况", "项目监管情况")


def with_number(content: Path, number: str) -> Path:
    text: Any = f"监督员的身份证号是{number}，已登记。\n"
    for heading in reversed(PLACE):
        text = {heading: text}
    return report(content, text)


def test_a_number_that_must_not_be_published_is_no_warning(content: Path) -> None:
    with_number(content, NUMBER)
    (problem,) = found(content)
    assert problem[:2] == ("error", "identity-number")


def test_the_line_that_is_shown_does_not_tell_the_number(content: Path) -> None:
    with_number(content, NUMBER)
    done = run("jixiao", "check", "--content", content)
    assert NUMBER not in done.stdout + done.stderr
    assert f"    监督员的身份证号是{NUMBER[:3]}{'*' * 15}，已登记。" in done.stdout


def cleared(content: Path, number: str) -> None:
    with (content / "site.yml").open("a", encoding="utf-8") as file:
        file.write(f'可公开号码:\n  - {{号码: "{number}", 理由: 已公布}}\n')


@pytest.mark.parametrize("width", ["half", "full"])
def test_a_number_that_was_cleared_may_be_published(content: Path, width: str) -> None:
    full = NUMBER.translate({ord(digit): ord(digit) - 0x30 + 0xFF10 for digit in "0123456789"})
    with_number(content, full if width == "full" else NUMBER)
    assert kinds(content) == [("error", "identity-number")]
    cleared(content, f"{NUMBER[:6]} {NUMBER[6:].lower()}")
    assert found(content) == []


def test_another_number_was_not_cleared(content: Path) -> None:
    with_number(content, NUMBER)
    cleared(content, NUMBER[:-1])
    assert kinds(content) == [("error", "identity-number")]


def test_a_number_is_cleared_with_a_reason(content: Path) -> None:
    with (content / "site.yml").open("a", encoding="utf-8") as file:
        file.write("可公开号码:\n  - {号码: 13800000000}\n")
    assert kinds(content) == [("error", "missing-key")]
