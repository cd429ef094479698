"""What is open, as a person hands it in: a report with what lies beside it, or another file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from generator.check.rules import registered_rules
from generator.content.consents import report_of
from generator.desk.change_words import change_words, message_of
from generator.desk.desk import Desk
from generator.desk.files import NoFileError, OpenFile
from generator.desk.git import GitError
from generator.desk.handing_in import Contents, HandingIn, Status
from generator.model import choices
from generator.model.problems import Level, Problem
from generator.source import tree
from generator.source.tree import Value


class Change(NamedTuple):
    """What is handed in as one: a report with what lies beside it, or another file.

    `files` are the names of those that changed, with whether they are there; `errors` keep it back,
    as the desk saw the file last; `branch` is where it waits already.
    """

    name: str
    title: str
    what: str
    errors: int
    has_form: bool
    files: Mapping[str, bool]
    branch: str


class OpenChanges:
    """What is open at one desk."""

    def __init__(self, desk: Desk, handing_in: HandingIn) -> None:
        self._desk, self._handing_in = desk, handing_in

    def every(self, status: Status) -> list[Change]:
        """Each change. Raises GitError."""
        groups = defaultdict(list)
        for name in status.open:
            groups[report_of(name)].append(name)
        former = self._handing_in.before([one for one in groups if one.endswith(".yml")], status)
        return [self._change(name, files, former.get(name), status)
                for name, files in groups.items()]  # fmt: skip

    def contents(self, going: Sequence[Change]) -> Contents:
        """The bytes of the files, read once. Raises GitError."""
        return {name: self._handing_in.copy.read(name) for one in going for name in one.files}

    def wrong(self, going: Sequence[Change], contents: Contents) -> list[str]:
        """Titles of reports that have errors with these bytes. Raises GitError."""
        found = []
        for one in going:
            read = self._handing_in.copy.read
            data = contents[one.name] if one.name in contents else read(one.name)
            if data is not None and self.errors_of(one.name, data):
                found.append(one.title)
        return found

    def _change(
        self, name: str, files: Sequence[str], former: bytes | None, status: Status
    ) -> Change:
        there = {one: (self._desk.content / one).is_file() for one in files}
        after = value_of(self._read(name)) if name.endswith(".yml") else None
        before = value_of(former)
        what = "附件"
        if name in there:
            what = "删去"
            if there[name]:
                what = "文件" if not name.endswith(".yml") else "读不出"
            if after is not None:
                what = change_words(before, after)
        branches = [
            one.branch for one in status.waiting
            if one.is_there and not one.is_merged and one.files.keys() & there.keys()
        ]  # fmt: skip
        problems = self._desk.edited.problems_of((self._desk.content / name).as_posix())
        errors = _errors(after, problems)
        return Change(name, title_of(name, after or before), what, errors, self._has_form(name),
                      there, branches[0] if branches else "")  # fmt: skip

    def _has_form(self, name: str) -> bool:
        try:
            self._desk.files.open(name)
        except NoFileError:
            return False
        return True

    def errors_of(self, name: str, data: bytes) -> int:
        """Of the file with these bytes."""
        try:
            path = self._desk.files.path(name)
        except NoFileError:
            return 0
        return _errors(value_of(data), self._desk.problems(OpenFile(name, path, data)))

    def title(self, name: str) -> str:
        """One file by the name that people know, what lies beside a report by its own as well."""
        found = self.titles([name])[0]
        return found if report_of(name) == name else f"{found}，附 {PurePosixPath(name).name}"

    def titles(self, files: Iterable[str]) -> Sequence[str]:
        """What waits in a branch, by the names that people know."""
        keys = dict.fromkeys(report_of(name) for name in files)
        return [title_of(key, value_of(self._read(key))) for key in keys]

    def _read(self, name: str) -> bytes | None:
        try:
            return self._handing_in.copy.read(name)
        except GitError:
            return None


def _errors(value: Value, problems: Iterable[Problem]) -> int:
    """How many keep a file back: of a draft only what nobody may see who reads the repository."""
    errors = [one.rule for one in problems if one.level is Level.ERROR]
    if isinstance(value, dict) and value.get("状态") == choices.Status.DRAFT:
        rules = registered_rules()
        about = [rules[one].about for one in errors if one in rules]
        return sum(one.mandatory or one.guards_disclosure for one in about)
    return len(errors)


def value_of(data: bytes | None) -> Value:
    """What a file says; None where it cannot be read."""
    source, _ = tree.read(data, "") if data else (None, [])
    return source.value if source else None


def title_of(name: str, value: Value) -> str:
    """What people call it: a report by its year and project, else the file's name."""
    project = value.get("项目名称") if isinstance(value, dict) else None
    year = PurePosixPath(name).parts[1] if name.startswith("reports/") else ""
    return f"{year} {project}" if project and year else name


def message_for(going: Sequence[Change]) -> str:
    """The message of a commit of these changes."""
    return message_of([(one.title, one.what) for one in going])
