"""Report text reaches the reader as it stands, whatever it holds, through the site's own Markdown."""

import re
from collections.abc import Sequence

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.pages import narrative
from tests.conftest import ROOT

ALLOWED = {"p", "strong", "a", "ul", "li", "h4", "table", "thead", "tbody", "tr", "th", "td"}


class _Loader(yaml.SafeLoader):
    pass


_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", lambda *_: None)


def _extensions() -> tuple[list[str], dict[str, dict[str, object]]]:
    """Names and options of the extensions that mkdocs.yml switches on."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_Loader)
    listed = [e if isinstance(e, dict) else {e: {}} for e in config["markdown_extensions"]]
    options = {name: value for entry in listed for name, value in entry.items() if name != "toc"}
    return [*options, "toc"], options


EXTENSIONS, OPTIONS = _extensions()


def render(text: str, marks: Sequence[narrative.Mark] = ()) -> BeautifulSoup:
    html = markdown.markdown(
        narrative.markdown(text, marks=marks), extensions=EXTENSIONS, extension_configs=OPTIONS
    )
    return BeautifulSoup(html, "html.parser")


def shown(text: str) -> list[str]:
    return [tag.get_text() for tag in render(text).find_all(["p", "li", "h4", "td", "th"])]


@pytest.mark.parametrize(
    "line",
    [
        "张**、李**等5人（身份证510422********1234）",
        "补助标准：200元*30人*5天=30000元",
        "1. 资金计划",
        "3) 第三项",
        "2021. 年初",
        "# ",
        "#1机组检修",
        "+86 电话",
        "> 50%",
        "PM2.5<35，气温>30℃，A&B，&nbsp;",
        "文件_2021_05_06_终稿.doc",
        "`代码` ~~删~~ ^上标^ {: .class} [^1] ![图](https://example.com/x.png)",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "[点我](javascript:alert(1)) [点我](JaVaScRiPt:alert(1)) [x](data:text/html,1)",
        "[点我](//example.com) <https://example.com>",
        "[甲]: javascript:alert(1)",
        "====",
        "----",
        "* * *",
        "路径 C:\\new\\*",
        "!!! note",
        "| 不是表格 |",
        "“引号” 'a' \"b\"",
        "*[HTML]: 甲",
        '--8<-- "/etc/passwd"',
        "甲  乙",
    ],
)
def test_line_is_shown_as_it_stands(line: str) -> None:
    page = render(line)
    assert {tag.name for tag in page.find_all(True)} == {"p"}
    assert page.get_text() == line.strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("甲\n乙\n\n丙", "<p>甲</p>\n<p>乙</p>\n<p>丙</p>"),
        ("**1.资金计划。**按程序", "<p><strong>1.资金计划。</strong>按程序</p>"),
        ("其中，**重点**：", "<p>其中，<strong>重点</strong>：</p>"),
        ("- 甲\n- 乙\n丙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n<p>丙</p>"),
        ("见[公告](https://example.cn/a?b=1&c=2)", '<p>见<a href="https://example.cn/a?b=1&amp;c=2">公告</a></p>'),
    ],
)  # fmt: skip
def test_markdown_that_staff_mean(text: str, html: str) -> None:
    assert str(render(text)) == html


def test_table_and_heading() -> None:
    page = render("### 小标题\n|甲|乙<b>|\n|---|--:|\n|1|*2*|\n尾")
    assert [h.get_text() for h in page.find_all("h4")] == ["小标题"]
    assert [cell.get_text() for cell in page.find_all(["th", "td"])] == ["甲", "乙<b>", "1", "*2*"]
    assert page.find_all("p")[-1].get_text() == "尾"


def test_a_wide_table_scrolls_in_a_frame_that_the_keyboard_reaches() -> None:
    text = "|年度|金额|说明|\n|---|---|---|\n|2020|1,950.00|无|\n|2021||甲|"
    first, second = render(f"{text}\n\n{text}").select("div[tabindex='0'][role=region]")
    assert first["aria-label"] != second["aria-label"]
    sides = [list(cell.get("class") or ()) for cell in first.find_all(["th", "td"])]
    assert sides == [[], ["jx-right"], []] * 3  # figures, and they alone


def test_empty_cells_at_the_end_of_a_row_stay_in_the_table() -> None:
    page = render("|来源|预算|到位|支出|\n|---|---|---|---|\n|合计||113.5585||")
    cells = [cell.get_text() for cell in page.find_all("td")]
    assert cells == ["合计", "", "113.5585", ""]


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


# Everything that is a sign to Markdown, to HTML or to an extension, between letters and Han.
SIGNS = "甲乙，。1a \n\t<>&\"'`*_{}[]()#+-.!|~^\\:=/;%$@"


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=SIGNS, max_size=60))
def test_any_text_is_harmless_and_loses_nothing(text: str) -> None:
    page = render(text)
    for tag in page.find_all(True):
        assert tag.name in ALLOWED
        for name, value in tag.attrs.items():
            assert (tag.name, name) in {
                ("a", "href"),
                ("h4", "id"),
                ("p", "class"),
                ("td", "style"),
                ("th", "style"),
            }
            assert name != "class" or value == ["jx-keep"]
            assert name != "href" or str(value).startswith(("http://", "https://"))
    signs = re.compile(r"[-#*|:\[\]()]")  # what a recognised construct may consume
    assert signs.sub("", _letters(page.get_text())) == signs.sub("", _letters(text))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=SIGNS, max_size=60))
def test_plain_text_is_shown_as_it_stands_anywhere(text: str) -> None:
    text = f"首{text}尾"  # the parser of this test drops blanks around
    escaped = narrative.escaped(text)
    page = BeautifulSoup(f'<p title="{escaped}">{escaped}</p>', "html.parser")
    expected = text.replace("\n", " ")
    assert page.p is not None
    assert page.p.get_text() == expected
    assert page.p["title"] == expected


def marks_of(text: str, pattern: str = r"\d+(?:\.\d+)?(?:万元|元|%|％|分)") -> list[narrative.Mark]:
    """A mark on each figure of a text."""
    found = re.finditer(pattern, text)
    return [
        narrative.Mark(*one.span(), f"s-spent-{n}", "f-spent", "回到关键数字“支出”")
        for n, one in enumerate(found, 1)
    ]


def unmarked(page: BeautifulSoup) -> str:
    """The page as it is without marks; white space counts as a browser counts it."""
    for one in page.select(".jx-stated"):
        one.unwrap()
    return re.sub(r"\s+", " ", str(page))


MARKED = (
    "全年支出48.6万元，**到位50万元。**其中",
    "**支出48.6万元**：见[支出48.6万元的公告](https://example.cn/a?b=1&c=2)",
    "- 支出48.6万元\n- 到位率98%\n\n### 支出5元\n50元起",
    "|项目|金额|说明|\n|---|--:|---|\n|支出|48.6万元|**50元**，一|\n|到位|50万元||",
    "1. 支出48.6万元\n2021. 50元",
    "<b>48.6万元</b>&nbsp;50元`98%`_50元_*50元*~~50元~~",
    "  前有空格50元  \n\n尾98％",
)


@pytest.mark.parametrize("text", MARKED)
def test_marks_change_nothing_but_lead_back(text: str) -> None:
    page = render(text, marks_of(text))
    found = page.select(".jx-stated")
    assert [one.get_text() for one in found] == [
        text[one.start : one.end] for one in marks_of(text)
    ]
    assert [one["id"] for one in found] == [one.anchor for one in marks_of(text)]
    for one in found:
        inside = one.find_parent("a")
        assert one.name == ("span" if inside else "a")
        assert inside or one["href"] == "#f-spent"
    assert unmarked(page) == unmarked(render(text))


FIGURES = st.sampled_from(["5元", "48.6万元", "98%", "7分"])


@settings(max_examples=400, deadline=None)
@given(st.lists(st.text(alphabet=SIGNS, max_size=12) | FIGURES, max_size=9).map("".join))
def test_marks_change_no_text_whatever_it_holds(text: str) -> None:
    assert unmarked(render(text, marks_of(text))) == unmarked(render(text))


def test_a_mark_across_markup_has_one_id() -> None:
    page = render("甲：**支出**，元", [narrative.Mark(4, 10, "s-spent-1", "f-spent", "支出")])
    found = page.select(".jx-stated")
    assert [one.get_text() for one in found] == ["支出", "，元"]
    assert [one.get("id") for one in found] == ["s-spent-1", None]
