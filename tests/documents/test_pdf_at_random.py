"""PDF files at random: no visible character is lost, none comes twice, whatever is drawn where."""

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.check.attachments.contents import Quota
from generator.documents.pdf import read
from tests.support.pdf_pages import Draw, at, both, letters, pdf, ruled, seen

TEXT = st.text(st.sampled_from("示例县项目资金5.0%一、（）≥ ABc-"), min_size=1, max_size=12)
X, Y = st.integers(20, 280), st.integers(20, 800)
PLACED = st.tuples(X, Y, TEXT, st.sampled_from([9, 12, 22]))
TABLES = st.tuples(
    st.lists(st.integers(30, 90), min_size=1, max_size=4),
    st.integers(1, 4),
    st.integers(100, 800),
    X,
)


def drawn(
    page: tuple[list[tuple[int, int, str, int]], list[tuple[list[int], int, int, int]]],
) -> Draw:
    placed, frames = page
    frame = [ruled([*map(float, widths)], [[""] * len(widths)] * rows, top, left)
             for widths, rows, top, left in frames]  # fmt: skip
    return both(*frame, *(at(*one) for one in apart(placed)))


def apart(placed: list[tuple[int, int, str, int]]) -> list[tuple[int, int, str, int]]:
    """Texts of which none is drawn upon another: PDFium takes letters upon themselves for one."""
    return [one for number, one in enumerate(placed)
            if all(abs(one[1] - other[1]) > 2 for other in placed[:number])]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(PLACED, max_size=12), st.lists(TABLES, max_size=3)),
        min_size=1,
        max_size=3,
    )
)
def test_every_character_is_there_once(
    pages: list[tuple[list[tuple[int, int, str, int]], list[tuple[list[int], int, int, int]]]],
) -> None:
    found = read(pdf(*map(drawn, pages)), "示例.pdf", Quota())
    text = "".join(text for placed, _ in pages for _, _, text, _ in apart(placed))
    assert seen(found) == letters(text)
