"""Files at random, imported the whole way: not a character that they show is lost on it.

`make bench-conservation` does it with thousands.
"""

from pathlib import Path

import pytest

from tests.support.carried import carried
from tests.support.documents_at_random import CONVERTED, WRITERS, files
from tests.support.made_up import content as made_up
from tests.support.made_up import department


def unlike(folder: Path, ending: str, count: int) -> list[str]:
    """What is lost, refused, or comes from nowhere."""
    content = made_up(folder)
    department(content, "shuiliju", "示例县水利局")
    texts = files(folder / "files", ending, count)
    found = list(carried(content, texts, "shuiliju"))
    assert sum(one.shown for one in found) > 50 * count
    return [
        f"{one.path}: {one.lost!r} {one.added!r} {one.said} {one.refused}"
        for one in found
        if one.lost or one.added or one.said or one.refused
    ]


@pytest.mark.parametrize("ending", sorted({*WRITERS} - {*CONVERTED.values()}))
def test_not_a_character_is_lost(tmp_path: Path, ending: str) -> None:
    assert unlike(tmp_path, ending, 30 if ending == "docx" else 10) == []


@pytest.mark.slow("LibreOffice")
@pytest.mark.parametrize("ending", CONVERTED)
def test_not_a_character_of_an_older_file_is_lost(tmp_path: Path, ending: str) -> None:
    assert unlike(tmp_path, ending, 5) == []
