"""Corrections and withdrawals at the desk: what a form says of them, what saving writes beside.

The pages that ask for the reason are those of `correct_page.py`.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

from generator.desk.desk import Desk
from generator.desk.files import OpenFile
from generator.intake import correction, public_changes
from generator.intake.correction import KEY, Entry, Former
from generator.intake.key_order import kind_of
from generator.model.choices import Status
from generator.model.field_changes import FieldChange
from generator.model.problems import ContentError, JixiaoError
from generator.model.report import Report
from generator.release import public_state
from generator.source import tree
from generator.source.edits import Edit, EditError, edited
from generator.source.tree import Value


class Standing(NamedTuple):
    """What the form of a public report says at its top.

    `kind` is 公开, 更正 or 撤回, the last two where these are not public yet; `reason` is theirs,
    `cancel` the action of a button that takes a correction back. `changes` are those since it was
    public; `is_compared` is whether they could be told.
    """

    kind: str
    reason: str = ""
    cancel: str = ""
    changes: Sequence[FieldChange] = ()
    unlisted: Sequence[str] = ()
    is_compared: bool = False


class Correcting:
    """Corrections and withdrawals of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def standing(self, file: OpenFile, value: Value) -> Standing | None:
        """How a file stands to what is public; None of what is not public, or no report."""
        if kind_of(file.name) is not Report or not isinstance(value, dict):
            return None
        if value.get("状态") == Status.DRAFT.value:
            return None
        former = self.former(file.name)
        if public_changes.is_withdrawal_pending(value, former):
            said = value.get("撤回")
            reason = str(said.get("理由") or "") if isinstance(said, dict) else ""
            return Standing("撤回", reason)
        try:
            public_changes.require_public(file.name, value, former)
        except JixiaoError:
            return None
        return self._corrected(file, value, former)

    def _corrected(
        self, file: OpenFile, value: dict[str, Value], former: Former | None
    ) -> Standing:
        rows = _rows(value)
        number = correction.pending(rows, correction.public_report(former, file.name))
        row = rows[number] if number is not None else None
        try:
            made = self.entry(file, former, "更正")
        except ContentError:  # of a report with errors no entry is made
            made = Entry([], (), is_known=False)
        rest = (made.changes, made.unlisted, made.is_known)
        if number is None or not isinstance(row, dict):
            return Standing("公开", "", "", *rest)
        where = [KEY, number] if len(rows) > 1 else [KEY]
        cancel = json.dumps(["remove", where], ensure_ascii=False)
        return Standing("更正", str(row.get("说明") or "").strip(), cancel, *rest)

    def former(self, name: str) -> Former | None:
        """What is public of a file."""
        return public_state.former(self._desk.content, name)

    def reminder(self, file: OpenFile) -> str:
        """What is to be done where the public has other attachments than the file names now."""
        source = file.read()
        standing = self.standing(file, source.value) if source else None
        if standing is None or standing.kind != "公开" or not standing.changes:
            return ""
        return "报告已经公开：请点上面的“更正”，写明附件为什么变了。"

    def was_public(self, name: str) -> bool:
        """Whether a file is public as far as git knows."""
        former = self.former(name)
        return former is not None and public_changes.was_public(former, name)

    def entry(self, file: OpenFile, former: Former | None, reason: str) -> Entry:
        """The entry of a correction of a file as it is. Raises ContentError, JixiaoError."""
        source, _ = tree.read(file.data, file.path.as_posix())
        now = correction.record(file.data, file.path.as_posix())
        public = correction.public_report(former, file.name)
        forms = self._desk.edited.reference_data.forms
        return correction.entry(now, _rows(source.value if source else None), public, reason, forms)

    def completed(self, file: OpenFile, text: str) -> str:
        """The text for a file, with the entry that is not public yet completed."""
        made = OpenFile(file.name, file.path, text.encode())
        try:
            return edited(text, self.completion(made, []))
        except EditError:
            return text

    def completed_over(self, name: str, data: bytes, public: bytes) -> bytes:
        """A file with others' changes in it, its entry completed over what these made public."""
        former = self.former(name)
        if former is None:
            return data
        made = OpenFile(name, self._desk.content / name, data)
        try:
            edits = self.completion(made, [], former._replace(data=public))
            return edited(data.decode("utf-8"), edits).encode()
        except EditError:
            return data

    def completion(
        self, file: OpenFile, edits: Sequence[Edit], former: Former | None = None
    ) -> Sequence[Edit]:
        """Further edits by which the entry that is not public yet tells of these, too.

        Nothing where there is none, or where the report has errors by then. Raises EditError.
        """
        if kind_of(file.name) is not Report or f"{KEY}:" not in file.text:
            return []
        data = edited(file.data.decode("utf-8"), edits).encode()
        made = OpenFile(file.name, file.path, data)
        source = made.read()
        rows = _rows(source.value if source else None)
        if not rows:
            return []
        former = former or self.former(file.name)
        if correction.pending(rows, correction.public_report(former, file.name)) is None:
            return []
        try:
            return self.entry(made, former, "").edits
        except JixiaoError:
            return []


def _rows(value: Value) -> list[Value]:
    rows = value.get(KEY) if isinstance(value, dict) else None
    return rows if isinstance(rows, list) else []
