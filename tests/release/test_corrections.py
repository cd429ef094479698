"""Corrections: dated truthfully, saying what changed, mended by a further one."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model.problems import Level
from generator.release.corrections import contradictions, mend_changed
from tests.conftest import ROOT, TODAY, run
from tests.release.test_release import TOMORROW, again, refused, standing_file
from tests.release.test_release import place as place  # noqa: PLC0414  a fixture
from tests.support import releases
from tests.support.releases import FIGURE, append, build, change, release

pytestmark = pytest.mark.slow("builds a site for each correction")

Once = Callable[[str, Callable[[Path], None]], Path]
BEFORE: dict[str, Any] = {
    "资金": {"单位": "万元", "全年预算": "60", "到位": "55", "支出": "50"},
    "自评": {"执行率": "83.3%", "得分": "95"},
    "指标": [{"三级": "培训人次", "目标值": "1000", "完成值": "1200", "偏差原因": "多办2期"}],
    "正文": {"项目概况": "覆盖3个村，支出50万元。"},
}


def told(note: str, **changed: dict[str, Any]) -> list[tuple[Level, str]]:
    """What is said of a correction with that note, when parts of the report changed like that."""
    now = {key: {**BEFORE[key], **part} if key != "指标" else [{**BEFORE[key][0], **part}]
           for key, part in changed.items()}  # fmt: skip
    rows = [{"日期": "2026-11-24", "说明": note}]
    return list(contradictions(BEFORE, {**BEFORE, **now, "更正": rows}))


@pytest.mark.parametrize("note", [
    "支出填错了，应为49", "支出应为 49万元。", "支出应为490000元", "支出应为４９．０万元", "支出由50万元改为49万元",
    "将支出50万元更正为49万元", "支出：50→49", "支出 50 万元 -> 49 万元", "原写50，现为49", "误写为50，实为49",
    "支出应为“49”", "支出应为：49万", "支出应为0.0049亿元", "填错了", "2021年6月的凭证漏记", "改为2021年6月下达",
    "支出改为49万元，执行率相应由83.3%改为81.7%", "支出改为49，执行率应为82%", "改为49万元，结余由10万元改为11万元",
    "支出调整为49（详见第3页）", "支出应为49①", "应为第2号凭证", "支出改为49，正文也改", "支出从50降到49", "",
])  # fmt: skip
def test_a_note_that_says_what_changed_is_let_through(note: str) -> None:
    assert told(note, 资金={"支出": "49"}) == []


@pytest.mark.parametrize(("note", "words"), [
    ("支出填错了，应为49", "应为49"), ("应为49", "应为49"), ("支出由50改为49万元", "改为49万元"),
    ("支出应为48元", "应为48元"), ("支出应为４９万元", "应为49万元"), ("支出应为48%", "应为48%"),
    ("支出应为1,048万元", "应为1048万元"), ("支出应为1，048万元", "应为1048万元"), ("支出50→49", "→49"),
    ("支出更正为480万元", "更正为480万元"), ("支出现为4.8", "现为4.8"),
])  # fmt: skip
def test_a_note_that_names_another_new_figure_is_an_error(note: str, words: str) -> None:
    ((level, message),) = told(note, 资金={"支出": "48"})
    assert level is Level.ERROR
    assert f"“{words}”" in message
    assert "“资金·支出”原为 50，现为 48" in message


@pytest.mark.parametrize(
    "note", ["支出原为51，现为48", "支出由51万元改为48万元", "支出 51→48", "误写为51，应为48"]
)
def test_a_note_that_names_another_old_figure_is_told(note: str) -> None:
    ((_, message),) = told(note, 资金={"支出": "48"})
    assert "51" in message.partition("改动的数字里")[0]
    assert "没有原来是这个数的" in message


def test_figures_of_rows_are_compared_by_the_names_of_the_rows() -> None:
    """One row went: those behind it did not become others."""
    before = [{"三级": name, "完成值": str(10 * at)} for at, name in enumerate("甲乙丙丁", 1)]
    now = [*before[1:3], {"三级": "丁", "完成值": "45"}]

    def said(note: str) -> list[str]:
        rows = [{"日期": "2026-11-24", "说明": note}]
        found = contradictions({**BEFORE, "指标": before}, {**BEFORE, "指标": now, "更正": rows})
        return [message for _, message in found]

    assert said("删去甲；丁由40改为45") == []
    (message,) = said("丙由30改为45")
    assert "“指标“丁”·完成值”原为 40，现为 45" in message
    assert "“指标“乙”" not in message


def test_large_figures_with_separators_of_thousands() -> None:
    for note in ("培训人次应为12,345", "培训人次应为12，345人次", "由1,200改为１２３４５"):
        assert told(note, 指标={"完成值": "12345"}) == []
    ((level, _),) = told("培训人次应为12,354", 指标={"完成值": "12345"})
    assert level is Level.ERROR


def test_texts_that_change_beside_are_compared_as_well() -> None:
    text = {"项目概况": "覆盖4个村，支出49万元。"}
    assert told("支出改为49，村数由3个改为4个", 资金={"支出": "49"}, 正文=text) == []
    ((level, message),) = told("支出改为49，正文的村数由3改为5", 资金={"支出": "49"}, 正文=text)
    assert level is Level.ERROR
    assert "“改为5”" in message


def test_what_names_no_figure_that_changed_only_warns() -> None:
    ((level, _),) = told("附表中的金额应为7；支出改为49", 资金={"支出": "49"})
    assert level is Level.WARNING


def test_another_unit_of_all_amounts() -> None:
    note = "金额单位写错，支出由50万元更正为50元"
    assert told(note, 资金={"单位": "元"}) == []


def test_a_figure_that_was_not_there_or_goes() -> None:
    assert told("补填年初预算，应为70万元", 资金={"年初预算": "70"}) == []
    without = {key: value for key, value in BEFORE["资金"].items() if key != "到位"}
    now = {**BEFORE, "资金": without, "更正": [{"说明": "到位原为55，无依据，删去"}]}
    assert list(contradictions(BEFORE, now)) == []


def test_where_no_figure_changed_a_new_one_must_be_in_the_report() -> None:
    assert told("前一条更正有误，支出应为50万元") == []
    ((level, message),) = told("支出应为49万元")
    assert level is Level.WARNING
    assert "没有一个数字有改动" in message


def test_hostile_notes_take_no_time() -> None:
    for note in ("由" * 20_000, "1" * 20_000, "应为" * 10_000, "1," * 10_000, "将1→" * 5_000):
        told(note, 资金={"支出": "49"})
    assert told("支出应为" + "9" * 5_000, 资金={"支出": "49"}) != []


@pytest.mark.parametrize("now", [
    [{"日期": "2026-11-24", "说明": "应为48"}], [], [{"日期": "2026-11-25", "说明": "应为49"}],
])  # fmt: skip
def test_lines_to_paste_are_lines_of_the_file(now: list[dict[str, str]]) -> None:
    message = mend_changed([{"日期": "2026-11-24", "说明": "应为49\n“甲”: #乙"}], now)
    lines = re.findall(r"- \{.*?\"\}", message)
    back, further = (yaml.safe_load(line)[0] for line in lines)
    assert back == {"日期": yaml.safe_load("2026-11-24"), "说明": "应为49\n“甲”: #乙"}
    if now:
        assert further["说明"] == f"2026-11-24 的更正有误，更正如下：{now[0]['说明']}"
    else:  # what is right only a person knows, and an empty note does not pass the check
        assert not further["说明"]


# The same by way of the commands.


def test_a_release_whose_correction_names_another_figure_is_refused(place: Path) -> None:
    file = standing_file(place)
    old = FIGURE.search(file.read_text(encoding="utf-8"))
    assert old
    change(file, old[0], f"{old[0]}9")
    append(file, f"更正:\n  - {{日期: 2026-11-23, 说明: 支出应为{old[1]}8}}\n")
    done = again(place)
    refused(done, "correction-figure", f"“应为{old[1]}8”", f"原为 {old[1]}，现为 {old[1]}9")
    change(file, f"应为{old[1]}8", f"应为{old[1]}9")
    assert again(place).returncode == 0


def test_a_release_whose_correction_lists_other_changes_is_refused(place: Path) -> None:
    file = standing_file(place)
    old = FIGURE.search(file.read_text(encoding="utf-8"))
    assert old
    change(file, old[0], f"{old[0]}9")
    row = "{日期: 2026-11-23, 说明: 漏算, 改动: [{栏目: 数据说明第 1 行, 改为: 甲}]}"
    append(file, f"数据说明: [甲]\n更正:\n  - {row}\n")
    refused(
        again(place), "correction-list", f"原为“{old[1]}”，现为“{old[1]}9”，更正的“改动”里没有写"
    )


def test_a_wrong_entry_is_restored_and_mended_by_a_further_one(place: Path) -> None:
    """What the message says is pasted, and goes through."""
    file = standing_file(place)
    append(file, "更正:\n  - {日期: 2026-11-23, 说明: 补正}\n")
    assert again(place).returncode == 0
    assert releases.deploy(place / "site", place / "target").returncode == 0
    change(file, "说明: 补正", "说明: 另一句话")
    build(place / "content")
    done = release(place / "site", "--since", place / "target", SOURCE_DATE_EPOCH=TOMORROW)
    refused(done, "correction-changed", "请恢复原样：第 1 条", "在最后再加一条")
    line = next(one for one in done.stderr.splitlines() if "(correction-changed)" in one)
    back, further = re.findall(r"- \{.*?\"\}", line)
    assert further == ('- {日期: 2026-11-24, 说明: "2026-11-23 的更正有误，更正如下：另一句话"}')
    change(file, "  - {日期: 2026-11-23, 说明: 另一句话}", f"  {back}\n  {further}")
    run_build = run("jixiao", "build", "--content", place / "content", "--site", place / "site",
                    SOURCE_DATE_EPOCH=TOMORROW)  # fmt: skip
    assert run_build.returncode == 0, run_build.stderr
    done = release(place / "site", "--since", place / "target", SOURCE_DATE_EPOCH=TOMORROW)
    assert done.returncode == 0, done.stderr


def test_a_date_that_has_not_come_is_no_error_on_its_day(tmp_path: Path) -> None:
    """Also where what was found the day before is kept."""
    shutil.copytree(ROOT / "tests/check/cases/_base/content", tmp_path / "content")
    file = tmp_path / "content/reports/2021/gonganju/shili.yml"
    file.parent.mkdir(parents=True)
    minimal = ROOT / "tests/check/cases/clean-minimal" / file.relative_to(tmp_path)
    file.write_text(minimal.read_text(encoding="utf-8"), encoding="utf-8")
    append(file, "更正:\n  - {日期: 2026-11-24, 说明: 明天}\n")
    kept = {"JIXIAO_CACHE": str(tmp_path / "cache")}
    done = run("jixiao", "check", cwd=tmp_path, **kept)
    assert "(correction-date)" in done.stdout + done.stderr
    assert done.returncode == 1
    done = run("jixiao", "check", cwd=tmp_path, SOURCE_DATE_EPOCH=str(int(TODAY) + 86_400), **kept)
    assert done.returncode == 0, done.stdout
