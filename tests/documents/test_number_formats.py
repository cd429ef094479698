"""Numbers and dates as a workbook shows them."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.documents.format_codes import BUILT_IN, UnknownFormat, sections
from generator.documents.number_formats import number_shown, text_shown

CASES = yaml.safe_load(Path(__file__).with_name("number_formats.yml").read_text("utf-8"))


@pytest.mark.parametrize(("value", "code", "expected"), CASES, ids=map(str, CASES))
def test_a_value_is_shown_as_excel_shows_it(value: Any, code: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(UnknownFormat):
            number_shown(value, code)
    elif isinstance(value, str):
        assert text_shown(value, code) == expected
    else:
        assert number_shown(float(value), code) == expected


def test_in_a_workbook_of_old_macs_days_are_counted_from_1904() -> None:
    assert number_shown(0, "yyyy/m/d", is_1904=True) == "1904/1/1"


@pytest.mark.parametrize("code", BUILT_IN.values())
def test_the_formats_that_need_not_be_told_are_known(code: str) -> None:
    assert number_shown(45444.5, code)
    assert sections(code)


@settings(max_examples=500, deadline=None)
@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(alphabet='0#?.,%/;"@[]$-_*\\!ymdhseaE+年月日 >9DBNum1General', max_size=12),
)
def test_no_format_brings_it_down(value: float, code: str) -> None:
    try:
        number_shown(value, code)
        text_shown("字", code)
    except UnknownFormat:
        pass


@given(st.decimals(-(10**10), 10**10, places=2))
def test_a_sum_of_money_keeps_its_figures(value: Any) -> None:
    plain = f"{value:.2f}"
    assert number_shown(float(value), "0.00").lstrip("-") == plain.lstrip("-")
    assert number_shown(float(value), "#,##0.00").replace(",", "").lstrip("-") == plain.lstrip("-")
