"""The first page: every report by what is to be done with it, and what is missing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.desk.desk import ROOT, Desk
from generator.model.choices import Status
from generator.model.entry import Entry

_STATES = ("有错误", "草稿", "等到公开日期", "公开", "撤回")
_MOST = 50  # reports of a state that are listed before somebody asks for all


class Line(NamedTuple):
    """A report in a list of the start page."""

    name: str  # of its file
    title: str
    department: str
    year: int
    note: str


class StartPage:
    """The page of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Sequence[Route]:
        """Where it is found."""
        return [Route(ROOT, self.show)]

    def show(self, request: Request) -> Response:
        """Reports by state, narrowed by department and year where asked."""
        chosen = request.query_params.get("department", "")
        lines = self._lines(chosen)
        everything = request.query_params.get("state", "")
        return self._desk.page(
            "start.html.j2", states=_STATES, lines=lines, most=_MOST, everything=everything,
            departments=self._desk.edited.departments, chosen=chosen,
            missing=self._missing(), settings=self._settings(),
        )  # fmt: skip

    def _lines(self, department: str) -> Mapping[str, Sequence[Line]]:
        found: dict[str, list[Line]] = defaultdict(list)
        for entry in self._desk.edited.entries():
            if department and entry.department.slug != department:
                continue
            state, note = self._state(entry)
            name = f"{entry.address.rstrip('/')}.yml"
            found[state].append(
                Line(name, entry.report.title, entry.department.short, entry.year, note)
            )
        for name in self._desk.edited.unreadable():
            found["有错误"].append(Line(name, name, "", 0, "读不了"))
        return {
            state: sorted(found[state], key=lambda one: (-one.year, one.name)) for state in _STATES
        }

    def _state(self, entry: Entry) -> tuple[str, str]:
        state = self._desk.edited.state_of(entry)
        if not state.is_readable or not state.is_publishable:
            return "有错误", state.status
        if state.status is Status.DRAFT:
            return "草稿", ""
        if state.status is Status.WITHDRAWN:
            return "撤回", ""
        if state.due:
            return "等到公开日期", state.due.isoformat()
        return "公开", ""

    def _missing(self) -> tuple[int, Sequence[str]]:
        """The latest year with reports, and the departments that have none for it."""
        entries = self._desk.edited.entries()
        if not entries:
            return 0, [one.short for one in self._desk.edited.departments]
        year = max(one.year for one in entries)
        there = {one.department.slug for one in entries if one.year == year}
        return year, [one.short for one in self._desk.edited.departments if one.slug not in there]

    def _settings(self) -> Sequence[tuple[str, str]]:
        """Files that are no reports, with what they are."""
        content = self._desk.content
        found = [
            ("site.yml", "网站"),
            ("departments.yml", "部门登记表"),
            ("import.yml", "导入时认得的说法"),
        ]
        there = [(name, label) for name, label in found if (content / name).is_file()]
        for folder, label in (("forms", "表单"), ("outlines", "提纲")):
            names = sorted((content / folder).glob("*.yml")) if (content / folder).is_dir() else []
            there += [(f"{folder}/{one.name}", f"{label} {one.stem}") for one in names]
        return there
