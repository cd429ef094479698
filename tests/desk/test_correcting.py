"""A public report corrected and withdrawn at the desk, without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import made_up
from tests.support.desk import without_browser
from tests.support.git import commit
from tests.support.posted_form import Answer, PostedForm

pytestmark = pytest.mark.slow("starts the desk")

NAME = "reports/2021/gonganju/shili.yml"
EDIT = f"edit/{NAME}"
SPENT, SCORE = '["资金","支出"]', '["自评","得分"]'


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("correcting")
    made = made_up.content(folder)
    stated = {"资金": {"单位": "万元", "支出": "48"}, "自评": {"得分": "90"}}
    made_up.report(made, "shili", 2021, more=stated)
    commit(folder)
    return made


@pytest.fixture(scope="module")
def running(content: Path) -> Iterator[PostedForm]:
    with without_browser(content) as opened:
        yield opened


@pytest.fixture
def desk(running: PostedForm, content: Path) -> Iterator[PostedForm]:
    public = (content / NAME).read_bytes()
    yield running
    (content / NAME).write_bytes(public)


def saved(desk: PostedForm, **typed: str) -> Answer:
    return desk.post(EDIT, {**desk.get(EDIT).values(), "action": "", **typed})


def standing(answer: Answer) -> str:
    found = answer.soup.select_one(".standing")
    return found.get_text(" ", strip=True) if found else ""


def test_a_correction_is_begun_completed_by_saving_and_taken_back(
    desk: PostedForm, content: Path
) -> None:
    file = content / NAME
    public = file.read_text("utf-8")
    links = [one["href"] for one in desk.get("").soup.select("a") if one.get_text() == "更正"]
    assert links == [f"/_jixiao/desk/correct/{NAME}"]
    assert "已经公开" in standing(desk.get(EDIT))
    asked = desk.get(f"correct/{NAME}")
    refused = desk.post(f"correct/{NAME}", {**asked.values(), "reason": " "})
    assert refused.said == "请写更正的理由：读者会看到它。"
    form = desk.post(f"correct/{NAME}", {**asked.values(), "reason": "漏算结转"})
    assert form.address.partition("?")[0].endswith(EDIT)
    assert "正在更正 ：漏算结转 还没有改动。" in standing(form)
    entry = "更正:\n  - 日期: 2026-11-23\n    说明: 漏算结转\n"
    assert file.read_text("utf-8") == public + entry
    shown = saved(desk, **{SPENT: "50"})
    assert "资金·支出 48 50" in standing(shown)
    saved(desk, **{SCORE: ""})
    listed = (
        "    改动:\n      - 栏目: 资金·支出\n        原为: 48\n        改为: 50\n"
        "      - 栏目: 自评·得分\n        原为: 90\n"
    )
    assert file.read_text("utf-8").endswith(entry + listed)
    # A wrong value is kept, and the list waits until it is mended.
    assert "看不出改了哪几栏" in standing(saved(desk, **{SPENT: "五十"}))
    saved(desk, **{SPENT: "51"})
    assert "改为: 51" in file.read_text("utf-8")
    page = "reports/2021/gonganju/shili/"
    desk.until(lambda: "资金·支出 48 51" in desk.page(page).soup.get_text(" ", strip=True))
    cancel = desk.get(EDIT).soup.select_one(".standing button")
    assert cancel is not None
    taken_back = saved(desk, action=str(cancel["value"]))
    assert "改了 2 处，还没有写更正" in standing(taken_back)
    assert "更正" not in file.read_text("utf-8")
    assert "支出: 51" in file.read_text("utf-8").replace("'", "")


def test_a_withdrawal_is_written_and_taken_back(desk: PostedForm, content: Path) -> None:
    file = content / NAME
    public = file.read_text("utf-8")
    asked = desk.get(f"withdraw/{NAME}")
    form = desk.post(f"withdraw/{NAME}", {**asked.values(), "reason": "重复公开"})
    assert "正在撤回 ：重复公开" in standing(form)
    withdrawn = file.read_text("utf-8")
    assert "状态: 撤回" in withdrawn
    assert withdrawn.endswith("撤回:\n  日期: 2026-11-23\n  理由: 重复公开\n")
    assert desk.get(f"correct/{NAME}").status == 409
    again = desk.post(f"republish/{NAME}", form.values())
    assert again.said == "没有撤回，仍然公开。"
    assert file.read_text("utf-8") == public
    desk.post(f"withdraw/{NAME}", {**asked.values(), "reason": "重复公开"})
    desk.post(f"undo/{NAME}", {})
    assert file.read_text("utf-8") == public


def test_what_is_not_public_is_not_corrected(desk: PostedForm, content: Path) -> None:
    saved(desk, **{'["状态"]': "草稿"})
    assert standing(desk.get(EDIT)) == ""
    assert "不能更正" in desk.get(f"correct/{NAME}").soup.get_text()
    draft = (content / NAME).read_text("utf-8")
    for address in ("correct", "withdraw"):  # as a page that was opened before sends it
        assert desk.post(f"{address}/{NAME}", {"reason": "重复公开"}).status == 409
    assert (content / NAME).read_text("utf-8") == draft
    assert desk.get("correct/reports/2021/gonganju/none.yml").status == 404
