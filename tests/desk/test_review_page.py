"""A draft looked through beside its original: each value confirmed, each piece put, then public."""

import os
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser

from tests.support.desk import in_browser
from tests.support.made_up import content as made_up
from tests.support.made_up import report
from tests.support.posted_form import Answer, PostedForm
from tests.support.preview import Preview, serving

pytestmark = pytest.mark.slow("starts the desk")

TEXT = """\
# 从 自评.docx 读出的草稿。请对照原件，一项一项看过：
# 后面写着“多半”“猜测”的，是照位置、照字面推断的：看过一项，改对，删去它后面的注释。
# “另一处是”：原件前后写得不一样，请照原件定下一个。什么都没有算过，也没有补过。
# 全部看过，删去这几行，把“状态”改为“公开”，写上“公开日期”。
项目名称: 示例项目   # 照批复
部门: 示例县公安局
年度: 2021
评价类型: 单位自评
状态: 草稿

资金:
  单位: 万元
  年初预算: 50.00  # 另一处是 48.6（正文第 1 段，句子）
  支出: 48.60  # 多半：正文第 2 段，句子

年度目标:
  - 预期: 改造12所

附件:
  - 名称: 自评
    文件: 自评.docx

原文未能归类: |  # 没有认出的原文
  经验值得推广。
  第二段。
"""
REVIEW = "review/reports/2021/gonganju/shili.yml"
ORIGINAL = REVIEW.replace("review", "original", 1)
BUDGET, SPENT = '["资金","年初预算"]', '["资金","支出"]'


class _Numbered(PostedForm):
    """A desk in which each test has a report of its own: what was looked at is remembered."""

    number = 0

    def _address(self, address: str) -> str:
        return super()._address(address.replace("/shili", f"/shili-{self.number}"))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with serving(made_up(tmp_path_factory.mktemp("desk"))) as preview:
        yield preview


@pytest.fixture(scope="module")
def numbered(running: Preview) -> _Numbered:
    return _Numbered(running.opening_address)


@pytest.fixture
def file(running: Preview, numbered: _Numbered) -> Path:
    numbered.number += 1
    slug = f"shili-{numbered.number}"
    made = running.content / f"{report(running.content, slug, 2021).rstrip('/')}.yml"
    made.write_text(TEXT, encoding="utf-8")
    folder = made.with_suffix("")
    folder.mkdir()
    word = docx.Document()
    word.add_paragraph("年初预算 <b>48.6</b> 万元")
    word.add_paragraph("支出 48.60 万元")
    word.save(os.fspath(folder / "自评.docx"))
    return made


@pytest.fixture
def desk(numbered: _Numbered, file: Path) -> PostedForm:
    return numbered


def sent(answer: Answer, form: str, **more: str) -> dict[str, str]:
    """What a browser would send of one form of the page."""
    found = answer.soup.select_one(form)
    assert found is not None, answer.soup.get_text(" ", strip=True)
    given = {str(one["name"]): str(one.get("value", "")) for one in found.select("input")}
    return {**given, **more}


def test_confirming_takes_one_comment_away_and_goes_on(desk: PostedForm, file: Path) -> None:
    answer = desk.post(REVIEW, sent(desk.get(REVIEW), ".one", action="confirm"))
    assert file.read_text("utf-8") == TEXT.replace("  # 另一处是 48.6（正文第 1 段，句子）", "")
    assert answer.soup.select_one(f".one [name='{SPENT}']")


def test_the_other_value_of_the_original_can_be_taken(desk: PostedForm, file: Path) -> None:
    desk.post(REVIEW, sent(desk.get(REVIEW), ".one", other="48.6"))
    assert "年初预算: 48.6\n" in file.read_text("utf-8")


def test_all_is_confirmed_only_where_each_was_looked_at(desk: PostedForm, file: Path) -> None:
    digest = sent(desk.get(REVIEW), ".one")["digest"]
    assert "还有 2 项没有看过" in desk.post(REVIEW, {"digest": digest, "action": "all"}).said
    assert file.read_text("utf-8") == TEXT
    for _ in range(2):
        answer = desk.post(REVIEW, sent(desk.get(REVIEW), ".one", action="next"))
        desk.post(REVIEW, sent(answer, ".one", action="next"))
    assert desk.post(REVIEW, {"digest": digest, "action": "all"}).said == "全部看过了。"
    assert "多半" not in file.read_text("utf-8").partition("项目名称")[2]


def test_what_another_wrote_meanwhile_stays(desk: PostedForm, file: Path) -> None:
    form = sent(desk.get(REVIEW), ".one", action="confirm")
    theirs = TEXT.replace("48.60", "47.00")
    file.write_text(theirs, encoding="utf-8")
    assert desk.post(REVIEW, form).status == 409
    assert file.read_text("utf-8") == theirs


def test_a_piece_goes_into_a_field_or_away(desk: PostedForm, file: Path) -> None:
    answer = desk.get(REVIEW)
    form = sent(answer, ".piece")
    fields = [str(one["value"]) for one in answer.soup.select(".piece option") if one["value"]]
    assert '["年度目标",0,"实际"]' in fields  # of a goal that says only what was expected
    assert not [one for one in fields if "撤回" in one]
    form["to"] = next(one for one in fields if "结论" in one)
    assert desk.post(REVIEW, {**form, "action": "place"}).said == "放好了。"
    written = file.read_text("utf-8")
    assert "经验值得推广。" in written.replace("\n  经验值得推广。\n  第二段。", "")
    assert written.count("经验值得推广。") == 1
    desk.post(REVIEW, sent(desk.get(REVIEW), ".piece", action="drop"))
    assert "原文未能归类" not in file.read_text("utf-8")


def test_a_piece_that_goes_away_goes_nowhere_whatever_is_chosen(
    desk: PostedForm, file: Path
) -> None:
    form = sent(desk.get(REVIEW), ".piece", to=SPENT, action="drop")
    assert desk.post(REVIEW, form).said == "删去了，可以撤销。"
    assert file.read_text("utf-8") == TEXT.replace("  经验值得推广。\n", "")


def test_the_fields_for_a_piece_are_listed_by_part(desk: PostedForm) -> None:
    parts = [
        str(one["label"]) for one in desk.get(REVIEW).soup.select(".piece:first-of-type optgroup")
    ]
    assert parts[:2] == ["报告", "资金"], parts
    assert "附件" not in parts
    assert len(parts) == len(set(parts))


SENTENCE = "到位率100%，执行率97.20%。"
OTHER = """\
自评:
  到位率: 100%  # 多半：正文第 1 段，句子
  执行率: 97.20%  # 多半：正文第 1 段，句子

年度目标:"""
RATES = ['["自评","到位率"]', '["自评","执行率"]']


def with_rates(file: Path, *lines: str) -> None:
    """The draft states two rates; its original says so in these lines."""
    file.write_text(TEXT.replace("年度目标:", OTHER), encoding="utf-8")
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    word.save(os.fspath(file.with_suffix("") / "自评.docx"))


def _at(answer: Answer) -> list[str]:
    return [str(one["value"]) for one in answer.soup.select(".one [name=at]")]


def test_what_one_sentence_states_is_confirmed_together(desk: PostedForm, file: Path) -> None:
    with_rates(file, "一、概况", SENTENCE)
    here = f"{REVIEW}?at={RATES[1]}"
    answer = desk.get(here)
    assert _at(answer) == RATES
    beside = desk.get(f"{ORIGINAL}?at={RATES[0]}&at={RATES[1]}").soup
    assert [one.get_text() for one in beside.select(".here")] == [SENTENCE]
    assert [one.get_text() for one in beside.select("mark")] == ["100%", "97.20%"]
    pairs = [*sent(answer, ".one", action="confirm").items(), ("at", RATES[0])]
    desk.post(REVIEW, pairs)
    written = file.read_text("utf-8")
    assert "到位率: 100%\n  执行率: 97.20%\n" in written
    assert "支出: 48.60  # 多半" in written, "what was not shown stays unconfirmed"


@pytest.mark.parametrize("between", [["别的话，" * 60] * 4, ["表"] * 90])
def test_what_stands_far_apart_is_confirmed_alone(
    desk: PostedForm, file: Path, between: list[str]
) -> None:
    with_rates(file, "到位率100%。", *between, "执行率97.20%。")
    text = file.read_text("utf-8").replace("97.20%  # 多半：正文第 1 段", "97.20%  # 多半：正文第 "
                                           f"{len(between) + 2} 段")  # fmt: skip
    file.write_text(text, encoding="utf-8")
    assert _at(desk.get(f"{REVIEW}?at={RATES[0]}")) == RATES[:1]


def test_what_is_not_found_in_the_original_is_confirmed_alone(desk: PostedForm, file: Path) -> None:
    with_rates(file, SENTENCE)
    (file.with_suffix("") / "自评.docx").unlink()
    assert _at(desk.get(f"{REVIEW}?at={RATES[0]}")) == RATES[:1]


def test_who_evaluated_is_chosen_where_the_original_does_not_say(
    desk: PostedForm, file: Path
) -> None:
    comment = "  # 谁做的评价：单位自评、部门评价、财政评价、部门整体支出自评"
    file.write_text(TEXT.replace("评价类型: 单位自评", f"评价类型:{comment}"), encoding="utf-8")
    form = sent(desk.get(REVIEW), ".one", action="confirm")
    name = '["评价类型"]'
    assert form["at"] == name
    del form[name]
    assert desk.post(REVIEW, form).said == "请选“评价类型”。"
    assert "请选" in desk.post(REVIEW, {**form, name: "别的"}).said
    desk.post(REVIEW, {**form, name: "部门评价"})
    assert file.read_text("utf-8") == TEXT.replace("评价类型: 单位自评", "评价类型: 部门评价")


def test_a_piece_never_replaces_a_value(desk: PostedForm, file: Path) -> None:
    form = sent(desk.get(REVIEW), ".piece", to=SPENT, action="place")
    assert "已经有值" in desk.post(REVIEW, form).said
    assert file.read_text("utf-8") == TEXT


def test_it_becomes_public_once_all_is_looked_through(desk: PostedForm, file: Path) -> None:
    early = {"digest": sent(desk.get(REVIEW), ".one")["digest"], "action": "publish"}
    assert "先看完再公开" in desk.post(REVIEW, {**early, "date": "2026-01-05"}).said
    for _ in range(2):
        desk.post(REVIEW, sent(desk.get(REVIEW), ".one", action="confirm"))
    for _ in range(2):
        desk.post(REVIEW, sent(desk.get(REVIEW), ".piece", action="drop"))
    form = sent(desk.get(REVIEW), ".publish", action="publish", date="2026-01-05")
    assert "请写公开日期" in desk.post(REVIEW, {**form, "date": ""}).said
    answer = desk.post(REVIEW, form)
    assert answer.address.endswith("hand-in?said=public")
    assert "已改为公开" in answer.said
    text = file.read_text("utf-8")
    assert text.startswith("项目名称: 示例项目   # 照批复\n"), "what the import told is gone"
    assert "状态: 公开\n公开日期: 2026-01-05\n" in text


@pytest.mark.parametrize(
    ("where", "words"), [(SPENT, "支出 48.60 万元"), (BUDGET, "年初预算 <b>48.6</b> 万元")]
)
def test_the_place_of_a_value_is_marked_in_the_original(
    desk: PostedForm, where: str, words: str
) -> None:
    page = desk.get(f"{ORIGINAL}?at={where}").soup
    assert [one.get_text() for one in page.select("#here")] == [words]


def test_an_original_is_shown_as_text_alone(desk: PostedForm) -> None:
    page = desk.get(ORIGINAL).soup
    assert "年初预算 <b>48.6</b> 万元" in page.get_text()
    assert not page.select("b")


def test_a_draft_is_looked_through_by_keys_alone(
    browser: Browser, running: Preview, file: Path
) -> None:
    with in_browser(running, browser) as opened:
        opened.goto(REVIEW.replace("shili", file.stem))
        page = opened.page
        with page.expect_navigation():
            page.keyboard.press("n")
        assert page.get_attribute(".one label + input", "name") == SPENT
        assert page.frame_locator(".preview").locator("#here").inner_text() == "支出 48.60 万元"
        page.keyboard.press("e")
        page.keyboard.press("Control+a")
        page.keyboard.type("48.61")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "支出: 48.61\n" in file.read_text("utf-8")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert not page.locator(".one").count()
