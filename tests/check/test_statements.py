"""From a report's figures to the sentences that state them: what is found, and what is not."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from time import process_time

import pytest
import yaml

from generator.check.statements import statements
from generator.content.full_report import full_entry
from generator.content.loader import ReadOptions, load
from generator.model.entry import Entry
from generator.model.statement import Agreement, Stated, Statement
from tests.conftest import ROOT, run
from tests.support import known_statements, made_up
from tests.support.known_statements import Known

TODAY = date(2026, 11, 23)
FUNDS = {"单位": "万元", "项目总额": "120", "年初预算": "48", "全年预算": "50.00", "到位": "50", "支出": "48.6"}  # fmt: skip
CLAIMED = {"到位率": "100%", "执行率": "97.2%", "满意度": "98%", "得分": "95.5", "总分": "100", "等级": "优"}  # fmt: skip
HEADINGS = ("项目概况", "基本情况")


def entries(content: Path) -> list[Entry]:
    """The public reports of a folder with all that they say and what the check found."""
    catalogue = load(content, ReadOptions(TODAY)).catalogue
    assert catalogue
    return [full_entry(one) for one in catalogue.public]


def found_in(folder: Path, text: str, **more: object) -> Mapping[str, Statement]:
    """The statements of a report of 2021 with that narrative, by field."""
    content = made_up.content(folder)
    for rule in ("text-amount", "text-rate"):  # which `made_up` switched off
        site = content / "site.yml"
        site.write_text(
            site.read_text("utf-8").replace(f"  - {{规则: {rule}, 级别: 不查}}\n", ""), "utf-8"
        )
    outline = {"名称": "提纲", "章节": [{"标题": HEADINGS[0], "小节": [HEADINGS[1]]}]}
    (content / "outlines/known.yml").write_text(
        yaml.safe_dump(outline, allow_unicode=True), "utf-8"
    )
    report = {
        "提纲": "known", "资金": FUNDS, "自评": CLAIMED,
        "正文": {HEADINGS[0]: {HEADINGS[1]: text}}, **more,
    }  # fmt: skip
    made_up.report(content, "shili", 2021, more=report)
    (entry,) = entries(content)
    return {one.field: one for one in statements(entry)}


def written(one: Statement) -> list[str]:
    return [place.written for place in one.places]


@pytest.mark.parametrize(
    ("text", "field", "places"),
    [
        ("截至2021年12月31日，项目实际支出48.6万元。", "资金.支出", ["48.6万元"]),
        ("全年支出486000元。", "资金.支出", ["486000元"]),
        ("全年支出486,000元。", "资金.支出", ["486,000元"]),
        ("全年预算0.005亿元，实际支出0.00486亿元。", "资金.支出", ["0.00486亿元"]),
        ("全年预算５０万元。", "资金.全年预算", ["５０万元"]),
        ("调查显示满意度百分之九十八。", "自评.满意度", ["百分之九十八"]),
        ("群众满意度98％。", "自评.满意度", ["98％"]),
        ("预算执行率达到97.20%。", "自评.执行率", ["97.20%"]),
        ("预算执行率97%。", "自评.执行率", ["97%"]),
        ("- 预算执行率97.2%\n- **满意度98%**", "自评.执行率", ["97.2%"]),
        ("- 预算执行率97.2%\n- **满意度98%**", "自评.满意度", ["98%"]),
        ("项目总投资120万元，年初预算48万元。", "资金.项目总额", ["120万元"]),
        ("项目总投资120万元，年初预算48万元。", "资金.年初预算", ["48万元"]),
        ("资金到位50万元。\n另外：到位资金50万元已入账。", "资金.到位", ["50万元", "50万元"]),
        ("经自评，自评得分95.5分，等级为“优”。", "自评.得分", ["95.5分"]),
        ("经自评，自评得分95.5分，等级为“优”。", "自评.等级", ["优"]),
        ("总分100分，自评得分95.5分。", "自评.总分", ["100分"]),
        # Other figures, and figures of others.
        ("上年支出48.6万元。", "资金.支出", []),
        ("2020年支出48.6万元。", "资金.支出", []),
        ("其中：设备支出48.6万元。", "资金.支出", []),
        ("其中设备购置支出48.6万元，培训支出1.4万元。", "资金.支出", []),
        ("中央资金支出48.6万元。", "资金.支出", []),
        ("还需支付48.6万元。", "资金.支出", []),
        ("上半年支出48.6万元。", "资金.支出", []),
        ("检查发现虚列支出48.6万元，节约支出48.6万元。", "资金.支出", []),
        ("并非全年支出48.6万元。", "资金.支出", []),
        ("支出约48.6万元左右。", "资金.支出", []),
        ("全年支出48.6万元至60万元。", "资金.支出", []),
        ("全年支出48.6万元和１０万元。", "资金.支出", []),
        ("满意度98%—99%。", "自评.满意度", []),
        ("上年满意度98%，2020年群众满意度98%。", "自评.满意度", []),
        ("2022年1月开展调查，群众满意度98%。", "自评.满意度", ["98%"]),
        ("应到位50万元，计划到位50万元，实际到位50万元。", "资金.到位", ["50万元"]),
        ("上年得分95.5分，2020年自评得分95.5分，同类项目平均得分95.5分。", "自评.得分", []),
        ("经县财政局复核得分95.5分。", "自评.得分", []),
        ("第三方评价得分95.5分。", "自评.得分", []),
        ("2022年3月开展自评，自评得分95.5分。", "自评.得分", ["95.5分"]),
        ("上年评价等级为优。", "自评.等级", []),
        ("每台设备支出48.6万元。", "资金.支出", []),
        ("设备单价48.6万元/台。", "资金.支出", []),
        ("设施维护支出3.2万元。", "资金.支出", []),
        ("力争满意度达到98%以上。", "自评.满意度", []),
        ("产出指标得分95.5分。", "自评.得分", []),
        ("# 全年支出48.6万元\n按进度支付。", "资金.支出", []),
    ],
)  # fmt: skip
def test_a_figure_is_found_where_the_text_states_it(
    tmp_path: Path, text: str, field: str, places: list[str]
) -> None:
    found = found_in(tmp_path, text)[field]
    assert written(found) == places
    assert found.status is (Stated.STATED if places else Stated.ONLY_IN_TABLE)
    for place in found.places:
        assert text[place.start : place.end] == place.written
        assert place.written in place.sentence
        assert place.headings == HEADINGS
        assert place.agreement is Agreement.SAME


def test_a_contradiction_has_both_values(tmp_path: Path) -> None:
    text = "项目全年预算48.6万元，已全部下达。\n全年预算50万元。预算执行率90%。"
    found = found_in(tmp_path, text)
    budget, rate = found["资金.全年预算"], found["自评.执行率"]
    assert budget.status is rate.status is Stated.CONTRADICTED
    assert (budget.value, budget.unit) == ("50.00", "万元")
    assert [(one.written, one.agreement) for one in budget.places] == [
        ("48.6万元", Agreement.DIFFERENT),
        ("50万元", Agreement.SAME),
    ]
    assert written(rate) == ["90%"]


def test_what_staff_explained_contradicts_nothing(tmp_path: Path) -> None:
    known = [{"规则": "text-amount", "说明": "正文说的是调整前的数。"}]
    found = found_in(tmp_path, "项目全年预算48.6万元，已全部下达。", 核实=known)
    assert found["资金.全年预算"].status is Stated.ONLY_IN_TABLE


def test_instalments_add_up_to_the_figure(tmp_path: Path) -> None:
    found = found_in(tmp_path, "项目预算20万元已批复。\n另外，经费预算30万元已批复。")[
        "资金.全年预算"
    ]
    assert [(one.written, one.agreement) for one in found.places] == [
        ("20万元", Agreement.PART),
        ("30万元", Agreement.PART),
    ]
    assert found.status is Stated.STATED


def test_instalments_may_be_in_another_unit_and_have_their_sum_beside_them(tmp_path: Path) -> None:
    text = "项目预算200000元已批复。\n经费预算30万元已批复。\n全年预算50万元，项目预算50万元。"
    found = found_in(tmp_path, text)["资金.全年预算"]
    assert [(one.written, one.agreement) for one in found.places] == [
        ("200000元", Agreement.PART),
        ("30万元", Agreement.PART),
        ("50万元", Agreement.SAME),
        ("50万元", Agreement.SAME),
    ]


def test_amounts_of_another_unit_are_no_instalments_because_their_numbers_add_up(
    tmp_path: Path,
) -> None:
    text = "项目预算20元已批复。\n另外，经费预算30元已批复。"
    found = found_in(tmp_path, text)["资金.全年预算"]
    assert found.status is Stated.CONTRADICTED


def test_an_amount_that_is_neither_cut_nor_rounded_is_another_one(tmp_path: Path) -> None:
    funds = {"单位": "亿元", "全年预算": "0.3"}
    found = found_in(tmp_path, "全年预算1亿元。", 资金=funds)["资金.全年预算"]
    assert [one.agreement for one in found.places] == [Agreement.DIFFERENT]


def test_a_document_is_found_by_its_number(tmp_path: Path) -> None:
    rows = [
        {"文号": "示财行〔2021〕12号", "金额": "30"},
        {"文号": "示财行〔2021〕204号", "金额": "20"},
    ]
    text = "示财行【2021】204号文下达资金20万元，示财行【2021】12号文下达资金30万元。"
    found = found_in(tmp_path, text, 资金={**FUNDS, "下达文件": rows})
    assert written(found["资金.下达文件.0.金额"]) == ["30万元"]
    assert written(found["资金.下达文件.1.金额"]) == ["20万元"]


def test_of_several_projects_each_has_its_own(tmp_path: Path) -> None:
    projects = [
        {"项目名称": f"{one}道路养护", "资金": {"全年预算": "25", "支出": spent}}
        for one, spent in (("甲镇", "24.3"), ("乙镇", "24.5"))
    ]
    text = "甲镇道路养护支出24.3万元，乙镇道路养护支出24.5万元。\n项目全年支出48.6万元，丙镇支出24.3万元。"
    found = found_in(tmp_path, text, 包含项目=projects)
    assert [(one.start, one.written) for one in found["包含项目.0.资金.支出"].places] == [
        (8, "24.3万元")
    ]
    assert written(found["包含项目.1.资金.支出"]) == ["24.5万元"]
    assert written(found["资金.支出"]) == ["48.6万元"]


def test_a_rate_that_only_follows_is_told_where_the_text_states_it(tmp_path: Path) -> None:
    claimed = {"得分": "95.5"}
    found = found_in(tmp_path, "预算执行率97.2%。", 自评=claimed)
    assert found["自评.执行率"].is_computed
    assert written(found["自评.执行率"]) == ["97.2%"]
    assert "自评.到位率" not in found


def test_what_never_ends_is_no_sentence(tmp_path: Path) -> None:
    text = f"{'预算执行率达97.2%，' * 1200}其中满意度98%，{'问卷很多，' * 1000}"
    (place,) = found_in(tmp_path, text)["自评.满意度"].places
    assert "满意度98%" in place.sentence
    assert len(place.sentence) < len(text) / 1.5


def test_of_a_withdrawn_report_nothing_is_told(tmp_path: Path) -> None:
    withdrawn = {"状态": "撤回", "撤回": {"日期": "2023-01-01", "理由": "重复。"}}
    assert found_in(tmp_path, "全年支出48.6万元。", **withdrawn) == {}


def test_the_real_report_is_as_read_by_hand() -> None:
    (entry,) = entries(ROOT / "content")
    found = {one.field: written(one) for one in statements(entry)}
    assert found == {
        "资金.项目总额": ["113.5585万元"] * 3,
        "资金.全年预算": [],
        "资金.到位": [],
        "资金.支出": ["50万元"] * 3,
        "资金.下达文件.0.金额": ["50万元"] * 2,
        "自评.到位率": ["100%"],
        "自评.执行率": ["100%"] * 3,
        "自评.满意度": ["100%"],
    }


def _known(entry: Entry) -> list[Known]:
    """What is found in a report, as what is known is written."""
    return [
        Known(
            one.field, place.where, place.start, place.end, place.agreement is Agreement.DIFFERENT
        )
        for one in statements(entry)
        for place in one.places
    ]


def test_three_hundred_reports_whose_statements_are_known(tmp_path: Path) -> None:
    content = tmp_path / "content"
    assert run("jixiao", "demo", "--reports", "300", "--out", content).returncode == 0
    known = known_statements.write(content)
    read = [one for one in entries(content) if not one.withdrawn]
    begin = process_time()
    found = {one.address: _known(one) for one in read}
    seconds = process_time() - begin
    stated = {(address, one) for address, those in known.items() for one in those}
    told = {(address, one) for address, those in found.items() for one in those}
    recall, precision = len(stated & told) / len(stated), len(stated & told) / len(told)
    print(f"{len(read)} reports, {len(stated)} statements: recall {recall:.4f}, precision {precision:.4f}, "
          f"{seconds / len(read) * 1000:.2f} ms a report")  # fmt: skip
    assert len(stated) > 900
    assert sorted(told - stated) == []
    assert recall >= 0.95, sorted(stated - told)[:20]


def test_careful_reports_contradict_themselves_nowhere(tmp_path: Path) -> None:
    """Reports that a good auditor finds nothing wrong with, in the forms of the field."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "tests/check/clean/content", content)
    shutil.copytree(ROOT / "generator/intake/starter/county/content/forms", content / "forms")
    found = [one for entry in entries(content) for one in statements(entry)]
    assert [one for one in found if one.status is Stated.CONTRADICTED] == []
    assert sum(one.status is Stated.STATED for one in found) > 170
