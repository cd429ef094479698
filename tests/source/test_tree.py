"""Reading YAML: positions that a person can go to, text that nobody guessed at, no way to hurt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.report import Report
from generator.source.decoding import Position
from generator.source.tree import read
from generator.source.validation import validate


def value(text: str) -> object:
    source, problems = read(text.encode(), "f.yml")
    assert problems == []
    assert source is not None
    return source.value


@pytest.mark.parametrize(
    "scalar",
    [
        "50.00",
        "no",
        "2021-06",
        "1e3",
        "0x10",
        "null",
        "~",
        "1_000",
        "12:30",
        "盐财资行【2021】204号",
    ],
)
def test_scalars_stay_text(scalar: str) -> None:
    assert value(f"键: {scalar}\n") == {"键": scalar}


def test_nothing_stated_is_none() -> None:
    assert value("甲:\n乙: ''\n丙: '  '\n丁: |\n戊: []\n") == {
        "甲": None, "乙": None, "丙": None, "丁": None, "戊": [],
    }  # fmt: skip


def test_positions_count_characters_from_one() -> None:
    source, _ = read("资金:\n  来源:\n    - {名称: 甲, 支出: 50}\n".encode(), "f.yml")
    assert source is not None
    assert source.position(("资金", "来源", 0, "支出")) == Position(3, 19)
    assert source.key_position(("资金", "来源", 0, "支出")) == Position(3, 15)
    assert source.position(("资金", "来源", 7, "没有")) == Position(3, 5)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_problems(data: bytes) -> None:
    source, problems = read(data, "f.yml")
    assert source is not None or problems


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="甲a1 :-\n[]{},'\"|>&*!%@`#?\t", max_size=80))
def test_any_text_gives_a_value_or_problems_at_a_place(text: str) -> None:
    source, problems = read(text.encode(), "f.yml")
    assert source is not None or problems
    lines = text.count("\n") + 2
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.message.endswith("。")


def test_a_file_of_nothing_but_unknown_keys_is_told_in_good_time() -> None:
    source, _ = read(b"".join(b"k%d: 1\n" % number for number in range(5_000)), "a.yml")
    assert source
    record, problems = validate(source, Report)
    assert record is None
    assert len(problems) == 500
