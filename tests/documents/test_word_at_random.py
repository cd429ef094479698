"""Word files at random from valid parts: no visible character is lost, none comes twice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.check.attachments.contents import Quota
from generator.documents.document import paragraphs
from generator.documents.word import read
from tests.support.word_files import (
    abstract,
    cell,
    complex_field,
    level,
    num,
    paragraph,
    row,
    run,
    style,
    table,
    text_box,
    word_file,
)
from tests.support.word_text import squeezed, visible_text

NUMBERING = abstract(0, *(level(one, "chineseCounting") for one in range(3))) + num(1, 0)
STYLES = style("1", "heading 1") + style(
    "2", based_on="1", inner='<w:pPr><w:jc w:val="center"/></w:pPr>'
)
WORDS = st.text(st.sampled_from("示例县项目资金50.%&<>\t 一（）"), max_size=6)
RUNS = st.recursive(
    st.one_of(
        WORDS.map(run),
        WORDS.map(lambda text: run(text, "<w:b/>")),
        WORDS.map(lambda text: run(text, "<w:vanish/>")),
        WORDS.map(lambda text: f"<w:del>{run(text)}</w:del>"),
        WORDS.map(lambda text: f"<w:r><w:ruby><w:rt>{run('x')}</w:rt><w:rubyBase>{run(text)}</w:rubyBase></w:ruby></w:r>"),
        WORDS.map(lambda text: complex_field(" REF a ", run(text))),
        st.sampled_from(["<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", "<w:bookmarkEnd/>", "<w:r/>"]),
    ),
    lambda inner: st.builds(
        lambda tag, runs: f"<w:{tag}>{''.join(runs)}</w:{tag}>",
        st.sampled_from(["ins", "moveTo", "moveFrom", "hyperlink", "smartTag", "fldSimple", "sdtContent"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)  # fmt: skip
MARKS = st.sampled_from(["", "", "", "<w:rPr><w:del/></w:rPr>", "<w:rPr><w:ins/></w:rPr>"])
PARAGRAPHS = st.builds(
    lambda runs, name, number, mark: paragraph(
        "".join(runs) or "<w:r/>", style=name, number=number, more=mark
    ),
    st.lists(RUNS, max_size=4),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from([None, (1, 0), (1, 2), (1, None), (0, 0), (7, 1)]),
    MARKS,
)
# A cell that is covered by another is empty, as Word and WPS write it.
SHAPES = st.sampled_from(["", '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'])


def _cells(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    full = st.builds(
        lambda blocks, shape: cell("".join(blocks) or "<w:p/>", shape),
        st.lists(inner, max_size=2),
        SHAPES,
    )
    return st.one_of(full, st.just(cell("<w:p/>", "<w:vMerge/>")))


def _tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    rows = st.builds(
        lambda cells, about: row(*cells, properties=about),
        st.lists(_cells(inner), min_size=1, max_size=3),
        st.sampled_from(
            ["", "", "<w:tblHeader/>", "<w:ins/>", "<w:del/>", '<w:gridBefore w:val="1"/>']
        ),
    )
    return st.lists(rows, max_size=3).map(lambda found: table(*found))


BLOCKS = st.recursive(
    PARAGRAPHS,
    lambda inner: st.one_of(
        _tables(inner),
        st.lists(inner, max_size=2).map(lambda one: paragraph(run("甲") + text_box("".join(one)))),
        st.lists(inner, max_size=2).map(lambda one: f"<w:sdt><w:sdtContent>{''.join(one)}</w:sdtContent></w:sdt>"),
    ),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(BLOCKS, max_size=5).map("".join))
def test_no_visible_character_is_lost(body: str) -> None:
    data = word_file(body, styles=STYLES, numbering=NUMBERING)
    found = read(data, "例.docx", Quota())
    seen = list(paragraphs(found.blocks))
    assert squeezed("".join(one.text for one in seen)) == visible_text(data)
    assert [one.text for one in found.pieces()] == [
        text for one in seen for text in (one.number, one.text) if text
    ]
