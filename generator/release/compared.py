"""What the guard compares: the new release and the last one, and two states of a report."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, TypeAlias

from generator.model.field_changes import ATTACHMENTS, FieldChange, field_changes
from generator.model.problems import JixiaoError
from generator.release.publications import RecordEntry, latest
from generator.release.published_site import Release

Data: TypeAlias = Mapping[str, Any]
FieldPath: TypeAlias = tuple[str | int, ...]

# The parts of a report that hold figures, and what they are figures of.
FIGURES = ("项目名称", "评价类型", "资金", "支出明细", "部门整体", "自评", "指标")
TEXTS = ("偏差原因", "职能职责", "年度主要工作", "总体运行情况")  # running text among figures
COVERED = "包含项目"  # whose projects have figures of their own

DATA_FILE = re.compile(r"(reports/\d{4}/[^/]+/([^/]+)/)\2\.json")


@dataclass(frozen=True)
class BuiltReport:
    """A report: its address, the SHA-256 of its data file, how to read that file."""

    address: str
    sha256: str
    read: Callable[[], str | bytes]

    @cached_property
    def data(self) -> Data:
        """The values in the data file: read only where the report changed."""
        found: Data = json.loads(self.read())
        return found

    @property
    def withdrawn(self) -> bool:
        """Whether it was withdrawn (撤回): then only its address and the reason remain."""
        return bool(self.data["状态"] == "撤回")

    @property
    def title(self) -> str:
        """Department, fiscal year and name, as the record calls it."""
        name = self.data.get("标题") or self.data["项目名称"]
        return f"{self.data['部门']} {self.data['年度']}年度 {name}"

    @property
    def published(self) -> str:
        """The date of publication that it states, ISO 8601."""
        return str(self.data["公开日期"])


@dataclass(frozen=True, slots=True)
class NewRelease:
    """What is to be released: paths of all files, reports by address.

    `retired` is the reason for each address that was given up; `departments` is slug to names,
    today's first.
    """

    paths: frozenset[str]
    reports: Mapping[str, BuiltReport]
    retired: Mapping[str, str]
    departments: Mapping[str, Sequence[str]]


class FormerRelease:
    """What was released last; nothing where `release` is None.

    `paths` are those of all files, `last` is the last entry of each address, `data` the former data
    of the reports that changed since. Raises JixiaoError where that is not as it was recorded.
    """

    def __init__(self, release: Release | None, reports: Iterable[BuiltReport]) -> None:
        self._release = release
        self.paths = frozenset(release.sums if release else ())
        self.entries: Sequence[RecordEntry] = release.entries if release else ()
        self.last = latest(self.entries)
        self.data: Mapping[str, Data] = (
            {}
            if release is None
            else {
                one.address: _released_data(release, self.last[one.address])
                for one in reports
                if one.address in self.last and self.last[one.address].content != one.sha256
            }
        )

    def read(self, address: str) -> Data:
        """The former data of any report that was released."""
        assert self._release is not None  # noqa: S101  it lists the address
        return _released_data(self._release, self.last[address])


def data_file(address: str) -> str:
    """Path of the data file of the report at an address."""
    return f"{address}{address.rstrip('/').rpartition('/')[2]}.json"


def _released_data(release: Release, entry: RecordEntry) -> Data:
    path = data_file(entry.address)
    data = release.site.read(path)
    if data is None or hashlib.sha256(data).hexdigest() != entry.content:
        raise JixiaoError(
            f"{release.site.where} 的 {path} 与公开记录对不上，不能核对改动。"
            "请先查明（jixiao verify）。"
        )
    found: Data = json.loads(data)
    return found


def changed_figures(before: Data, now: Data) -> list[FieldChange]:
    """Each figure that changed, by the keys of the file; 50.00 and 50 are the same."""
    old, new = (
        {key: one[key] for key in (*FIGURES, COVERED) if key in one} for one in (before, now)
    )
    return [
        one
        for one in field_changes(old, new)
        if is_figure(one.where) and not same_figure(one.before, one.now)
    ]


def told(change: FieldChange) -> str:
    """A change as messages tell it."""
    before, now = _shortened(change.before), _shortened(change.now)
    return f"“{change.label}”原为 {before}，现为 {now}"


def note(change: FieldChange) -> str:
    """What the note of a correction would say of it."""
    return f"{change.label}由 {_shortened(change.before)} 更正为 {_shortened(change.now)}"


def same_figure(before: str | None, now: str | None) -> bool:
    """Whether two texts are the same, as numbers where they are some: 50.00 and 50."""
    return _number(before) == _number(now)


def changed_attachments(before: Data, now: Data) -> list[FieldChange]:
    """Each attachment that was added or removed, or has other bytes or another name for readers."""
    old, new = _attached(before), _attached(now)
    rows = list(new)
    return [
        FieldChange((ATTACHMENTS, rows.index(file)) if file in new else (ATTACHMENTS,), ATTACHMENTS,
                    file if file in old else None, file if file in new else None)
        for file in old | new
        if old.get(file) != new.get(file)
    ]  # fmt: skip


def corrections_in(data: Data, *, whole: bool = True) -> list[Any]:
    """The corrections (更正) that a report states, or no more than their days."""
    rows: list[Any] = list(data.get("更正", []))
    return rows if whole else [{"日期": row["日期"]} for row in rows]


def newly_corrected(before: Data, now: Data) -> bool:
    """Whether a report states more corrections than before."""
    return len(corrections_in(now)) > len(corrections_in(before))


def _attached(data: Data) -> dict[str, Any]:
    return {one["文件"]: one for one in data.get(ATTACHMENTS, ())}


def _shortened(value: str | None) -> str:
    return "未填报" if value is None else value if len(value) < 40 else f"{value[:40]}…"


def is_figure(path: FieldPath) -> bool:
    """Whether a value is a figure: of the report or of a project that it covers, or such one."""
    inner = path[2:] if path[0] == COVERED else path
    return not inner or (inner[0] in FIGURES and path[-1] not in TEXTS)


def leaves(value: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """Place and text of every value below `value`, a tree of mappings and lists."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))
    else:
        yield path, str(value)


def _number(text: str | None) -> Decimal | str | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return text
