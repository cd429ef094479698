"""Attachments of a report's form: what was chosen comes beside the report, what is removed goes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from starlette.datastructures import FormData

from generator.check.report_checks import attachment_complaint
from generator.content.examination import attachment_problems
from generator.content.folder import is_plain_file
from generator.desk import posted
from generator.desk.desk import Desk
from generator.desk.files import OpenFile
from generator.model.file_names import path_complaint
from generator.model.problems import Level, Problem, quote
from generator.runtime.folders import names_in
from generator.source.edits import Edit, Insert
from generator.source.tree import FieldPath, Value

KEY = "附件"
_NAME, _FILE = "名称", "文件"
_PUT = '["attach"]'  # the value of the button


class Attached(NamedTuple):
    """What becomes of files: edits of the report, bytes by name (None: removed), what is told."""

    edits: Sequence[Edit] = ()
    beside: Mapping[str, bytes | None] = {}
    told: str = ""


class Attaching:
    """Attachments of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @staticmethod
    def taken(file: OpenFile) -> Sequence[str]:
        """Names that lie beside a report."""
        folder = file.path.with_suffix("")
        return names_in(folder) if folder.is_dir() else ()

    def change(
        self,
        file: OpenFile,
        value: Value,
        changed: Mapping[FieldPath, str],
        form: FormData,
        chosen: Sequence[Path],
    ) -> Attached:
        """What the button that was pressed does to attachments."""
        pressed = str(form.get("action", ""))
        if chosen:
            return self._added(file, value, chosen)
        if pressed == _PUT:
            return Attached(told="没有选文件：先选文件，再点“放进来”。")
        if form.get("files"):  # its name alone: another button was pressed
            return Attached(told="选了的文件还没有放：请再选一次，点“放进来”。")
        return self._removed(file, value, changed, pressed)

    def _added(self, file: OpenFile, value: Value, chosen: Sequence[Path]) -> Attached:
        """Put these files beside a report, but for what may not be public, and say why not.

        One that lies there already, to the byte, is named in the report and not put again.
        """
        edits: list[Edit] = []
        beside: dict[str, bytes | None] = {}
        told: list[str] = []
        rows = _rows(value)
        named = {posted.written(value, (KEY, number, _FILE)) for number in range(len(rows))}
        for one in chosen:
            data = one.read_bytes()
            name = self._same(file, data) or one.name
            if name in named:
                told.append(f"{quote(name)}已经是附件了，没有再放。")
            elif data in beside.values():
                told.append(f"{quote(name)}与一起选的另一个文件一样，没有再放。")
            elif why := self._complaint(file, one):
                told.append(f"没有放{quote(name)}：{why}")
            else:
                row: Value = {_NAME: Path(name).stem, _FILE: name}
                edits.append(Insert((KEY, len(rows) + len(edits)), row))
                if name not in self.taken(file):
                    beside[name] = data
                told.append(f"附件{quote(name)}放好了，可以撤销。")
        return Attached(edits, beside, "".join(told))

    @staticmethod
    def _removed(
        file: OpenFile, value: Value, changed: Mapping[FieldPath, str], pressed: str
    ) -> Attached:
        """What a button removes beside the row of an attachment: its file, if no other names it."""
        try:
            what, where = json.loads(pressed)
        except (ValueError, TypeError):
            return Attached()
        if what != "remove" or len(where) != 2 or where[0] != KEY:
            return Attached()
        places = [(KEY, number, _FILE) for number in range(len(_rows(value)))]
        name = posted.written(value, (KEY, where[1], _FILE))
        kept = {
            changed.get(one, posted.written(value, one)) for one in places if one[1] != where[1]
        }
        folder = file.path.with_suffix("")
        is_there = name in Attaching.taken(file) and is_plain_file(folder / name)
        if not is_there or name in kept:
            return Attached(told="这一项附件删去了，可以撤销；没有动文件。")
        return Attached((), {name: None}, f"附件{quote(name)}和它的文件删去了，可以撤销。")

    def _complaint(self, file: OpenFile, chosen: Path) -> str:
        """Why a file may not be put beside a report; empty where it may."""
        if found := attachment_complaint(chosen.parent, chosen.name):
            return found[1]
        if long := path_complaint(f"{file.name.removesuffix('.yml')}/{chosen.name}"):
            return long
        return "".join(dict.fromkeys(self._errors(file, chosen)))

    def _errors(self, file: OpenFile, chosen: Path) -> Iterator[str]:
        def at(rule: str, message: str) -> Problem:
            return Problem(chosen.name, 1, 1, rule, message)

        year = int(file.name.split("/")[1])
        for one in attachment_problems(chosen, year, self._desk.edited.context.rule_settings, at):
            if one.level is Level.ERROR:
                yield one.message

    @staticmethod
    def _same(file: OpenFile, data: bytes) -> str:
        """The name of the file beside the report that has these bytes; empty where none has."""
        folder = file.path.with_suffix("")
        every = (one for one in Attaching.taken(file) if is_plain_file(folder / one))
        return next((one for one in every if (folder / one).read_bytes() == data), "")


def _rows(value: Value) -> list[Value]:
    rows = value.get(KEY) if isinstance(value, dict) else None
    return rows if isinstance(rows, list) else []
