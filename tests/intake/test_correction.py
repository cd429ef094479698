"""What a correction lists of any change is what the check and the release find to be true."""

import random
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from generator.check.rules import correction_changes
from generator.content.loader import load_forms
from generator.intake.correction import Public, entry, record
from generator.model.choices import EvaluationType
from generator.model.field_changes import stated
from generator.release.listed_changes import contradictions
from generator.source import writing
from generator.source.edits import edited
from generator.source.headings import read_report
from tests.conftest import ROOT

CONTENT = ROOT / "tests/check/clean/content"
FILES = sorted(CONTENT.glob("reports/*/*/*.yml"))[::3]
KEPT = ("项目名称", "部门", "年度", "评价类型", "状态", "公开日期", "表单", "提纲", "附件")
NAMES = ("名称", "三级", "项目", "文号", "项目名称", "单位", "年度")  # without them a row is none
ROUNDS = 3


def changed(value: Any, chance: random.Random) -> Any:
    """Values that go, get another figure, a clause more or less; rows that go, come, move."""
    if isinstance(value, dict):
        kept = {key: one for key, one in value.items() if key in NAMES or chance.random() > 0.05}
        return {key: changed(one, chance) for key, one in kept.items()}
    if isinstance(value, list):
        rows = [changed(one, chance) if chance.random() < 0.3 else one for one in value]
        if rows and chance.random() < 0.3:
            rows.insert(chance.randrange(len(rows)), rows.pop(chance.randrange(len(rows))))
        if rows and chance.random() < 0.2:
            rows.append(rows[0])
        if rows and chance.random() < 0.2:
            rows.pop(chance.randrange(len(rows)))
        return rows
    if not isinstance(value, str) or chance.random() > 0.3:
        return value
    if value.replace(".", "").isdigit():
        return f"1{value}"
    if len(value) < 5 or not re.search("[一-鿿]", value) or value in list(EvaluationType):
        return value  # a choice, a rate, a date
    place = chance.randrange(1, len(value))
    made = [
        f"{value[:place]}改{value[place:]}",
        f"{value}增加一句。",
        value[:place],
        f"开头。{value}",
    ]
    return chance.choice(made)


def as_text(state: dict[str, Any]) -> str:
    """The file of a report, as the program writes one."""

    def words(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: words(one) for key, one in value.items()}
        return [words(one) for one in value] if isinstance(value, list) else str(value)

    return "".join(f"{writing.entry(key, words(one), '')}\n" for key, one in state.items() if one)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_listed_is_true_and_stays(file: Path) -> None:
    forms, _ = load_forms(CONTENT)
    public = stated(record(file.read_bytes(), file.as_posix()))
    state = {key: one for key, one in public.items() if key not in ("更正", "撤回")}
    former = Public(record(as_text(state).encode(), ""), {})
    chance = random.Random(file.stem)
    for _ in range(ROUNDS):
        text = as_text(changed(state, chance) | {key: state[key] for key in KEPT if key in state})
        now = record(text.encode(), "")
        made = edited(text, entry(now, [], former, "示例理由", forms).edits)
        assert made.startswith(text)
        corrected = record(made.encode(), "")
        source, _problems = read_report(made.encode(), "")
        assert source is not None
        rows: Any = source.value_at(("更正",))
        again = entry(corrected, rows, former, "", forms)
        assert again.edits == []
        form = forms.get(corrected.form or "")
        names = form.printed_names if form else {}
        subject: Any = SimpleNamespace(report=corrected, form=form)
        assert list(correction_changes.check_report(subject, {})) == []
        released = [{**stated(one), "印作": names} for one in (former.report, corrected)]
        assert list(contradictions(*released)) == []
