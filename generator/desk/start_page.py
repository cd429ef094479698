"""The first page: every report by what is to be done with it, and what is missing."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.content.summaries import UNREAD, Summary
from generator.desk.desk import ROOT, Desk
from generator.desk.edit_words import title_of
from generator.desk.files import OpenFile
from generator.desk.last_authors import LastAuthors
from generator.desk.settings_list import groups, strays
from generator.model.choices import Status
from generator.model.department import Department

_STATES = ("有错误", "草稿", "等到公开日期", "公开", "撤回")
_UNREAD = "还没读"  # a state while all is being read
_MOST = 10  # reports of a state that are listed before somebody asks for that state
_PAGE = 50  # reports on a page of one state
_NOBODY = ("", "")  # changed it last, as far as git knows
_SAID = {
    "removed": "已撤销，新建的文件删去了。",
    "deleted": "草稿删去了。删错了，在下面“删去的草稿”里放回来。",
    "kept": "没有放回来：那里又有了同名的文件，或者留着的一份坏了。",
}


class Asked(NamedTuple):
    """What the reports are narrowed to; empty: all."""

    department: str
    state: str
    person: str  # who changed them last
    words: str  # of the title or the file's name

    def address(self, **other: str | int) -> str:
        """Of the page that is narrowed so, but for what is given."""
        given = {name: one for name, one in {**self._asdict(), **other}.items() if one}
        return f"{ROOT}?{urlencode(given)}"

    def takes(self, line: "Line") -> bool:
        """Whether a report is among those."""
        text = f"{line.title}\n{line.name}".casefold()
        return (
            self.person in ("", line.person)
            and self.department in ("", line.slug)
            and all(word in text for word in self.words.casefold().split())
        )


class Line(NamedTuple):
    """A report in a list of the start page."""

    name: str  # of its file
    title: str
    slug: str  # of its department
    department: str
    year: int
    note: str
    person: str  # who changed it last
    day: str


class StartPage:
    """The page of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._authors = desk, LastAuthors(desk.content)

    def routes(self) -> Sequence[Route]:
        """Where it is found."""
        return [Route(ROOT, self.show)]

    def show(self, request: Request) -> Response:
        """Reports by state, narrowed where asked."""
        given, seen = request.query_params, self._desk.now()
        asked = Asked(*(given.get(name, "") for name in Asked._fields))
        every = self._lines()
        if asked.state not in every:
            asked = asked._replace(state="")
        lines = {state: list(filter(asked.takes, those)) for state, those in every.items()}
        pages = max(1, -(-len(lines.get(asked.state, ())) // _PAGE))
        number = min(_number(given.get("page", "")), pages)
        first = (number - 1) * _PAGE
        return self._desk.page(
            "start.html.j2", states=list(lines), lines=lines, asked=asked, number=number,
            seen=seen, pages=pages,
            shown=slice(first, first + _PAGE) if asked.state else slice(_MOST),
            departments=self._desk.edited.departments, people=sorted(self._authors.people),
            missing=self._missing(every), settings=groups(self._desk), strays=strays(self._desk),
            deleted=sorted(map(_named, self._desk.files.deleted())),
            said=_SAID.get(given.get("said", ""), ""),
        )  # fmt: skip

    def _lines(self) -> Mapping[str, Sequence[Line]]:
        found: dict[str, list[Line]] = defaultdict(list)
        last = self._authors.by_file()
        names = {one.slug: one.short for one in self._desk.edited.departments}
        for name, one in self._summaries():
            state, note = self._state(one)
            _, year, slug, _ = name.split("/")
            title, department = one.title or name, names.get(slug, slug)
            found[state].append(
                Line(name, title, slug, department, int(year), note, *last.get(name, _NOBODY))
            )
        states = (*_STATES, _UNREAD) if _UNREAD in found else _STATES
        return {
            state: sorted(found[state], key=lambda one: (-one.year, one.name)) for state in states
        }

    def _summaries(self) -> Iterator[tuple[str, Summary]]:
        """Each report's, by its file's name."""
        begins = len(f"{self._desk.content.as_posix()}/")
        for path, one in list(self._desk.edited.summaries.items()):  # another thread adds to them
            yield path[begins:], one

    def _state(self, one: Summary) -> tuple[str, str]:
        if not one.is_readable:
            return (_UNREAD, "") if one == UNREAD else ("有错误", "读不了")
        if one.has_errors:
            return "有错误", one.status
        if one.status is Status.DRAFT:
            return "草稿", ""
        if one.status is Status.WITHDRAWN:
            return "撤回", ""
        if due := one.due(self._desk.edited.reference_data.today):
            return "等到公开日期", due.isoformat()
        return "公开", ""

    def _missing(self, lines: Mapping[str, Sequence[Line]]) -> tuple[int, Sequence[Department]]:
        """The latest year with reports, and the departments that have none for it."""
        every = list(chain.from_iterable(lines.values()))
        year = max((one.year for one in every), default=0)
        there = {one.slug for one in every if one.year == year}
        return year, [one for one in self._desk.edited.departments if one.slug not in there]


def _named(file: OpenFile) -> tuple[str, str]:
    """The name of a file, and what a person calls it."""
    source = file.read()
    return file.name, title_of(file.name, source.value if source else None)


def _number(text: str) -> int:
    """Of a page of the list; the first where the address says something else."""
    return max(1, int(text)) if re.fullmatch("[0-9]{1,6}", text) else 1
