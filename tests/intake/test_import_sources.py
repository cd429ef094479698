"""Files as bureaus have them become the drafts that a careful person would make of them."""

from functools import partial

import pytest

from tests.intake.sources import all_sources
from tests.support.import_sources import Outcome, Score, imported, scored, table

pytestmark = pytest.mark.slow("LibreOffice saves files in other formats")

SOURCES = list(all_sources())
ALL, FIELD = 0.995, 0.98  # least recall and precision


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    return imported(tmp_path_factory.mktemp("sources"), SOURCES)


@pytest.fixture(scope="module")
def score(outcomes: list[Outcome]) -> Score:
    whole = Score()
    for one in outcomes:
        whole.add(scored(one))
    print("\n".join([*table(whole), *whole.differences]))
    return whole


def test_values_are_found_and_none_is_made_up(score: Score) -> None:
    assert score.recall() >= ALL, score.differences
    assert score.precision() >= ALL, score.differences


def test_no_field_is_worse_than_the_others(score: Score) -> None:
    for share in (partial(Score.recall, score), partial(Score.precision, score)):
        low = {name: share(name) for name in score.expected if share(name) < FIELD}
        assert low == {}, score.differences


def test_no_value_is_wrong_and_called_sure(score: Score) -> None:
    assert score.wrong_sure == []


@pytest.mark.parametrize("number", range(len(SOURCES)), ids=[one.name for one in SOURCES])
def test_each_file_gives_its_drafts_or_says_why_not(outcomes: list[Outcome], number: int) -> None:
    one = outcomes[number]
    assert len(one.drafts) == len(one.expected), one.said
    assert one.source.message in one.said
