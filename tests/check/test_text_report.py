"""What people read of a check: the lines, the places in the files, the end."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from generator.check.reporters.text import as_lines, as_text
from generator.console.terminal import TerminalStyle
from generator.model.problems import Level, Problem
from tests.conftest import BIN, ROOT, TODAY, only_rules, run
from tests.support.terminal import seen_on_a_terminal

ANSI = re.compile(r"\x1b\[[0-9;]*m")
Shown = Callable[..., list[str]]


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """The lines below the headline of a problem in a file of that text."""
    monkeypatch.chdir(tmp_path)

    def show(
        text: str | bytes, line: int, column: int, length: int = 0, width: int = 100
    ) -> list[str]:
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        Path("f.yml").write_bytes(data)
        problem = Problem("f.yml", line, column, "date", "说明", Level.WARNING, length)
        headline, *below = as_text([problem], TerminalStyle(width=width)).splitlines()
        assert headline == f"f.yml:{line}:{column}: 警告: 说明 (date)"
        return below

    return show


def marked(below: list[str]) -> str:
    """The characters that the marks stand under, by the cells of a terminal."""
    line, marks = below
    start = len(marks) - len(marks.lstrip())
    end = cell_len(marks)
    assert re.fullmatch(r" *\^~*", marks)
    cells = [(sum(map(cell_len, line[:n])), one) for n, one in enumerate(line)]
    return "".join(one for place, one in cells if start <= place < end)


def test_marks_stand_under_what_is_meant(shown: Shown) -> None:
    assert shown("甲: 1\n乙: 五十万元整\n", 2, 4, 2) == ["    乙: 五十万元整", "        ^~~~"]
    assert marked(shown("项目ａb: x五十y\n", 1, 8, 2)) == "五十"
    assert shown("甲: x\n", 1, 4) == ["    甲: x", "        ^"]


def test_marks_end_with_the_line(shown: Shown) -> None:
    assert marked(shown("甲: 乙丙\n丁\n", 1, 4, 9)) == "乙丙"
    assert shown("甲:\n", 1, 3) == ["    甲:", "       ^"]  # just behind the end
    assert shown("甲: 乙\r\n", 1, 4, 5) == ["    甲: 乙", "        ^~"]


def test_tabs_and_control_characters_are_harmless(shown: Shown) -> None:
    text = "a\tb\x1b[31m\u202e\u200b\x9b甲乙\n"
    below = shown(text, 1, text.index("乙") + 1, 1)
    assert below[0] == "    a b�[31m���甲乙"
    assert marked(below) == "乙"


@pytest.mark.parametrize("width", [20, 40, 41, 80])
@pytest.mark.parametrize("place", [0, 7, 150, 299])
def test_long_lines_are_cut_around_the_place(shown: Shown, width: int, place: int) -> None:
    text = "".join(chr(0x4E00 + n) if n % 3 else "a" for n in range(300))
    below = shown(text, 1, place + 1, 1, width)
    assert marked(below) == text[place]
    assert max(map(cell_len, below)) <= width
    assert cell_len(below[0]) >= width - 6
    assert below[0].strip().startswith("…") == (place > 7 or (place, width) == (7, 20))
    assert below[0].endswith("…") == (place < 299)


def test_a_length_beyond_the_cut_is_cut_as_well(shown: Shown) -> None:
    below = shown("甲" * 500, 1, 100, 300, 50)
    assert max(map(cell_len, below)) <= 50
    assert set(marked(below)) == {"甲"}


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\n", "甲".encode("gbk"), b"a\0b\n", b"\n\n", b"a"], ids=repr
)
def test_what_is_no_text_shows_no_line(shown: Shown, data: bytes) -> None:
    assert shown(data, 1, 5) == []
    assert shown(data, 2, 1) == []


def test_nothing_is_read_through_a_link_or_from_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret\n", encoding="utf-8")
    (tmp_path / "link").symlink_to("secret")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "none", "none/none", "a" * 300, "a\0b"):
        problem = Problem(str(tmp_path / name), 1, 1, "date", "说明")
        assert len(as_text([problem]).splitlines()) == 1


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, reads, read_bytes = tmp_path / "f.yml", [], Path.read_bytes
    file.write_text("甲: 1\n乙: 2\n", encoding="utf-8")

    def counting(path: Path) -> bytes:
        reads.append(path)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", counting)
    problems = [Problem(str(file), 1 + n % 2, 1, "date", "说明") for n in range(20)]
    assert len(as_text(problems).splitlines()) == 60
    assert reads == [file]


def test_the_headline_is_one_harmless_line() -> None:
    problem = Problem(
        "甲\r\n\x1b[2J\udc80", 1, 1, "date", "说明\n\x1b]0;甲\x07", acknowledged="一\n二"
    )
    for text in (as_lines([problem]), as_text([problem])):
        assert text == "甲���[2J�:1:1: 错误: 说明��]0;甲�（已核实：一 二） (date)\n"
        text.encode()


def test_colours_change_no_character(tmp_path: Path) -> None:
    file = tmp_path / "f.yml"
    file.write_text("甲: 乙丙\n", encoding="utf-8")
    problem = Problem(str(file), 1, 4, "date", "说明", Level.NOTICE, 2, "原文如此")
    for one in (problem, problem._replace(path="none"), problem._replace(level=Level.ERROR)):
        plain, coloured = as_text([one]), as_text([one], TerminalStyle(colours=True))
        assert coloured != plain
        assert ANSI.sub("", coloured) == plain


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one report that has a warning."""
    shutil.copytree(ROOT / "tests/check/cases/_base", tmp_path, dirs_exist_ok=True)
    only_rules(tmp_path / "content", "spent-over-received")
    clean = ROOT / "tests/check/cases/clean-minimal/content/reports/2021/gonganju/shili.yml"
    add(tmp_path, "gonganju", "shili", clean.read_text(encoding="utf-8"))
    return tmp_path


def add(
    project: Path, department: str, name: str, text: str, funds: str = "到位: 40, 支出: 50"
) -> Path:
    file = project / "content/reports/2021" / department / f"{name}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{text}资金: {{单位: 万元, {funds}}}\n", encoding="utf-8")
    return file


def on_terminal(project: Path, **environment: str) -> str:
    """What `jixiao check` prints on a terminal, without its progress."""
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    command = ["sh", "-c", 'exec "$0" check 2>/dev/null', str(BIN / "jixiao")]
    return seen_on_a_terminal(
        command, {**clean, "TERM": "xterm", "SOURCE_DATE_EPOCH": TODAY, **environment}, project
    )


@pytest.mark.slow("starts the command on a terminal three times")
def test_only_a_terminal_sees_colours(project: Path) -> None:
    plain = run("jixiao", "check", cwd=project).stdout
    assert "支出 50 大于到位 40" in plain
    assert (
        "    资金: {单位: 万元, 到位: 40, 支出: 50}\n                                       ^\n"
        in plain
    )
    coloured = on_terminal(project)
    assert "\x1b[1;33m警告\x1b[0m" in coloured
    assert ANSI.sub("", coloured) == plain
    assert on_terminal(project, NO_COLOR="1") == plain
    assert on_terminal(project, TERM="dumb") == plain
    assert (
        run("jixiao", "check", "--format", "lines", cwd=project).stdout
        == plain.split("\n")[0] + "\n"
    )


def test_build_and_generate_show_the_same_on_standard_error(project: Path) -> None:
    plain = run("jixiao", "check", cwd=project)
    made = run("jixiao", "generate", "out", cwd=project)
    assert made.stderr == plain.stdout + plain.stderr
    (project / "content/site.yml").write_text("名称: 甲\n", encoding="utf-8")
    plain = run("jixiao", "check", cwd=project)
    built = run("jixiao", "build", cwd=project)
    assert (built.returncode, built.stderr) == (1, plain.stdout + plain.stderr)


def test_the_end_counts_by_rule_and_by_department(project: Path) -> None:
    text = (project / "content/reports/2021/gonganju/shili.yml").read_text(encoding="utf-8")
    text = text.partition("资金")[0]
    add(project, "gonganju", "erhao", text)
    with add(project, "jiaoyuju", "sanhao", text.replace("公安局", "教育局")).open("a") as file:
        file.write("核实:\n  - {规则: other, 说明: 原文如此}\n")
    add(
        project, "gonganju", "wuhao", text + "核实: [{规则: spent-over-received, 说明: 原文如此}]\n"
    )
    done = run("jixiao", "check", cwd=project)
    assert done.stderr.splitlines() == [
        "检查了 4 份报告：4 个警告，1 个提示。",
        "",
        "按规则（说明见 jixiao rules 规则名）：",
        "  3  spent-over-received  支出大于到位",
        "  1  acknowledgement      报告的“核实”里有一条不起作用",
        "",
        "按部门：",
        "  2  gonganju  示例县公安局",
        "  2  jiaoyuju  示例县教育局",
    ]
    sentence = done.stderr.splitlines()[0]
    for style in ("lines", "json", "sarif"):
        assert run("jixiao", "check", "--format", style, cwd=project).stderr == f"{sentence}\n"


def test_where_all_is_mended_or_broken_there_is_no_table(project: Path) -> None:
    file = project / "content/reports/2021/gonganju/shili.yml"
    text = file.read_text(encoding="utf-8").partition("资金")[0]
    file.write_text(text + "多余: 1\n", encoding="utf-8")
    assert run("jixiao", "check", cwd=project).stderr == "检查了 1 份报告：1 个错误。\n"
    add(
        project, "gonganju", "shili", text + "核实: [{规则: spent-over-received, 说明: 原文如此}]\n"
    )
    assert run("jixiao", "check", cwd=project).stderr == "检查了 1 份报告：1 个提示。\n"


def test_the_table_stays_small(project: Path) -> None:
    text = (project / "content/reports/2021/gonganju/shili.yml").read_text(encoding="utf-8")
    text = text.partition("资金")[0]
    names = [f"ju-{number:02}" for number in range(13)]
    register = project / "content/departments.yml"
    rows = "".join(f"- {{名称: 示例县第{name}局, 标识: {name}}}\n" for name in names)
    register.write_text(register.read_text(encoding="utf-8") + rows, encoding="utf-8")
    for name in names:
        add(project, name, "shili", text.replace("示例县公安局", name))
    lines = run("jixiao", "check", cwd=project).stderr.splitlines()
    table = lines[lines.index("按部门：") + 1 :]
    assert len(table) == 11
    assert table[-1] == "  4  其余 4 项"
