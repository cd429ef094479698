"""The published schemas are those of the model, and agree with the loader on real files."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.model import schema
from tests.conftest import ROOT, run

FOLDER = ROOT / "docs" / "schema"


class _Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: numbers are numbers, dates and `no` are text."""


_Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(("timestamp", "bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def validator(kind: str) -> jsonschema.Draft202012Validator:
    loaded = json.loads((FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(loaded)
    return jsonschema.Draft202012Validator(loaded)


def errors(kind: str, file: Path) -> list[str]:
    value = yaml.load(file.read_text(encoding="utf-8"), Loader=_Core)
    return [error.message for error in validator(kind).iter_errors(value)]


@pytest.mark.parametrize("kind", schema.KINDS)
def test_schema_is_current(kind: str) -> None:
    kept = (FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert kept == schema.schema(kind), "run: jixiao schema --out docs/schema"


def test_every_key_is_titled_and_described_in_chinese() -> None:
    def walk(node: object) -> None:
        if isinstance(node, dict):
            for name, child in node.get("properties", {}).items():
                assert child.get("title") == name
                assert any("一" <= sign <= "鿿" for sign in child["description"]), name
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    for kind in schema.KINDS:
        walk(json.loads(schema.schema(kind)))


def test_real_content_is_valid() -> None:
    content = ROOT / "content"
    assert errors("site", content / "site.yml") == []
    assert errors("departments", content / "departments.yml") == []
    for outline in (content / "outlines").glob("*.yml"):
        assert errors("outline", outline) == []
    reports = list((content / "reports").rglob("*.yml"))
    assert reports
    for report in reports:
        assert errors("report", report) == []


@pytest.mark.slow("needs a county of three hundred reports")
def test_demo_content_is_valid(demo: Path) -> None:
    for report in sorted((demo / "content" / "reports").rglob("*.yml"))[::10]:
        assert errors("report", report) == []


@pytest.mark.parametrize(
    "name",
    [
        "key-unknown",
        "key-missing",
        "value-amounts",
        "value-rates",
        "type-text-for-list",
        "value-status",
    ],
)
def test_editor_sees_what_check_sees(name: str) -> None:
    assert errors("report", next((ROOT / "tests/check/cases" / name).rglob("shili.yml")))


def test_command_prints_the_schema() -> None:
    done = run("jixiao", "schema", "site")
    assert done.returncode == 0
    assert done.stdout == (FOLDER / "site.schema.json").read_text(encoding="utf-8")
