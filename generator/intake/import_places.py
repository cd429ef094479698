"""Where a draft goes: department, year and slug, told by the report, an option or a person."""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import click

from generator.console.prompts import agrees, ask
from generator.documents.document import Place
from generator.intake.department_prompt import choose_or_skip
from generator.intake.import_memory import remember
from generator.intake.import_reading import Source
from generator.intake.import_values import DraftValues
from generator.intake.new_report import issuing_name, parse_year, proposed_slug
from generator.model.department import Department
from generator.model.fields import YEARS
from generator.model.file_names import path_complaint
from generator.model.problems import JixiaoError, quote
from generator.recognition.record import Found, Sureness
from generator.source.scalars import scalar

_LONGEST = 80  # characters of a slug that is made
_NAME, _YEAR, _DEPARTMENT = ("项目名称",), ("年度",), ("部门",)
_CALLED = (_DEPARTMENT, ("主管部门",), ("实施单位",))  # by what a report may call its department


class Target(NamedTuple):
    """The file of a draft, and the folder beside it; `note` says where the slug is another one."""

    file: Path
    folder: Path
    note: str = ""


class Lack(NamedTuple):
    """What a person can tell of a report that has no place yet.

    `kind` is 年度, 部门, 同名; `about` is what the answer is about: the path of the source, what it
    calls its department, the file that is there already.
    """

    kind: str
    about: str


class Answers(NamedTuple):
    """What a person told beforehand, by what it is about; `others` are files that are there."""

    years: Mapping[str, int] = MappingProxyType({})
    departments: Mapping[str, str] = MappingProxyType({})
    others: Collection[str] = ()


class NoPlaceError(JixiaoError):
    """What a report lacks to have a place, and which option tells it."""

    def __init__(self, message: str, lack: Lack | None = None) -> None:
        super().__init__(message)
        self.lack = lack


class AlreadyThereError(NoPlaceError):
    """The same original was imported before: nothing is wrong with that."""


@dataclass
class Places:
    """Finds the place of each draft; one place is given once.

    `asks` is whether there is somebody to ask; `takes_others` whether another slug is taken
    without asking where there is a report already. `told_department` is for reports that name none
    of the register; `unknown` is what they call it, with the slug of the one that was told.
    """

    content: Path
    departments: Mapping[str, Department]
    told_department: str | None
    asks: bool
    takes_others: bool
    told: Answers
    given: set[Path] = field(default_factory=set)
    unknown: dict[str, str] = field(default_factory=dict)
    _answers: dict[str, tuple[Department, str] | None] = field(default_factory=dict)

    def complete(self, made: DraftValues, source: Source) -> None:
        """Have the report state its name, department and year.

        Raises NoPlaceError where one is not known and nobody can be asked.
        """
        label = source.path
        if _NAME not in made.values:
            name = Path(source.origins[0].name).stem
            made.values[_NAME] = Found(name, Place("文件名"), "文件名", Sureness.GUESS, "")
        self._complete_year(made, label)
        self._complete_department(made, label)

    def target(self, made: DraftValues, is_known: Callable[[Path], bool]) -> Target:
        """A free place for a report that states all of these.

        `is_known` tells whether a report's file was made of the same original. Raises
        NoPlaceError where the report is there already, and where no other slug may be taken.
        """
        department = self.departments[made.values[_DEPARTMENT].text]
        year = parse_year(made.values[_YEAR].text)
        folder = self.content / "reports" / str(year) / department.slug
        _refuse_links(self.content, folder)
        slug = proposed_slug(folder, made.values[_NAME].text)[:_LONGEST].strip("-") or "project"
        wanted, number = slug, 1
        is_asked = False
        while (file := folder / f"{slug}.yml") in self.given or _exists(file):
            if file not in self.given and is_known(file):
                raise AlreadyThereError(
                    f"已经导入过：{file.as_posix()}，没有改动。要重新读的，先移走这一份"
                )
            number += 1
            if file not in self.given and not is_asked:
                self._refuse_taken(file, f"{wanted}-{number}")
                is_asked = True
            slug = f"{wanted}-{number}"
        if complaint := path_complaint(file.relative_to(self.content).as_posix()):
            raise NoPlaceError(complaint)
        self.given.add(file)
        note = f"{wanted} 已经有了，这一份是 {slug}" if slug != wanted else ""
        return Target(file, folder / slug, note)

    def _refuse_taken(self, file: Path, other: str) -> None:
        """Raise where the report that is there keeps this one out."""
        if self.takes_others or file.as_posix() in self.told.others:
            return
        question = f"{file.as_posix()} 已经有了，不会改动。这一份放成 {other}？"
        if not (self.asks and agrees(question)):
            raise NoPlaceError(
                f"{file.as_posix()} 已经有了，没有改动。是另一个项目的，加 --yes 放成 {other}",
                Lack("同名", file.as_posix()),
            )

    def _complete_year(self, made: DraftValues, label: str) -> None:
        found = made.values.get(_YEAR)
        if found is not None:
            return
        if year := self.told.years.get(label):
            made.values[_YEAR] = _answer(str(year))
            return
        if not self.asks:
            message = "看不出是哪一年的报告。用 --year 指明，如 --year 2023"
            raise NoPlaceError(message, Lack("年度", label))
        click.echo(f"{label}：看不出是哪一年的报告。")
        year = ask("财政年度（如 2024）", parse_year, options="--year")
        made.values[_YEAR] = _answer(str(year))

    def _complete_department(self, made: DraftValues, label: str) -> None:
        found = made.values.get(_DEPARTMENT)
        year = parse_year(made.values[_YEAR].text)
        if found is not None and (known := self.departments.get(found.text)):
            made.values[_DEPARTMENT] = found._replace(text=issuing_name(known, found.text, year))
            return
        if found is not None:
            made.others = {**made.others, _DEPARTMENT: [found, *made.others.get(_DEPARTMENT, ())]}
        called = next((made.values[one].text for one in _CALLED if one in made.values), "")
        if called:
            self.unknown.setdefault(called, "")
        if self.told_department is not None:
            told, name = self.departments[self.told_department], self.told_department
            if called:
                self.unknown[called] = told.slug
        else:
            told, name = self._asked(called, label)
        made.values[_DEPARTMENT] = _answer(issuing_name(told, name, year))

    def _asked(self, called: str, label: str) -> tuple[Department, str]:
        """The department that a person names for what a report calls it, once for all of them."""
        printed = f"原件写的是{quote(called)}，登记表里没有" if called else "看不出是哪个部门的"
        registered = list(dict.fromkeys(self.departments.values()))
        if told := self.departments.get(self.told.departments.get(called or label, "")):
            self.unknown.pop(called, None)
            return told, told.name
        if not self.asks or not registered:
            how = "用 --department 指明" if registered else "先在 departments.yml 里登记"
            also = "，或照最后的几行登记、记住" if called else ""
            raise NoPlaceError(f"{printed}。{how}{also}", Lack("部门", called or label))
        if called and called in self._answers:
            answer = self._answers[called]
        else:
            click.echo(f"{label}：{printed}。")
            answer = self._answers[called] = choose_or_skip(self.content, registered)
            if answer and called:
                self._offer_memory(called, answer[0])
        if answer is None:
            raise NoPlaceError(f"{printed}，您跳过了它")
        self.unknown.pop(called, None)
        return answer

    def _offer_memory(self, called: str, department: Department) -> None:
        file = (self.content / "import.yml").as_posix()
        if not agrees(f"记进 {file}，下次就认得{quote(called)}？"):
            return
        if remember(self.content, "部门", called, department.slug):
            click.echo(f"记下了：{quote(called)}是{department.name}。")
        else:
            click.echo(f"{file} 的“部门”不是一行一个的写法，没有改动。请自己加上：")
            click.echo(f"  {scalar(called)}: {department.slug}")


def _answer(text: str) -> Found:
    return Found(text, Place("回答"), "回答", Sureness.SURE, "")


def _exists(file: Path) -> bool:
    """Whether the place is taken: by a report, or by a folder of attachments."""
    return any(map(os.path.lexists, (file, file.with_suffix(""))))


def _refuse_links(content: Path, folder: Path) -> None:
    """Raise where a folder on the way is none: through a link nothing is read or written."""
    for one in (folder, *folder.parents):
        if one == content:
            return
        if one.is_symlink() or (one.exists() and not one.is_dir()):
            raise NoPlaceError(f"{one.as_posix()} 应为文件夹，现在不是。请改名、移走或删去")


def told_year(year: int | None) -> int | None:
    """The year of the option; raises JixiaoError where it cannot be one."""
    if year is not None and year not in YEARS:
        raise JixiaoError(f"--year 应为 {YEARS.start}—{YEARS.stop - 1}，写的是 {year}。")
    return year
