"""A public report corrected or withdrawn: the entry that says so, and nothing else of its file."""

from collections.abc import Sequence
from pathlib import Path

from pydantic_core import PydanticCustomError

from generator.check.selection import selected_part
from generator.model.choices import Status
from generator.model.dates import parse_full_date
from generator.model.problems import ContentError, JixiaoError, Level, quote
from generator.model.report import Report
from generator.runtime import clock
from generator.runtime.atomic_folders import write_file
from generator.source import tree
from generator.source.edits import Edit, EditError, Insert, Put, edited
from generator.source.key_hints import keys_of
from generator.source.tree import Value


def correct(content: Path, report: Path, note: str | None, *, write: bool) -> Path:
    """Add a correction of today to a report that is public; its file."""
    file, text, value = _public(content, report)
    row: Value = {"日期": clock.today().isoformat(), "说明": _stated(note, "--note")}
    rows = value.get("更正")
    if rows and not isinstance(rows, list):
        raise JixiaoError(f"{file.as_posix()} 的“更正”应为若干项，每项以 - 开头。请先改好。")
    if isinstance(rows, list) and rows:
        edit: Edit = Insert(("更正", len(rows)), row)
    else:
        edit = Put(("更正",), [row], keys_of(Report))
    return _changed(file, text, [edit], write=write)


def withdraw(content: Path, report: Path, reason: str | None, *, write: bool) -> Path:
    """Withdraw a report that is public, from today; its file."""
    file, text, _ = _public(content, report)
    said: Value = {"日期": clock.today().isoformat(), "理由": _stated(reason, "--reason")}
    status = Put(("状态",), Status.WITHDRAWN.value)
    return _changed(file, text, [status, Put(("撤回",), said, keys_of(Report))], write=write)


def _public(content: Path, report: Path) -> tuple[Path, str, dict[str, Value]]:
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
    status = str(source.value.get("状态") or "").strip()
    if status == Status.WITHDRAWN.value:
        raise JixiaoError(f"{file.as_posix()} 已经撤回。")
    if status != Status.PUBLISHED.value:
        raise JixiaoError(
            f"{file.as_posix()} 没有公开，状态是{quote(status)}：直接改内容，不写更正、撤回。"
        )
    try:
        public_from = parse_full_date(source.value.get("公开日期"))
    except PydanticCustomError as error:
        raise JixiaoError(f"{file.as_posix()} 的“公开日期”{error.message()}") from error
    if public_from > clock.today():
        raise JixiaoError(f"{file.as_posix()} 要到 {public_from} 才公开：直接改内容。")
    return file, data.decode("utf-8"), source.value


def _stated(words: str | None, option: str) -> str:
    if not words or not words.strip():
        raise JixiaoError(f"{option} 不能是空的：读者会看到它。")
    return words.strip()


def _changed(file: Path, text: str, edits: Sequence[Edit], *, write: bool) -> Path:
    try:
        made = edited(text, edits)
    except EditError as error:
        raise JixiaoError(f"{file.as_posix()} 不能这样改，请直接改文件。") from error
    if write:
        write_file(file, made.encode())
    return file
