"""Web pages at random: no visible character is lost, none comes twice, well formed or not."""

import html
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.check.attachments.contents import Quota
from generator.documents.document import Document, paragraphs
from generator.documents.web_page import read
from tests.support.pdf_pages import letters

Fragment = tuple[str, str]  # as it is written, and what is seen of it

TEXT = st.text(st.sampled_from("示例县项目资金5.0% \n一、<&>≥"), max_size=8)
PLAIN: st.SearchStrategy[Fragment] = TEXT.map(lambda text: (html.escape(text), text))
HIDDEN: st.SearchStrategy[Fragment] = st.sampled_from(
    [
        "<script>藏</script>",
        "<p hidden>藏</p>",
        "<!-- 藏 -->",
        '<i style="display:none">藏</i>',
        "<br>",
        "<hr>",
        "<img src=x>",
    ]
).map(lambda written: (written, ""))
TAGS = st.sampled_from([
    "<p>{}</p>", "<p>{}", "<div class=nav>{}</div>", "<div>{}</div>", "<b>{}</b>", "<i>{}", "<h2>{}</h2>", "<ul><li>{}</ul>",
    "<ol start=4><li>{}</li></ol>", '<a href="/x">{}</a>', "<table><tr><td>{}</table>", "<blockquote>{}</blockquote>",
    "<table border=1><tr><td rowspan=3>{}<td colspan=2></td></tr></table>", "<pre>{}</pre>", "<center>{}</center>", "<o:p>{}</o:p>",
    '<footer>{}</footer>', '<table border="1"><caption>{}</caption><tbody><tr><th></th></tr></tbody></table>', "<details>{}</details>",
])  # fmt: skip


def words(found: Document) -> str:
    """The visible characters but for the numbers of lists, which no file holds."""
    seen = [found.blocks, *(aside.blocks for aside in found.asides if aside.is_visible)]
    return letters("".join(one.text for blocks in seen for one in paragraphs(blocks)))


def within(tag: str, inner: Sequence[Fragment]) -> Fragment:
    return tag.format("".join(one for one, _ in inner)), "".join(text for _, text in inner)


FRAGMENTS = st.recursive(
    PLAIN | HIDDEN,
    lambda inner: st.builds(within, TAGS, st.lists(inner, max_size=3)),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS, max_size=4), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_every_character_is_there_once(fragments: list[Fragment], encoding: str) -> None:
    written, text = within("{}", fragments)
    page = f'<html><head><meta charset="{encoding}"></head><body>{written}</body></html>'
    found = read(page.encode(encoding), "示例.html", Quota())
    assert words(found) == letters(text)


TOKENS = [
    "<table>", "<tr>", "<td>", "</table>", "<p>", "</p>", "<li>", "<ol>", "</div>", "<b>", "</td>", "<caption>", "示", "例",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=30).map("".join))
def test_broken_pages_lose_nothing(page: str) -> None:
    found = read(page.encode(), "示例.html", Quota())
    assert words(found) == letters("".join(one for one in page if one in "示例"))
