"""What a file holds is found wherever it hides, or the file is refused: through the command."""

from pathlib import Path

import pytest

from tests.support import cut_numbers, leftovers, pieces, places, saved_files
from tests.support.attached import (
    FIXTURES,
    NUMBERS,
    Once,
    Problems,
    about,
    checked_once,
    content_with,
    problems_of,
    with_members,
    word_file,
    zipped,
)

pytestmark = pytest.mark.slow("takes hundreds of files apart that are made for it")

HIDDEN = sorted((FIXTURES / "hidden").iterdir())
EXPECTED = {
    "conn.xlsx": {"connection-password", "mobile-number"},
    "float_id.xlsx": {"identity-number", "identity-rounded"},
    "html.jpg": {"attachment-disguised", "mobile-number"},
    "polyglot_zip.pdf": {"attachment-disguised"},
}


@pytest.fixture(scope="module")
def checked(once: Once) -> Problems:
    """What is said of a report with all of them."""
    return checked_once(
        once,
        "hidden",
        lambda content: content_with(content, {one.name: one.read_bytes() for one in HIDDEN}),
    )


@pytest.mark.parametrize("file", HIDDEN, ids=lambda file: file.name)
def test_what_hides_is_found(file: Path, checked: Problems) -> None:
    found = {rule for rule, _ in about(checked, file.name)}
    assert EXPECTED.get(file.name, {"mobile-number"}) <= found


FORMATS = {
    "docx": places.word, "xlsx": places.excel, "pptx": places.powerpoint,
    "odt": places.open_document, "ofd": places.ofd, "pdf": places.pdf,
}  # fmt: skip
NOT_PUBLISHED = {"pptx", "odt"}  # but in an archive, or under another name


def files(kind: str) -> dict[str, bytes]:
    """A file for each place of a format, by a name that may be published."""
    made = {}
    for number, (_, data) in enumerate(FORMATS[kind]()):
        name = f"{kind}{number}.{kind}"
        made[f"{name}.zip" if kind in NOT_PUBLISHED else name] = (
            zipped({name: data}) if kind in NOT_PUBLISHED else data
        )
    return made


@pytest.fixture(scope="module")
def planted(once: Once) -> Problems:
    """What is said of a report for each format, with a file for each place."""

    def fill(content: Path) -> None:
        for kind in FORMATS:
            content_with(content, files(kind), kind)

    return checked_once(once, "planted", fill)


@pytest.mark.parametrize("kind", FORMATS)
def test_numbers_are_found_in_every_place_of_a_format(kind: str, planted: Problems) -> None:
    missed = {}
    for (place, _), name in zip(FORMATS[kind](), files(kind), strict=True):
        found = {rule for rule, _ in about(planted, name)}
        if not found >= NUMBERS and "attachment-unreadable" not in found:
            missed[place] = NUMBERS - found
    assert missed == {}


UNLISTED = {
    "pdf": {**leftovers.pdf(), **dict(pieces.pdf())},
    "docx": {**leftovers.docx(), **dict(cut_numbers.word()), **saved_files.pictures()},
    "doc": {**leftovers.doc(), **dict(cut_numbers.flat()), **saved_files.pages(),
            **saved_files.rich_text()}, "ofd": dict(pieces.ofd()),
    "zip": {**leftovers.archive(), **dict(pieces.archive()), **dict(cut_numbers.archived())},
    "xlsx": dict(cut_numbers.excel()),
}  # fmt: skip
LEFTOVERS = {
    f"{kind}-{place}": (f"{number}.{kind}", data, rule)
    for kind, of_kind in UNLISTED.items()
    for number, (place, (data, rule)) in enumerate(of_kind.items())
}


@pytest.fixture(scope="module")
def left_over(once: Once) -> Problems:
    """What is said of a report with all files whose tables do not lead to the words."""
    made = {name: data for name, data, _ in LEFTOVERS.values()}
    return checked_once(once, "leftovers", lambda content: content_with(content, made))


@pytest.mark.parametrize("place", LEFTOVERS)
def test_what_no_table_leads_to_is_found(place: str, left_over: Problems) -> None:
    name, _, rule = LEFTOVERS[place]
    told = [one for one, _ in about(left_over, name)]
    assert ({rule} if rule else NUMBERS) <= set(told)
    assert bool(rule) == (leftovers.UNREAD in told), "named as unreadable, but it was read"


@pytest.mark.parametrize("place", ["pdf-former revision", "pdf-save without changes"])
def test_a_former_revision_is_told_where_it_said_more(place: str, left_over: Problems) -> None:
    told = "\n".join(message for _, message in about(left_over, LEFTOVERS[place][0]))
    assert ("从前保存的版本" in told) == (place == "pdf-former revision")


def test_what_pictures_show_is_said_to_be_unread(tmp_path: Path) -> None:
    told = {
        "photo.jpg": "：这是图片，图上的字程序看不见",
        "photos.zip": "：里面的“1.jpg”等 2 张是图片，图上的字程序看不见",
        "scan.doc": "：几乎没有文字，只有图，多半是扫描件",
        "scan.pdf": "：第 1 页几乎没有文字，只有图",
    }
    files = saved_files.scans() | saved_files.illustrated()
    content_with(tmp_path / "content", files)
    problems = problems_of(tmp_path / "content")
    found = {
        name: [words for rule, words in about(problems, name) if rule == leftovers.UNREAD]
        for name in files
    }
    assert {name: len(of_file) for name, of_file in found.items() if of_file} == dict.fromkeys(
        told, 1
    )
    assert [name for name, words in told.items() if words not in found[name][0]] == []


def test_a_number_in_a_picture_is_told_once(tmp_path: Path) -> None:
    comment = f"电话{places.PHONE}".encode()
    data = b"\xff\xd8\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + b"\xff\xd9"
    content_with(tmp_path / "content", {"a.jpg": data})
    told = [one for one, _ in about(problems_of(tmp_path / "content"), "a.jpg")]
    assert told.count("mobile-number") == 1


def test_the_author_of_a_document_in_one_piece_is_told(tmp_path: Path) -> None:
    properties = '<d xmlns:o="o"><o:Author>李经办</o:Author><t>正文</t></d>'
    content_with(tmp_path / "content", {"a.doc": b'<?xml version="1.0"?>' + properties.encode()})
    told = dict(about(problems_of(tmp_path / "content"), "a.doc"))
    assert "李经办" in told["attachment-author"]


@pytest.mark.parametrize("after", ["<style>2023年</style>", "<si>99<is>2023年</is></si>"])
def test_a_figure_of_the_next_line_does_not_lengthen_a_number(after: str, tmp_path: Path) -> None:
    part = f"<a><r>卡号{places.CARD}</r>\n{after}</a>".encode()
    data = with_members(word_file(["正文"]), {"customXml/item1.xml": part})
    content_with(tmp_path / "content", {"a.docx": data})
    assert "bank-card" in dict(about(problems_of(tmp_path / "content"), "a.docx"))
