"""The printed texts, laid out in the formats that offices have, become what a clerk entered of them.

Each text is one file with one report or several, as tests/recognition/tables/ has it; what a clerk
entered stands in tests/check/printed/. Two reports of one file that a clerk entered as one with
包含项目 are a draft each.
"""

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.conftest import ROOT
from tests.support.import_sources import (
    FieldPath,
    Outcome,
    Score,
    Source,
    imported,
    scored,
    table,
)
from tests.support.laid_out import Block, blocks, save_docx, save_html, save_xlsx

pytestmark = pytest.mark.slow("LibreOffice makes the PDF files")

PRINTED = ROOT / "tests/check/printed"
PAPERS = ROOT / "tests/recognition/tables"
TEXTS = ("01", "02", "03", "04", "05", "06", "08", "10", "12", "13", "15", "18")
ALL, FIELD = 0.995, 0.98  # least recall and precision
_PERSONAL = re.compile(r"[赵钱孙李周吴郑冯陈张]示例|8600000|13900000000|7211000")
_SHARED = {"06": "得分"}  # one score for two rows: the cell goes on below
# What the paper does not say, so that no import can know it.
_FROM_ELSEWHERE: dict[str, list[FieldPath]] = {
    "02": [("报告日期",)],  # the day on which the file was saved, of its properties
    # The title has another name than the files that gave the money; of which source the money
    # was that came, no sentence says.
    "10": [("项目名称",), ("资金", "来源", 1, "到位")],
}


class Format(NamedTuple):
    """How a text is laid out: what writes it, and what LibreOffice saves it as."""

    ending: str
    save: Callable[[Sequence[Block], Path], None] | None = None
    saved_as: tuple[str, ...] = ()


FORMATS = {
    "txt": Format(".txt"),
    "docx": Format(".docx", save_docx),
    "xlsx": Format(".xlsx", save_xlsx),
    "html": Format(".html", save_html),
    "pdf": Format(".docx", save_docx, (".pdf",)),
}


def _build(text: str, form: Format, folder: Path) -> None:
    paper = (PAPERS / f"{text}.txt").read_text(encoding="utf-8")
    file = folder / f"{text}{form.ending}"
    if form.save:
        form.save(blocks(paper, _SHARED.get(text, "")), file)
    else:
        file.write_text(paper, encoding="utf-8")


def _entered(text: str) -> Iterator[dict[str, Any]]:
    """The reports of a text; of one with 包含项目, each project with what stands over all."""
    for file in sorted((PRINTED / text / "reports").rglob("*.yml")):
        whole = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        for one in whole.pop("包含项目", [{}]):
            report = {**whole, **one, "资金": {**whole["资金"], **one.get("资金", {})}}
            for path in _FROM_ELSEWHERE.get(text, ()):
                _remove(report, path)
            yield _in_one_width(report)


def _remove(report: dict[str, Any], path: FieldPath) -> None:
    value: Any = report
    for step in path[:-1]:
        value = value[step]
    value.pop(path[-1], None)


def _in_one_width(value: Any) -> Any:
    """Full-width signs are the half-width ones: clerks type either."""
    if isinstance(value, dict):
        return {_in_one_width(key): _in_one_width(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_in_one_width(one) for one in value]
    return unicodedata.normalize("NFKC", value) if isinstance(value, str) else value


def _sources(form: Format) -> Iterator[Source]:
    for text in TEXTS:
        expected = yaml.safe_dump_all(_entered(text), allow_unicode=True)
        yield Source(text, partial(_build, text, form), expected, saved_as=form.saved_as)


def _lay_out(content: Path) -> None:
    """The register and the county's own form, without reports."""
    content.mkdir()
    for name in ("site.yml", "departments.yml"):
        shutil.copy(PRINTED / name, content)
    shutil.copytree(PRINTED / "forms", content / "forms")


@pytest.fixture(scope="module", params=FORMATS)
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Outcome]:
    sources = list(_sources(FORMATS[request.param]))
    found = imported(tmp_path_factory.mktemp(request.param), sources, _lay_out)
    return {one.source.name: _comparable(one) for one in found}


def _comparable(outcome: Outcome) -> Outcome:
    drafts = [_in_one_width(one) for one in outcome.drafts]
    for draft in drafts:
        for path in _FROM_ELSEWHERE.get(outcome.source.name, ()):
            _remove(draft, path)
    surenesses = [
        {tuple(map(_in_one_width, path)): text for path, text in one.items()}
        for one in outcome.surenesses
    ]
    return outcome._replace(drafts=drafts, surenesses=surenesses)


@pytest.fixture(scope="module")
def score(outcomes: dict[str, Outcome]) -> Score:
    whole = Score()
    for one in outcomes.values():
        whole.add(scored(one))
    print("\n".join([*table(whole), *whole.differences]))
    return whole


def test_values_are_what_a_clerk_entered(score: Score) -> None:
    assert score.recall() >= ALL, score.differences
    assert score.precision() >= ALL, score.differences


def test_no_field_is_worse_than_the_others(score: Score) -> None:
    for share in (partial(Score.recall, score), partial(Score.precision, score)):
        low = {name: share(name) for name in score.expected if share(name) < FIELD}
        assert low == {}, score.differences


def test_no_value_is_wrong_and_called_sure(score: Score) -> None:
    assert score.wrong_sure == []


@pytest.mark.parametrize("text", TEXTS)
def test_each_text_is_split_into_its_reports(outcomes: dict[str, Outcome], text: str) -> None:
    one = outcomes[text]
    assert len(one.drafts) == len(one.expected), one.said


# What is odd about each text, and what becomes of it.


def _report(outcomes: dict[str, Outcome], text: str, project: str = "") -> dict[str, Any]:
    """The draft of a project; the only one where none is named."""
    found = [one for one in outcomes[text].drafts if not project or one["项目名称"] == project]
    assert len(found) == 1
    return found[0]


def _words(outcomes: dict[str, Outcome], text: str) -> str:
    """All that the drafts of a text say."""
    return yaml.safe_dump(list(outcomes[text].drafts), allow_unicode=True, width=10**6)


def _column(report: dict[str, Any], key: str) -> list[str]:
    return [one.get(key, "") for one in report["指标"]]


def test_nothing_is_without_a_place(outcomes: dict[str, Outcome]) -> None:
    assert not [text for text, one in outcomes.items() for draft in one.drafts
                if "原文未能归类" in draft]  # fmt: skip


def test_names_and_telephones_stay_out(outcomes: dict[str, Outcome]) -> None:
    for text in TEXTS:
        assert not _PERSONAL.search(_words(outcomes, text)), text


def test_01_hints_in_headings_and_text_behind_a_full_stop(outcomes: dict[str, Outcome]) -> None:
    text = _report(outcomes, "01")["正文"]
    assert text["项目概况"]["项目自评步骤及方法"].startswith("成立自评小组")
    funds = text["项目资金申报及使用情况"]
    assert funds["项目资金申报及批复情况"].startswith("本局于2021年11月申报")
    assert funds["资金计划、到位及使用情况"]["资金使用"].startswith("截至年末")
    assert "可用表格形式反映" not in _words(outcomes, "01")


def test_02_properties_codes_and_a_total_of_nought(outcomes: dict[str, Outcome]) -> None:
    assert "sl2203" not in _words(outcomes, "02")
    report = _report(outcomes, "02", "村级运转补助经费")
    assert (report["主管部门编码"], report["实施单位编码"]) == ("318", "318001")
    assert report["实施单位"] == "示例市样本区丙镇人民政府"
    funds = report["资金"]
    assert [funds[key] for key in ("年初预算", "全年预算", "支出")] == ["0", "0", "0"]
    assert funds["来源"][0]["年初预算"] == "186.40"
    assert {"=7个", "≥100百分比"} <= set(_column(report, "目标值"))


def test_03_a_table_cut_by_page_lines(outcomes: dict[str, Outcome]) -> None:
    report = _report(outcomes, "03", "法律援助办案补助")
    assert report["项目编码"] == "51999923T000010266002"
    assert _column(report, "完成值") == ["176", "好坏", "100", "95"]
    assert report["资金"]["来源"][0]["得分"] == "/"
    assert "第 21 页" not in _words(outcomes, "03")
    notes = _report(outcomes, "03", "工资性支出")
    assert notes["资金"]["说明"].startswith("1.预算执行率=")
    assert "得分" not in notes["自评"]


def test_04_signs_thousands_and_heads_over_three_columns(outcomes: dict[str, Outcome]) -> None:
    report = _report(outcomes, "04", "农村学生营养膳食补助专项资金")
    funds = report["资金"]
    assert (funds["单位"], funds["全年预算"], funds["支出"]) == ("元", "412,336.80", "412336.80")
    assert "年初预算" not in funds
    assert funds["来源"][2]["支出"] == "—"
    assert set(_column(report, "性质")) == {"≧", "═", ""}
    grades = [one["自评"]["等级"] for one in outcomes["04"].drafts]
    assert sorted(grades) == ["优", "良"]


def test_05_three_scores_a_row(outcomes: dict[str, Outcome]) -> None:
    report = _report(outcomes, "05", "长寿老人津贴")
    assert report["资金"]["到位"] == "7.20"
    assert [report["指标"][0][key] for key in ("得分", "权重占比", "折算得分")] == [
        "25.00", "25.00", "6.25",
    ]  # fmt: skip
    assert "效果指标" in _column(report, "一级")
    assert len(report["年度目标"]) == 2
    assert report["自评"]["得分"] == "99.75"


def test_06_boxes_and_one_score_for_two_rows(outcomes: dict[str, Outcome]) -> None:
    report = _report(outcomes, "06", "数字阅览室")
    assert [report[key] for key in ("项目类别", "项目属性", "项目类型")] == [
        "部门预算项目", "持续性项目", "常年性项目",
    ]  # fmt: skip
    assert _column(report, "合并计分").count("是") == 3
    assert "6万" in _column(report, "目标值")
    goals = _column(_report(outcomes, "06", "总分馆建设"), "所属目标")
    assert goals == ["年度绩效目标1(40分)"] * 2 + ["年度绩效目标2(40分)"] * 2


def test_08_points_before_targets_and_stars_in_names(outcomes: dict[str, Outcome]) -> None:
    report = _report(outcomes, "08", "临时救助")
    assert report["主管部门编码"] == "155"
    first = report["指标"][0]
    assert (first["分值"], first["目标值"]) == ("10", ">=20150人")
    assert first["三级"] == "★★★农村低保发放人数(按月平均)(≥**人)"
    assert _report(outcomes, "08", "示例县小型水库标尺制作安装项目")["表注"].startswith("注:1.")


def test_10_the_money_of_a_sentence(outcomes: dict[str, Outcome]) -> None:
    (report,) = outcomes["10"].drafts
    sources = [(one["名称"], one["全年预算"]) for one in report["资金"]["来源"]]
    assert sources == [("上年结转结余资金", "2.4"), ("2021年下达预算资金", "5")]
    assert len(report["正文"]["绩效目标完成情况分析"]["绩效指标完成情况分析"]) == 3


@pytest.mark.parametrize("text", ["12", "13"])
def test_12_13_the_list_over_an_article(outcomes: dict[str, Outcome], text: str) -> None:
    report = _report(outcomes, text)
    assert report["索引号"].startswith("99918791-2-/2023-04270")
    assert report["标题"].startswith("示例市图书馆2022年度项目支出绩效自评报告(2022年公共")
    assert report["标题"].endswith(")") == (text == "13")
    assert list(report["正文"]) == ["自评结论", "佐证材料"]


def test_15_a_cover_and_values_on_their_own_lines(outcomes: dict[str, Outcome]) -> None:
    report = _report(outcomes, "15", "部门整体支出")
    whole = report["部门整体"]
    assert (whole["编制人数"], whole["实有人数"]) == ("21", "23")
    assert {one["名称"]: one.get("决算") for one in whole["收入"]}["其中:上年结转"] == "12.4"
    assert report["自评"]["其他等级"] == "优秀"


def test_18_three_years_of_an_accountants_report(outcomes: dict[str, Outcome]) -> None:
    report = _report(outcomes, "18")
    assert report["评价工作"]["报告文号"] == "示信会绩报字〔2023〕第0017号"
    assert "未定义书签" not in _words(outcomes, "18")
    assert [one["年度"] for one in report["资金"]["分年度"]] == ["2020", "2021", "2022"]
    assert [one["名称"] for one in report["资金"]["来源"]] == ["中央", "省级", "市级", "县级"]
    assert (report["自评"]["得分"], report["自评"]["等级"]) == ("82.60", "良")
    assert "未分解到乡镇" in _column(report, "扣分原因")
