"""Every field that the schemas have is set, changed and removed through the form of its file."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import Tag

from generator.intake.key_order import key_order, kind_of
from generator.model.report import CoveredProject, Report
from generator.source import tree
from generator.source.canonical import canonical
from generator.source.key_hints import keys_of
from generator.source.ordering import in_order
from generator.source.writing import entry
from tests.conftest import ROOT
from tests.support.desk_inside import InsideForm
from tests.support.made_up import content as made_up
from tests.support.made_up import report
from tests.support.posted_form import Answer

FILES = {
    "report": "reports/2021/gonganju/shili.yml", "departments": "departments.yml",
    "site": "site.yml", "form": "forms/shili.yml", "outline": "outlines/shili.yml",
    "import": "import.yml",
}  # fmt: skip
NO_VALUES = {"object", "array", "null"}
BY_PROGRAM = ".更正.*.改动."  # written when a correction is saved, from what changed
OF_A_PROJECT = ".包含项目.*"  # what it has is of the same records as what its report has
DEEPEST = 4  # headings below headings
SAMPLES = {
    "amount": ("12.5", "13"), "number": ("5", "6"), "rate": ("98.5%", "99%"),
    "year": ("2021", "2022"), "slug": ("jia", "yi"), "day": ("2022-06-01", "2022-07-01"),
    "date": ("2022", "2023-01"), "address": ("https://a.example/", "https://b.example/"),
    "text": ("第一行\n第二行", "# 一：二"), "line": ("示例", "一 # 二: 三"),
}  # fmt: skip


@pytest.mark.parametrize("schema", FILES)
def test_every_field_is_set_changed_and_removed(schema: str, tmp_path: Path) -> None:
    content = made_up(tmp_path)
    file = content / FILES[schema]
    report(content, "shili", 2021)
    for name, text in (("forms/shili.yml", "名称: 甲\n"), ("import.yml", "")):
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text(text, "utf-8")
    (content / "outlines/shili.yml").write_text("名称: 乙\n", "utf-8")
    (content / "site.yml").write_text("名称: 丙\n主办单位: 丁\n", "utf-8")
    desk = InsideForm(content)
    page, shown = _unfolded(desk, FILES[schema])
    if schema == "report":
        page = _with_a_project(desk, file)
        shown |= set(map(_dotted, _inputs(page)))
    assert {one for one in _fields(schema) - shown if not one.startswith(BY_PROGRAM)} == set()

    for number in (0, 1, 2):
        typed = {one: _sample(box, number) for one, box in _inputs(page).items()}
        sent = {json.dumps(one, ensure_ascii=False, separators=(",", ":")): value
                for one, value in typed.items()}  # fmt: skip
        page = desk.post(f"edit/{FILES[schema]}", {**page.values(), **sent, "action": ""})
        assert page.said == "已保存。"
        value = _value(file)
        assert {one: _at(value, one) for one in typed} == typed
        kind = kind_of(FILES[schema])
        assert kind is not None
        order = key_order(kind)
        tidy = canonical(file.read_bytes(), file.name, order)
        assert json.dumps(_value_of(tidy.encode())) == json.dumps(value), "in another order"

    done = set[str]()
    while found := next((one for one in _removals(page) if _dotted(one) not in done), None):
        done.add(_dotted(found))
        before = _value(file)
        action = json.dumps(["remove", found], ensure_ascii=False)
        page = desk.post(f"edit/{FILES[schema]}", {**page.values(), "action": action})
        assert page.said == "已保存。" or found[0] == "附件"  # which says what became of its file
        above, last = found[:-1], found[-1]
        assert len(_below(_value(file), above)) == len(_below(before, above)) - 1, last


def _unfolded(desk: InsideForm, name: str) -> tuple[Answer, set[str]]:
    """The page when every table has a row and every column, every mapping a key; all fields seen."""
    page, done = desk.get(f"edit/{name}"), set[str]()
    shown = set(map(_dotted, _inputs(page)))
    while found := next((one for one in _presses(page) if one[0] not in done), None):
        key, values = found
        done.add(key)
        page = desk.post(f"edit/{name}", {**page.values(), **values})
        assert page.said == "已保存。", values
        shown |= set(map(_dotted, _inputs(page)))
    return page, shown


def _with_a_project(desk: InsideForm, file: Path) -> Answer:
    """The page when a covered project has all that its report has, of what it can have."""
    value = _value(file)
    known = keys_of(CoveredProject)
    value["包含项目"] = [{key: one for key, one in value.items() if key in known}]
    made: Any = in_order(value, key_order(Report))
    file.write_text("".join(f"{entry(key, one, '')}\n" for key, one in made.items()), "utf-8")
    return desk.get(f"edit/{FILES['report']}")


def _presses(page: Answer) -> Iterator[tuple[str, dict[str, str]]]:
    """What adds a row, a column, a key: what tells it from others of its kind, what is sent."""
    for button in page.soup.select("button[name=action]"):
        action = str(button["value"])
        what, where, *_ = [*json.loads(action), []] if action else ("", [])  # 放进来 has no place
        dotted = _dotted(where[:-1] if what == "insert" else where)
        beside = f"{what}:{json.dumps(where, ensure_ascii=False, separators=(',', ':'))}"
        if dotted.startswith(OF_A_PROJECT):
            continue
        if what == "insert" and dotted.count("小节") < 2:
            yield f"{what} {dotted}", {"action": action}
        elif what == "entry" and len(where) <= DEEPEST:
            yield f"{what} {dotted}", {"action": action, beside: "2021"}
        elif what == "put":
            yield f"{what} {dotted}", {"action": action}
        elif what == "column":
            select = page.soup.find("select", attrs={"name": beside})
            assert isinstance(select, Tag)
            for option in select.select("option")[1:]:
                label = option.get_text()
                yield f"{what} {dotted} {label}", {"action": action, beside: label}


def _removals(page: Answer) -> list[tuple[str | int, ...]]:
    """What has a button that removes it, the deepest first."""
    found = [json.loads(str(one["value"])) for one in page.soup.select("button[value]")
             if str(one["value"]).startswith('["remove"')]  # fmt: skip
    places = (tuple(where) for _, where in found)
    shown = [one for one in places if not _dotted(one).startswith(f"{OF_A_PROJECT}.")]
    return sorted(shown, key=len, reverse=True)


def _inputs(page: Answer) -> dict[tuple[str | int, ...], Tag]:
    found = page.soup.select("form.edit [name]")
    return {tuple(json.loads(str(one["name"]))): one for one in found
            if str(one["name"]).startswith("[")}  # fmt: skip


def _sample(box: Tag, number: int) -> str:
    if number == 2:
        return ""
    options = [one.get_text() for one in box.select("option") if one.get_text()]
    if box.name == "select":
        return options[number % len(options)]
    kind = "text" if box.name == "textarea" else str((box.get("class") or ["line"])[0])
    return SAMPLES[kind][number]


def _fields(schema: str) -> set[str]:
    """The dotted paths of all values that a file of that kind can have."""
    root = json.loads((ROOT / f"docs/schema/{schema}.schema.json").read_text("utf-8"))
    return {re.sub(r"(\.小节)+", ".小节", one) for one in _values(root, root, "", ())}


def _values(root: Any, node: Any, path: str, above: tuple[str, ...]) -> Iterator[str]:
    if name := node.get("$ref"):
        if name not in above:
            yield from _values(root, root["$defs"][name.rpartition("/")[2]], path, (*above, name))
        return
    members = [*node.get("anyOf", ()), *node.get("oneOf", ())]
    # A row that may be a text alone: the form shows it as the record that it stands for.
    has_record = any("$ref" in one for one in members)
    for one in members:
        if "$ref" in one or not has_record:
            yield from _values(root, one, path, above)
    for key, one in node.get("properties", {}).items():
        yield from _values(root, one, f"{path}.{key}", above)
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            yield from _values(root, node[key], f"{path}.*", above)
    kinds = node.get("type", [])
    if "enum" in node or set([kinds] if isinstance(kinds, str) else kinds) - NO_VALUES:
        yield path


def _dotted(where: Any) -> str:
    """A field path, rows and keys that staff choose as in a schema."""
    steps = ["*" if isinstance(one, int) or str(one) == "2021" else str(one) for one in where]
    return re.sub(r"(\.小节\.\*)+", ".小节.*", "".join(f".{one}" for one in steps))


def _below(value: Any, where: tuple[str | int, ...]) -> Any:
    for step in where:
        value = (value or {}).get(step) if isinstance(step, str) else value[step]
    return value or ()


def _at(value: Any, where: tuple[str | int, ...]) -> str:
    for step in where:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return ""
    if isinstance(value, dict):  # a row that was a text alone, until another field was set
        value = next(iter(value.values()), "")
    return value.rstrip("\n") if isinstance(value, str) else ""


def _value(file: Path) -> Any:
    return _value_of(file.read_bytes())


def _value_of(data: bytes) -> Any:
    source, problems = tree.read(data, "")
    assert source is not None, problems
    return source.value
