"""From files to recognised reports: which files, what is in each, which belong to one report."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from generator.check.project_names import core_name
from generator.check.report_checks import is_clutter
from generator.documents.document import Document
from generator.intake import conservation
from generator.model.narrative import NARRATIVE
from generator.model.problems import JixiaoError, Problem
from generator.recognition.recognise import recognise
from generator.recognition.record import RecognisedReport
from generator.recognition.reference import Reference

Progress = Callable[[str, int], None]
_TABLES = ("指标", "资金", "年度目标")


@dataclass
class Source:
    """One file, or the files of one report: its documents and the reports that they hold.

    `problems` are characters that were lost; `failure` is why there is nothing, empty where there
    is something.
    """

    files: tuple[Path, ...]
    documents: list[Document] = field(default_factory=list)
    reports: list[RecognisedReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    failure: str = ""

    @property
    def missing(self) -> list[str]:
        """What could not be read of it, each once."""
        return list(dict.fromkeys(one for document in self.documents for one in document.missing))


def files_in(paths: Sequence[Path], content: Path) -> list[Path]:
    """The files that are meant: those named, and all below the folders named, in their order.

    Raises JixiaoError where there is no such file, or where it is the content itself.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise JixiaoError(f"没有文件或文件夹 {path}。请核对路径。")
        if path.resolve().is_relative_to(content.resolve()):
            raise JixiaoError(f"{path} 在内容文件夹里，不是要导入的原件。请写原件的位置。")
        found |= dict.fromkeys([path] if path.is_file() else _below(path))
    if not found:
        raise JixiaoError(f"{'、'.join(map(str, paths))} 里没有文件。请核对路径。")
    return list(found)


def read_sources(
    files: Sequence[Path],
    reference: Reference,
    told: tuple[str | None, int | None],
    progress: Progress,
) -> list[Source]:
    """What each file holds; a table and its narrative in two files are one source.

    `told` are department and year for what does not tell its own.
    """
    sources = []
    for file in files:
        sources.append(_source(file, reference, told))
        progress("读取文件", len(files))
    return _joined(sources, reference, told)


def _below(folder: Path) -> Iterator[Path]:
    for one in sorted(folder.rglob("*")):
        names = one.relative_to(folder).parts
        if one.is_file() and not any(map(is_clutter, names)):
            yield one


def _source(file: Path, reference: Reference, told: tuple[str | None, int | None]) -> Source:
    try:
        documents = _read_file(file)
    except OSError as error:
        return Source((file,), failure=f"读不了：{error.strerror or error}。")
    return _recognised((file,), documents, reference, told)


def _read_file(file: Path) -> list[Document]:
    reading = import_module("generator.documents.reading")  # takes a while to load
    found: list[Document] = reading.read_file(file)
    return found


def _recognised(
    files: tuple[Path, ...],
    documents: list[Document],
    reference: Reference,
    told: tuple[str | None, int | None],
) -> Source:
    made = Source(files, documents)
    if not any(one.blocks or one.asides for one in documents):
        made.failure = "；".join(made.missing) or "里面没有文字。"
        return made
    made.reports = recognise(documents, reference, department=told[0], year=told[1])
    path = "、".join(one.as_posix() for one in files)
    made.problems = conservation.source_problems(path, documents, made.reports)
    if not made.reports:
        made.failure = "没有认出报告。"
    return made


def _joined(
    sources: Sequence[Source], reference: Reference, told: tuple[str | None, int | None]
) -> list[Source]:
    """Of files with one report each, those of one project and year that complete each other.

    A file is recognised together with the other only where that gives one report.
    """
    groups: dict[object, list[Source]] = defaultdict(list)
    for number, one in enumerate(sources):
        groups[_key(one) or number].append(one)
    made: list[Source] = []
    for group in groups.values():
        made += _completed(group, reference, told)
    return made


def _completed(
    group: list[Source], reference: Reference, told: tuple[str | None, int | None]
) -> Iterable[Source]:
    if len(group) != 2 or _has_table(group[0]) == _has_table(group[1]):
        return group
    documents = [one for source in group for one in source.documents]
    files = (*group[0].files, *group[1].files)
    both = _recognised(files, documents, reference, told)
    return [both] if len(both.reports) == 1 else group


def _key(source: Source) -> tuple[str, str, Path] | None:
    """By what two files are of one report: project, year, the folder that they are in."""
    if len(source.reports) != 1:
        return None
    values = source.reports[0].values
    name, year = values.get(("项目名称",)), values.get(("年度",))
    if name is None or year is None or _has_table(source) == _has_narrative(source):
        return None
    return core_name(name.text), year.text, source.files[0].parent


def _has_table(source: Source) -> bool:
    return any(where[0] in _TABLES for where in source.reports[0].values)


def _has_narrative(source: Source) -> bool:
    return any(where[0] == NARRATIVE for where in source.reports[0].values)
