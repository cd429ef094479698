"""Whatever an attachment is made of: no traceback, bounded; what a whole part holds is told.

`JIXIAO_EXAMPLES=5000 pytest tests/check/test_attachment_properties.py` tries more, and watches time
and memory.
"""

import json
import random
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check import attachments, gate
from generator.check.attachments.contents import MAX_TEXT
from generator.check.attachments.extraction import extract
from generator.check.attachments.signatures import disguise
from generator.check.rule import AttachmentText
from generator.check.rule_settings import RuleSettings
from generator.model.problems import Problem
from tests.support import attachments_at_random as made
from tests.support.attached import NUMBERS, content_with, problems_of
from tests.support.hostile import WATCHED, hostile

pytestmark = pytest.mark.slow("takes hundreds of hostile files apart")

HOSTILE = hostile(examples=30)
SEEDS = st.integers(0, 2**40)
RULES = RuleSettings(None)
REFUSED = {"attachment-unreadable", "attachment-disguised"}


def told(name: str, data: bytes, folder: Path) -> set[str]:
    """The rules that are broken by a file; it is read within its bounds, and nothing is raised."""
    begun = time.process_time()
    found = extract(name, data)
    texts = (*found.parts, *found.hidden)
    assert sum(len(text) for _, text in texts) <= MAX_TEXT
    assert all(place and text.strip() for place, text in texts)
    assert all(found.unread)
    json.dumps([found.parts, found.hidden, found.unread, found.kind])
    if WATCHED:
        assert time.process_time() - begun < 30
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2_000_000  # KB
    file = folder / name
    file.write_bytes(data)
    if attachments.is_text(file):
        problems = gate.check_text(attachments.text(file), name, 2023, RULES)
    else:
        parts, hidden, unread = tuple(found.parts), tuple(found.hidden), "；".join(found.unread)
        whole = AttachmentText(name, parts, hidden, unread, disguise(name, found.kind))
        problems = gate.check_attachment(whole, 2023, RULES, problem)
    return {one.rule for one in problems}


def problem(rule: str, message: str) -> Problem:
    return Problem("x.yml", 1, 1, rule, message)


@pytest.mark.parametrize("make", [made.mixed, made.grown, made.beside_damage])
@HOSTILE
@given(seed=SEEDS)
def test_numbers_in_a_whole_part_are_told(
    make: Callable[[random.Random], bytes], seed: int, tmp_path: Path
) -> None:
    """Whatever parts stand beside it, and however they are packed."""
    data = make(random.Random(seed))
    found = told("a.bin", data, tmp_path)
    assert found >= NUMBERS or found & REFUSED


@HOSTILE
@given(seed=SEEDS, ending=st.sampled_from(made.ENDINGS))
def test_numbers_are_told_under_any_ending_in_any_file(
    seed: int, ending: str, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    data = chance.choice((made.planted, made.nested))(chance)
    for name in ("a.bin", f"a.{ending}"):
        found = told(name, data, tmp_path)
        assert found >= NUMBERS or found & REFUSED


@HOSTILE
@given(seed=SEEDS, ending=st.sampled_from(made.ENDINGS))
def test_any_damage_to_an_attachment(seed: int, ending: str, tmp_path: Path) -> None:
    told(f"a.{ending}", made.damaged(random.Random(seed)), tmp_path)


def test_the_command_never_breaks_off(tmp_path: Path) -> None:
    """Files of every sort at once, as the command reads them: in a process of its own."""
    chance = random.Random(1)
    ways = (made.damaged, made.mixed, made.nested, made.beside_damage)
    files = {
        f"{number}.{ending}": ways[number % len(ways)](chance)
        for number, ending in enumerate(made.ENDINGS * 3)
    }
    content_with(tmp_path / "content", files)
    assert problems_of(tmp_path / "content")
