"""Withdrawing the only report of a year takes its lists away, and the release says nothing of it."""

from pathlib import Path

from tests.support import made_up, releases

GONE = {"状态": "撤回", "撤回": {"日期": "2026-11-23", "理由": "重复公开。"}}


def test_the_lists_of_a_year_may_go_with_its_last_report(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    made_up.report(made, "yi", 2021)
    made_up.report(made, "er", 2020)
    former = made_up.build(made).rename(tmp_path / "former")
    assert releases.release(former, "--first").returncode == 0
    assert releases.deploy(former, tmp_path / "target").returncode == 0
    made_up.report(made, "er", 2020, more=GONE)
    site = made_up.build(made)
    done = releases.release(site, "--since", tmp_path / "target")
    assert done.returncode == 0, done.stderr
    made_up.report(made, "yi", 2021, more=GONE)
    site = made_up.build(made)
    done = releases.release(site, "--since", tmp_path / "target")
    assert done.returncode == 0, done.stderr
