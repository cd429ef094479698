"""Reports that a good auditor finds nothing wrong with: whatever is said of them is a false alarm."""

from tests.conftest import ROOT, run

CONTENT = ROOT / "tests/check/clean/content"


def test_careful_reports_raise_no_alarm() -> None:
    done = run("jixiao", "check", "--content", CONTENT)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_there_are_enough_reports_to_measure_by() -> None:
    assert len(list(CONTENT.glob("reports/*/*/*.yml"))) >= 20
