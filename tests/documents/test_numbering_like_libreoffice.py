"""Automatic numbers beside those that LibreOffice writes into a text: another program, one result."""

import os
import random
import subprocess
from pathlib import Path

import pytest

from generator.check.attachments.contents import Quota
from generator.documents import libreoffice
from generator.documents.document import Paragraph
from generator.documents.word import read
from tests.support.word_files import (
    abstract,
    level,
    num,
    override,
    paragraph,
    style,
    word_file,
)  # fmt: skip

pytestmark = pytest.mark.slow("LibreOffice")

VALUES = [1, 2, 9, 10, 11, 12, 19, 20, 21, 30, 99]
FORMATS = [
    "decimal", "decimalZero", "decimalFullWidth", "decimalEnclosedCircle", "chineseCounting",
    "chineseCountingThousand", "chineseLegalSimplified", "taiwaneseCountingThousand",
    "japaneseCounting", "ideographDigital", "ideographTraditional", "ideographZodiac",
    "lowerLetter", "upperLetter", "lowerRoman", "upperRoman",
]  # fmt: skip
# Where LibreOffice differs from Word: it writes ㉑ where Word goes on with 21, and 十 for 一〇.
OTHERWISE = {"decimalEnclosedCircle": {21, 30}, "ideographDigital": set(VALUES[3:])}
TEXTS = ["%{}、", "（%{}）", "第%{}条", "%{}.", "(%{})", "%{}"]
RANDOM = 60


def of_format(kind: str) -> bytes:
    numbering = "".join(abstract(one, level(0, kind, "<%1>", start=one)) for one in VALUES)
    numbering += "".join(num(one, one) for one in VALUES)
    return word_file(
        "".join(paragraph("甲", number=(one, 0)) for one in VALUES), numbering=numbering
    )


def at_random(seed: int) -> bytes:
    """Lists of three levels, some with the same definition, restarts, and headings with numbers."""
    chosen = random.Random(seed)
    definitions, lists = [], []
    for key in (1, 2):
        levels = []
        for index in range(3):
            text = chosen.choice(TEXTS).format(index + 1)
            if index and chosen.random() < 0.3:
                text = ".".join(f"%{one + 1}" for one in range(index + 1))
            levels.append(level(index, chosen.choice(FORMATS[4:7] + FORMATS[:1]), text))
        definitions.append(abstract(key, *levels, more='<w:multiLevelType w:val="multilevel"/>'))
        lists.append(num(key, key))
    lists.append(num(3, 1, override(0, start=1)))
    # Of a lower level LibreOffice takes such a beginning once only, Word each time that it restarts.
    lists.append(num(4, 2, override(0, start=5)))
    headings = [level(index, "chineseCounting", text, more=f'<w:pStyle w:val="{index + 1}"/>')
                for index, text in enumerate(("%1、", "（%2）"))]  # fmt: skip
    definitions.append(abstract(9, *headings, more='<w:multiLevelType w:val="multilevel"/>'))
    lists.append(num(9, 9))
    styles = "".join(
        style(f"{one}", f"heading {one}", inner=f'<w:pPr><w:numPr><w:ilvl w:val="{one - 1}"/>'
              f'<w:numId w:val="9"/></w:numPr><w:outlineLvl w:val="{one - 1}"/></w:pPr>')
        for one in (1, 2)
    )  # fmt: skip
    body, depth, begun = [], 0, set[int]()
    for count in range(30):
        depth = max(0, min(2, depth + chosen.choice((-1, 0, 0, 1))))
        kind = chosen.random()
        if kind < 0.2:
            body.append(paragraph(f"题{count}", style=chosen.choice("12")))
        elif kind < 0.3:
            body.append(paragraph(f"文{count}"))
        else:
            key = chosen.choice((1, 1, 1, 2, 3, 4))
            depth = depth if key in begun else 0  # who begins with 1.1 gets from each another 1
            begun.add(key)
            body.append(paragraph(f"条{count}", number=(key, depth)))
    return word_file("".join(body), numbering="".join((*definitions, *lists)), styles=styles)


FILES = {
    **{one: of_format(one) for one in FORMATS},
    **{f"{one}": at_random(one) for one in range(RANDOM)},
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The text of each, from one call."""
    folder = tmp_path_factory.mktemp("numbers")
    for name, data in FILES.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [libreoffice.find(), profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8",
         "--outdir", folder, *folder.glob("*.docx")],
        check=True, capture_output=True, timeout=200, env={**os.environ, "HOME": os.fspath(folder)},
    )  # fmt: skip
    return folder


def squeezed(lines: list[str]) -> list[str]:
    return [found for one in lines if (found := "".join(one.split()).lstrip("\ufeff"))]


@pytest.mark.parametrize("name", FILES)
def test_the_numbers_are_those_of_libreoffice(exported: Path, name: str) -> None:
    lines = squeezed((exported / f"{name}.txt").read_text("utf-8").splitlines())
    blocks = read(FILES[name], f"{name}.docx", Quota()).blocks
    ours = squeezed([one.shown for one in blocks if isinstance(one, Paragraph)])
    left_out = OTHERWISE.get(name, set())
    kept = [at for at in range(len(ours)) if at >= len(VALUES) or VALUES[at] not in left_out]
    assert [ours[at] for at in kept] == [lines[at] for at in kept]
    assert len(ours) == len(lines)
