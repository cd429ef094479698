"""A public report corrected or withdrawn: the entry that says so, and nothing else of its file.

What is public is told by `former_of`, by the report's name in the content folder.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from pydantic_core import PydanticCustomError

from generator.check.selection import selected_part
from generator.content.loader import load_forms
from generator.intake.correction import Entry, Former, entry, public_report, record
from generator.intake.key_order import key_order
from generator.model.choices import Status
from generator.model.dates import parse_full_date
from generator.model.problems import ContentError, JixiaoError, Level, quote
from generator.model.report import Report
from generator.runtime import clock
from generator.runtime.atomic_folders import write_file
from generator.source import tree
from generator.source.edits import Edit, EditError, Put, Remove, edited
from generator.source.tree import Value

FormerOf: TypeAlias = Callable[[str], Former | None]


class Corrected(NamedTuple):
    """The file of a corrected report, its entry, and the revision that it was compared with."""

    file: Path
    entry: Entry
    revision: str


class _File(NamedTuple):
    path: Path
    text: str
    value: dict[str, Value]
    former: Former | None


def correct(
    content: Path, report: Path, reason: str, former_of: FormerOf, *, write: bool
) -> Corrected:
    """Begin a correction of a report that is public, or complete the one that is not public yet.

    Raises JixiaoError where the report is not public, or where there is no reason.
    """
    file = _read(content, report, former_of)
    path = file.path.as_posix()
    require_public(path, file.value, file.former)
    now, public = record(file.text.encode(), path), public_report(file.former, path)
    rows, (forms, _) = file.value.get("更正"), load_forms(content)
    made = entry(now, rows if isinstance(rows, list) else [], public, reason.strip(), forms)
    _change(file, made.edits, write=write)
    return Corrected(file.path, made, file.former.revision if file.former else "")


def withdraw(content: Path, report: Path, reason: str, former_of: FormerOf, *, write: bool) -> Path:
    """Withdraw a report that is public, from today; its file.

    The reason of a withdrawal that is not public yet may be another one.
    """
    file = _read(content, report, former_of)
    if not is_withdrawal_pending(file.value, file.former):
        require_public(file.path.as_posix(), file.value, file.former)
    _change(file, withdrawal(reason), write=write)
    return file.path


def withdrawal(reason: str) -> list[Edit]:
    """The edits that withdraw a report. Raises JixiaoError without a reason."""
    if not reason.strip():
        raise JixiaoError("撤回的理由不能是空的：读者会看到它。")
    said: Value = {"日期": clock.today().isoformat(), "理由": reason.strip()}
    status = Put(("状态",), Status.WITHDRAWN.value)
    return [status, Put(("撤回",), said)]


def published_again() -> list[Edit]:
    """The edits that take a withdrawal back."""
    return [Put(("状态",), Status.PUBLISHED.value), Remove(("撤回",))]


def is_withdrawal_pending(value: Mapping[str, Value], former: Former | None) -> bool:
    """Whether a report is withdrawn in its file, but not in what is public."""
    if _status(value) != Status.WITHDRAWN.value:
        return False
    if former is not None:
        public = public_report(former, "")
        return public is not None and public.report.status is Status.PUBLISHED
    said = value.get("撤回")
    return isinstance(said, dict) and said.get("日期") == clock.today().isoformat()


def require_public(path: str, value: Mapping[str, Value], former: Former | None) -> None:
    """Raise JixiaoError where a report is not public, by its file or by what is public."""
    status = _status(value)
    if status == Status.WITHDRAWN.value:
        raise JixiaoError(f"{path} 已经撤回。")
    if status != Status.PUBLISHED.value:
        raise JixiaoError(f"{path} 没有公开，状态是{quote(status)}：直接改内容，不写更正、撤回。")
    try:
        public_from = parse_full_date(value.get("公开日期"))
    except PydanticCustomError as error:
        raise JixiaoError(f"{path} 的“公开日期”{error.message()}") from error
    if public_from > clock.today():
        raise JixiaoError(f"{path} 要到 {public_from} 才公开：直接改内容。")
    if former is not None and not was_public(former, path):
        raise JixiaoError(f"{path} 在 {former.revision} 里还没有公开：直接改内容，不写更正、撤回。")


def was_public(former: Former, path: str) -> bool:
    """Whether the former file was; one that cannot be read today may well have been."""
    source, _ = tree.read(former.data, path)
    if source is None:
        return bool(former.data)
    return isinstance(source.value, dict) and _status(source.value) != Status.DRAFT.value


def _status(value: Mapping[str, Value]) -> str:
    return str(value.get("状态") or "").strip()


def _read(content: Path, report: Path, former_of: FormerOf) -> _File:
    part = selected_part(content, report)
    file = content / f"{part}.yml"
    if part is None or not part.startswith("reports/") or not file.is_file():
        raise JixiaoError(f"没有这份报告：{report.as_posix()}")
    data = file.read_bytes()
    source, problems = tree.read(data, file.as_posix())
    errors = [one for one in problems if one.level is Level.ERROR]
    if errors:
        raise ContentError(errors)
    if source is None or not isinstance(source.value, dict):
        raise JixiaoError(f"{file.as_posix()} 不是一份报告。")
    return _File(file, data.decode("utf-8"), source.value, former_of(f"{part}.yml"))


def _change(file: _File, edits: Sequence[Edit], *, write: bool) -> None:
    try:
        made = edited(file.text, edits, key_order(Report))
    except EditError as error:
        path = file.path.as_posix()
        raise JixiaoError(f"{path} 不能这样改，请直接改文件。") from error
    if write and made != file.text:
        write_file(file.path, made.encode())
