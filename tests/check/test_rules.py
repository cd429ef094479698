"""The rules of the disclosure gate: cases of each, laid over a clean report and checked together.

`tests/check/rules/<rule>.yml` has what fails and what passes. A case is the difference from
`_base.yml`; `line` is what the reported line must hold, `says` what the message must hold,
`others` are more reports of the catalogue, `earlier` are reports of the same project in other
years, `files` are attachments in plain text, or those of `tests/check/attachments` that are named
(`fixture:word.docx`). The examples of the rules themselves are cases as well; where a rule
looks at each project of a report, so are they as one of several projects.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.check.rules import registered_rules
from tests.conftest import ROOT, run

Once = Callable[[str, Callable[[Path], None]], Path]
RULES = ROOT / "tests/check/rules"
SLUGS = {
    one["名称"]: one["标识"]
    for one in yaml.load((RULES / "_content/departments.yml").read_text("utf-8"), yaml.CSafeLoader)
}


class Texts(yaml.CSafeLoader):
    """Everything stays text, as the format wants it."""


Texts.yaml_implicit_resolvers = {}
COVERED = "乡镇供水站改造"
BASE = yaml.load((RULES / "_base.yml").read_text("utf-8"), Loader=Texts)


class Dumper(yaml.SafeDumper):
    """Long text as staff write it: in a block of its own."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value or len(value) > 40 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


Dumper.add_representer(str, _text)
Dumper.yaml_implicit_resolvers = {}


@dataclass(frozen=True)
class Case:
    rule: str
    name: str
    fails: bool
    report: dict[str, Any]
    line: str = ""
    says: tuple[str, ...] = ()
    others: tuple[dict[str, Any], ...] = ()
    earlier: tuple[dict[str, Any], ...] = ()
    files: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.rule}-{'fails' if self.fails else 'passes'}-{self.name}"


def laid(base: Any, over: Any) -> Any:
    """`over` laid on `base`: mappings key by key, all else in its place."""
    if not (isinstance(base, dict) and isinstance(over, dict)):
        return over
    return {**base, **{key: laid(base.get(key), value) for key, value in over.items()}}


def covered(over: dict[str, Any]) -> dict[str, Any]:
    """The same, its table, money and self-evaluation those of a project that the report covers."""
    whole = laid(BASE, over)
    parts = deepcopy({key: whole[key] for key in ("指标", "资金", "自评")})
    rest = {key: value for key, value in over.items() if key not in parts or value == "null"}
    return {**rest, "包含项目": [{"项目名称": COVERED, **parts}]}


def cases() -> Iterator[Case]:
    for rule_id, rule in registered_rules().items():
        for fails, text in ((True, rule.about.failing), (False, rule.about.passing)):
            if text:
                over = yaml.load(text, Loader=Texts)
                yield Case(rule_id, "example", fails, over)
                if rule.check_part:
                    says = (f"项目“{COVERED}”：",) if fails else ()
                    yield Case(rule_id, "example-covered", fails, covered(over), says=says)
        file = RULES / f"{rule_id}.yml"
        found = yaml.load(file.read_text("utf-8"), Loader=Texts) if file.exists() else {}
        for kind in ("failing", "passing"):
            for one in found.get(kind) or []:
                says = one.get("says", [])
                yield Case(
                    rule_id,
                    one["case"],
                    kind == "failing",
                    one.get("report") or {},
                    one.get("line", ""),
                    (says,) if isinstance(says, str) else tuple(says),
                    tuple(one.get("others", ())),
                    tuple(one.get("earlier", ())),
                    one.get("files", {}),
                )


CASES = list(cases())


def put(content: Path, over: dict[str, Any], slug: str, files: dict[str, str]) -> Path:
    """A report in its place; its file."""
    report = laid(BASE, over)
    if files:
        report["附件"] = [{"名称": name, "文件": name} for name in files]
    folder: Path = content / "reports" / report["年度"] / SLUGS[report["部门"]]
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / slug).mkdir(exist_ok=True)
        if text.startswith("fixture:"):
            shutil.copy(RULES.parent / "attachments" / text[8:], folder / slug / name)
        else:
            (folder / slug / name).write_text(text, encoding="utf-8")
    file = folder / f"{slug}.yml"
    text = yaml.dump(report, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    file.write_text(text.replace(": null\n", ":\n"), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def checked(once: Once) -> dict[str, list[dict[str, Any]]]:
    """Problems of every case by its id; cases with more reports have a catalogue of their own."""

    def fill(folder: Path) -> None:
        found = {}
        alone = [case for case in CASES if not case.others]
        for number, batch in enumerate([alone, *([case] for case in CASES if case.others)]):
            content = folder / f"content-{number}"
            shutil.copytree(RULES / "_content", content)
            files = {}
            for place, case in enumerate(batch):
                for row, other in enumerate(case.others):
                    put(content, other, f"other-{row}", {})
                for other in case.earlier:
                    put(content, other, f"case-{place}", {})
                files[case.id] = put(content, case.report, f"case-{place}", case.files)
            done = run("jixiao", "check", "--content", content, "--format", "json")
            assert "Traceback" not in done.stderr, done.stderr
            problems = json.loads(done.stdout)
            for one in problems:
                lines = Path(one["path"]).read_text("utf-8").splitlines()
                one["text"] = lines[one["line"] - 1] if lines else ""
            for case_id, file in files.items():
                own = (str(file), f"{file.with_suffix('')}/")
                found[case_id] = [one for one in problems if one["path"].startswith(own)]
        (folder / "found.json").write_text(json.dumps(found), encoding="utf-8")

    found: dict[str, list[dict[str, Any]]] = json.loads(
        (once("rules", fill) / "found.json").read_text("utf-8")
    )
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case, checked: dict[str, list[dict[str, Any]]]) -> None:
    problems = checked[case.id]
    structural = [one for one in problems if one["rule"] not in registered_rules()]
    assert structural == [], "a case must be well-formed"
    found = [one for one in problems if one["rule"] == case.rule]
    if not case.fails:
        assert found == []
        return
    assert any(
        case.line in one["text"] and all(word in one["message"] for word in case.says)
        for one in found
    ), problems


def test_the_clean_report_is_clean(tmp_path: Path) -> None:
    shutil.copytree(RULES / "_content", tmp_path / "content")
    put(tmp_path / "content", {}, "base", {})
    done = run("jixiao", "check", cwd=tmp_path)
    assert done.stdout == ""
    assert done.returncode == 0


def test_every_rule_has_cases_of_both_kinds() -> None:
    ids = {case.id for case in CASES}
    assert len(ids) == len(CASES), "two cases of one name"
    for rule in registered_rules():
        for fails in (True, False):
            own = [case for case in CASES if case.rule == rule and case.fails is fails]
            assert len(own) >= 3, f"{rule}: {len(own)} cases that {'fail' if fails else 'pass'}"
    stray = {file.stem for file in RULES.glob("[a-z]*.yml")} - set(registered_rules())
    assert stray == set()
